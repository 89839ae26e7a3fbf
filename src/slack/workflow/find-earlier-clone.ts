// Looks for the distribution that an earlier approval of the same card may have created.

import type { FindClone } from '../../clone/execute-clone.js';
import type { ClonePlan } from '../../clone/plan.js';
import type { Result } from '../../clone/result.js';
import type { Card } from '../card/repository.js';
import type { Respond } from '../client/respond.js';
import { type Refusal, refuse, type SlackOutcome } from '../outcomes.js';
import { replyWithRefusal } from '../reply-with-refusal.js';
import type { CloningContext } from './create-clone.js';
import { mayHaveBeenSent } from './decide.js';
import { readDecisionMarks } from './decision-marks.js';
import { describeCardNow } from './describe-decision.js';
import { areListsSettled } from './look-later.js';
import { readSettled } from './read-settled.js';
import { redrawCard } from './redraw.js';
import { reportClone } from './report-clone.js';

interface Approval {
  readonly approver: string;
  /** What the audit log says about the click. */
  readonly toFacts: () => Parameters<typeof replyWithRefusal>[1];
}

/** The alias is taken, perhaps by the distribution of this very card: another replica creates it at this moment. */
export async function checkAliasHolder(
  context: CloningContext,
  card: Card,
  refusal: Refusal,
  approval: Approval,
  respond: Respond,
): Promise<void> {
  const { toFacts } = approval;
  if (refusal.isHolderForeign) return replyWithRefusal(context, toFacts(), refusal, respond);
  // Whoever creates it reports it, so nobody waits here until the account has been read.
  if (await reportEarlierClone(context, card, approval, respond, context.cloning.findIndexedClone)) return;
  const settled = await readSettled(context, card);
  const isLocked = settled.ok && mayHaveBeenSent(settled.record, readDecisionMarks(settled));
  if (!settled.ok || (!isLocked && settled.record.state === card.record.state)) {
    return replyWithRefusal(context, toFacts(), refusal, respond);
  }
  context.auditLog.record({ ...toFacts(), outcome: 'already_decided' });
  return respond(describeCardNow(settled));
}

/** A create may have been sent, and the same create cannot be sent again: the plan changed, or cannot be made. */
export async function findEarlierClone(
  context: CloningContext,
  card: Card,
  plan: Result<ClonePlan, SlackOutcome>,
  approval: Approval,
  respond: Respond,
): Promise<void> {
  const { approver, toFacts } = approval;
  if (await reportEarlierClone(context, card, approval, respond, context.cloning.findClone)) return;
  if (!plan.ok) return replyWithRefusal(context, toFacts(), { ...plan, created: 'unknown' }, respond);
  if (!areListsSettled(card, context.clock.now())) {
    const refusal = refuse('unknown_result', {
      what: 'The plan has changed since the approval, so the same create cannot be sent again, and AWS does not show yet what became of it.',
      next: 'Press Retry in five minutes.',
    });
    return replyWithRefusal(context, toFacts(), refusal, respond);
  }
  return redrawCard(context, card, { plan: plan.value, approver, isAfterCreate: true }, respond);
}

/** Whether there is such a distribution. If so, it is reported. */
async function reportEarlierClone(
  context: CloningContext,
  card: Card,
  { approver, toFacts }: Approval,
  respond: Respond,
  findClone: FindClone,
): Promise<boolean> {
  const found = await findClone(card.record.domain, card.callerReference);
  if (!found.ok || !found.value) return false;
  context.auditLog.record({ ...toFacts(), outcome: 'approved' });
  await reportClone(context, card, { distribution: found.value, approvedBy: approver, madeBy: 'earlier' }, respond);
  return true;
}
