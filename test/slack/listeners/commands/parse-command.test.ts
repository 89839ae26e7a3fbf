// The text of the slash command becomes one value, which says what was asked for.
import { getSubcommand, parseCommand } from '../../../../src/slack/listeners/commands/parse-command.js';
import { tell } from '../../../support/refusals.js';

const request = {
  domain: 'www.example.com',
  origin: 'new-origin.example.net',
  reference: { by: 'id', id: 'E2ABCDEFGHIJKL' },
};

test.each([
  ['nothing', '', { kind: 'form' }],
  ['help in capitals', 'HELP', { kind: 'help' }],
  ['a clone', 'www.example.com new-origin.example.net e2abcdefghijkl', { kind: 'clone', request }],
  [
    'a clone with a link',
    '<http://www.example.com|www.example.com> new-origin.example.net E2ABCDEFGHIJKL',
    { kind: 'clone', request },
  ],
  ['a search', 'history  *www* by:<@U0ANA|ana>', { kind: 'history', search: 'www by:<@U0ANA>' }],
  ['a search for everything', 'history', { kind: 'history', search: '' }],
  ['the status of the bot', 'status', { kind: 'status', distribution: undefined }],
  ['a status', 'status <http://www.example.com|www.example.com>', { kind: 'status', distribution: 'www.example.com' }],
])('%s', (_name, text, expected) => {
  expect(parseCommand(text)).toEqual(expected);
});

test.each([
  ['two words of a clone', 'www.example.com new-origin.example.net', 'clone', 'Missing: the reference distribution.'],
  ['three words without a domain', 'localhost new-origin.example.net E2ABCDEFGHIJKL', 'clone', 'Domain: '],
  ['a word that is no subcommand', 'deploy', 'unknown', 'There is no command `deploy`.'],
  ['a misspelled subcommand', 'histroy www', 'unknown', 'There is no command `histroy`.'],
  ['a status of two', 'status a.example.com b.example.com', 'unknown', 'You can look at one distribution at a time.'],
])('%s is invalid, and the refusal says why', (_name, text, subcommand, what) => {
  const command = parseCommand(text);
  expect(command).toMatchObject({ kind: 'invalid', refusal: { outcome: 'invalid_request' } });
  expect(getSubcommand(command)).toBe(subcommand);
  expect(command.kind === 'invalid' ? tell(command.refusal).what : '').toContain(what);
});

test.each([
  ['www.example.com new-origin.example.net', 'create'],
  ['undo', 'undo'],
  ['restore www.example.com', 'undo'],
  ['status a.example.com b.example.com', 'read'],
  ['histroy www', 'read'],
])('only whoever wanted a clone is told that nothing was created: %s', (text, purpose) => {
  expect(parseCommand(text)).toMatchObject({ kind: 'invalid', purpose });
});
