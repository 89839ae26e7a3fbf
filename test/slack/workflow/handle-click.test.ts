// A click's guards, in their order: each refuses the clicker alone, before anything behind it is asked or done.
import { actions } from '../../../src/slack/card/buttons.js';
import {
  answerIdentity,
  answerPlan,
  askForCard,
  buttonsOf,
  type CardHandle,
  created,
  recordOf,
  referenceConfig,
  shownBy,
} from '../../support/aws-answers.js';
import { jsonError, onListUsers } from '../../support/aws-wire.js';
import { type Fields, team } from '../../support/slack-wire.js';
import { startTestBot, stopTestBots, type TestBot } from '../../support/test-bot.js';
import { hour, until } from '../../support/time.js';

afterEach(stopTestBots);

const toldTo = (testBot: TestBot) => testBot.slack.ephemerals.map(({ text }) => text);

/** What only the card knows is refused while Cognito may be asked at the same time. */
async function press(testBot: TestBot, card: CardHandle, action: string = actions.approve, by = {}): Promise<string[]> {
  const asked = testBot.slack.countOf('users.info');
  const [, groups] = answerIdentity({ times: 'any' });
  await testBot.press(action, card, by);
  await testBot.finish();
  // Where the card alone refuses, nobody waits for the question who it is: it must not reach into the next test.
  if (testBot.slack.countOf('users.info') > asked) {
    await until('the end of the question', () => (groups?.requests.length ?? 0) > 0);
  }
  return toldTo(testBot);
}

function setRecord(testBot: TestBot, changes: Fields): void {
  const [card] = testBot.slack.cards();
  if (card) card.metadata = { ...card.metadata, event_payload: { ...recordOf(card), ...changes } };
}

test('Approve in a channel that became shared with another organisation creates nothing and says why', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  testBot.slack.channels.set('C0CDN', { id: 'C0CDN', is_member: true, is_ext_shared: true });
  answerPlan();
  const posts = testBot.slack.countOf('chat.postMessage');
  expect(await press(testBot, card)).toEqual([expect.stringContaining('shared with another organisation')]);
  expect(testBot.slack.countOf('chat.postMessage')).toBe(posts);
  expect(recordOf(testBot.slack.cards()[0]).state).toBe('pending');
});

describe.each([
  ['Approve', actions.approve],
  ['Cancel', actions.cancel],
])('%s', (_name, action) => {
  test('by somebody of another workspace asks nobody anything', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    const before = testBot.slack.calls.length;
    await testBot.press(action, card, { userTeam: 'T0OTHER' });
    await testBot.finish();
    expect(toldTo(testBot)).toEqual([expect.stringContaining('Only people of this workspace')]);
    expect(testBot.slack.calls).toHaveLength(before);
  });

  test('on a card that is gone says so', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    testBot.slack.messages.length = 0;
    expect(await press(testBot, card, action)).toEqual([expect.stringContaining('gone')]);
    expect(testBot.slack.messages).toEqual([]);
  });

  test.each([
    ['another app’s', 'B0EVIL', 'U0EVIL'],
    ['a person’s', undefined, 'U0ANA'],
  ])('on %s message with our metadata counts for nothing', async (_who, botId, user) => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    for (const message of testBot.slack.messages) Object.assign(message, { botId, user });
    const before = JSON.stringify(testBot.slack.messages);
    expect(await press(testBot, card, action)).toEqual([expect.stringContaining('not one of this bot’s')]);
    expect(JSON.stringify(testBot.slack.messages)).toBe(before);
  });

  test('on a message of ours that is no card counts for nothing', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    setRecord(testBot, { digest: 'not a digest' });
    expect(await press(testBot, card, action)).toEqual([expect.stringContaining('not one of this bot’s')]);
  });

  test.each([
    ['cloning', 'being created'],
    ['cloned', created],
    ['deployed', created],
    ['cancelled', 'cancelled'],
    ['failed', 'Retry'],
    ['expired', 'over'],
  ])('on a card that is %s tells what became of it and changes nothing', async (state, expected) => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    setRecord(testBot, { state, decided_by: 'U0BO', distribution: created });
    const before = JSON.stringify(testBot.slack.messages);
    const [told, ...more] = await press(testBot, card, action);
    expect(told).toContain(expected);
    expect(more).toEqual([]);
    expect(JSON.stringify(testBot.slack.messages)).toBe(before);
  });

  test('after its time is refused, and the card says that it expired', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    testBot.clock.advance(8 * hour);
    expect(await press(testBot, card, action)).toEqual([expect.stringContaining('time to approve is over')]);
    const [message] = testBot.slack.cards();
    expect(recordOf(message)).toMatchObject({ state: 'expired' });
    expect(message?.text).toMatch(/expired/i);
    expect(buttonsOf(message)).toEqual([actions.edit]);
  });

  test('while Cognito is down is refused: nobody is let in on trust', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    onListUsers(jsonError(400, 'ResourceNotFoundException', 'no such pool'));
    answerPlan({}, { times: 'any' });
    await testBot.press(action, card);
    await testBot.finish();
    expect(toldTo(testBot)).toEqual([expect.stringContaining('could not check who you are')]);
    expect(recordOf(testBot.slack.cards()[0]).state).toBe('pending');
  });

  test('while Slack does not give the card back is refused', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    testBot.slack.fail('conversations.replies', { kind: 'refused', error: 'internal_error' }, { times: 9 });
    expect(await press(testBot, card, action)).toEqual([expect.stringContaining('internal_error')]);
    expect(recordOf(testBot.slack.cards()[0]).state).toBe('pending');
  });
});

describe('Approve', () => {
  test('just in time still counts', async () => {
    const testBot = await startTestBot({ env: { REQUIRE_SECOND_PERSON: 'true' } });
    const card = await askForCard(testBot);
    testBot.clock.advance(8 * hour - 1_000);
    answerPlan();
    expect(await press(testBot, card)).toEqual([expect.stringContaining('second person')]);
  });

  test('of one’s own request needs a second person where that is required', async () => {
    const testBot = await startTestBot({ env: { REQUIRE_SECOND_PERSON: 'true' } });
    const card = await askForCard(testBot);
    answerPlan({}, { times: 'any' });
    expect(await press(testBot, card)).toEqual([expect.stringContaining('second person')]);
    expect(recordOf(testBot.slack.cards()[0]).state).toBe('pending');
    expect(testBot.slack.thread(card.ts)).toEqual([]);
  });

  test('on a drawing older than the card does not count for the new one', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    const before = JSON.stringify(testBot.slack.messages);
    expect(await press(testBot, { ...card, value: '0'.repeat(64) })).toEqual([expect.stringContaining('redrawn')]);
    expect(JSON.stringify(testBot.slack.messages)).toBe(before);
  });

  test.each([
    ['an empty value', ''],
    ['something long', 'x'.repeat(2_000)],
  ])('with %s on the button does not count', async (_name, value) => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    expect(await press(testBot, { ...card, value })).toEqual([expect.stringContaining('redrawn')]);
    expect(recordOf(testBot.slack.cards()[0]).state).toBe('pending');
  });

  test('is refused before a decision where AWS does not let the plan be made again', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    answerPlan({ certificates: [] }, { times: 'any' });
    const [told] = await press(testBot, card);
    expect(told).toContain('certificate');
    expect(recordOf(testBot.slack.cards()[0]).state).toBe('pending');
  });

  test('on somebody’s card by the metadata alone is not enough: the approver is asked of Cognito', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    setRecord(testBot, { approver: 'U0ANA', decided_by: 'U0BO' });
    answerIdentity({}, { ana: ['readers'] });
    answerPlan({}, { times: 'any' });
    await testBot.press(actions.approve, card);
    await testBot.finish();
    expect(toldTo(testBot)).toEqual([expect.stringContaining('cdn-operators')]);
  });
});

describe('a plan that moved since it was drawn', () => {
  const edited = { ...referenceConfig, DefaultRootObject: 'start.html' };

  test('is shown with what moved, and nothing is created', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    answerPlan({ config: edited, etag: 'ETAG2' });
    const told = await press(testBot, card);

    const [message] = testBot.slack.cards();
    expect(recordOf(message)).toMatchObject({ state: 'pending', etag: 'ETAG2' });
    expect(recordOf(message).digest).not.toBe(card.value);
    expect(shownBy(message)).toContain('DefaultRootObject');
    expect(shownBy(message)).toContain('start.html');
    expect(buttonsOf(message)).toEqual([
      actions.approve,
      actions.edit,
      actions.cancel,
      actions.plan,
      actions.approveWithComment,
    ]);
    const [line] = testBot.slack.thread(card.ts);
    expect(line?.text).toContain('DefaultRootObject');
    expect(line?.text).toContain('<@U0ANA>');
    expect(told).toEqual([expect.stringContaining('Nothing was created.')]);
  });

  test('does not take the approval of the old drawing, nor does a second press on it help', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    answerPlan({ config: edited, etag: 'ETAG2' });
    const [, groups] = answerIdentity({ times: 'any' });
    await testBot.press(actions.approve, card);
    await testBot.press(actions.approve, card, { user: 'U0BO' });
    await testBot.finish();
    await until('the end of both questions', () => groups?.requests.length === 2);
    expect(testBot.slack.ephemerals.find(({ url }) => url.includes('U0BO'))?.text).toContain('redrawn');
    expect(recordOf(testBot.slack.cards()[0]).state).toBe('pending');
    expect(testBot.slack.thread(card.ts)).toHaveLength(1);
  });

  test('by a secret header’s new value shows that, and not the value', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    const config = structuredClone(referenceConfig);
    for (const header of config.Origins?.Items?.[0]?.CustomHeaders?.Items ?? []) header.HeaderValue = 'another-secret';
    answerPlan({ config, etag: 'ETAG2' });
    await press(testBot, card);
    expect(recordOf(testBot.slack.cards()[0])).toMatchObject({ state: 'pending', etag: 'ETAG2' });
    expect(shownBy(testBot.slack.cards()[0])).toContain('(hidden)');
    expect(testBot.slack.sent()).not.toContain('another-secret');
  });

  test('keeps who asked and until when', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    const before = recordOf(testBot.slack.cards()[0]);
    testBot.clock.advance(hour);
    answerPlan({ config: edited, etag: 'ETAG2' });
    await press(testBot, card, actions.approve, { user: 'U0BO' });
    const { requested_by, requester_name, request, expires_at } = before;
    expect(recordOf(testBot.slack.cards()[0])).toMatchObject({ requested_by, requester_name, request, expires_at });
    expect(recordOf(testBot.slack.cards()[0]).decided_by).toBeUndefined();
  });
});

test('a click says whose it is by the signed payload: another’s name in the value changes nothing', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  testBot.slack.people.delete('U0EVE');
  answerPlan({}, { times: 'any' });
  await testBot.press(actions.approve, { ...card }, { user: 'U0EVE', userTeam: team.id });
  await testBot.finish();
  expect(toldTo(testBot)).toEqual([expect.stringContaining('Only people of this workspace')]);
});
