// How often a service takes a call: a token bucket for every operation that has a limit. At first none has.

import { z } from 'zod';

export const limitsSchema = z.record(
  z.string().min(1),
  z.object({
    perSecond: z.number().positive(),
    /** So many at once, after a pause. */
    burst: z.number().min(1),
  }),
);

/** By the API's name of the operation. */
export type Limits = z.infer<typeof limitsSchema>;

interface Bucket {
  left: number;
  /** Milliseconds; when `left` was true. */
  at: number;
}

export class RateLimits {
  readonly #now: () => Date;
  readonly #initial: Limits;
  readonly #buckets = new Map<string, Bucket>();
  #limits: Limits = {};

  constructor(now: () => Date, initial: Limits = {}) {
    this.#now = now;
    this.#initial = initial;
    this.reset();
  }

  /** Replaces what was there, with full buckets. */
  set(limits: Limits): void {
    this.#limits = limitsSchema.parse(limits);
    this.#buckets.clear();
  }

  list(): Limits {
    return this.#limits;
  }

  /** Back to what the fake started with. */
  reset(): void {
    this.set(this.#initial);
  }

  /** Takes one call out of the bucket; false where it is empty. */
  admit(operation: string): boolean {
    const limit = Object.hasOwn(this.#limits, operation) ? this.#limits[operation] : undefined;
    if (limit === undefined) return true;
    const now = this.#now().getTime();
    const { left, at } = this.#buckets.get(operation) ?? { left: limit.burst, at: now };
    const filled = Math.min(limit.burst, left + (Math.max(0, now - at) * limit.perSecond) / 1000);
    const isAdmitted = filled >= 1;
    this.#buckets.set(operation, { left: isAdmitted ? filled - 1 : filled, at: now });
    return isAdmitted;
  }
}
