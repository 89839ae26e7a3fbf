// What the clone's own card tells of its service, for the card of its undo. The plan is complete without it.
import { readCardPlace } from '../../clone/undo/own-clone.js';
import type { UndoPlan } from '../../clone/undo/prepare-undo.js';
import { readBatchLines } from '../card/batch-lines.js';
import { listBulkItems } from '../card/bulk-record.js';
import { isBatch } from '../card/record.js';
import { createBulkStore } from '../workflow/bulk-store.js';
import type { CloneStory } from './undo-blocks.js';
import type { UndoContext } from './undo-context.js';

export async function readStory(
  { cards, slack, bot }: Pick<UndoContext, 'cards' | 'slack' | 'bot'>,
  { card: link, distribution: { id } }: UndoPlan,
): Promise<CloneStory | undefined> {
  const place = readCardPlace(link);
  if (!place) return undefined;
  const card = await cards.read(place.channel, place.ts);
  if (card.ok && isBatch(card.record)) {
    return readBatchLines(card.thread, card.record).find(({ distribution }) => distribution === id);
  }
  if (card.ok) return card.record.distribution === id ? card.record : undefined;
  if (card.outcome === 'slack_failed') return undefined;
  const bulk = await createBulkStore(slack, bot).read(place.channel, place.ts);
  const item = bulk.ok ? listBulkItems(bulk.replies).find(({ distribution }) => distribution === id) : undefined;
  // `created_at` of an item is when the request came: its clone was made later, and nobody changed it since by that alone.
  return item && { deployed_at: item.deployed_at };
}
