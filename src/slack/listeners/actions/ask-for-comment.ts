// Cancel, and Approve with comment: both open a small modal at once, because Slack accepts a trigger for three seconds.
import { type CommentedDecision, renderDecisionView } from '../../card/decision-view.js';
import type { Respond } from '../../client/respond.js';
import type { SlackContext } from '../../context.js';
import { type Click, isFromAnotherWorkspace } from '../../workflow/click.js';
import { type DecideContext, decideOn } from './decide.js';

export type AskContext = DecideContext & Pick<SlackContext, 'log'>;

/** A cancel does not depend on the modal: where it does not open, the request is cancelled without a reason. */
export async function askBeforeCancel(context: AskContext, click: Click, respond: Respond): Promise<void> {
  const isAsked = !isFromAnotherWorkspace(click, context.bot) && (await openDecision(context, 'cancel', click));
  if (!isAsked) await decideOn('cancel')(context, click, respond);
}

export async function askBeforeApproval(context: AskContext, click: Click, respond: Respond): Promise<void> {
  // The click decides nothing yet, but it is refused like a decision.
  if (isFromAnotherWorkspace(click, context.bot)) return decideOn('approve')(context, click, respond);
  if (await openDecision(context, 'approve', click)) return;
  await respond(
    'The form for the comment did not open. Nothing was created. Press the button again, or press Approve and write your comment in the thread.',
  );
}

async function openDecision(context: AskContext, decision: CommentedDecision, click: Click): Promise<boolean> {
  const { channel, ts, value, threadTs, answerUrl } = click;
  if (answerUrl === undefined) return false;
  const place = { channel, ts, value, answerUrl, ...(threadTs === undefined ? {} : { threadTs }) };
  const opened = await context.slack.openView(click.triggerId, renderDecisionView(decision, place));
  if (!opened.ok) context.log.info({ slackError: opened.error }, 'the form for a comment could not be opened');
  return opened.ok;
}
