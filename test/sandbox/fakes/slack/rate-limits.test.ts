// The fake of Slack answers 429 with Retry-After where a caller is faster than Slack allows, once it is told to count.
import { type FakeSlack, startSlack } from '../../../../sandbox/fakes/slack/server.js';

const cdn = 'C0CDN000001';
const startMs = Date.parse('2026-11-23T12:00:00Z');

let slack: FakeSlack;
let nowMs = startMs;

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: unknown;
}

async function call(method: string, args: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: 'Bearer xoxb-sandbox' },
    body: new URLSearchParams(args),
  });
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() };
}

async function countAccepted(attempts: number, method: string, args: Record<string, string>): Promise<number> {
  let accepted = 0;
  for (let attempt = 0; attempt < attempts; attempt++) {
    if ((await call(method, args)).status === 200) accepted += 1;
  }
  return accepted;
}

beforeAll(async () => {
  slack = await startSlack({ now: () => nowMs, isMessagesTabEnabled: true });
});

beforeEach(() => {
  nowMs = startMs;
  slack.reset();
  slack.settings.isMetered = true;
});

afterAll(() => slack.close());

test('the fake does not count until it is told to', async () => {
  slack.reset();
  expect(slack.settings.isMetered).toBe(false);
  expect(await countAccepted(60, 'conversations.info', { channel: cdn })).toBe(60);
});

test.each([
  ['conversations.list', 20, {}],
  ['conversations.info', 50, { channel: cdn }],
  ['users.info', 100, { user: 'U0ANA000001' }],
])('%s takes %i calls a minute', async (method, max, args) => {
  expect(await countAccepted(max + 2, method, args)).toBe(max);
  expect(await call(method, args)).toEqual({
    status: 429,
    retryAfter: '60',
    body: { ok: false, error: 'ratelimited' },
  });
});

test('whoever waits as long as Retry-After says is served', async () => {
  await countAccepted(20, 'conversations.list', {});
  nowMs += 12_500;
  const refused = await call('conversations.list');
  expect(refused).toMatchObject({ status: 429, retryAfter: '48' });
  nowMs += Number(refused.retryAfter) * 1_000;
  expect(await call('conversations.list')).toMatchObject({ status: 200 });
});

test('each method has its own count', async () => {
  await countAccepted(50, 'conversations.info', { channel: cdn });
  expect(await call('conversations.history', { channel: cdn })).toMatchObject({ status: 200 });
});

test('a channel takes a small burst of posts, then one a second, and nothing of a refused post', async () => {
  const post = { channel: cdn, text: 'hello' };
  expect(await countAccepted(10, 'chat.postMessage', post)).toBe(6);
  expect(await call('chat.postMessage', post)).toMatchObject({ status: 429, retryAfter: '1' });
  nowMs += 1_000;
  expect(await countAccepted(3, 'chat.postMessage', post)).toBe(1);
  expect(slack.store.messages(cdn)).toHaveLength(7);
});

test('posts to one channel do not hold up another', async () => {
  await countAccepted(7, 'chat.postMessage', { channel: cdn, text: 'hello' });
  expect(await call('chat.postMessage', { channel: 'D0DIRECT001', text: 'hello' })).toMatchObject({ status: 200 });
});

test('the limits can be switched on through the control endpoint', async () => {
  slack.reset();
  const body = JSON.stringify({ isMetered: true });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${slack.url}/_control/settings`, { method: 'POST', headers, body });
  expect(await answer.json()).toMatchObject({ isMetered: true });
  expect(await countAccepted(21, 'conversations.list', {})).toBe(20);
});
