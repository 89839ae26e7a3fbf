// Show the whole plan: a modal with every warning and every field, and buttons that turn its pages.

import { planPageActions, readPlanPage } from '../../card/plan-view.js';
import type { Respond } from '../../client/respond.js';
import type { SlackContext } from '../../context.js';
import { refuse } from '../../outcomes.js';
import { replyWithRefusal } from '../../reply-with-refusal.js';
import { type Click, isFromAnotherWorkspace, toClickFacts } from '../../workflow/click.js';
import { openPlan, type ShowPlanContext } from '../../workflow/show-plan.js';

export type PlanListenerContext = ShowPlanContext & Pick<SlackContext, 'bot' | 'auditLog'>;

export async function showPlan(context: PlanListenerContext, click: Click, respond: Respond): Promise<void> {
  const { bot } = context;
  if (isFromAnotherWorkspace(click, bot)) {
    return replyWithRefusal(context, toClickFacts(bot, click), refuse('not_our_workspace'), respond, 'read');
  }
  await openPlan(context, click.triggerId, { channel: click.channel, ts: click.ts, page: 0 });
}

/** Which page a click in the modal asks for; undefined where the click is about something else. */
export function readPageClick(
  actionId: string,
  view: { readonly id: string; readonly private_metadata: string } | undefined,
): { readonly viewId: string; readonly place: NonNullable<ReturnType<typeof readPlanPage>> } | undefined {
  const step = actionId === planPageActions.next ? 1 : actionId === planPageActions.previous ? -1 : undefined;
  const place = view && step !== undefined ? readPlanPage(view.private_metadata) : undefined;
  return view && place && step !== undefined
    ? { viewId: view.id, place: { ...place, page: place.page + step } }
    : undefined;
}
