// A real Bolt app in HTTP mode, driven by the people of the fake.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { App, LogLevel } from '@slack/bolt';
import type { Change } from '../../../../sandbox/fakes/slack/changes.js';
import { type FakeSlack, startSlack } from '../../../../sandbox/fakes/slack/server.js';

const CDN = 'C0CDN000001';
const ANA = 'U0ANA000001';
const BO = 'U0BO0000001';

let slack: FakeSlack;
let app: App;
let now = Date.now();
const seen: Record<string, unknown>[] = [];

const CARD = [
  { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'Clone?' } },
  {
    type: 'actions' as const,
    block_id: 'decision',
    elements: [
      {
        type: 'button' as const,
        action_id: 'approve',
        text: { type: 'plain_text' as const, text: 'Approve' },
        value: 'digest-1',
      },
    ],
  },
];

const MODAL = {
  type: 'modal' as const,
  callback_id: 'form',
  title: { type: 'plain_text' as const, text: 'Clone' },
  submit: { type: 'plain_text' as const, text: 'Go' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'domain',
      label: { type: 'plain_text' as const, text: 'Domain' },
      element: { type: 'plain_text_input' as const, action_id: 'name' },
    },
  ],
};

function listen(bolt: App): void {
  bolt.command('/cf-clone', async ({ command, ack, client, respond }) => {
    switch (command.text) {
      case 'help':
        await ack('Type a domain');
        return;
      case 'form':
        await ack();
        await client.views.open({ trigger_id: command.trigger_id, view: MODAL });
        return;
      case 'answer':
        await ack();
        await respond({ response_type: 'in_channel', text: 'for all' });
        return;
      default:
        await ack();
        await client.chat.postMessage({ channel: command.channel_id, text: 'card', blocks: CARD });
    }
  });
  bolt.action('approve', async ({ body, ack, client, respond }) => {
    await ack();
    seen.push({ ...body });
    if (body.type !== 'block_actions' || !body.channel || !body.message) return;
    const { ts } = body.message;
    await client.chat.update({ channel: body.channel.id, ts, text: 'cloning' });
    await client.chat.postMessage({ channel: body.channel.id, thread_ts: ts, text: 'E123' });
    await respond({ replace_original: false, response_type: 'ephemeral', text: 'done' });
  });
  bolt.view('form', async ({ ack, view }) => {
    const name = view.state.values.domain?.name?.value;
    if (name === 'bad') await ack({ response_action: 'errors', errors: { domain: 'No such domain' } });
    else await ack();
  });
  bolt.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'divider' }] } });
  });
}

/** Resolves with the first change that fits; the bot works on after its acknowledgement. */
function next(fits: (change: Change) => boolean): Promise<Change> {
  return new Promise((resolve) => {
    const stop = slack.subscribe((change) => {
      if (!fits(change)) return;
      stop();
      resolve(change);
    });
  });
}

async function askForCard(): Promise<string> {
  const posted = next((change) => change.type === 'message_posted');
  const outcome = await slack.command({ user: ANA, channel: CDN, text: 'a b c' });
  expect(outcome).toMatchObject({ ok: true, via: 'http', status: 200, body: '' });
  const change = await posted;
  return change.type === 'message_posted' ? change.message.ts : '';
}

beforeAll(async () => {
  slack = await startSlack({ now: () => now });
  app = new App({
    token: 'xoxb-sandbox',
    signingSecret: 'sandbox-signing-secret',
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
    deferInitialization: true,
    convoStore: false,
    logLevel: LogLevel.ERROR,
  });
  listen(app);
  await app.init();
  const server = (await app.start({ port: 0, host: '127.0.0.1' })) as Server;
  slack.settings.botUrl = addressOf(server);
});

beforeEach(() => {
  seen.length = 0;
  now = Date.now();
});

afterAll(async () => {
  await app.stop();
  await slack.close();
});

test('command, card, click, update, thread, answer', async () => {
  const ts = await askForCard();
  const shown = next((change) => change.type === 'ephemeral_posted');
  const outcome = await slack.click({ user: BO, channel: CDN, ts, action_id: 'approve' });
  expect(outcome).toMatchObject({ ok: true, status: 200 });
  expect(outcome.ms).toBeLessThan(1000);
  expect(await shown).toMatchObject({ ephemeral: { user: BO, text: 'done', channel: CDN } });
  expect(slack.store.find(CDN, ts)).toMatchObject({ text: 'cloning' });
  expect(slack.store.replies(CDN, ts)).toMatchObject([{ text: 'E123', bot_id: 'B0CFBOT0001' }]);
});

test('the payload of a click is the real one', async () => {
  const ts = await askForCard();
  const shown = next((change) => change.type === 'ephemeral_posted');
  await slack.click({ user: 'U0OTHER0001', channel: CDN, ts, action_id: 'approve' });
  await shown;
  expect(seen[0]).toMatchObject({
    type: 'block_actions',
    team: { id: 'T0CFCLONE01' },
    user: { id: 'U0OTHER0001', team_id: 'T0PARTNER01' },
    channel: { id: CDN, name: 'cdn' },
    container: { type: 'message', message_ts: ts, channel_id: CDN, is_ephemeral: false },
    message: { ts, text: 'card', bot_id: 'B0CFBOT0001', app_id: 'A0CFAPP0001' },
    actions: [
      { type: 'button', action_id: 'approve', block_id: 'decision', value: 'digest-1', action_ts: expect.any(String) },
    ],
    trigger_id: expect.any(String),
    response_url: expect.stringContaining(`${slack.url}/response/`),
    state: { values: {} },
  });
});

test('a button that is gone can only be pressed on an old screen', async () => {
  const ts = await askForCard();
  slack.store.update(CDN, slack.store.find(CDN, ts) ?? fail(), { blocks: null });
  const press = { user: BO, channel: CDN, ts, action_id: 'approve' };
  await expect(slack.click(press)).rejects.toThrow('nothing to press called approve');
  const shown = next((change) => change.type === 'ephemeral_posted');
  await slack.click({ ...press, stale: true, block_id: 'decision', value: 'digest-0' });
  await shown;
  expect(seen[0]).toMatchObject({ actions: [{ value: 'digest-0', block_id: 'decision' }] });
});

test('an answer in the acknowledgement is for the person alone', async () => {
  const outcome = await slack.command({ user: ANA, channel: 'C0GENERAL01', text: 'help' });
  expect(outcome.body).toBe('Type a domain');
  expect(slack.store.ephemerals(ANA).at(-1)).toMatchObject({ text: 'Type a domain', channel: 'C0GENERAL01' });
});

test('a response_url speaks where the bot is no member', async () => {
  const posted = next((change) => change.type === 'message_posted');
  await slack.command({ user: ANA, channel: 'G0PRIVATE01', text: 'answer' });
  expect(await posted).toMatchObject({ channel: 'G0PRIVATE01', message: { text: 'for all' } });
});

test('a response_url lasts five uses or half an hour', async () => {
  const { sent } = await slack.command({ user: ANA, channel: CDN, text: 'help' });
  const post = async (url: unknown) => {
    const response = await fetch(String(url), { method: 'POST', body: JSON.stringify({ text: 'x' }) });
    return `${response.status} ${await response.text()}`;
  };
  for (let use = 1; use <= 5; use += 1) expect(await post(sent.response_url)).toBe('200 ok');
  expect(await post(sent.response_url)).toBe('404 {"ok":false,"error":"used_url"}');
  const later = await slack.command({ user: ANA, channel: CDN, text: 'help' });
  now += 31 * 60_000;
  expect(await post(later.sent.response_url)).toBe('404 {"ok":false,"error":"expired_url"}');
});

test('a response_url of a click replaces or deletes what was clicked', async () => {
  const ts = await askForCard();
  const shown = next((change) => change.type === 'ephemeral_posted');
  const { sent } = await slack.click({ user: BO, channel: CDN, ts, action_id: 'approve' });
  await shown;
  const post = (body: object) => fetch(String(sent.response_url), { method: 'POST', body: JSON.stringify(body) });
  await post({ replace_original: true, text: 'replaced' });
  expect(slack.store.find(CDN, ts)).toMatchObject({ text: 'replaced' });
  await post({ delete_original: true });
  expect(slack.store.find(CDN, ts)).toMatchObject({ subtype: 'tombstone' });
});

test('a form opens with a fresh trigger, once, and can be sent back with errors', async () => {
  const opened = next((change) => change.type === 'view_opened');
  const { sent } = await slack.command({ user: ANA, channel: CDN, text: 'form' });
  const change = await opened;
  const view_id = change.type === 'view_opened' ? change.view.id : '';
  await expect(app.client.views.open({ trigger_id: String(sent.trigger_id), view: MODAL })).rejects.toThrow(
    'exchanged_trigger_id',
  );
  const refused = await slack.submit({ user: ANA, view_id, values: { domain: { name: 'bad' } } });
  expect(refused.body).toEqual({ response_action: 'errors', errors: { domain: 'No such domain' } });
  expect(slack.views.modals()).toHaveLength(1);
  await slack.submit({ user: ANA, view_id, values: { domain: { name: 'www.example.com' } } });
  expect(slack.views.modals()).toHaveLength(0);
  const stale = await slack.command({ user: ANA, channel: CDN, text: 'help' });
  now += 4000;
  await expect(app.client.views.open({ trigger_id: String(stale.sent.trigger_id), view: MODAL })).rejects.toThrow(
    'expired_trigger_id',
  );
});

test('the Home', async () => {
  const published = next((change) => change.type === 'view_published');
  await slack.openHome({ user: ANA });
  await published;
  expect(slack.views.home(ANA)).toMatchObject({ type: 'home', blocks: [{ type: 'divider' }] });
});

test('a wrong signature, a bot that keeps silent, a bot that is not there', async () => {
  slack.settings.signingSecret = 'another';
  expect(await slack.command({ user: ANA, channel: CDN })).toMatchObject({
    ok: false,
    status: 401,
    error: 'http_client_error',
  });
  slack.settings.signingSecret = 'sandbox-signing-secret';
  slack.settings.ackTimeoutMs = 100;
  const { botUrl } = slack.settings;
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  slack.settings.botUrl = addressOf(silent);
  const unknown = await slack.command({ user: ANA, channel: CDN, command: '/other' });
  expect(unknown).toMatchObject({ ok: false, error: 'operation_timeout' });
  expect(slack.store.ephemerals(ANA).at(-1)).toMatchObject({
    author: 'USLACKBOT',
    text: '/other failed with the error "operation_timeout"',
  });
  silent.closeAllConnections();
  silent.close();
  slack.settings.botUrl = 'http://127.0.0.1:1/slack/events';
  expect(await slack.command({ user: ANA, channel: CDN })).toMatchObject({ ok: false, error: 'dispatch_failed' });
  slack.settings.botUrl = botUrl;
  slack.settings.ackTimeoutMs = 3000;
});

test('a person of another workspace has no command', async () => {
  const request = { user: 'U0OTHER0001', channel: 'C0SHARED001', text: 'help' };
  await expect(slack.command(request)).rejects.toThrow('not a valid command');
  expect(await slack.command({ ...request, force: true })).toMatchObject({ ok: true });
});

function addressOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/slack/events`;
}

function fail(): never {
  throw new Error('no such message');
}
