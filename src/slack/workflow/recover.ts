// Takes up cards that somebody left: at a start, at a card's expiry, and for another replica that died. What was approved
// is created or found, what was created is tracked, what is over expires.

import type { ClonePlan } from '../../clone/plan.js';
import type { Result } from '../../clone/result.js';
import { toCardFacts, toPlaceFacts } from '../card/log-facts.js';
import { keyOf, type Place } from '../card/place.js';
import { type CardRecord, isBatch } from '../card/record.js';
import type { Card } from '../card/repository.js';
import type { Respond } from '../client/respond.js';
import type { SlackContext } from '../context.js';
import { mention } from '../mrkdwn.js';
import type { SlackOutcome } from '../outcomes.js';
import { answerApproval, buildAttempt } from './approval.js';
import { lookAtUnknownLater, resumeBatch } from './batch/carry-out-batch.js';
import { finishCancel } from './cancel.js';
import { type CloningContext, createClone } from './create-clone.js';
import { type Decision, decide, mayHaveBeenSent } from './decide.js';
import { buildDecisionMark, readDecisionMarks } from './decision-marks.js';
import { expireCard, expiryKey } from './expire.js';
import { writeFailure } from './failure.js';
import { areListsSettled, lookLater } from './look-later.js';
import { passingOutcomes } from './passing-outcomes.js';
import { prepareAgain } from './prepare-again.js';
import { readSettled, settleMs } from './read-settled.js';
import { redrawCard } from './redraw.js';
import { reportClone } from './report-clone.js';

export type RecoveryContext = CloningContext & Pick<SlackContext, 'bot'>;

const retryWaitMs = 30_000;
/** Milliseconds without progress after which a card is taken for left behind. No create takes as long. */
export const stuckMs = 60_000;
/** Replicas that start together wait a random time up to this. */
const maxJitterMs = 2_000;

/** There is nobody to answer: what matters is on the card and in the thread. */
const toNobody: Respond = async () => undefined;

export function expireLater(
  context: RecoveryContext,
  { channel, ts }: Place,
  record: Pick<CardRecord, 'expires_at'>,
): void {
  const place = { channel, ts };
  context.concurrency.scheduler.schedule(expiryKey(place), new Date(record.expires_at * 1_000), () =>
    recoverNow(context, place, 'expire'),
  );
}

/** Takes a card up in the background. Clicks on the card in this process wait for it. */
export function recoverNow(context: RecoveryContext, place: Place, work: 'resume' | 'expire' = 'resume'): void {
  context.concurrency.backgroundTasks.start(
    work,
    () => context.concurrency.cardMutex.runExclusive(keyOf(place), () => recoverCard(context, place)),
    async () => recoverLater(context, place),
  );
}

function recoverLater(context: RecoveryContext, { channel, ts }: Place): void {
  const place = { channel, ts };
  const at = new Date(context.clock.now().getTime() + retryWaitMs);
  context.concurrency.scheduler.schedule(`resume:${keyOf(place)}`, at, () => recoverNow(context, place));
}

async function recoverCard(context: RecoveryContext, place: Place): Promise<void> {
  const card = await context.cards.read(place.channel, place.ts);
  if (!card.ok) {
    context.auditLog.record({ event: 'resume', outcome: card.outcome, ...toPlaceFacts(context.bot, place) });
    if (card.outcome === 'slack_failed') recoverLater(context, place);
    return;
  }
  await carryOutRecovery(context, card, decideNow(context, card));
}

function decideNow(context: RecoveryContext, card: Card, plan?: Result<ClonePlan>): Decision {
  return decide({
    trigger: { kind: 'recover' },
    record: card.record,
    marks: readDecisionMarks(card),
    now: context.clock.now(),
    requireSecondPerson: false,
    ...(plan ? { plan } : {}),
  });
}

async function carryOutRecovery(context: RecoveryContext, card: Card, decision: Decision): Promise<void> {
  switch (decision.kind) {
    case 'none':
      return;
    case 'expire':
      await expireCard(context, card);
      return;
    case 'finish-cancel': {
      const settled = await readSettled(context, card);
      if (!settled.ok) return recoverLater(context, card);
      const { canceller } = decision;
      const { kind } = await finishCancel(context, settled, { canceller });
      if (kind === 'open') return recoverLater(context, card);
      const outcome = kind === 'cancelled' ? 'cancelled' : 'already_decided';
      context.auditLog.record({ event: 'cancel', outcome, ...toCardFacts(card), canceller });
      return;
    }
    case 'reopen':
      return reopen(context, card);
    case 'find':
      return isBatch(card.record) ? lookAtUnknownLater(context, card) : lookLater(context, card);
    case 'ask':
      return takeOver(context, card);
    case 'create':
    case 'redraw':
    case 'check-alias':
    case 'cancel':
    case 'stop':
    case 'describe':
    case 'refuse':
      throw new Error(`a recovery cannot begin with ${decision.kind}`);
    default:
      decision satisfies never;
  }
}

/** The process that began an approval died before it was recorded, or is still at it. */
async function reopen(context: RecoveryContext, found: Card): Promise<void> {
  const settled = await readSettled(context, found);
  if (!settled.ok) return recoverLater(context, found);
  const decision = decideNow(context, settled);
  if (decision.kind !== 'reopen') return carryOutRecovery(context, settled, decision);
  const { record } = settled;
  const isFresh = context.clock.now().getTime() - (record.attempt_at ?? 0) * 1_000 < stuckMs;
  if (isFresh) return recoverLater(context, found);
  const { decided_by: _approver, decider_name: _name, comment: _comment, ...rest } = record;
  const written = await context.cards.write(settled, { ...rest, state: 'pending' });
  if (!written.ok) return recoverLater(context, found);
  expireLater(context, settled, record);
  const approver = findApprover(settled);
  context.auditLog.record({ event: 'resume', outcome: 'slack_failed', ...toCardFacts(settled), approver });
  await context.cards.say(settled, {
    text: `The approval of ${mention(approver)} was not recorded before the bot stopped. Nothing was created. The card waits for a new decision.`,
    metadata: buildDecisionMark(approver, 'not_created'),
  });
}

/** Of several replicas that take over the same card, the one whose attempt the card names in the end goes on. */
async function takeOver(context: RecoveryContext, found: Card): Promise<void> {
  await context.clock.pause(Math.random() * maxJitterMs);
  const current = await context.cards.read(found.channel, found.ts);
  if (!current.ok) return recoverLater(context, found);
  if (decideNow(context, current).kind !== 'ask')
    return carryOutRecovery(context, current, decideNow(context, current));
  const approver = findApprover(current);
  const attempt = buildAttempt(context.clock.now());
  const record: CardRecord = { ...current.record, ...attempt, state: 'cloning', decided_by: approver };
  const written = await context.cards.write(current, record);
  if (!written.ok) return recoverLater(context, found);
  await context.clock.pause(settleMs);
  const card = await context.cards.read(found.channel, found.ts);
  if (!card.ok) return recoverLater(context, found);
  if (card.record.attempt !== attempt.attempt) return;
  // The approval may have been withdrawn meanwhile, and then nothing was sent.
  const isSent = mayHaveBeenSent(current.record, readDecisionMarks(card));
  if (!isSent) return carryOutRecovery(context, card, decideNow(context, card));
  await resume(context, { ...card, record }, { approver, before: current.record });
}

function findApprover(card: Card): string {
  return readDecisionMarks(card).approvals[0]?.by ?? card.record.decided_by ?? card.record.requested_by;
}

/** The distribution is found, or the same create is sent again. */
async function resume(
  context: RecoveryContext,
  card: Card,
  { approver, before }: { readonly approver: string; readonly before: CardRecord },
): Promise<void> {
  const { record } = card;
  if (isBatch(record)) {
    context.auditLog.record({ event: 'resume', outcome: 'resumed', ...toCardFacts(card), approver });
    return resumeBatch(context, card, approver);
  }
  const found = await context.cloning.findClone(record.domain, card.callerReference);
  context.auditLog.record({
    event: 'resume',
    outcome: found.ok ? 'resumed' : found.outcome,
    ...toCardFacts(card),
    approver,
    awsRequestId: found.ok ? undefined : found.awsRequestId,
  });
  if (!found.ok) return recoverLater(context, card);
  if (found.value) {
    const clone = { distribution: found.value, approvedBy: approver, madeBy: 'earlier' } as const;
    return reportClone(context, card, clone, toNobody);
  }
  const plan = await prepareAgain(context, record, { mayHoldAlias: true });
  const decision = decideNow(context, { ...card, record: before }, plan);
  if (decision.kind === 'create') {
    const marks = readDecisionMarks(card).approvals.map(({ ts }) => ts);
    return createClone(context, card, { plan: decision.plan, approver, marks, isRepeat: true }, toNobody);
  }
  if (decision.kind === 'find') return waitForLists(context, card, { reason: decision.reason, approver });
}

/** The same create cannot be sent again, so the lists of AWS have to tell. They are believed after some minutes. */
async function waitForLists(
  context: RecoveryContext,
  card: Card,
  { reason, approver }: { readonly reason: Result<ClonePlan, SlackOutcome>; readonly approver: string },
): Promise<void> {
  const isPassing = !reason.ok && passingOutcomes.has(reason.outcome);
  if (isPassing || !areListsSettled(card, context.clock.now())) return recoverLater(context, card);
  const marks = readDecisionMarks(card);
  if (marks.cancels.length > 0) {
    for (const { ts, by } of marks.approvals) await answerApproval(context, card, { approver: by, mark: ts });
    return recoverLater(context, card);
  }
  if (reason.ok) return redrawCard(context, card, { plan: reason.value, approver, isAfterCreate: true }, toNobody);
  await writeFailure(context, card, { ...reason, outcome: 'unknown_result', created: 'unknown' });
}
