// Shows the whole plan of a card in a modal. The plan is made again, because the card records only what a decision needs.

import { type PlanPage, renderPlanLoading, renderPlanProblem, renderPlanView } from '../card/plan-view.js';
import type { CardRecord } from '../card/record.js';
import type { SlackContext } from '../context.js';
import { explainInSlack } from '../messages.js';
import { prepareAgain } from './prepare-again.js';

export type ShowPlanContext = Pick<SlackContext, 'slack' | 'cards' | 'cloning' | 'log' | 'concurrency' | 'clock'>;

/** Slack accepts a trigger for three seconds, so the modal opens at once and the plan follows. */
export async function openPlan(context: ShowPlanContext, triggerId: string, place: PlanPage): Promise<void> {
  const opened = await context.slack.openView(triggerId, renderPlanLoading());
  // Whoever closed it meanwhile, or clicked too long ago, clicks again.
  if (!opened.ok) return context.log.info({ slackError: opened.error }, 'the plan could not be opened');
  await showPlanPage(context, opened.value.viewId, place);
}

export async function showPlanPage(context: ShowPlanContext, viewId: string, place: PlanPage): Promise<void> {
  const card = await context.cards.read(place.channel, place.ts);
  const view = card.ok
    ? await renderPage(context, card.record, place)
    : renderPlanProblem(explainInSlack(card, 'read'));
  const updated = await context.slack.updateView(viewId, view);
  if (!updated.ok) context.log.info({ slackError: updated.error }, 'the plan could not be shown');
}

async function renderPage(context: ShowPlanContext, record: CardRecord, place: PlanPage) {
  const plan = await context.concurrency.planLimit(() =>
    prepareAgain(context, record, { mayHoldAlias: record.state !== 'pending' }),
  );
  if (!plan.ok) return renderPlanProblem(explainInSlack(plan, 'read'));
  return renderPlanView(plan.value, place, plan.value.digest === record.digest);
}
