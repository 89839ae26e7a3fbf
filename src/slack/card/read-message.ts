// Reads a message of this bot afresh from Slack, with its record and its thread. Cards of clones and of undos are read so.
import type { Block, BotIdentity, SlackApi, ThreadMessage } from '../client/web-api.js';
import { type Refusal, refuse } from '../outcomes.js';
import type { Place } from './place.js';
import { isOurs, toPermalink } from './record.js';
import { readLastingBlocks } from './state-blocks.js';

export interface RecordedMessage<Record> extends Place {
  readonly ok: true;
  readonly record: Record;
  readonly lasting: readonly Block[];
  /** Our own messages in the thread, oldest first. */
  readonly thread: readonly ThreadMessage[];
  readonly permalink: string;
}

/** `readRecord`: undefined where the message is of another kind. `next`: what people do then. */
export async function readMessage<Record>(
  { slack, bot }: { readonly slack: Pick<SlackApi, 'readThread'>; readonly bot: BotIdentity },
  { channel, ts }: Place,
  readRecord: (message: ThreadMessage | undefined) => Record | undefined,
  next: string,
): Promise<RecordedMessage<Record> | Refusal> {
  const found = await slack.readThread(channel, ts);
  const foreign = () => refuse('already_decided', { what: 'This card is gone, or it is not one of this bot’s.', next });
  if (!found.ok) {
    if (found.error === 'thread_not_found' || found.error === 'message_not_found') return foreign();
    return refuse('slack_failed', { what: `The card could not be read back from Slack (\`${found.error}\`).` });
  }
  const ours = found.value.filter((message) => isOurs(message, bot));
  const message = ours.find((candidate) => candidate.ts === ts);
  const record = readRecord(message);
  if (!message || record === undefined) return foreign();
  return {
    ok: true,
    channel,
    ts,
    record,
    lasting: readLastingBlocks(message),
    thread: ours.filter((candidate) => candidate.ts !== ts),
    permalink: toPermalink(bot.url, channel, ts),
  };
}
