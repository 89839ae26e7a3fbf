// The log: one JSON object a line, and nothing in it that could be used by whoever reads it.
import { createLog, hideSecrets } from '../../src/observability/log.js';
import { asFields } from '../support/slack-wire.js';

function logOne(write: (log: ReturnType<typeof createLog>) => void): { text: string; line: Record<string, unknown> } {
  const lines: string[] = [];
  write(createLog('debug', { write: (line) => void lines.push(line) }));
  const text = lines.join('');
  return { text, line: { ...asFields(JSON.parse(text)) } };
}

test('a line has a level by name, a time and the message', () => {
  const { line } = logOne((log) => log.info({ outcome: 'cloned' }, 'done'));
  expect(line).toMatchObject({ level: 'info', msg: 'done', outcome: 'cloned' });
  expect(String(line.time)).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
});

test.each([
  'token',
  'botToken',
  'appToken',
  'signingSecret',
  'authorization',
  'Authorization',
  'cookie',
  'response_url',
  'responseUrl',
  'trigger_id',
  'HeaderValue',
  'email',
  'password',
  'secretAccessKey',
  'sessionToken',
])('%s is hidden at every depth that is logged', (name) => {
  const deep = { [name]: 'hush', a: { [name]: 'hush', b: { [name]: 'hush', c: { [name]: 'hush' } } } };
  const { text } = logOne((log) => log.warn(deep, 'said'));
  expect(text).not.toContain('hush');
  expect(text).toContain('(hidden)');
});

test('a header in a list of a distribution’s origins is hidden', () => {
  const Items = [{ HeaderName: 'X-Secret', HeaderValue: 'hush' }];
  expect(logOne((log) => log.info({ headers: { Items } }, 'x')).text).not.toContain('hush');
});

test.each([
  ['xoxb-12-34-AbC', 'a bot token'],
  ['xoxp-12-34-AbC', 'a user token'],
  ['xapp-1-A0-12-abc', 'an app token'],
  ['https://hooks.slack.com/actions/T0/1/secret', 'a response address'],
])('%s inside an error’s message, stack and cause is hidden (%s)', (secret) => {
  const error = new Error(`failed with ${secret}`, { cause: new Error(`because of ${secret}`) });
  const { text, line } = logOne((log) => log.error({ err: error }, 'broken'));
  expect(text).not.toContain(secret);
  expect(asFields(line.err)).toMatchObject({ type: 'Error', message: 'failed with (hidden)' });
});

test('an error’s own fields stay out: SDK and Slack errors carry whole requests', () => {
  const error = Object.assign(new Error('no'), { config: { headers: 'hush' }, data: 'hush', $response: 'hush' });
  expect(logOne((log) => log.error({ err: error }, 'broken')).text).not.toContain('hush');
});

test('what was thrown and is no error is shown without its secrets', () => {
  const { text } = logOne((log) => log.error({ err: 'thrown xoxb-1-hush' }, 'broken'));
  expect(text).not.toContain('hush');
});

test('an error’s message and stack show every character, and the stack keeps its lines', () => {
  const { text, line } = logOne((log) => log.error({ err: new Error('AWS said \u202Eno') }, 'broken'));
  expect(text).not.toContain('\u202E');
  expect(asFields(line.err)).toMatchObject({ message: 'AWS said <U+202E>no' });
  expect(String(asFields(line.err).stack).split('\n').length).toBeGreaterThan(2);
});

test('a level under the one that was asked for is not written', () => {
  const lines: string[] = [];
  createLog('warn', { write: (line) => void lines.push(line) }).info('quiet');
  expect(lines).toEqual([]);
});

test('hideSecrets hides who uses a proxy and leaves the proxy', () => {
  expect(hideSecrets('no way to http://bot:p@ss@proxy:3128/ or http://proxy:3128/a@b')).toBe(
    'no way to http://(hidden)proxy:3128/ or http://proxy:3128/a@b',
  );
});

test('hideSecrets leaves the words around a secret', () => {
  expect(hideSecrets('a xoxb-1-2 b https://hooks.slack.com/x/y c')).toBe('a (hidden) b (hidden) c');
});
