// Redraws a card of several clones whose plans have changed: it shows the new plans and waits for a new decision. Lines that
// cannot be cloned any more are left out. The thread is written first: until the card has the new digest, it does not fit to
// its thread and cannot be approved.
import type { BatchPlan } from '../../../clone/batch.js';
import { type BatchLine, readBatchReplies, updateReply } from '../../card/batch-lines.js';
import { listPlanned, renderBatchPlan, toBatchLines } from '../../card/batch-plan-blocks.js';
import { recordBatch } from '../../card/batch-record.js';
import { toCardFacts } from '../../card/log-facts.js';
import type { Card } from '../../card/repository.js';
import { type Respond, respondWithRefusal } from '../../client/respond.js';
import type { SlackContext } from '../../context.js';
import { code, mention } from '../../mrkdwn.js';
import { refuse } from '../../outcomes.js';
import { replyWithRefusal } from '../../reply-with-refusal.js';
import { mayHaveBeenSent } from '../decide.js';
import { buildDecisionMark, readDecisionMarks } from '../decision-marks.js';
import { describeDecision } from '../describe-decision.js';
import { readSettled } from '../read-settled.js';
import { writeReply } from './line-board.js';

export interface BatchRedrawing {
  readonly plan: BatchPlan;
  /** The lines as the thread shows them. */
  readonly lines: readonly BatchLine[];
  readonly approver: string;
}

export async function redrawBatch(
  context: Pick<SlackContext, 'auditLog' | 'cards' | 'clock' | 'slack'>,
  card: Card,
  { plan, lines, approver }: BatchRedrawing,
  respond: Respond,
): Promise<void> {
  const facts = { event: 'redraw', ...toCardFacts(card), digest: plan.digest, approver } as const;
  const current = await readSettled(context, card);
  if (!current.ok) return replyWithRefusal(context, facts, current, respond);
  const marks = readDecisionMarks(current);
  const isMoved = current.record.state !== card.record.state || current.record.digest !== card.record.digest;
  if (isMoved || mayHaveBeenSent(current.record, marks) || marks.cancels.length > 0) {
    context.auditLog.record({ ...facts, outcome: 'already_decided' });
    return respond(describeDecision(current.record));
  }
  const known = new Map(toBatchLines(plan).map((line) => [line.domain, line]));
  const next = lines.map((line) => known.get(line.domain) ?? line);
  const about = recordBatch(plan, next);
  if (!about) throw new Error('a card without a line that can be cloned is not redrawn');
  const failed = (slackError: string | undefined) => {
    const what = 'The plan has changed, and Slack did not take the redrawn card.';
    return replyWithRefusal(context, { ...facts, slackError }, refuse('slack_failed', { what }), respond);
  };
  for (const reply of readBatchReplies(current.thread, card.record.request)) {
    const isTaken = await writeReply(context, card, updateReply(reply, known), about.reference);
    if (!isTaken) return failed(undefined);
  }
  const { decided_by: _by, decider_name: _name, comment: _comment, outcome: _outcome, ...rest } = current.record;
  const written = await context.cards.write(
    current,
    { ...rest, ...about, state: 'pending', waiting_since: Math.floor(context.clock.now().getTime() / 1_000) },
    { lasting: (style) => renderBatchPlan(listPlanned(plan), next, style), lines: next },
  );
  if (!written.ok) return failed(written.error);
  const before = new Map(lines.map((line) => [line.domain, line]));
  const changed = next
    .filter(({ domain, digest }) => before.get(domain)?.digest !== digest)
    .map(({ domain }) => code(domain));
  const shown = [...changed.slice(0, 5), ...(changed.length > 5 ? [`${changed.length - 5} more`] : [])].join(', ');
  context.auditLog.record({ ...facts, outcome: 'stale_plan' });
  const asked = approver === card.record.requested_by ? '' : ` Requested by ${mention(card.record.requested_by)}.`;
  await context.cards.say(card, {
    text: `The plans of ${shown} changed before the approval of ${mention(approver)} was carried out. The card shows the new plans and waits for a new decision. Nothing was created.${asked}`,
    metadata: buildDecisionMark(approver, 'redrawn'),
  });
  await respondWithRefusal(respond, refuse('stale_plan'));
}
