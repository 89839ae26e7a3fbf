// Looks at the new origin while a clone is planned: where its name leads, and which certificate it shows. It decides
// nothing: the host may be private, or come later.
import { Resolver } from 'node:dns/promises';
import type { OriginFacts, ServerCertificate } from '../clone/origin-facts.js';
import type { OriginCheck } from '../clone/ports.js';
import { type Connect, inspectTls } from './connect.js';
import { isPublicAddress } from './public-address.js';
import { readCertificate } from './server-certificate.js';

/** Somebody waits for the card. */
const defaultTimeoutMs = 1_500;
const maxCnameHops = 8;

/** The part of Node's Resolver that is used here. */
export interface NameResolver {
  resolveCname(name: string): Promise<string[]>;
  resolve4(name: string): Promise<string[]>;
  resolve6(name: string): Promise<string[]>;
}

export interface OriginCheckOptions {
  readonly connect: Connect;
  readonly resolver?: NameResolver;
  readonly timeoutMs?: number;
}

export function createOriginCheck({
  connect,
  resolver = new Resolver({ timeout: 700, tries: 2 }),
  timeoutMs = defaultTimeoutMs,
}: OriginCheckOptions): OriginCheck {
  return {
    async look(host, httpsPort) {
      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(), timeoutMs);
      const { signal } = deadline;
      const soon = <T>(answer: Promise<T>): Promise<T | undefined> => Promise.race([answer, aborted(signal)]);
      try {
        const [names, addresses] = await Promise.all([
          soon(followCnames(resolver, host)),
          soon(listAddresses(resolver, host)),
        ]);
        const facts: OriginFacts = { names: names ?? [host], resolution: describeAddresses(addresses) };
        const address = addresses?.find(isPublicAddress);
        const port = await soon(httpsPort.catch(() => undefined));
        if (address === undefined || port === undefined) return facts;
        const certificate = await soon(askCertificate(connect, { address, port }, host, signal));
        return certificate ? { ...facts, certificate } : facts;
      } finally {
        clearTimeout(timer);
        // What is still under way has nobody who waits for it.
        deadline.abort();
      }
    },
  };
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/** The host, and each name that a CNAME record leads to. */
async function followCnames(resolver: NameResolver, host: string): Promise<string[]> {
  const names = [host];
  for (let hop = 0; hop < maxCnameHops; hop++) {
    const [next] = (await lookUp(resolver.resolveCname(names.at(-1) ?? host))) ?? [];
    const name = next?.toLowerCase().replace(/\.$/, '');
    if (name === undefined || names.includes(name)) break;
    names.push(name);
  }
  return names;
}

/** IPv4 and IPv6 addresses, or undefined if DNS could not be asked about both. */
async function listAddresses(resolver: NameResolver, host: string): Promise<string[] | undefined> {
  const found = await Promise.all([lookUp(resolver.resolve4(host)), lookUp(resolver.resolve6(host))]);
  const addresses = found.flatMap((list) => list ?? []);
  return addresses.length === 0 && found.includes(undefined) ? undefined : addresses;
}

/** An empty list if there is no such record; undefined if nobody answers. */
async function lookUp(answer: Promise<string[]>): Promise<string[] | undefined> {
  try {
    return await answer;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOTFOUND' || code === 'ENODATA' ? [] : undefined;
  }
}

function describeAddresses(addresses: readonly string[] | undefined): OriginFacts['resolution'] {
  if (addresses === undefined) return 'unknown';
  if (addresses.length === 0) return 'none';
  return addresses.some(isPublicAddress) ? 'public' : 'private';
}

/** CloudFront sends the origin's domain name as the server name (SNI). A closed port may be open to CloudFront alone. */
async function askCertificate(
  connect: Connect,
  target: { readonly address: string; readonly port: number },
  host: string,
  signal: AbortSignal,
): Promise<ServerCertificate | undefined> {
  try {
    const secure = await inspectTls(await connect(target, signal), host, signal);
    const certificate = readCertificate(secure);
    secure.destroy();
    return certificate;
  } catch {
    return undefined;
  }
}
