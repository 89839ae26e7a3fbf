// Decisions that the thread of a card records. A card can be overwritten by another replica at the same moment, and the
// messages of a thread cannot, so every decision is posted to the thread before anyone acts on it.
import { buildMark, type CardRecord, decisionEventType, type Mark, readMark } from '../card/record.js';
import type { Card } from '../card/repository.js';

/**
 * What a decision mark can say. `approved`: a create may have been sent for it. `answered`: AWS has answered.
 * `cancelling`: somebody cancelled, and it is not certain yet that no create was sent. `not_created` and `redrawn`:
 * lines that say that nothing was created. `editing`: somebody is about to draw the card with an edited request.
 * `edited`: the card was drawn so. `stopping`: somebody stops the creating of several clones; `stopped`: it is done.
 */
export type DecisionResult =
  | 'approved'
  | 'answered'
  | 'cancelling'
  | 'cancelled'
  | 'too late'
  | 'not_created'
  | 'redrawn'
  | 'superseded'
  | 'editing'
  | 'edited'
  | 'stopping'
  | 'stopped';

export interface DecisionMark {
  /** Timestamp of the message in the thread. */
  readonly ts: string;
  readonly by: string;
  readonly result: string;
  /** What the person wrote with it. */
  readonly comment?: string | undefined;
}

export interface EditMark extends DecisionMark {
  readonly revision: number;
}

export interface DecisionMarks {
  /** Approvals whose create AWS has not answered, oldest first. */
  readonly approvals: readonly DecisionMark[];
  /** Cancels that count unless a create was sent, oldest first. */
  readonly cancels: readonly DecisionMark[];
  /** Lines that say that nothing was created. They are corrected when it turns out otherwise. */
  readonly denials: readonly DecisionMark[];
  /** Edits, done or under way, oldest first. */
  readonly edits: readonly EditMark[];
  /** Stops that are not carried out yet, oldest first. */
  readonly stops: readonly DecisionMark[];
}

export function buildDecisionMark(by: string, result: DecisionResult, comment?: string) {
  return buildMark(decisionEventType, by, result, { comment });
}

export function buildEditMark(by: string, result: 'editing' | 'edited', revision: number) {
  return buildMark(decisionEventType, by, result, { revision });
}

/** All approvals that led to a create, whether AWS has answered or not. */
export function listApprovals({ thread }: Pick<Card, 'thread'>): readonly Mark[] {
  return thread.flatMap((message) => {
    const mark = readMark(message, decisionEventType);
    return mark?.result === 'approved' || mark?.result === 'answered' ? [mark] : [];
  });
}

/**
 * The decisions in the thread of a card, as it was read. What was decided before the card was drawn with an edited request
 * does not count any more, except for approvals: a create may have been sent for them.
 */
export function readDecisionMarks(card: {
  readonly thread: Card['thread'];
  readonly record?: Pick<CardRecord, 'revision'>;
}): DecisionMarks {
  const marks = card.thread.flatMap((message): (DecisionMark & { readonly revision: number | undefined })[] => {
    const mark = readMark(message, decisionEventType);
    return mark?.result && message.ts
      ? [{ ts: message.ts, by: mark.by, result: mark.result, comment: mark.comment, revision: mark.revision }]
      : [];
  });
  const edits = marks.flatMap(({ ts, by, result, revision }): EditMark[] =>
    revision !== undefined && (result === 'editing' || result === 'edited') ? [{ ts, by, result, revision }] : [],
  );
  const shown = edits.filter(({ revision }) => revision <= (card.record?.revision ?? 0)).at(-1);
  const select = (results: readonly DecisionResult[], since = '0') =>
    marks
      .filter(({ ts, result }) => (results as readonly string[]).includes(result) && Number(ts) > Number(since))
      .map(({ revision: _revision, ...mark }) => mark);
  return {
    approvals: select(['approved']),
    cancels: select(['cancelling', 'cancelled'], shown?.ts),
    denials: select(['not_created', 'redrawn'], shown?.ts),
    edits,
    stops: select(['stopping']),
  };
}
