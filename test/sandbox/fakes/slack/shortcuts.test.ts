// Global and message shortcuts, and mentions of the bot.
import { ana, cdn, form, type Listener, startListener, stranger } from './listener.js';

const shortcuts = [
  { name: 'Clone', callback_id: 'new_clone', description: '', type: 'global' as const },
  { name: 'Clone like this', callback_id: 'clone_like_this', description: '', type: 'message' as const },
];

describe.each(['http', 'socket'] as const)('shortcuts and mentions over %s', (mode) => {
  let bot: Listener;
  let now = Date.now();

  beforeAll(async () => {
    const botEvents = ['app_mention'];
    const scopes = ['commands', 'app_mentions:read', 'chat:write'];
    bot = await startListener(mode, { shortcuts, botEvents, scopes, now: () => now });
  });

  beforeEach(() => {
    bot.slack.reset();
    bot.received.length = 0;
    now = Date.now();
  });

  afterAll(() => bot.close());

  const say = (channel = cdn) => bot.slack.say({ user: ana, channel, text: 'hello' }).ts;

  test('a global shortcut has a trigger, and neither a channel nor a response_url', async () => {
    const { sent, via } = await bot.slack.globalShortcut({ user: ana, callback_id: 'new_clone' });
    expect(via).toBe(mode);
    expect(sent).toMatchObject({
      type: 'shortcut',
      callback_id: 'new_clone',
      user: { id: ana, username: 'ana', team_id: 'T0CFCLONE01' },
      trigger_id: expect.any(String),
      action_ts: expect.any(String),
    });
    expect(Object.keys(sent)).not.toEqual(expect.arrayContaining(['channel']));
    expect(Object.keys(sent)).not.toEqual(expect.arrayContaining(['response_url']));
  });

  test('a message shortcut has the message, where it is, and a trigger', async () => {
    const ts = say();
    const request = { user: ana, channel: cdn, ts, callback_id: 'clone_like_this' };
    const { sent } = await bot.slack.messageShortcut(request);
    expect(sent).toMatchObject({
      type: 'message_action',
      callback_id: 'clone_like_this',
      channel: { id: cdn, name: 'cdn' },
      message: { ts, text: 'hello', user: ana },
      message_ts: ts,
      response_url: expect.stringContaining('/response/'),
    });
  });

  test('each trigger opens one form, within three seconds', async () => {
    const ts = say();
    const ask = async (isGlobal: boolean) =>
      isGlobal
        ? await bot.slack.globalShortcut({ user: ana, callback_id: 'new_clone' })
        : await bot.slack.messageShortcut({ user: ana, channel: cdn, ts, callback_id: 'clone_like_this' });
    for (const isGlobal of [true, false]) {
      const { trigger_id } = (await ask(isGlobal)).sent;
      expect(await bot.call('views.open', { trigger_id, view: form })).toMatchObject({ ok: true });
      expect(await bot.call('views.open', { trigger_id, view: form })).toMatchObject({ error: 'exchanged_trigger_id' });
      const late = (await ask(isGlobal)).sent.trigger_id;
      now += 3_001;
      expect(await bot.call('views.open', { trigger_id: late, view: form })).toMatchObject({
        error: 'expired_trigger_id',
      });
    }
  });

  test('what the manifest does not list is in no menu', async () => {
    const ts = say();
    const inMessage = { user: ana, channel: cdn, ts };
    await expect(bot.slack.globalShortcut({ user: ana, callback_id: 'other' })).rejects.toThrow('lists no global');
    await expect(bot.slack.globalShortcut({ user: ana, callback_id: 'clone_like_this' })).rejects.toThrow('lists no');
    await expect(bot.slack.messageShortcut({ ...inMessage, callback_id: 'new_clone' })).rejects.toThrow('no message');
    bot.slack.settings.scopes = [];
    await expect(bot.slack.globalShortcut({ user: ana, callback_id: 'new_clone' })).rejects.toThrow('scope commands');
    expect(bot.received).toEqual([]);
  });

  test('a person of another workspace has no shortcuts, and nobody has them on what they do not see', async () => {
    const ts = say('C0SHARED001');
    const request = { user: stranger, channel: 'C0SHARED001', ts, callback_id: 'clone_like_this' };
    await expect(bot.slack.messageShortcut(request)).rejects.toThrow('not installed');
    await expect(bot.slack.globalShortcut({ user: stranger, callback_id: 'new_clone' })).rejects.toThrow(
      'not installed',
    );
    const hidden = { user: 'U0DEV000001', channel: 'G0PRIVATE01', ts: say('G0PRIVATE01') };
    await expect(bot.slack.messageShortcut({ ...hidden, callback_id: 'clone_like_this' })).rejects.toThrow('is not in');
  });

  test('a mention is a message, and an event with its text', async () => {
    const { message, outcome } = await bot.slack.mention({ user: ana, channel: cdn, text: '@cf-clone hello @bo' });
    expect(message.text).toBe('<@U0CFBOT0001> hello <@U0BO0000001>');
    expect(outcome?.sent).toMatchObject({
      type: 'event_callback',
      event: { type: 'app_mention', user: ana, text: message.text, ts: message.ts, channel: cdn, event_ts: message.ts },
    });
    const thread_ts = message.ts;
    const reply = await bot.slack.mention({ user: ana, channel: cdn, text: 'help', thread_ts });
    expect(reply.outcome?.sent).toMatchObject({ event: { text: '<@U0CFBOT0001> help', thread_ts } });
  });

  test.each([
    ['in a channel without the bot', () => ({ channel: 'C0GENERAL01' })],
    ['in a direct message', () => ({ channel: 'D0DIRECT001' })],
    ['without the subscription', () => ({ channel: cdn, botEvents: [] })],
    ['without the scope', () => ({ channel: cdn, scopes: ['commands'] })],
  ])('a mention %s is a message alone', async (_where, change) => {
    const { channel, ...settings } = change();
    Object.assign(bot.slack.settings, settings);
    const { outcome, message } = await bot.slack.mention({ user: ana, channel, text: 'hello' });
    expect(outcome).toBeUndefined();
    expect(bot.slack.store.find(channel, message.ts)).toBeDefined();
    expect(bot.received).toEqual([]);
  });
});
