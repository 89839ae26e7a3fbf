// Carries out an approval of an undo: the thread and the card record it, then the tags of the distribution. Nothing else is
// written before the tags stand there, and from then on any replica goes on.

import type { UndoPlan } from '../../clone/undo/prepare-undo.js';
import { refuseObstacle } from '../../clone/undo/refuse-obstacle.js';
import { retry } from '../../concurrency/retry.js';
import type { Respond } from '../client/respond.js';
import { code, mention } from '../mrkdwn.js';
import { type Refusal, refuse } from '../outcomes.js';
import { replyWithRefusal } from '../reply-with-refusal.js';
import { describeUndo } from './describe-undo.js';
import { forgetUndoExpiry, toUndoFacts } from './expire-undo.js';
import { followUndoLater } from './follow-undo.js';
import { readUndoSettled } from './read-undo.js';
import type { UndoCard } from './undo-cards.js';
import type { UndoContext } from './undo-context.js';
import { buildUndoMark, readUndoMarks, type UndoRecord } from './undo-record.js';

/** Milliseconds before each further try to write the tags. */
const startDelaysMs = [1_000, 3_000];
/** Milliseconds after which what was read of the thread is too old to act on: a cancel may have come since. */
const maxReadAgeMs = 20_000;

export async function approveUndo(
  context: UndoContext,
  card: UndoCard,
  { plan, approver }: { readonly plan: UndoPlan; readonly approver: string },
  respond: Respond,
): Promise<void> {
  const { cards } = context.undo;
  const facts = { event: 'approval', ...toUndoFacts(card), approver } as const;
  const refuseWith = (refusal: Refusal) => replyWithRefusal(context, facts, refusal, respond, 'undo');
  const record: UndoRecord = {
    ...card.record,
    state: 'disabling',
    decided_by: approver,
    approved_at: Math.floor(context.clock.now().getTime() / 1_000),
  };
  const [posted] = await Promise.all([
    cards.say(card, {
      text: `Undo approved by ${mention(approver)}: ${code(record.domain)}, clone ${code(record.distribution)}.`,
      metadata: buildUndoMark(approver, 'approved'),
    }),
    cards.write(card, record),
  ]);
  forgetUndoExpiry(context, card);
  const settled = await readUndoSettled(context, card);
  const readAt = context.clock.now().getTime();
  const marks = settled.ok ? readUndoMarks(settled.thread) : undefined;
  const own = posted.ok ? posted.value.ts : marks?.approvals.find(({ by }) => by === approver)?.ts;
  const takeBack = async (next: UndoRecord): Promise<void> => {
    if (own !== undefined) await cards.deleteLine(card, own);
    await cards.write({ ...card, record }, next);
  };
  if (!settled.ok || own === undefined) {
    await takeBack(card.record);
    const what = 'Slack did not record the approval.';
    return refuseWith(refuse('slack_failed', { what, next: 'Press the button again in a minute.' }));
  }
  const canceller = marks?.cancels[0]?.by;
  if (canceller !== undefined) {
    await takeBack({ ...card.record, state: 'cancelled', decided_by: canceller, outcome: 'cancelled' });
    context.auditLog.record({ ...facts, outcome: 'cancelled', canceller });
    return respond(`:no_entry: ${mention(canceller)} cancelled this undo at the same moment. Nothing was changed.`);
  }
  if (settled.record.state !== 'disabling' && settled.record.state !== 'pending') {
    if (own !== undefined) await cards.deleteLine(card, own);
    return respond(describeUndo(settled.record));
  }
  if (context.clock.now().getTime() - readAt > maxReadAgeMs) {
    await takeBack(card.record);
    return refuseWith(refuse('slack_failed', { next: 'Press the button again.' }));
  }
  // The same tags may be written again, so an answer that was lost is asked for again.
  const started = await retry(() => context.undo.start(plan, { where: card.permalink, by: approver }), {
    delaysMs: startDelaysMs,
    isRetryable: (result) => !result.ok && !isCertain(result),
    pause: context.clock.pause,
  });
  if (!started.ok && isCertain(started)) {
    await takeBack(card.record);
    return refuseWith(started);
  }
  if (started.ok && started.value !== 'started') {
    await takeBack(card.record);
    return refuseWith(refuseObstacle(started.value));
  }
  // Without an answer the tags may be there. The next look at the distribution tells.
  context.auditLog.record({ ...facts, outcome: 'approved' });
  followUndoLater(context, record.distribution, card);
}

/** Whether AWS surely wrote nothing. */
function isCertain({ outcome, created }: Refusal): boolean {
  return outcome !== 'aws_unavailable' && created === 'nothing';
}
