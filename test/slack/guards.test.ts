// A click's guards, in their order: each refuses the clicker alone, before anything behind it is asked or done.
import { actions } from '../../src/slack/card/state-blocks.js';
import { jsonError, onListUsers } from '../support/aws-wire.js';
import { closeDoors, type Door, openDoor } from '../support/door.js';
import { type Fields, team } from '../support/slack-wire.js';
import { hour, until } from '../support/time.js';
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
} from './scene.js';

afterEach(closeDoors);

const toldTo = (door: Door) => door.slack.whispers.map(({ text }) => text);

/** What only the card knows is refused while Cognito may be asked at the same time. */
async function press(door: Door, card: CardHandle, action: string = actions.approve, by = {}): Promise<string[]> {
  const asked = door.slack.countOf('users.info');
  const [, groups] = answerIdentity({ times: 'any' });
  await door.press(action, card, by);
  await door.finish();
  // Where the card alone refuses, nobody waits for the question who it is: it must not reach into the next test.
  if (door.slack.countOf('users.info') > asked) {
    await until('the end of the question', () => (groups?.requests.length ?? 0) > 0);
  }
  return toldTo(door);
}

function setRecord(door: Door, changes: Fields): void {
  const [card] = door.slack.cards();
  if (card) card.metadata = { ...card.metadata, event_payload: { ...recordOf(card), ...changes } };
}

describe.each([
  ['Approve', actions.approve],
  ['Cancel', actions.cancel],
])('%s', (_name, action) => {
  test('by somebody of another workspace asks nobody anything', async () => {
    const door = await openDoor();
    const card = await askForCard(door);
    const before = door.slack.calls.length;
    await door.press(action, card, { userTeam: 'T0OTHER' });
    await door.finish();
    expect(toldTo(door)).toEqual([expect.stringContaining('Only people of this workspace')]);
    expect(door.slack.calls).toHaveLength(before);
  });

  test('on a card that is gone says so', async () => {
    const door = await openDoor();
    const card = await askForCard(door);
    door.slack.messages.length = 0;
    expect(await press(door, card, action)).toEqual([expect.stringContaining('gone')]);
    expect(door.slack.messages).toEqual([]);
  });

  test.each([
    ['another app’s', 'B0EVIL', 'U0EVIL'],
    ['a person’s', undefined, 'U0ANA'],
  ])('on %s message with our metadata counts for nothing', async (_who, botId, user) => {
    const door = await openDoor();
    const card = await askForCard(door);
    for (const message of door.slack.messages) Object.assign(message, { botId, user });
    const before = JSON.stringify(door.slack.messages);
    expect(await press(door, card, action)).toEqual([expect.stringContaining('not one of this bot’s')]);
    expect(JSON.stringify(door.slack.messages)).toBe(before);
  });

  test('on a message of ours that is no card counts for nothing', async () => {
    const door = await openDoor();
    const card = await askForCard(door);
    setRecord(door, { digest: 'not a digest' });
    expect(await press(door, card, action)).toEqual([expect.stringContaining('not one of this bot’s')]);
  });

  test.each([
    ['cloning', 'being created'],
    ['cloned', created],
    ['deployed', created],
    ['cancelled', 'cancelled'],
    ['failed', 'Retry'],
    ['expired', 'over'],
  ])('on a card that is %s tells what became of it and changes nothing', async (state, expected) => {
    const door = await openDoor();
    const card = await askForCard(door);
    setRecord(door, { state, decided_by: 'U0BO', distribution: created });
    const before = JSON.stringify(door.slack.messages);
    const [told, ...more] = await press(door, card, action);
    expect(told).toContain(expected);
    expect(more).toEqual([]);
    expect(JSON.stringify(door.slack.messages)).toBe(before);
  });

  test('after its time is refused, and the card says that it expired', async () => {
    const door = await openDoor();
    const card = await askForCard(door);
    door.clock.advance(8 * hour);
    expect(await press(door, card, action)).toEqual([expect.stringContaining('time to approve is over')]);
    const [message] = door.slack.cards();
    expect(recordOf(message)).toMatchObject({ state: 'expired' });
    expect(message?.text).toMatch(/expired/i);
    expect(buttonsOf(message)).toEqual([]);
  });

  test('while Cognito is down is refused: nobody is let in on trust', async () => {
    const door = await openDoor();
    const card = await askForCard(door);
    onListUsers(jsonError(400, 'ResourceNotFoundException', 'no such pool'));
    answerPlan({}, { times: 'any' });
    await door.press(action, card);
    await door.finish();
    expect(toldTo(door)).toEqual([expect.stringContaining('could not be checked')]);
    expect(recordOf(door.slack.cards()[0]).state).toBe('pending');
  });

  test('while Slack does not give the card back is refused', async () => {
    const door = await openDoor();
    const card = await askForCard(door);
    door.slack.fail('conversations.replies', { kind: 'refused', error: 'internal_error' }, { times: 9 });
    expect(await press(door, card, action)).toEqual([expect.stringContaining('internal_error')]);
    expect(recordOf(door.slack.cards()[0]).state).toBe('pending');
  });
});

describe('Approve', () => {
  test('just in time still counts', async () => {
    const door = await openDoor({ env: { REQUIRE_SECOND_PERSON: 'true' } });
    const card = await askForCard(door);
    door.clock.advance(8 * hour - 1_000);
    answerPlan();
    expect(await press(door, card)).toEqual([expect.stringContaining('second person')]);
  });

  test('of one’s own request needs a second person where that is required', async () => {
    const door = await openDoor({ env: { REQUIRE_SECOND_PERSON: 'true' } });
    const card = await askForCard(door);
    answerPlan({}, { times: 'any' });
    expect(await press(door, card)).toEqual([expect.stringContaining('second person')]);
    expect(recordOf(door.slack.cards()[0]).state).toBe('pending');
    expect(door.slack.thread(card.ts)).toEqual([]);
  });

  test('on a drawing older than the card does not count for the new one', async () => {
    const door = await openDoor();
    const card = await askForCard(door);
    const before = JSON.stringify(door.slack.messages);
    expect(await press(door, { ...card, value: '0'.repeat(64) })).toEqual([expect.stringContaining('redrawn')]);
    expect(JSON.stringify(door.slack.messages)).toBe(before);
  });

  test.each([
    ['an empty value', ''],
    ['something long', 'x'.repeat(2_000)],
  ])('with %s on the button does not count', async (_name, value) => {
    const door = await openDoor();
    const card = await askForCard(door);
    expect(await press(door, { ...card, value })).toEqual([expect.stringContaining('redrawn')]);
    expect(recordOf(door.slack.cards()[0]).state).toBe('pending');
  });

  test('is refused before a decision where AWS does not let the plan be made again', async () => {
    const door = await openDoor();
    const card = await askForCard(door);
    answerPlan({ certificates: [] }, { times: 'any' });
    const [told] = await press(door, card);
    expect(told).toContain('certificate');
    expect(recordOf(door.slack.cards()[0]).state).toBe('pending');
  });

  test('on somebody’s card by the metadata alone is not enough: the approver is asked of Cognito', async () => {
    const door = await openDoor();
    const card = await askForCard(door);
    setRecord(door, { approver: 'U0ANA', decided_by: 'U0BO' });
    answerIdentity({}, { ana: ['readers'] });
    answerPlan({}, { times: 'any' });
    await door.press(actions.approve, card);
    await door.finish();
    expect(toldTo(door)).toEqual([expect.stringContaining('cdn-operators')]);
  });
});

describe('a plan that moved since it was drawn', () => {
  const edited = { ...referenceConfig, DefaultRootObject: 'start.html' };

  test('is shown with what moved, and nothing is created', async () => {
    const door = await openDoor();
    const card = await askForCard(door);
    answerPlan({ config: edited, etag: 'ETAG2' });
    const told = await press(door, card);

    const [message] = door.slack.cards();
    expect(recordOf(message)).toMatchObject({ state: 'pending', etag: 'ETAG2' });
    expect(recordOf(message).digest).not.toBe(card.value);
    expect(shownBy(message)).toContain('DefaultRootObject');
    expect(shownBy(message)).toContain('start.html');
    expect(buttonsOf(message)).toEqual([actions.approve, actions.cancel]);
    const [line] = door.slack.thread(card.ts);
    expect(line?.text).toContain('DefaultRootObject');
    expect(line?.text).toContain('<@U0ANA>');
    expect(told).toEqual([expect.stringContaining('Nothing was created.')]);
  });

  test('does not take the approval of the old drawing, nor does a second press on it help', async () => {
    const door = await openDoor();
    const card = await askForCard(door);
    answerPlan({ config: edited, etag: 'ETAG2' });
    const [, groups] = answerIdentity({ times: 'any' });
    await door.press(actions.approve, card);
    await door.press(actions.approve, card, { user: 'U0BO' });
    await door.finish();
    await until('the end of both questions', () => groups?.requests.length === 2);
    expect(door.slack.whispers.find(({ url }) => url.includes('U0BO'))?.text).toContain('redrawn');
    expect(recordOf(door.slack.cards()[0]).state).toBe('pending');
    expect(door.slack.thread(card.ts)).toHaveLength(1);
  });

  test('by a secret header’s new value shows that, and not the value', async () => {
    const door = await openDoor();
    const card = await askForCard(door);
    const config = structuredClone(referenceConfig);
    for (const header of config.Origins?.Items?.[0]?.CustomHeaders?.Items ?? []) header.HeaderValue = 'another-secret';
    answerPlan({ config, etag: 'ETAG2' });
    await press(door, card);
    expect(recordOf(door.slack.cards()[0])).toMatchObject({ state: 'pending', etag: 'ETAG2' });
    expect(shownBy(door.slack.cards()[0])).toContain('(hidden)');
    expect(door.slack.sent()).not.toContain('another-secret');
  });

  test('keeps who asked and until when', async () => {
    const door = await openDoor();
    const card = await askForCard(door);
    const before = recordOf(door.slack.cards()[0]);
    door.clock.advance(hour);
    answerPlan({ config: edited, etag: 'ETAG2' });
    await press(door, card, actions.approve, { user: 'U0BO' });
    const { requested_by, requester_name, request, expires_at } = before;
    expect(recordOf(door.slack.cards()[0])).toMatchObject({ requested_by, requester_name, request, expires_at });
    expect(recordOf(door.slack.cards()[0]).decided_by).toBeUndefined();
  });
});

test('a click says whose it is by the signed payload: another’s name in the value changes nothing', async () => {
  const door = await openDoor();
  const card = await askForCard(door);
  door.slack.people.delete('U0EVE');
  answerPlan({}, { times: 'any' });
  await door.press(actions.approve, { ...card }, { user: 'U0EVE', userTeam: team.id });
  await door.finish();
  expect(toldTo(door)).toEqual([expect.stringContaining('Only people of this workspace')]);
});
