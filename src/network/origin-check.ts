// Looks at the new origin while a clone is planned: where its name leads, and which certificate it shows. It decides
// nothing: the host may be private, or come later.
import { Resolver } from 'node:dns/promises';
import type { OriginFacts, ServerCertificate } from '../clone/origin-facts.js';
import type { OriginCheck } from '../clone/ports.js';
import { listAddresses, lookUp, type NameResolver } from './addresses.js';
import { type Connect, inspectTls } from './connect.js';
import { startDeadline } from './deadline.js';
import { isPublicAddress } from './public-address.js';
import { readCertificate } from './server-certificate.js';

/** Somebody waits for the card. */
const defaultTimeoutMs = 1_500;
const maxCnameHops = 8;

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
      const deadline = startDeadline(timeoutMs);
      const { signal } = deadline;
      try {
        const [names, addresses] = await Promise.all([
          deadline.wait(followCnames(resolver, host)),
          deadline.wait(listAddresses(resolver, host)),
        ]);
        const facts: OriginFacts = { names: names ?? [host], resolution: describeAddresses(addresses) };
        const address = addresses?.find(isPublicAddress);
        const port = await deadline.wait(httpsPort.catch(() => undefined));
        if (address === undefined || port === undefined) return facts;
        const certificate = await deadline.wait(askCertificate(connect, { address, port }, host, signal));
        return certificate ? { ...facts, certificate } : facts;
      } finally {
        deadline.end();
      }
    },
  };
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
