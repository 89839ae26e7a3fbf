// Messages to one person, user groups, and the scopes that methods take.
import { asFields } from '../../../support/slack-wire.js';
import { ana, bo, cdn, type Listener, startListener } from './listener.js';

let bot: Listener;

beforeAll(async () => {
  bot = await startListener('http', { isMessagesTabEnabled: true, scopes: ['chat:write'] });
});

beforeEach(() => bot.slack.reset());

afterAll(() => bot.close());

const post = (channel: string) => bot.call('chat.postMessage', { channel, text: 'hello' });

test('a message to a person opens the conversation once, with chat:write alone', async () => {
  const first = await post(bo);
  expect(first).toMatchObject({ ok: true, channel: expect.stringMatching(/^D/) });
  expect(await post(bo)).toMatchObject({ channel: first.channel });
  expect(bot.slack.store.messages(String(first.channel))).toHaveLength(2);
  expect(bot.slack.workspace.channels.get(String(first.channel))).toMatchObject({ kind: 'im' });
  expect(await post(ana)).toMatchObject({ channel: 'D0DIRECT001' });
});

test('without the Messages tab no direct message arrives', async () => {
  bot.slack.settings.isMessagesTabEnabled = false;
  expect(await post(bo)).toMatchObject({ ok: false, error: 'messages_tab_disabled' });
  expect(await post('D0DIRECT001')).toMatchObject({ ok: false, error: 'messages_tab_disabled' });
  expect(await post(cdn)).toMatchObject({ ok: true });
});

test('a bot, a deleted person and nobody at all get no message', async () => {
  bot.slack.workspace.putPerson({ id: 'U0GONE00001', deleted: true });
  expect(await post('U0CFBOT0001')).toMatchObject({ error: 'channel_not_found' });
  expect(await post('U0NOBODY001')).toMatchObject({ error: 'channel_not_found' });
  expect(await post('U0GONE00001')).toMatchObject({ error: 'user_disabled' });
});

test('conversations.open takes im:write', async () => {
  const open = (args: Record<string, unknown>) => bot.call('conversations.open', args);
  expect(await open({ users: bo })).toEqual({
    ok: false,
    error: 'missing_scope',
    needed: 'im:write',
    provided: 'chat:write',
  });
  bot.slack.settings.scopes = ['im:write'];
  const opened = await open({ users: bo });
  expect(opened).toMatchObject({ ok: true, channel: { id: expect.stringMatching(/^D/) } });
  expect(await open({ channel: asFields(opened.channel).id })).toMatchObject({ channel: opened.channel });
  expect(await open({})).toMatchObject({ error: 'users_list_not_supplied' });
  expect(await open({ users: 'U0NOBODY001' })).toMatchObject({ error: 'user_not_found' });
  expect(await open({ channel: cdn })).toMatchObject({ error: 'method_not_supported_for_channel_type' });
});

test.each([
  ['conversations.members', { channel: cdn }, 'channels:read'],
  ['conversations.members', { channel: 'D0DIRECT001' }, 'im:read'],
  ['conversations.info', { channel: 'D0DIRECT001' }, 'im:read'],
  ['conversations.history', { channel: cdn }, 'channels:history'],
  ['users.conversations', { types: 'public_channel,private_channel' }, 'channels:read,groups:read'],
  ['usergroups.list', {}, 'usergroups:read'],
  ['usergroups.users.list', { usergroup: 'S0APPROVER1' }, 'usergroups:read'],
  ['users.info', { user: ana }, 'users:read'],
])('%s %j takes %s', async (method, args, scope) => {
  expect(await bot.call(method, args)).toMatchObject({ ok: false, error: 'missing_scope', needed: scope });
  bot.slack.settings.scopes = scope.split(',');
  expect(await bot.call(method, args)).toMatchObject({ ok: true });
});

test('user groups have a handle and members', async () => {
  bot.slack.settings.scopes = ['usergroups:read'];
  expect(await bot.call('usergroups.list', { include_users: true })).toMatchObject({
    usergroups: [{ id: 'S0APPROVER1', handle: 'cdn-approvers', users: [ana, bo] }],
  });
  expect(await bot.call('usergroups.users.list', { usergroup: 'S0' })).toMatchObject({ error: 'no_such_subteam' });
});
