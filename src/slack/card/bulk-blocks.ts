// The card of a bulk by REST. It says what a card that people approved says of several clones.

import { showInvisible } from '../../clone/visible-text.js';
import type { Block } from '../client/web-api.js';
import { code, cut, escapeText, time } from '../mrkdwn.js';
import { createBudget, fitMessage, joinLines, maxMessage } from './budget.js';
import { type BulkItem, type BulkRecord, toListedClone } from './bulk-record.js';
import {
  countClones,
  describeCounts,
  type ListMessage,
  nameLines,
  nameReferences,
  renderFacts,
  renderLines,
  renderReply,
  summarizeLines,
} from './clone-list.js';

/** Slack's limit for the text of a header. */
const maxHeaderChars = 150;
const maxFactsChars = 2_000;
/** Characters for the lines: nothing else on the card grows. */
const maxLinesChars = 7_500;

export function renderBulkCard(record: BulkRecord, items: readonly BulkItem[]): ListMessage {
  const lines = items.map(toListedClone);
  const name = nameLines(items.map(({ domain }) => domain));
  const state = describeState(record);
  const end = `: ${state}`;
  const caller = nameCaller(record);
  const references = [...new Set(items.map(({ reference }) => reference))];
  const foot = `Cloned through the REST API by ${caller} · ${time(new Date(record.created_at * 1_000))} · request ${code(record.request)}`;
  const facts = renderFacts({
    about: `${countClones(items.length)} of ${nameReferences(items.map(({ reference }) => reference))}`,
    origins: items.map(({ origin }) => origin),
    certificates: items.map(({ certificate }) => certificate),
  });
  const head = `${cut(showInvisible(name), maxHeaderChars - end.length)}${end}`;
  return {
    text: cut(
      `${escapeText(`${name}${end}. CloudFront clones from reference ${references.join(', ')}`)}, made through the REST API by ${caller}. Distributions: ${summarizeLines(lines)}`,
      maxMessage.textChars,
    ),
    blocks: fitMessage(
      [
        { type: 'header', block_id: `head:${record.state}`, text: { type: 'plain_text', text: head } },
        section(
          'state:result',
          `:white_check_mark: ${items.length} created. The thread has the IDs and the DNS records.`,
        ),
      ],
      [
        ...joinLines(createBudget().takeLines(facts, maxFactsChars)).map((text, index) =>
          section(`facts:${index}`, text),
        ),
        ...renderLines(lines, maxLinesChars),
      ],
      [
        {
          type: 'context',
          block_id: `foot:${record.state}`,
          elements: [{ type: 'mrkdwn', text: cut(foot, maxMessage.sectionChars), verbatim: true }],
        },
      ],
    ),
  };
}

function describeState({ items, deployed, undone = 0, state }: BulkRecord): string {
  return describeCounts({ lines: items, created: items, deployed, stopped: 0, undone }, state === 'deployed');
}

function nameCaller({ requested_by, requester_name }: BulkRecord): string {
  return [code(requested_by), escapeText(requester_name)].filter(Boolean).join(' ');
}

/** One reply of the thread. */
export function renderBulkReply(items: readonly BulkItem[]): ListMessage {
  return renderReply(items.map(toListedClone));
}

function section(block_id: string, text: string): Block {
  return { type: 'section', block_id, text: { type: 'mrkdwn', text, verbatim: true } };
}
