// Registers the shortcuts: one that everybody finds under Slack's search field, and two in the menu of a message.
import type { App, MessageShortcut } from '@slack/bolt';
import { createRespond } from '../../client/respond.js';
import type { SlackContext } from '../../context.js';
import { reportInternalError } from '../../reply-with-refusal.js';
import type { UndoContext } from '../../undo/undo-context.js';
import { type FormContext, openForm, openFormLikeCard } from '../../workflow/open-form.js';
import { undoMessage } from './undo-message.js';

export type ShortcutsContext = FormContext & UndoContext & Pick<SlackContext, 'cards' | 'clock' | 'concurrency'>;

/** The manifest names them: features.shortcuts. */
const newCloneId = 'new_clone';
const cloneLikeThisId = 'clone_like_this';
const undoId = 'undo_this_clone';

const tooLate = 'The form could not be opened in time. Try again, or type `/cf-clone domain origin ref_dist`.';

export function register(app: App, context: ShortcutsContext): void {
  const { backgroundTasks } = context.concurrency;
  app.shortcut({ callback_id: newCloneId, type: 'shortcut' }, async ({ shortcut, ack }) => {
    await ack();
    // It has no place where the person could be answered: whoever sees no form tries again.
    backgroundTasks.start(
      'shortcut',
      async () => void (await openForm(context, { triggerId: shortcut.trigger_id })),
      async () => undefined,
    );
  });
  app.shortcut<MessageShortcut>({ callback_id: cloneLikeThisId, type: 'message_action' }, async ({ shortcut, ack }) => {
    await ack();
    const { message, channel, trigger_id, response_url } = shortcut;
    const respond = createRespond(response_url, context.log, context.clock.pause);
    const thread: unknown = message.thread_ts;
    // A line of the thread stands for its card.
    const ts = typeof thread === 'string' ? thread : message.ts;
    backgroundTasks.start(
      'shortcut',
      async () => {
        const isOpen = await openFormLikeCard(context, { triggerId: trigger_id, channel: channel.id, ts });
        if (!isOpen) await respond(tooLate);
      },
      () => respond(tooLate),
    );
  });
  app.shortcut<MessageShortcut>({ callback_id: undoId, type: 'message_action' }, async ({ shortcut, ack }) => {
    await ack();
    const { message, channel, response_url, user } = shortcut;
    const respond = createRespond(response_url, context.log, context.clock.pause);
    const thread: unknown = message.thread_ts;
    const ts = typeof thread === 'string' ? thread : message.ts;
    const chosen = { channel: channel.id, ts, userId: user.id, userName: user.name };
    backgroundTasks.start(
      'shortcut',
      () => undoMessage(context, chosen, respond),
      () =>
        reportInternalError(context, { event: 'request', channel: channel.id, requester: user.id }, respond, 'undo'),
    );
  });
}
