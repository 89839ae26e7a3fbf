// Time for tests: a clock that is set by hand, pauses that take none, and waiting for a condition instead of a moment.
import { setTimeout as sleep } from 'node:timers/promises';
import { createAwsClients } from '../../src/aws/clients.js';
import type { Pause } from '../../src/clone/ports.js';

export interface Clock {
  now(): Date;
  advance(milliseconds: number): void;
}

export const hour = 3_600_000;
export const day = 24 * hour;

/** Starts now, because Bolt compares Slack's timestamps with the real time. */
export function createClock(start = new Date()): Clock {
  let at = Math.floor(start.getTime() / 1_000) * 1_000;
  return {
    now: () => new Date(at),
    advance: (milliseconds) => {
      at += milliseconds;
    },
  };
}

/** A pause that only says how long it would have been; other work gets its turn in between. */
export function createPause(): { readonly pause: Pause; readonly waited: readonly number[] } {
  const waited: number[] = [];
  return {
    waited,
    pause: async (milliseconds) => {
      waited.push(milliseconds);
      await sleep(1);
    },
  };
}

const patience = 8_000;

/** Resolves with what the look finds, as soon as it finds something that is neither undefined nor false. */
export async function until<T>(what: string, look: () => T | undefined | false): Promise<T> {
  const start = performance.now();
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() - start > patience) throw new Error(`waited in vain for ${what}`);
    await sleep(3);
  }
}

export interface Latch {
  readonly opened: Promise<void>;
  open(): void;
}

/** Holds answers back until it is opened. */
export function createLatch(): Latch {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/**
 * For the tests of a file: the SDK does not wait between tries. Its backoff is a share of chance, which is made small;
 * its own rate limiter waits until the clock has moved, so the clock jumps.
 */
export function skipRetryDelays(): void {
  const realNow = Date.now;
  const realRandom = Math.random;
  let jumped = 0;
  beforeAll(async () => {
    const strategy: unknown = await createAwsClients('us-east-1').acm.config.retryStrategy();
    const limiter: unknown = Reflect.get(Object(strategy), 'rateLimiter');
    const setTimeoutFn = (work: () => void, milliseconds: number) => {
      jumped += milliseconds + 1;
      setTimeout(work, 0);
    };
    Object.assign(Object(limiter).constructor, { setTimeoutFn });
  });
  beforeEach(() => {
    // Still different each time: nock makes the names of its requests of it.
    Math.random = () => realRandom() / 1_000;
    Date.now = () => realNow() + jumped;
  });
  afterEach(() => {
    Math.random = realRandom;
    Date.now = realNow;
  });
}
