// The commands that the documentation tells people to type exist, and mean what it says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { cardStates } from '../../src/slack/card/record.js';
import { parseCommand } from '../../src/slack/listeners/commands/parse-command.js';
import { parseHistory } from '../../src/slack/workflow/parse-history.js';
import { listCode, pages, root } from '../support/documents.js';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

const everything = pages.map(({ text }) => text).join('\n');

test('every script of npm that is named exists', () => {
  const named = [...new Set([...everything.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name))];
  expect(named).toEqual(expect.arrayContaining(['sandbox', 'check:aws']));
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

/** Lines to type, each in a block of its own. Slack sends a chosen person as a mention. */
const lines = [...new Set([...everything.matchAll(/^ {4}\/cf-clone(.*)$/gm)].map(([, text = '']) => text.trim()))];

test('there are lines to type for every kind of command', () => {
  const kinds = new Set(lines.map((line) => parseCommand(line).kind));
  expect([...kinds].sort()).toEqual(['clone', 'history', 'many', 'restore', 'status', 'undo']);
});

test.each(lines)('/cf-clone %s is understood', (line) => {
  const command = parseCommand(line.replaceAll('@ana', '<@U0ANA000001|ana>'));
  expect(command.kind).not.toBe('invalid');
  if (command.kind !== 'history') return;
  expect(parseHistory(command.search, cardStates, new Date())).toMatchObject({ ok: true });
});

test('every subcommand that a sentence names exists', () => {
  const named = listCode(everything.replace(/^```[\s\S]*?^```/gm, ''))
    .filter((code) => code.startsWith('/cf-clone '))
    .map((code) => code.split(' ')[1] ?? '');
  expect(named).toEqual(expect.arrayContaining(['restore', 'help', 'many']));
  // `domain origin ref_dist`, and what a person would type for them.
  const isWord = (word: string) => word !== 'domain' && word.toLowerCase() === word && !word.includes('.');
  const unknown = named.filter((word) => isWord(word) && parseCommand(`${word} E2ABCDEFGHIJKL`).kind === 'invalid');
  expect(unknown).toEqual([]);
});
