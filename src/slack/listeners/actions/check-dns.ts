// Check DNS: tells the person where the clone's domain leads now.

import type { Respond } from '../../client/respond.js';
import type { SlackContext } from '../../context.js';
import { refuse } from '../../outcomes.js';
import { replyWithRefusal } from '../../reply-with-refusal.js';
import { type Click, isFromAnotherWorkspace, toClickFacts } from '../../workflow/click.js';
import { describeCardDns } from '../../workflow/describe-dns.js';

export type CheckDnsContext = Pick<SlackContext, 'bot' | 'cards' | 'dns' | 'auditLog'>;

export async function checkDns(context: CheckDnsContext, click: Click, respond: Respond): Promise<void> {
  const { bot, cards } = context;
  const facts = toClickFacts(bot, click);
  if (isFromAnotherWorkspace(click, bot)) {
    return replyWithRefusal(context, facts, refuse('not_our_workspace'), respond, 'read');
  }
  const card = await cards.read(click.channel, click.threadTs ?? click.ts);
  if (!card.ok) return replyWithRefusal(context, facts, card, respond, 'read');
  await respond(await describeCardDns(context, card));
}
