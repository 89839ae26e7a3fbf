// The last message of a thread: the new distribution with everything that is needed to use it.
import type { CloneConfig } from '../../clone/distribution.js';
import { listGrants } from '../../clone/grants.js';
import type { Distribution } from '../../clone/ports.js';
import { planDnsRecord } from '../../clone/steps.js';
import { describeDnsRecord } from '../../messages/dns-record.js';
import { describeGrant } from '../../messages/grants.js';
import type { Block } from '../client/web-api.js';
import { code, cut, escapeText, mention } from '../mrkdwn.js';
import { actions } from './buttons.js';
import { toConsoleAddress } from './console-link.js';
import type { Line } from './post-once.js';
import { buildMark, isApiClient, resultEventType } from './record.js';
import type { Card } from './repository.js';
import { nameApiClient } from './state-blocks.js';

/** How the line speaks of the DNS record while it is still to create, and once it is there. */
export const dnsHead = {
  blockId: 'result:dns',
  open: '*DNS record to create*',
  done: '*The DNS record is there*',
} as const;
export const dnsInText = { open: ' DNS: ', done: ' DNS record is there: ' } as const;

export interface MadeClone {
  readonly distribution: Distribution;
  readonly approvedBy: string;
  /** Whether the domain is the top of a zone, as DNS says. */
  readonly isZoneTop: boolean;
}

/** One self-contained line first: it is what a search finds weeks later. */
export function renderResult(card: Pick<Card, 'record'>, { distribution, approvedBy, isZoneTop }: MadeClone): Line {
  const { record } = card;
  const { id, domainName, config } = distribution;
  const line = [
    `Created ${code(id)} (${code(domainName)}) for ${code(record.domain)}`,
    `from reference ${code(record.reference)}`,
    `with origin ${code(record.origin)}`,
    `and certificate ${code(record.certificate_name)};`,
    isApiClient(record.requested_by)
      ? `made through the REST API by ${nameApiClient(record)}.`
      : `asked by ${mention(record.requested_by)}, approved by ${mention(approvedBy)}.`,
  ].join(' ');
  const { cname, alias } = describeDnsRecord(planDnsRecord(record.domain, distribution, isZoneTop));
  const dns = cname ? `${code(cname)}\nor in Route 53: ${code(alias)}` : `In Route 53: ${code(alias)}`;
  const blocks: Block[] = [
    section('created', line),
    section('dns', `${dnsHead.open}\n${dns}`),
    ...renderGrants(config, distribution.arn),
    section('console', `CloudFront deploys it within minutes. <${toConsoleAddress(id)}|Open it in the console>`),
    {
      type: 'actions',
      block_id: 'result:undo',
      elements: [
        {
          type: 'button',
          action_id: actions.undo,
          text: { type: 'plain_text', text: 'Undo this clone' },
          value: id,
        },
      ],
    },
  ];
  return {
    text: `${line}${dnsInText.open}${code(cname ?? alias)}`,
    blocks,
    metadata: buildMark(resultEventType, approvedBy, id),
  };
}

const maxGrants = 10;

function renderGrants(config: CloneConfig, arn: string): Block[] {
  const grants = listGrants(config, arn);
  const rest = grants.slice(maxGrants).map(({ host }) => code(host));
  const shown = grants
    .slice(0, maxGrants)
    .map((grant, index) =>
      section(
        `grant:${index}`,
        `*${code(grant.host)} must let the new distribution in*\n${escapeText(describeGrant(grant))}\n\`\`\`${escapeLines(grant.text)}\`\`\``,
      ),
    );
  if (rest.length === 0) return shown;
  const more = `${rest.length} more must let the new distribution in, in the same way: ${rest.join(', ')}`;
  return [...shown, section('grant:more', more)];
}

/** Escaped like all text, but with its line breaks, inside a preformatted block. */
function escapeLines(text: string): string {
  return text
    .split('\n')
    .map((line) => escapeText(line.replaceAll('`', '’')))
    .join('\n');
}

function section(id: string, text: string): Block {
  return {
    type: 'section',
    block_id: `result:${id}`,
    text: { type: 'mrkdwn', text: cut(text, 3_000), verbatim: true },
  };
}
