// Logs the requests whose token was refused. Anyone can send any number of them, so the log is limited: single requests
// get a line each, and of many requests only some do, with the number of the others. The metrics count all of them.

import { createRateLimiter, type RateLimiter } from '../../concurrency/rate-limiter.js';
import type { AuditLog } from '../../observability/audit-log.js';
import type { Log } from '../../observability/log.js';
import type { Monotonic } from '../../observability/timer.js';
import type { ApiOutcome } from '../outcomes.js';

export interface RefusalLog {
  record(outcome: ApiOutcome, requestId: string): void;
}

export interface RefusalLogOptions {
  readonly auditLog: AuditLog;
  readonly log: Log;
  readonly clock: Monotonic;
  /** Runs a function once, later. It does not keep the process alive. */
  readonly schedule?: (run: () => void, delayMs: number) => void;
}

/** The limit of lines per outcome. */
const lineRate = { burst: 30, intervalMs: 10_000 };
const summaryIntervalMs = 10_000;

const scheduleTimer = (run: () => void, delayMs: number): void => {
  setTimeout(run, delayMs).unref();
};

export function createRefusalLog({ auditLog, log, clock, schedule = scheduleTimer }: RefusalLogOptions): RefusalLog {
  const limiters = new Map<ApiOutcome, RateLimiter>();
  const omitted = new Map<ApiOutcome, number>();

  function summarize(): void {
    const refused = Object.fromEntries(omitted);
    omitted.clear();
    log.warn({ refused }, 'more requests were refused for their token than the log shows');
  }

  return {
    record(outcome, request) {
      const limiter = limiters.get(outcome) ?? createRateLimiter(lineRate, clock);
      limiters.set(outcome, limiter);
      if (limiter.isFree()) {
        limiter.take();
        auditLog.record({ event: 'request', outcome, request });
        return;
      }
      auditLog.count('request', outcome);
      if (omitted.size === 0) schedule(summarize, summaryIntervalMs);
      omitted.set(outcome, (omitted.get(outcome) ?? 0) + 1);
    },
  };
}
