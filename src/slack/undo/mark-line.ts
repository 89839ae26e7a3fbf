// A card that lists several clones says of one of them that it is undone, in its line and in the reply of the thread. The
// others stay as they are.
import type { BatchLine } from '../card/batch-lines.js';
import type { Place } from '../card/place.js';
import type { Card } from '../card/repository.js';
import { createLineBoard } from '../workflow/batch/line-board.js';
import { bulkMutexKey, createBulkStore } from '../workflow/bulk-store.js';
import type { UndoContext } from './undo-context.js';
import type { UndoRecord } from './undo-record.js';

type Undone = Pick<BatchLine, 'undone' | 'undone_by'>;

/** What the line has to say; nothing where the clone was restored, or where the undo stopped. */
function toUndone({ state, decided_by, requested_by }: UndoRecord): Undone {
  const isUndone = state === 'disabling' || state === 'disabled' || state === 'deleted';
  return isUndone ? { undone: state, undone_by: decided_by ?? requested_by } : {};
}

function setUndone<Line extends Undone>({ undone: _undone, undone_by: _by, ...line }: Line, undo: UndoRecord) {
  return { ...line, ...toUndone(undo) };
}

/** False where Slack does not take it. The card is drawn again in any case: only its reply may have been written before. */
export async function markBatchLine(context: UndoContext, undo: UndoRecord, card: Card): Promise<boolean> {
  const board = createLineBoard(context, card);
  const line = board.lines().find(({ distribution }) => distribution === undo.distribution);
  if (!line) return true;
  board.set(setUndone(line, undo));
  return board.write({});
}

/** The same for a clone of a bulk by REST. */
export async function markBulkItem(context: UndoContext, undo: UndoRecord, { channel, ts }: Place): Promise<boolean> {
  const store = createBulkStore(context.slack, context.bot);
  const found = await store.read(channel, ts);
  if (!found.ok) return found.outcome !== 'slack_failed';
  return context.concurrency.cardMutex.runExclusive(bulkMutexKey(found.record.request), async () => {
    const bulk = await store.read(channel, ts);
    if (!bulk.ok) return bulk.outcome !== 'slack_failed';
    return store.write(bulk, (item) => (item.distribution === undo.distribution ? setUndone(item, undo) : item));
  });
}
