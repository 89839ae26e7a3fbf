// Approve, Retry, and Cancel: what a click does, from the card as it is now to the answer for the one who clicked.

import type { ClonePlan } from '../../clone/plan.js';
import type { Stopwatch } from '../../observability/timer.js';
import { toCardFacts, toPlaceFacts } from '../card/log-facts.js';
import type { Card } from '../card/repository.js';
import type { Respond } from '../client/respond.js';
import type { SlackContext } from '../context.js';
import type { Operator } from '../identity.js';
import { type Refusal, refuse } from '../outcomes.js';
import { listMemberGroups } from '../policy.js';
import { replyWithRefusal } from '../reply-with-refusal.js';
import { cancelCard } from './cancel.js';
import { approveCard, type CloningContext, keepCancelled } from './carry-out.js';
import { type Click, isFromAnotherWorkspace } from './click.js';
import { type Decision, decide, mayHaveBeenSent } from './decide.js';
import { readDecisionMarks } from './decision-marks.js';
import { describeCardNow } from './describe-decision.js';
import { expireCard } from './expire.js';
import { areListsSettled } from './look-later.js';
import { prepareAgain } from './prepare-again.js';
import { readClicked, readSettled } from './read-settled.js';
import { redrawCard } from './redraw.js';
import { reportClone } from './report-clone.js';

export type ClickContext = CloningContext & Pick<SlackContext, 'access' | 'bot' | 'policy'>;

export type ClickKind = 'approve' | 'retry' | 'cancel';

/** Reads the card, decides, asks for what the decision needs, and carries it out. */
export async function handleClick(
  context: ClickContext,
  kind: ClickKind,
  click: Click,
  respond: Respond,
): Promise<void> {
  const watch = context.auditLog.startWatch();
  const { userId } = click;
  const toFacts = (card?: Card) => {
    const facts = card ? toCardFacts(card) : toPlaceFacts(context.bot, click);
    const who =
      kind === 'cancel'
        ? { event: 'cancel' as const, canceller: userId }
        : { event: 'approval' as const, approver: userId };
    return { ...who, ...facts, milliseconds: watch.read() };
  };
  if (isFromAnotherWorkspace(click, context.bot))
    return replyWithRefusal(context, toFacts(), refuse('not_our_workspace'), respond);

  const groups = kind === 'cancel' ? listMemberGroups(context.policy) : context.policy.approverGroups;
  const asking = watch.time('identity', context.access.identify(userId, groups));
  // Not awaited when the card alone decides: a fault of it must not end the process.
  asking.catch(() => undefined);
  const card = await readClicked(context, click);
  if (!card.ok) return replyWithRefusal(context, toFacts(), card, respond);

  const decideNow = (more: { person?: Operator | Refusal; plan?: ClonePlan | Refusal } = {}): Decision =>
    decide({
      trigger: kind === 'cancel' ? { kind, userId } : { kind, userId, digest: click.value },
      record: card.record,
      marks: readDecisionMarks(card),
      now: context.clock.now(),
      requireSecondPerson: context.policy.requireSecondPerson,
      ...more,
    });
  let decision = decideNow();
  if (decision.kind === 'ask') {
    // The plan is made while the person is being checked; nothing is done before both have answered.
    const mayHoldAlias = decision.isRepeat;
    const planning = kind === 'cancel' ? undefined : prepareAgain(context, card.record, { mayHoldAlias });
    // The channel may have become shared with another organisation, which would see the result.
    const checking = kind === 'cancel' ? undefined : watch.time('channel', context.access.checkChannel(click.channel));
    const [person, plan, channel] = await Promise.all([asking, planning && watch.time('plan', planning), checking]);
    if (person.ok && channel && !channel.ok) return replyWithRefusal(context, toFacts(card), channel, respond);
    decision = decideNow({ person, ...(plan ? { plan } : {}) });
  }
  await carryOutClick({ context, card, click, watch, toFacts, respond }, decision);
}

interface ClickWork {
  readonly context: ClickContext;
  readonly card: Card;
  readonly click: Click;
  readonly watch: Stopwatch;
  readonly toFacts: (card?: Card) => Parameters<typeof replyWithRefusal>[1];
  readonly respond: Respond;
}

async function carryOutClick(work: ClickWork, decision: Decision): Promise<void> {
  const { context, card, click, watch, toFacts, respond } = work;
  const person = { approver: click.userId, approverName: click.userName, watch };
  switch (decision.kind) {
    case 'describe':
      context.auditLog.record({ ...toFacts(card), outcome: 'already_decided' });
      return respond(describeCardNow(card));
    case 'refuse':
      return replyWithRefusal(context, toFacts(card), decision.refusal, respond);
    case 'expire': {
      const current = await expireCard(context, card);
      if (current.record.state === 'expired')
        return replyWithRefusal(context, toFacts(card), refuse('expired'), respond);
      context.auditLog.record({ ...toFacts(card), outcome: 'already_decided' });
      return respond(describeCardNow(current));
    }
    case 'cancel':
      return cancelCard(context, card, { canceller: click.userId, cancellerName: click.userName, watch }, respond);
    case 'finish-cancel':
      return keepCancelled(context, card, { approver: click.userId }, respond);
    case 'redraw':
      return redrawCard(context, card, { plan: decision.plan, approver: click.userId }, respond);
    case 'check-alias':
      return checkAlias(work, decision.refusal);
    case 'create':
      return approveCard(context, card, decision, person, respond);
    case 'find':
      return findEarlier(work, decision.reason);
    case 'ask':
    case 'reopen':
    case 'none':
      throw new Error(`a click cannot end with ${decision.kind}`);
    default:
      decision satisfies never;
  }
}

/** The alias may be taken by the distribution of this very card: made by another replica at this moment. */
async function checkAlias({ context, card, click, toFacts, respond }: ClickWork, refusal: Refusal): Promise<void> {
  if (refusal.isHolderForeign) return replyWithRefusal(context, toFacts(card), refusal, respond);
  if (await reportEarlier({ context, card, click, toFacts, respond })) return;
  const settled = await readSettled(context, card);
  const isLocked = settled.ok && mayHaveBeenSent(settled.record, readDecisionMarks(settled));
  if (!settled.ok || (!isLocked && settled.record.state === card.record.state)) {
    return replyWithRefusal(context, toFacts(card), refusal, respond);
  }
  context.auditLog.record({ ...toFacts(card), outcome: 'already_decided' });
  return respond(describeCardNow(settled));
}

/** A create may have been sent, and the same one cannot be sent again. */
async function findEarlier(work: ClickWork, reason: ClonePlan | Refusal): Promise<void> {
  const { context, card, click, toFacts, respond } = work;
  if (await reportEarlier(work)) return;
  if (reason.ok && !areListsSettled(card, context.clock.now())) {
    const refusal = refuse('unknown_result', {
      what: 'The plan has changed since the approval, so the same create cannot be sent again, and AWS does not show yet what became of it.',
      next: 'Press Retry in five minutes.',
    });
    return replyWithRefusal(context, toFacts(card), refusal, respond);
  }
  if (reason.ok)
    return redrawCard(context, card, { plan: reason, approver: click.userId, isAfterCreate: true }, respond);
  return replyWithRefusal(context, toFacts(card), { ...reason, created: 'unknown' }, respond);
}

async function reportEarlier({ context, card, click, toFacts, respond }: Omit<ClickWork, 'watch'>): Promise<boolean> {
  const own = await context.cloning.findClone(card.record.domain, card.callerReference);
  if (!own.ok || !own.value) return false;
  context.auditLog.record({ ...toFacts(card), outcome: 'approved' });
  const made = { distribution: own.value, approvedBy: click.userId, madeBy: 'earlier' } as const;
  await reportClone(context, card, made, respond);
  return true;
}
