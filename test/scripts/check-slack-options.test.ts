// What `npm run check:slack` takes from its command line and from the environment.
import { readOptions } from '../../scripts/check-slack/options.js';

const botToken = 'xoxb-a-secret';
const channel = 'C0123456789';

test.each([
  ['nothing', [], {}, { workspace: undefined, apiUrl: undefined, rounds: 10 }],
  ['a channel without a token', ['--channel', channel], {}, { workspace: undefined, apiUrl: undefined, rounds: 10 }],
  [
    'a token that is set to nothing',
    [],
    { SLACK_BOT_TOKEN: '' },
    { workspace: undefined, apiUrl: undefined, rounds: 10 },
  ],
  [
    'a token and a channel',
    ['--channel', channel, '--rounds', '3'],
    { SLACK_BOT_TOKEN: botToken },
    { workspace: { botToken, channel }, apiUrl: undefined, rounds: 3 },
  ],
  [
    'all of it in the environment',
    [],
    { SLACK_BOT_TOKEN: botToken, SLACK_CHECK_CHANNEL: channel, SLACK_API_URL: 'https://slack-gov.com/api' },
    { workspace: { botToken, channel }, apiUrl: 'https://slack-gov.com/api/', rounds: 10 },
  ],
])('%s', (_name, args, env, options) => {
  expect(readOptions(args, env)).toEqual({ ok: true, options });
});

test.each([
  ['a token without a channel', [], { SLACK_BOT_TOKEN: botToken }, 'by its ID'],
  ['a channel by its name', ['--channel', '#cdn'], { SLACK_BOT_TOKEN: botToken }, 'by its ID'],
  ['a direct message', ['--channel', 'D0123456789'], { SLACK_BOT_TOKEN: botToken }, 'by its ID'],
  ['an argument that is not known', ['--token', botToken], {}, 'arguments'],
  ['no rounds', ['--rounds', '0'], {}, 'rounds'],
  ['rounds that are no number', ['--rounds', 'many'], {}, 'rounds'],
  ['too many rounds', ['--rounds', '101'], {}, 'rounds'],
  ['an address that is none', [], { SLACK_API_URL: 'slack.com' }, 'SLACK_API_URL'],
])('%s is refused with the usage', (_name, args, env, what) => {
  const read = readOptions(args, env);
  const problem = read.ok ? '' : read.problem;
  expect(problem).toContain(what);
  expect(problem).toContain('Usage: ');
  expect(problem).not.toContain(botToken);
});
