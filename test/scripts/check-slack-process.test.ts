// `npm run check:slack` as somebody runs it: its exit codes, what it prints, and what an interruption leaves.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type FakeSlack, startSlack } from '../../sandbox/fakes/slack/server.js';
import { createFastTime } from '../support/fast-time.js';
import { checkedChannel, checkedToken } from '../support/slack-check.js';

jest.setTimeout(180_000);

const root = join(__dirname, '..', '..');
const time = createFastTime(10);

let slack: FakeSlack;
const children = new Set<ChildProcess>();
beforeEach(async () => {
  slack = await startSlack({ now: time.now, isMetered: true });
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await slack.close();
});

function start(args: readonly string[], env: Readonly<Record<string, string>>) {
  const program = ['--import', 'tsx', ...time.execArgv, join('scripts', 'check-slack', 'main.ts'), ...args];
  const child = spawn(process.execPath, program, {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ...time.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]).then(
    ([[code], stdout, stderr]) => ({ code: Number(code), stdout, stderr }),
  );
  return { child, ended };
}

const workspace = () => ({ SLACK_BOT_TOKEN: checkedToken, SLACK_API_URL: slack.apiUrl });

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it, deletes everything, and tells so', async (signal) => {
  const { child, ended } = start(['--channel', checkedChannel], workspace());
  let posts = 0;
  slack.subscribe(({ type }) => {
    if (type === 'message_posted' && ++posts === 2) child.kill(signal);
  });
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(130);
  expect(slack.store.messages(checkedChannel)).toEqual([]);
  expect(stdout).toMatch(/^ok {7}cleanup .*(\d+) posted, \1 deleted/m);
  expect(stderr).toContain('Stopping.');
  expect(stdout + stderr).not.toContain(checkedToken);
});

test('a token that is not accepted ends it with the reason, not with the token', async () => {
  const env = { ...workspace(), SLACK_BOT_TOKEN: 'xoxb-a-secret', SLACK_CHECK_CHANNEL: checkedChannel };
  const { code, stdout, stderr } = await start([], env).ended;
  expect(code).toBe(2);
  expect(stdout).toContain('invalid_auth');
  expect(stdout + stderr).not.toContain('xoxb-a-secret');
});

test('without a token it asks blocks.validate, and a refused drawing is its exit code', async () => {
  slack.settings.isMetered = false;
  slack.settings.refusedBlocks = ['plan'];
  const { code, stdout } = await start([], { SLACK_API_URL: slack.apiUrl }).ended;
  expect(code).toBe(1);
  expect(stdout).toMatch(/^refused {2}card {8}cloned \(ordinary, modern\) .*unsupported type: plan at/m);
  expect(slack.calls.all('chat.postMessage')).toEqual([]);
});

test('an argument that is not known ends it with its usage', async () => {
  const { code, stderr } = await start(['--token', checkedToken], {}).ended;
  expect(code).toBe(2);
  expect(stderr).toContain('Usage: ');
  expect(stderr).not.toContain(checkedToken);
});
