// Retry: does the work again, after a pause, while its result says that another attempt may help. Failures are results
// here, not exceptions; an exception ends it.
import type { Pause } from '../clone/ports.js';

export interface RetryOptions<T> {
  /** Milliseconds to wait before each further attempt. When they run out, the last result stands. */
  readonly delaysMs: Iterable<number>;
  readonly isRetryable: (result: T) => boolean;
  /** Milliseconds that the other side asks to wait, such as Retry-After. It takes the place of the delay. */
  readonly readRetryAfterMs?: (result: T) => number | undefined;
  readonly pause: Pause;
}

/** `work` is told the number of its attempt, from 1. */
export async function retry<T>(work: (attempt: number) => Promise<T>, options: RetryOptions<T>): Promise<T> {
  const { delaysMs, isRetryable, readRetryAfterMs, pause } = options;
  const delays = delaysMs[Symbol.iterator]();
  for (let attempt = 1; ; attempt++) {
    const result = await work(attempt);
    if (!isRetryable(result)) return result;
    const delay = delays.next();
    if (delay.done) return result;
    const delayMs = readRetryAfterMs?.(result) ?? delay.value;
    if (delayMs > 0) await pause(delayMs);
  }
}

/** Delays that double up to a limit and never end. */
export function* createExponentialDelays(firstMs: number, maxMs: number): Generator<number, never> {
  for (let delayMs = firstMs; ; delayMs = Math.min(delayMs * 2, maxMs)) yield Math.min(delayMs, maxMs);
}
