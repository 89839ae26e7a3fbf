// Carries out what decide.ts decided. Approve, Retry, and recovery share it.

import type { ClonePlan } from '../../clone/plan.js';
import type { Milliseconds, Stopwatch } from '../../observability/timer.js';
import { toCardFacts, toPlanFacts } from '../card/log-facts.js';
import type { CardRecord } from '../card/record.js';
import type { Card } from '../card/repository.js';
import type { Respond } from '../client/respond.js';
import type { SlackContext } from '../context.js';
import { mention } from '../mrkdwn.js';
import { type Refusal, refuse } from '../outcomes.js';
import { replyWithRefusal } from '../reply-with-refusal.js';
import {
  type Approver,
  answerApproval,
  hasOtherApproval,
  type RecordedApproval,
  recordApproval,
  withdrawApproval,
} from './approval.js';
import { finishCancel } from './cancel.js';
import { describeDecision } from './click.js';
import { decideRecorded } from './decide.js';
import { readDecisionMarks } from './decision-marks.js';
import { describeCardNow } from './describe-decision.js';
import { expireCard } from './expire.js';
import { writeFailure } from './failure.js';
import { lookLater } from './look-later.js';
import { readSettled } from './read-settled.js';
import { reportClone } from './report-clone.js';
import { readTrackedClone, trackLater } from './track-deployment.js';

/** What it takes to create the distribution of a card and to report it. */
export type CloningContext = Pick<
  SlackContext,
  'slack' | 'cards' | 'aws' | 'cloning' | 'dns' | 'concurrency' | 'clock' | 'auditLog'
>;

/** Card and thread say so → nobody cancelled meanwhile → create → thread → card says cloned. */
export async function approveCard(
  context: CloningContext,
  card: Card,
  { plan, isRepeat }: { readonly plan: ClonePlan; readonly isRepeat: boolean },
  { watch, ...who }: Approver & { readonly watch: Stopwatch },
  respond: Respond,
): Promise<void> {
  const { approver } = who;
  const toFacts = () =>
    ({
      event: 'approval',
      ...toCardFacts(card),
      ...toPlanFacts(plan),
      approver,
      milliseconds: watch.read(),
    }) as const;
  const approval = await recordApproval(context, card, who);
  const { current, mark, record } = approval;
  const isWritten = approval.written.ok || (current.ok && current.record.state === 'cloning');
  if (!current.ok || !isWritten || mark === undefined) return refuseUnrecorded(context, approval, toFacts(), respond);

  const facts = { record: current.record, marks: readDecisionMarks(current), now: context.clock.now() };
  const decision = decideRecorded(facts, { digest: plan.digest, ownMark: mark, isRepeat });
  switch (decision) {
    case 'create':
      context.auditLog.record({ ...toFacts(), outcome: 'approved' });
      return createClone(context, { ...current, record }, { plan, approver, marks: [mark], isRepeat }, respond);
    case 'finish-cancel': {
      await withdrawApproval(context, approval);
      return keepCancelled(context, { ...card, record }, { approver }, respond);
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
      const state = current.record.state === 'deployed' ? 'cloned' : current.record.state;
      await context.cards.write({ ...current, record }, { ...current.record, state });
      const made = state === 'cloned' ? readTrackedClone(current.record) : undefined;
      if (made) trackLater(context, card, made);
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
  about: { readonly event: 'approval' },
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
    context.auditLog.record({ ...about, outcome: 'already_decided' });
    return respond(describeCardNow(settled));
  }
  const isOurs = settled.ok ? settled.record.attempt === record.attempt : written.ok;
  // The card waits for a decision again; the next look at the channel sees to its expiry.
  if (isOurs) await context.cards.write({ ...before, record }, before.record);
  const slackError = written.ok ? undefined : written.error;
  return replyWithRefusal(
    context,
    { ...about, slackError },
    settled.ok ? refusal : { ...refusal, created: 'unknown' },
    respond,
  );
}

/** Somebody else approved the card, or carried it on, at the same moment. */
function isTakenByOthers({ record, thread }: Card, own: CardRecord, ownMarks: readonly string[]): boolean {
  if (hasOtherApproval({ thread }, ownMarks) || record.state === 'cloned' || record.state === 'deployed') return true;
  return record.state === 'cloning' && record.attempt !== own.attempt;
}

/** A cancel in the thread comes first: the card says so once no create can have been sent. */
export async function keepCancelled(
  context: CloningContext,
  card: Card,
  { approver }: { readonly approver: string },
  respond: Respond,
): Promise<void> {
  const settled = await readSettled(context, card);
  const canceller = settled.ok ? readDecisionMarks(settled).cancels[0]?.by : undefined;
  if (!settled.ok || canceller === undefined) {
    return respond('Somebody cancelled this card at the same moment. The thread will say what became of it.');
  }
  const result = await finishCancel(context, settled, { canceller });
  const outcome = result.kind === 'cancelled' ? 'cancelled' : 'already_decided';
  context.auditLog.record({ event: 'approval', outcome, ...toCardFacts(card), approver, canceller });
  if (result.kind === 'cancelled') {
    return respond(`:no_entry: ${mention(canceller)} cancelled this card, and a cancel is final. Nothing was created.`);
  }
  if (result.kind === 'too-late') return respond(describeDecision(result.card.record));
  return respond('Another approval came at the same moment, and AWS has not answered yet. The thread will say more.');
}

export interface CreateOptions {
  readonly plan: ClonePlan;
  readonly approver: string;
  /** The lines of the approvals that this create is sent for. */
  readonly marks: readonly string[];
  readonly isRepeat: boolean;
}

/** Sends the create of a card in state `cloning` and tells everybody what AWS answered. */
export async function createClone(
  context: CloningContext,
  card: Card,
  { plan, approver, marks, isRepeat }: CreateOptions,
  respond: Respond,
): Promise<void> {
  const watch = context.auditLog.startWatch();
  const creating = context.cloning.execute(plan, {
    callerReference: card.callerReference,
    approvedBy: approver,
    card: card.permalink,
    wasSentBefore: isRepeat || hasOtherApproval(card, marks),
    mayBeSentElsewhere: async () => {
      const settled = await readSettled(context, card);
      // What another replica did cannot be ruled out while Slack does not answer.
      return !settled.ok || isTakenByOthers(settled, card.record, marks);
    },
  });
  const execution = await watch.time('create', creating);
  const milliseconds = watch.read();
  if (execution.ok) {
    const { ok: _made, ...made } = execution;
    return reportClone(context, card, { ...made, approvedBy: approver, milliseconds }, respond);
  }
  if (execution.created === 'nothing') {
    for (const mark of marks) await answerApproval(context, card, { approver, mark });
  }
  await concludeRefusal(context, card, { refusal: execution, approver, marks, milliseconds }, respond);
}

/** What this replica was refused, another may have been given at the same moment. */
async function concludeRefusal(
  context: CloningContext,
  card: Card,
  {
    refusal,
    approver,
    marks,
    milliseconds,
  }: { refusal: Refusal; approver: string; marks: readonly string[]; milliseconds: Milliseconds },
  respond: Respond,
): Promise<void> {
  const made = await context.cloning.findClone(card.record.domain, card.callerReference);
  if (made.ok && made.value) {
    return reportClone(context, card, { distribution: made.value, approvedBy: approver, madeBy: 'earlier' }, respond);
  }
  const settled = await readSettled(context, card);
  const facts = { event: 'create', ...toCardFacts(card), approver, awsRequestId: refusal.awsRequestId } as const;
  context.auditLog.record({ ...facts, outcome: refusal.outcome, milliseconds });
  if (settled.ok && isTakenByOthers(settled, card.record, marks)) {
    // Somebody else works on the card, and theirs is the last word.
    lookLater(context, card);
    return respond(describeCardNow(settled));
  }
  const canceller = settled.ok ? readDecisionMarks(settled).cancels[0]?.by : undefined;
  if (settled.ok && canceller !== undefined && refusal.created === 'nothing') {
    await finishCancel(context, settled, { canceller });
    return;
  }
  await writeFailure(context, card, refusal);
  if (refusal.created === 'unknown') lookLater(context, card);
}
