// The clone's own card and its thread say that the clone is undone. The card may list several clones.
import { readCardPlace } from '../../clone/undo/own-clone.js';
import { keyOf, type Place } from '../card/place.js';
import { type Line, postOnce } from '../card/post-once.js';
import { type CardRecord, hasClone, isBatch } from '../card/record.js';
import type { Card } from '../card/repository.js';
import { code, link } from '../mrkdwn.js';
import { markBatchLine, markBulkItem } from './mark-line.js';
import type { UndoContext } from './undo-context.js';
import { type UndoCardState, type UndoRecord, undoneEventType } from './undo-record.js';

/** `failed`: the distribution may be in any state, and the card of the clone says again what it said before. */
const markedStates: ReadonlySet<string> = new Set<UndoCardState>([
  'disabling',
  'disabled',
  'deleted',
  'restored',
  'failed',
]);

/** False where Slack does not answer. A clone whose card is gone has nothing to mark. */
export async function markClone(context: UndoContext, undo: UndoRecord, undoLink: string): Promise<boolean> {
  // Another card undoes the clone, and that one says so.
  if (!markedStates.has(undo.state) || undo.outcome === 'undo_under_way') return true;
  const place = readCardPlace(undo.clone_card);
  if (!place) return true;
  return context.concurrency.cardMutex.runExclusive(keyOf(place), () => mark(context, undo, undoLink, place));
}

async function mark(context: UndoContext, undo: UndoRecord, undoLink: string, place: Place): Promise<boolean> {
  const card = await context.cards.read(place.channel, place.ts);
  if (!card.ok) return card.outcome !== 'slack_failed' && markBulkItem(context, undo, place);
  if (isBatch(card.record)) return markBatchLine(context, undo, card);
  return undo.state === 'disabling' || markCard(context, undo, undoLink, card);
}

async function markCard(context: UndoContext, undo: UndoRecord, undoLink: string, card: Card): Promise<boolean> {
  if (card.record.distribution !== undo.distribution || !hasClone(card.record)) return true;
  const { undone: _undone, undo_card: _card, ...rest } = card.record;
  const undone = undo.state === 'disabled' || undo.state === 'deleted' ? undo.state : undefined;
  const next: CardRecord = undone ? { ...rest, undone, undo_card: undoLink } : rest;
  const isSame = card.record.undone === next.undone && card.record.undo_card === next.undo_card;
  const written = isSame ? undefined : await context.cards.write(card, next);
  if (written && !written.ok) return false;
  if (undo.state !== 'deleted') return true;
  const said = await postOnce(context.cards, card, renderUndone(undo, undoLink), 'after a look', context.clock.pause);
  return said !== 'failed';
}

function renderUndone(undo: UndoRecord, undoLink: string): Line {
  const text = `Undone: the clone ${code(undo.distribution)} of ${code(undo.domain)} was deleted. ${link(undoLink, 'The undo and its approval')}`;
  return {
    text,
    blocks: [{ type: 'section', block_id: 'undone', text: { type: 'mrkdwn', text, verbatim: true } }],
    metadata: {
      event_type: undoneEventType,
      event_payload: { by: undo.decided_by ?? undo.requested_by, result: undo.distribution },
    },
  };
}
