// The fake's answers and payloads have only members that Slack's own have been seen with.

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type FakeSlack, startSlack } from '../../../../sandbox/fakes/slack/server.js';
import { DEFAULTS } from '../../../../sandbox/fakes/slack/settings.js';
import { describeWithSlackFixtures, readSlackFixture } from '../../../support/slack-fixtures.js';
import { asFields, type Fields } from '../../../support/slack-wire.js';

const cdn = 'C0CDN000001';
const ana = 'U0ANA000001';
const bot = 'U0CFBOT0001';

/** Maps whose keys the app chooses, and blocks: the fixtures leave them out, and limits.ts checks them. */
const openMembers = new Set(['blocks', 'elements', 'event_payload', 'values']);

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One shape with the members of all items. An empty list or object in a fixture was cut: anything may be in it. */
function mergeItems(items: readonly unknown[]): Fields | undefined {
  const objects = items.filter(isObject);
  return objects.length === 0 ? undefined : Object.assign({}, ...objects);
}

/** The paths of members that the fixture does not have. */
function findUnknownMembers(value: unknown, shape: unknown, path = ''): string[] {
  if (Array.isArray(value)) {
    const item = Array.isArray(shape) ? mergeItems(shape) : undefined;
    return item ? value.flatMap((one) => findUnknownMembers(one, item, `${path}[]`)) : [];
  }
  if (!isObject(value) || !isObject(shape) || Object.keys(shape).length === 0) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const inside = path === '' ? name : `${path}.${name}`;
    if (openMembers.has(name)) return [];
    return name in shape ? findUnknownMembers(inner, shape[name], inside) : [inside];
  });
}

let slack: FakeSlack;
let listener: Server;

async function call(method: string, args: Record<string, unknown> = {}, token = 'xoxb-sandbox'): Promise<Fields> {
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(args),
  });
  return asFields(await response.json());
}

const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' }, value: '1' };
const blocks = [
  { type: 'section', text: { type: 'mrkdwn', text: 'hello' } },
  { type: 'actions', elements: [button] },
];
const metadata = { event_type: 'cf_clone', event_payload: { id: '1' } };
const modal = {
  type: 'modal',
  title: { type: 'plain_text', text: 'Plan' },
  callback_id: 'plan',
  notify_on_close: true,
  blocks,
};

async function post(more: Fields = {}): Promise<string> {
  return String((await call('chat.postMessage', { channel: cdn, text: 'hello', blocks, metadata, ...more })).ts);
}

async function triggerId(): Promise<string> {
  return String((await slack.command({ user: ana, channel: cdn, text: '' })).sent.trigger_id);
}

async function openModal(): Promise<Fields> {
  return call('views.open', { trigger_id: await triggerId(), view: modal });
}

beforeAll(async () => {
  listener = createServer((request, response) => {
    request.resume().on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const scopes = [...DEFAULTS.scopes, 'reactions:write', 'usergroups:read', 'im:read'];
  const shortcuts = [{ name: 'This', callback_id: 'this', description: '', type: 'message' as const }];
  slack = await startSlack({ botUrl: `http://127.0.0.1:${port}/slack/events`, scopes, shortcuts });
});

beforeEach(() => {
  slack.reset();
});

afterAll(async () => {
  await slack.close();
  listener.close();
});

const answers: Record<string, () => Promise<Fields>> = {
  'auth.test': () => call('auth.test'),
  'apps.connections.open': () => call('apps.connections.open', {}, 'xapp-sandbox'),
  'chat.postMessage': async () =>
    call('chat.postMessage', { channel: cdn, thread_ts: await post(), reply_broadcast: true, text: 'x', metadata }),
  'chat.update': async () => {
    const ts = await post();
    await post({ thread_ts: ts });
    return call('chat.update', { channel: cdn, ts, text: 'changed' });
  },
  'chat.delete': async () => call('chat.delete', { channel: cdn, ts: await post() }),
  'chat.postEphemeral': () => call('chat.postEphemeral', { channel: cdn, user: ana, text: 'hello' }),
  'conversations.info': () => call('conversations.info', { channel: cdn }),
  'conversations.history': async () => {
    const ts = await post();
    await post({ thread_ts: ts, reply_broadcast: true });
    await call('chat.update', { channel: cdn, ts, text: 'changed' });
    await call('reactions.add', { channel: cdn, timestamp: ts, name: 'eyes' });
    return call('conversations.history', { channel: cdn, include_all_metadata: true });
  },
  'conversations.replies': async () => {
    const ts = await post();
    await post({ thread_ts: ts });
    await call('chat.update', { channel: cdn, ts, text: 'changed' });
    return call('conversations.replies', { channel: cdn, ts, include_all_metadata: true });
  },
  'usergroups.list': () => call('usergroups.list', { include_users: true, include_count: true }),
  'usergroups.users.list': () => call('usergroups.users.list', { usergroup: 'S0APPROVER1' }),
  'users.conversations': () => call('users.conversations', { types: 'public_channel,private_channel,im' }),
  'users.info': async () => call('users.info', { user: ana }),
  'views.open': openModal,
  'views.publish': () => call('views.publish', { user_id: ana, view: { type: 'home', blocks } }),
};

const refusals: Record<string, () => Promise<Fields>> = {
  'chat.postMessage': () => call('chat.postMessage', { channel: cdn, blocks: [{ type: 'poem' }], text: 'x' }),
  'chat.update': async () =>
    call('chat.update', { channel: cdn, ts: await post(), blocks: [{ type: 'poem' }], text: 'x' }),
  'conversations.info': () => call('conversations.info', { channel: 'C0NOWHERE01' }),
  'usergroups.list': async () => {
    slack.settings.scopes = [];
    return call('usergroups.list');
  },
  'users.info': () => call('users.info', { user: 'U0NOBODY001' }),
  'views.open': async () => call('views.open', { trigger_id: 'x', view: { ...modal, blocks: [{ type: 'poem' }] } }),
};

const payloads: Record<string, () => Promise<Fields>> = {
  SlashCommandPayload: async () => (await slack.command({ user: ana, channel: cdn, text: 'help' })).sent,
  BlockActionPayload: async () => {
    const ts = await post();
    await post({ thread_ts: ts });
    return (await slack.click({ user: ana, channel: cdn, ts, action_id: 'go' })).sent;
  },
  ViewSubmissionPayload: async () => {
    const view = asFields((await openModal()).view);
    return (await slack.submit({ user: ana, view_id: String(view.id) })).sent;
  },
  ViewClosedPayload: async () => {
    const view = asFields((await openModal()).view);
    return (await slack.closeView({ user: ana, view_id: String(view.id) }))?.sent ?? {};
  },
  MessageShortcutPayload: async () =>
    (await slack.messageShortcut({ user: ana, channel: cdn, ts: await post(), callback_id: 'this' })).sent,
};

test('the walk finds a member that the shape lacks, also in lists', () => {
  const shape = { ok: true, list: [{ a: '' }, { b: '' }], cut: [] };
  expect(findUnknownMembers({ ok: false, list: [{ a: '', b: '' }], cut: [{ x: 1 }] }, shape)).toEqual([]);
  expect(findUnknownMembers({ new: 1, list: [{ a: '', c: '' }] }, shape)).toEqual(['new', 'list[].c']);
});

describeWithSlackFixtures('shapes that Slack has been seen with', () => {
  test.each(Object.entries(answers))('the answer of %s', async (method, ask) => {
    const answer = await ask();
    expect(answer.ok).toBe(true);
    expect(findUnknownMembers(answer, readSlackFixture(`${method}.json`))).toEqual([]);
  });

  test('a bot as users.info tells it', async () => {
    const answer = await call('users.info', { user: bot });
    expect(findUnknownMembers(answer, readSlackFixture('users.info.json'))).toEqual([]);
  });

  test.each(Object.entries(refusals))('the refusal of %s', async (method, ask) => {
    const answer = await ask();
    expect(answer.ok).toBe(false);
    expect(findUnknownMembers(answer, readSlackFixture(`${method}.json`))).toEqual([]);
  });

  test.each(Object.entries(payloads))('%s', async (name, send) => {
    expect(findUnknownMembers(await send(), readSlackFixture(`${name}.json`))).toEqual([]);
  });

  test('a click in a view', async () => {
    const view = asFields((await openModal()).view);
    const { sent } = await slack.click({ user: ana, view_id: String(view.id), action_id: 'go' });
    expect(findUnknownMembers(sent, readSlackFixture('BlockActionPayload.json'))).toEqual([]);
  });
});
