// What the receiver takes: signed, fresh, once; and an answer for every button.
import { closeDoors, openDoor } from '../support/door.js';
import { blockActions, realSeconds, sendSigned, sign, slashCommand } from '../support/signed-request.js';
import { channel } from '../support/slack-wire.js';

afterEach(closeDoors);

const help = () => slashCommand({ text: 'help', user: 'U0ANA', channel });

test.each([
  ['with the secret of another app', { secret: 'another-secret' }],
  ['from six minutes ago', { timestamp: realSeconds() - 360 }],
  ['from the future', { timestamp: realSeconds() + 600 }],
])('a request %s is refused with 401 and does nothing', async (_name, sending) => {
  const door = await openDoor();
  expect((await sendSigned(help(), { port: door.port, ...sending })).status).toBe(401);
  await door.finish();
  expect(door.slack.whispers).toEqual([]);
});

test('a request without a signature is refused with 401', async () => {
  const door = await openDoor();
  const answer = await fetch(`http://127.0.0.1:${door.port}/slack/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(help()).toString(),
  });
  expect(answer.status).toBe(401);
});

test('a body changed after it was signed is refused with 401', async () => {
  const door = await openDoor();
  const timestamp = realSeconds();
  const body = new URLSearchParams(help()).toString();
  const answer = await fetch(`http://127.0.0.1:${door.port}/slack/events`, {
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
  const door = await openDoor();
  const form = help();
  const sending = { port: door.port, timestamp: realSeconds() };
  expect((await sendSigned(form, sending)).status).toBe(200);
  expect((await sendSigned(form, sending)).status).toBe(401);
  await door.finish();
  expect(door.slack.whispers).toHaveLength(1);
});

test('a request in time with the right secret is taken', async () => {
  const door = await openDoor();
  expect(await sendSigned(help(), { port: door.port, timestamp: realSeconds() - 200 })).toEqual({
    status: 200,
    body: '',
  });
  await door.finish();
  expect(door.slack.whispers).toHaveLength(1);
});

test.each(['retired_button', 'cf_clone_show_all', ''])(
  'a button called %j that nobody offers any more is acknowledged and does nothing',
  async (action) => {
    const door = await openDoor();
    const calls = door.slack.calls.length;
    expect(await door.press(action, { ts: '1.2', value: 'x' })).toEqual({ status: 200, body: '' });
    await door.finish();
    expect(door.slack.calls).toHaveLength(calls);
    expect(door.slack.whispers).toEqual([]);
  },
);

test('a button outside a channel’s message is acknowledged and does nothing', async () => {
  const door = await openDoor();
  const form = blockActions({ action: 'cf_clone_approve', value: 'x', user: 'U0ANA', channel, ts: '1.2' });
  const { channel: _channel, message: _message, ...payload } = JSON.parse(form.payload ?? '{}');
  const homeTab = JSON.stringify({ ...payload, container: { type: 'view', view_id: 'V1' } });
  expect(await sendSigned({ payload: homeTab }, { port: door.port })).toEqual({ status: 200, body: '' });
  await door.finish();
  expect(door.slack.whispers).toEqual([]);
});

test('a bot that is stopping sends Slack away, to come again', async () => {
  const door = await openDoor();
  await door.finish();
  await expect(sendSigned(help(), { port: door.port })).rejects.toThrow();
});
