// What the check is told on its command line and by the environment. The credentials are the SDK's own to read.
import { parseArgs } from 'node:util';
import * as z from 'zod';
import type { ProxySettings } from '../../src/network/proxy.js';

export interface CheckOptions {
  /** The account that may be written to. The credentials have to belong to it. */
  readonly account: string;
  /** Names under it are given to distributions. Undefined where the check only cleans. */
  readonly domain: string | undefined;
  readonly proxy: ProxySettings | undefined;
}

export type ReadOptions =
  | { readonly ok: true; readonly options: CheckOptions }
  | { readonly ok: false; readonly problem: string };

export const usage =
  'npm run check:aws -- --account 123456789012 --domain example.com\n' +
  '       npm run check:aws -- --account 123456789012 --clean';

const accountSchema = z.string().regex(/^\d{12}$/);
const domainSchema = z
  .string()
  .toLowerCase()
  .regex(/^(?=.{3,200}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/);

export function readOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): ReadOptions {
  const given = readArguments(args);
  if (given === undefined) return refuse('The arguments are not known.');
  const account = accountSchema.safeParse(given.account);
  if (!account.success) return refuse('Name the account by its 12 digits. Nothing is created in any other one.');
  const shared = { account: account.data, proxy: readProxy(env) };
  if (given.clean) return { ok: true, options: { ...shared, domain: undefined } };
  const domain = domainSchema.safeParse(given.domain);
  if (!domain.success) return refuse('Name a domain, such as example.com, whose names a certificate of ACM covers.');
  return { ok: true, options: { ...shared, domain: domain.data } };
}

function readArguments(args: readonly string[]): { account?: string; domain?: string; clean?: boolean } | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { account: { type: 'string' }, domain: { type: 'string' }, clean: { type: 'boolean' } },
    });
    return values;
  } catch {
    return undefined;
  }
}

function readProxy({ HTTPS_PROXY, HTTP_PROXY, NO_PROXY }: Readonly<Record<string, string | undefined>>) {
  if (!HTTPS_PROXY && !HTTP_PROXY) return undefined;
  return { httpsProxy: HTTPS_PROXY || undefined, httpProxy: HTTP_PROXY || undefined, noProxy: NO_PROXY ?? '' };
}

function refuse(problem: string): ReadOptions {
  return { ok: false, problem: `${problem}\nUsage: ${usage}` };
}
