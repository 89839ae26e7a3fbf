// Reminds people of a card that nobody has decided. The process that posted the card does it in time. The channel watch of
// every replica finds what it left out. A reminder is a marked message with its number, so it is written once.

import { toCardFacts } from '../card/log-facts.js';
import { keyOf, type Place } from '../card/place.js';
import { type Line, postOnceSettled } from '../card/post-once.js';
import { buildMark, type CardRecord, readMark, reminderEventType } from '../card/record.js';
import type { Card } from '../card/repository.js';
import type { SlackContext } from '../context.js';
import { code, inBrackets, mention, mentionAll, time } from '../mrkdwn.js';
import { isUndecided } from './is-undecided.js';
import { findDueReminder, findNextReminder, listReminders, type Reminder, readWaitingSince } from './reminders.js';

export type RemindContext = Pick<SlackContext, 'cards' | 'clock' | 'policy' | 'concurrency' | 'auditLog'>;

/** Replicas that find the same card wait a random time up to this, in milliseconds. */
const maxJitterMs = 5_000;

/** Milliseconds that the process that posted the card has for a reminder before other replicas look after it. */
const graceMs = 15_000;

/** Which reminder of a card was looked after, by the timestamp of the card. One of these for each channel. */
export type RemindedCards = Map<string, string>;

/** The key of a card's next reminder in the scheduler. */
export function reminderKey(place: Place): string {
  return `remind:${keyOf(place)}`;
}

/** For the process that posted the card: each reminder at its time. */
export function remindLater(context: RemindContext, { channel, ts }: Place, record: CardRecord): void {
  const { remindAfterMs } = context.policy;
  if (remindAfterMs === undefined) return;
  const place = { channel, ts };
  const next = findNextReminder(listReminders(record, ts, remindAfterMs), context.clock.now());
  if (!next) return;
  context.concurrency.scheduler.schedule(reminderKey(place), new Date(next.atMs), () => {
    remindLater(context, place, record);
    // What fails here is found by the channel watch.
    context.concurrency.backgroundTasks.start(
      'remind',
      async () => void (await remind(context, place)),
      async () => undefined,
    );
  });
}

/** Posts a reminder that was left out, if there is one. It costs no call to Slack unless there is. */
export function remindWhenOverdue(
  context: RemindContext,
  place: Place,
  record: CardRecord,
  reminded: RemindedCards,
): void {
  const due = findDue(context, place, record, graceMs);
  if (!due || reminded.get(place.ts) === due.key) return;
  reminded.set(place.ts, due.key);
  const lookAgain = async (): Promise<void> => {
    reminded.delete(place.ts);
  };
  context.concurrency.backgroundTasks.start(
    'remind',
    async () => {
      await context.clock.pause(Math.random() * maxJitterMs);
      // A click on the card waits for nothing: the reminder changes nothing on the card.
      if ((await remind(context, place)) === 'failed') await lookAgain();
    },
    lookAgain,
  );
}

interface DueReminder extends Reminder {
  /** Names the reminder among those of its card. A card that was drawn anew starts again. */
  readonly key: string;
}

/** `sinceMs`: due for so long. */
function findDue(context: RemindContext, place: Place, record: CardRecord, sinceMs = 0): DueReminder | undefined {
  const { remindAfterMs } = context.policy;
  if (remindAfterMs === undefined) return undefined;
  const now = new Date(context.clock.now().getTime() - sinceMs);
  const due = findDueReminder(listReminders(record, place.ts, remindAfterMs), now);
  return due && { ...due, key: `${readWaitingSince(record, place.ts)}:${due.number}` };
}

async function remind(context: RemindContext, place: Place): Promise<'posted' | 'said' | 'failed'> {
  const card = await context.cards.read(place.channel, place.ts);
  if (!card.ok) return card.outcome === 'slack_failed' ? 'failed' : 'said';
  const due = findDue(context, place, card.record);
  if (!due || !isUndecided(card, context.clock.now()) || hasReminder(card, due.key)) return 'said';
  const line = renderReminder(context, card, due);
  const result = await postOnceSettled(context.cards, card, line, 'at once', context.clock.pause);
  if (result === 'posted') {
    context.auditLog.record({ event: 'remind', outcome: 'reminded', ...toCardFacts(card) });
  }
  return result;
}

function hasReminder(card: Card, key: string): boolean {
  return card.thread.some((message) => readMark(message, reminderEventType)?.result === key);
}

function renderReminder({ policy }: RemindContext, card: Card, { key, isLast }: DueReminder): Line {
  const { record, ts } = card;
  const who = policy.approverMentions.length > 0 ? mentionAll(policy.approverMentions) : mention(record.requested_by);
  const groups = policy.approverGroups.map(code).join(', ');
  const next =
    policy.approverMentions.length > 0
      ? `Please approve or cancel it on the card.`
      : `Ask somebody in ${groups} to approve or cancel it.`;
  const since = time(new Date(readWaitingSince(record, ts) * 1_000));
  const until = time(new Date(record.expires_at * 1_000));
  const by =
    policy.approverMentions.length > 0
      ? ` Requested by ${code(record.requester_name)}${inBrackets(record.reason)}.`
      : '';
  const text = `${who} ${isLast ? 'Last reminder' : 'Reminder'}: ${code(record.domain)} has been waiting for approval since ${since}.${by} Nothing is created without an approval. ${next} Without a decision, it expires at ${until}.`;
  return { text, blocks: [], metadata: buildMark(reminderEventType, record.requested_by, key), isOneOfMany: true };
}
