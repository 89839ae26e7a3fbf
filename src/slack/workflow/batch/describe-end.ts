// What the thread of a card of several clones says when a run has ended: what was created, what was not, and what to do.
import type { CardRecord } from '../../card/record.js';
import { code, mention } from '../../mrkdwn.js';

/** The result is mrkdwn. It mentions who asked and who approved, because Slack notifies nobody of an edited card. */
export function describeEnd(record: CardRecord): string {
  const {
    lines = 0,
    lines_created: created = 0,
    lines_failed: failed = 0,
    lines_stopped: stopped = 0,
    requested_by,
    decided_by,
  } = record;
  const isUnknown = record.outcome === 'unknown_result';
  const parts = [
    `${created} of ${lines} clones of ${code(record.reference)} ${created === 1 ? 'was' : 'were'} created.`,
    ...(failed === 0 ? [] : [isUnknown ? describeUnknown(failed) : describeFailed(failed)]),
    ...(stopped === 0 ? [] : [`${stopped} ${stopped === 1 ? 'was' : 'were'} not begun and will not be created.`]),
    `Asked by ${mention(requested_by)}${decided_by ? `, ${record.state === 'cancelled' ? 'stopped' : 'approved'} by ${mention(decided_by)}` : ''}.`,
  ];
  return parts.join(' ');
}

function describeFailed(failed: number): string {
  return `${failed} failed: the card says why. Press Retry on the card to try ${failed === 1 ? 'it' : 'these'} again.`;
}

function describeUnknown(failed: number): string {
  return `${failed} failed, or ${failed === 1 ? 'its' : 'their'} result is not known yet. The bot asks AWS again by itself and corrects the card. Wait for that before you ask for ${failed === 1 ? 'this domain' : 'these domains'} on another card.`;
}
