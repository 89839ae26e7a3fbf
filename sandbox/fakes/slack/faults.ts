// Bad days to order: what goes wrong, on which call, how often. The first entry of the list that fits a call has it.
import { z } from 'zod';

export const faultSchema = z.strictObject({
  /** A Web API method, 'response_url', or '*' for any of these. */
  method: z.string().min(1),
  kind: z.enum(['slow', 'rate-limited', 'error', 'unavailable', 'lost-before', 'lost-after']),
  times: z.union([z.int().positive(), z.literal('always')]).default(1),
  /** Waited before anything else happens. */
  delayMs: z.number().nonnegative().optional(),
  /** Seconds, for 'rate-limited'. */
  retryAfter: z.number().nonnegative().optional(),
  /** Slack's code, for 'error'. */
  error: z.string().optional(),
});

export type Fault = z.output<typeof faultSchema>;
export type FaultOrder = z.input<typeof faultSchema>;

export class Faults {
  private entries: Fault[] = [];

  add(...orders: FaultOrder[]): void {
    this.entries.push(...orders.map((order) => faultSchema.parse(order)));
  }

  /** What is still to come. */
  pending(): readonly Fault[] {
    return this.entries;
  }

  clear(): void {
    this.entries = [];
  }

  /** The fault that this call has, counted down. */
  take(method: string): Fault | undefined {
    const fault = this.entries.find((entry) => entry.method === method || entry.method === '*');
    if (!fault || fault.times === 'always') return fault;
    fault.times -= 1;
    if (fault.times === 0) this.entries = this.entries.filter((entry) => entry !== fault);
    return fault;
  }
}

export function delayOf(fault: Fault | undefined): number {
  if (!fault) return 0;
  return fault.delayMs ?? (fault.kind === 'slow' ? 3000 : 0);
}
