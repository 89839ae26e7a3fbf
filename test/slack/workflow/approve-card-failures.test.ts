// Failures while a clone is created: people are told the truth, and no distribution is created twice or goes unreported.
import { actions } from '../../../src/slack/card/buttons.js';
import {
  answerIdentity,
  answerPlan,
  askForCard,
  buttonsOf,
  cloneCommand,
  created,
  recordOf,
  reference,
  referencesOf,
  shownBy,
} from '../../support/aws-answers.js';
import {
  cloudFrontError,
  jsonError,
  onGetDistribution,
  onListCertificates,
  onListUsers,
} from '../../support/aws-wire.js';
import { type AnswerFault, approveWith, mockCloudFront } from '../../support/cloudfront-mock.js';
import { channel, type Failure } from '../../support/slack-wire.js';
import { startTestBot, stopTestBots, type TestBot } from '../../support/test-bot.js';
import { skipRetryDelays, until } from '../../support/time.js';

skipRetryDelays();
let warned: jest.SpyInstance;
beforeEach(() => {
  warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(async () => {
  warned.mockRestore();
  await stopTestBots();
});

const told = (testBot: TestBot, user = 'U0BO') =>
  testBot.slack.ephemerals.filter(({ url }) => url.includes(user)).map(({ text }) => text);

describe('before there is a card', () => {
  test('Cognito down: the asker hears that they could not be checked', async () => {
    const testBot = await startTestBot();
    onListUsers(jsonError(500, 'InternalErrorException', 'oops'), { times: 4 });
    answerPlan({}, { times: 'any' });
    await testBot.command(cloneCommand);
    await testBot.finish();
    expect(told(testBot, 'U0ANA')).toEqual([expect.stringContaining('could not check who you are')]);
    expect(testBot.slack.messages).toEqual([]);
  });

  test.each([
    ['ACM throttled', 'certificates', jsonError(400, 'ThrottlingException', 'Rate exceeded'), 'too many calls'],
    ['CloudFront throttled', 'reference', cloudFrontError(400, 'Throttling', 'Rate exceeded'), 'too many calls'],
    ['CloudFront unavailable', 'reference', cloudFrontError(503, 'ServiceUnavailable', 'later'), 'did not answer'],
    ['CloudFront’s connection broken', 'reference', 'dropped' as const, 'did not answer'],
  ])('%s: the asker hears so, and to try again', async (_name, where, answer, expected) => {
    const testBot = await startTestBot();
    answerIdentity();
    // The first mock that fits answers: this one is asked before the plan's own.
    if (where === 'certificates') onListCertificates(answer, { times: 4 });
    else onGetDistribution(reference, answer, { times: 4 });
    answerPlan({}, { times: 'any' });
    await testBot.command(cloneCommand);
    await testBot.finish();
    expect(told(testBot, 'U0ANA')).toEqual([expect.stringContaining(expected)]);
    expect(told(testBot, 'U0ANA')[0]).toContain('Nothing was created.');
    expect(told(testBot, 'U0ANA')[0]).toContain('Try again');
    expect(testBot.slack.messages).toEqual([]);
  });

  test('Slack 429 on the card: it is posted once, after as long as Slack says', async () => {
    const testBot = await startTestBot();
    testBot.slack.fail('chat.postMessage', { kind: 'rate-limited', seconds: 7 });
    await askForCard(testBot);
    await testBot.finish();
    expect(testBot.slack.cards()).toHaveLength(1);
    expect(testBot.waited).toContain(7_000);
    expect(testBot.slack.ephemerals).toEqual([]);
  });

  test('the answer to the card’s post lost after it arrived: it stands there once, and nobody is alarmed', async () => {
    const testBot = await startTestBot();
    testBot.slack.fail('chat.postMessage', { kind: 'lost', carriedOut: true });
    await askForCard(testBot);
    await testBot.finish();
    expect(testBot.slack.cards()).toHaveLength(1);
    expect(testBot.slack.countOf('chat.postMessage')).toBe(1);
    expect(testBot.slack.ephemerals).toEqual([]);
  });

  test.each([
    ['a broken connection', { kind: 'lost', carriedOut: false }],
    ['a 503', { kind: 'unavailable' }],
  ] satisfies [string, Failure][])(
    'the card’s post lost to %s: the asker hears that it is not known',
    async (_name, failure) => {
      const testBot = await startTestBot();
      testBot.slack.fail('chat.postMessage', failure);
      answerIdentity();
      answerPlan();
      await testBot.command(cloneCommand);
      await testBot.finish();
      expect(testBot.slack.cards()).toEqual([]);
      expect(testBot.slack.countOf('chat.postMessage')).toBe(1);
      expect(told(testBot, 'U0ANA')).toEqual([expect.stringMatching(/did not say.*run the command again/)]);
    },
  );

  test('reads of Slack that break once are asked again', async () => {
    const testBot = await startTestBot();
    testBot.slack.fail('users.info', { kind: 'unavailable' });
    testBot.slack.fail('conversations.info', { kind: 'lost', carriedOut: true });
    await askForCard(testBot);
    await testBot.finish();
    expect(testBot.slack.ephemerals).toEqual([]);
  });
});

const four = (fault: AnswerFault): AnswerFault[] => [fault, fault, fault, fault];

describe('while CloudFront creates', () => {
  test.each([
    ['a connection that breaks before the create took effect', ['lost before']],
    ['a connection that breaks after the create took effect', ['lost after']],
    ['every try of the SDK lost, the first carried out', ['lost after', 'lost before', 'lost before', 'lost before']],
    ['every try of the SDK lost, none carried out', four('lost before')],
    ['a 503 that passes', ['unavailable', 'unavailable']],
    ['a 503 that lasts through the SDK’s tries', four('unavailable')],
    ['throttling that passes', ['throttled']],
  ] satisfies [string, AnswerFault[]][])('%s: one distribution, reported once', async (_name, faults) => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    const cloud = await approveWith(testBot, card, faults);

    expect(new Set(referencesOf(cloud.creates)).size).toBe(1);
    expect(cloud.made()).toBeDefined();
    expect(recordOf(testBot.slack.cards()[0])).toMatchObject({
      state: 'cloned',
      distribution: created,
      decided_by: 'U0BO',
    });
    expect(testBot.slack.threadAfterApproval(card.ts)).toHaveLength(1);
    expect(testBot.slack.threadAfterApproval(card.ts)[0]?.text).toContain(created);
    expect(told(testBot)).toEqual([]);
  });

  test('503 without end: nobody knows, the card says so and Retry makes one distribution', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    answerIdentity({ times: 'any' });
    const cloud = mockCloudFront([...four('unavailable'), ...four('unavailable'), ...four('unavailable')]);
    await testBot.press(actions.approve, card, { user: 'U0BO' });
    await until('the failure', () => recordOf(testBot.slack.cards()[0]).state === 'failed');
    await until('its line', () => testBot.slack.threadAfterApproval(card.ts).length === 1);
    const [message] = testBot.slack.cards();
    expect(recordOf(message).outcome).toBe('unknown_result');
    expect(shownBy(message)).toContain('not known');
    expect(shownBy(message)).not.toContain('Nothing was created.');
    expect(buttonsOf(message)).toEqual([actions.retry, actions.plan]);
    expect(testBot.slack.threadAfterApproval(card.ts)[0]?.text).toContain('Not known whether created');

    await testBot.press(actions.retry, card, { user: 'U0BO' });
    await testBot.finish();
    expect(new Set(referencesOf(cloud.creates)).size).toBe(1);
    expect(recordOf(testBot.slack.cards()[0])).toMatchObject({ state: 'cloned', distribution: created });
  });

  test('a result that nobody knows stays findable by Retry, however late', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    answerIdentity({ times: 'any' });
    const cloud = mockCloudFront([...four('unavailable'), ...four('unavailable'), ...four('unavailable')]);
    await testBot.press(actions.approve, card, { user: 'U0BO' });
    await until('the failure', () => recordOf(testBot.slack.cards()[0]).state === 'failed');
    await until('its line', () => testBot.slack.threadAfterApproval(card.ts).length === 1);
    testBot.clock.advance(40 * 3_600_000);
    await testBot.press(actions.retry, card, { user: 'U0BO' });
    await testBot.finish();
    expect(cloud.made()).toBeDefined();
    expect(recordOf(testBot.slack.cards()[0]).state).toBe('cloned');
  });

  test('throttling without end: nothing was created, and Retry is offered', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    const cloud = await approveWith(testBot, card, four('throttled'));
    expect(cloud.made()).toBeUndefined();
    expect(recordOf(testBot.slack.cards()[0])).toMatchObject({ state: 'failed', outcome: 'throttled' });
    expect(shownBy(testBot.slack.cards()[0])).toContain('Nothing was created.');
    expect(buttonsOf(testBot.slack.cards()[0])).toEqual([actions.retry, actions.edit, actions.plan]);
  });
});

test('a process that died after the create is taken up by the next one, which reports it once', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  await testBot.finish();
  answerIdentity({ times: 'any' });
  const cloud = mockCloudFront(['lost after', 'lost before', 'lost before', 'lost before']);
  // The card as a process left it that died while CloudFront was creating.
  const [message] = testBot.slack.cards();
  if (message) {
    message.metadata = {
      ...message.metadata,
      event_payload: { ...recordOf(message), state: 'cloning', decided_by: 'U0BO' },
    };
  }
  const next = await startTestBot({ slack: testBot.slack, clock: testBot.clock });
  await until('the card to say cloned', () => recordOf(testBot.slack.cards()[0]).state === 'cloned');
  await next.finish();
  expect(referencesOf(cloud.creates)[0]).toBe(`cf-clone-T0CDN-${channel}-${card.ts}`);
  expect(testBot.slack.threadAfterApproval(card.ts)).toHaveLength(1);
  expect(recordOf(testBot.slack.cards()[0])).toMatchObject({ distribution: created, decided_by: 'U0BO' });
});

test('nothing is written beside the log: Slack’s client would say more than the log hides', async () => {
  const testBot = await startTestBot();
  testBot.slack.fail('users.info', { kind: 'lost', carriedOut: false });
  await askForCard(testBot);
  await testBot.finish();
  expect(warned).not.toHaveBeenCalled();
});
