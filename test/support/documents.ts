// The documentation as the tests of test/docs read it: each page with its headings, links, and pictures.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '..', '..');

export interface Page {
  /** From the root of the repository, such as `docs/undo.md`. */
  readonly path: string;
  readonly text: string;
}

export interface Link {
  readonly label: string;
  readonly target: string;
  readonly isPicture: boolean;
}

function listPages(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

export function readPage(path: string): Page {
  return { path, text: readFileSync(join(root, path), 'utf8') };
}

export const pages: readonly Page[] = ['.', 'docs', 'deploy'].flatMap(listPages).map(readPage);

/** The text without what stands in code: links and headings there are examples. */
function withoutCode(text: string): string {
  return text
    .replace(/^```.*?^```/gms, '')
    .replace(/^ {4}.*$/gm, '')
    .replace(/(`+)(?:(?!\1).)+\1/g, (code) => code.replace(/[[\]()]/g, ' '));
}

/** Links of the forms `[label](target)` and `![label](target)`. */
export function listLinks(text: string): Link[] {
  return [...withoutCode(text).matchAll(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g)].map(([, mark, label = '', target = '']) => ({
    label,
    target,
    isPicture: mark === '!',
  }));
}

/** The anchors that GitHub gives to headings: letters, digits, hyphens, and underscores stay, spaces become hyphens. */
export function listAnchors(text: string): string[] {
  const seen = new Map<string, number>();
  const headings = text.replace(/^```.*?^```/gms, '').matchAll(/^#{1,6} +(.+?)\s*$/gm);
  return [...headings].map(([, heading = '']) => {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
      .replace(/ /g, '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

/** The first cell of each row of the tables under a heading, or of all tables. */
export function listRows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .slice(1, -1)
        .split(' | ')
        .map((cell) => cell.trim()),
    );
}

/** What stands in backticks, on one line: a stray one spoils no more than its line. */
export function listCode(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}
