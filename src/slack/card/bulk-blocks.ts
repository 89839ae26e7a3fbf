// What a bulk looks like: the card with one line per domain, and the replies in its thread with the details.

import type { Block } from '../client/web-api.js';
import { code, cut, escapeText, time } from '../mrkdwn.js';
import { joinLines } from './budget.js';
import type { BulkItem, BulkRecord } from './bulk-record.js';
import { toConsoleAddress } from './console-link.js';

/** chat.update: `text` up to 4,000 characters. */
const maxTextChars = 3_900;
/** section: `text` up to 3,000 characters. https://docs.slack.dev/reference/block-kit/blocks/section-block */
const maxSectionChars = 2_900;
/** All blocks of a message: about 13,200 characters (msg_blocks_too_long). The head and the foot need some of them. */
const maxLinesChars = 10_000;

export interface BulkMessage {
  /** What notifications, screen readers, and Slack's search see. */
  readonly text: string;
  readonly blocks: Block[];
}

export function renderBulkCard(record: BulkRecord, items: readonly BulkItem[]): BulkMessage {
  const lines = items.map(renderLine);
  const shown = takeWithin(lines, maxLinesChars);
  const rest = lines.length - shown.length;
  const state = describeState(record);
  const references = [...new Set(items.map(({ reference }) => reference))];
  const foot = `Through the REST API by ${nameCaller(record)} · ${time(new Date(record.created_at * 1_000))} · request ${code(record.request)}`;
  return {
    text: cut(
      `CloudFront clones: ${state}. References: ${references.map(escapeText).join(', ')}. Domains: ${items.map(({ domain }) => escapeText(domain)).join(', ')}.`,
      maxTextChars,
    ),
    blocks: [
      {
        type: 'header',
        block_id: 'bulk:head',
        text: { type: 'plain_text', text: cut(`${countClones(record.items)}: ${state}`, 150) },
      },
      section(
        'bulk:about',
        `CloudFront clone of ${cut(references.map(code).join(', '), 2_000)}. The thread has the details.`,
      ),
      ...joinLines(shown, maxSectionChars).map((text, index) => section(`bulk:lines:${index}`, text)),
      ...(rest > 0 ? [section('bulk:rest', `${rest} more are in the thread.`)] : []),
      {
        type: 'context',
        block_id: 'bulk:foot',
        elements: [{ type: 'mrkdwn', text: cut(foot, maxSectionChars), verbatim: true }],
      },
    ],
  };
}

function countClones(count: number): string {
  return count === 1 ? '1 CloudFront clone' : `${count} CloudFront clones`;
}

function describeState({ items, deployed }: BulkRecord): string {
  return deployed === items ? 'deployed' : `created, ${deployed} of ${items} deployed`;
}

function nameCaller({ requested_by, requester_name }: BulkRecord): string {
  return [code(requested_by), escapeText(requester_name)].filter(Boolean).join(' ');
}

function renderLine({ domain, distribution, deployed_at }: BulkItem): string {
  return `${code(domain)} → ${code(distribution)} · ${deployed_at === undefined ? 'created' : 'deployed'}`;
}

/** One reply: everything that is needed to use its clones. */
export function renderBulkReply(items: readonly BulkItem[]): BulkMessage {
  const texts = items.map(renderDetails);
  return {
    text: cut(texts.join('\n'), maxTextChars),
    blocks: texts.map((text, index) => section(`bulk:item:${index}`, cut(text, maxSectionChars))),
  };
}

function renderDetails(item: BulkItem): string {
  const { domain, distribution, distribution_domain, reference, origin, certificate, dns, grants, deployed_at } = item;
  const lines = [
    `${deployed_at === undefined ? 'Created' : 'Deployed'} ${code(distribution)} (${code(distribution_domain)}) for ${code(domain)} from reference ${code(reference)} with origin ${code(origin)} and certificate ${code(certificate)}. <${toConsoleAddress(distribution)}|Open it in the console>`,
    `DNS: ${code(dns)}`,
    ...(grants === '' ? [] : [`These origins must let it in: ${grants.split(' ').map(code).join(', ')}`]),
  ];
  return lines.join('\n');
}

/** As many lines as fit. */
function takeWithin(lines: readonly string[], maxChars: number): string[] {
  let left = maxChars;
  return lines.filter((line) => {
    left -= line.length + 1;
    return left >= 0;
  });
}

function section(block_id: string, text: string): Block {
  return { type: 'section', block_id, text: { type: 'mrkdwn', text, verbatim: true } };
}
