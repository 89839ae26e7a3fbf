// blocks.validate of the fake: without a token, one thing at a time, and with the reasons.
import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { type FakeSlack, startSlack } from '../../../../sandbox/fakes/slack/server.js';

let slack: FakeSlack;
beforeAll(async () => {
  slack = await startSlack();
});
afterAll(() => slack.close());

const connect = (token?: string) => new WebClient(token, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
const fine = [{ type: 'section', text: { type: 'mrkdwn', text: 'hello' } }];
const modal = { type: 'modal', title: { type: 'plain_text', text: 'Plan' }, blocks: fine };

async function validate(args: Record<string, unknown>) {
  // As somebody without a token asks.
  const response = await fetch(`${slack.apiUrl}blocks.validate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(args),
  });
  return response.json();
}

test.each([
  ['blocks', { blocks: fine }],
  ['a message', { message: { blocks: fine } }],
  ['a modal', { view: modal }],
  ['a modal with an alert', { view: { ...modal, blocks: [{ type: 'alert', text: { type: 'mrkdwn', text: 'x' } }] } }],
])('takes %s without a token', async (_name, args) => {
  expect(await validate(args)).toEqual({ ok: true });
});

test('takes what the official client sends, with no token and with one', async () => {
  expect(await connect('xoxb-sandbox').blocks.validate({ blocks: fine })).toMatchObject({ ok: true });
  expect(await connect().blocks.validate({ message: { blocks: fine } })).toMatchObject({ ok: true });
  const refused = connect().blocks.validate({ blocks: [{ type: 'header' }] });
  await expect(refused).rejects.toThrow(WebAPIPlatformError);
  await expect(refused).rejects.toMatchObject({ data: { error: 'invalid_blocks' } });
});

const long = { type: 'plain_text', text: 'x'.repeat(151) };
const error = (pointer: string, message: unknown) => ({ pointer, code: 'failed_constraint', message });
const tooLong = 'must be less than 151 characters';
test.each([
  ['blocks', { blocks: [{ type: 'header', text: long }] }, 'invalid_blocks', [error('/0/text/text', tooLong)]],
  [
    'a message',
    { message: { blocks: [{ type: 'header', text: long }] } },
    'invalid_message',
    [error('/blocks/0/text/text', tooLong)],
  ],
  [
    'a message with text',
    { message: { text: 'hello', blocks: fine } },
    'invalid_message',
    [error('/text', expect.stringContaining('additional'))],
  ],
  [
    'a message with an alert',
    { message: { blocks: [{ type: 'alert', text: long }] } },
    'invalid_message',
    [error('/blocks/0/type', 'unsupported type: alert')],
  ],
  [
    'a modal',
    { view: { ...modal, title: { type: 'plain_text', text: 'x'.repeat(25) } } },
    'invalid_view',
    [error('/title/text', 'must be less than 25 characters')],
  ],
])('says what is wrong with %s, and where', async (_name, args, code, errors) => {
  expect(await validate(args)).toEqual({ ok: false, error: code, errors });
});

test.each([
  ['nothing', {}],
  ['two things', { blocks: fine, view: modal }],
  ['a message that is none', { message: 'hello' }],
])('refuses %s', async (_name, args) => {
  expect(await validate(args)).toMatchObject({ ok: false, error: 'invalid_arguments' });
});
