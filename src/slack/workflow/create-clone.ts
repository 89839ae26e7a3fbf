// Creates the distribution of a card whose approval is recorded, and reports what AWS answered.

import type { ClonePlan } from '../../clone/plan.js';
import type { Milliseconds } from '../../observability/timer.js';
import { toCardFacts } from '../card/log-facts.js';
import type { Card } from '../card/repository.js';
import type { Respond } from '../client/respond.js';
import type { SlackContext } from '../context.js';
import type { Refusal } from '../outcomes.js';
import { answerApproval, hasOtherApproval, isTakenByOthers } from './approval.js';
import { finishCancel } from './cancel.js';
import { readDecisionMarks } from './decision-marks.js';
import { describeCardNow } from './describe-decision.js';
import { writeFailure } from './failure.js';
import { lookLater } from './look-later.js';
import { readSettled } from './read-settled.js';
import { reportClone } from './report-clone.js';

/** What it takes to create the distribution of a card and to report it. */
export type CloningContext = Pick<
  SlackContext,
  'slack' | 'cards' | 'aws' | 'cloning' | 'dns' | 'checkSite' | 'concurrency' | 'clock' | 'auditLog'
>;

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
  // The report needs it, and the create takes longer.
  const askedZone = context.dns.isZoneTop(plan.domain);
  const creating = context.cloning.execute(plan, {
    callerReference: card.callerReference,
    approvedBy: approver,
    card: card.permalink,
    reason: card.record.reason,
    wasSentBefore: isRepeat || hasOtherApproval(card, marks),
    mayBeSentElsewhere: async () => {
      const settled = await readSettled(context, card);
      // What another replica did cannot be ruled out while Slack does not answer.
      return !settled.ok || isTakenByOthers(settled, card.record, marks);
    },
  });
  const result = await watch.time('create', creating);
  const milliseconds = watch.read();
  if (result.ok) {
    return reportClone(context, card, { ...result.value, approvedBy: approver, milliseconds, askedZone }, respond);
  }
  if (result.created === 'nothing') {
    for (const mark of marks) await answerApproval(context, card, { approver, mark });
  }
  await concludeRefusal(context, card, { refusal: result, approver, marks, milliseconds }, respond);
}

/** AWS refused the create of this replica. It may have accepted the create of another one at the same moment. */
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
  const { findClone, findIndexedClone } = context.cloning;
  const find = refusal.created === 'unknown' ? findClone : findIndexedClone;
  const found = await find(card.record.domain, card.callerReference);
  if (found.ok && found.value) {
    return reportClone(context, card, { distribution: found.value, approvedBy: approver, madeBy: 'earlier' }, respond);
  }
  const settled = await readSettled(context, card);
  const facts = { event: 'create', ...toCardFacts(card), approver, awsRequestId: refusal.awsRequestId } as const;
  context.auditLog.record({ ...facts, outcome: refusal.outcome, milliseconds });
  if (settled.ok && isTakenByOthers(settled, card.record, marks)) {
    // Somebody else works on the card and reports the result.
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
