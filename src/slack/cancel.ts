// Cancel: final once said. The mark in the thread comes first, because a card can be written over and a thread cannot.
import { type Refusal, refuse } from '../clone/outcome.js';
import type { Desk } from './desk.js';
import { forgetExpiry } from './expiry.js';
import { type Click, describeDecision, isForeign, judgeCard } from './judgement.js';
import { code, mention } from './mrkdwn.js';
import { decisionEventType, makeMark } from './record.js';
import { type Card, findCancel, listCancels } from './store.js';
import { type Whisper, whisperRefusal } from './whisper.js';

/** Milliseconds to wait for the word of an approval that came at the same moment on another replica. */
const verdictPauses = [1_000, 2_000, 4_000, 8_000];

export async function cancel(desk: Desk, click: Click, whisper: Whisper): Promise<void> {
  const log = desk.log.child({ channel: click.channel, card: click.ts, canceller: click.userId });
  const stop = (refusal: Refusal) => {
    log.info({ outcome: refusal.outcome }, 'cancel refused');
    return whisperRefusal(whisper, refusal);
  };
  if (isForeign(click, desk.bot)) return stop(refuse('not_our_workspace'));
  const groups = [...new Set([...desk.policy.allowedGroups, ...desk.policy.approverGroups])];
  const [card, person] = await Promise.all([
    desk.store.read(click.channel, click.ts),
    desk.identify(click.userId, groups),
  ]);
  if (!card.ok) return stop(card);
  const { record } = card;
  // Whatever drawing the canceller saw, no is no.
  const undecidable = judgeCard(record, { ...click, digest: record.digest }, { state: 'pending', now: desk.now() });
  if (undecidable?.outcome === 'already_decided') return whisper(describeDecision(record));
  if (undecidable?.outcome === 'expired' && record.state === 'pending') {
    await desk.store.write(card, { ...record, state: 'expired', outcome: 'expired' });
  }
  if (undecidable) return stop(undecidable);
  if (!person.ok) return stop(person);

  const said = await desk.store.say(card, {
    text: `Cancelled by ${mention(click.userId)}: ${code(record.domain)} is not cloned from ${code(record.reference)}. Nothing was created.`,
    metadata: makeMark(decisionEventType, click.userId, 'cancelled'),
  });
  const now = await desk.store.read(click.channel, click.ts);
  const isMarked = said.ok || (now.ok && findCancel(now) !== undefined);
  if (!isMarked)
    return stop(refuse('slack_failed', { what: 'Slack did not record the cancel.', next: 'Press Cancel again.' }));
  if (now.ok && now.record.state !== 'pending') return awaitVerdict(desk, click, whisper);

  const written = await desk.store.write(card, {
    ...record,
    state: 'cancelled',
    decided_by: click.userId,
    outcome: 'cancelled',
  });
  forgetExpiry(desk, card);
  log.info({ outcome: 'cancelled', request: record.request }, 'card cancelled');
  if (!written.ok)
    await whisper(
      'Cancelled. The card could not be redrawn, but its thread says so and it cannot be approved any more.',
    );
}

/** An approval is under way elsewhere: it looks for the mark before it creates, and its word counts. */
async function awaitVerdict(desk: Desk, click: Click, whisper: Whisper): Promise<void> {
  let card: Card | undefined;
  for (const wait of verdictPauses) {
    const read = await desk.store.read(click.channel, click.ts);
    if (read.ok) card = read;
    if (card && card.record.state !== 'cloning') break;
    await desk.pause(wait);
  }
  if (!card || card.record.state === 'cancelled') return;
  await amendCancels(desk, card);
  await whisper(`Your cancel came too late. ${describeDecision(card.record)}`);
}

/** Once there is a distribution, a mark that says "cancelled" would be untrue, whoever left it and however late. */
export async function amendCancels(desk: Desk, card: Card): Promise<void> {
  for (const mark of listCancels(card)) {
    await desk.slack.update({
      channel: card.channel,
      ts: mark.ts,
      text: `${mention(mark.by)} cancelled too late: ${describeDecision(card.record)}`,
      metadata: makeMark(decisionEventType, mark.by, 'too late'),
    });
  }
}
