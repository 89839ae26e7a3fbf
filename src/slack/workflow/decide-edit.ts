// Decides whether a card can be edited. Pure, as decide.ts is.
import { type CardRecord, hasClone, isApiClient, isBatch } from '../card/record.js';
import { type Refusal, refuse } from '../outcomes.js';
import { editTimeoutMs, mayHaveBeenSent, refuseDraft } from './decide.js';
import type { DecisionMarks } from './decision-marks.js';

export interface EditFacts {
  readonly record: CardRecord;
  readonly marks: DecisionMarks;
  readonly now: Date;
  /** The digest and the revision of the card that the editor saw. */
  readonly seen: { readonly digest: string; readonly revision: number };
  /** Timestamp of the edit's own mark, once it is in the thread. */
  readonly ownMark?: string | undefined;
}

/** Why a card cannot be edited, or not in this form. Undefined where it can. */
export function refuseEdit({ record, marks, now, seen, ownMark }: EditFacts): Refusal | undefined {
  if (isApiClient(record.requested_by))
    return { ...refuse('already_decided', { what: 'This card is not a request.' }), created: 'yes' };
  if (record.is_draft) return refuseDraft();
  if (hasClone(record)) return { ...refuse('already_decided'), created: 'yes' };
  if (isBatch(record) && record.state === 'failed') {
    const refusal = refuse('already_decided', {
      what: 'Creates were sent for this card, so it cannot be edited.',
      next: 'Press Retry for the lines that failed, or type `/cf-clone many` for other lines.',
    });
    return { ...refusal, created: (record.lines_created ?? 0) > 0 ? 'yes' : 'unknown' };
  }
  if (record.was_sent || mayHaveBeenSent(record, marks) || record.state === 'cloning') {
    const refusal = refuse('already_decided', {
      what: 'A create may have been sent for this card, so it cannot be edited.',
      next: 'Look at its thread. For another request, type `/cf-clone`.',
    });
    return { ...refusal, created: 'unknown' };
  }
  if (record.state !== 'cancelled' && marks.cancels.length > 0) {
    return refuse('already_decided', {
      what: 'Somebody cancelled this card at the same moment.',
      next: 'Press Edit on the cancelled card if the clone is still wanted.',
    });
  }
  const others = marks.edits.filter(
    ({ ts }) => ts !== ownMark && (ownMark === undefined || Number(ts) < Number(ownMark)),
  );
  const isChanged = record.digest !== seen.digest || (record.revision ?? 0) !== seen.revision;
  const isRival = others.some(
    ({ ts, result, revision }) =>
      result === 'editing' && revision > seen.revision && now.getTime() - Number(ts) * 1_000 < editTimeoutMs,
  );
  if (!isChanged && !isRival) return undefined;
  return refuse('stale_plan', {
    what: 'The card has changed since you opened the form.',
    next: 'Compare it with the form, and send the form again.',
  });
}
