// Edit: a button on a card that opens the form with what the card asks for.
import type { Respond } from '../../client/respond.js';
import type { SlackContext } from '../../context.js';
import { refuse } from '../../outcomes.js';
import { replyWithRefusal } from '../../reply-with-refusal.js';
import { type Click, isFromAnotherWorkspace, toClickFacts } from '../../workflow/click.js';
import { type FormContext, openEditForm } from '../../workflow/open-form.js';

export type EditListenerContext = FormContext & Pick<SlackContext, 'access' | 'auditLog' | 'bot' | 'cards' | 'clock'>;

export async function startEdit(context: EditListenerContext, click: Click, respond: Respond): Promise<void> {
  if (isFromAnotherWorkspace(click, context.bot)) {
    return replyWithRefusal(context, toClickFacts(context.bot, click), refuse('not_our_workspace'), respond, 'read');
  }
  const isOpen = await openEditForm(context, click);
  if (!isOpen) await respond('The form could not be opened in time. Press Edit again.');
}
