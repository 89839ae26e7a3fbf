// What the form offers while somebody types, through the real receiver. The names of the account are for its operators.
import { answerIdentity, answerPlan, reference } from '../../support/aws-answers.js';
import { blockSuggestion } from '../../support/signed-request.js';
import { asFields, channel, member } from '../../support/slack-wire.js';
import { startTestBot, stopTestBots, type TestBot } from '../../support/test-bot.js';
import { until } from '../../support/time.js';

afterEach(stopTestBots);

let testBot: TestBot;

async function suggest(field: string, typed: string, user = 'U0ANA') {
  const { body } = await testBot.send(blockSuggestion(field, typed, user));
  const { options } = asFields(JSON.parse(body));
  return (Array.isArray(options) ? options : [])
    .map(asFields)
    .map(({ text, value }) => ({ text: asFields(text).text, value }));
}

beforeEach(async () => {
  answerPlan({}, { times: 'any' });
  testBot = await startTestBot();
});

async function whenRead(): Promise<void> {
  await until('the index', () =>
    testBot.logged.some((line) => line.includes('distributions of the account were read')),
  );
}

test('an operator is offered the distributions of the account', async () => {
  await whenRead();
  const [users] = answerIdentity({ times: 'any' });
  expect(await suggest('reference', 'ref.ex')).toEqual([
    { text: expect.stringContaining(`ref.example.com · ${reference}`), value: reference },
    expect.objectContaining({ value: 'ref.ex' }),
  ]);
  await suggest('reference', '');
  // Who reads is asked once in a while, and not at every letter.
  expect(users?.requests).toHaveLength(1);
});

test('somebody else learns nothing of the account, and may name an ID', async () => {
  await whenRead();
  answerIdentity({ times: 'any' }, { ana: ['readers'] });
  expect(await suggest('reference', '')).toEqual([]);
  expect(await suggest('reference', 'shop')).toEqual([]);
  expect(await suggest('reference', 'E2ABCDEFGHIJKL')).toEqual([expect.objectContaining({ value: 'E2ABCDEFGHIJKL' })]);
  testBot.slack.people.set('U0GUEST', member('U0GUEST', 'guest', { is_restricted: true }));
  expect(await suggest('reference', '', 'U0GUEST')).toEqual([]);
});

test('the channels are those that take cards', async () => {
  testBot.slack.channels.set('C0SHARED', { id: 'C0SHARED', name: 'partner', is_ext_shared: true });
  testBot.slack.channels.set('C0WEB', { id: 'C0WEB', name: 'web' });
  expect(await suggest('channel', '')).toEqual([
    { text: '#cdn', value: channel },
    { text: '#web', value: 'C0WEB' },
  ]);
  expect(await suggest('channel', '#we')).toEqual([{ text: '#web', value: 'C0WEB' }]);
});

test('channels that Slack does not name are not offered', async () => {
  testBot.slack.fail('users.conversations', { kind: 'refused', error: 'fatal_error' }, { times: 9 });
  expect(await suggest('channel', '')).toEqual([]);
});
