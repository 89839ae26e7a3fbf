// From an approved plan to a distribution: the card says so first, then AWS is asked, then everybody is told.
import { explain, type Refusal, refuse } from '../clone/outcome.js';
import type { ClonePlan } from '../clone/plan.js';
import type { Desk } from './desk.js';
import { forgetExpiry } from './expiry.js';
import { code, escapeText, explainInSlack, mention } from './mrkdwn.js';
import type { CardRecord } from './record.js';
import { reportClone } from './report.js';
import { type Card, findCancel } from './store.js';
import { type Whisper, whisperRefusal } from './whisper.js';

/** Card says cloning → nobody cancelled meanwhile → create → thread → card says cloned. */
export async function create(
  desk: Desk,
  card: Card,
  plan: ClonePlan,
  approver: string,
  whisper: Whisper,
): Promise<void> {
  const { outcome: _earlier, ...asked } = card.record;
  const cloning = { ...asked, state: 'cloning', decided_by: approver } as const;
  const written = await desk.store.write(card, cloning);
  forgetExpiry(desk, card);
  // Between replicas this look decides: a cancel leaves its mark in the thread before it touches the card, and an
  // approval writes the card before it looks for marks, so at least one of two at once sees the other.
  const current = await desk.store.read(card.channel, card.ts);
  if (!current.ok || (!written.ok && current.record.state !== 'cloning')) {
    const refusal = refuse('slack_failed', {
      what: 'Slack did not record the approval.',
      next: 'Press the button again in a minute.',
    });
    if (!current.ok) await fail(desk, { ...card, record: cloning }, refusal);
    return whisperRefusal(whisper, refusal);
  }
  const canceller = findCancel(current);
  if (canceller) return keepCancelled(desk, card, cloning, canceller, whisper);

  await carryOut(desk, { ...current, record: cloning }, plan, approver, whisper);
}

/** Creates what the card in state cloning stands for; tried again after a crash it finds what was made before. */
export async function carryOut(
  desk: Desk,
  card: Card,
  plan: ClonePlan,
  approver: string,
  whisper: Whisper,
): Promise<void> {
  const started = Date.now();
  const execution = await desk.execute(plan, {
    callerReference: card.callerReference,
    approvedBy: approver,
    card: card.permalink,
  });
  const log = desk.log.child({
    request: card.record.request,
    card: card.ts,
    approver: approver,
    milliseconds: Date.now() - started,
  });
  if (!execution.ok) {
    log.warn({ outcome: execution.outcome, awsRequestId: execution.awsRequestId }, 'distribution not created');
    return fail(desk, card, execution);
  }
  const { distribution, madeBy } = execution;
  log.info({ outcome: 'cloned', distribution: distribution.id, madeBy }, 'distribution created');
  await reportClone(desk, card, { distribution, approvedBy: approver, madeBy }, whisper);
}

/** The card says why, what is true of AWS, and offers Retry. */
export async function fail(desk: Desk, card: Card, refusal: Refusal): Promise<void> {
  // What this replica was refused, another may have been given at the same moment.
  const made = await desk.findClone(card.record.domain, card.callerReference);
  if (made.ok && made.value) {
    const approvedBy = card.record.decided_by ?? card.record.requested_by;
    return reportClone(desk, card, { distribution: made.value, approvedBy, madeBy: 'earlier' }, async () => undefined);
  }
  await desk.store.write(
    card,
    { ...card.record, state: 'failed', outcome: refusal.outcome },
    { note: explainInSlack(refusal) },
  );
  const head = refusal.created === 'nothing' ? 'Not created' : 'Not known whether created';
  await desk.store.say(card, {
    text: `${head}: ${code(card.record.domain)}. ${escapeText(explain(refusal))} (${code(refusal.outcome)})`,
  });
}

/** The mark in the thread stands, whatever the card was written over with at the same moment. */
export async function keepCancelled(
  desk: Desk,
  card: Card,
  record: CardRecord,
  canceller: string,
  whisper: Whisper,
): Promise<void> {
  await desk.store.write(card, { ...record, state: 'cancelled', decided_by: canceller, outcome: 'cancelled' });
  await whisper(`:no_entry: ${mention(canceller)} cancelled this card, and a cancel is final. Nothing was created.`);
}
