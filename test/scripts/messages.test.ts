// docs/messages.md is current, and the collection finds what people read.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are source code.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectTexts } from '../../scripts/messages/collect.js';
import { drawMessages, isShown, listSources } from '../../scripts/messages/draw-messages.js';
import { sectionOf } from '../../scripts/messages/sections.js';
import { root } from '../../scripts/release/production-packages.js';

const textsOf = (source: string) => collectTexts(source).map(({ text }) => text);

test('docs/messages.md is as `npm run messages` writes it', () => {
  expect(readFileSync(join(root, 'docs', 'messages.md'), 'utf8')).toBe(drawMessages());
});

test('every source file belongs to a section', () => {
  expect(listSources().filter((path) => sectionOf(path) === undefined)).toEqual([]);
});

test.each([
  ['a literal', "say('It is done.');", ['It is done.']],
  ['a template', 'say(`Created ${id} for ${record.domain}.`);', ['Created ‹id› for ‹domain›.']],
  ['a call in a template', 'say(`By ${quote(name)} in ${list.join(", ")}.`);', ['By ‹name› in ‹list›.']],
  [
    'a choice in a template',
    "say(`${count === 1 ? 'One clone' : 'Clones'} of ${id}`);",
    ['‹One clone | Clones› of ‹id›', 'One clone', 'Clones'],
  ],
  [
    'a choice with a value in it',
    "say(`Done${by ? ` by ${by}` : ''}, ${open ? left : 'all'}`);",
    ['Done‹ by ‹by› | ›, ‹left | all›'],
  ],
  ['a sum', "say('It is ' + state + '.');", ['It is ‹state›.']],
  ['a value of an object', "const texts = { done: 'It is done.' } as const;", ['It is done.']],
  ['an exported constant', "export const text = 'It is done.';", ['It is done.']],
])('%s is found', (_name, source, texts) => {
  const found = textsOf(source);
  expect(found).toEqual(expect.arrayContaining(texts));
});

test.each([
  ['types', "type Mode = 'hurried post' | 'late post';"],
  ['imports', "import { a } from 'a module.js'; export { b } from 'another module.js';"],
  ['names of members', "const value = { 'a name': 1 };"],
  ['comments', '// It is done.'],
])('%s are no texts', (_name, source) => {
  expect(textsOf(source)).toEqual([]);
});

test('what goes to the log or into a fault is told apart', () => {
  const source = "log.warn({ id }, 'it went wrong'); throw new TypeError('it cannot be'); say('It went well.');";
  expect(collectTexts(source)).toEqual([
    { text: 'it went wrong', isForOperators: true },
    { text: 'it cannot be', isForOperators: true },
    { text: 'It went well.', isForOperators: false },
  ]);
});

test('two words make a text; one is the label of something', () => {
  expect(isShown('Nothing was created.', false)).toBe(true);
  expect(isShown('Approve', true)).toBe(true);
  expect(isShown('Approve', false)).toBe(false);
  expect(isShown('chat.update', true)).toBe(false);
  expect(isShown('application/json; charset=utf-8', true)).toBe(false);
});
