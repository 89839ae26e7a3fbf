// Several clones of one reference that are approved together: the plans of all lines, and what one approval covers.
import { createHash } from 'node:crypto';
import { mapConcurrently } from '../concurrency/map-concurrently.js';
import { digest } from './digest.js';
import type { OutsideMarks } from './outside-settings.js';
import type { CloneLine } from './parse-lines.js';
import type { ClonePlan } from './plan.js';
import type { PrepareClone } from './prepare-clone.js';
import type { ReferenceName } from './request.js';
import type { Result } from './result.js';

/** A line with its plan, or the reason why it cannot be cloned. */
export interface PlannedLine extends CloneLine {
  readonly plan: Result<ClonePlan>;
}

/** All plans of a card. */
export interface BatchPlan {
  readonly lines: readonly PlannedLine[];
  /** Covers every line that can be cloned, in its place. */
  readonly digest: string;
}

export interface BatchAsk {
  readonly lines: readonly CloneLine[];
  readonly reference: ReferenceName;
  readonly requestedBy: string;
  readonly now: Date;
  /** What the card has shown of the settings outside the configuration. */
  readonly shown?: OutsideMarks | undefined;
}

/** The lines share their reads; what is asked for each of them alone is asked a few at a time. */
const maxConcurrentPlans = 6;

/** `prepare` shares its reads among the lines. */
export async function planBatch(prepare: PrepareClone, { lines, ...ask }: BatchAsk): Promise<BatchPlan> {
  const { reference, requestedBy, now, shown } = ask;
  const planned = new Map<string, PlannedLine>();
  const plan = async (line: CloneLine): Promise<PlannedLine> => ({
    ...line,
    plan: await prepare({ request: { ...line, reference }, requestedBy, now, shown }),
  });
  for await (const line of mapConcurrently(lines, maxConcurrentPlans, plan)) planned.set(line.domain, line);
  return toBatchPlan(lines.flatMap(({ domain }) => planned.get(domain) ?? []));
}

export function toBatchPlan(lines: readonly PlannedLine[]): BatchPlan {
  const planned = lines.flatMap(({ domain, plan }) => (plan.ok ? [{ domain, digest: plan.value.digest }] : []));
  return { lines, digest: digestLines(planned) };
}

/** What an approver saw of all lines together: each domain with the digest of its plan, in the order of the card. */
export function digestLines(lines: readonly { readonly domain: string; readonly digest: string }[]): string {
  return digest(lines.map(({ domain, digest: one }) => [domain, one]));
}

/**
 * The CallerReference of one line: the card's own, and the domain. It is the same for every attempt on every replica, so a
 * line is created once.
 */
export function toLineReference(callerReference: string, domain: string): string {
  return `${callerReference}-${createHash('sha256').update(domain).digest('hex').slice(0, 24)}`;
}
