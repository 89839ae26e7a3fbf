// Who may ask and who may approve: checked afresh with Slack and Cognito each time, and any doubt refuses.
import { actions } from '../../src/slack/card/state-blocks.js';
import { type Answer, cognitoUser, jsonError, onListGroups, onListUsers, usersAnswer } from '../support/aws-wire.js';
import { closeDoors, type Door, openDoor } from '../support/door.js';
import { member } from '../support/slack-wire.js';
import { hurryRetries } from '../support/time.js';
import { answerIdentity, answerPlan, askForCard, buttonsOf, order, recordOf } from './scene.js';

hurryRetries();
afterEach(closeDoors);

const email = 'ana@example.com';

/** People whom Slack alone is enough to refuse; Cognito is not even asked about them. */
const outsiders: [string, Record<string, unknown> | undefined, string][] = [
  ['somebody unknown', undefined, 'this workspace'],
  ['somebody of another workspace', { team_id: 'T0OTHER' }, 'this workspace'],
  ['somebody without a workspace', { team_id: undefined }, 'this workspace'],
  ['a stranger', { is_stranger: true }, 'this workspace'],
  ['a bot', { is_bot: true }, 'Guests, bots'],
  ['an app’s user', { is_app_user: true }, 'Guests, bots'],
  ['a workflow’s bot', { is_workflow_bot: true }, 'Guests, bots'],
  ['a deactivated account', { deleted: true }, 'Guests, bots'],
  ['a guest', { is_restricted: true }, 'Guests, bots'],
  ['a guest of one channel', { is_ultra_restricted: true }, 'Guests, bots'],
  ['somebody invited who has not come yet', { is_invited_user: true }, 'Guests, bots'],
  ['an unconfirmed address', { is_email_confirmed: false }, 'confirmed e-mail'],
  ['no word on whether the address is confirmed', { is_email_confirmed: undefined }, 'confirmed e-mail'],
  ['no address', { profile: {} }, 'confirmed e-mail'],
  ['an empty address', { profile: { email: '  ' } }, 'confirmed e-mail'],
  ['no profile', { profile: undefined }, 'confirmed e-mail'],
  ['an answer about somebody else', { id: 'U0EVE' }, 'could not be checked'],
];

/** People whom Cognito refuses. */
const unknowns: [string, Answer, string][] = [
  ['nobody with the address', usersAnswer([]), 'No Cognito user'],
  ['two with the address', usersAnswer([cognitoUser(email), cognitoUser(email, { Username: 'b' })]), 'More than one'],
  ['a disabled user', usersAnswer([cognitoUser(email, { Enabled: false })]), 'disabled'],
  ['an unverified address', usersAnswer([cognitoUser(email, {}, 'false')]), 'not verified'],
  ['a user who never confirmed', usersAnswer([cognitoUser(email, { UserStatus: 'UNCONFIRMED' })]), 'UNCONFIRMED'],
  ['no permission to look', jsonError(400, 'AccessDeniedException', 'cognito-idp:ListUsers'), 'could not be checked'],
];

function setPerson(door: Door, changes: Record<string, unknown> | undefined): void {
  if (changes) door.slack.people.set('U0ANA', member('U0ANA', 'ana', changes));
  else door.slack.people.delete('U0ANA');
}

function expectRefusedAlone(door: Door, expected: string): void {
  expect(door.slack.whispers.map(({ text }) => text)).toEqual([expect.stringContaining(expected)]);
  expect(door.slack.whispers[0]?.text).toContain('Nothing was created.');
  expect(door.slack.whispers[0]?.body.response_type).toBe('ephemeral');
}

describe('the command refuses, to the asker alone,', () => {
  test.each(outsiders)('%s', async (_name, changes, expected) => {
    const door = await openDoor();
    setPerson(door, changes);
    answerPlan({}, { times: 'any' });
    await door.command(order);
    await door.finish();
    expectRefusedAlone(door, expected);
    expect(door.slack.messages).toEqual([]);
  });

  test.each(unknowns)('%s', async (_name, answer, expected) => {
    const door = await openDoor();
    onListUsers(answer);
    answerPlan({}, { times: 'any' });
    await door.command(order);
    await door.finish();
    expectRefusedAlone(door, expected);
    expect(door.slack.messages).toEqual([]);
  });

  test('somebody without an allowed group, naming the groups that would do', async () => {
    const door = await openDoor({ env: { COGNITO_ALLOWED_GROUPS: 'cdn-operators, cdn-admins' } });
    answerIdentity({}, { ana: ['readers', 'cdn-operators-old'] });
    answerPlan({}, { times: 'any' });
    await door.command(order);
    await door.finish();
    expectRefusedAlone(door, '`cdn-operators`, `cdn-admins`');
    expect(door.slack.messages).toEqual([]);
  });

  test('everybody while Slack does not answer who they are', async () => {
    const door = await openDoor();
    door.slack.fail('users.info', { kind: 'refused', error: 'fatal_error' });
    answerPlan({}, { times: 'any' });
    await door.command(order);
    await door.finish();
    expectRefusedAlone(door, 'fatal_error');
    expect(door.slack.messages).toEqual([]);
  });

  test('everybody while Cognito does not answer which groups they are in', async () => {
    const door = await openDoor();
    onListUsers(usersAnswer([cognitoUser(email)]));
    onListGroups(jsonError(500, 'InternalErrorException', 'oops'), { times: 4 });
    answerPlan({}, { times: 'any' });
    await door.command(order);
    await door.finish();
    expectRefusedAlone(door, 'could not be checked');
    expect(door.slack.messages).toEqual([]);
  });
});

describe('a click refuses, to the clicker alone and with the card as it was,', () => {
  async function expectCardAsItWas(door: Door, act: (card: { ts: string; value: string }) => Promise<unknown>) {
    const card = await askForCard(door);
    const before = JSON.stringify(door.slack.cards());
    await act(card);
    await door.finish();
    expect(JSON.stringify(door.slack.cards())).toBe(before);
    expect(recordOf(door.slack.cards()[0]).state).toBe('pending');
    expect(buttonsOf(door.slack.cards()[0])).toHaveLength(2);
    expect(door.slack.thread(card.ts)).toEqual([]);
  }

  describe.each([
    ['Approve', actions.approve],
    ['Cancel', actions.cancel],
  ])('on %s', (_button, action) => {
    test.each(outsiders)('%s', async (_name, changes, expected) => {
      const door = await openDoor();
      await expectCardAsItWas(door, async (card) => {
        setPerson(door, changes);
        answerPlan({}, { times: 'any' });
        await door.press(action, card);
      });
      expectRefusedAlone(door, expected);
    });

    test.each(unknowns)('%s', async (_name, answer, expected) => {
      const door = await openDoor();
      await expectCardAsItWas(door, async (card) => {
        onListUsers(answer);
        answerPlan({}, { times: 'any' });
        await door.press(action, card);
      });
      expectRefusedAlone(door, expected);
    });
  });

  test('somebody who may ask but not approve, naming the group that may', async () => {
    const door = await openDoor({ env: { COGNITO_APPROVER_GROUPS: 'cdn-approvers' } });
    await expectCardAsItWas(door, async (card) => {
      answerIdentity();
      answerPlan({}, { times: 'any' });
      await door.press(actions.approve, card);
    });
    expectRefusedAlone(door, '`cdn-approvers`');
  });

  test('somebody who left the group between asking and approving', async () => {
    const door = await openDoor();
    await expectCardAsItWas(door, async (card) => {
      answerIdentity({}, { ana: [] });
      answerPlan({}, { times: 'any' });
      await door.press(actions.approve, card);
    });
    expectRefusedAlone(door, '`cdn-operators`');
  });
});
