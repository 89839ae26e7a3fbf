// Says where the domain of a clone leads now, and where it has to lead.
import type { DnsAnswer } from '../../clone/ports.js';
import { code, time } from '../mrkdwn.js';
import type { CardRecord } from './record.js';

type DnsFacts = Pick<CardRecord, 'domain' | 'distribution_domain' | 'dns_at'>;

/** Where the domain leads, and what to do when it is not the clone. */
export function describeDns(record: DnsFacts, dns: DnsAnswer): string {
  const target = code(record.distribution_domain ?? '');
  switch (dns.points) {
    case 'yes': {
      const seen = record.dns_at === undefined ? '' : `, seen ${time(new Date(record.dns_at * 1_000))}`;
      return `DNS: ${code(record.domain)} leads to it${seen}.`;
    }
    case 'no': {
      const now = dns.found === undefined ? 'has no record yet' : `leads to ${code(dns.found)}`;
      return `DNS: ${code(record.domain)} ${now}; point it to ${target}.`;
    }
    case 'unknown':
      return `The bot could not ask DNS where ${code(record.domain)} leads. It has to lead to ${target}.`;
    default:
      return dns.points satisfies never;
  }
}

/** The record with what DNS says now. An answer that could not be had changes nothing. */
export function recordDns<R extends CardRecord>(record: R, dns: DnsAnswer, now: Date): R {
  switch (dns.points) {
    case 'yes':
      return { ...record, dns_at: record.dns_at ?? Math.floor(now.getTime() / 1_000) };
    case 'no':
      return { ...record, dns_at: undefined };
    case 'unknown':
      return record;
    default:
      return dns.points satisfies never;
  }
}
