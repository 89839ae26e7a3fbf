// Takes up cards that somebody left: at a start, at a card's expiry, and for another replica that died. What was approved
// is created or found, what was created is tracked, what is over expires.
import type { Refusal } from '../../clone/outcome.js';
import type { ClonePlan } from '../../clone/plan.js';
import type { CardRecord } from '../card/record.js';
import type { Card } from '../card/repository.js';
import type { Whisper } from '../client/respond.js';
import { type Desk, describeCard, describePlace, keyOf, type Place, prepareAgain } from '../context.js';
import { mention } from '../mrkdwn.js';
import { answerApproval, makeAttempt } from './approval.js';
import { finishCancel } from './cancel.js';
import { createClone } from './carry-out.js';
import { type Decision, decide, mayHaveBeenSent } from './decide.js';
import { makeDecisionMark, readDecisionMarks } from './decision-marks.js';
import { expireCard, expiryKey } from './expire.js';
import { writeFailure } from './failure.js';
import { areListsSettled, lookLater } from './look-later.js';
import { readSettled, settleMs } from './read-settled.js';
import { redrawCard } from './redraw.js';
import { reportClone } from './report-clone.js';

const retryWaitMs = 30_000;
/** Milliseconds without progress after which a card is taken for left behind. No create takes as long. */
export const stuckMs = 60_000;
/** Milliseconds within which replicas that start together spread out. */
const spreadMs = 2_000;

/** There is nobody to answer: what matters is on the card and in the thread. */
const toNobody: Whisper = async () => undefined;

export function expireLater(desk: Desk, { channel, ts }: Place, record: Pick<CardRecord, 'expires_at'>): void {
  const place = { channel, ts };
  desk.agenda.plan(expiryKey(place), new Date(record.expires_at * 1_000), () => recoverNow(desk, place, 'expire'));
}

/** Takes a card up in the background. Clicks on the card in this process wait for it. */
export function recoverNow(desk: Desk, place: Place, work: 'resume' | 'expire' = 'resume'): void {
  desk.work.start(
    work,
    () => desk.turns.take(keyOf(place), () => recoverCard(desk, place)),
    async () => recoverLater(desk, place),
  );
}

function recoverLater(desk: Desk, { channel, ts }: Place): void {
  const place = { channel, ts };
  const at = new Date(desk.now().getTime() + retryWaitMs);
  desk.agenda.plan(`resume:${keyOf(place)}`, at, () => recoverNow(desk, place));
}

async function recoverCard(desk: Desk, place: Place): Promise<void> {
  const card = await desk.store.read(place.channel, place.ts);
  if (!card.ok) {
    desk.journal.record({ event: 'resume', outcome: card.outcome, ...describePlace(desk, place) });
    if (card.outcome === 'slack_failed') recoverLater(desk, place);
    return;
  }
  await carryOutRecovery(desk, card, decideNow(desk, card));
}

function decideNow(desk: Desk, card: Card, plan?: ClonePlan | Refusal): Decision {
  return decide({
    trigger: { kind: 'recover' },
    record: card.record,
    marks: readDecisionMarks(card),
    now: desk.now(),
    requireSecondPerson: false,
    ...(plan ? { plan } : {}),
  });
}

async function carryOutRecovery(desk: Desk, card: Card, decision: Decision): Promise<void> {
  switch (decision.kind) {
    case 'none':
      return;
    case 'expire':
      await expireCard(desk, card);
      return;
    case 'finish-cancel': {
      const settled = await readSettled(desk, card);
      if (!settled.ok) return recoverLater(desk, card);
      const { canceller } = decision;
      const { kind } = await finishCancel(desk, settled, { canceller });
      if (kind === 'open') return recoverLater(desk, card);
      const outcome = kind === 'cancelled' ? 'cancelled' : 'already_decided';
      desk.journal.record({ event: 'cancel', outcome, ...describeCard(card), canceller });
      return;
    }
    case 'reopen':
      return reopen(desk, card);
    case 'find':
      return lookLater(desk, card);
    case 'ask':
      return takeOver(desk, card);
    case 'create':
    case 'redraw':
    case 'check-alias':
    case 'cancel':
    case 'describe':
    case 'refuse':
      throw new Error(`a recovery cannot begin with ${decision.kind}`);
    default:
      decision satisfies never;
  }
}

/** The process that began an approval died before it was recorded, or is still at it. */
async function reopen(desk: Desk, found: Card): Promise<void> {
  const settled = await readSettled(desk, found);
  if (!settled.ok) return recoverLater(desk, found);
  const decision = decideNow(desk, settled);
  if (decision.kind !== 'reopen') return carryOutRecovery(desk, settled, decision);
  const { record } = settled;
  const isFresh = desk.now().getTime() - (record.attempt_at ?? 0) * 1_000 < stuckMs;
  if (isFresh) return recoverLater(desk, found);
  const { decided_by: _approver, decider_name: _name, ...asked } = record;
  const written = await desk.store.write(settled, { ...asked, state: 'pending' });
  if (!written.ok) return recoverLater(desk, found);
  expireLater(desk, settled, record);
  const approver = findApprover(settled);
  desk.journal.record({ event: 'resume', outcome: 'slack_failed', ...describeCard(settled), approver });
  await desk.store.say(settled, {
    text: `The approval of ${mention(approver)} was not recorded before the bot stopped. Nothing was created. The card waits for a new decision.`,
    metadata: makeDecisionMark(approver, 'not_created'),
  });
}

/** Of several replicas that take over the same card, the one whose attempt the card names in the end goes on. */
async function takeOver(desk: Desk, found: Card): Promise<void> {
  await desk.pause(Math.random() * spreadMs);
  const current = await desk.store.read(found.channel, found.ts);
  if (!current.ok) return recoverLater(desk, found);
  if (decideNow(desk, current).kind !== 'ask') return carryOutRecovery(desk, current, decideNow(desk, current));
  const approver = findApprover(current);
  const attempt = makeAttempt(desk.now());
  const record: CardRecord = { ...current.record, ...attempt, state: 'cloning', decided_by: approver };
  const written = await desk.store.write(current, record);
  if (!written.ok) return recoverLater(desk, found);
  await desk.pause(settleMs);
  const card = await desk.store.read(found.channel, found.ts);
  if (!card.ok) return recoverLater(desk, found);
  if (card.record.attempt !== attempt.attempt) return;
  // The approval may have been withdrawn meanwhile, and then nothing was sent.
  const isSent = mayHaveBeenSent(current.record, readDecisionMarks(card));
  if (!isSent) return carryOutRecovery(desk, card, decideNow(desk, card));
  await resume(desk, { ...card, record }, { approver, before: current.record });
}

function findApprover(card: Card): string {
  return readDecisionMarks(card).approvals[0]?.by ?? card.record.decided_by ?? card.record.requested_by;
}

/** The distribution is found, or the same create is sent again. */
async function resume(
  desk: Desk,
  card: Card,
  { approver, before }: { readonly approver: string; readonly before: CardRecord },
): Promise<void> {
  const { record } = card;
  const found = await desk.findClone(record.domain, card.callerReference);
  desk.journal.record({
    event: 'resume',
    outcome: found.ok ? 'resumed' : found.outcome,
    ...describeCard(card),
    approver,
    awsRequestId: found.ok ? undefined : found.awsRequestId,
  });
  if (!found.ok) return recoverLater(desk, card);
  if (found.value) {
    const made = { distribution: found.value, approvedBy: approver, madeBy: 'earlier' } as const;
    return reportClone(desk, card, made, toNobody);
  }
  const plan = await prepareAgain(desk, record, { now: desk.now(), mayHoldAlias: true });
  const decision = decideNow(desk, { ...card, record: before }, plan);
  if (decision.kind === 'create') {
    const marks = readDecisionMarks(card).approvals.map(({ ts }) => ts);
    return createClone(desk, card, { plan: decision.plan, approver, marks, isRepeat: true }, toNobody);
  }
  if (decision.kind === 'find') return waitForLists(desk, card, { reason: decision.reason, approver });
}

/** The same create cannot be sent again, so the lists of AWS have to tell. They are believed after some minutes. */
async function waitForLists(
  desk: Desk,
  card: Card,
  { reason, approver }: { readonly reason: ClonePlan | Refusal; readonly approver: string },
): Promise<void> {
  const isPassing = !reason.ok && passingOutcomes.has(reason.outcome);
  if (isPassing || !areListsSettled(card, desk.now())) return recoverLater(desk, card);
  const marks = readDecisionMarks(card);
  if (marks.cancels.length > 0) {
    for (const { ts, by } of marks.approvals) await answerApproval(desk, card, { approver: by, mark: ts });
    return recoverLater(desk, card);
  }
  if (reason.ok) return redrawCard(desk, card, { plan: reason, approver, isAfterCreate: true }, toNobody);
  await writeFailure(desk, card, { ...reason, outcome: 'unknown_result', created: 'unknown' });
}

/** Refusals that say nothing about the clone and pass by themselves. */
const passingOutcomes: ReadonlySet<string> = new Set(['throttled', 'aws_unavailable', 'access_denied']);
