// Check again: verifies the clone now, tells the person what was found, and corrects the thread and the card. Everybody may
// press it, because it changes nothing but what is said.

import { renderVerification } from '../../card/verification-message.js';
import type { Respond } from '../../client/respond.js';
import type { SlackContext } from '../../context.js';
import { refuse } from '../../outcomes.js';
import { replyWithRefusal } from '../../reply-with-refusal.js';
import { type Click, isFromAnotherWorkspace, toClickFacts } from '../../workflow/click.js';
import { type VerificationContext, verifyClone } from '../../workflow/verify-clone.js';

export type VerifyContext = VerificationContext & Pick<SlackContext, 'bot'>;

export async function verifyAgain(context: VerifyContext, click: Click, respond: Respond): Promise<void> {
  const { bot, cards } = context;
  const facts = toClickFacts(bot, click);
  if (isFromAnotherWorkspace(click, bot)) {
    return replyWithRefusal(context, facts, refuse('not_our_workspace'), respond, 'read');
  }
  if (!context.checkSite) return respond('Clones are not verified here: VERIFY_PATH is off.');
  const card = await cards.read(click.channel, click.threadTs ?? click.ts);
  if (!card.ok) return replyWithRefusal(context, facts, card, respond, 'read');
  const found = await verifyClone(context, card, card.record);
  if (!found)
    return respond(
      'There is nothing to verify: the clone is not deployed yet, or AWS has no such distribution any more.',
    );
  await respond(renderVerification(found.record, found.check, context.clock.now()).text);
}
