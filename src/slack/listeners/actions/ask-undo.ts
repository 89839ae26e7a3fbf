// Undo this clone, in the thread of a clone: posts the card that asks for an approval of the undo.
import type { Respond } from '../../client/respond.js';
import { refuse } from '../../outcomes.js';
import { replyWithRefusal } from '../../reply-with-refusal.js';
import { requestUndo } from '../../undo/request-undo.js';
import type { UndoContext } from '../../undo/undo-context.js';
import { type Click, isFromAnotherWorkspace, toClickFacts } from '../../workflow/click.js';

export function askUndo(context: UndoContext, click: Click, respond: Respond): Promise<void> {
  const { bot } = context;
  if (isFromAnotherWorkspace(click, bot)) {
    return replyWithRefusal(context, toClickFacts(bot, click), refuse('not_our_workspace'), respond, 'undo');
  }
  const { channel, userId, userName = '', value } = click;
  return requestUndo(context, { wanted: value, channel, userId, userName }, respond);
}
