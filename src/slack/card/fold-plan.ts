// What stays of a plan on its card when the state changes. When the work is done, the result counts, and the plan folds away.
import type { Block } from '../client/web-api.js';
import { createBudget, cutEscaped, maxMessage } from './budget.js';
import { lastingPrefix } from './plan-blocks.js';
import { type CardState, hasClone } from './record.js';

/** What moved matters while it waits to be decided. When the work is done, the warnings fold away with the plan. */
export function keepLasting(lasting: readonly Block[], state: CardState): readonly Block[] {
  if (state === 'pending') return lasting;
  const kept = lasting.filter((block) => !isPart(block, 'moved'));
  if (!isDone(state)) return kept;
  const container = kept.find(({ type }) => type === 'container');
  return container?.type === 'container' ? foldIntoContainer(kept, container) : foldPlain(kept);
}

function isDone(state: CardState): boolean {
  return hasClone({ state }) || state === 'cancelled' || state === 'expired';
}

function isPart({ block_id }: Block, part: string): boolean {
  return block_id?.startsWith(`${lastingPrefix}:${part}`) ?? false;
}

/** Slack's limit for what a container holds. */
const maxChildren = 10;
const foldedHead = '*Warnings before the approval*';

/** The warnings speak of what was about to happen, so they are kept as what was said then. */
function foldIntoContainer(
  lasting: readonly Block[],
  container: Extract<Block, { type: 'container' }>,
): readonly Block[] {
  const warnings = lasting.filter((block) => isPart(block, 'act'));
  if (warnings.length === 0) return lasting;
  const head: Block = {
    type: 'section',
    block_id: `${lastingPrefix}:said`,
    text: { type: 'mrkdwn', text: foldedHead, verbatim: true },
  };
  const child_blocks = [head, ...warnings, ...container.child_blocks].slice(0, maxChildren);
  return lasting.flatMap((block) => {
    if (isPart(block, 'act')) return [];
    // Slack returns the blocks that were sent; a section may stand in a container.
    return block === container ? [{ ...container, child_blocks } as Block] : [block];
  });
}

/** Characters for the names of the fields. */
const maxNameChars = 1_500;
/** A detail, so that it stands below everything else. */
const smallPrintId = `${lastingPrefix}:note:said`;

/**
 * Without a container, small print takes its place: what was said before, the fields that change by their names, and the
 * notes. Their values were there to decide by.
 */
function foldPlain(lasting: readonly Block[]): readonly Block[] {
  const isSmallPrint = ({ block_id }: Block) => block_id === smallPrintId;
  const isFolded = (block: Block) =>
    !isSmallPrint(block) && ['act', 'counts', 'change', 'note'].some((part) => isPart(block, part));
  if (!lasting.some(isFolded)) return lasting;
  const read = (part: string) => lasting.filter((block) => isPart(block, part)).map(readText);
  const names = read('change').flatMap((text) => [...text.matchAll(/^• (`[^`]+`):/gm)].map(([, name]) => name ?? ''));
  const counts = [read('counts').join(' '), createBudget().takeLines(names, maxNameChars).join(', ')]
    .filter(Boolean)
    .join('\n');
  const texts = [[foldedHead, ...read('act')].join('\n'), counts, read('note').join('\n')];
  const smallPrint: Block = {
    type: 'context',
    block_id: smallPrintId,
    elements: texts
      .filter(Boolean)
      .map((text) => ({ type: 'mrkdwn', text: cutEscaped(text, maxMessage.sectionChars), verbatim: true })),
  };
  return [...lasting.filter((block) => !isFolded(block)), smallPrint];
}

function readText(block: Block): string {
  return block.type === 'section' ? (block.text?.text ?? '') : '';
}
