// Who may ask and who may approve: checked afresh with Slack and Cognito each time, and any doubt refuses.
import { actions } from '../../src/slack/card/buttons.js';
import { answerIdentity, answerPlan, askForCard, buttonsOf, cloneCommand, recordOf } from '../support/aws-answers.js';
import { type Answer, cognitoUser, jsonError, onListGroups, onListUsers, usersAnswer } from '../support/aws-wire.js';
import { member } from '../support/slack-wire.js';
import { startTestBot, stopTestBots, type TestBot } from '../support/test-bot.js';
import { skipRetryDelays } from '../support/time.js';

skipRetryDelays();
afterEach(stopTestBots);

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
  ['an answer about somebody else', { id: 'U0EVE' }, 'could not check who you are'],
];

/** People whom Cognito refuses. */
const unknowns: [string, Answer, string][] = [
  ['nobody with the address', usersAnswer([]), 'No Cognito user'],
  ['two with the address', usersAnswer([cognitoUser(email), cognitoUser(email, { Username: 'b' })]), 'More than one'],
  ['a disabled user', usersAnswer([cognitoUser(email, { Enabled: false })]), 'disabled'],
  ['an unverified address', usersAnswer([cognitoUser(email, {}, 'false')]), 'not verified'],
  ['a user who never confirmed', usersAnswer([cognitoUser(email, { UserStatus: 'UNCONFIRMED' })]), 'UNCONFIRMED'],
  [
    'no permission to look',
    jsonError(400, 'AccessDeniedException', 'cognito-idp:ListUsers'),
    'could not check who you are',
  ],
];

function setPerson(testBot: TestBot, changes: Record<string, unknown> | undefined): void {
  if (changes) testBot.slack.people.set('U0ANA', member('U0ANA', 'ana', changes));
  else testBot.slack.people.delete('U0ANA');
}

function expectRefusedAlone(testBot: TestBot, expected: string): void {
  expect(testBot.slack.ephemerals.map(({ text }) => text)).toEqual([expect.stringContaining(expected)]);
  expect(testBot.slack.ephemerals[0]?.text).toContain('Nothing was created.');
  expect(testBot.slack.ephemerals[0]?.body.response_type).toBe('ephemeral');
}

describe('the command refuses, to the asker alone,', () => {
  test.each(outsiders)('%s', async (_name, changes, expected) => {
    const testBot = await startTestBot();
    setPerson(testBot, changes);
    answerPlan({}, { times: 'any' });
    await testBot.command(cloneCommand);
    await testBot.finish();
    expectRefusedAlone(testBot, expected);
    expect(testBot.slack.messages).toEqual([]);
  });

  test.each(unknowns)('%s', async (_name, answer, expected) => {
    const testBot = await startTestBot();
    onListUsers(answer);
    answerPlan({}, { times: 'any' });
    await testBot.command(cloneCommand);
    await testBot.finish();
    expectRefusedAlone(testBot, expected);
    expect(testBot.slack.messages).toEqual([]);
  });

  test('somebody without an allowed group, naming the groups that would do', async () => {
    const testBot = await startTestBot({ env: { COGNITO_ALLOWED_GROUPS: 'cdn-operators, cdn-admins' } });
    answerIdentity({}, { ana: ['readers', 'cdn-operators-old'] });
    answerPlan({}, { times: 'any' });
    await testBot.command(cloneCommand);
    await testBot.finish();
    expectRefusedAlone(testBot, '`cdn-operators`, `cdn-admins`');
    expect(testBot.slack.messages).toEqual([]);
  });

  test('everybody while Slack does not answer who they are', async () => {
    const testBot = await startTestBot();
    testBot.slack.fail('users.info', { kind: 'refused', error: 'fatal_error' });
    answerPlan({}, { times: 'any' });
    await testBot.command(cloneCommand);
    await testBot.finish();
    expectRefusedAlone(testBot, 'fatal_error');
    expect(testBot.slack.messages).toEqual([]);
  });

  test('everybody while Cognito does not answer which groups they are in', async () => {
    const testBot = await startTestBot();
    onListUsers(usersAnswer([cognitoUser(email)]));
    onListGroups(jsonError(500, 'InternalErrorException', 'oops'), { times: 4 });
    answerPlan({}, { times: 'any' });
    await testBot.command(cloneCommand);
    await testBot.finish();
    expectRefusedAlone(testBot, 'could not check who you are');
    expect(testBot.slack.messages).toEqual([]);
  });
});

describe('a click refuses, to the clicker alone and with the card as it was,', () => {
  async function expectCardAsItWas(testBot: TestBot, act: (card: { ts: string; value: string }) => Promise<unknown>) {
    const card = await askForCard(testBot);
    const before = JSON.stringify(testBot.slack.cards());
    await act(card);
    await testBot.finish();
    expect(JSON.stringify(testBot.slack.cards())).toBe(before);
    expect(recordOf(testBot.slack.cards()[0]).state).toBe('pending');
    expect(buttonsOf(testBot.slack.cards()[0])).toEqual([
      actions.approve,
      actions.edit,
      actions.cancel,
      actions.plan,
      actions.approveWithComment,
    ]);
    expect(testBot.slack.thread(card.ts)).toEqual([]);
  }

  describe.each([
    ['Approve', actions.approve],
    ['Cancel', actions.cancel],
  ])('on %s', (_button, action) => {
    test.each(outsiders)('%s', async (_name, changes, expected) => {
      const testBot = await startTestBot();
      await expectCardAsItWas(testBot, async (card) => {
        setPerson(testBot, changes);
        answerPlan({}, { times: 'any' });
        await testBot.press(action, card);
      });
      expectRefusedAlone(testBot, expected);
    });

    test.each(unknowns)('%s', async (_name, answer, expected) => {
      const testBot = await startTestBot();
      await expectCardAsItWas(testBot, async (card) => {
        onListUsers(answer);
        answerPlan({}, { times: 'any' });
        await testBot.press(action, card);
      });
      expectRefusedAlone(testBot, expected);
    });
  });

  test('somebody who may ask but not approve, naming the group that may', async () => {
    const testBot = await startTestBot({ env: { COGNITO_APPROVER_GROUPS: 'cdn-approvers' } });
    await expectCardAsItWas(testBot, async (card) => {
      answerIdentity();
      answerPlan({}, { times: 'any' });
      await testBot.press(actions.approve, card);
    });
    expectRefusedAlone(testBot, '`cdn-approvers`');
  });

  test('somebody who left the group between asking and approving', async () => {
    const testBot = await startTestBot();
    await expectCardAsItWas(testBot, async (card) => {
      answerIdentity({}, { ana: [] });
      answerPlan({}, { times: 'any' });
      await testBot.press(actions.approve, card);
    });
    expectRefusedAlone(testBot, '`cdn-operators`');
  });
});
