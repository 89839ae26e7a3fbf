// What a card that lists several clones says of them: people approved it line by line (batch-blocks.ts), or an API client
// made them with one request (bulk-blocks.ts). A clone is one line on the card, and one entry in the replies of its thread.
import type { Block } from '../client/web-api.js';
import { code, cut, escapeText, link, mention } from '../mrkdwn.js';
import { type BatchLine, isCreated, type LineState } from './batch-lines.js';
import { createBudget, joinLines, maxMessage } from './budget.js';
import { toConsoleAddress } from './console-link.js';

/** A line with the reference that it was cloned from. */
export type ListedClone = BatchLine & { readonly reference: string };

export interface ListMessage {
  /** What notifications, screen readers, and Slack's search see. */
  readonly text: string;
  readonly blocks: Block[];
}

const maxNames = 6;

const words: Readonly<Record<LineState, string>> = {
  planned: 'not begun yet',
  left_out: 'left out',
  sending: 'being created',
  unknown: 'result not known yet',
  failed: 'not created',
  stopped: 'stopped before it was begun',
  created: 'created',
  deployed: 'deployed',
};

/** What people have to act on first. */
const order: readonly LineState[] = [
  'failed',
  'unknown',
  'sending',
  'stopped',
  'created',
  'deployed',
  'planned',
  'left_out',
];

/** One line for a domain: its ID or its failure. The result is mrkdwn. */
export function renderLine(line: BatchLine): string {
  const { domain, state, distribution, outcome, why } = line;
  if (distribution !== undefined) {
    return `• ${code(domain)} → ${code(distribution)} · ${describeUndo(line) ?? words[state]}`;
  }
  const reason = [why && escapeText(why), outcome && `(${code(outcome)})`].filter(Boolean).join(' ');
  return `• ${code(domain)} · ${words[state]}${reason === '' ? '' : `: ${reason}`}`;
}

/** In a few words, or undefined where nobody undid the clone. */
function describeUndo({ undone, undone_by }: BatchLine): string | undefined {
  const by = undone_by ? ` by ${mention(undone_by)}` : '';
  switch (undone) {
    case undefined:
      return undefined;
    case 'disabling':
      return 'being undone';
    case 'disabled':
      return `undone${by}, and can be restored`;
    case 'deleted':
      return `undone${by}`;
    default:
      return undone satisfies never;
  }
}

/** The lines of a card, as many as fit into so many characters. The thread has them all. */
export function renderLines(lines: readonly BatchLine[], maxChars: number): Block[] {
  const sorted = [...lines].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return sections('lines', createBudget().takeLines(sorted.map(renderLine), maxChars));
}

/** One reply: everything that is needed to use its clones. */
export function renderReply(lines: readonly ListedClone[]): ListMessage {
  const texts = lines.map(renderDetails);
  return {
    text: cut(texts.join('\n'), maxMessage.textChars),
    blocks: sections(
      'list:lines',
      texts.map((text) => cut(text, maxMessage.sectionChars)),
    ),
  };
}

function renderDetails(line: ListedClone): string {
  const { domain, origin, certificate, state, distribution, distribution_domain = '', reference, grants } = line;
  if (distribution === undefined) {
    return certificate === ''
      ? renderLine(line)
      : `${renderLine(line)} · origin ${code(origin)} · certificate ${code(certificate)}`;
  }
  const lets = grants ? ` These origins must let it in: ${grants.split(' ').map(code).join(', ')}.` : '';
  const undo = describeUndo(line);
  const end = undo === undefined ? '' : ` *This clone is ${undo}.*`;
  return `• ${state === 'deployed' ? 'Deployed' : 'Created'} ${code(distribution)} (${code(distribution_domain)}) for ${code(domain)} from reference ${code(reference)} with origin ${code(origin)} and certificate ${code(certificate)}. <${toConsoleAddress(distribution)}|Open it in the console>.${lets}${end}`;
}

function sections(id: string, texts: readonly string[]): Block[] {
  return joinLines(texts).map((text, index) => ({
    type: 'section',
    block_id: `${id}:${index}`,
    text: { type: 'mrkdwn', text, verbatim: true },
  }));
}

export interface ListCounts {
  /** Lines that the approval covers. */
  readonly lines: number;
  readonly created: number;
  readonly deployed: number;
  readonly stopped: number;
  readonly undone: number;
}

/** How far the clones have come once nothing is left to create: "created, 3 of 24 deployed". */
export function describeCounts(counts: ListCounts, isDeployed: boolean): string {
  const { created, undone } = counts;
  if (undone > 0 && undone === created) return created === 1 ? 'undone' : `all ${created} undone`;
  return `${describeMade(counts, isDeployed)}${undone > 0 ? `, ${undone} undone` : ''}`;
}

function describeMade({ lines, created, deployed, stopped }: ListCounts, isDeployed: boolean): string {
  const some = `${created} of ${lines}`;
  if (isDeployed) {
    if (stopped > 0) return `stopped, ${some} deployed`;
    return created < lines ? `${some} deployed` : lines === 1 ? 'deployed' : `all ${lines} deployed`;
  }
  const made = stopped > 0 ? `stopped, ${some} created` : created === lines ? 'created' : `${some} created`;
  return `${made}, ${deployed} of ${created} deployed`;
}

/** "24 CloudFront clones" */
export function countClones(count: number): string {
  return count === 1 ? '1 CloudFront clone' : `${count} CloudFront clones`;
}

/** What stands for the domain on a card of several clones: "www.example.com and 23 more". */
export function nameLines(names: readonly string[]): string {
  const [first = ''] = names;
  return names.length > 1 ? `${first} and ${names.length - 1} more` : first;
}

export interface ListFacts {
  /** "3 CloudFront clones of …": where they come from. The result is mrkdwn. */
  readonly about: string;
  readonly origins: readonly string[];
  /** What the main origins stand in the place of. */
  readonly insteadOf?: string | undefined;
  readonly certificates: readonly string[];
}

/** What the clones share: the reference, the number, the origins, and the certificates. */
export function renderFacts({ about, origins, insteadOf, certificates }: ListFacts): string[] {
  const instead = insteadOf === undefined ? '' : ` instead of ${code(insteadOf)}`;
  return [
    about,
    `*Origin*  ${listCounts(origins, code)}${instead}`,
    `*Certificates*  ${listCounts(certificates, code)}`,
  ];
}

/** The references by their IDs alone: "`E2ABC`", or with counts where there are several. */
export function nameReferences(references: readonly string[]): string {
  return listCounts(references, (id) => link(toConsoleAddress(id), id));
}

/** "`a.example.net` (20), `b.example.net` (4)" */
function listCounts(names: readonly string[], show: (name: string) => string): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const shown = sorted
    .slice(0, maxNames)
    .map(([name, count]) => (sorted.length === 1 ? show(name) : `${show(name)} (${count})`));
  const rest = sorted.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}

/** For search: the clones with their IDs, then the other domains. */
export function summarizeLines(lines: readonly BatchLine[]): string {
  const made = lines.filter(isCreated).map(({ domain, distribution = '' }) => `${domain} ${distribution}`);
  const others = lines.filter((line) => !isCreated(line)).map(({ domain }) => domain);
  return escapeText([...made, ...others].join(', '));
}
