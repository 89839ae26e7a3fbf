// The Cognito adapter: one enabled, verified person with exactly this address, or a refusal.
import { closeAwsClients, createAwsClients } from '../../src/aws/clients.js';
import { createDirectory } from '../../src/aws/cognito.js';
import '../support/test-bot.js';
import {
  type Answer,
  cognitoUser,
  groupsAnswer,
  jsonError,
  onListGroups,
  onListUsers,
  usersAnswer,
} from '../support/aws-wire.js';
import { tell } from '../support/refusals.js';
import { skipRetryDelays } from '../support/time.js';

skipRetryDelays();

const email = 'ana@example.com';
const pool = 'eu-central-1_Pool12345';
const region = 'eu-central-1';

// A client for each test: what one learns about throttling would slow the next.
let clients: ReturnType<typeof createAwsClients>;
beforeEach(() => {
  clients = createAwsClients(region);
});
afterEach(() => closeAwsClients(clients));

const ask = (address: string = email) => createDirectory(clients.cognito, pool).listGroups(address);
const users = (reply: Answer) => onListUsers(reply, {}, region);
const groups = (reply: Answer) => onListGroups(reply, {}, region);

test('the filter is an exact match with quotes, in the pool’s own region', async () => {
  const wire = users(usersAnswer([cognitoUser(email)]));
  groups(groupsAnswer(['cdn-operators']));

  expect(await ask()).toEqual({ ok: true, value: { username: 'ana', groups: ['cdn-operators'] } });

  expect(JSON.parse(wire.requests[0]?.body ?? '{}')).toMatchObject({ UserPoolId: pool, Filter: `email = "${email}"` });
  expect(wire.requests[0]?.headers.authorization).toContain(`/${region}/cognito-idp/aws4_request`);
});

test.each([
  ['a quote', 'a"b@example.com'],
  ['a quote that ends the filter', 'x" or email ^= "@example.com'],
  ['a backslash', 'a\\@example.com'],
  ['a space', 'a b@example.com'],
  ['a line break', 'a\nb@example.com'],
  ['a control character', 'a\u0000@example.com'],
  ['no at sign', 'ana'],
  ['too many characters', `${'a'.repeat(200)}@example.com`],
])('an address with %s is never looked up', async (_name, address) => {
  expect(await ask(address)).toMatchObject({ ok: false, outcome: 'no_cognito_user' });
});

test('an empty page with a token is not the end', async () => {
  const wire = onListUsers(
    (_request, count) => (count === 1 ? usersAnswer([], 'more') : usersAnswer([cognitoUser(email)])),
    { times: 2 },
    region,
  );
  groups(groupsAnswer([]));
  expect(await ask()).toMatchObject({ ok: true, value: { username: 'ana' } });
  expect(JSON.parse(wire.requests[1]?.body ?? '{}').PaginationToken).toBe('more');
});

test('groups on the second page count', async () => {
  users(usersAnswer([cognitoUser(email)]));
  const wire = onListGroups(
    (_request, count) => (count === 1 ? groupsAnswer(['one'], 'more') : groupsAnswer(['cdn-operators'])),
    { times: 2 },
    region,
  );
  expect(await ask()).toMatchObject({ ok: true, value: { groups: ['one', 'cdn-operators'] } });
  expect(JSON.parse(wire.requests[0]?.body ?? '{}')).toMatchObject({ UserPoolId: pool, Username: 'ana' });
});

test('upper and lower case of the address do not matter', async () => {
  users(usersAnswer([cognitoUser('Ana@Example.COM', { Username: 'sub-1' })]));
  groups(groupsAnswer(['g']));
  expect(await ask()).toMatchObject({ ok: true, value: { username: 'sub-1' } });
});

test('a federated user whose address is verified counts', async () => {
  users(usersAnswer([cognitoUser(email, { UserStatus: 'EXTERNAL_PROVIDER', Username: 'Okta_1' })]));
  groups(groupsAnswer(['g']));
  expect(await ask()).toMatchObject({ ok: true, value: { username: 'Okta_1' } });
});

test.each([
  ['nobody', [], 'no_cognito_user'],
  ['somebody with another address', [cognitoUser('ana@example.com.evil.example')], 'no_cognito_user'],
  ['somebody without attributes', [{ Username: 'ana', Enabled: true, UserStatus: 'CONFIRMED' }], 'no_cognito_user'],
  ['two people', [cognitoUser(email), cognitoUser(email, { Username: 'ana2' })], 'ambiguous_cognito_user'],
  [
    'two people, one disabled',
    [cognitoUser(email), cognitoUser(email, { Username: 'b', Enabled: false })],
    'ambiguous_cognito_user',
  ],
  ['a disabled user', [cognitoUser(email, { Enabled: false })], 'cognito_user_unusable'],
  ['a user without a word on being enabled', [cognitoUser(email, { Enabled: undefined })], 'cognito_user_unusable'],
  ['an unverified address', [cognitoUser(email, {}, 'false')], 'cognito_user_unusable'],
  ...['UNCONFIRMED', 'FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED', 'ARCHIVED', 'UNKNOWN'].map(
    (UserStatus) => [`state ${UserStatus}`, [cognitoUser(email, { UserStatus })], 'cognito_user_unusable'] as const,
  ),
] as const)('%s is refused', async (_name, found, outcome) => {
  users(usersAnswer(found));
  const asked = await ask();
  expect(asked).toMatchObject({ ok: false, outcome, created: 'nothing' });
  expect(!asked.ok && tell(asked).next).toMatch(/^[A-Z].*\.$/);
});

test.each([
  ['no such pool', 400, 'ResourceNotFoundException'],
  ['no permission', 400, 'AccessDeniedException'],
  ['a filter that Cognito does not take', 400, 'InvalidParameterException'],
])('%s refuses as identity_unavailable', async (_name, status, code) => {
  users(jsonError(status, code, 'what Cognito says'));
  const asked = await ask();
  expect(asked).toMatchObject({ ok: false, outcome: 'identity_unavailable' });
  expect(!asked.ok && tell(asked).what).toContain('what Cognito says');
});

test('a user who is gone before the groups are asked for refuses', async () => {
  users(usersAnswer([cognitoUser(email)]));
  groups(jsonError(400, 'UserNotFoundException', 'User does not exist.'));
  expect(await ask()).toMatchObject({ ok: false, outcome: 'identity_unavailable' });
});

test.each([
  ['an internal error', jsonError(500, 'InternalErrorException', 'oops')],
  ['broken connections', 'dropped' as const],
])('%s, four times, refuses', async (_name, answer) => {
  onListUsers(answer, { times: 4 }, region);
  expect(await ask()).toMatchObject({ ok: false, outcome: 'identity_unavailable', created: 'nothing' });
});
