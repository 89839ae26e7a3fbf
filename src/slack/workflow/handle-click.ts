// Approve, Retry, and Cancel: what a click does, from the card as it is now to the answer for the one who clicked.
import { type Refusal, refuse } from '../../clone/outcome.js';
import type { ClonePlan } from '../../clone/plan.js';
import type { Stopwatch } from '../../observability/timer.js';
import type { Card } from '../card/repository.js';
import type { Whisper } from '../client/respond.js';
import { type Desk, describeCard, describePlace, listMemberGroups, prepareAgain } from '../context.js';
import type { Operator } from '../identity.js';
import { turnDown } from '../reply-with-refusal.js';
import { cancelCard } from './cancel.js';
import { approveCard, keepCancelled } from './carry-out.js';
import { type Click, isForeign } from './click.js';
import { type Decision, decide, mayHaveBeenSent } from './decide.js';
import { readDecisionMarks } from './decision-marks.js';
import { describeCardNow } from './describe-decision.js';
import { expireCard } from './expire.js';
import { areListsSettled } from './look-later.js';
import { readClicked, readSettled } from './read-settled.js';
import { redrawCard } from './redraw.js';
import { reportClone } from './report-clone.js';

export type ClickKind = 'approve' | 'retry' | 'cancel';

/** Reads the card, decides, asks for what the decision needs, and carries it out. */
export async function handleClick(desk: Desk, kind: ClickKind, click: Click, whisper: Whisper): Promise<void> {
  const watch = desk.journal.startWatch();
  const { userId } = click;
  const describe = (card?: Card) => {
    const facts = card ? describeCard(card) : describePlace(desk, click);
    const who =
      kind === 'cancel'
        ? { event: 'cancel' as const, canceller: userId }
        : { event: 'approval' as const, approver: userId };
    return { ...who, ...facts, milliseconds: watch.read() };
  };
  if (isForeign(click, desk.bot)) return turnDown(desk, describe(), refuse('not_our_workspace'), whisper);

  const groups = kind === 'cancel' ? listMemberGroups(desk.policy) : desk.policy.approverGroups;
  const asking = watch.time('identity', desk.identify(userId, groups));
  // Not awaited when the card alone decides: a fault of it must not end the process.
  asking.catch(() => undefined);
  const card = await readClicked(desk, click);
  if (!card.ok) return turnDown(desk, describe(), card, whisper);

  const decideNow = (more: { person?: Operator | Refusal; plan?: ClonePlan | Refusal } = {}): Decision =>
    decide({
      trigger: kind === 'cancel' ? { kind, userId } : { kind, userId, digest: click.digest },
      record: card.record,
      marks: readDecisionMarks(card),
      now: desk.now(),
      requireSecondPerson: desk.policy.requireSecondPerson,
      ...more,
    });
  let decision = decideNow();
  if (decision.kind === 'ask') {
    // The plan is made while the person is being checked; nothing is done before both have answered.
    const mayHoldAlias = decision.isRepeat;
    const planning = kind === 'cancel' ? undefined : prepareAgain(desk, card.record, { now: desk.now(), mayHoldAlias });
    const [person, plan] = await Promise.all([asking, planning && watch.time('plan', planning)]);
    decision = decideNow({ person, ...(plan ? { plan } : {}) });
  }
  await carryOutClick({ desk, card, click, watch, describe, whisper }, decision);
}

interface ClickWork {
  readonly desk: Desk;
  readonly card: Card;
  readonly click: Click;
  readonly watch: Stopwatch;
  readonly describe: (card?: Card) => Parameters<typeof turnDown>[1];
  readonly whisper: Whisper;
}

async function carryOutClick(work: ClickWork, decision: Decision): Promise<void> {
  const { desk, card, click, watch, describe, whisper } = work;
  const person = { approver: click.userId, approverName: click.userName, watch };
  switch (decision.kind) {
    case 'describe':
      desk.journal.record({ ...describe(card), outcome: 'already_decided' });
      return whisper(describeCardNow(card));
    case 'refuse':
      return turnDown(desk, describe(card), decision.refusal, whisper);
    case 'expire': {
      const current = await expireCard(desk, card);
      if (current.record.state === 'expired') return turnDown(desk, describe(card), refuse('expired'), whisper);
      desk.journal.record({ ...describe(card), outcome: 'already_decided' });
      return whisper(describeCardNow(current));
    }
    case 'cancel':
      return cancelCard(desk, card, { canceller: click.userId, cancellerName: click.userName, watch }, whisper);
    case 'finish-cancel':
      return keepCancelled(desk, card, { approver: click.userId }, whisper);
    case 'redraw':
      return redrawCard(desk, card, { plan: decision.plan, approver: click.userId }, whisper);
    case 'check-alias':
      return checkAlias(work, decision.refusal);
    case 'create':
      return approveCard(desk, card, decision, person, whisper);
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
async function checkAlias({ desk, card, click, describe, whisper }: ClickWork, refusal: Refusal): Promise<void> {
  if (refusal.isHolderForeign) return turnDown(desk, describe(card), refusal, whisper);
  if (await reportEarlier({ desk, card, click, describe, whisper })) return;
  const settled = await readSettled(desk, card);
  const isTaken = settled.ok && mayHaveBeenSent(settled.record, readDecisionMarks(settled));
  if (!settled.ok || (!isTaken && settled.record.state === card.record.state)) {
    return turnDown(desk, describe(card), refusal, whisper);
  }
  desk.journal.record({ ...describe(card), outcome: 'already_decided' });
  return whisper(describeCardNow(settled));
}

/** A create may have been sent, and the same one cannot be sent again. */
async function findEarlier(work: ClickWork, reason: ClonePlan | Refusal): Promise<void> {
  const { desk, card, click, describe, whisper } = work;
  if (await reportEarlier(work)) return;
  if (reason.ok && !areListsSettled(card, desk.now())) {
    const refusal = refuse('unknown_result', {
      what: 'The plan has changed since the approval, so the same create cannot be sent again, and AWS does not show yet what became of it.',
      next: 'Press Retry in five minutes.',
    });
    return turnDown(desk, describe(card), refusal, whisper);
  }
  if (reason.ok) return redrawCard(desk, card, { plan: reason, approver: click.userId, isAfterCreate: true }, whisper);
  return turnDown(desk, describe(card), { ...reason, created: 'unknown' }, whisper);
}

async function reportEarlier({ desk, card, click, describe, whisper }: Omit<ClickWork, 'watch'>): Promise<boolean> {
  const own = await desk.findClone(card.record.domain, card.callerReference);
  if (!own.ok || !own.value) return false;
  desk.journal.record({ ...describe(card), outcome: 'approved' });
  const made = { distribution: own.value, approvedBy: click.userId, madeBy: 'earlier' } as const;
  await reportClone(desk, card, made, whisper);
  return true;
}
