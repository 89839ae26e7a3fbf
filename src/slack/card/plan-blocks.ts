// A plan as a card: readable in ten seconds by the person who has to answer for it, the rest one click away.

import { daysLeft, describeKey } from '../../clone/certificate.js';
import { type Change, maskedValue, mirrorPaths } from '../../clone/changes.js';
import type { ClonePlan } from '../../clone/plan.js';
import { showInvisible } from '../../clone/visible-text.js';
import type { Warning } from '../../clone/warnings/warning.js';
import { describeChoice } from '../../messages/certificate-choice.js';
import { changeReasons } from '../../messages/changes.js';
import { describeWarning } from '../../messages/describe-warning.js';
import type { Block } from '../client/web-api.js';
import { code, cut, escapeText, link } from '../mrkdwn.js';
import { type Budget, createBudget, cutEscaped, joinLines, maxMessage } from './budget.js';
import { toConsoleAddress } from './console-link.js';

/** Newer blocks may be refused by a workspace (`invalid_blocks`): every part can be drawn with the old ones alone. */
export type BlockStyle = 'modern' | 'plain';

/** Blocks that keep their place when the state of a card changes have IDs that start with this. */
export const lastingPrefix = 'fact';
/** Of those, what is only wanted for a closer look; where it cannot be folded it stands below the buttons. */
export const detailPrefixes = [`${lastingPrefix}:change`, `${lastingPrefix}:note`];

/** So many warnings have a line each above the buttons; the others are one click away. */
const maxWarningLines = 7;
/** Slack's limits for the rows of a table with its head, and for the title of a container. */
const maxRows = 100;
const maxTitleChars = 150;
const maxCellChars = 300;
/** Characters for each part; what one part leaves is free for the table. */
const partChars = { facts: 2_200, moves: 1_800, warnings: 2_000, notes: 1_500 } as const;

export type Move = Omit<Change, 'reason'>;

/** What changed since the last drawing; `moves` is undefined where the old plan was not kept. */
export interface Redrawing {
  readonly moves: readonly Move[] | undefined;
}

/** The lasting part of a card: facts, warnings, changes. What depends on the state is drawn around it. */
export function renderPlan(plan: ClonePlan, now: Date, style: BlockStyle, redrawing?: Redrawing): Block[] {
  const budget = createBudget();
  const isOnTop = ({ weight }: Warning) => weight !== 'know';
  const top = plan.warnings.filter(isOnTop).slice(0, maxWarningLines);
  const rest = plan.warnings.filter((warning) => !top.includes(warning));
  const facts = sections('facts', budget.takeLines(renderFacts(plan, now), partChars.facts));
  const moves = redrawing ? sections('moved', budget.takeLines(renderMoves(redrawing.moves), partChars.moves)) : [];
  const warnings = sections('act', budget.takeLines(top.map(renderLine), partChars.warnings));
  return [...moves, ...facts, ...warnings, ...renderDetails(plan, top, rest, style, budget)];
}

function renderFacts(plan: ClonePlan, now: Date): string[] {
  const main = plan.replaced.find(({ isMain }) => isMain);
  const origin = main
    ? `${code(plan.origin)} instead of ${code(main.oldHost)}`
    : `${code(plan.origin)}, the same as the reference’s`;
  const { certificate, coveringName } = plan.certificate;
  const days = daysLeft(certificate, now);
  const { id, alias, comment } = plan.reference;
  const about = [escapeText(id), ...(comment === '' ? [] : [`“${escapeText(cut(comment, 128))}”`])].join(', ');
  const chosen = [
    link(toCertificateAddress(certificate.arn), coveringName),
    escapeText(describeKey(certificate.keyAlgorithm)),
    ...(days === undefined ? [] : [`${days} days left`]),
    escapeText(describeChoice(plan.certificate)),
  ];
  return [
    `CloudFront clone of ${link(toConsoleAddress(id), alias)} (${about}) for ${linkDomain(plan.domain)}`,
    `*Origin*  ${origin}`,
    `*Certificate*  ${chosen.join(' · ')}`,
  ];
}

/** The site itself; a wildcard is no address. */
export function linkDomain(domain: string): string {
  return domain.startsWith('*.') ? code(domain) : link(`https://${encodeURI(domain)}/`, domain);
}

/** Where the console shows a certificate; CloudFront takes certificates of us-east-1 alone. */
export function toCertificateAddress(arn: string): string {
  const id = arn.split('/').at(-1) ?? '';
  return `https://us-east-1.console.aws.amazon.com/acm/home?region=us-east-1#/certificates/${encodeURIComponent(id)}`;
}

const signs = { stop: ':warning:', act: ':small_orange_diamond:', know: ':small_blue_diamond:' } as const;

/** One line a risk; what to do about it stands with the details. */
function renderLine(warning: Warning): string {
  const { weight } = warning;
  const text = escapeText(describeWarning(warning).sentence);
  // An asterisk inside of bold text would end it, and a wildcard has to be shown as it is.
  return `${signs[weight]} ${weight === 'stop' && !text.includes('*') ? `*${text}*` : text}`;
}

/** A warning with what to do about it. */
export function renderNote(warning: Warning): string {
  const { sentence, action } = describeWarning(warning);
  return `${signs[warning.weight]} ${escapeText([sentence, action].filter(Boolean).join(' '))}`;
}

function renderDetails(
  plan: ClonePlan,
  top: readonly Warning[],
  rest: readonly Warning[],
  style: BlockStyle,
  budget: Budget,
): Block[] {
  const more = rest.length === 0 ? '' : ` · ${rest.length} more ${rest.length === 1 ? 'note' : 'notes'}`;
  const advice = top.filter((warning) => describeWarning(warning).action !== '').map(renderNote);
  const notes = budget.takeLines([...rest.map(renderNote), ...advice], partChars.notes);
  const title = cutEscaped(`${countFields(plan)}${nameLeftOut(plan)}${more}`, maxTitleChars);
  const { changes } = plan;
  if (style === 'plain') {
    const lines = changes.map(
      ({ path, before, after, reason }) =>
        `• ${code(path)}: ${code(cut(before, maxCellChars)) || '(none)'} → ${code(cut(after, maxCellChars)) || '(left out)'}, ${escapeText(changeReasons[reason])}`,
    );
    const shown = budget.takeLines(lines, maxMessage.blockChars);
    return [section('counts', `*${escapeText(title)}*`), ...sections('change', shown), ...sections('note', notes)];
  }
  return [
    {
      type: 'container',
      block_id: `${lastingPrefix}:details`,
      title: { type: 'plain_text', text: title },
      is_collapsible: true,
      default_collapsed: true,
      child_blocks: [renderTable(changes, budget), ...sections('note', notes)],
    },
  ];
}

/** "6 fields change · 84 copied · 2 left out" */
export function countFields(plan: Pick<ClonePlan, 'counts'>): string {
  const { changed, copied, leftOut } = plan.counts;
  return `${changed} ${changed === 1 ? 'field changes' : 'fields change'} · ${copied} copied · ${leftOut} left out`;
}

/** ": AnycastIpListId, Staging" */
function nameLeftOut(plan: ClonePlan): string {
  const names = plan.changes.flatMap(({ path, after }) => (after === '' ? [showInvisible(path)] : []));
  return names.length === 0 ? '' : `: ${cut(names.join(', '), 90)}`;
}

function renderTable(changes: readonly Change[], budget: Budget) {
  const head = ['Field', 'Reference', 'Clone', 'Why'].map(toCell);
  const rows = changes
    .slice(0, maxRows - 2)
    .map(({ path, before, after, reason }) => [path, before, after || '(left out)', changeReasons[reason]].map(toCell));
  const shown = rows.slice(0, budget.countRows(rows, 100));
  const hidden = changes.length - shown.length;
  const more = [`and ${hidden} more`, ' ', ' ', 'in the whole plan'];
  return {
    type: 'table' as const,
    rows: [head, ...shown, ...(hidden > 0 ? [more] : [])].map((cells) =>
      cells.map((text) => ({ type: 'raw_text' as const, text })),
    ),
    column_settings: [{ is_wrapped: true }, { is_wrapped: true }, { is_wrapped: true }, { is_wrapped: true }],
  };
}

/** Slack refuses an empty cell, and shows a cell as it is: nothing in it has to be escaped. */
function toCell(text: string): string {
  return cut(showInvisible(text), maxCellChars) || '(none)';
}

/** What moved between the drawing that somebody approved and the one that is shown now. */
function renderMoves(moves: readonly Move[] | undefined): string[] {
  if (moves === undefined) {
    return [
      '*The reference was edited since the card was last drawn.* The old plan is too large to be kept here, so read the whole card again.',
    ];
  }
  const lines = moves
    // The fields that an earlier version recorded hold mirrors.
    .filter(({ path }) => !mirrorPaths.has(path))
    .map(
      ({ path, before, after }) =>
        `• ${code(path)}: ${code(cut(before, maxCellChars)) || '(none)'} → ${code(cut(after, maxCellChars)) || '(none)'}`,
    );
  const hidden = `A value that is not shown (${maskedValue}) or a field that the clone does not take was edited.`;
  return ['*What changed since the card was last drawn*', ...(lines.length > 0 ? lines : [hidden])];
}

function section(id: string, text: string): Block & { type: 'section' } {
  return {
    type: 'section',
    block_id: `${lastingPrefix}:${id}`,
    text: { type: 'mrkdwn', text: cut(text, maxMessage.sectionChars), verbatim: true },
  };
}

/** Lines in as few sections as Slack's limit allows. The budget has decided how many there are. */
function sections(id: string, lines: readonly string[]) {
  return joinLines(lines).map((text, index) => section(`${id}:${index}`, text));
}
