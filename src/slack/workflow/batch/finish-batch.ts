// The end of a run of a card of several clones. The replies come first, so that whoever takes the card over sends nothing
// again; then the stops, the card, and what the thread says about the end.
import { type BatchLine, countLines, isCreated } from '../../card/batch-lines.js';
import { toCardFacts } from '../../card/log-facts.js';
import type { CardRecord } from '../../card/record.js';
import { mention } from '../../mrkdwn.js';
import type { CloningContext } from '../create-clone.js';
import { buildDecisionMark, readDecisionMarks } from '../decision-marks.js';
import { tellRequester } from '../tell-requester.js';
import { describeEnd } from './describe-end.js';
import type { FinishedRun } from './run-batch.js';
import { settleThread } from './settle-thread.js';
import { trackBatchLater } from './track-batch.js';

/** Whether the result of a line is still unknown. */
export async function finishBatch(
  context: CloningContext,
  { card, board, run }: FinishedRun,
): Promise<{ readonly hasUnknown: boolean }> {
  const { cancels, stops } = readDecisionMarks(card);
  // Nothing is left to begin unless somebody stopped it.
  for (const line of board.lines()) if (line.state === 'planned') board.set({ ...line, state: 'stopped' });
  const lines = board.lines();
  // Where Slack does not take something, the next look at the channel takes the card over and writes it.
  if (!(await board.writeReplies())) return { hasUnknown: false };
  const counts = countLines(lines);
  for (const { ts, by, comment } of [...stops, ...cancels]) {
    await context.slack.update({
      channel: card.channel,
      ts,
      text: `Stopped by ${mention(by)}: ${counts.lines_created} of ${counts.lines} were created, ${counts.lines_stopped} were not begun and will not be created.`,
      metadata: buildDecisionMark(by, 'stopped', comment),
    });
  }
  const end = decideEnd(lines, Math.floor(context.clock.now().getTime() / 1_000));
  const stopper = [...stops, ...cancels][0];
  const change = {
    ...end,
    ...(end.state === 'cancelled' && stopper ? { decided_by: stopper.by, decider_name: undefined } : {}),
  };
  if (!(await board.write(change))) return { hasUnknown: false };
  const record = { ...card.record, ...counts, ...change };
  const hasUnknown = lines.some(({ state }) => state === 'unknown');
  context.auditLog.record({
    event: 'report',
    outcome: 'reported',
    ...toCardFacts({ ...card, record }),
    approver: run.approver,
  });
  await settleThread(context, { ...card, record }, lines);
  tellRequester(context, card, { text: describeEnd(record), actor: run.approver });
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
