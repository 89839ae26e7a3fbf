// Reads of AWS that several requests of the same moment share: a bulk of a hundred asks once for what is the same for all.
// Only what a plan is made from is shared. Who holds a CallerReference, and what was created, is always read afresh.
import { createExpiringCache } from '../concurrency/expiring-cache.js';
import type { Certificates, Distributions } from './ports.js';

export interface SharedReads {
  readonly distributions: Distributions;
  readonly certificates: Certificates;
}

/**
 * `ttlMs`: how long an answer is kept, counted from the question. Who asks while it is on its way shares it in any case. A
 * refusal counts for those who asked with it, not for later callers.
 */
export function shareReads(ports: SharedReads, ttlMs: number, now: () => number): SharedReads {
  const { distributions, certificates } = ports;
  const share = <T>(load: (key: string) => Promise<T>) =>
    createExpiringCache(load, { ttlMs, now, isCacheable: (answer) => !isRefusal(answer) });
  const listAccessControls = share(() => distributions.listAccessControls());
  const listCertificates = share(() => certificates.list());
  return {
    distributions: {
      ...distributions,
      read: share(distributions.read),
      readTags: share(distributions.readTags),
      forwardsHost: share(distributions.forwardsHost),
      cachesByHost: share(distributions.cachesByHost),
      listAccessControls: () => listAccessControls('all'),
    },
    certificates: {
      list: () => listCertificates('all'),
      readRenewal: share(certificates.readRenewal),
      listUsers: share(certificates.listUsers),
    },
  };
}

function isRefusal(answer: unknown): boolean {
  if (answer === undefined) return true;
  return typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false;
}
