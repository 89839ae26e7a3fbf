// Reads the card of an undo once what other replicas wrote can be seen.
import type { Place } from '../card/place.js';
import type { Refusal } from '../outcomes.js';
import { settleMs } from '../workflow/read-settled.js';
import type { UndoCard } from './undo-cards.js';
import type { UndoContext } from './undo-context.js';

export async function readUndoSettled(
  { clock, undo }: Pick<UndoContext, 'clock' | 'undo'>,
  { channel, ts }: Place,
): Promise<UndoCard | Refusal> {
  await clock.pause(settleMs);
  return undo.cards.read(channel, ts);
}
