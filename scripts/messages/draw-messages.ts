// docs/messages.md: every text of the sources, by where it is shown.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../release/production-packages.js';
import { collectTexts, type FoundText } from './collect.js';
import { type Section, sectionOf, sections } from './sections.js';

interface FileTexts {
  readonly path: string;
  readonly texts: readonly FoundText[];
}

const intro = [
  '# Messages',
  '',
  'Written by `npm run messages` from the literals of the sources. It is for reading the texts as a whole: a test fails while this page is out of date. ‹name› stands for a value, and ‹a | b› for one of two. What AWS, Slack, and Node.js say themselves is not here.',
];

export function drawMessages(): string {
  const files = listSources().map((path) => ({ path, texts: readTexts(path) }));
  return [
    ...intro,
    ...sections.flatMap((section) =>
      drawSection(
        section,
        files.filter(({ path }) => sectionOf(path) === section),
      ),
    ),
    ...drawList('The log, and faults', 'Whoever runs the bot reads them.', files, true),
    '',
  ].join('\n');
}

export function listSources(): string[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort();
}

function readTexts(path: string): FoundText[] {
  const section = sectionOf(path);
  return collectTexts(readFileSync(join(root, 'src', path), 'utf8')).filter(({ text }) =>
    isShown(text, section?.hasLabels ?? false),
  );
}

/** Words that only the program reads: priorities of its queues, and what headers hold. */
const internal =
  /^(?:after a look|at once|hurried post|too large|A AAAA|error from cloudfront)$|; charset=|^Bearer realm=|^HTTP\/1/;

/** Two words make a text. One word alone is a label if it begins with a capital letter. */
export function isShown(text: string, isLabel: boolean): boolean {
  const words = text.replaceAll(/‹[^›]*›/g, 'x').trim();
  if (internal.test(words)) return false;
  if (/\p{L}[\p{L}\d,.:;!?’)*_`]* +[\p{L}\d*_`(:]/u.test(words)) return true;
  return isLabel && /^\p{Lu}\p{Ll}{2,}[.…?:]?$/u.test(words);
}

function drawSection({ title, note }: Section, files: readonly FileTexts[]): string[] {
  return drawList(title, note, files, false);
}

function drawList(title: string, note: string, files: readonly FileTexts[], isForOperators: boolean): string[] {
  const drawn = files.flatMap(({ path, texts }) => {
    const items = texts.filter((item) => item.isForOperators === isForOperators).map(({ text }) => `- ${quote(text)}`);
    return items.length === 0 ? [] : ['', `### ${path}`, '', ...items];
  });
  return drawn.length === 0 ? [] : ['', `## ${title}`, '', note, ...drawn];
}

/** As code, so that nothing in it is taken for Markdown; a line break as ⏎. */
function quote(text: string): string {
  const line = text.replaceAll('\n', ' ⏎ ').trim();
  const fence = line.includes('`') ? '``' : '`';
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}
