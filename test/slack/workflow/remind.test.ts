// Nobody is left waiting: a pending card mentions the approvers once, and its thread reminds them until somebody decides.
import { actions } from '../../../src/slack/card/buttons.js';
import { answerIdentity, askForCard as ask, type CardHandle, recordOf, shownBy } from '../../support/aws-answers.js';
import { asFields } from '../../support/slack-wire.js';
import { startTestBot, stopTestBots, type TestBot } from '../../support/test-bot.js';
import { hour, until } from '../../support/time.js';

afterEach(stopTestBots);

const env = { SLACK_APPROVER_MENTION: 'S0APPROVERS,U0BO', REMIND_AFTER: '1h' };
const mentions = '<!subteam^S0APPROVERS> <@U0BO>';
const reminders = ({ slack }: TestBot) =>
  slack.messages.filter(({ metadata }) => asFields(metadata).event_type === 'cf_clone_reminder');

/** The timestamps of the mocked Slack are not of today. */
async function askForCard(testBot: TestBot): Promise<CardHandle> {
  const waiting_since = testBot.clock.now().getTime() / 1_000;
  const handle = await ask(testBot);
  const [card] = testBot.slack.cards();
  if (card) card.metadata = { ...card.metadata, event_payload: { ...recordOf(card), waiting_since } };
  return handle;
}

/** The look of the channel watch, and all the work that follows from it. */
async function passTime(testBot: TestBot, milliseconds: number): Promise<void> {
  const looks = testBot.slack.countOf('conversations.history');
  testBot.clock.advance(milliseconds);
  // The next look is scheduled when the one before has ended, which may be after the clock was set.
  await until('a look at the channel', () => {
    testBot.clock.advance(300);
    return testBot.slack.countOf('conversations.history') > looks;
  });
}

test('a pending card mentions the approvers in its text and in its blocks', async () => {
  const testBot = await startTestBot({ env });
  await askForCard(testBot);
  const [card] = testBot.slack.cards();
  expect(card?.text).toContain(mentions);
  expect(shownBy(card)).toContain(mentions);
});

test('a card mentions nobody unless it is told whom', async () => {
  const testBot = await startTestBot();
  await askForCard(testBot);
  expect(shownBy(testBot.slack.cards()[0])).not.toContain('Please approve');
});

test('a reminder comes when it is due, once, and says who, since when, and what next', async () => {
  const testBot = await startTestBot({ env });
  await askForCard(testBot);
  await passTime(testBot, hour - 180_000);
  expect(reminders(testBot)).toEqual([]);
  await passTime(testBot, 200_000);
  const reminder = await until('the reminder', () => reminders(testBot)[0]);
  expect(reminder.text).toContain(`${mentions} Reminder: `);
  expect(reminder.text).toContain('Nothing is created without an approval.');
  const threads = testBot.slack.countOf('conversations.replies');
  await passTime(testBot, 60_000);
  await passTime(testBot, 60_000);
  expect(reminders(testBot)).toHaveLength(1);
  // Looks that find nothing new read no thread. One read is left of the reminder itself.
  expect(testBot.slack.countOf('conversations.replies') - threads).toBeLessThanOrEqual(2);
  await passTime(testBot, 2 * hour);
  await passTime(testBot, 0);
  await until('the second reminder', () => reminders(testBot).length === 2);
});

test('two replicas that start again say a reminder once between them', async () => {
  const first = await startTestBot({ env });
  await askForCard(first);
  const { slack, clock } = first;
  const second = await startTestBot({ env, slack, clock });
  clock.advance(hour + 60_000);
  await until('the reminder', () => reminders(first).length > 0);
  await first.finish();
  await second.finish();
  expect(reminders(first)).toHaveLength(1);
  const posts = slack.countOf('chat.postMessage');
  const third = await startTestBot({ env, slack, clock });
  await passTime(third, 60_000);
  await third.finish();
  // It was not posted and taken back: people would have been notified.
  expect(slack.countOf('chat.postMessage')).toBe(posts);
  expect(reminders(third)).toHaveLength(1);
});

test('a decided card has no reminder any more', async () => {
  const testBot = await startTestBot({ env });
  const card = await askForCard(testBot);
  answerIdentity();
  await testBot.press(actions.cancel, card);
  await until('the cancel', () => recordOf(testBot.slack.cards()[0]).state === 'cancelled');
  await passTime(testBot, hour + 60_000);
  await passTime(testBot, 60_000);
  expect(reminders(testBot)).toEqual([]);
});

test('with nobody to mention, the person who asked is reminded whom to ask', async () => {
  const testBot = await startTestBot({ env: { REMIND_AFTER: '1h' } });
  await askForCard(testBot);
  await passTime(testBot, hour + 60_000);
  const reminder = await until('the reminder', () => reminders(testBot)[0]);
  expect(reminder.text).toContain('<@U0ANA> Reminder: ');
  expect(reminder.text).toContain('Ask somebody in `cdn-operators`');
});

test('REMIND_AFTER=off reminds nobody', async () => {
  const testBot = await startTestBot({ env: { ...env, REMIND_AFTER: 'off' } });
  await askForCard(testBot);
  await passTime(testBot, 3 * hour);
  await passTime(testBot, 60_000);
  expect(reminders(testBot)).toEqual([]);
});

test('a card that waits again after it expired says so again when it expires again', async () => {
  const testBot = await startTestBot({ env: { ...env, APPROVAL_TTL: '30m' } });
  const { ts } = await askForCard(testBot);
  const expired = () => testBot.slack.thread(ts).filter(({ text }) => text.includes(' expired, because '));
  testBot.clock.advance(hour);
  await until('the expiry', () => recordOf(testBot.slack.cards()[0]).state === 'expired');
  const [card] = testBot.slack.cards();
  const expires_at = testBot.clock.now().getTime() / 1_000 + 60;
  if (card) card.metadata = { ...card.metadata, event_payload: { ...recordOf(card), state: 'pending', expires_at } };
  await passTime(testBot, 0);
  testBot.clock.advance(hour);
  await until('the second expiry', () => recordOf(testBot.slack.cards()[0]).state === 'expired');
  await testBot.finish();
  expect(expired()).toHaveLength(2);
});

test('an expired card says so in its thread, to the person who asked, once', async () => {
  const testBot = await startTestBot({ env: { ...env, APPROVAL_TTL: '30m' } });
  const card = await askForCard(testBot);
  testBot.clock.advance(hour);
  await until('the expiry', () => recordOf(testBot.slack.cards()[0]).state === 'expired');
  await testBot.finish();
  const [line, ...more] = testBot.slack.thread(card.ts);
  expect(more).toEqual([]);
  expect(line?.text).toMatch(/^<@U0ANA> Your request for .* expired, .*Nothing was created\. Press Edit/);
});
