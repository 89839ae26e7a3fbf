// What the doors write into the journal on less even days; the even ones are in test/program/log.test.ts.
import { actions } from '../../src/slack/card/state-blocks.js';
import { cloudFrontError, onCreate } from '../support/aws-wire.js';
import { closeDoors, type Door, openDoor } from '../support/door.js';
import { afterApproval, asFields, type Fields } from '../support/slack-wire.js';
import { hour, hurryRetries, until } from '../support/time.js';
import { answerApproval, answerIdentity, answerPlan, askForCard, order, recordOf, referenceConfig } from './scene.js';

hurryRetries();
beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await closeDoors();
});

function journalOf(door: Door): Fields[] {
  return door.logged.map((line) => asFields(JSON.parse(line))).filter(({ event }) => event !== undefined);
}

function wordsOf(door: Door): string[] {
  return journalOf(door).map(({ event, outcome }) => `${event} ${outcome}`);
}

test('a card whose post was not answered is recorded with its link, and expires like any other', async () => {
  const door = await openDoor();
  answerIdentity();
  answerPlan();
  door.slack.fail('chat.postMessage', { kind: 'lost', carriedOut: true });
  await door.command(order);
  await until('the line', () => wordsOf(door).length > 0);
  const [card] = door.slack.cards();
  expect(door.slack.cards()).toHaveLength(1);
  expect(journalOf(door)).toEqual([
    expect.objectContaining({
      outcome: 'card_posted',
      card: expect.stringContaining(card?.ts.replace('.', '') ?? '?'),
    }),
  ]);

  door.clock.advance(9 * hour);
  await until('the card to expire', () => recordOf(door.slack.cards()[0]).state === 'expired');
  await until('the second line', () => wordsOf(door).length > 1);
  expect(wordsOf(door)).toEqual(['card card_posted', 'expire expired']);
});

test('a card that Slack does not take is recorded with Slack’s word', async () => {
  const door = await openDoor();
  answerIdentity();
  answerPlan();
  door.slack.fail('chat.postMessage', { kind: 'refused', error: 'is_archived' });
  await door.command(order);
  await door.finish();
  const [line, ...more] = journalOf(door);
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
  const door = await openDoor();
  const card = await askForCard(door);
  answerIdentity({ times: 'any' });
  door.clock.advance(8 * hour);
  await door.press(actions.approve, card, { user: 'U0BO' });
  await until('the refusal', () => wordsOf(door).includes('approval expired'));
  await door.finish();
  expect(wordsOf(door).sort()).toEqual(['approval expired', 'card card_posted', 'expire expired']);
});

test('a cancel names who cancelled, and the approval that comes later is told apart', async () => {
  const door = await openDoor();
  const card = await askForCard(door);
  answerIdentity({ times: 'any' });
  await door.press(actions.cancel, card, { user: 'U0BO' });
  await until('the cancel', () => wordsOf(door).includes('cancel cancelled'));
  await door.press(actions.approve, card);
  await door.finish();
  expect(journalOf(door).slice(1)).toEqual([
    expect.objectContaining({ event: 'cancel', outcome: 'cancelled', canceller: 'U0BO', requester: 'U0ANA' }),
    expect.objectContaining({ event: 'approval', outcome: 'already_decided', approver: 'U0ANA' }),
  ]);
});

test('an approval of a plan that moved is one line, with the new plan’s digest and ETag', async () => {
  const door = await openDoor();
  const card = await askForCard(door);
  answerIdentity();
  answerPlan({ config: { ...referenceConfig, HttpVersion: 'http3' }, etag: 'ETAG2' });
  await door.press(actions.approve, card, { user: 'U0BO' });
  await door.finish();
  const [, redrawn, ...more] = journalOf(door);
  expect(more).toEqual([]);
  expect(redrawn).toMatchObject({ event: 'redraw', outcome: 'stale_plan', approver: 'U0BO', etag: 'ETAG2' });
  expect(redrawn?.digest).not.toBe(card.value);
  expect(redrawn?.digest).toBe(recordOf(door.slack.cards()[0]).digest);
});

test('a report that Slack does not take is a warning with the distribution’s ID', async () => {
  const door = await openDoor();
  const card = await askForCard(door);
  answerApproval();
  door.slack.fail('chat.postMessage', { kind: 'refused', error: 'thread_locked' }, { times: 9, fits: afterApproval });
  await door.press(actions.approve, card, { user: 'U0BO' });
  await door.finish();
  expect(wordsOf(door)).toEqual(['card card_posted', 'approval approved', 'create cloned', 'report slack_failed']);
  const [, , created, reported] = journalOf(door);
  expect(created).toMatchObject({ level: 'info', awsRequestId: 'aws-request-1', madeBy: 'us' });
  expect(reported).toMatchObject({ level: 'warn', distribution: created?.distribution });
});

test('a create that AWS refused is one line with AWS’s request ID', async () => {
  const door = await openDoor();
  const card = await askForCard(door);
  answerIdentity();
  answerPlan({}, { times: 'any' });
  onCreate(cloudFrontError(400, 'TooManyDistributions', 'Too many'));
  await door.press(actions.approve, card, { user: 'U0BO' });
  await door.finish();
  expect(wordsOf(door)).toEqual(['card card_posted', 'approval approved', 'create quota_exceeded']);
  expect(journalOf(door)[2]).toMatchObject({ level: 'warn', approver: 'U0BO', awsRequestId: 'aws-request-1' });
});
