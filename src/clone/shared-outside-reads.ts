// Reads of the settings outside a configuration, shared by the requests of one moment: those of a bulk often have the
// same reference.
import { createExpiringCache } from '../concurrency/expiring-cache.js';
import type { OutsideReads } from './outside-reads.js';

/** `ttlMs`: how long an answer is kept, counted from the question. Without an answer, the next one asks again. */
export function shareOutsideReads(reads: OutsideReads, ttlMs: number, now: () => number): OutsideReads {
  const share = <T>(load: (key: string) => Promise<T | undefined>) =>
    createExpiringCache(load, { ttlMs, now, isCacheable: (answer) => answer !== undefined });
  return {
    readLogs: share(reads.readLogs),
    hasMetrics: share(reads.hasMetrics),
    isProtected: share(reads.isProtected),
    readPricingPlan: share(reads.readPricingPlan),
    listDenied: reads.listDenied,
  };
}
