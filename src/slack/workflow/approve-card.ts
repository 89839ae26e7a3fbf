// Carries out an approval: the card and the thread record it, and then the create is sent.

import type { Facts } from '../../observability/audit-log.js';
import type { Stopwatch } from '../../observability/timer.js';
import { toCardFacts } from '../card/log-facts.js';
import { hasClone } from '../card/record.js';
import type { Card } from '../card/repository.js';
import type { Respond } from '../client/respond.js';
import { refuse } from '../outcomes.js';
import { replyWithRefusal } from '../reply-with-refusal.js';
import {
  type Approver,
  hasOtherApproval,
  isTakenByOthers,
  type RecordedApproval,
  recordApproval,
  withdrawApproval,
} from './approval.js';
import { finishEarlierCancel } from './cancel.js';
import type { CloningContext } from './create-clone.js';
import { decideRecorded, refuseEdited } from './decide.js';
import { readDecisionMarks } from './decision-marks.js';
import { describeCardNow, describeDecision } from './describe-decision.js';
import { expireCard } from './expire.js';
import { readSettled } from './read-settled.js';
import { readTrackedClone, trackLater } from './track-deployment.js';

/** What an approval covers, and what happens when it counts. */
export interface ApprovedWork {
  readonly digest: string;
  /** A create may have been sent before. */
  readonly isRepeat: boolean;
  /** What the audit log says of the plan. */
  readonly facts: Facts;
  /** Sends what was approved. `mark`: the approval's line in the thread. */
  readonly create: (card: Card, mark: string) => Promise<void>;
}

/** Records the approval on the card and in the thread, reads both again, and sends the create if the approval counts. */
export async function approveCard(
  context: CloningContext,
  card: Card,
  { digest, isRepeat, facts: planFacts, create }: ApprovedWork,
  { watch, ...who }: Approver & { readonly watch: Stopwatch },
  respond: Respond,
): Promise<void> {
  const { approver } = who;
  const toFacts = () =>
    ({
      event: 'approval',
      ...toCardFacts(card),
      ...planFacts,
      approver,
      comment: who.comment,
      milliseconds: watch.read(),
    }) as const;
  const approval = await recordApproval(context, card, who);
  const { current, mark, record } = approval;
  const isWritten = approval.written.ok || (current.ok && current.record.state === 'cloning');
  if (!current.ok || !isWritten || mark === undefined) return refuseUnrecorded(context, approval, toFacts(), respond);

  const facts = { record: current.record, marks: readDecisionMarks(current), now: context.clock.now() };
  const decision = decideRecorded(facts, {
    digest,
    revision: card.record.revision,
    ownMark: mark,
    isRepeat,
  });
  switch (decision) {
    case 'create':
      context.auditLog.record({ ...toFacts(), outcome: 'approved' });
      return create({ ...current, record }, mark);
    case 'edited': {
      await withdrawApproval(context, approval);
      // The edit looks after the card again after it was drawn, so what this writes over it does not last.
      const isOwn = current.record.attempt === record.attempt && !hasOtherApproval(current, [mark]);
      if (isOwn) await context.cards.write({ ...current, record }, card.record);
      return replyWithRefusal(context, toFacts(), refuseEdited(), respond);
    }
    case 'finish-cancel': {
      await withdrawApproval(context, approval);
      return finishEarlierCancel(context, { ...card, record }, { approver }, respond);
    }
    case 'expire': {
      await withdrawApproval(context, approval);
      const settled = await readSettled(context, card);
      if (!settled.ok || isTakenByOthers(settled, record, [mark])) {
        context.auditLog.record({ ...toFacts(), outcome: 'already_decided' });
        return respond(settled.ok ? describeCardNow(settled) : describeDecision(record));
      }
      await context.cards.write({ ...card, record }, card.record);
      await expireCard(context, card);
      return replyWithRefusal(context, toFacts(), refuse('expired'), respond);
    }
    case 'describe': {
      await withdrawApproval(context, approval);
      // The approval wrote over what somebody else had written.
      const state = hasClone(current.record) ? 'cloned' : current.record.state;
      await context.cards.write({ ...current, record }, { ...current.record, state });
      const clone = state === 'cloned' ? readTrackedClone(current.record) : undefined;
      if (clone) trackLater(context, card, clone);
      context.auditLog.record({ ...toFacts(), outcome: 'already_decided' });
      return respond(describeDecision(current.record));
    }
    default:
      return decision satisfies never;
  }
}

/** Slack did not record the approval, so no create is sent for it. */
async function refuseUnrecorded(
  context: CloningContext,
  approval: RecordedApproval,
  facts: { readonly event: 'approval' },
  respond: Respond,
): Promise<void> {
  const { before, mark, record, written } = approval;
  const refusal = refuse('slack_failed', {
    what: 'Slack did not record the approval.',
    next: 'Press the button again in a minute.',
  });
  await withdrawApproval(context, approval);
  const settled = await readSettled(context, before);
  if (settled.ok && isTakenByOthers(settled, record, mark === undefined ? [] : [mark])) {
    context.auditLog.record({ ...facts, outcome: 'already_decided' });
    return respond(describeCardNow(settled));
  }
  const isOurs = settled.ok ? settled.record.attempt === record.attempt : written.ok;
  // The card waits for a decision again. The next look at the channel schedules its expiry.
  if (isOurs) await context.cards.write({ ...before, record }, before.record);
  const slackError = written.ok ? undefined : written.error;
  return replyWithRefusal(
    context,
    { ...facts, slackError },
    settled.ok ? refusal : { ...refusal, created: 'unknown' },
    respond,
  );
}
