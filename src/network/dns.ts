// Asks public DNS whether a name leads to a distribution, and where a zone begins.
import { Resolver } from 'node:dns/promises';
import { toProbeName } from '../clone/hostname.js';
import type { Dns } from '../clone/ports.js';
import { startDeadline } from './deadline.js';

/** Answers that mean "there is nothing", not "nobody could be asked". */
const absent = new Set(['ENOTFOUND', 'ENODATA']);

/** Resolvers give up after 8 to 16 records; a longer chain is a mistake. */
const maxCnames = 8;
/** Somebody waits for the distribution's ID. */
const zoneTimeoutMs = 1_500;

export function createDns(resolver = new Resolver({ timeout: 2_000, tries: 2 }), timeoutMs = zoneTimeoutMs): Dns {
  return {
    async follow(domain, distributionDomain) {
      const name = toProbeName(domain);
      try {
        const names = await followCnames(resolver, name, distributionDomain);
        if (names.at(-1) === distributionDomain) return { points: 'yes', found: names[0] };
        // An alias record shows addresses alone: they are the distribution's own, or they are not.
        const [own, theirs] = await Promise.all([
          orNone(resolver.resolve4(name)),
          orNone(resolver.resolve4(distributionDomain)),
        ]);
        const points = own.some((address) => theirs.includes(address)) ? 'yes' : 'no';
        return { points, found: names[0] ?? own[0] };
      } catch {
        return { points: 'unknown', found: undefined };
      }
    },

    async isZoneTop(domain) {
      // A wildcard is below the top of its zone.
      if (domain.startsWith('*.')) return false;
      const deadline = startDeadline(timeoutMs);
      try {
        return (await deadline.wait(hasZone(resolver, domain))) ?? false;
      } finally {
        deadline.end();
      }
    },
  };
}

/**
 * The top of a zone has an SOA record (RFC 1035, 3.3.13). The answer may be about another name, to which a CNAME record
 * leads; where there is one, there is no top of a zone.
 */
async function hasZone(resolver: Resolver, name: string): Promise<boolean> {
  try {
    const [, cnames] = await Promise.all([resolver.resolveSoa(name), orNone(resolver.resolveCname(name))]);
    return cnames.length === 0;
  } catch {
    return false;
  }
}

/** The names that CNAME records lead to, in their order, as far as the wanted one. */
async function followCnames(resolver: Resolver, name: string, wanted: string): Promise<string[]> {
  const names: string[] = [];
  for (let next: string | undefined = name; next !== undefined && names.length < maxCnames; ) {
    const [target] = await orNone(resolver.resolveCname(next));
    next = target?.toLowerCase().replace(/\.$/, '');
    if (next === undefined || names.includes(next)) break;
    names.push(next);
    if (next === wanted) break;
  }
  return names;
}

async function orNone(answer: Promise<string[]>): Promise<string[]> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && 'code' in error && absent.has(String(error.code))) return [];
    throw error;
  }
}
