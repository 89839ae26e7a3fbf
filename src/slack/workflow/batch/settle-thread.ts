// Says in the thread of a card of several clones how a run ended, once: the approvals are answered, the requester and the
// approver are mentioned, and the DNS records of all clones follow. Whoever looks at the card later says what is missing.
import { renderDnsRecords } from '../../card/batch-dns.js';
import { type BatchLine, isCreated } from '../../card/batch-lines.js';
import { type Line, postOnce } from '../../card/post-once.js';
import { batchEndEventType, buildMark } from '../../card/record.js';
import { type Card, listMarks } from '../../card/repository.js';
import { answerApproval } from '../approval.js';
import type { CloningContext } from '../create-clone.js';
import { listApprovals, readDecisionMarks } from '../decision-marks.js';
import { postDnsFiles } from '../post-dns-files.js';
import { describeEnd } from './describe-end.js';

/** `card`: with its thread as it was read a moment ago. What stands there already costs no call. */
export async function settleThread(context: CloningContext, card: Card, lines: readonly BatchLine[]): Promise<void> {
  const by = card.record.decided_by ?? card.record.requested_by;
  if (!lines.some(({ state }) => state === 'unknown')) {
    for (const mark of readDecisionMarks(card).approvals) {
      await answerApproval(context, card, { approver: mark.by, mark: mark.ts });
    }
  }
  const made = lines.filter((line) => isCreated(line) && line.undone === undefined);
  // A later run that creates more posts the records anew, with all of them.
  for (const line of [renderEnd(card, by), ...renderDnsRecords(made, by)]) {
    if (!isSaid(card, line)) await postOnce(context.cards, card, line, 'after a look', context.clock.pause);
  }
  await postDnsFiles(context, card, made);
}

/** Each approval leads to one such line. */
function renderEnd(card: Card, by: string): Line {
  const { lines_created = 0, lines_failed = 0, lines_stopped = 0 } = card.record;
  const run = [listApprovals(card).length, lines_created, lines_failed, lines_stopped].join('-');
  return {
    text: describeEnd(card.record),
    blocks: [],
    metadata: buildMark(batchEndEventType, by, run),
    isOneOfMany: true,
  };
}

function isSaid(card: Pick<Card, 'thread'>, { metadata: { event_type, event_payload } }: Line): boolean {
  return listMarks(card, event_type).some(({ result }) => result === event_payload.result);
}
