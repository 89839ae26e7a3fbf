// Real Bolt apps in Socket Mode: envelopes in turn, answers in acknowledgements, reconnecting.
import { setTimeout as sleep } from 'node:timers/promises';
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { type FakeSlack, startSlack } from '../../../../sandbox/fakes/slack/server.js';

const CDN = 'C0CDN000001';
const ANA = 'U0ANA000001';

let slack: FakeSlack;
let apps: App[] = [];

/** After this long without a pong the client takes its connection for lost; it also waits this long to connect again. */
const shortPingTimeoutMs = 200;

/** Unless it is given, the client has its own timeout of five seconds, which no busy machine reaches. */
async function startApp(name: string, pingTimeoutMs?: number): Promise<App> {
  const receiver = new SocketModeReceiver({
    appToken: 'xapp-sandbox',
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
    ...(pingTimeoutMs !== undefined && { clientPingTimeout: pingTimeoutMs }),
    logLevel: LogLevel.ERROR,
  });
  const app = new App({
    token: 'xoxb-sandbox',
    receiver,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
    convoStore: false,
    logLevel: LogLevel.ERROR,
  });
  app.command('/cf-clone', async ({ command, ack, client }) => {
    await ack(`${name} got ${command.text}`);
    await client.chat.postMessage({
      channel: command.channel_id,
      text: 'card',
      blocks: [
        {
          type: 'actions',
          elements: [
            { type: 'button', action_id: 'approve', text: { type: 'plain_text', text: 'Approve' }, value: '1' },
          ],
        },
      ],
    });
  });
  app.action('approve', async ({ ack, body, client, respond }) => {
    await ack();
    if (body.type !== 'block_actions' || !body.channel || !body.message) return;
    await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: 'cloning' });
    await client.chat.postMessage({ channel: body.channel.id, thread_ts: body.message.ts, text: 'E123' });
    await respond({ replace_original: false, response_type: 'ephemeral', text: `answered by ${name}` });
  });
  await app.start();
  apps.push(app);
  return app;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300 && !isSo(); tries += 1) await sleep(10);
  expect(isSo()).toBe(true);
}

beforeEach(async () => {
  slack = await startSlack({ mode: 'socket', pingMs: 50 });
});

afterEach(async () => {
  const [...stopping] = apps;
  apps = [];
  for (const app of stopping) await app.stop();
  // Bolt says that it has stopped before it has.
  await until(() => slack.connections() === 0);
  await slack.close();
});

test('command, card, click, update, thread, answer', async () => {
  await startApp('one');
  const outcome = await slack.command({ user: ANA, channel: CDN, text: 'a b c' });
  expect(outcome).toMatchObject({ ok: true, via: 'socket', status: 200, body: { text: 'one got a b c' } });
  expect(slack.store.ephemerals(ANA)).toMatchObject([{ text: 'one got a b c' }]);
  await until(() => slack.store.messages(CDN).length === 1);
  const { ts = '' } = slack.store.messages(CDN)[0] ?? {};
  expect(await slack.click({ user: ANA, channel: CDN, ts, action_id: 'approve' })).toMatchObject({ ok: true });
  await until(() => slack.store.ephemerals(ANA).length === 2);
  expect(slack.store.find(CDN, ts)).toMatchObject({ text: 'cloning' });
  expect(slack.store.replies(CDN, ts)).toMatchObject([{ text: 'E123' }]);
});

test('two connections take turns', async () => {
  await startApp('one');
  await startApp('two');
  expect(slack.connections()).toBe(2);
  const answers = new Set<unknown>();
  for (const text of ['1', '2', '3', '4']) {
    const { connection } = await slack.command({ user: ANA, channel: CDN, text });
    answers.add(connection);
  }
  await until(() => slack.store.messages(CDN).length === 4);
  expect(answers.size).toBe(2);
});

test('told to go, a client comes back; until then commands fail', async () => {
  await startApp('one', shortPingTimeoutMs);
  expect(slack.disconnectSockets()).toBe(1);
  expect(await slack.command({ user: ANA, channel: CDN })).toMatchObject({ ok: false, error: 'dispatch_failed' });
  await until(() => slack.connections() === 1);
  expect(await slack.command({ user: ANA, channel: CDN })).toMatchObject({ ok: true });
  await until(() => slack.store.messages(CDN).length === 1);
});

test('with two connections one may go without anybody noticing', async () => {
  await startApp('one', shortPingTimeoutMs);
  await startApp('two', shortPingTimeoutMs);
  slack.disconnectSockets({ reason: 'warning', count: 1 });
  for (const text of ['1', '2', '3']) {
    expect(await slack.command({ user: ANA, channel: CDN, text })).toMatchObject({ ok: true });
  }
  await until(() => slack.connections() === 2);
  // One for each: a client that is stopped between its connection and its hello rejects with nobody to catch it.
  for (const text of ['4', '5']) await slack.command({ user: ANA, channel: CDN, text });
  await until(() => slack.store.messages(CDN).length === 5);
});

test('a ticket is good for one connection, and only for the app token', async () => {
  const open = (token: string) =>
    fetch(`${slack.apiUrl}apps.connections.open`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
  expect(await (await open('xoxb-sandbox')).json()).toEqual({ ok: false, error: 'not_allowed_token_type' });
  expect(await (await open('xapp-sandbox')).json()).toMatchObject({
    ok: true,
    url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/socket\?ticket=/),
  });
});
