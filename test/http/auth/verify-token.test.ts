// Who may call, over real HTTP. A refused token appears in no response and no log line, and nothing is created.
import { generateKeyPairSync } from 'node:crypto';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import type { Claims } from '../../../sandbox/fakes/aws/tokens.js';
import {
  cloneRequest,
  listMade,
  machineToken,
  openRest,
  otherClient,
  pipelineClient,
  type RestServer,
} from '../../support/rest.js';

let restApi: RestServer;
beforeAll(async () => {
  restApi = await openRest();
});
afterAll(() => restApi.close());
beforeEach(() => restApi.reset());

const path = '/clone_distribution';
const clientId = pipelineClient.id;
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const seconds = () => Math.floor(Date.now() / 1_000);

const issuer = () => restApi.aws.tokens;
const claims = (change: Claims = {}): Claims => ({
  ...issuer().machineClaims({ clientId, scopes: ['cfclone/write'] }),
  ...change,
});
/** Left out rather than undefined, as in a token that never had it. */
const without = (name: string): Claims => Object.fromEntries(Object.entries(claims()).filter(([key]) => key !== name));
const publishedKid = () => String(decomposeUnverifiedJwt(issuer().sign(claims())).header.kid);
const person = (username: string, options: { use?: 'access' | 'id'; client?: string; scopes?: string[] } = {}) =>
  issuer().issuePersonToken({
    username,
    clientId: options.client ?? clientId,
    use: options.use ?? 'access',
    ...(options.scopes ? { scopes: options.scopes } : {}),
  });
const bearer = (token: string) => `Bearer ${token}`;
const timeless = () => {
  const { exp: _exp, iat: _iat, auth_time: _auth, ...rest } = claims();
  return rest;
};
/** A member as JSON has it, and JavaScript may not; the last one of a name counts. */
const signTimes = (member: string) => issuer().sign(`${JSON.stringify(claims()).slice(0, -1)},${member}}`);
/** Signed by the pool, under another head than it was signed with. */
const withHeader = (header: Record<string, unknown>) =>
  issuer()
    .sign(claims())
    .replace(/^[^.]*/, Buffer.from(JSON.stringify(header)).toString('base64url'));
const unsigned = (kid: string) => issuer().sign(claims(), { alg: 'none', kid });

const invalid = 'Bearer realm="cf-clone", error="invalid_token"';
const missing = 'Bearer realm="cf-clone"';
const insufficient = 'Bearer realm="cf-clone", error="insufficient_scope"';

type Row = readonly [what: string, status: number, outcome: string, challenge: string | null, header: () => string];

const refused: readonly Row[] = [
  ['no header', 401, 'token_missing', missing, () => ''],
  ['Basic', 401, 'token_invalid', invalid, () => `Basic ${Buffer.from('program:a-secret-word').toString('base64')}`],
  ['Bearer and nothing', 401, 'token_invalid', invalid, () => 'Bearer'],
  ['garbage', 401, 'token_invalid', invalid, () => 'Bearer a-word-that-is-no-token'],
  ['three words of garbage', 401, 'token_invalid', invalid, () => 'Bearer garbage1.garbage2.garbage3'],
  [
    'two tokens',
    401,
    'token_invalid',
    invalid,
    () => `Bearer ${machineToken(restApi.aws)}, ${machineToken(restApi.aws)}`,
  ],
  ['another scheme', 401, 'token_invalid', invalid, () => `Token ${machineToken(restApi.aws)}`],
  ['unsigned', 401, 'token_invalid', invalid, () => bearer(issuer().sign(claims(), { alg: 'none' }))],
  ['HS256 with the public key', 401, 'token_invalid', invalid, () => bearer(issuer().sign(claims(), { alg: 'HS256' }))],
  ['RS384', 401, 'token_invalid', invalid, () => bearer(issuer().sign(claims(), { alg: 'RS384' }))],
  ['RS512', 401, 'token_invalid', invalid, () => bearer(issuer().sign(claims(), { alg: 'RS512' }))],
  ['a signature cut off', 401, 'token_invalid', invalid, () => bearer(machineToken(restApi.aws).slice(0, -8))],
  ['claims changed after signing', 401, 'token_invalid', invalid, () => bearer(swapClaims(machineToken(restApi.aws)))],
  [
    'another pool',
    401,
    'token_invalid',
    invalid,
    () => bearer(issuer().sign(claims({ iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Another01' }))),
  ],
  [
    'an issuer that begins like the pool',
    401,
    'token_invalid',
    invalid,
    () => bearer(issuer().sign(claims({ iss: `${issuer().iss}.attacker.example` }))),
  ],
  ['no issuer', 401, 'token_invalid', invalid, () => bearer(issuer().sign(without('iss')))],
  [
    'a foreign key under a known kid',
    401,
    'token_invalid',
    invalid,
    () => bearer(issuer().sign(claims(), { key: foreign, kid: publishedKid() })),
  ],
  ['an unknown kid', 401, 'token_invalid', invalid, () => bearer(issuer().sign(claims(), { kid: 'nobodys' }))],
  ['expired', 401, 'token_expired', invalid, () => bearer(issuer().sign(claims({ exp: seconds() - 5 })))],
  ['not yet valid', 401, 'token_invalid', invalid, () => bearer(issuer().sign(claims({ nbf: seconds() + 600 })))],
  ['no expiry', 401, 'token_invalid', invalid, () => bearer(issuer().sign(without('exp')))],
  ['no expiry, no time at all', 401, 'token_invalid', invalid, () => bearer(issuer().sign(timeless()))],
  ['an expiry of null', 401, 'token_invalid', invalid, () => bearer(issuer().sign(claims({ exp: null })))],
  ['an expiry as text', 401, 'token_invalid', invalid, () => bearer(issuer().sign(claims({ exp: '99999999999' })))],
  ['an expiry that is no number', 401, 'token_invalid', invalid, () => bearer(signTimes('"exp":NaN'))],
  ['an expiry of infinity', 401, 'token_invalid', invalid, () => bearer(signTimes('"exp":1e999'))],
  ['an expiry in ages', 401, 'token_invalid', invalid, () => bearer(signTimes('"exp":1e300'))],
  ['an expiry long ago', 401, 'token_invalid', invalid, () => bearer(signTimes('"exp":-1e300'))],
  [
    'an expiry in milliseconds',
    401,
    'token_invalid',
    invalid,
    () => bearer(issuer().sign(claims({ exp: Date.now() }))),
  ],
  ['a list as expiry', 401, 'token_invalid', invalid, () => bearer(issuer().sign(claims({ exp: [seconds() + 60] })))],
  [
    'an expiry in a month, which no user pool gives',
    401,
    'token_invalid',
    invalid,
    () => bearer(issuer().sign(claims({ exp: seconds() + 30 * 86_400 }))),
  ],
  ['not yet valid for ages', 401, 'token_invalid', invalid, () => bearer(signTimes('"nbf":1e300'))],
  ['a start as text', 401, 'token_invalid', invalid, () => bearer(issuer().sign(claims({ nbf: '0' })))],
  ['issued tomorrow', 401, 'token_invalid', invalid, () => bearer(issuer().sign(claims({ iat: seconds() + 86_400 })))],
  ['issued at a text', 401, 'token_invalid', invalid, () => bearer(issuer().sign(claims({ iat: 'now' })))],
  ['two expiries, the second long over', 401, 'token_expired', invalid, () => bearer(signTimes('"exp":1'))],
  ['no kid', 401, 'token_invalid', invalid, () => bearer(withHeader({ alg: 'RS256' }))],
  ['a number as kid', 401, 'token_invalid', invalid, () => bearer(withHeader({ alg: 'RS256', kid: 7 }))],
  ['no algorithm', 401, 'token_invalid', invalid, () => bearer(withHeader({ kid: publishedKid() }))],
  ['alg NONE', 401, 'token_invalid', invalid, () => bearer(withHeader({ alg: 'NONE', kid: publishedKid() }))],
  ['unsigned, with an unknown kid', 401, 'token_invalid', invalid, () => bearer(unsigned('nobodys'))],
  ['claims that are a list', 401, 'token_invalid', invalid, () => bearer(issuer().sign('[]'))],
  ['claims that are null', 401, 'token_invalid', invalid, () => bearer(issuer().sign('null'))],
  ['an empty token_use', 401, 'token_invalid', invalid, () => bearer(issuer().sign(claims({ token_use: '' })))],
  ['a refresh token', 401, 'token_invalid', invalid, () => bearer(issuer().sign(claims({ token_use: 'refresh' })))],
  ['no token_use', 401, 'token_invalid', invalid, () => bearer(issuer().sign(without('token_use')))],
  [
    'a name without a subject',
    401,
    'token_invalid',
    invalid,
    () => bearer(issuer().sign({ ...without('sub'), username: 'ana' })),
  ],
  ['no scope', 403, 'scope_missing', insufficient, () => bearer(issuer().sign(without('scope')))],
  ['another scope', 403, 'scope_missing', insufficient, () => bearer(machineToken(restApi.aws, ['cfclone/read']))],
  ['a longer scope', 403, 'scope_missing', insufficient, () => bearer(machineToken(restApi.aws, ['cfclone/write2']))],
  [
    'a program’s client that is not allowed',
    403,
    'client_not_allowed',
    null,
    () => bearer(machineToken(restApi.aws, undefined, otherClient.id)),
  ],
  ['no client', 403, 'client_not_allowed', null, () => bearer(issuer().sign(without('client_id')))],
  [
    'a person’s client that is not allowed',
    403,
    'client_not_allowed',
    null,
    () => bearer(person('ana', { client: otherClient.id })),
  ],
  [
    'an ID token for another client',
    403,
    'client_not_allowed',
    null,
    () => bearer(person('ana', { use: 'id', client: otherClient.id })),
  ],
  ['a person in another group', 403, 'not_allowed', null, () => bearer(person('dev'))],
  ['a person in no group', 403, 'not_allowed', null, () => bearer(personInNoGroup())],
  [
    'a person with the API’s scope, but no group',
    403,
    'not_allowed',
    null,
    () => bearer(person('dev', { scopes: ['cfclone/write'] })),
  ],
  ['an ID token of a person in another group', 403, 'not_allowed', null, () => bearer(person('dev', { use: 'id' }))],
  [
    // Without a name and a group it looks like a program's but for whose it is.
    'a scope, and the subject of a user',
    403,
    'not_allowed',
    null,
    () => bearer(issuer().sign(claims({ sub: '7c0e5d1a-0000-4000-8000-000000000003' }))),
  ],
];

test.each(refused)('%s is %i %s', async (_what, status, outcome, challenge, makeHeader) => {
  const header = makeHeader();
  const reply = await restApi.call('POST', path, { query: cloneRequest, token: header });
  expect([reply.status, reply.json.outcome]).toEqual([status, outcome]);
  expect(reply.headers.get('www-authenticate')).toBe(challenge);
  expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(reply.json).toMatchObject({ created: 'nothing', status });
  expect(listMade(restApi)).toEqual([]);
  expect(restApi.aws.calls.list().map(({ operation }) => operation)).toEqual(
    expect.not.arrayContaining(['GetDistribution']),
  );
  expect(restApi.lines.filter(({ event }) => event)).toEqual([expect.objectContaining({ event: 'request', outcome })]);
  const said = reply.text + JSON.stringify([...reply.headers]) + JSON.stringify(restApi.lines);
  for (const part of partsOf(header)) expect(said).not.toContain(part);
});

describe('a token at the edge of its time counts', () => {
  test.each<readonly [string, () => Claims]>([
    ['for a day', () => claims({ exp: seconds() + 86_400 })],
    ['of a pool whose clock is ahead by minutes', () => claims({ iat: seconds() + 240, exp: seconds() + 86_640 })],
    ['without the time of its issue', () => without('iat')],
    ['with a start that is over', () => claims({ nbf: seconds() - 1 })],
    ['with an expiry that is no whole number', () => claims({ exp: seconds() + 0.5 + 60 })],
  ])('%s', async (_what, make) => {
    const reply = await restApi.call('POST', path, { query: cloneRequest, token: bearer(issuer().sign(make())) });
    expect(reply.status).toBe(201);
  });
});

test.each<readonly [string, () => string]>([
  ['missing', () => ''],
  ['malformed', () => 'Bearer nonsense'],
  ['malformed', () => bearer(issuer().sign(claims({ exp: '1' })))],
  ['algorithm', () => bearer(issuer().sign(claims(), { alg: 'HS256' }))],
  ['key', () => bearer(issuer().sign(claims(), { kid: 'nobodys' }))],
  ['signature', () => bearer(issuer().sign(claims(), { key: foreign, kid: publishedKid() }))],
  ['expired', () => bearer(issuer().sign(claims({ exp: seconds() - 5 })))],
  ['time', () => bearer(issuer().sign(without('exp')))],
  ['time', () => bearer(issuer().sign(claims({ nbf: seconds() + 600 })))],
  ['issuer', () => bearer(issuer().sign(claims({ iss: 'https://issuer.example' })))],
  ['claims', () => bearer(issuer().sign(without('token_use')))],
  ['client', () => bearer(machineToken(restApi.aws, undefined, otherClient.id))],
  ['scope', () => bearer(machineToken(restApi.aws, ['cfclone/read']))],
  ['group', () => bearer(person('dev'))],
])('the metrics hear of %s', async (reason, makeHeader) => {
  await restApi.call('POST', path, { query: cloneRequest, token: makeHeader() });
  expect(restApi.refusedTokens).toEqual([reason]);
  await restApi.call('POST', path, { query: cloneRequest });
  expect(restApi.refusedTokens).toEqual([reason]);
});

test('ten thousand invalid tokens leave a few lines, and each is counted', async () => {
  const many = 10_000;
  const token = bearer(issuer().sign(claims(), { key: foreign, kid: publishedKid() }));
  const ask = (id: string) =>
    restApi.api.respond({
      id,
      method: 'GET',
      path: '/clones',
      query: new URLSearchParams(),
      headers: new Map([['authorization', token]]),
      body: undefined,
      hasTimeLeft: () => true,
    });
  for (let sent = 0; sent < many; sent += 100) {
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => ask(String(sent + index))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  }
  expect(restApi.refusedTokens).toHaveLength(many);
  expect(restApi.lines.length).toBeLessThan(50);
  // Another caller's refusal is not lost among them.
  await restApi.call('POST', path, { query: cloneRequest, token: bearer(machineToken(restApi.aws, ['cfclone/read'])) });
  expect(restApi.lines.at(-1)).toMatchObject({ event: 'request', outcome: 'scope_missing' });
});

function swapClaims(token: string): string {
  const [head, , signature] = token.split('.');
  const body = Buffer.from(JSON.stringify(claims({ scope: 'cfclone/write everything/else' }))).toString('base64url');
  return [head, body, signature].join('.');
}

function personInNoGroup(): string {
  restApi.aws.store.changeMembership('dev', 'developers', false);
  return person('dev');
}

/** The words of a header that would give something away; the scheme's name does not. */
function partsOf(header: string): string[] {
  return header.split(/[ .,]+/).filter((part) => part.length > 6);
}

describe('what counts', () => {
  const taken: readonly (readonly [string, () => string])[] = [
    ['Bearer', () => `Bearer ${machineToken(restApi.aws)}`],
    ['bearer', () => `bearer ${machineToken(restApi.aws)}`],
    ['BEARER', () => `BEARER   ${machineToken(restApi.aws)}`],
    ['a bare token', () => machineToken(restApi.aws)],
    ['spaces around', () => `  Bearer ${machineToken(restApi.aws)}  `],
    ['one scope of several', () => bearer(machineToken(restApi.aws, ['cfclone/read', 'cfclone/write']))],
    ['the pool’s other issuer', () => bearer(issuer().sign(claims({ iss: issuer().iss.replace('//', '//issuer-') })))],
    ['a program’s token that does not name its subject', () => bearer(issuer().sign(without('sub')))],
    ['a person’s access token', () => bearer(person('bo'))],
    ['a person’s ID token', () => bearer(person('bo', { use: 'id' }))],
  ];
  test.each(taken)('%s', async (_what, makeHeader) => {
    const header = makeHeader();
    const reply = await restApi.call('POST', path, { query: cloneRequest, token: header });
    expect(reply.status).toBe(201);
    const said = reply.text + JSON.stringify(restApi.lines);
    for (const part of partsOf(header)) expect(said).not.toContain(part);
  });

  test('a person is called by their subject, and known by their name', async () => {
    const { json } = await restApi.call('POST', path, { query: cloneRequest, token: bearer(person('bo')) });
    const tags = restApi.aws.store.distributions.get(String(json.distributionId))?.tags;
    const who = 'user:7c0e5d1a-0000-4000-8000-000000000002';
    expect(tags).toContainEqual({ Key: 'cf-clone:requested-by', Value: `${who} bo` });
    expect(restApi.lines).toContainEqual(expect.objectContaining({ event: 'create', requester: who }));
    expect(JSON.stringify(restApi.lines)).not.toContain('bo@example.com');
  });
});

describe('listing clones and planning', () => {
  test.each(['/clones', '/clone_distribution/EREFERENCE0001'])('GET %s needs a token too', async (where) => {
    const reply = await restApi.call('GET', where, { token: '' });
    expect([reply.status, reply.json.outcome]).toEqual([401, 'token_missing']);
    expect(restApi.aws.calls.list()).toEqual([]);
  });

  test('the document does not, nor does it mind one that is wrong', async () => {
    for (const token of ['', 'Bearer nonsense']) {
      expect((await restApi.call('GET', '/openapi.json', { token })).status).toBe(200);
    }
  });
});

describe.each([
  ['a second person is required', { requireSecondPerson: true }, 'own_request'],
  ['only others may approve', { approverGroups: ['cdn-approvers'] }, 'not_allowed'],
])('where %s', (_what, options, outcome) => {
  let strict: RestServer;
  beforeAll(async () => {
    strict = await openRest(options);
  });
  afterAll(() => strict.close());
  beforeEach(() => strict.reset());
  const bo = () => bearer(strict.aws.tokens.issuePersonToken({ username: 'bo', clientId, use: 'access' }));

  test('one person alone may plan and look, and creates nothing', async () => {
    const call = (query: Readonly<Record<string, string>>) => strict.call('POST', path, { query, token: bo() });
    const reply = await call(cloneRequest);
    expect([reply.status, reply.json.outcome]).toEqual([403, outcome]);
    expect(reply.headers.get('www-authenticate')).toBeNull();
    expect((await call({ ...cloneRequest, dry_run: 'true' })).status).toBe(200);
    expect((await strict.call('GET', '/clones', { token: bo() })).status).toBe(200);
    const body = { items: [cloneRequest] };
    const bulk = await strict.call('POST', '/clone_distributions', { body, token: bo() });
    expect(JSON.stringify(bulk.json)).toContain(`"outcome":"${outcome}"`);
    expect(listMade(strict)).toEqual([]);
  });

  test('a program may clone', async () => {
    expect((await strict.call('POST', path, { query: cloneRequest })).status).toBe(201);
  });
});
