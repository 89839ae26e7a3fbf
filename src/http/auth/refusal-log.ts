// Requests whose token does not count, in the journal. Anybody can send them, and as many as they like: few are written
// one by one, of a flood a sample, with the number of those left out. All of them are counted.
import type { Outcome } from '../../clone/outcome.js';
import type { Journal } from '../../journal.js';
import type { Log } from '../../log.js';
import { makeRateLimiter, type RateLimiter } from '../../rate-limiter.js';
import type { Monotonic } from '../../stopwatch.js';

export interface RefusalLog {
  record(outcome: Outcome, requestId: string): void;
}

export interface RefusalLogOptions {
  readonly journal: Journal;
  readonly log: Log;
  readonly clock: Monotonic;
  /** Runs it once, later; never keeps the process alive for it. */
  readonly schedule?: (run: () => void, delayMs: number) => void;
}

/** Lines for each outcome. */
const lineRate = { burst: 30, intervalMs: 10_000 };
const summaryIntervalMs = 10_000;

const scheduleTimer = (run: () => void, delayMs: number): void => {
  setTimeout(run, delayMs).unref();
};

export function makeRefusalLog({ journal, log, clock, schedule = scheduleTimer }: RefusalLogOptions): RefusalLog {
  const limiters = new Map<Outcome, RateLimiter>();
  const leftOut = new Map<Outcome, number>();

  function summarize(): void {
    const refused = Object.fromEntries(leftOut);
    leftOut.clear();
    log.warn({ refused }, 'more requests were refused for their token than the log shows');
  }

  return {
    record(outcome, request) {
      const limiter = limiters.get(outcome) ?? makeRateLimiter(lineRate, clock);
      limiters.set(outcome, limiter);
      if (limiter.isFree()) {
        limiter.take();
        journal.record({ event: 'request', outcome, request });
        return;
      }
      journal.count('request', outcome);
      if (leftOut.size === 0) schedule(summarize, summaryIntervalMs);
      leftOut.set(outcome, (leftOut.get(outcome) ?? 0) + 1);
    },
  };
}
