// A plan as a card: readable in ten seconds by the person who has to answer for it, the rest one click away.

import { describeKey } from '../clone/certificate.js';
import { type Change, maskedValue } from '../clone/change.js';
import { type ClonePlan, daysLeft } from '../clone/plan.js';
import type { Warning } from '../clone/warning.js';
import type { Block } from './api.js';
import { code, cut, escapeText } from './mrkdwn.js';

/** Newer blocks may be refused by a workspace (`invalid_blocks`): every part can be drawn with the old ones alone. */
export type BlockStyle = 'modern' | 'plain';

/** Blocks that keep their place when the state of a card changes have IDs that start with this. */
export const lastingPrefix = 'fact';

const shownWarnings = 6;
/** Slack's limit for the text of a section, and for the rows of a table with its head. */
const maxSection = 3_000;
const maxRows = 100;
const maxCell = 300;

/** The lasting part of a card: facts, warnings, changes. What depends on the state is drawn around it. */
export function renderPlan(plan: ClonePlan, now: Date, style: BlockStyle): Block[] {
  const shown = plan.warnings.slice(0, shownWarnings);
  const rest = plan.warnings.slice(shownWarnings);
  return [
    section('facts', renderFacts(plan, now)),
    ...shown.map((warning, index) => renderWarning(warning, index, style)),
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

const levels = { stop: 'warning', act: 'info', know: 'default' } as const;
const signs = { stop: ':warning:', act: ':wrench:', know: ':information_source:' } as const;

function renderWarning(warning: Warning, index: number, style: BlockStyle): Block {
  const id = `warning:${index}`;
  const text = escapeText([warning.sentence, warning.action].filter(Boolean).join(' '));
  if (style === 'plain') return section(id, `${signs[warning.weight]} ${text}`);
  return {
    type: 'alert',
    block_id: `${lastingPrefix}:${id}`,
    level: levels[warning.weight],
    text: { type: 'mrkdwn', text: cut(text, maxSection), verbatim: true },
  };
}

function renderDetails(plan: ClonePlan, rest: readonly Warning[], style: BlockStyle): Block[] {
  const title = countFields(plan);
  const others = rest.map(({ sentence, action }) => `• ${escapeText([sentence, action].filter(Boolean).join(' '))}`);
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

/** Slack refuses an empty cell. */
function row(...cells: string[]) {
  return cells.map((text) => ({ type: 'raw_text' as const, text: cut(text, maxCell) || '(none)' }));
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
      `• ${code(path)}: ${code(cut(before, maxCell)) || '(none)'} → ${code(cut(after, maxCell)) || '(none)'}`,
  );
  const hidden = `A value that is not shown (${maskedValue}) or a field that the clone does not take was edited.`;
  return sections('moved', ['*What moved since the last drawing*', ...(lines.length > 0 ? lines : [hidden])]);
}

function section(id: string, text: string): Block & { type: 'section' } {
  return {
    type: 'section',
    block_id: `${lastingPrefix}:${id}`,
    text: { type: 'mrkdwn', text: cut(text, maxSection), verbatim: true },
  };
}

/** Lines in as few sections as Slack's limit allows, four at the most; what does not fit is counted. */
function sections(id: string, lines: readonly string[]) {
  const texts: string[] = [];
  for (const [index, line] of lines.entries()) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + line.length < maxSection) texts[texts.length - 1] = `${last}\n${line}`;
    else if (texts.length < 4) texts.push(cut(line, maxSection));
    else {
      texts.push(`… and ${lines.length - index} more`);
      break;
    }
  }
  return texts.map((text, index) => section(`${id}:${index}`, text));
}
