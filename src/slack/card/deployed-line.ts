// The line in the thread that says that a clone is deployed and where its domain leads, with the button Check DNS.
import type { DnsAnswer } from '../../clone/ports.js';
import { code } from '../mrkdwn.js';
import { actions } from './buttons.js';
import { describeDns } from './describe-dns.js';
import type { Line } from './post-once.js';
import { buildMark, type CardRecord, deployedEventType } from './record.js';

/** `record` holds what DNS says now. Drawn again from the same record, the line says the same. */
export function renderDeployed(record: CardRecord, deployedAt: number, dns: DnsAnswer): Line {
  const lasted = describeDuration((deployedAt - (record.created_at ?? deployedAt)) * 1_000);
  const text = [
    `Deployed after ${lasted}: ${code(record.distribution ?? '')} (${code(record.distribution_domain ?? '')}) serves ${code(record.domain)}.`,
    describeDns(record, dns),
  ].join(' ');
  return {
    text,
    blocks: [
      { type: 'section', block_id: 'deployed:line', text: { type: 'mrkdwn', text, verbatim: true } },
      {
        type: 'actions',
        block_id: 'deployed:check',
        elements: [
          {
            type: 'button',
            action_id: actions.checkDns,
            text: { type: 'plain_text', text: 'Check DNS' },
            value: record.domain,
          },
        ],
      },
    ],
    metadata: buildMark(deployedEventType, record.decided_by ?? record.requested_by, record.distribution, {
      dns_at: record.dns_at,
      dns_found: dns.points === 'no' ? dns.found : undefined,
    }),
  };
}

/** "40 s", "3 min 20 s", "2 h 5 min" */
export function describeDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
