// Registers the listener of all buttons. Every button is acknowledged at once, also one that no card offers any more,
// because Slack shows a warning triangle beside a button that nobody acknowledged.
import type { App, BlockAction } from '@slack/bolt';
import type { Purpose } from '../../../messages/refusal.js';
import { actions } from '../../card/buttons.js';
import { createRespond, type Respond } from '../../client/respond.js';
import type { SlackContext } from '../../context.js';
import { formActions } from '../../form/form-fields.js';
import { reportInternalError } from '../../reply-with-refusal.js';
import { handleUndoClick } from '../../undo/handle-undo-click.js';
import { undoActions } from '../../undo/undo-blocks.js';
import type { UndoContext } from '../../undo/undo-context.js';
import { type Click, findAnswerThread, toClickFacts } from '../../workflow/click.js';
import { showPlanPage } from '../../workflow/show-plan.js';
import { askBeforeApproval, askBeforeCancel } from './ask-for-comment.js';
import { askUndo } from './ask-undo.js';
import { type CheckDnsContext, checkDns } from './check-dns.js';
import { type DecideContext, decideOn, stopNow } from './decide.js';
import { type EditListenerContext, startEdit } from './edit.js';
import { type ListContext, showPage } from './history-page.js';
import { type NewCloneContext, startNewClone } from './new-clone.js';
import { type PlanListenerContext, readPageClick, showPlan } from './show-plan.js';
import { type VerifyContext, verifyAgain } from './verify.js';

export type ActionsContext = DecideContext &
  CheckDnsContext &
  VerifyContext &
  ListContext &
  PlanListenerContext &
  NewCloneContext &
  EditListenerContext &
  UndoContext &
  Pick<SlackContext, 'log'>;

interface ActionListener {
  readonly listen: (context: ActionsContext, click: Click, respond: Respond) => Promise<void>;
  readonly purpose: Purpose;
}

const listeners: ReadonlyMap<string, ActionListener> = new Map<string, ActionListener>([
  [actions.approve, { listen: decideOn('approve'), purpose: 'create' }],
  [actions.retry, { listen: decideOn('retry'), purpose: 'create' }],
  [actions.stop, { listen: stopNow, purpose: 'create' }],
  [actions.approveWithComment, { listen: askBeforeApproval, purpose: 'create' }],
  [actions.cancel, { listen: askBeforeCancel, purpose: 'create' }],
  [actions.edit, { listen: startEdit, purpose: 'create' }],
  [actions.plan, { listen: showPlan, purpose: 'read' }],
  [actions.checkDns, { listen: checkDns, purpose: 'read' }],
  [actions.verify, { listen: verifyAgain, purpose: 'read' }],
  [actions.undo, { listen: askUndo, purpose: 'undo' }],
  [undoActions.approve, { listen: handleUndoClick('approve'), purpose: 'undo' }],
  [undoActions.cancel, { listen: handleUndoClick('cancel'), purpose: 'undo' }],
  [undoActions.restore, { listen: handleUndoClick('restore'), purpose: 'undo' }],
  [actions.newer, { listen: showPage({ isShared: false }), purpose: 'read' }],
  [actions.older, { listen: showPage({ isShared: false }), purpose: 'read' }],
  [actions.share, { listen: showPage({ isShared: true }), purpose: 'read' }],
]);

export function register(app: App, context: ActionsContext): void {
  const { concurrency, clock, log, bot } = context;
  app.action<BlockAction>(/.*/, async ({ body, action, ack }) => {
    await ack();
    const { action_id } = action;
    const value = 'value' in action && typeof action.value === 'string' ? action.value : '';
    if (action_id === formActions.newClone) return startNewClone(context, body, value);
    const page = readPageClick(action_id, body.view);
    if (page) {
      concurrency.backgroundTasks.start(
        action_id,
        () => showPlanPage(context, page.viewId, page.place),
        async () => undefined,
      );
      return;
    }
    const listener = listeners.get(action_id);
    if (!listener) {
      log.debug({ action: action_id }, 'a button that needs no work');
      return;
    }
    const click = readClick(body, value);
    if (!click) return;
    const respond = createRespond(body.response_url, log, clock.pause, findAnswerThread(click));
    concurrency.backgroundTasks.start(
      action_id,
      () => listener.listen(context, click, respond),
      () => reportInternalError(context, toClickFacts(bot, click, action_id), respond, listener.purpose),
    );
  });
}

/** A click on a button of a message. A button elsewhere has no card. */
function readClick(body: BlockAction, value: string): Click | undefined {
  const channel = body.channel?.id;
  const ts = body.message?.ts ?? (body.container.type === 'message' ? body.container.message_ts : undefined);
  if (!channel || !ts) return undefined;
  const thread: unknown = body.message?.thread_ts;
  return {
    channel,
    ts,
    userId: body.user.id,
    userName: body.user.name ?? '',
    userTeam: body.user.team_id,
    triggerId: body.trigger_id,
    answerUrl: body.response_url,
    value,
    ...(typeof thread === 'string' ? { threadTs: thread } : {}),
  };
}
