// The documentation leads somewhere: every link, anchor, and picture exists, and nothing speaks of one machine.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { type Link, listAnchors, listLinks, type Page, pages, readPage, root } from '../support/documents.js';

const pictures = join('docs', 'pictures');
/** GitHub shows the beginning of a file that has this size; a reader should not need more. */
const maxReadmeLines = 150;

/** Why a link leads nowhere; undefined where it does. */
function findProblem(page: Page, { target }: Link): string | undefined {
  if (/^https?:/.test(target)) return undefined;
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page.path : normalize(join(dirname(page.path), path));
  if (!existsSync(join(root, file))) return `${page.path}: there is no ${target}`;
  if (anchor === undefined) return undefined;
  const anchors = file.endsWith('.md') ? listAnchors(readPage(file).text) : [];
  return anchors.includes(anchor) ? undefined : `${page.path}: ${file} has no heading for #${anchor}`;
}

const problemsIn = (page: Page) => listLinks(page.text).flatMap((link) => findProblem(page, link) ?? []);

test('there are pages, with links and pictures', () => {
  expect(pages.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['README.md', 'docs/undo.md', 'deploy/README.md']),
  );
  const links = pages.flatMap(({ text }) => listLinks(text));
  expect(links.filter(({ target }) => target.includes('#')).length).toBeGreaterThan(10);
  expect(links.filter(({ isPicture }) => isPicture).length).toBeGreaterThan(5);
});

test('a link that leads nowhere is found', () => {
  const text = [
    '# One `thing`, and more',
    '[a](#one-thing-and-more) [b](#two) [c](no-such-page.md) [d](log.md#no-such-heading) [e](log.md#metrics)',
    '`[f](in-code.md)` and ![g](pictures/none.png)',
    '    [h](in-a-block.md)',
  ].join('\n');
  const own = listAnchors(text);
  expect(own).toEqual(['one-thing-and-more']);
  const page = { path: 'docs/log.md', text };
  const found = listLinks(text).filter((link) =>
    link.target.startsWith('#') ? !own.includes(link.target.slice(1)) : findProblem(page, link),
  );
  expect(found.map(({ label }) => label)).toEqual(['b', 'c', 'd', 'g']);
});

test('the anchors are those of GitHub', () => {
  expect(listAnchors('## What to do when …\n## It’s `x_y`\n### [A link](b.md) here\n## A\n## A\n')).toEqual([
    'what-to-do-when-',
    'its-x_y',
    'a-link-here',
    'a',
    'a-1',
  ]);
});

test.each(pages.map((page) => [page.path, page] as const))('%s: every link, anchor, and picture exists', (_, page) => {
  expect(problemsIn(page)).toEqual([]);
});

test('every picture has an alternative text that is a description', () => {
  const shown = pages.flatMap(({ text }) => listLinks(text).filter(({ isPicture }) => isPicture));
  expect(shown.filter(({ label }) => label.trim().length < 20)).toEqual([]);
  expect(pages.flatMap(({ text }) => text.match(/<img\b(?![^>]*\balt="[^"]{20,}")[^>]*>/g) ?? [])).toEqual([]);
});

test('every picture is shown somewhere', () => {
  const shown = pages.flatMap(({ path, text }) =>
    listLinks(text)
      .filter(({ isPicture }) => isPicture)
      .map(({ target }) => normalize(join(dirname(path), target))),
  );
  const kept = readdirSync(join(root, pictures)).map((name) => join(pictures, name));
  expect(kept.filter((file) => !shown.includes(file))).toEqual([]);
});

test('every page can be reached from the README', () => {
  const reached = new Set<string>(['README.md']);
  for (const path of reached) {
    for (const { target } of listLinks(readPage(path).text)) {
      const file = normalize(join(dirname(path), target.split('#')[0] ?? ''));
      if (file.endsWith('.md') && existsSync(join(root, file))) reached.add(file);
    }
  }
  expect(pages.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
});

test('how to undo and how to find clones is one click away', () => {
  const targets = listLinks(readPage('README.md').text).map(({ target }) => target);
  expect(targets).toEqual(expect.arrayContaining(['docs/undo.md', 'docs/find-clones.md']));
});

test(`the README has at most ${maxReadmeLines} lines`, () => {
  expect(readPage('README.md').text.split('\n').length - 1).toBeLessThanOrEqual(maxReadmeLines);
});

/** Folders of one person's or one machine's files. */
const machinePath = /(?<![\w./])\/(?:home|root|Users|tmp|work|private|var\/folders)\/|\b[A-Z]:\\/;

test('no page names a folder of one machine', () => {
  expect(machinePath.test('see /home/ana/cf-clone')).toBe(true);
  expect(machinePath.test('C:\\code')).toBe(true);
  expect(machinePath.test('https://example.com/home/page, docs/work/x, /path/to/configurations')).toBe(false);
  const lines = pages.flatMap(({ path, text }) => text.split('\n').map((line) => `${path}: ${line}`));
  expect(lines.filter((line) => machinePath.test(line))).toEqual([]);
});
