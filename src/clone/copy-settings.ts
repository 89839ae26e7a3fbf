// Use case: what the reference has outside its configuration is created for the clone. Each step finds what an earlier
// attempt created, so it can be repeated after a crash and by several replicas.
import { type Refusal, refuse } from './outcome.js';
import type { OutsideReads } from './outside-reads.js';
import { type LogDelivery, markLogs, type OutsideMarks, type OutsideStep } from './outside-settings.js';
import type { Distribution } from './ports.js';
import type { Result } from './result.js';

/** Writes that do nothing where it is done already. */
export interface OutsideWrites {
  createDelivery(clone: Pick<Distribution, 'id' | 'arn'>, delivery: LogDelivery): Promise<Result<undefined>>;
  createMetrics(id: string): Promise<Result<undefined>>;
}

export type CopyOutcome =
  | { readonly step: 'logs'; readonly kind: 'copied'; readonly deliveries: readonly LogDelivery[] }
  | { readonly step: 'metrics'; readonly kind: 'copied' }
  /** The reference has no such setting. */
  | { readonly step: OutsideStep; readonly kind: 'nothing' }
  /** It changed since the approval, so nobody approved it. */
  | { readonly step: OutsideStep; readonly kind: 'moved' }
  | { readonly step: OutsideStep; readonly kind: 'failed'; readonly refusal: Refusal };

export type CopySettings = (ask: {
  readonly referenceId: string;
  readonly clone: Pick<Distribution, 'id' | 'arn'>;
  readonly steps: readonly OutsideStep[];
  /** What the approver has seen. */
  readonly shown: OutsideMarks;
}) => Promise<readonly CopyOutcome[]>;

/** Refusals that pass by themselves: another attempt may succeed. */
const passing: ReadonlySet<string> = new Set(['throttled', 'aws_unavailable']);

export function isPassing(outcome: CopyOutcome): boolean {
  return outcome.kind === 'failed' && passing.has(outcome.refusal.outcome);
}

export function createCopySettings(reads: OutsideReads, writes: OutsideWrites): CopySettings {
  return async ({ referenceId, clone, steps, shown }) => {
    // Both are in the same account.
    const reference = { id: referenceId, arn: clone.arn.replace(/[^/]*$/, referenceId) };
    const outcomes: CopyOutcome[] = [];
    for (const step of steps) {
      const copy = step === 'logs' ? copyLogs : copyMetrics;
      outcomes.push(await copy(reference, clone, shown));
    }
    return outcomes;
  };

  async function copyLogs(
    reference: Pick<Distribution, 'id' | 'arn'>,
    clone: Pick<Distribution, 'id' | 'arn'>,
    { logs: seen }: OutsideMarks,
  ): Promise<CopyOutcome> {
    const step = 'logs';
    if (seen === '') return { step, kind: 'nothing' };
    const deliveries = await reads.readLogs(reference.arn);
    if (!deliveries) return { step, kind: 'failed', refusal: explainUnread(step) };
    if (seen !== undefined && markLogs(deliveries) !== seen) return { step, kind: 'moved' };
    if (deliveries.length === 0) return { step, kind: 'nothing' };
    // One after the other: AWS refuses a source or a destination that it is changing already.
    for (const delivery of deliveries) {
      const created = await writes.createDelivery(clone, forClone(delivery, reference.id, clone.id));
      if (!created.ok) return { step, kind: 'failed', refusal: created };
    }
    return { step, kind: 'copied', deliveries };
  }

  async function copyMetrics(
    reference: Pick<Distribution, 'id'>,
    clone: Pick<Distribution, 'id'>,
    { metrics: seen }: OutsideMarks,
  ): Promise<CopyOutcome> {
    const step = 'metrics';
    if (seen === '') return { step, kind: 'nothing' };
    const hasMetrics = await reads.hasMetrics(reference.id);
    if (hasMetrics === undefined) return { step, kind: 'failed', refusal: explainUnread(step) };
    if (!hasMetrics) return { step, kind: seen === undefined ? 'nothing' : 'moved' };
    const created = await writes.createMetrics(clone.id);
    return created.ok ? { step, kind: 'copied' } : { step, kind: 'failed', refusal: created };
  }

  function explainUnread(step: OutsideStep): Refusal {
    const denied = reads.listDenied().find(({ setting }) => setting === step);
    if (denied)
      return refuse('access_denied', { details: [{ kind: 'step_denied', facts: { action: denied.action } }] });
    return refuse('aws_unavailable', { details: [{ kind: 'settings_unread', facts: {} }] });
  }
}

/** A folder that is named after the reference is named after the clone. */
function forClone(delivery: LogDelivery, referenceId: string, cloneId: string): LogDelivery {
  const { s3 } = delivery;
  if (!s3?.suffixPath) return delivery;
  return { ...delivery, s3: { ...s3, suffixPath: s3.suffixPath.replaceAll(referenceId, cloneId) } };
}
