// Tells the threads of cards that several of them are for one domain. The channel watch gives what it has read anyway, so
// nothing is read for it. A card that was just posted does not wait for the watch.
import { postOnceSettled } from '../card/post-once.js';
import { isOurs, readMark, readRecord, toPermalink } from '../card/record.js';
import type { ThreadMessage } from '../client/web-api.js';
import type { SlackContext } from '../context.js';
import { type Duplicate, type FoundCard, findDuplicates } from './duplicates.js';
import { isUndecided } from './is-undecided.js';
import { settleMs } from './read-settled.js';

export type DuplicatesContext = Pick<SlackContext, 'bot' | 'cards' | 'clock' | 'concurrency' | 'policy' | 'slack'>;

/** Which lines were looked after, so that no thread is read twice for one. */
export type NotedDuplicates = Set<string>;

/** The messages of a channel as they were just read. */
export function noteDuplicates(
  context: DuplicatesContext,
  channel: string,
  messages: readonly ThreadMessage[],
  noted: NotedDuplicates,
): void {
  for (const duplicate of findDuplicates(listCards(context, channel, messages))) {
    const { event_type, event_payload } = duplicate.line.metadata;
    const key = [duplicate.card.ts, event_type, event_payload.result].join(':');
    if (noted.has(key)) continue;
    noted.add(key);
    const lookAgain = async (): Promise<void> => {
      noted.delete(key);
    };
    context.concurrency.backgroundTasks.start(
      'duplicate',
      async () => {
        if (!(await tellCard(context, channel, duplicate))) await lookAgain();
      },
      lookAgain,
    );
  }
}

/** Looks once what others wrote can be read. All cards that are posted until then share the look. */
export function lookForDuplicatesLater(context: DuplicatesContext, channel: string): void {
  const { clock, concurrency, policy, slack } = context;
  const key = `duplicates:${channel}`;
  if (concurrency.scheduler.count(key) > 0) return;
  concurrency.scheduler.schedule(key, new Date(clock.now().getTime() + settleMs), () =>
    concurrency.backgroundTasks.start(
      'duplicates',
      async () => {
        const recent = await slack.readRecent(channel, new Date(clock.now().getTime() - policy.approvalTtlMs));
        if (recent.ok) noteDuplicates(context, channel, recent.value, new Set());
      },
      async () => undefined,
    ),
  );
}

export function listCards(
  { bot }: Pick<SlackContext, 'bot'>,
  channel: string,
  messages: readonly ThreadMessage[],
): FoundCard[] {
  return messages.flatMap((message) => {
    const { ts } = message;
    const record = isOurs(message, bot) ? readRecord(message) : undefined;
    return ts && record ? [{ ts, record, permalink: toPermalink(bot.url, channel, ts) }] : [];
  });
}

/** False where Slack did not answer, so that somebody has to look again. */
async function tellCard(context: DuplicatesContext, channel: string, { card, line }: Duplicate): Promise<boolean> {
  const { cards, clock } = context;
  const current = await cards.read(channel, card.ts);
  if (!current.ok) return current.outcome !== 'slack_failed';
  const { event_type, event_payload } = line.metadata;
  const isSaid = current.thread.some((message) => readMark(message, event_type)?.result === event_payload.result);
  if (isSaid || !isUndecided(current, clock.now())) return true;
  return (await postOnceSettled(cards, current, line, 'at once', clock.pause)) !== 'failed';
}
