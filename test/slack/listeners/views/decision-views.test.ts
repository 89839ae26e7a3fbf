// What people write with a decision: it is asked for in a modal, and stands on the card, in its thread, and in the log.

import { actions } from '../../../../src/slack/card/buttons.js';
import { decisionViewIds } from '../../../../src/slack/card/decision-view.js';
import { answerIdentity, askForCard, recordOf, shownBy } from '../../../support/aws-answers.js';
import { mockCloudFront } from '../../../support/cloudfront-mock.js';
import { blockActions, decisionSubmission, sendSigned } from '../../../support/signed-request.js';
import { asFields, channel } from '../../../support/slack-wire.js';
import { startTestBot, stopTestBots } from '../../../support/test-bot.js';
import { until } from '../../../support/time.js';

afterEach(stopTestBots);

test('a reason with Cancel stands on the card, in the thread, in its metadata, and in the log', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerIdentity();
  await testBot.press(actions.cancel, card, { user: 'U0BO', comment: 'wrong <origin>\n' });
  await testBot.finish();
  const [message] = testBot.slack.cards();
  expect(recordOf(message)).toMatchObject({ state: 'cancelled', decided_by: 'U0BO', comment: 'wrong <origin>' });
  expect(shownBy(message)).toContain('cancelled by <@U0BO> (“wrong &lt;origin&gt;”)');
  const [line, ...more] = testBot.slack.thread(card.ts);
  expect(more).toEqual([]);
  expect(line?.text).toMatch(/^Cancelled by <@U0BO> \(“wrong &lt;origin&gt;”\): .*, requested by <@U0ANA>\. Nothing/);
  expect(asFields(line?.metadata)).toMatchObject({ event_payload: { comment: 'wrong <origin>' } });
  const logged = testBot.logged.map((text) => asFields(JSON.parse(text)));
  expect(logged).toContainEqual(
    expect.objectContaining({ event: 'cancel', outcome: 'cancelled', comment: 'wrong <origin>' }),
  );
});

test('a cancel by the person who asked mentions them once, and needs no reason', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerIdentity();
  await testBot.press(actions.cancel, card);
  await testBot.finish();
  const [line] = testBot.slack.thread(card.ts);
  expect(line?.text.match(/<@U0ANA>/g)).toHaveLength(1);
  expect(recordOf(testBot.slack.cards()[0])).not.toHaveProperty('comment');
});

test('nothing is cancelled before the modal is sent', async () => {
  const testBot = await startTestBot();
  const { ts, value } = await askForCard(testBot);
  const click = blockActions({ user: 'U0ANA', action: actions.cancel, value, channel, ts });
  await sendSigned(click, { port: testBot.port });
  await testBot.finish();
  expect(testBot.slack.views.map(({ view }) => view.callback_id)).toEqual(['cancel_reason']);
  expect(testBot.slack.thread(ts)).toEqual([]);
  expect(recordOf(testBot.slack.cards()[0]).state).toBe('pending');
});

test('the modal opens before anything else is asked, and a lost answer keeps nobody from cancelling', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  const calls = testBot.slack.calls.length;
  testBot.slack.fail('views.open', { kind: 'lost', carriedOut: true });
  answerIdentity();
  await testBot.press(actions.cancel, card);
  await testBot.finish();
  expect(testBot.slack.calls[calls]?.method).toBe('views.open');
  expect(recordOf(testBot.slack.cards()[0]).state).toBe('cancelled');
});

test('a modal that does not open keeps nobody from cancelling', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  testBot.slack.fail('views.open', { kind: 'refused', error: 'expired_trigger_id' });
  answerIdentity();
  await testBot.press(actions.cancel, card);
  await testBot.finish();
  expect(recordOf(testBot.slack.cards()[0]).state).toBe('cancelled');
});

test('a comment with the approval stands on the card, in the thread, and in the log', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerIdentity();
  mockCloudFront();
  await testBot.press(actions.approveWithComment, card, { user: 'U0BO', comment: 'until Monday' });
  await until('the clone', () => recordOf(testBot.slack.cards()[0]).state === 'cloned');
  await testBot.finish();
  const [message] = testBot.slack.cards();
  expect(recordOf(message)).toMatchObject({ decided_by: 'U0BO', comment: 'until Monday' });
  expect(shownBy(message)).toContain('approved by <@U0BO> (“until Monday”)');
  expect(testBot.slack.thread(card.ts)[0]?.text).toMatch(/^Approved by <@U0BO> \(“until Monday”\): /);
  const logged = testBot.logged.map((text) => asFields(JSON.parse(text)));
  for (const event of ['approval', 'create', 'report']) {
    expect(logged).toContainEqual(expect.objectContaining({ event, comment: 'until Monday' }));
  }
});

test('a comment that cannot be asked for approves nothing', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  testBot.slack.fail('views.open', { kind: 'refused', error: 'expired_trigger_id' });
  await testBot.press(actions.approveWithComment, card, { user: 'U0BO' });
  await testBot.finish();
  expect(recordOf(testBot.slack.cards()[0]).state).toBe('pending');
  expect(testBot.slack.ephemerals[0]?.text).toContain('Nothing was created.');
});

test('who may cancel is decided when the modal is sent', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerIdentity({}, { bo: ['others'] });
  await testBot.press(actions.cancel, card, { user: 'U0BO', comment: 'no' });
  await testBot.finish();
  expect(recordOf(testBot.slack.cards()[0]).state).toBe('pending');
  expect(testBot.slack.ephemerals[0]?.text).toContain('none of the Cognito groups');
});

test.each(['', '{}', 'no JSON'])(
  'a modal of another version, %j, is acknowledged and decides nothing',
  async (text) => {
    const testBot = await startTestBot();
    const { port, slack } = testBot;
    const calls = slack.calls.length;
    const sent = { user: 'U0BO', callbackId: decisionViewIds.cancel, privateMetadata: text };
    expect((await sendSigned(decisionSubmission(sent), { port })).status).toBe(200);
    await testBot.finish();
    expect(slack.calls).toHaveLength(calls);
  },
);
