// Slack on a bad day after an approval: a distribution that exists is reported, once, to everybody who should know.

import { askForCard, created, recordOf, shownBy } from '../../support/aws-answers.js';
import { approveWith } from '../../support/cloudfront-mock.js';
import { afterApproval, type Failure, type SlackCall } from '../../support/slack-wire.js';
import { startTestBot, stopTestBots, type TestBot } from '../../support/test-bot.js';

let warned: jest.SpyInstance;
beforeEach(() => {
  warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(async () => {
  warned.mockRestore();
  await stopTestBots();
});

const told = (testBot: TestBot) =>
  testBot.slack.ephemerals.filter(({ url }) => url.includes('U0BO')).map(({ text }) => text);

describe('while Slack takes the report', () => {
  test('chat.update fails before the create: nothing is created and the approver is told', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    testBot.slack.fail('chat.update', { kind: 'refused', error: 'cant_update_message' }, { times: 9 });
    const cloud = await approveWith(testBot, card);
    expect(cloud.creates.requests).toEqual([]);
    expect(told(testBot)).toEqual([expect.stringContaining('did not record the approval')]);
    expect(recordOf(testBot.slack.cards()[0]).state).toBe('pending');
  });

  test('chat.update breaks once before the create: it is repeated, and all goes on', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    testBot.slack.fail('chat.update', { kind: 'lost', carriedOut: false });
    const cloud = await approveWith(testBot, card);
    expect(cloud.creates.requests).toHaveLength(1);
    expect(recordOf(testBot.slack.cards()[0]).state).toBe('cloned');
  });

  test('chat.update fails after the create: the thread has the ID and the approver is told', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    const isCloned = ({ args }: SlackCall) => args.metadata?.includes('"cloned"') === true;
    testBot.slack.fail('chat.update', { kind: 'refused', error: 'internal_error' }, { times: 9, fits: isCloned });
    const cloud = await approveWith(testBot, card);
    expect(cloud.made()).toBeDefined();
    expect(testBot.slack.threadAfterApproval(card.ts)).toHaveLength(1);
    expect(testBot.slack.threadAfterApproval(card.ts)[0]?.text).toContain(created);
    expect(told(testBot)).toEqual([expect.stringContaining(created)]);
  });

  test.each([
    ['refused', { kind: 'refused', error: 'restricted_action_thread_locked' }],
    ['lost for good', { kind: 'lost', carriedOut: false }],
    ['limited without end', { kind: 'rate-limited', seconds: 1 }],
  ] satisfies [string, Failure][])(
    'the thread’s post is %s: the card and the approver have the ID',
    async (_name, failure) => {
      const testBot = await startTestBot();
      const card = await askForCard(testBot);
      testBot.slack.fail('chat.postMessage', failure, { times: 99, fits: afterApproval });
      const cloud = await approveWith(testBot, card);
      expect(cloud.made()).toBeDefined();
      expect(recordOf(testBot.slack.cards()[0])).toMatchObject({ state: 'cloned', distribution: created });
      expect(shownBy(testBot.slack.cards()[0])).toContain(created);
      expect(told(testBot)).toEqual([expect.stringContaining(created)]);
    },
  );

  test.each([
    ['refused for its blocks', { kind: 'refused', error: 'invalid_blocks' }],
    ['lost before it arrived', { kind: 'lost', carriedOut: false }],
    ['lost after it arrived', { kind: 'lost', carriedOut: true }],
    ['limited (429)', { kind: 'rate-limited', seconds: 3 }],
  ] satisfies [string, Failure][])(
    'the thread’s first post is %s: the ID stands there once',
    async (_name, failure) => {
      const testBot = await startTestBot();
      const card = await askForCard(testBot);
      testBot.slack.fail('chat.postMessage', failure, { fits: afterApproval });
      await approveWith(testBot, card);
      expect(testBot.slack.threadAfterApproval(card.ts)).toHaveLength(1);
      expect(testBot.slack.threadAfterApproval(card.ts)[0]?.text).toContain(created);
      // It was looked for before it would be said again, not said twice and taken back.
      expect(testBot.slack.countOf('chat.delete')).toBe(0);
      expect(told(testBot)).toEqual([]);
    },
  );

  test('Slack 429 on the edit of the card is waited for', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    testBot.slack.fail('chat.update', { kind: 'rate-limited', seconds: 11 });
    await approveWith(testBot, card);
    expect(testBot.waited).toContain(11_000);
    expect(recordOf(testBot.slack.cards()[0]).state).toBe('cloned');
  });
});
