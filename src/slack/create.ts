// From an approved plan to a distribution: the card says so first, then AWS is asked, then everybody is told.
import { explain, type Refusal, refuse } from '../clone/outcome.js';
import type { ClonePlan } from '../clone/plan.js';
import type { Milliseconds, Stopwatch } from '../stopwatch.js';
import { type Desk, describeCard, describePlan } from './desk.js';
import { forgetExpiry } from './expiry.js';
import { code, escapeText, explainInSlack, mention } from './mrkdwn.js';
import { turnDown } from './refusal.js';
import { reportClone } from './report.js';
import { type Card, findCancel } from './store.js';
import type { Whisper } from './whisper.js';

interface Approver {
  readonly approver: string;
  readonly approverName: string | undefined;
  readonly watch: Stopwatch;
}

/** Card says cloning → nobody cancelled meanwhile → create → thread → card says cloned. */
export async function create(
  desk: Desk,
  card: Card,
  plan: ClonePlan,
  { approver, approverName, watch }: Approver,
  whisper: Whisper,
): Promise<void> {
  const describe = () =>
    ({
      event: 'approval',
      ...describeCard(card),
      ...describePlan(plan),
      approver,
      milliseconds: watch.read(),
    }) as const;
  const { outcome: _earlier, ...asked } = card.record;
  const cloning = { ...asked, state: 'cloning', decided_by: approver, decider_name: approverName } as const;
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
    const about = describe();
    if (!current.ok) await fail(desk, { ...card, record: cloning }, refusal);
    return turnDown(desk, { ...about, slackError: written.ok ? undefined : written.error }, refusal, whisper);
  }
  const canceller = findCancel(current);
  if (canceller) return keepCancelled(desk, { ...card, record: cloning }, { canceller, approver }, whisper);

  desk.journal.record({ ...describe(), outcome: 'approved' });
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
  const watch = desk.journal.startWatch();
  const creating = desk.execute(plan, {
    callerReference: card.callerReference,
    approvedBy: approver,
    card: card.permalink,
  });
  const execution = await watch.time('create', creating);
  const milliseconds = watch.read();
  if (!execution.ok) return fail(desk, card, execution, milliseconds);
  const { ok: _made, ...made } = execution;
  await reportClone(desk, card, { ...made, approvedBy: approver, milliseconds }, whisper);
}

/** The card says why, what is true of AWS, and offers Retry. */
export async function fail(desk: Desk, card: Card, refusal: Refusal, milliseconds?: Milliseconds): Promise<void> {
  // What this replica was refused, another may have been given at the same moment.
  const { decided_by: approver } = card.record;
  const made = await desk.findClone(card.record.domain, card.callerReference);
  if (made.ok && made.value) {
    const approvedBy = approver ?? card.record.requested_by;
    return reportClone(desk, card, { distribution: made.value, approvedBy, madeBy: 'earlier' }, async () => undefined);
  }
  desk.journal.record({
    event: 'create',
    outcome: refusal.outcome,
    ...describeCard(card),
    approver,
    awsRequestId: refusal.awsRequestId,
    ...(milliseconds ? { milliseconds } : {}),
  });
  await desk.store.write(
    card,
    { ...card.record, state: 'failed', outcome: refusal.outcome },
    { note: explainInSlack(refusal) },
  );
  const head = refusal.created === 'nothing' ? 'Not created' : 'Not known whether created';
  await desk.store.say(card, {
    text: `${head}: ${code(card.record.domain)} from reference ${code(card.record.reference)}. ${escapeText(explain(refusal))} (${code(refusal.outcome)})`,
  });
}

/** The mark in the thread stands, whatever the card was written over with at the same moment. */
export async function keepCancelled(
  desk: Desk,
  card: Card,
  { canceller, approver }: { readonly canceller: string; readonly approver: string },
  whisper: Whisper,
): Promise<void> {
  await desk.store.write(card, {
    ...card.record,
    state: 'cancelled',
    decided_by: canceller,
    decider_name: undefined,
    outcome: 'cancelled',
  });
  desk.journal.record({ event: 'approval', outcome: 'cancelled', ...describeCard(card), approver, canceller });
  await whisper(`:no_entry: ${mention(canceller)} cancelled this card, and a cancel is final. Nothing was created.`);
}
