// Reads the card of a bulk with its replies from Slack, and writes them back. The replies are the record, and the card is
// drawn anew from them.
import { renderBulkCard, renderBulkReply } from '../card/bulk-blocks.js';
import {
  type BulkBase,
  type BulkItem,
  type BulkRecord,
  type BulkReply,
  listBulkItems,
  listRepeatingReplies,
  readBulkRecord,
  readBulkReplies,
  summarizeBulk,
  toBulkMetadata,
  toItemsMetadata,
} from '../card/bulk-record.js';
import type { Place } from '../card/place.js';
import { type RecordedMessage, readMessage } from '../card/read-message.js';
import type { ThreadStore } from '../card/repository.js';
import type { Answer, BotIdentity, SlackApi } from '../client/web-api.js';
import type { Refusal } from '../outcomes.js';

/** Lets one piece of work at a time change a bulk, also before its card is known. */
export function bulkMutexKey(request: string): string {
  return `bulk:${request}`;
}

export interface Bulk extends RecordedMessage<BulkRecord> {
  readonly replies: readonly BulkReply[];
}

export interface BulkStore extends ThreadStore {
  read(channel: string, ts: string): Promise<Bulk | Refusal>;
  /** Edits the replies that change, and then the card. False where Slack did not take all. */
  write(bulk: Bulk, change: (item: BulkItem) => BulkItem, draw?: 'where it changes' | 'always'): Promise<boolean>;
}

type Slack = Pick<SlackApi, 'readThread' | 'post' | 'update' | 'remove'>;

export function createBulkStore(slack: Slack, bot: BotIdentity): BulkStore {
  return {
    async read(channel, ts) {
      const found = await readMessage({ slack, bot }, { channel, ts }, readBulkRecord, 'Nothing is left to do.');
      return found.ok ? { ...found, replies: readBulkReplies(found.thread, bot) } : found;
    },

    async write({ channel, ts: cardTs, record, replies }, change, draw = 'where it changes') {
      // What two replicas posted at the same moment is said once.
      const repeating = new Map(listRepeatingReplies(replies).map(({ ts, items }) => [ts, items]));
      let isWritten = true;
      let isChanged = false;
      const after: BulkReply[] = [];
      for (const { ts, items } of replies) {
        const own = (repeating.get(ts) ?? items).map(change);
        after.push({ ts, items: own });
        const isOther = own.length !== items.length || own.some((item, index) => item !== items[index]);
        if (!isOther) continue;
        isChanged = true;
        const edited =
          own.length === 0
            ? await slack.remove(channel, ts)
            : await slack.update({
                channel,
                ts,
                ...renderBulkReply(own),
                metadata: toItemsMetadata(record.request, own),
              });
        isWritten &&= edited.ok;
      }
      const items = listBulkItems(after);
      const next = summarizeBulk(record, items);
      const isSame = next.items === record.items && next.deployed === record.deployed && next.state === record.state;
      if (isSame && !isChanged && draw !== 'always') return isWritten;
      const drawn = await drawBulkCard(slack, { channel, ts: cardTs }, record, items);
      return isWritten && drawn.ok;
    },

    say: ({ channel, ts }, message) => slack.post({ ...message, channel, threadTs: ts }),
    deleteLine: ({ channel }, ts) => slack.remove(channel, ts),
  };
}

export function drawBulkCard(
  slack: Pick<SlackApi, 'update'>,
  place: Place,
  base: BulkBase,
  items: readonly BulkItem[],
): Promise<Answer<undefined>> {
  const record = summarizeBulk(base, items);
  return slack.update({ ...place, ...renderBulkCard(record, items), metadata: toBulkMetadata(record) });
}
