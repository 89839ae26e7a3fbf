// Cancel: final once said. The mark in the thread comes first, because a card can be written over and a thread cannot.
import { type Outcome, type Refusal, refuse } from '../clone/outcome.js';
import { type Desk, describeCard, describePlace, listMemberGroups } from './desk.js';
import { forgetExpiry, writeExpired } from './expiry.js';
import { type Click, describeDecision, isForeign, judgeCard } from './judgement.js';
import { code, mention } from './mrkdwn.js';
import { decisionEventType, makeMark } from './record.js';
import { turnDown } from './refusal.js';
import { type Card, findCancel, listCancels } from './store.js';
import type { Whisper } from './whisper.js';

/** Milliseconds to wait for the word of an approval that came at the same moment on another replica. */
const verdictPauses = [1_000, 2_000, 4_000, 8_000];

export async function cancel(desk: Desk, click: Click, whisper: Whisper): Promise<void> {
  const watch = desk.journal.startWatch();
  const canceller = click.userId;
  let facts = describePlace(desk, click);
  const describe = () => ({ event: 'cancel', ...facts, canceller, milliseconds: watch.read() }) as const;
  const stop = (refusal: Refusal) => turnDown(desk, describe(), refusal, whisper);
  const note = (outcome: Outcome, slackError?: string) => desk.journal.record({ ...describe(), outcome, slackError });
  if (isForeign(click, desk.bot)) return stop(refuse('not_our_workspace'));
  const groups = listMemberGroups(desk.policy);
  const [card, person] = await Promise.all([
    desk.store.read(click.channel, click.ts),
    watch.time('identity', desk.identify(canceller, groups)),
  ]);
  if (!card.ok) return stop(card);
  const { record } = card;
  facts = describeCard(card);
  // Whatever drawing the canceller saw, no is no.
  const undecidable = judgeCard(record, { ...click, digest: record.digest }, { state: 'pending', now: desk.now() });
  if (undecidable?.outcome === 'already_decided') {
    note('already_decided');
    return whisper(describeDecision(record));
  }
  if (undecidable?.outcome === 'expired' && record.state === 'pending') await writeExpired(desk, card);
  if (undecidable) return stop(undecidable);
  if (!person.ok) return stop(person);

  const said = await desk.store.say(card, {
    text: `Cancelled by ${mention(canceller)}: ${code(record.domain)} is not cloned from ${code(record.reference)}. Nothing was created.`,
    metadata: makeMark(decisionEventType, canceller, 'cancelled'),
  });
  const now = await desk.store.read(click.channel, click.ts);
  const isMarked = said.ok || (now.ok && findCancel(now) !== undefined);
  if (!isMarked)
    return stop(refuse('slack_failed', { what: 'Slack did not record the cancel.', next: 'Press Cancel again.' }));
  if (now.ok && now.record.state !== 'pending') return awaitVerdict(desk, click, note, whisper);

  const written = await desk.store.write(card, {
    ...record,
    state: 'cancelled',
    decided_by: canceller,
    decider_name: click.userName,
    outcome: 'cancelled',
  });
  forgetExpiry(desk, card);
  note('cancelled', written.ok ? undefined : written.error);
  if (!written.ok)
    await whisper(
      'Cancelled. The card could not be redrawn, but its thread says so and it cannot be approved any more.',
    );
}

/** An approval is under way elsewhere: it looks for the mark before it creates, and its word counts. */
async function awaitVerdict(
  desk: Desk,
  click: Click,
  note: (outcome: Outcome) => void,
  whisper: Whisper,
): Promise<void> {
  let card: Card | undefined;
  for (const wait of verdictPauses) {
    const read = await desk.store.read(click.channel, click.ts);
    if (read.ok) card = read;
    if (card && card.record.state !== 'cloning') break;
    await desk.pause(wait);
  }
  // Without an answer from Slack the mark stands, and the approval finds it.
  note(!card ? 'slack_failed' : card.record.state === 'cancelled' ? 'cancelled' : 'already_decided');
  if (!card)
    return whisper('Your cancel is marked in the thread, but Slack does not say what became of the card: look at it.');
  if (card.record.state === 'cancelled') return;
  await amendCancels(desk, card);
  await whisper(`Your cancel came too late. ${describeDecision(card.record)}`);
}

/** Once there is a distribution, a mark that says "cancelled" would be untrue, whoever left it and however late. */
export async function amendCancels(desk: Pick<Desk, 'slack'>, card: Card): Promise<void> {
  for (const mark of listCancels(card)) {
    await desk.slack.update({
      channel: card.channel,
      ts: mark.ts,
      text: `${mention(mark.by)} cancelled too late: ${describeDecision(card.record)}`,
      metadata: makeMark(decisionEventType, mark.by, 'too late'),
    });
  }
}
