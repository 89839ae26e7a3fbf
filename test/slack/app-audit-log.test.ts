// The audit log of commands and clicks that do not go smoothly. Those that do are in test/program/log.test.ts.
import { actions } from '../../src/slack/card/buttons.js';
import {
  answerApproval,
  answerIdentity,
  answerPlan,
  askForCard,
  cloneCommand,
  recordOf,
  referenceConfig,
} from '../support/aws-answers.js';
import { cloudFrontError, onCreate } from '../support/aws-wire.js';
import { afterApproval, asFields, type Fields } from '../support/slack-wire.js';
import { startTestBot, stopTestBots, type TestBot } from '../support/test-bot.js';
import { hour, skipRetryDelays, until } from '../support/time.js';

skipRetryDelays();
beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await stopTestBots();
});

function auditLogOf(testBot: TestBot): Fields[] {
  return testBot.logged.map((line) => asFields(JSON.parse(line))).filter(({ event }) => event !== undefined);
}

function wordsOf(testBot: TestBot): string[] {
  return auditLogOf(testBot).map(({ event, outcome }) => `${event} ${outcome}`);
}

test('a card whose post was not answered is recorded with its link, and expires like any other', async () => {
  const testBot = await startTestBot();
  answerIdentity();
  answerPlan();
  testBot.slack.fail('chat.postMessage', { kind: 'lost', carriedOut: true });
  await testBot.command(cloneCommand);
  await until('the line', () => wordsOf(testBot).length > 0);
  const [card] = testBot.slack.cards();
  expect(testBot.slack.cards()).toHaveLength(1);
  expect(auditLogOf(testBot)).toEqual([
    expect.objectContaining({
      outcome: 'card_posted',
      card: expect.stringContaining(card?.ts.replace('.', '') ?? '?'),
    }),
  ]);

  testBot.clock.advance(9 * hour);
  await until('the card to expire', () => recordOf(testBot.slack.cards()[0]).state === 'expired');
  await until('the second line', () => wordsOf(testBot).length > 1);
  expect(wordsOf(testBot)).toEqual(['card card_posted', 'expire expired']);
});

test('a card that Slack does not take is recorded with Slack’s word', async () => {
  const testBot = await startTestBot();
  answerIdentity();
  answerPlan();
  testBot.slack.fail('chat.postMessage', { kind: 'refused', error: 'is_archived' });
  await testBot.command(cloneCommand);
  await testBot.finish();
  const [line, ...more] = auditLogOf(testBot);
  expect(line).toMatchObject({
    event: 'card',
    outcome: 'wrong_channel',
    slackError: 'is_archived',
    requester: 'U0ANA',
  });
  expect(line).not.toHaveProperty('card');
  expect(more).toEqual([]);
});

test('a click after the time is over is refused once, and the card’s end is recorded once', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerIdentity({ times: 'any' });
  testBot.clock.advance(8 * hour);
  await testBot.press(actions.approve, card, { user: 'U0BO' });
  await until('the refusal', () => wordsOf(testBot).includes('approval expired'));
  await testBot.finish();
  expect(wordsOf(testBot).sort()).toEqual(['approval expired', 'card card_posted', 'expire expired']);
});

test('a cancel names who cancelled, and the approval that comes later is told apart', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerIdentity({ times: 'any' });
  await testBot.press(actions.cancel, card, { user: 'U0BO' });
  await until('the cancel', () => wordsOf(testBot).includes('cancel cancelled'));
  await testBot.press(actions.approve, card);
  await testBot.finish();
  expect(auditLogOf(testBot).slice(1)).toEqual([
    expect.objectContaining({ event: 'cancel', outcome: 'cancelled', canceller: 'U0BO', requester: 'U0ANA' }),
    expect.objectContaining({ event: 'approval', outcome: 'already_decided', approver: 'U0ANA' }),
  ]);
});

test('an approval of a plan that moved is one line, with the new plan’s digest and ETag', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerIdentity();
  answerPlan({ config: { ...referenceConfig, HttpVersion: 'http3' }, etag: 'ETAG2' });
  await testBot.press(actions.approve, card, { user: 'U0BO' });
  await testBot.finish();
  const [, redrawn, ...more] = auditLogOf(testBot);
  expect(more).toEqual([]);
  expect(redrawn).toMatchObject({ event: 'redraw', outcome: 'stale_plan', approver: 'U0BO', etag: 'ETAG2' });
  expect(redrawn?.digest).not.toBe(card.value);
  expect(redrawn?.digest).toBe(recordOf(testBot.slack.cards()[0]).digest);
});

test('a report that Slack does not take is a warning with the distribution’s ID', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerApproval();
  testBot.slack.fail(
    'chat.postMessage',
    { kind: 'refused', error: 'thread_locked' },
    { times: 9, fits: afterApproval },
  );
  await testBot.press(actions.approve, card, { user: 'U0BO' });
  await testBot.finish();
  expect(wordsOf(testBot)).toEqual(['card card_posted', 'approval approved', 'create cloned', 'report slack_failed']);
  const [, , created, reported] = auditLogOf(testBot);
  expect(created).toMatchObject({ level: 'info', awsRequestId: 'aws-request-1', madeBy: 'us' });
  expect(reported).toMatchObject({ level: 'warn', distribution: created?.distribution });
});

test('a create that AWS refused is one line with AWS’s request ID', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerIdentity();
  answerPlan({}, { times: 'any' });
  onCreate(cloudFrontError(400, 'TooManyDistributions', 'Too many'));
  await testBot.press(actions.approve, card, { user: 'U0BO' });
  await testBot.finish();
  expect(wordsOf(testBot)).toEqual(['card card_posted', 'approval approved', 'create quota_exceeded']);
  expect(auditLogOf(testBot)[2]).toMatchObject({ level: 'warn', approver: 'U0BO', awsRequestId: 'aws-request-1' });
});
