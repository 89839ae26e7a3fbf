// The message in the thread that compares the clone with its reference, and says since when the clone serves its domain.
import { createHash } from 'node:crypto';
import type { SiteCheck } from '../../clone/check-site.js';
import { showInvisible } from '../../clone/visible-text.js';
import { describeFinding } from '../../messages/verification.js';
import type { Block } from '../client/web-api.js';
import { code, cut, escapeText, time } from '../mrkdwn.js';
import { maxMessage } from './budget.js';
import { actions } from './buttons.js';
import type { Line } from './post-once.js';
import { buildMark, type CardRecord, verificationEventType } from './record.js';
import { describeStatus, listRows, type Row } from './verification-table.js';

const maxCellChars = 200;
const maxFindings = 8;

/** Names what the message says, without what is another at each request. */
export function hashVerification(record: CardRecord, check: SiteCheck): string {
  const { verification, path } = check;
  const said = [record.state === 'serving', path, verification, listRows(check, 'lasting')];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16);
}

/** `record` is the card's as it will be, with its state and `verification`. `plain` is for workspaces without tables. */
export function renderVerification(
  record: CardRecord,
  check: SiteCheck,
  checkedAt: Date,
): Line & { readonly plainBlocks: readonly Block[] } {
  const head = renderHead(record, check);
  const findings = check.verification.findings.slice(0, maxFindings).map((one) => escapeText(describeFinding(one)));
  const said = [head, ...findings.map((text) => `• ${text}`)].join('\n');
  const rows = listRows(check);
  const about = `${code(check.path)} of ${code(check.host)}, asked through the addresses of the distribution; the reference as ${code(check.reference.host)}. ${time(checkedAt)}`;
  const around = (middle: Block): Block[] => [section('said', said), middle, context(about), buttons(record)];
  return {
    text: cut(
      [
        head,
        `Clone: ${escapeText(describeStatus(check.clone))}. Reference: ${escapeText(describeStatus(check.reference.answer))}.`,
        ...findings,
      ].join(' '),
      maxMessage.textChars,
    ),
    blocks: around(renderTable(rows)),
    plainBlocks: around(section('rows', rows.map(renderRow).join('\n'))),
    metadata: buildMark(verificationEventType, record.decided_by ?? record.requested_by, record.verification),
  };
}

function renderHead(record: CardRecord, { verification }: SiteCheck): string {
  const domain = code(record.domain);
  if (record.state === 'serving') {
    const since = record.serving_at === undefined ? '' : ` since ${time(new Date(record.serving_at * 1_000))}`;
    return `:white_check_mark: Serving${since}: ${domain} leads to ${code(record.distribution ?? '')}, which answers as it should.`;
  }
  return verification.isPassed
    ? `:white_check_mark: Verified: ${code(record.distribution ?? '')} answers as it should for ${domain}. It serves viewers once DNS leads to it.`
    : `:warning: Verification of ${domain}: ${code(record.distribution ?? '')} does not answer as it should.`;
}

function renderTable(rows: readonly Row[]): Block {
  const cells = [['Answer', 'Clone', 'Reference'], ...rows.map((row) => [row.title, row.clone, row.reference])];
  return {
    type: 'table',
    block_id: 'verification:rows',
    rows: cells.map((texts) => texts.map((text) => ({ type: 'raw_text' as const, text: toCell(text) }))),
    column_settings: [{ is_wrapped: true }, { is_wrapped: true }, { is_wrapped: true }],
  };
}

/** Slack refuses an empty cell, and shows a cell as it is: nothing in it has to be escaped. */
function toCell(text: string): string {
  return cut(showInvisible(text), maxCellChars) || '(none)';
}

function renderRow({ title, clone, reference }: Row): string {
  return clone === reference
    ? `*${title}*  ${code(toCell(clone))}, the same`
    : `*${title}*  ${code(toCell(clone))}, the reference ${code(toCell(reference))}`;
}

function section(id: string, text: string): Block {
  return {
    type: 'section',
    block_id: `verification:${id}`,
    text: { type: 'mrkdwn', text: cut(text, maxMessage.sectionChars), verbatim: true },
  };
}

function context(text: string): Block {
  return {
    type: 'context',
    block_id: 'verification:about',
    elements: [{ type: 'mrkdwn', text, verbatim: true }],
  };
}

function buttons(record: CardRecord): Block {
  return {
    type: 'actions',
    block_id: 'verification:check',
    elements: [
      {
        type: 'button',
        action_id: actions.verify,
        text: { type: 'plain_text', text: 'Check again' },
        value: record.domain,
      },
    ],
  };
}
