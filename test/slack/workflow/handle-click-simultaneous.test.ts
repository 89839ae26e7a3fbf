// Twelve clicks at once by two people: one distribution, one post, and an answer for everybody.
import { actions } from '../../../src/slack/card/buttons.js';
import { answerIdentity, askForCard, created, recordOf, referencesOf, shownBy } from '../../support/aws-answers.js';
import { mockCloudFront } from '../../support/cloudfront-mock.js';
import { startTestBot, stopTestBots } from '../../support/test-bot.js';
import { until } from '../../support/time.js';

afterEach(stopTestBots);

test.each([
  ['one process', 1],
  ['two replicas', 2],
])('%s', async (_name, replicas) => {
  const first = await startTestBot();
  const testBots = [first];
  for (let more = 1; more < replicas; more++) {
    testBots.push(await startTestBot({ slack: first.slack, clock: first.clock }));
  }
  const card = await askForCard(first);
  const [, groups] = answerIdentity({ times: 'any' });
  const cloud = mockCloudFront();

  const replies = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      testBots[index % replicas]?.press(actions.approve, card, { user: index % 3 === 0 ? 'U0ANA' : 'U0BO' }),
    ),
  );
  expect(replies.map((reply) => reply?.status)).toEqual(Array.from({ length: 12 }, () => 200));
  await Promise.all(testBots.map((testBot) => testBot.finish()));
  await until('the end of all questions', () => groups?.requests.length === 12);

  // One create was carried out; another replica's may have been told that it exists.
  expect(new Set(referencesOf(cloud.creates)).size).toBe(1);
  expect(cloud.creates.requests.length).toBeLessThanOrEqual(replicas);
  const results = first.slack.threadAfterApproval(card.ts).filter((message) => shownBy(message).includes(created));
  expect(results).toHaveLength(1);
  expect(first.slack.threadAfterApproval(card.ts)).toHaveLength(1);
  const [message] = first.slack.cards();
  expect(recordOf(message)).toMatchObject({ state: 'cloned', distribution: created });

  const approver = /<Key>cf-clone:approved-by<\/Key><Value>(\w+)</.exec(cloud.made()?.body ?? '')?.[1];
  expect(recordOf(message).decided_by).toBe(approver);
  expect(results[0]?.text).toContain(`approved by <@${approver}>`);
  // Whoever did not make it hears what became of the card.
  expect(first.slack.ephemerals.length).toBeGreaterThanOrEqual(12 - replicas);
  for (const { text } of first.slack.ephemerals)
    expect(text).toMatch(/ENEW0000000001|being created|at the same moment/);
});
