// A form that Slack delivered to two replicas at the same moment makes two cards for one request. The first one stays.
import { readBatchReplies } from '../card/batch-lines.js';
import { toCardFacts } from '../card/log-facts.js';
import type { Place } from '../card/place.js';
import { isOurs, readRecord } from '../card/record.js';
import type { SlackContext } from '../context.js';
import { readDecisionMarks } from './decision-marks.js';
import { forgetExpiry } from './expire.js';
import { readSettled } from './read-settled.js';

type RepeatContext = Pick<SlackContext, 'auditLog' | 'bot' | 'cards' | 'clock' | 'concurrency' | 'slack'>;

/** How far back the same request is looked for, in milliseconds. */
export const repeatWindowMs = 600_000;

/** Each replica looks after its post, when it can see what the other one posted, so the later one sees the earlier. */
export function removeRepeatLater(context: RepeatContext, place: Place, request: string): void {
  context.concurrency.backgroundTasks.start(
    'repeat',
    () => removeRepeat(context, place, request),
    async () => undefined,
  );
}

async function removeRepeat(context: RepeatContext, place: Place, request: string): Promise<void> {
  const card = await readSettled(context, place);
  if (!card.ok) return;
  const since = new Date(context.clock.now().getTime() - repeatWindowMs);
  const recent = await context.slack.readRecent(place.channel, since);
  if (!recent.ok) return;
  const isEarlier = recent.value.some(
    (message) =>
      isOurs(message, context.bot) && readRecord(message)?.request === request && Number(message.ts) < Number(place.ts),
  );
  const marks = readDecisionMarks(card);
  const isDecided = card.record.state !== 'pending' || marks.approvals.length > 0 || marks.cancels.length > 0;
  if (!isEarlier || isDecided) return;
  forgetExpiry(context, place);
  // The lines of several clones would be left in the thread.
  const lines = readBatchReplies(card.thread, request).flatMap(({ ts }) => ts ?? []);
  for (const ts of lines) await context.slack.remove(place.channel, ts);
  await context.slack.remove(place.channel, place.ts);
  context.auditLog.record({ event: 'card', outcome: 'already_decided', ...toCardFacts(card) });
}
