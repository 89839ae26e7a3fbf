// Plans whose reads of AWS are shared: by commands of one moment, by the lines of one card, or by the items of a bulk.
import { createPrepareClone, type PrepareClone, type PreparedSteps, type PreparePorts } from './prepare-clone.js';
import { shareOutsideReads } from './shared-outside-reads.js';
import { shareReads } from './shared-reads.js';

export interface SharedFor {
  /** How long an answer is kept, in milliseconds; see shareReads. */
  readonly ttlMs: number;
  readonly now: () => number;
}

export function createSharedPrepare(
  ports: PreparePorts,
  steps: PreparedSteps,
  { ttlMs, now }: SharedFor,
): PrepareClone {
  const { outside } = ports;
  return createPrepareClone(
    {
      ...ports,
      ...shareReads(ports, ttlMs, now),
      outside: outside && { ...outside, reads: shareOutsideReads(outside.reads, ttlMs, now) },
    },
    steps,
  );
}
