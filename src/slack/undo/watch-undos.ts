// Takes up undos that another replica left: by the cards in the channels, and by the tags of the distributions.
import type { Place } from '../card/place.js';
import type { ThreadMessage } from '../client/web-api.js';
import { expireUndoLater } from './expire-undo.js';
import { followUndo, followUndoLater, isFollowed } from './follow-undo.js';
import type { UndoContext } from './undo-context.js';
import { isUnderWay, readUndoRecord } from './undo-record.js';

/** Replicas that look at the same time wait a random time up to this. */
const maxJitterMs = 2_000;

/** Whether the message is the card of an undo that may still change. */
export function watchUndoCard(context: UndoContext, place: Place, message: ThreadMessage): boolean {
  const record = readUndoRecord(message);
  if (!record) return false;
  if (record.state === 'pending') {
    expireUndoLater(context, place, record);
    // The thread may hold an approval whose replica died.
    if ((message.reply_count ?? 0) > 0 && !isFollowed(context, record.distribution)) {
      followUndoLater(context, record.distribution, place, Math.random() * maxJitterMs);
    }
    return true;
  }
  if (!isUnderWay(record)) return false;
  if (!isFollowed(context, record.distribution)) {
    followUndoLater(context, record.distribution, place, Math.random() * maxJitterMs);
  }
  return true;
}

/** Undos that the API began may have no card yet, and a card may be too old for the look at its channel. */
export async function sweepUndos(context: UndoContext): Promise<void> {
  const found = await context.undo.listUnderWay();
  if (!found.ok) {
    context.log.warn({ outcome: found.outcome }, 'undos under way could not be looked for');
    return;
  }
  for (const id of found.value) if (!isFollowed(context, id)) await followUndo(context, id, undefined);
}
