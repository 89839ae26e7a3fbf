// A plan as a card: readable in ten seconds by the person who has to answer for it, the rest one click away.

import { daysLeft, describeKey } from '../../clone/certificate.js';
import { type Change, maskedValue } from '../../clone/changes.js';
import type { ClonePlan } from '../../clone/plan.js';
import { showInvisible } from '../../clone/visible-text.js';
import type { Warning } from '../../clone/warnings/warning.js';
import type { Block } from '../client/web-api.js';
import { code, cut, escapeText } from '../mrkdwn.js';

/** Newer blocks may be refused by a workspace (`invalid_blocks`): every part can be drawn with the old ones alone. */
export type BlockStyle = 'modern' | 'plain';

/** Blocks that keep their place when the state of a card changes have IDs that start with this. */
export const lastingPrefix = 'fact';

/** So many of the weightiest get a block of their own, so many more a line each; the rest is one click away. */
const maxAlerts = 3;
const maxLines = 4;
/** Slack's limit for the text of a section, and for the rows of a table with its head. */
const maxSectionChars = 3_000;
const maxRows = 100;
const maxCellChars = 300;

/** The lasting part of a card: facts, warnings, changes. What depends on the state is drawn around it. */
export function renderPlan(plan: ClonePlan, now: Date, style: BlockStyle): Block[] {
  const alerts = plan.warnings.filter(({ weight }) => weight === 'stop').slice(0, maxAlerts);
  const others = plan.warnings.filter((warning) => !alerts.includes(warning));
  const lines = others.filter(({ weight }) => weight !== 'know').slice(0, maxLines);
  const rest = others.filter((warning) => !lines.includes(warning));
  return [
    section('facts', renderFacts(plan, now)),
    ...alerts.map((warning, index) => renderAlert(warning, index, style)),
    ...sections('act', lines.map(renderLine)),
    ...renderDetails(plan, rest, style),
  ];
}

function renderFacts(plan: ClonePlan, now: Date): string {
  const main = plan.replaced.find(({ isMain }) => isMain);
  const origin = main
    ? `${code(plan.origin)} replaces ${code(main.oldHost)} (origin ${code(main.id)})`
    : `${code(plan.origin)}, the same as the reference’s`;
  const { certificate, coveringName, why } = plan.certificate;
  const days = daysLeft(certificate, now);
  const reference = [code(plan.reference.id), code(plan.reference.alias), code(cut(plan.reference.comment, 128))];
  const chosen = [
    `${code(coveringName)} covers ${code(plan.domain)}`,
    escapeText(describeKey(certificate.keyAlgorithm)),
    ...(days === undefined ? [] : [`${days} days left`]),
    escapeText(why),
  ];
  return [
    `*Domain*  ${code(plan.domain)}`,
    `*Origin*  ${origin}`,
    `*Reference*  ${reference.filter(Boolean).join(' · ')}`,
    `*Certificate*  ${chosen.join(' · ')}`,
    code(certificate.arn),
  ].join('\n');
}

function renderAlert(warning: Warning, index: number, style: BlockStyle): Block {
  const id = `warning:${index}`;
  if (style === 'plain') return section(id, renderLine(warning));
  return {
    type: 'alert',
    block_id: `${lastingPrefix}:${id}`,
    level: 'warning',
    text: { type: 'mrkdwn', text: cut(describeWarning(warning), maxSectionChars), verbatim: true },
  };
}

function describeWarning({ sentence, action }: Warning): string {
  return escapeText([sentence, action].filter(Boolean).join(' '));
}

const signs = { stop: ':warning:', act: ':small_orange_diamond:', know: ':small_blue_diamond:' } as const;

function renderLine(warning: Warning): string {
  return `${signs[warning.weight]} ${describeWarning(warning)}`;
}

function renderDetails(plan: ClonePlan, rest: readonly Warning[], style: BlockStyle): Block[] {
  const notes = rest.length === 0 ? '' : ` · ${rest.length} more ${rest.length === 1 ? 'note' : 'notes'}`;
  const title = `${countFields(plan)}${notes}`;
  const others = rest.map(renderLine);
  if (style === 'plain') {
    const changes = plan.changes.map(
      ({ path, before, after, why }) =>
        `• ${code(path)}: ${code(before) || '(none)'} → ${code(after) || '(none)'}, ${escapeText(why)}`,
    );
    return [section('counts', `*${title}*`), ...sections('change', [...changes, ...others])];
  }
  return [
    {
      type: 'container',
      block_id: `${lastingPrefix}:details`,
      title: { type: 'plain_text', text: title },
      is_collapsible: true,
      default_collapsed: true,
      child_blocks: [renderTable(plan.changes), ...sections('note', others).slice(0, 8)],
    },
  ];
}

/** "6 fields change · 84 copied · 2 left out" */
export function countFields({ counts }: ClonePlan): string {
  return `${counts.changed} ${counts.changed === 1 ? 'field changes' : 'fields change'} · ${counts.copied} copied · ${counts.leftOut} left out`;
}

function renderTable(changes: readonly Change[]) {
  const rows = changes.slice(0, maxRows - 2).map(({ path, before, after, why }) => row(path, before, after, why));
  const hidden = changes.length - rows.length;
  return {
    type: 'table' as const,
    rows: [
      row('Field', 'Reference', 'Clone', 'Why'),
      ...rows,
      ...(hidden > 0 ? [row(`and ${hidden} more`, ' ', ' ', 'the reference differs in many fields')] : []),
    ],
    column_settings: [{ is_wrapped: true }, { is_wrapped: true }, { is_wrapped: true }, { is_wrapped: true }],
  };
}

/** Slack refuses an empty cell, and shows a cell as it is: nothing in it has to be escaped. */
function row(...cells: string[]) {
  return cells.map((text) => ({ type: 'raw_text' as const, text: cut(showInvisible(text), maxCellChars) || '(none)' }));
}

/** What moved between the drawing that somebody approved and the one that is shown now. */
export function renderMoves(moves: readonly Omit<Change, 'why'>[] | undefined): Block[] {
  if (moves === undefined) {
    return sections('moved', [
      '*The reference was edited since the last drawing.* The old plan is too large to be kept here, so read the whole card again.',
    ]);
  }
  const lines = moves.map(
    ({ path, before, after }) =>
      `• ${code(path)}: ${code(cut(before, maxCellChars)) || '(none)'} → ${code(cut(after, maxCellChars)) || '(none)'}`,
  );
  const hidden = `A value that is not shown (${maskedValue}) or a field that the clone does not take was edited.`;
  return sections('moved', ['*What moved since the last drawing*', ...(lines.length > 0 ? lines : [hidden])]);
}

function section(id: string, text: string): Block & { type: 'section' } {
  return {
    type: 'section',
    block_id: `${lastingPrefix}:${id}`,
    text: { type: 'mrkdwn', text: cut(text, maxSectionChars), verbatim: true },
  };
}

/** Lines in as few sections as Slack's limit allows, four at the most; what does not fit is counted. */
function sections(id: string, lines: readonly string[]) {
  const texts: string[] = [];
  for (const [index, line] of lines.entries()) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + line.length < maxSectionChars) texts[texts.length - 1] = `${last}\n${line}`;
    else if (texts.length < 4) texts.push(cut(line, maxSectionChars));
    else {
      texts.push(`… and ${lines.length - index} more`);
      break;
    }
  }
  return texts.map((text, index) => section(`${id}:${index}`, text));
}
