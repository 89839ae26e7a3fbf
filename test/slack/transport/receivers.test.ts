// What the receiver takes: signed, fresh, once; and an answer for every button and every body.
import fc from '../../support/property.js';
import {
  blockActions,
  realSeconds,
  sendSigned,
  sendSignedBody,
  sign,
  slashCommand,
} from '../../support/signed-request.js';
import { channel } from '../../support/slack-wire.js';
import { startTestBot, stopTestBots } from '../../support/test-bot.js';

afterEach(stopTestBots);

const help = () => slashCommand({ text: 'help', user: 'U0ANA', channel });

test.each([
  ['with the secret of another app', { secret: 'another-secret' }],
  ['from six minutes ago', { timestamp: realSeconds() - 360 }],
  ['from the future', { timestamp: realSeconds() + 600 }],
])('a request %s is refused with 401 and does nothing', async (_name, sending) => {
  const testBot = await startTestBot();
  expect((await sendSigned(help(), { port: testBot.port, ...sending })).status).toBe(401);
  await testBot.finish();
  expect(testBot.slack.ephemerals).toEqual([]);
});

test('a request without a signature is refused with 401', async () => {
  const testBot = await startTestBot();
  const answer = await fetch(`http://127.0.0.1:${testBot.port}/slack/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(help()).toString(),
  });
  expect(answer.status).toBe(401);
});

// https://docs.slack.dev/reference/events/url_verification
test('Slack’s verification of the request URL is answered with its challenge', async () => {
  const testBot = await startTestBot();
  const body = JSON.stringify({ type: 'url_verification', token: 'x', challenge: '3eZbrw1aB10FEMAGAZd4' });
  const sending = { port: testBot.port, contentType: 'application/json' };
  expect(await sendSignedBody(body, { ...sending, secret: 'another-secret' })).toEqual({ status: 401, body: '' });
  const answer = await sendSignedBody(body, sending);
  expect(answer.status).toBe(200);
  expect(answer.body).toContain('3eZbrw1aB10FEMAGAZd4');
});

test('a body changed after it was signed is refused with 401', async () => {
  const testBot = await startTestBot();
  const timestamp = realSeconds();
  const body = new URLSearchParams(help()).toString();
  const answer = await fetch(`http://127.0.0.1:${testBot.port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': sign(body, timestamp),
    },
    body: body.replace('U0ANA', 'U0EVE'),
  });
  expect(answer.status).toBe(401);
});

test('the same signed request a second time is refused with 401 and does nothing more', async () => {
  const testBot = await startTestBot();
  const form = help();
  const sending = { port: testBot.port, timestamp: realSeconds() };
  expect((await sendSigned(form, sending)).status).toBe(200);
  expect((await sendSigned(form, sending)).status).toBe(401);
  await testBot.finish();
  expect(testBot.slack.ephemerals).toHaveLength(1);
});

test('a captured request with a longer signature is refused with 401 and does nothing more', async () => {
  const testBot = await startTestBot();
  const timestamp = realSeconds();
  const body = new URLSearchParams(help()).toString();
  const send = (signature: string) =>
    fetch(`http://127.0.0.1:${testBot.port}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': signature,
      },
      body,
    });
  const signature = sign(body, timestamp);
  expect((await send(signature)).status).toBe(200);
  expect((await send(`${signature}=x`)).status).toBe(401);
  expect((await send(`${signature}=y`)).status).toBe(401);
  await testBot.finish();
  expect(testBot.slack.ephemerals).toHaveLength(1);
});

test('a request in time with the right secret is taken', async () => {
  const testBot = await startTestBot();
  expect(await sendSigned(help(), { port: testBot.port, timestamp: realSeconds() - 200 })).toEqual({
    status: 200,
    body: '',
  });
  await testBot.finish();
  expect(testBot.slack.ephemerals).toHaveLength(1);
});

test.each(['retired_button', 'cf_clone_show_all', ''])(
  'a button called %j that nobody offers any more is acknowledged and does nothing',
  async (action) => {
    const testBot = await startTestBot();
    const calls = testBot.slack.calls.length;
    expect(await testBot.press(action, { ts: '1.2', value: 'x' })).toEqual({ status: 200, body: '' });
    await testBot.finish();
    expect(testBot.slack.calls).toHaveLength(calls);
    expect(testBot.slack.ephemerals).toEqual([]);
  },
);

test('a button outside a channel’s message is acknowledged and does nothing', async () => {
  const testBot = await startTestBot();
  const form = blockActions({ action: 'cf_clone_approve', value: 'x', user: 'U0ANA', channel, ts: '1.2' });
  const { channel: _channel, message: _message, ...payload } = JSON.parse(form.payload ?? '{}');
  const homeTab = JSON.stringify({ ...payload, container: { type: 'view', view_id: 'V1' } });
  expect(await sendSigned({ payload: homeTab }, { port: testBot.port })).toEqual({ status: 200, body: '' });
  await testBot.finish();
  expect(testBot.slack.ephemerals).toEqual([]);
});

interface Message {
  readonly value: unknown;
  readonly contentType: string;
  readonly salt: number;
}

describe('a signed body that is no payload', () => {
  const rejections: unknown[] = [];
  const note = (error: unknown) => void rejections.push(error);
  beforeAll(() => process.on('unhandledRejection', note));
  afterAll(() => process.off('unhandledRejection', note));

  test('is answered, whatever it is, and does no harm', async () => {
    const testBot = await startTestBot();
    // Members that Bolt and the bot look at, with values that Slack would never send.
    const members = ['type', 'event', 'command', 'actions', 'view', 'user', 'team', 'channel', 'container', 'payload'];
    const payload = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.dictionary(fc.constantFrom(...members), fc.jsonValue({ maxDepth: 2 })),
      fc.constantFrom('block_actions', 'view_submission', 'shortcut', 'event_callback').map((type) => ({ type })),
      fc.constant({ type: 'event_callback', event: null }),
      fc.constant({ command: '/cf-clone', text: 5, response_url: {} }),
      fc.constant({ type: 'block_actions', actions: [{ action_id: 'cf_clone_approve', type: 'button' }], user: {} }),
    );
    const contentTypes = ['application/json', 'application/x-www-form-urlencoded', 'text/plain'];
    const message = fc.record({ value: payload, contentType: fc.constantFrom(...contentTypes), salt: fc.nat() });
    const sendMessage = async ({ value, contentType, salt }: Message): Promise<number> => {
      const json = JSON.stringify(value);
      const isForm = contentType === 'application/x-www-form-urlencoded';
      const body = isForm ? new URLSearchParams({ payload: json, salt: String(salt) }).toString() : json;
      return (await sendSignedBody(body, { port: testBot.port, contentType })).status;
    };
    // All at once: Bolt waits three seconds before it answers what nobody acknowledges.
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 200, maxLength: 200 }), async (messages) => {
        const statuses = await Promise.all(messages.map(sendMessage));
        for (const status of statuses) expect([200, 400, 401, 404, 500]).toContain(status);
      }),
      { numRuns: 1, endOnFailure: true },
    );
    expect((await sendSigned(help(), { port: testBot.port })).status).toBe(200);
    await testBot.finish();
    expect(rejections).toEqual([]);
  });
});

test('a bot that is stopping sends Slack away, to come again', async () => {
  const testBot = await startTestBot();
  await testBot.finish();
  await expect(sendSigned(help(), { port: testBot.port })).rejects.toThrow();
});
