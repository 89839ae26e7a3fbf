// The clones of a bulk by REST, for the verification of lists.
import { bulkVerificationEventType, listBulkItems, toListedClone } from '../card/bulk-record.js';
import { toPermalink } from '../card/record.js';
import type { SlackContext } from '../context.js';
import { bulkMutexKey, createBulkStore } from './bulk-store.js';
import type { ListVerificationContext, VerifiedList } from './verify-list.js';

export function createVerifiedBulk({
  slack,
  bot,
  concurrency,
}: Pick<SlackContext, 'slack' | 'bot'> & Pick<ListVerificationContext, 'concurrency'>): VerifiedList {
  const store = createBulkStore(slack, bot);
  return {
    store,
    eventType: bulkVerificationEventType,

    async read({ channel, ts }) {
      const bulk = await store.read(channel, ts);
      if (!bulk.ok) return bulk.outcome === 'slack_failed' ? 'unavailable' : 'over';
      const { record, replies, thread } = bulk;
      const { request, requested_by: by, verification, deployed_at } = record;
      const facts = { request, channel, card: toPermalink(bot.url, channel, ts), requester: by };
      return { clones: listBulkItems(replies).map(toListedClone), thread, facts, by, verification, deployed_at };
    },

    async write({ channel, ts }, { verification }) {
      const found = await store.read(channel, ts);
      if (!found.ok) return found.outcome !== 'slack_failed';
      return concurrency.cardMutex.runExclusive(bulkMutexKey(found.record.request), async () => {
        const bulk = await store.read(channel, ts);
        if (!bulk.ok) return bulk.outcome !== 'slack_failed';
        return store.write({ ...bulk, record: { ...bulk.record, verification } }, (item) => item, 'always');
      });
    },
  };
}
