// Reads of AWS that several requests of the same moment share: a bulk of a hundred asks once for what is the same for all.
// Only what a plan is made from is shared. Who holds a CallerReference, and what was created, is always read afresh.
import type { Certificates, Distributions } from './ports.js';

export interface SharedReads {
  readonly distributions: Distributions;
  readonly certificates: Certificates;
}

/**
 * `lifetime`: milliseconds for which an answer is good, counted from the question; who asks while it is on its way gets
 * the same one in any case. A "no" is good for those who asked with it, not for later.
 */
export function shareReads(ports: SharedReads, lifetime: number, now: () => number): SharedReads {
  const { distributions, certificates } = ports;
  return {
    distributions: {
      ...distributions,
      read: keep(distributions.read, lifetime, now),
      readTags: keep(distributions.readTags, lifetime, now),
      list: keep(distributions.list, lifetime, now),
      forwardsHost: keep(distributions.forwardsHost, lifetime, now),
    },
    certificates: { list: keep(certificates.list, lifetime, now) },
  };
}

function keep<T>(ask: (key: string) => Promise<T>, lifetime: number, now: () => number): (key?: string) => Promise<T> {
  const kept = new Map<string, { until: number; readonly answer: Promise<T> }>();
  return (key = '') => {
    const known = kept.get(key);
    if (known && now() < known.until) return known.answer;
    const until = now() + lifetime;
    const answer = ask(key);
    const entry = { until: Number.POSITIVE_INFINITY, answer };
    kept.set(key, entry);
    const forget = (): void => {
      if (kept.get(key) === entry) kept.delete(key);
    };
    answer.then((value) => {
      entry.until = until;
      if (isNo(value) || lifetime === 0) forget();
    }, forget);
    return answer;
  };
}

function isNo(value: unknown): boolean {
  if (value === undefined) return true;
  return typeof value === 'object' && value !== null && 'ok' in value && value.ok === false;
}
