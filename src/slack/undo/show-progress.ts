// What the card of an undo says after a look at the distribution. Pure, with one function for the record and one for the
// lines of the thread.
import type { UndoProgress } from '../../clone/undo/advance-undo.js';
import { isOff } from '../../clone/undo/undo-config.js';
import { stopReasons } from '../../messages/refusals/undo.js';
import type { Line } from '../card/post-once.js';
import { isApiClient } from '../card/record.js';
import { explainInSlack } from '../messages.js';
import { code, cut, escapeText, mention, time } from '../mrkdwn.js';
import { maxProblemChars, toUndoLineType, type UndoRecord } from './undo-record.js';

/** The record after a look, or undefined where the look says nothing about this card. `link`: that of the card. */
export function toNextRecord(record: UndoRecord, progress: UndoProgress, link: string): UndoRecord | undefined {
  const { problem: _problem, outcome: _outcome, ...rest } = record;
  if ('state' in progress && progress.state.where !== link) {
    return { ...rest, state: 'failed', outcome: 'undo_under_way', problem: 'Another card undoes this clone.' };
  }
  switch (progress.kind) {
    case 'disabling':
      // A grace time that was shown does not go back.
      return record.state === 'disabled' ? rest : { ...rest, state: 'disabling' };
    case 'disabled':
      return { ...rest, state: 'disabled', delete_after: Math.floor(progress.until.getTime() / 1_000) };
    case 'gone':
      return { ...rest, state: 'deleted', outcome: 'clone_deleted' };
    case 'restored': {
      const { restoredBy } = progress.state;
      return {
        ...rest,
        state: 'restored',
        outcome: 'clone_restored',
        ...(restoredBy ? { restored_by: restoredBy } : {}),
      };
    }
    case 'none':
      // Before the tags are written there are none. Afterwards a restore has removed them, or somebody by hand.
      if (progress.distribution.etag === record.etag) return undefined;
      return isOff(progress.distribution.config)
        ? { ...rest, state: 'failed', outcome: 'clone_changed', problem: stopReasons.tags_changed }
        : { ...rest, state: 'restored', outcome: 'clone_restored' };
    case 'stopped':
      return { ...rest, state: 'failed', outcome: 'clone_changed', problem: stopReasons[progress.reason] };
    case 'blocked': {
      // The request's ID is another one at each look, and the card is only written where there is news.
      const { awsRequestId: _id, ...refusal } = progress.refusal;
      return { ...rest, outcome: refusal.outcome, problem: explainPlainly(refusal) };
    }
    default:
      return progress satisfies never;
  }
}

/** The card escapes what it shows, so the sentence is kept as it was. */
function explainPlainly(refusal: Parameters<typeof explainInSlack>[0]): string {
  const text = explainInSlack(refusal, 'read');
  return cut(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'), maxProblemChars);
}

/** The line in the card's thread for a state, undefined where the card alone says it. */
export function renderUndoLine(record: UndoRecord): Line | undefined {
  const { state, decided_by = record.requested_by } = record;
  const clone = `${code(record.distribution)} (${code(record.distribution_domain)}) of ${code(record.domain)}`;
  const text = describeLine(record, clone);
  if (text === undefined) return undefined;
  const block = { type: 'section', block_id: `undo:${state}`, text: { type: 'mrkdwn', text, verbatim: true } } as const;
  return {
    text,
    blocks: [block],
    metadata: { event_type: toUndoLineType(state), event_payload: { by: decided_by, result: state } },
  };
}

function describeLine(record: UndoRecord, clone: string): string | undefined {
  const { state, delete_after = 0, problem, decided_by = '', requested_by } = record;
  switch (state) {
    case 'disabled':
      return `The clone ${clone} has no alias any more and is disabled everywhere. The bot deletes it after ${time(new Date(delete_after * 1_000))}. Until then Restore on the card brings it back.`;
    case 'deleted':
      if (isApiClient(requested_by)) {
        return `Deleted the clone ${clone}. Undone through the REST API by ${mention(requested_by)}.`;
      }
      return `Deleted the clone ${clone}. Undo asked by ${mention(requested_by)}, approved by ${mention(decided_by)}.`;
    case 'restored':
      return `Restored the clone ${clone}${record.restored_by ? `, asked by ${mention(record.restored_by)}` : ''}. It has its alias again and is enabled as before.`;
    case 'failed':
      return `The undo of the clone ${clone} stopped. ${escapeText(problem ?? '')} The bot does nothing more with it. Look at it in CloudFront.`;
    case 'pending':
    case 'disabling':
    case 'cancelled':
    case 'expired':
      return undefined;
    default:
      return state satisfies never;
  }
}
