// Decides what one message holds. Slack refuses a message that is too large as a whole, so each part asks here for room.
import type { Block } from '../client/web-api.js';
import { cut } from '../mrkdwn.js';

/**
 * What the bot puts into a message, below what Slack takes: 50 blocks (Block Kit reference), 10,000 characters in all table
 * cells (openclaw#116447), about 13,000 characters in all blocks (bolt-js#2509; 11,341 were refused once, bolt-js#2867), 3,000
 * characters in a section (Block Kit reference), 4,000 in the text of chat.update.
 */
export const maxMessage = {
  blocks: 50,
  blockChars: 11_000,
  cellChars: 9_500,
  sectionChars: 3_000,
  textChars: 3_900,
} as const;

/** Characters kept free for what is drawn around the plan: headline, result, last line, and buttons. */
const maxFrameChars = 3_500;
/** Characters that the plan may have on a card. */
export const maxPlanChars = maxMessage.blockChars - maxFrameChars;

export interface Budget {
  /** The lines that fit, at most `maxChars` characters; a last line counts those that do not. */
  takeLines(lines: readonly string[], maxChars: number): string[];
  /** How many of the first rows fit together with `reserved` characters. */
  countRows(rows: readonly (readonly string[])[], reserved: number): number;
}

export function createBudget(maxChars = maxPlanChars): Budget {
  let left = maxChars;
  return {
    takeLines(lines, maxForThese) {
      const taken: string[] = [];
      let room = Math.min(left, maxForThese);
      for (const [index, line] of lines.entries()) {
        const fitting = cut(line, maxMessage.sectionChars);
        const rest = lines.length - index;
        const more = `… and ${rest} more`;
        const needed = fitting.length + 1 + (rest > 1 ? more.length + 4 : 0);
        if (needed > room) {
          if (more.length <= room) taken.push(more);
          break;
        }
        taken.push(fitting);
        room -= fitting.length + 1;
      }
      left -= taken.reduce((sum, line) => sum + line.length + 1, 0);
      return taken;
    },

    countRows(rows, reserved) {
      let room = Math.min(left, maxMessage.cellChars) - reserved;
      let count = 0;
      for (const row of rows) {
        room -= row.reduce((sum, cell) => sum + countEscaped(cell), 0);
        if (room < 0) break;
        count++;
      }
      return count;
    },
  };
}

/** Lines joined to as few texts as the limit of a section allows. A line is never split. */
export function joinLines(lines: readonly string[], maxChars: number = maxMessage.sectionChars): string[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + line.length + 1 <= maxChars) texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line);
  }
  return texts;
}

/** Drops what the plan shows last until the whole message fits: a card that an older version drew may be larger. */
export function fitMessage(before: readonly Block[], plan: readonly Block[], after: readonly Block[]): Block[] {
  const kept = [...plan];
  const whole = (): Block[] => [...before, ...kept, ...after];
  while (kept.length > 1 && !fits(whole())) kept.pop();
  return whole();
}

function fits(blocks: readonly Block[]): boolean {
  return (
    blocks.length <= maxMessage.blocks &&
    countChars(blocks) <= maxMessage.blockChars &&
    countChars(blocks.flatMap(listCells)) <= maxMessage.cellChars
  );
}

function listCells(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(listCells);
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'table' && 'rows' in value) return [value.rows];
  return Object.values(value).flatMap(listCells);
}

const unseen = new Set(['type', 'block_id', 'action_id', 'style', 'level', 'task_id', 'status', 'url']);

/** Characters of everything that is shown, as long as Slack makes it by escaping. */
export function countChars(value: unknown): number {
  if (typeof value === 'string') return countEscaped(value);
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countChars(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, item]) => sum + (unseen.has(name) ? 0 : countChars(item)), 0);
}

/**
 * Cuts a plain text. Slack returns it escaped, and the next drawing of a card sends back what was read, so the escaped text
 * has to fit too.
 */
export function cutEscaped(text: string, maxChars: number): string {
  let length = maxChars;
  let shown = cut(text, length);
  while (countEscaped(shown) > maxChars) shown = cut(text, --length);
  return shown;
}

/** Slack escapes three characters; what is escaped already stays as it is. */
function countEscaped(text: string): number {
  return text
    .replace(/&(?!(?:amp|lt|gt);)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;').length;
}
