// A second card for a domain says so in its thread, once, whoever looks and however often.
import { answerIdentity, askForCard, domain } from '../../support/aws-answers.js';
import { listAnswer, onListDistributions } from '../../support/aws-wire.js';
import { asFields } from '../../support/slack-wire.js';
import { heard, startTestBot, stopTestBots, type TestBot } from '../../support/test-bot.js';
import { until } from '../../support/time.js';

afterEach(stopTestBots);

const duplicates = ({ slack }: TestBot) =>
  slack.messages.filter(({ metadata }) => asFields(metadata).event_type === 'cf_clone_duplicate');

test('the second card links to the first', async () => {
  const testBot = await startTestBot();
  const first = await askForCard(testBot);
  const second = await askForCard(testBot, 'U0BO');
  testBot.clock.advance(5_000);
  const line = await until('the line', () => duplicates(testBot)[0]);
  expect(line.threadTs).toBe(second.ts);
  expect(line.text).toContain(`/archives/C0CDN/p${first.ts.replace('.', '')}|another card>`);
  // The channel watch sees both cards again, and so does another replica.
  const other = await startTestBot({ slack: testBot.slack, clock: testBot.clock });
  testBot.clock.advance(50_000);
  await until('a look', () => testBot.waited.length > 0);
  await testBot.finish();
  await other.finish();
  expect(duplicates(testBot)).toHaveLength(1);
});

test('the status of a domain links to the card that waits', async () => {
  const testBot = await startTestBot();
  const { ts } = await askForCard(testBot);
  answerIdentity();
  onListDistributions(listAnswer([]), { times: 'any' });
  await testBot.command(`status ${domain}`);
  const answer = await heard(testBot.slack);
  expect(answer).toContain(`/archives/C0CDN/p${ts.replace('.', '')}|A card>`);
  expect(answer).toContain('waits for approval, requested by <@U0ANA>.');
});
