// What undoes clones, as the Slack app uses it. src/app.ts builds it once.
import type { AdvanceUndo } from '../../clone/undo/advance-undo.js';
import type { PrepareUndo, ReadApprovedUndo } from '../../clone/undo/prepare-undo.js';
import type { AskRestore, StartUndo } from '../../clone/undo/start-undo.js';
import type { UndoWrites } from '../../clone/undo/undo-writes.js';
import type { UndoCards } from './undo-cards.js';

export interface UndoServices {
  readonly cards: UndoCards;
  readonly prepare: PrepareUndo;
  /** For the card of an undo that an API client asked for. */
  readonly readApproved: ReadApprovedUndo;
  readonly start: StartUndo;
  readonly askRestore: AskRestore;
  readonly advance: AdvanceUndo;
  readonly listUnderWay: UndoWrites['listUnderWay'];
}
