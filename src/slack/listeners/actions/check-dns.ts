// Check DNS: tells the person where the clone's domain leads now, and corrects the thread and the card where they say
// something else. Everybody may press it, because it changes nothing but what is said.
import { describeDns, recordDns } from '../../card/describe-dns.js';
import { keyOf } from '../../card/place.js';
import type { Respond } from '../../client/respond.js';
import type { SlackContext } from '../../context.js';
import { mention } from '../../mrkdwn.js';
import { refuse } from '../../outcomes.js';
import { replyWithRefusal } from '../../reply-with-refusal.js';
import { type Click, isFromAnotherWorkspace, toClickFacts } from '../../workflow/click.js';
import { correctDns, type DnsCorrectionContext } from '../../workflow/correct-dns.js';
import { type VerificationContext, verifyClone } from '../../workflow/verify-clone.js';

export interface CheckDnsContext
  extends DnsCorrectionContext,
    VerificationContext,
    Pick<SlackContext, 'bot' | 'dns' | 'auditLog'> {}

export async function checkDns(context: CheckDnsContext, click: Click, respond: Respond): Promise<void> {
  const { bot, cards } = context;
  const facts = toClickFacts(bot, click);
  if (isFromAnotherWorkspace(click, bot)) {
    return replyWithRefusal(context, facts, refuse('not_our_workspace'), respond, 'read');
  }
  const card = await cards.read(click.channel, click.threadTs ?? click.ts);
  if (!card.ok) return replyWithRefusal(context, facts, card, respond, 'read');
  const { record } = card;
  if (record.distribution_domain === undefined) {
    return respond(`This card has no distribution yet; ask ${mention(record.requested_by)}.`);
  }
  const dns = await context.dns.follow(record.domain, record.distribution_domain);
  await respond(describeDns(recordDns(record, dns, context.clock.now()), dns));
  await context.concurrency.cardMutex.runExclusive(keyOf(card), () => correctDns(context, card, dns));
  // Whether it serves may have changed with that, and nobody should have to wait for the next look.
  const isNews = dns.points === (record.state === 'serving' ? 'no' : 'yes');
  if (isNews) await verifyClone(context, card, record);
}
