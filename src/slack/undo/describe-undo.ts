// Says what became of an undo, for somebody whose click came later.
import { isApiClient } from '../card/record.js';
import { code, mention } from '../mrkdwn.js';
import type { UndoRecord } from './undo-record.js';

/** The result is mrkdwn. */
export function describeUndo(record: UndoRecord): string {
  const how = isApiClient(record.requested_by) ? ' through the REST API' : '';
  const by = record.decided_by ? `${how} by ${mention(record.decided_by)}` : how;
  const clone = code(record.distribution);
  switch (record.state) {
    case 'pending':
      return 'Somebody decided about this undo at the same moment. The thread will say more.';
    case 'disabling':
      return `This undo was approved${by}. ${clone} is being disabled. The card offers Restore when that is done.`;
    case 'disabled':
      return `This undo was approved${by}. ${clone} is disabled, and the card offers Restore until it is deleted.`;
    case 'deleted':
      return `This undo was approved${by}, and ${clone} is deleted.`;
    case 'restored':
      return `${clone} was restored. It has its alias again.`;
    case 'cancelled':
      return `This undo was cancelled${by}. Nothing was changed.`;
    case 'expired':
      return 'This card expired. Nothing was changed. Ask for the undo again.';
    case 'failed':
      return `The undo of ${clone} stopped. The card says why.`;
    default:
      return record.state satisfies never;
  }
}
