// Asks public DNS whether a name leads to a distribution.
import { Resolver } from 'node:dns/promises';
import type { Dns } from '../clone/ports.js';

/** Answers that mean "there is nothing", not "nobody could be asked". */
const absent = new Set(['ENOTFOUND', 'ENODATA']);

export function createDns(resolver = new Resolver({ timeout: 2_000, tries: 2 })): Dns {
  return {
    async follow(domain, distributionDomain) {
      // A wildcard is tried by a name that nobody has a record of its own for.
      const name = domain.startsWith('*.') ? `cf-clone-check.${domain.slice(2)}` : domain;
      try {
        const cnames = await orNone(resolver.resolveCname(name));
        const target = cnames[0]?.toLowerCase().replace(/\.$/, '');
        if (target === distributionDomain) return { points: 'yes', found: target };
        if (target !== undefined) return { points: 'no', found: target };
        // An alias record shows addresses alone: they are the distribution's own, or they are not.
        const [own, theirs] = await Promise.all([
          orNone(resolver.resolve4(name)),
          orNone(resolver.resolve4(distributionDomain)),
        ]);
        if (own.length === 0) return { points: 'no', found: undefined };
        return { points: own.some((address) => theirs.includes(address)) ? 'yes' : 'no', found: own[0] };
      } catch {
        return { points: 'unknown', found: undefined };
      }
    },
  };
}

async function orNone(answer: Promise<string[]>): Promise<string[]> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && 'code' in error && absent.has(String(error.code))) return [];
    throw error;
  }
}
