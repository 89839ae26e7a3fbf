// A token bucket: some at once after a silence, then one per interval.
import type { Monotonic } from '../observability/timer.js';

export interface Rate {
  readonly burst: number;
  readonly intervalMs: number;
}

export interface RateLimiter {
  /** Whether one may go now. */
  isFree(): boolean;
  /** Counts one that goes, also where none was free. */
  take(): void;
}

export function createRateLimiter({ burst, intervalMs }: Rate, clock: Monotonic): RateLimiter {
  let level = 0;
  let at = clock();
  const settle = (): void => {
    level = Math.max(0, level - (clock() - at) / intervalMs);
    at = clock();
  };
  return {
    isFree: () => {
      settle();
      return level <= burst - 1;
    },
    take: () => {
      settle();
      level = Math.min(burst, level + 1);
    },
  };
}
