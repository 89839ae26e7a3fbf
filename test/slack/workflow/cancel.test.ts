// Cancel is final once said, and an approval at the same moment either came first or does not count.
import { actions } from '../../../src/slack/card/buttons.js';
import {
  answerIdentity,
  answerPlan,
  askForCard,
  buttonsOf,
  created,
  domain,
  recordOf,
  reference,
  shownBy,
} from '../../support/aws-answers.js';
import { mockCloudFront } from '../../support/cloudfront-mock.js';
import { asFields } from '../../support/slack-wire.js';
import { startTestBot, stopTestBots } from '../../support/test-bot.js';
import { createLatch, until } from '../../support/time.js';

afterEach(stopTestBots);

async function cancelled() {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerIdentity();
  await testBot.press(actions.cancel, card, { user: 'U0BO' });
  await until('the cancel', () => recordOf(testBot.slack.cards()[0]).state === 'cancelled');
  return { testBot, card };
}

test('the card says who cancelled, offers Edit alone, and the thread keeps a mark', async () => {
  const { testBot, card } = await cancelled();
  await testBot.finish();
  const [message] = testBot.slack.cards();
  expect(recordOf(message)).toMatchObject({ state: 'cancelled', decided_by: 'U0BO', outcome: 'cancelled' });
  expect(buttonsOf(message)).toEqual([actions.edit]);
  expect(shownBy(message)).toContain('<@U0BO>');
  const [mark, ...more] = testBot.slack.thread(card.ts);
  expect(more).toEqual([]);
  expect(mark?.text).toContain('<@U0BO>');
  expect(mark?.text).toContain(domain);
  expect(mark?.text).toContain(reference);
  expect(asFields(mark?.metadata)).toMatchObject({ event_payload: { by: 'U0BO', result: 'cancelled' } });
  expect(testBot.slack.ephemerals).toEqual([]);
});

test('is open to whoever may ask, also where only others may approve', async () => {
  const testBot = await startTestBot({
    env: { COGNITO_APPROVER_GROUPS: 'cdn-approvers', REQUIRE_SECOND_PERSON: 'true' },
  });
  const card = await askForCard(testBot);
  answerIdentity();
  await testBot.press(actions.cancel, card);
  await testBot.finish();
  expect(recordOf(testBot.slack.cards()[0]).state).toBe('cancelled');
});

test('of an old drawing counts too: no is no', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerIdentity();
  await testBot.press(actions.cancel, { ...card, value: '0'.repeat(64) });
  await testBot.finish();
  expect(recordOf(testBot.slack.cards()[0]).state).toBe('cancelled');
});

test('cannot be approved afterwards by a client that still shows the button', async () => {
  const { testBot, card } = await cancelled();
  const [, groups] = answerIdentity({ times: 'any' });
  await testBot.press(actions.approve, card);
  await testBot.finish();
  await until('the end of the question', () => groups?.requests.length === 1);
  expect(testBot.slack.ephemerals.map(({ text }) => text)).toEqual([expect.stringContaining('<@U0BO>')]);
  expect(testBot.slack.ephemerals[0]?.text).toContain('Nothing was created.');
  expect(recordOf(testBot.slack.cards()[0]).state).toBe('cancelled');
  expect(testBot.slack.thread(card.ts)).toHaveLength(1);
});

test('cannot be retried, nor cancelled twice', async () => {
  const { testBot, card } = await cancelled();
  const [, groups] = answerIdentity({ times: 'any' });
  await testBot.press(actions.retry, card);
  await testBot.press(actions.cancel, card);
  await testBot.finish();
  await until('the end of both questions', () => groups?.requests.length === 2);
  expect(testBot.slack.ephemerals).toHaveLength(2);
  expect(testBot.slack.thread(card.ts)).toHaveLength(1);
});

test('a mark in the thread counts though the card was written over and says pending', async () => {
  const { testBot, card } = await cancelled();
  const [message] = testBot.slack.cards();
  if (message) message.metadata = { ...message.metadata, event_payload: { ...recordOf(message), state: 'pending' } };
  const [, groups] = answerIdentity({ times: 'any' });
  await testBot.press(actions.approve, card);
  await testBot.finish();
  await until('the end of the question', () => groups?.requests.length === 1);
  expect(recordOf(testBot.slack.cards()[0])).toMatchObject({ state: 'cancelled', decided_by: 'U0BO' });
  expect(testBot.slack.ephemerals[0]?.text).toContain('a cancel is final');
});

test('a mark that comes while another replica is approving stops it before it creates', async () => {
  const testBot = await startTestBot();
  const other = await startTestBot({ slack: testBot.slack, clock: testBot.clock });
  const card = await askForCard(testBot);
  answerIdentity({ times: 'any' });
  const latch = createLatch();
  answerPlan({}, { latch });
  await testBot.press(actions.approve, card, { user: 'U0BO' });
  await until('the approval to make its plan', () => testBot.slack.countOf('users.info') === 2);
  await other.press(actions.cancel, card, { user: 'U0ANA' });
  await until('the cancel', () => recordOf(testBot.slack.cards()[0]).state === 'cancelled');
  latch.open();
  await Promise.all([testBot.finish(), other.finish()]);
  expect(recordOf(testBot.slack.cards()[0])).toMatchObject({ state: 'cancelled', decided_by: 'U0ANA' });
  expect(testBot.slack.ephemerals.find(({ url }) => url.includes('U0BO'))?.text).toContain('cancelled');
  expect(testBot.slack.thread(card.ts)).toHaveLength(1);
});

test('a cancel that comes while CloudFront is creating is told that it came too late, in the thread as well', async () => {
  const testBot = await startTestBot();
  const other = await startTestBot({ slack: testBot.slack, clock: testBot.clock });
  const card = await askForCard(testBot);
  answerIdentity({ times: 'any' });
  const latch = createLatch();
  const { creates } = mockCloudFront([], latch);
  await testBot.press(actions.approve, card, { user: 'U0BO' });
  await until('the create', () => creates.requests.length === 1);
  await other.press(actions.cancel, card, { user: 'U0ANA' });
  await until('an answer or a mark', () => testBot.slack.ephemerals.length + testBot.slack.thread(card.ts).length > 0);
  latch.open();
  await Promise.all([testBot.finish(), other.finish()]);

  expect(recordOf(testBot.slack.cards()[0])).toMatchObject({ state: 'cloned', distribution: created });
  expect(testBot.slack.ephemerals.find(({ url }) => url.includes('U0ANA'))?.text).toContain('being created');
  for (const line of testBot.slack.thread(card.ts)) expect(line.text).not.toContain('Nothing was created.');
});

test('without Slack’s word on the mark, nothing is said to be cancelled', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerIdentity();
  testBot.slack.fail('chat.postMessage', { kind: 'lost', carriedOut: false }, { times: 9 });
  await testBot.press(actions.cancel, card);
  await testBot.finish();
  expect(testBot.slack.ephemerals.map(({ text }) => text)).toEqual([
    expect.stringContaining('did not record the cancel'),
  ]);
  expect(recordOf(testBot.slack.cards()[0]).state).toBe('pending');
});

test('a mark whose answer was lost is found, and counts', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerIdentity();
  testBot.slack.fail('chat.postMessage', { kind: 'lost', carriedOut: true });
  await testBot.press(actions.cancel, card);
  await testBot.finish();
  expect(recordOf(testBot.slack.cards()[0]).state).toBe('cancelled');
  expect(testBot.slack.thread(card.ts)).toHaveLength(1);
});

test('a card that could not be redrawn is said to be cancelled all the same', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerIdentity();
  testBot.slack.fail('chat.update', { kind: 'refused', error: 'edit_window_closed' }, { times: 9 });
  await testBot.press(actions.cancel, card);
  await testBot.finish();
  expect(testBot.slack.ephemerals.map(({ text }) => text)).toEqual([expect.stringContaining('Cancelled')]);
  expect(testBot.slack.thread(card.ts)).toHaveLength(1);
});
