// Redraws a card whose plan has changed: it shows the new plan, says what changed, and waits for a new decision.

import type { ClonePlan } from '../../clone/plan.js';
import { quote } from '../../clone/visible-text.js';
import { toCardFacts, toPlanFacts } from '../card/log-facts.js';
import { renderPlan } from '../card/plan-blocks.js';
import { recordPlan } from '../card/plan-record.js';
import { listMoves } from '../card/plan-snapshot.js';
import type { Card } from '../card/repository.js';
import { type Respond, respondWithRefusal } from '../client/respond.js';
import type { SlackContext } from '../context.js';
import { code, mention } from '../mrkdwn.js';
import { type Refusal, refuse } from '../outcomes.js';
import { replyWithRefusal } from '../reply-with-refusal.js';
import { answerApproval } from './approval.js';
import { isBeingEdited, mayHaveBeenSent, refuseEdited } from './decide.js';
import { buildDecisionMark, readDecisionMarks } from './decision-marks.js';
import { describeDecision } from './describe-decision.js';
import { readSettled } from './read-settled.js';
import { tellRequester } from './tell-requester.js';

export interface RedrawOptions {
  readonly plan: ClonePlan;
  readonly approver: string;
  /** A create may have been sent, and the lists of AWS show no distribution long after it. */
  readonly isAfterCreate?: boolean;
}

export async function redrawCard(
  context: Pick<SlackContext, 'auditLog' | 'cards' | 'clock' | 'slack' | 'concurrency'>,
  card: Card,
  { plan, approver, isAfterCreate = false }: RedrawOptions,
  respond: Respond,
): Promise<void> {
  const facts = { event: 'redraw', ...toCardFacts(card), ...toPlanFacts(plan), approver } as const;
  const current = await readSettled(context, card);
  if (!current.ok) return replyWithRefusal(context, facts, current, respond);
  const marks = readDecisionMarks(current);
  const isLocked = !isAfterCreate && mayHaveBeenSent(current.record, marks);
  if (isBeingEdited(current.record, marks, context.clock.now())) {
    return replyWithRefusal(context, facts, refuseEdited(), respond);
  }
  if (current.record.state !== card.record.state || isLocked || marks.cancels.length > 0) {
    context.auditLog.record({ ...facts, outcome: 'already_decided' });
    return respond(
      marks.cancels.length > 0
        ? 'Somebody cancelled this card at the same moment. The thread will say what became of it.'
        : describeDecision(current.record),
    );
  }
  if (isAfterCreate) {
    for (const { ts: mark, by } of marks.approvals) await answerApproval(context, current, { approver: by, mark });
  }
  const moves = listMoves(card.record.fields, plan);
  const {
    decided_by: _approval,
    decider_name: _name,
    comment: _comment,
    outcome: _earlier,
    attempt: _attempt,
    attempt_at: _at,
    ...rest
  } = card.record;
  const now = context.clock.now();
  const written = await context.cards.write(
    card,
    {
      ...rest,
      ...recordPlan(plan),
      state: 'pending',
      waiting_since: Math.floor(now.getTime() / 1_000),
      ...(isAfterCreate ? { was_sent: true } : {}),
    },
    { lasting: (style) => renderPlan(plan, now, style, { moves }) },
  );
  if (!written.ok) {
    const what = 'The plan has changed, and Slack did not take the redrawn card.';
    return replyWithRefusal(
      context,
      { ...facts, slackError: written.error },
      refuse('slack_failed', { what }),
      respond,
    );
  }
  const refusal = explainRedraw(card, plan);
  context.auditLog.record({ ...facts, outcome: refusal.outcome });
  const fields = moves?.map(({ path }) => code(path)) ?? [];
  const what = fields.length > 0 ? `: ${fields.slice(0, 10).join(', ')}${fields.length > 10 ? ' and more' : ''}` : '';
  const asked = approver === card.record.requested_by ? '' : ` Requested by ${mention(card.record.requested_by)}.`;
  const created = isAfterCreate
    ? 'The lists of AWS show no distribution that was made for the earlier approval.'
    : 'Nothing was created.';
  const text = `The plan for ${code(plan.domain)} from reference ${code(plan.reference.id)} changed before the approval of ${mention(approver)} was carried out${what}. The card shows the new plan and waits for a new decision. ${created}${asked}`;
  await context.cards.say(card, { text, metadata: buildDecisionMark(approver, 'redrawn') });
  tellRequester(context, card, { text, actor: approver });
  await respondWithRefusal(respond, refusal);
}

function explainRedraw(card: Card, plan: ClonePlan): Refusal {
  const isReplaced = plan.certificate.certificate.arn !== card.record.certificate;
  if (!isReplaced) return refuse('stale_plan');
  return refuse('certificate_gone', {
    also: `The card now shows another one, ${quote(plan.certificate.coveringName)}.`,
  });
}
