// Corrects what the thread and the card say of DNS when it is not true any more. Check DNS calls it, and whatever else asks
// DNS about a clone.
import type { DnsAnswer } from '../../clone/ports.js';
import { recordDns } from '../card/describe-dns.js';
import { type LineEdit, listDnsEdits } from '../card/dns-corrections.js';
import { type CardRecord, hasClone } from '../card/record.js';
import type { Card } from '../card/repository.js';
import type { SlackContext } from '../context.js';
import { readSettled } from './read-settled.js';

export type DnsCorrectionContext = Pick<SlackContext, 'slack' | 'cards' | 'clock'>;

export interface DnsCorrection {
  /** What the card has to say; the same object as before where it says so already. */
  readonly record: CardRecord;
  readonly edits: readonly LineEdit[];
}

/** What is not true any more. Only a clone that exists has lines about DNS. */
export function decideDnsCorrection(card: Card, dns: DnsAnswer, now: Date): DnsCorrection {
  const { record } = card;
  if (!hasClone(record)) return { record, edits: [] };
  const after = recordDns(record, dns, now);
  return { record: after.dns_at === record.dns_at ? record : after, edits: listDnsEdits(card, after, dns) };
}

/** Carries a correction out. A line or a card that Slack does not take now is corrected at the next look. */
export async function carryOutDnsCorrection(
  { slack, cards }: DnsCorrectionContext,
  card: Card,
  { record, edits }: DnsCorrection,
): Promise<void> {
  for (const edit of edits) await slack.update({ channel: card.channel, ...edit });
  if (record !== card.record) await cards.write(card, record);
}

/**
 * Corrects a card that was read a moment ago. It is read again before anything is written, because another replica may
 * have just said that it is deployed.
 */
export async function correctDns(context: DnsCorrectionContext, card: Card, dns: DnsAnswer): Promise<void> {
  const { record, edits } = decideDnsCorrection(card, dns, context.clock.now());
  if (record === card.record && edits.length === 0) return;
  const settled = await readSettled(context, card);
  if (!settled.ok) return;
  await carryOutDnsCorrection(context, settled, decideDnsCorrection(settled, dns, context.clock.now()));
}
