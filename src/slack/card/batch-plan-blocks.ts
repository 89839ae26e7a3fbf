// The plans of several clones on their card: what they share, the warnings grouped, and a table with a row for each domain.
import type { BatchPlan } from '../../clone/batch.js';
import type { ClonePlan } from '../../clone/plan.js';
import { showInvisible } from '../../clone/visible-text.js';
import { describeWarning } from '../../messages/describe-warning.js';
import { describeRefusal } from '../../messages/refusal.js';
import type { Block } from '../client/web-api.js';
import { slackTexts } from '../messages.js';
import { code, cut, escapeText, link } from '../mrkdwn.js';
import { type BatchLine, cutReason } from './batch-lines.js';
import { createBudget, joinLines } from './budget.js';
import { countClones, renderFacts } from './clone-list.js';
import { toConsoleAddress } from './console-link.js';
import { type BlockStyle, lastingPrefix } from './plan-blocks.js';

/** Characters for each part. What they leave is free for the table. */
const partChars = { facts: 1_500, leftOut: 1_200, warnings: 1_800 } as const;
const maxCellChars = 100;

interface WarningGroup {
  readonly text: string;
  readonly sign: string;
  readonly domains: ReadonlySet<string>;
}

const signs = { stop: ':warning:', act: ':small_orange_diamond:', know: ':small_blue_diamond:' } as const;

/** The lasting part of the card while it waits. */
export function renderBatchPlan(planned: readonly ClonePlan[], all: readonly BatchLine[], style: BlockStyle): Block[] {
  const [first] = planned;
  if (!first) return [];
  const budget = createBudget();
  const groups = groupWarnings(planned);
  const leftOut = all.flatMap(({ domain, state, why = '' }) =>
    state === 'left_out' ? [`• ${code(domain)}: ${escapeText(why)}`] : [],
  );
  const facts = budget.takeLines(describeFacts(first, planned), partChars.facts);
  const missing =
    leftOut.length === 0
      ? []
      : budget.takeLines(
          [`:no_entry: *Left out, because they cannot be cloned: ${leftOut.length} of ${all.length}*`, ...leftOut],
          partChars.leftOut,
        );
  const warnings = budget.takeLines(
    groups.map(({ sign, text, domains }, index) => {
      const who = domains.size === planned.length ? `All ${planned.length}` : `${domains.size} of ${planned.length}`;
      return `${sign} ${index + 1}. ${who}: ${escapeText(text)}`;
    }),
    partChars.warnings,
  );
  const hasOrigins = new Set(planned.map(({ origin }) => origin)).size > 1;
  const rows = planned.map((plan) => toRow(plan, groups, planned.length, hasOrigins));
  const head = ['Domain', ...(hasOrigins ? ['Origin'] : []), 'Certificate', 'Notes'];
  // The titles, and the row that counts what did not fit.
  const shown = rows.slice(0, budget.countRows(rows, 150));
  const rest = rows.length - shown.length;
  return [
    ...sections('facts', facts),
    ...sections('left_out', missing),
    ...sections('act', warnings),
    ...(style === 'modern' ? [renderTable(head, shown, rest)] : renderList(shown, rest)),
  ];
}

export function listPlanned({ lines }: BatchPlan): ClonePlan[] {
  return lines.flatMap(({ plan }) => (plan.ok ? [plan.value] : []));
}

function describeFacts({ reference, replaced }: ClonePlan, planned: readonly ClonePlan[]): string[] {
  const about = [
    escapeText(reference.id),
    ...(reference.comment ? [`“${escapeText(cut(reference.comment, 128))}”`] : []),
  ];
  return renderFacts({
    about: `${countClones(planned.length)} of ${link(toConsoleAddress(reference.id), reference.alias)} (${about.join(', ')})`,
    origins: planned.map(({ origin }) => origin),
    insteadOf: replaced.find(({ isMain }) => isMain)?.oldHost,
    certificates: planned.map(({ certificate }) => certificate.coveringName),
  });
}

/** One entry for each kind of warning, with the domains that it is about: the weightiest first. */
function groupWarnings(planned: readonly ClonePlan[]): WarningGroup[] {
  const groups = new Map<string, { texts: Set<string>; weight: keyof typeof signs; domains: Set<string> }>();
  for (const { domain, warnings } of planned) {
    for (const warning of warnings) {
      const group = groups.get(warning.kind) ?? { texts: new Set(), weight: warning.weight, domains: new Set() };
      groups.set(warning.kind, group);
      group.texts.add(describeWarning(warning).sentence);
      group.domains.add(domain);
    }
  }
  const order = ['stop', 'act', 'know'];
  return [...groups.values()]
    .sort((a, b) => order.indexOf(a.weight) - order.indexOf(b.weight) || b.domains.size - a.domains.size)
    .map(({ texts, weight, domains }) => {
      const [text = ''] = texts;
      const others = texts.size > 1 ? ` And ${texts.size - 1} more of this kind.` : '';
      return { text: `${text}${others}`, sign: signs[weight], domains };
    });
}

/** What counts for all lines stands above the table, so a row names the rest. */
function toRow(
  { domain, origin, certificate }: ClonePlan,
  groups: readonly WarningGroup[],
  count: number,
  hasOrigins: boolean,
) {
  const notes = groups.flatMap(({ domains }, index) =>
    domains.size < count && domains.has(domain) ? [String(index + 1)] : [],
  );
  return [domain, ...(hasOrigins ? [origin] : []), certificate.coveringName, notes.join(', ') || '–'].map(
    (text) => cut(showInvisible(text), maxCellChars) || '–',
  );
}

function renderTable(head: readonly string[], rows: readonly (readonly string[])[], rest: number): Block {
  const more = [`and ${rest} more in the thread`, ...head.slice(1).map(() => ' ')];
  const cells = [head, ...rows, ...(rest > 0 ? [more] : [])];
  return {
    type: 'container',
    block_id: `${lastingPrefix}:lines`,
    title: { type: 'plain_text', text: `Domains (${rows.length + rest})` },
    is_collapsible: true,
    default_collapsed: false,
    child_blocks: [
      {
        type: 'table',
        rows: cells.map((row) => row.map((text) => ({ type: 'raw_text' as const, text }))),
        column_settings: head.map(() => ({ is_wrapped: true })),
      },
    ],
  };
}

function renderList(rows: readonly (readonly string[])[], rest: number): Block[] {
  const lines = rows.map(([domain = '', ...more]) => `• ${code(domain)} · ${more.map(escapeText).join(' · ')}`);
  return sections('lines', createBudget().takeLines([...lines, ...(rest > 0 ? [`… and ${rest} more`] : [])], 6_000));
}

function sections(id: string, lines: readonly string[]): Block[] {
  return joinLines(lines).map((text, index) => ({
    type: 'section',
    block_id: `${lastingPrefix}:${id}:${index}`,
    text: { type: 'mrkdwn', text, verbatim: true },
  }));
}

/** The lines of a new card, as its thread keeps them. */
export function toBatchLines({ lines }: BatchPlan): BatchLine[] {
  return lines.map(({ domain, origin, plan }): BatchLine => {
    if (plan.ok) {
      const { digest, certificate } = plan.value;
      return { domain, origin, certificate: certificate.coveringName, state: 'planned', digest };
    }
    const why = cutReason(describeRefusal(plan, slackTexts, 'read').what);
    return { domain, origin, certificate: '', state: 'left_out', digest: '', outcome: plan.outcome, why };
  });
}

/** Whether a block of the lasting part shows the plans of the lines, which their results replace. */
export function isLinesBlock({ block_id }: Block): boolean {
  return block_id?.startsWith(`${lastingPrefix}:lines`) ?? false;
}
