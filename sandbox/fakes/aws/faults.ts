// Trouble on demand: an ordered list of faults, each for one operation (or all) and so many times.

import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

export const faultSchema = z.object({
  /** The API's name for it, or `*`. */
  operation: z.string().min(1),
  kind: z.enum(['slow', 'throttle', 'unavailable', 'refuse', 'lost-before', 'lost-after']),
  times: z.union([z.int().min(1), z.literal('always')]),
  /** Waited before anything else, whatever the kind. */
  delayMs: z.int().min(0).optional(),
  code: z.string().optional(),
  status: z.int().min(400).max(599).optional(),
  /** May repeat what was sent: AWS's messages do, such as the one that names the log bucket of the configuration. */
  message: z.string().optional(),
});

export type Fault = z.infer<typeof faultSchema>;

export class Faults {
  /** Added to every call. */
  latencyMs = 0;
  #list: Fault[] = [];
  #held = new Set<AbortController>();

  /** Replaces what was there. */
  set(faults: readonly Fault[]): void {
    this.#list = faults.map((fault) => faultSchema.parse(fault));
  }

  add(fault: Fault): void {
    this.#list.push(faultSchema.parse(fault));
  }

  list(): readonly Fault[] {
    return this.#list;
  }

  clear(): void {
    this.#list = [];
    this.latencyMs = 0;
  }

  /** Waits so long, or until everything that is held is let go. */
  async hold(milliseconds: number, closing: AbortSignal): Promise<void> {
    const letGo = new AbortController();
    this.#held.add(letGo);
    try {
      await sleep(milliseconds, undefined, { signal: AbortSignal.any([closing, letGo.signal]) });
    } catch (error) {
      if (!letGo.signal.aborted) throw error;
    } finally {
      this.#held.delete(letGo);
    }
  }

  /** Carries out at once what a slow fault still holds. */
  letGo(): void {
    for (const held of this.#held) held.abort();
  }

  /** The first fault that is meant for the operation, counted down. */
  take(operation: string): Fault | undefined {
    const index = this.#list.findIndex((fault) => fault.operation === operation || fault.operation === '*');
    const fault = this.#list[index];
    if (fault === undefined || fault.times === 'always') return fault;
    if (fault.times === 1) this.#list.splice(index, 1);
    else this.#list[index] = { ...fault, times: fault.times - 1 };
    return fault;
  }
}
