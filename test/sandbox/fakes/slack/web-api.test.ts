// The Web API of the fake, asked through the official client.
import { WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError, WebClient } from '@slack/web-api';
import { type FakeSlack, startSlack } from '../../../../sandbox/fakes/slack/server.js';
import { DEFAULTS } from '../../../../sandbox/fakes/slack/settings.js';

const CDN = 'C0CDN000001';
const ANA = 'U0ANA000001';

let slack: FakeSlack;
let client: WebClient;
let now = 0;

function connect(token = 'xoxb-sandbox'): WebClient {
  const quiet = () => undefined;
  const logger = {
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: quiet,
    setLevel: quiet,
    setName: quiet,
    getLevel: () => 'error',
  };
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: logger as never,
  });
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof WebAPIPlatformError) return error.data.error;
  return error === undefined ? 'ok' : String(error);
}

function button(value = 'x', text = 'Go') {
  return { type: 'button', action_id: 'go', text: { type: 'plain_text', text }, value };
}

beforeAll(async () => {
  // What the manifest leaves out is checked in direct-messages.test.ts.
  const scopes = [...DEFAULTS.scopes, 'im:read', 'channels:join', 'reactions:write'];
  slack = await startSlack({ now: () => now, scopes, isMessagesTabEnabled: true });
  client = connect();
});

beforeEach(() => {
  now = Date.parse('2026-11-23T12:00:00Z');
  slack.reset();
});

afterAll(() => slack.close());

describe('who is asking', () => {
  test('auth.test knows the bot, and only its token', async () => {
    expect(await client.auth.test()).toMatchObject({
      team_id: 'T0CFCLONE01',
      user_id: 'U0CFBOT0001',
      bot_id: 'B0CFBOT0001',
      is_enterprise_install: false,
    });
    expect(await codeOf(connect('xoxb-other').auth.test())).toBe('invalid_auth');
    expect(await codeOf(connect('xapp-sandbox').auth.test())).toBe('not_allowed_token_type');
    expect(await codeOf(client.apps.connections.open({}))).toBe('not_allowed_token_type');
    expect(await codeOf(client.apiCall('chat.fly'))).toBe('unknown_method');
    const bare = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });
    expect(await bare.json()).toEqual({ ok: false, error: 'not_authed' });
  });

  test('users.info shows what tells people apart', async () => {
    const { user: ana } = await client.users.info({ user: ANA });
    expect(ana).toMatchObject({
      team_id: 'T0CFCLONE01',
      deleted: false,
      is_bot: false,
      is_restricted: false,
      is_ultra_restricted: false,
      is_stranger: false,
      is_email_confirmed: true,
      profile: { email: 'ana@example.com' },
    });
    expect((await client.users.info({ user: 'U0GUEST0001' })).user).toMatchObject({ is_restricted: true });
    expect((await client.users.info({ user: 'U0OTHER0001' })).user).toMatchObject({ team_id: 'T0PARTNER01' });
    expect((await client.users.info({ user: 'U0NOMAIL001' })).user).toMatchObject({ is_email_confirmed: false });
    expect(await codeOf(client.users.info({ user: 'U404' }))).toBe('user_not_found');
  });
});

describe('membership', () => {
  test.each([
    ['C0GENERAL01', 'not_in_channel'],
    ['G0PRIVATE01', 'channel_not_found'],
    ['D0HUMANS001', 'channel_not_found'],
    ['C404', 'channel_not_found'],
    [CDN, 'ok'],
    ['D0DIRECT001', 'ok'],
  ])('posting to %s: %s', async (channel, expected) => {
    expect(await codeOf(client.chat.postMessage({ channel, text: 'hello' }))).toBe(expected);
  });

  test('an archived channel takes nothing; public ones open up with chat:write.public', async () => {
    slack.workspace.putChannel({ id: CDN, is_archived: true });
    expect(await codeOf(client.chat.postMessage({ channel: CDN, text: 'hello' }))).toBe('is_archived');
    slack.settings.writesPublic = true;
    expect(await codeOf(client.chat.postMessage({ channel: 'C0GENERAL01', text: 'hello' }))).toBe('ok');
    expect(await codeOf(client.conversations.history({ channel: 'C0GENERAL01' }))).toBe('not_in_channel');
  });

  test('conversations say what they are, page by page', async () => {
    expect((await client.conversations.info({ channel: 'C0SHARED001' })).channel).toMatchObject({
      is_member: true,
      is_channel: true,
      is_private: false,
      is_ext_shared: true,
      is_im: false,
      is_archived: false,
    });
    expect((await client.conversations.info({ channel: 'D0DIRECT001' })).channel).toMatchObject({ is_im: true });
    const first = await client.users.conversations({ limit: 1 });
    expect(first.channels?.map((channel) => channel.id)).toEqual([CDN]);
    const cursor = first.response_metadata?.next_cursor ?? '';
    const second = await client.users.conversations({ limit: 1, cursor });
    expect(second.channels?.map((channel) => channel.id)).toEqual(['C0SHARED001']);
    expect(second.response_metadata?.next_cursor).toBe('');
    const all = await client.conversations.list({ types: 'public_channel,private_channel' });
    expect(all.channels?.map((channel) => channel.id)).toEqual([CDN, 'C0GENERAL01', 'C0SHARED001']);
  });
});

describe('messages', () => {
  const metadata = { event_type: 'cf_clone', event_payload: { state: 'pending', plan: { digest: 'd1' } } };

  test('metadata comes back when asked for, stays over an update without it, goes with {}', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: CDN, text: 'card', metadata });
    const read = async (include_all_metadata: boolean) =>
      (await client.conversations.history({ channel: CDN, include_all_metadata })).messages?.[0]?.metadata;
    expect(await read(false)).toBeUndefined();
    expect(await read(true)).toEqual(metadata);
    await client.chat.update({ channel: CDN, ts, text: 'card 2' });
    expect(await read(true)).toEqual(metadata);
    await client.chat.update({ channel: CDN, ts, text: 'card 3', metadata: {} as never });
    expect(await read(true)).toBeUndefined();
  });

  test('metadata has a shape and a size', async () => {
    const post = (event_payload: unknown) =>
      codeOf(
        client.chat.postMessage({ channel: CDN, text: 'x', metadata: { event_type: 'e', event_payload } as never }),
      );
    expect(await post({ a: { b: { c: 1 } } })).toBe('invalid_metadata_schema');
    expect(await post({ a: null })).toBe('invalid_metadata_schema');
    expect(await post('text')).toBe('invalid_metadata_format');
    expect(await post({ a: 'x'.repeat(5000) })).toBe('metadata_too_large');
    expect(await post({ a: [{ b: 1 }], c: true })).toBe('ok');
  });

  test('text without blocks takes the blocks away and marks the message as edited', async () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'hello' } }];
    const { ts = '' } = await client.chat.postMessage({ channel: CDN, text: 'card', blocks });
    expect(slack.store.find(CDN, ts)?.blocks?.[0]).toMatchObject({
      block_id: expect.any(String),
      text: { verbatim: false },
    });
    await client.chat.update({ channel: CDN, ts, text: 'next', blocks });
    expect(slack.store.find(CDN, ts)).toMatchObject({ text: 'next', blocks: [expect.anything()] });
    expect(slack.store.find(CDN, ts)).not.toHaveProperty('edited');
    await client.chat.update({ channel: CDN, ts, text: 'done' });
    expect(slack.store.find(CDN, ts)).toMatchObject({ text: 'done', edited: { user: 'U0CFBOT0001' } });
    expect(slack.store.find(CDN, ts)).not.toHaveProperty('blocks');
  });

  test('only own messages can be edited or deleted', async () => {
    const { ts } = slack.say({ user: ANA, channel: CDN, text: 'mine' });
    expect(await codeOf(client.chat.update({ channel: CDN, ts, text: 'ours' }))).toBe('cant_update_message');
    expect(await codeOf(client.chat.delete({ channel: CDN, ts }))).toBe('cant_delete_message');
    expect(await codeOf(client.chat.update({ channel: CDN, ts: '1.1', text: 'x' }))).toBe('message_not_found');
    const own = await client.chat.postMessage({ channel: CDN, text: 'x' });
    const long = client.chat.update({ channel: CDN, ts: own.ts ?? '', text: 'x'.repeat(4001) });
    expect(await codeOf(long)).toBe('msg_too_long');
    expect(await codeOf(client.chat.delete({ channel: CDN, ts: own.ts ?? '' }))).toBe('ok');
  });

  test('history shows parents and broadcast replies, replies shows the thread', async () => {
    const { ts: thread_ts = '' } = await client.chat.postMessage({ channel: CDN, text: 'card' });
    await client.chat.postMessage({ channel: CDN, text: 'quiet', thread_ts });
    await client.chat.postMessage({ channel: CDN, text: 'loud', thread_ts, reply_broadcast: true });
    const history = await client.conversations.history({ channel: CDN });
    expect(history.messages?.map((message) => message.text)).toEqual(['loud', 'card']);
    expect(history.messages?.[1]).toMatchObject({ reply_count: 2, thread_ts });
    const first = await client.conversations.replies({ channel: CDN, ts: thread_ts, limit: 1 });
    expect(first.messages?.map((message) => message.text)).toEqual(['card', 'quiet']);
    expect(first.has_more).toBe(true);
    const cursor = first.response_metadata?.next_cursor ?? '';
    const rest = await client.conversations.replies({ channel: CDN, ts: thread_ts, limit: 1, cursor });
    expect(rest.messages?.map((message) => message.text)).toEqual(['card', 'loud']);
    const orphan = client.chat.postMessage({ channel: CDN, text: 'x', thread_ts: '1.000001' });
    expect(await codeOf(orphan)).toBe('thread_not_found');
  });

  test('history keeps to its range', async () => {
    const stamps: string[] = [];
    for (const text of ['a', 'b', 'c']) {
      now += 1000;
      stamps.push((await client.chat.postMessage({ channel: CDN, text })).ts ?? '');
    }
    const [a = '', , c = ''] = stamps;
    const texts = async (range: object) =>
      (await client.conversations.history({ channel: CDN, ...range })).messages?.map((message) => message.text);
    expect(await texts({ oldest: a, latest: c })).toEqual(['b']);
    expect(await texts({ oldest: a, latest: c, inclusive: true })).toEqual(['c', 'b', 'a']);
    expect(await texts({ oldest: a, limit: 1 })).toEqual(['c']);
    expect(await codeOf(client.conversations.history({ channel: CDN, cursor: 'bm9wZQ==' }))).toBe('invalid_cursor');
  });

  test('permalinks, reactions, ephemerals', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: CDN, text: 'card' });
    const reply = await client.chat.postMessage({ channel: CDN, text: 'reply', thread_ts: ts });
    const link = async (message_ts = '') => (await client.chat.getPermalink({ channel: CDN, message_ts })).permalink;
    const place = `https://example-cdn.slack.com/archives/${CDN}/p`;
    expect(await link(ts)).toBe(`${place}${ts.replace('.', '')}`);
    expect(await link(reply.ts)).toBe(`${place}${reply.ts?.replace('.', '')}?thread_ts=${ts}&cid=${CDN}`);
    const react = () => codeOf(client.reactions.add({ channel: CDN, timestamp: ts, name: 'eyes' }));
    expect([await react(), await react()]).toEqual(['ok', 'already_reacted']);
    await client.chat.postEphemeral({ channel: CDN, user: ANA, text: 'psst' });
    const elsewhere = client.chat.postEphemeral({ channel: CDN, user: 'U0OTHER0001', text: 'psst' });
    expect(await codeOf(elsewhere)).toBe('user_not_in_channel');
    expect(slack.store.ephemerals(ANA)).toMatchObject([{ text: 'psst', channel: CDN }]);
    expect(slack.store.messages(CDN)).toHaveLength(2);
  });
});

describe('blocks', () => {
  const refused: [string, object[]][] = [
    ['an unknown type', [{ type: 'hologram' }]],
    ['a long section', [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }]],
    ['an empty section', [{ type: 'section', text: { type: 'mrkdwn', text: '' } }]],
    ['a long header', [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }]],
    ['a long label', [{ type: 'actions', elements: [button('x', 'y'.repeat(76))] }]],
    ['a long value', [{ type: 'actions', elements: [button('x'.repeat(2001))] }]],
    ['one action_id twice', [{ type: 'actions', elements: [button(), button()] }]],
    ['one block_id twice', [1, 2].map(() => ({ type: 'divider', block_id: 'same' }))],
    ['too many blocks', Array.from({ length: 51 }, () => ({ type: 'divider' }))],
    ['too many rows', [{ type: 'table', rows: Array.from({ length: 101 }, () => [{ type: 'raw_text', text: 'x' }]) }]],
    ['an alert, which only modals may have', [{ type: 'alert', text: { type: 'mrkdwn', text: 'x' } }]],
    [
      'more than 10,000 characters in all table cells',
      [1, 2].map(() => ({ type: 'table', rows: [[{ type: 'raw_text', text: 'x'.repeat(5_001) }]] })),
    ],
    [
      'too many cells',
      [{ type: 'table', rows: [Array.from({ length: 21 }, () => ({ type: 'raw_text', text: 'x' }))] }],
    ],
    [
      'a long confirmation',
      [
        {
          type: 'actions',
          elements: [
            {
              ...button(),
              confirm: {
                title: { type: 'plain_text', text: 'Sure?' },
                text: { type: 'plain_text', text: 'x'.repeat(301) },
                confirm: { type: 'plain_text', text: 'Yes' },
                deny: { type: 'plain_text', text: 'No' },
              },
            },
          ],
        },
      ],
    ],
  ];

  test.each(refused)('%s is refused', async (_name, blocks) => {
    const post = client.chat.postMessage({ channel: CDN, text: 'x', blocks: blocks as never });
    expect(await codeOf(post)).toBe('invalid_blocks');
    expect(slack.store.messages(CDN)).toHaveLength(0);
  });

  test('more than 13,000 characters in all blocks are too long, for a post and for an edit', async () => {
    const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
    const blocks = (each: number) => Array.from({ length: 5 }, () => section('x'.repeat(each))) as never;
    expect(await codeOf(client.chat.postMessage({ channel: CDN, text: 'x', blocks: blocks(2_601) }))).toBe(
      'msg_blocks_too_long',
    );
    const { ts = '' } = await client.chat.postMessage({ channel: CDN, text: 'x', blocks: blocks(2_600) });
    expect(await codeOf(client.chat.update({ channel: CDN, ts, text: 'x', blocks: blocks(2_601) }))).toBe(
      'msg_blocks_too_long',
    );
  });

  test('a confirmation within its limits passes', async () => {
    const say = (text: string) => ({ type: 'plain_text', text });
    const confirm = { title: say('Sure?'), text: say('It is live.'), confirm: say('Yes'), deny: say('No') };
    const blocks = [{ type: 'actions', elements: [{ ...button(), confirm }] }];
    expect(await codeOf(client.chat.postMessage({ channel: CDN, text: 'x', blocks: blocks as never }))).toBe('ok');
  });

  test('a type that has not been rolled out is refused with its place', async () => {
    const blocks = [{ type: 'divider' as const }, { type: 'plan' as const, title: 'x', tasks: [] }];
    expect(await codeOf(client.chat.postMessage({ channel: CDN, text: 'x', blocks }))).toBe('ok');
    slack.settings.refusedBlocks = ['plan'];
    const error = await client.chat.postMessage({ channel: CDN, text: 'x', blocks }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: { messages: ['[ERROR] unsupported type: plan [json-pointer:/blocks/1/type]'] },
      },
    });
  });
});

describe('bad days', () => {
  test('429 with Retry-After, then fine', async () => {
    slack.faults.add({ method: 'chat.postMessage', kind: 'rate-limited', retryAfter: 7 });
    const error = await client.chat.postMessage({ channel: CDN, text: 'x' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WebAPIRateLimitedError);
    expect(error).toMatchObject({ retryAfter: 7 });
    expect(await codeOf(client.chat.postMessage({ channel: CDN, text: 'x' }))).toBe('ok');
  });

  test('lost after the post: the client sees a broken call, the channel the message', async () => {
    slack.faults.add({ method: 'chat.postMessage', kind: 'lost-after' }, { method: '*', kind: 'lost-before' });
    const post = () => client.chat.postMessage({ channel: CDN, text: 'x' }).catch((reason: unknown) => reason);
    expect(await post()).toBeInstanceOf(WebAPIRequestError);
    expect(slack.store.messages(CDN)).toHaveLength(1);
    expect(await post()).toBeInstanceOf(WebAPIRequestError);
    expect(slack.store.messages(CDN)).toHaveLength(1);
    expect(slack.calls.all('chat.postMessage')).toMatchObject([
      { ok: true, fault: 'lost-after' },
      { ok: false, fault: 'lost-before', error: 'lost-before' },
    ]);
  });

  test('errors by order, for as often as ordered', async () => {
    slack.faults.add({ method: 'users.info', kind: 'error', error: 'fatal_error', times: 2 });
    slack.faults.add({ method: '*', kind: 'unavailable', times: 'always' });
    const ask = () => codeOf(client.users.info({ user: ANA }));
    expect([await ask(), await ask()]).toEqual(['fatal_error', 'fatal_error']);
    expect(await ask()).toContain('503');
    slack.faults.clear();
    expect(await ask()).toBe('ok');
  });

  test('slow and latency take their time', async () => {
    slack.faults.add({ method: 'users.info', kind: 'slow', delayMs: 60 });
    slack.settings.latencyMs = 20;
    await client.users.info({ user: ANA });
    await client.users.info({ user: ANA });
    const [slow, usual] = slack.calls.all('users.info');
    expect(slow?.ms).toBeGreaterThan(75);
    expect(usual?.ms).toBeGreaterThan(15);
    expect(usual?.ms).toBeLessThan(75);
  });

  test('calls are recorded without tokens', async () => {
    await fetch(`${slack.apiUrl}users.info`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: 'xoxb-sandbox', user: ANA }),
    });
    expect(slack.calls.all()).toEqual([
      { at: '2026-11-23T12:00:00.000Z', method: 'users.info', args: { user: ANA }, ok: true, ms: expect.any(Number) },
    ]);
  });
});
