// Whoever asked and does not see the channel learns of the end in a direct message, once; everybody else in the thread.
import { actions } from '../../../src/slack/card/buttons.js';
import { answerIdentity, askForCard, recordOf } from '../../support/aws-answers.js';
import { approveWith } from '../../support/cloudfront-mock.js';
import { startTestBot, stopTestBots, type TestBot } from '../../support/test-bot.js';
import { hour, until } from '../../support/time.js';

afterEach(stopTestBots);

const directMessages = ({ slack }: TestBot) => slack.messages.filter(({ channel }) => channel === 'U0ANA');
const textsOf = (testBot: TestBot) => directMessages(testBot).map(({ text }) => text);

async function askAndLeave(env: Readonly<Record<string, string>> = {}) {
  const testBot = await startTestBot({ env });
  const card = await askForCard(testBot);
  testBot.slack.absent.add('U0ANA');
  return { testBot, card, link: `/archives/C0CDN/p${card.ts.replace('.', '')}|Open the card>` };
}

test('a cancel by somebody else', async () => {
  const { testBot, card, link } = await askAndLeave();
  answerIdentity();
  await testBot.press(actions.cancel, card, { user: 'U0BO', comment: 'wrong origin' });
  await testBot.finish();
  expect(textsOf(testBot)).toEqual([
    expect.stringMatching(/^Cancelled by <@U0BO> \(“wrong origin”\): .*Nothing was created\./),
  ]);
  expect(textsOf(testBot)[0]).toContain(link);
  expect(testBot.logged.join('\n')).toContain('"event":"notify","outcome":"notified"');
});

test('their own cancel tells them nothing that they do not know', async () => {
  const { testBot, card } = await askAndLeave();
  answerIdentity();
  await testBot.press(actions.cancel, card);
  await testBot.finish();
  expect(recordOf(testBot.slack.cards()[0]).state).toBe('cancelled');
  expect(textsOf(testBot)).toEqual([]);
});

test('the clone', async () => {
  const { testBot, card, link } = await askAndLeave();
  await approveWith(testBot, card);
  expect(textsOf(testBot)).toEqual([expect.stringMatching(/^Created `/)]);
  expect(textsOf(testBot)[0]).toContain(link);
});

test('an expiry', async () => {
  const { testBot } = await askAndLeave({ APPROVAL_TTL: '30m' });
  testBot.clock.advance(hour);
  await until('the message', () => directMessages(testBot).length > 0);
  await testBot.finish();
  expect(textsOf(testBot)).toEqual([
    expect.stringMatching(/expired, because nobody decided in time\. Nothing was created\./),
  ]);
});

test('somebody in the channel gets none: the thread mentions them', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerIdentity();
  await testBot.press(actions.cancel, card, { user: 'U0BO' });
  await testBot.finish();
  expect(textsOf(testBot)).toEqual([]);
  expect(testBot.slack.thread(card.ts)[0]?.text).toContain('requested by <@U0ANA>');
});

test('a message that Slack does not take is a line in the log, and changes nothing else', async () => {
  const { testBot, card } = await askAndLeave();
  testBot.slack.fail(
    'chat.postMessage',
    { kind: 'refused', error: 'messages_tab_disabled' },
    { fits: ({ args }) => args.channel === 'U0ANA' },
  );
  answerIdentity();
  await testBot.press(actions.cancel, card, { user: 'U0BO' });
  await testBot.finish();
  expect(recordOf(testBot.slack.cards()[0]).state).toBe('cancelled');
  expect(testBot.logged.join('\n')).toContain('"slackError":"messages_tab_disabled"');
});
