// The end of a run: the card says what became of every line, the decisions in the thread are answered, and the thread gets
// the DNS records of all clones.

import { renderDnsRecords } from '../../card/batch-dns.js';
import { type BatchLine, countLines, isCreated } from '../../card/batch-lines.js';
import { toCardFacts } from '../../card/log-facts.js';
import { postOnce } from '../../card/post-once.js';
import type { CardRecord } from '../../card/record.js';
import type { Card } from '../../card/repository.js';
import { mention } from '../../mrkdwn.js';
import { answerApproval } from '../approval.js';
import type { CloningContext } from '../create-clone.js';
import { buildDecisionMark, readDecisionMarks } from '../decision-marks.js';
import type { FinishedRun } from './run-batch.js';
import { trackBatchLater } from './track-batch.js';

/** Whether the result of a line is still unknown. */
export async function finishBatch(
  context: CloningContext,
  { card, board, run }: FinishedRun,
): Promise<{ readonly hasUnknown: boolean }> {
  const { approvals, cancels, stops } = readDecisionMarks(card);
  // Nothing is left to begin unless somebody stopped it.
  for (const line of board.lines()) if (line.state === 'planned') board.set({ ...line, state: 'stopped' });
  const lines = board.lines();
  const end = decideEnd(lines, Math.floor(context.clock.now().getTime() / 1_000));
  const stopper = [...stops, ...cancels][0];
  const isWritten = await board.write({
    ...end,
    ...(end.state === 'cancelled' && stopper ? { decided_by: stopper.by, decider_name: undefined } : {}),
  });
  // The next look at the channel takes the card over and writes it.
  if (!isWritten) return { hasUnknown: false };
  const counts = countLines(lines);
  const facts = toCardFacts(card);
  context.auditLog.record({ event: 'report', outcome: 'reported', ...facts, approver: run.approver });
  const hasUnknown = lines.some(({ state }) => state === 'unknown');
  for (const { ts, by, comment } of [...stops, ...cancels]) {
    await context.slack.update({
      channel: card.channel,
      ts,
      text: `Stopped by ${mention(by)}: ${counts.lines_created} of ${counts.lines} were created, ${counts.lines_stopped} were not begun and will not be created.`,
      metadata: buildDecisionMark(by, 'stopped', comment),
    });
  }
  if (!hasUnknown) {
    for (const { ts, by } of approvals) await answerApproval(context, card, { approver: by, mark: ts });
  }
  await sayRecords(context, card, lines);
  trackBatchLater(context, card);
  return { hasUnknown };
}

/** What the card says when no line is under way any more. */
export function decideEnd(
  lines: readonly BatchLine[],
  now: number,
): Pick<CardRecord, 'state' | 'outcome' | 'created_at'> {
  const failed = lines.filter(({ state }) => state === 'failed' || state === 'unknown');
  const created_at = lines.some(isCreated) ? now : undefined;
  if (failed.length > 0) {
    const isUnknown = failed.some(({ state }) => state === 'unknown');
    return { state: 'failed', outcome: isUnknown ? 'unknown_result' : failed[0]?.outcome, created_at };
  }
  return lines.some(isCreated)
    ? { state: 'cloned', outcome: 'cloned', created_at }
    : { state: 'cancelled', outcome: 'cancelled', created_at };
}

/** The records of the clones that exist by now. A later run that creates more posts them anew, with all of them. */
async function sayRecords(context: CloningContext, card: Card, lines: readonly BatchLine[]): Promise<void> {
  for (const line of renderDnsRecords(lines.filter(isCreated), card.record.decided_by ?? card.record.requested_by)) {
    await postOnce(context.cards, card, line, 'after a look', context.clock.pause);
  }
}
