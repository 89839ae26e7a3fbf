// Decisions that the thread of a card records. A card can be overwritten by another replica at the same moment, and the
// messages of a thread cannot, so every decision is posted to the thread before anyone acts on it.
import { buildMark, decisionEventType, readMark } from '../card/record.js';
import type { Card } from '../card/repository.js';

/**
 * What a decision mark can say. `approved`: a create may have been sent for it. `answered`: AWS refused that create.
 * `cancelling`: somebody cancelled, and it is not certain yet that no create was sent. `not_created` and `redrawn`:
 * lines that say that nothing was created.
 */
export type DecisionResult =
  | 'approved'
  | 'answered'
  | 'cancelling'
  | 'cancelled'
  | 'too late'
  | 'not_created'
  | 'redrawn'
  | 'superseded';

export interface DecisionMark {
  /** Timestamp of the message in the thread. */
  readonly ts: string;
  readonly by: string;
  readonly result: string;
  /** What the person wrote with it. */
  readonly comment?: string | undefined;
}

export interface DecisionMarks {
  /** Approvals whose create AWS has not answered, oldest first. */
  readonly approvals: readonly DecisionMark[];
  /** Cancels that count unless a create was sent, oldest first. */
  readonly cancels: readonly DecisionMark[];
  /** Lines that say that nothing was created. They are corrected when it turns out otherwise. */
  readonly denials: readonly DecisionMark[];
}

export function buildDecisionMark(by: string, result: DecisionResult, comment?: string) {
  return buildMark(decisionEventType, by, result, { comment });
}

/** The decisions in the thread of a card, as it was read. */
export function readDecisionMarks(card: Pick<Card, 'thread'>): DecisionMarks {
  const marks = card.thread.flatMap((message): DecisionMark[] => {
    const mark = readMark(message, decisionEventType);
    return mark?.result && message.ts
      ? [{ ts: message.ts, by: mark.by, result: mark.result, comment: mark.comment }]
      : [];
  });
  const select = (...results: DecisionResult[]) =>
    marks.filter(({ result }) => (results as readonly string[]).includes(result));
  return {
    approvals: select('approved'),
    cancels: select('cancelling', 'cancelled'),
    denials: select('not_created', 'redrawn'),
  };
}
