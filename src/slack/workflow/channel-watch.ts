// Finds cards that nobody works on any more: at a start, and while other replicas run and may die. The cards say what was
// left behind, so nothing waits for the next start.

import { readBulkRecord } from '../card/bulk-record.js';
import { keyOf, type Place } from '../card/place.js';
import { type CardRecord, isBatch, isOurs, readRecord } from '../card/record.js';
import type { ThreadMessage } from '../client/web-api.js';
import type { SlackContext } from '../context.js';
import type { UndoContext } from '../undo/undo-context.js';
import { watchUndoCard } from '../undo/watch-undos.js';
import { lookAtUnknownLater } from './batch/carry-out-batch.js';
import { trackBatchLater } from './batch/track-batch.js';
import { createVerifiedBatch } from './batch/verify-batch.js';
import { expiryKey } from './expire.js';
import { lookLater } from './look-later.js';
import { type NotedDuplicates, noteDuplicates } from './note-duplicates.js';
import { settleMs } from './read-settled.js';
import { expireLater, type RecoveryContext, recoverNow, stuckMs } from './recover.js';
import { type RemindedCards, remindWhenOverdue } from './remind.js';
import { readTrackedClone, trackingKey, trackLater } from './track-deployment.js';
import { createVerifiedBulk } from './verify-bulk.js';
import { nextWaitMs, verificationKey, verificationPeriodMs, verifyLater } from './verify-clone.js';
import { watchList } from './verify-list.js';

type WatchContext = RecoveryContext & UndoContext & Pick<SlackContext, 'policy' | 'log'>;

const dayMs = 86_400_000;
/** Milliseconds between two passes. A dead replica's card is taken over within two minutes: this, stuckMs, and the settling. */
const passIntervalMs = 45_000;
/** Milliseconds between two channels of a pass; conversations.history allows about 50 calls a minute (tier 3). */
const channelPauseMs = 1_500;
/** Milliseconds that a cloned card may take until it says that it is deployed, before another replica looks too. */
const untrackedMs = 1_800_000;

/** Replicas that look at the same clone do so at different moments. */
const maxVerificationJitterMs = 30_000;

interface ChannelState {
  /** Slack timestamp from which the next pass reads: nothing older can change any more. */
  oldest: string;
  /** The latest reply that was looked at, by the timestamp of the card. */
  readonly replies: Map<string, string>;
  readonly reminded: RemindedCards;
  readonly noted: NotedDuplicates;
}

/** Looks at every channel at once, then again at a gentle pace as long as the process runs. */
export async function startChannelWatch(context: WatchContext): Promise<void> {
  const states = new Map<string, ChannelState>();
  await pass(context, states, true);
  const passLater = (waitMs: number, isFirst: boolean): void =>
    context.concurrency.scheduler.schedule('watch', new Date(context.clock.now().getTime() + waitMs), () =>
      context.concurrency.backgroundTasks.start(
        'watch',
        async () => {
          await pass(context, states, isFirst);
          passLater(passIntervalMs, false);
        },
        async () => passLater(passIntervalMs, isFirst),
      ),
    );
  // What a process wrote before it died may not have been readable yet.
  passLater(settleMs, true);
}

async function pass(context: WatchContext, states: Map<string, ChannelState>, isFirst: boolean): Promise<void> {
  const { allowedChannels, announceChannel } = context.policy;
  const listed =
    allowedChannels.length > 0 ? { ok: true as const, value: allowedChannels } : await context.slack.listChannels();
  if (!listed.ok) {
    const { error: slackError } = listed;
    context.log.warn({ slackError }, 'the channels could not be listed; cards left behind wait for the next look');
    return;
  }
  const channels = [...new Set([...listed.value, ...(announceChannel ? [announceChannel] : [])])];
  for (const [index, channel] of channels.entries()) {
    if (index > 0 && states.has(channel)) await context.clock.pause(channelPauseMs);
    await lookAtChannel(context, channel, states, isFirst);
  }
}

/**
 * Milliseconds that the bot looks back at a start: cards that wait, also where they were edited late, and cards whose
 * clone is still verified.
 */
export function toWatchWindowMs({ checkSite, policy }: Pick<SlackContext, 'checkSite' | 'policy'>): number {
  return Math.max(3 * policy.approvalTtlMs, checkSite ? verificationPeriodMs : dayMs);
}

async function lookAtChannel(
  context: WatchContext,
  channel: string,
  states: Map<string, ChannelState>,
  isFirst: boolean,
): Promise<void> {
  const known = states.get(channel);
  // The tags of the distributions tell of an undo whose card is older.
  const window = context.clock.now().getTime() - toWatchWindowMs(context) - 3_600_000;
  const since = known ? new Date(Number(known.oldest) * 1_000) : new Date(window);
  const recent = await context.slack.readRecent(channel, since);
  if (!recent.ok) {
    context.log.warn({ channel, slackError: recent.error }, 'the cards of a channel could not be read back');
    return;
  }
  const state: ChannelState = known ?? { oldest: '0', replies: new Map(), reminded: new Map(), noted: new Set() };
  const open: string[] = [];
  for (const message of recent.value) {
    if (!isOurs(message, context.bot) || !message.ts) continue;
    if (watchUndoCard(context, { channel, ts: message.ts }, message)) open.push(message.ts);
    if (watchBulk(context, { channel, ts: message.ts }, message)) open.push(message.ts);
    const record = readRecord(message);
    if (!record) continue;
    if (mayChange(record)) open.push(message.ts);
    lookAtCard(context, { place: { channel, ts: message.ts }, record, message, isFirst }, state);
  }
  noteDuplicates(context, channel, recent.value, state.noted);
  const newest = recent.value.flatMap(({ ts }) => ts ?? []).reduce((a, b) => (a > b ? a : b), state.oldest);
  // A little earlier: Slack leaves out the message at `oldest` itself, and reads lag behind writes.
  const from = open.length > 0 ? open.reduce((a, b) => (a < b ? a : b)) : newest;
  state.oldest = String(Math.max(Number(from) - 10, window / 1_000));
  states.set(channel, state);
}

/** Whether the message is the card of a bulk whose clones are not all deployed. The others are verified for a while. */
function watchBulk(context: WatchContext, place: Place, message: ThreadMessage): boolean {
  const record = readBulkRecord(message);
  if (record?.state === 'deployed') watchList(context, place, createVerifiedBulk(context), record);
  return record?.state === 'cloned';
}

function mayChange(record: CardRecord): boolean {
  const { state, outcome } = record;
  const isOpen = state === 'pending' || state === 'cloning' || state === 'cloned' || outcome === 'unknown_result';
  return isOpen || hasLinesToTrack(record);
}

/** Some lines failed, and others are not deployed yet. */
function hasLinesToTrack({ state, lines_created = 0, lines_deployed = 0 }: CardRecord): boolean {
  return state === 'failed' && lines_created > lines_deployed;
}

interface Seen {
  readonly place: Place;
  readonly record: CardRecord;
  readonly message: ThreadMessage;
  /** The look at a start: whoever had the card may be gone. */
  readonly isFirst: boolean;
}

function lookAtCard(context: WatchContext, seen: Seen, { replies, reminded }: ChannelState): void {
  const { place, record, message, isFirst } = seen;
  const ageMs = (seconds: number) => context.clock.now().getTime() - seconds * 1_000;
  switch (record.state) {
    case 'cloning': {
      const isStuck =
        ageMs(record.attempt_at ?? Number(place.ts)) >= stuckMs &&
        !context.concurrency.cardMutex.isLocked(keyOf(place));
      if (isFirst || isStuck) recoverNow(context, place);
      return;
    }
    case 'pending': {
      if (context.concurrency.scheduler.count(expiryKey(place)) === 0) expireLater(context, place, record);
      remindWhenOverdue(context, place, record, reminded);
      // The thread may hold an approval or a cancel that its replica did not finish.
      const latest = message.latest_reply;
      if (latest === undefined || replies.get(place.ts) === latest) return;
      const isStuck = ageMs(Number(latest)) >= stuckMs && !context.concurrency.cardMutex.isLocked(keyOf(place));
      if (!isFirst && !isStuck) return;
      replies.set(place.ts, latest);
      recoverNow(context, place);
      return;
    }
    case 'cloned': {
      if (isBatch(record)) {
        if (context.concurrency.scheduler.count(trackingKey(place)) === 0) trackBatchLater(context, place);
        return;
      }
      const made = readTrackedClone(record);
      const isUntracked = isFirst || ageMs(record.created_at ?? Number(place.ts)) >= untrackedMs;
      if (made && isUntracked && context.concurrency.scheduler.count(trackingKey(place)) === 0)
        trackLater(context, place, made);
      return;
    }
    case 'failed':
      if (hasLinesToTrack(record) && context.concurrency.scheduler.count(trackingKey(place)) === 0) {
        trackBatchLater(context, place);
      }
      if (record.outcome === 'unknown_result' && isFirst) {
        if (isBatch(record)) lookAtUnknownLater(context, place);
        else lookLater(context, place);
      }
      return;
    case 'deployed':
    case 'serving':
      verifyAgain(context, place, record);
      return;
    case 'cancelled':
    case 'expired':
      return;
    default:
      record.state satisfies never;
  }
}

function verifyAgain(context: WatchContext, place: Place, record: CardRecord): void {
  if (isBatch(record)) {
    watchList(context, place, createVerifiedBatch(context), record);
    return;
  }
  if (context.concurrency.scheduler.count(verificationKey(place)) > 0) return;
  // The replica that tracked the deployment looks at once; the others give it the time to.
  const waitMs = nextWaitMs(record, context.clock.now()) + Math.random() * maxVerificationJitterMs;
  verifyLater(context, place, record, waitMs);
}
