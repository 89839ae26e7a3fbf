// After a start: the cards say what was left behind. What was approved is carried out or found, what was created is
// followed, what is over expires. Several replicas may start together; each looks before it says anything.
import { redraw } from './approve.js';
import { carryOut, fail, keepCancelled } from './create.js';
import { type Desk, describeCard, describePlace, keyOf, type Place, prepareAgain } from './desk.js';
import { expireLater, writeExpired } from './expiry.js';
import { followLater, readMade } from './follow.js';
import { isOurs, readRecord } from './record.js';
import { reportClone } from './report.js';
import { findCancel } from './store.js';
import type { Whisper } from './whisper.js';

const day = 86_400_000;
const retryWait = 30_000;
/** Milliseconds within which replicas that start together spread out. */
const spread = 2_000;

/** There is nobody to whisper to: what matters is on the card and in the thread. */
const toNobody: Whisper = async () => undefined;

/** Reads the bot's own recent cards in the channels that it is in, and takes up each where it was left. */
export async function takeUp(desk: Desk): Promise<void> {
  const { allowedChannels, announceChannel } = desk.policy;
  const listed =
    allowedChannels.length > 0 ? { ok: true as const, value: allowedChannels } : await desk.slack.listChannels();
  if (!listed.ok) {
    desk.log.warn(
      { slackError: listed.error },
      'the channels could not be listed; cards left behind are taken up by a click alone',
    );
    return;
  }
  const since = new Date(desk.now().getTime() - Math.max(desk.policy.ttl, day) - 3_600_000);
  for (const channel of new Set([...listed.value, ...(announceChannel ? [announceChannel] : [])])) {
    const recent = await desk.slack.readRecent(channel, since);
    if (!recent.ok) {
      desk.log.warn({ channel, slackError: recent.error }, 'the cards of a channel could not be read back');
      continue;
    }
    for (const message of recent.value) {
      const record = isOurs(message, desk.bot) ? readRecord(message) : undefined;
      if (!record || !message.ts) continue;
      const place = { channel, ts: message.ts };
      if (record.state === 'cloning') resumeNow(desk, place);
      const made = record.state === 'cloned' ? readMade(record) : undefined;
      if (made) followLater(desk, place, made);
      if (record.state === 'pending') expireLater(desk, place, record);
    }
  }
}

function resumeNow(desk: Desk, place: Place): void {
  desk.work.start(
    'resume',
    () => desk.turns.take(keyOf(place), () => resume(desk, place)),
    async () => resumeLater(desk, place),
  );
}

function resumeLater(desk: Desk, place: Place): void {
  desk.agenda.plan(`resume:${keyOf(place)}`, new Date(desk.now().getTime() + retryWait), () => resumeNow(desk, place));
}

/** A card in state cloning was approved: its distribution is found, or created under the same CallerReference. */
async function resume(desk: Desk, place: Place): Promise<void> {
  await desk.pause(Math.random() * spread);
  const card = await desk.store.read(place.channel, place.ts);
  if (!card.ok) {
    desk.journal.record({ event: 'resume', outcome: card.outcome, ...describePlace(desk, place) });
    if (card.outcome === 'slack_failed') resumeLater(desk, place);
    return;
  }
  const { record } = card;
  if (record.state !== 'cloning') return;
  const approver = record.decided_by ?? record.requested_by;
  const found = await desk.findClone(record.domain, card.callerReference);
  desk.journal.record({
    event: 'resume',
    outcome: found.ok ? 'resumed' : found.outcome,
    ...describeCard(card),
    approver,
    awsRequestId: found.ok ? undefined : found.awsRequestId,
  });
  if (!found.ok) return resumeLater(desk, place);
  if (found.value) {
    return reportClone(desk, card, { distribution: found.value, approvedBy: approver, madeBy: 'earlier' }, toNobody);
  }
  const canceller = findCancel(card);
  if (canceller) return keepCancelled(desk, card, { canceller, approver }, toNobody);
  if (desk.now().getTime() >= record.expires_at * 1_000) {
    await writeExpired(desk, card);
    return;
  }
  const plan = await prepareAgain(desk, record, desk.now());
  if (!plan.ok) return fail(desk, card, plan);
  if (plan.digest !== record.digest) return redraw(desk, card, plan, approver, toNobody);
  await carryOut(desk, card, plan, approver, toNobody);
}
