// Cancel. The thread says "Cancelling" first. It says "Cancelled" only when no create can have been sent.
import { retry } from '../../concurrency/retry.js';
import type { Stopwatch } from '../../observability/timer.js';
import { toCardFacts } from '../card/log-facts.js';
import { hasClone } from '../card/record.js';
import type { Card } from '../card/repository.js';
import type { Respond } from '../client/respond.js';
import type { SlackContext } from '../context.js';
import { code, inBrackets, mention } from '../mrkdwn.js';
import { refuse } from '../outcomes.js';
import { replyWithRefusal } from '../reply-with-refusal.js';
import { mayHaveBeenSent } from './decide.js';
import { buildDecisionMark, readDecisionMarks } from './decision-marks.js';
import { describeCardNow, describeDecision } from './describe-decision.js';
import { forgetExpiry } from './expire.js';
import { readSettled } from './read-settled.js';
import { tellRequester } from './tell-requester.js';
import { correctThread } from './thread-corrections.js';

type CancelContext = Pick<SlackContext, 'auditLog' | 'cards' | 'clock' | 'slack' | 'concurrency'>;

/** Milliseconds between looks for the result of an approval that came at the same moment. */
const resultPausesMs = [1_000, 2_000, 4_000, 8_000];

/** A person pressed Cancel, and may. */
export async function cancelCard(
  context: CancelContext,
  card: Card,
  { canceller, cancellerName, comment, watch }: Canceller & { readonly watch: Stopwatch },
  respond: Respond,
): Promise<void> {
  const toFacts = () =>
    ({ event: 'cancel', ...toCardFacts(card), canceller, comment, milliseconds: watch.read() }) as const;
  const posted = await context.cards.say(card, {
    text: `${mention(canceller)}${inBrackets(comment)} is cancelling the clone of ${describeRequest(card, canceller)}. A distribution may still be created. The thread will say.`,
    metadata: buildDecisionMark(canceller, 'cancelling', comment),
  });
  const settled = await readSettled(context, card);
  const isMarked = posted.ok || (settled.ok && readDecisionMarks(settled).cancels.length > 0);
  if (!isMarked) {
    const refusal = refuse('slack_failed', { what: 'Slack did not record the cancel.', next: 'Press Cancel again.' });
    if (!settled.ok) return replyWithRefusal(context, toFacts(), { ...refusal, created: 'unknown' }, respond);
    const isOpen = settled.record.state === 'pending' && !mayHaveBeenSent(settled.record, readDecisionMarks(settled));
    if (isOpen) return replyWithRefusal(context, toFacts(), refusal, respond);
    context.auditLog.record({ ...toFacts(), outcome: 'already_decided' });
    return respond(`Slack did not record the cancel. ${describeCardNow(settled)}`);
  }
  if (!settled.ok) {
    context.auditLog.record({ ...toFacts(), outcome: 'slack_failed' });
    return respond(
      'Your cancel is in the thread. Slack does not say whether an approval came first, so a distribution may still be created. The thread will say.',
    );
  }
  const result = await finishCancel(context, settled, { canceller, cancellerName });
  switch (result.kind) {
    case 'cancelled':
      context.auditLog.record({ ...toFacts(), outcome: 'cancelled', slackError: result.slackError });
      if (result.slackError !== undefined)
        await respond(
          'Cancelled. Nothing was created. The card could not be redrawn, but its thread says so and it cannot be approved any more.',
        );
      return;
    case 'too-late':
      context.auditLog.record({ ...toFacts(), outcome: 'already_decided' });
      return respond(`Your cancel came too late. ${describeDecision(result.card.record)}`);
    case 'open':
      context.auditLog.record({ ...toFacts(), outcome: 'already_decided' });
      return respond(
        'Somebody approved this card before your cancel, and AWS has not answered yet. The thread will say what became of it.',
      );
    default:
      result satisfies never;
  }
}

/** An approval found a cancel in the thread. The card says "cancelled" once no create can have been sent. */
export async function finishEarlierCancel(
  context: CancelContext,
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

interface Canceller {
  readonly canceller: string;
  readonly cancellerName?: string | undefined;
  /** What they wrote with it. */
  readonly comment?: string | undefined;
}

export type CancelResult =
  | { readonly kind: 'cancelled'; readonly slackError?: string }
  | { readonly kind: 'too-late'; readonly card: Card }
  /** An approval was recorded, and AWS has not answered its create. */
  | { readonly kind: 'open' };

/**
 * Makes a cancel in the thread final, or finds that it came too late. `card` was read when the writes of other replicas
 * could be seen (readSettled).
 */
export async function finishCancel(
  context: CancelContext,
  card: Card,
  { canceller, cancellerName }: Omit<Canceller, 'comment'>,
): Promise<CancelResult> {
  let current = card;
  const look = async (attempt: number): Promise<Card> => {
    const read = attempt > 1 ? await context.cards.read(card.channel, card.ts) : current;
    if (read.ok) current = read;
    return current;
  };
  const { record } = await retry(look, { delaysMs: resultPausesMs, isRetryable: isOpen, pause: context.clock.pause });
  if (hasClone(record)) {
    await correctThread(context, current);
    return { kind: 'too-late', card: current };
  }
  if (record.state === 'expired') return { kind: 'too-late', card: current };
  if (isOpen(current)) return { kind: 'open' };
  return confirmCancel(context, current, { canceller, cancellerName });
}

/** An approval may have led to a create, and no result can be seen yet. */
function isOpen(card: Card): boolean {
  const isOver = hasClone(card.record) || card.record.state === 'expired';
  return !isOver && mayHaveBeenSent(card.record, readDecisionMarks(card));
}

/** Nothing was created, and nothing will be: the card and the thread say so. */
async function confirmCancel(
  context: CancelContext,
  card: Card,
  { canceller, cancellerName }: Omit<Canceller, 'comment'>,
): Promise<CancelResult> {
  const { cancels } = readDecisionMarks(card);
  const { attempt: _attempt, attempt_at: _at, ...rest } = card.record;
  const isWritten = card.record.state === 'cancelled';
  const written = isWritten
    ? undefined
    : await context.cards.write(card, {
        ...rest,
        state: 'cancelled',
        decided_by: canceller,
        decider_name: cancellerName,
        comment: cancels.find(({ by }) => by === canceller)?.comment,
        outcome: 'cancelled',
      });
  forgetExpiry(context, card);
  for (const { ts, by, result, comment } of cancels) {
    if (result === 'cancelled') continue;
    const text = `Cancelled by ${mention(by)}${inBrackets(comment)}: no clone of ${describeRequest(card, by)}. Nothing was created.`;
    const metadata = buildDecisionMark(by, 'cancelled', comment);
    await context.slack.update({ channel: card.channel, ts, text, metadata });
    if (by === canceller) tellRequester(context, card, { text, actor: by });
  }
  return written && !written.ok ? { kind: 'cancelled', slackError: written.error } : { kind: 'cancelled' };
}

/** Names the requester once, whom the line is for. A line that is edited notifies nobody, so the first one names them too. */
function describeRequest({ record }: Card, canceller: string): string {
  const { domain, reference, requested_by } = record;
  const asked = canceller === requested_by ? '' : `, requested by ${mention(requested_by)}`;
  return `${code(domain)} from ${code(reference)}${asked}`;
}
