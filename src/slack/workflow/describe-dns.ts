// Says where the domain of a clone leads now, and where it has to lead.
import type { DnsAnswer } from '../../clone/ports.js';
import type { CardRecord } from '../card/record.js';
import type { Card } from '../card/repository.js';
import type { SlackContext } from '../context.js';
import { code, mention } from '../mrkdwn.js';

/** Where the domain leads, and what to do when it is not the clone. */
export function describeDns(record: Pick<CardRecord, 'domain' | 'distribution_domain'>, dns: DnsAnswer): string {
  const target = code(record.distribution_domain ?? '');
  switch (dns.points) {
    case 'yes':
      return `DNS: ${code(record.domain)} leads to it.`;
    case 'no': {
      const now = dns.found === undefined ? 'has no record yet' : `leads to ${code(dns.found)}`;
      return `DNS: ${code(record.domain)} ${now}; point it to ${target}.`;
    }
    case 'unknown':
      return `DNS could not be asked where ${code(record.domain)} leads; it has to be ${target}.`;
    default:
      return dns.points satisfies never;
  }
}

/** The answer to "Check DNS", for the one who pressed it. */
export async function describeCardDns(context: Pick<SlackContext, 'dns'>, card: Card): Promise<string> {
  const { record } = card;
  if (record.distribution_domain === undefined)
    return `This card has no distribution yet; ask ${mention(record.requested_by)}.`;
  return describeDns(record, await context.dns.follow(record.domain, record.distribution_domain));
}
