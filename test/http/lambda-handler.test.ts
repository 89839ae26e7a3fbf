// Sends events of API Gateway through the whole API: every route in every kind of event, and the claims of an authorizer,
// which are checked like those of a token that the API verifies itself.
import type { Claims } from '../../sandbox/fakes/aws/tokens.js';
import { type GatewayResponse, handleEvent } from '../../src/http/lambda-handler.js';
import {
  cloneRequest,
  listMade,
  machineToken,
  openRest,
  otherClient,
  pipelineClient,
  type RestServer,
} from '../support/rest.js';
import { asFields, type Fields } from '../support/slack-wire.js';
import {
  loadBalancerEvent,
  type MakeEvent,
  makeHttpEvent,
  makeOldHttpEvent,
  makeRestEvent,
  type Sent,
} from './api-gateway-events.js';

let restApi: RestServer;
beforeAll(async () => {
  restApi = await openRest();
});
afterAll(() => restApi.close());
beforeEach(() => restApi.reset());

const clientId = pipelineClient.id;
const requestId = '0b8e1f0c-aaaa-4bbb-8ccc-ddddeeeeffff';
const query = Object.entries(cloneRequest);
const json = [['Content-Type', 'application/json']] as const;
const program = (change: Claims = {}): Claims => ({
  ...restApi.aws.tokens.machineClaims({ clientId, scopes: ['cfclone/write'] }),
  ...change,
});
const timeless = (): Claims => Object.fromEntries(Object.entries(program()).filter(([name]) => name !== 'exp'));
const person = (username: string, use: 'access' | 'id' = 'access') =>
  restApi.aws.tokens.personClaims({ username, clientId, use });

async function answer(
  event: unknown,
  hasTimeLeft = () => true,
): Promise<GatewayResponse & { readonly json: Fields; readonly type: string }> {
  const given = await handleEvent(restApi.api, event, { requestId, hasTimeLeft });
  expect(given.isBase64Encoded).toBe(false);
  const type = given.headers['content-type'] ?? '';
  return {
    ...given,
    type,
    json: type.includes('json;') && !type.includes('nd') ? asFields(JSON.parse(given.body)) : {},
  };
}

/** Without claims the token speaks for itself. */
const authorized = (sent: Sent): Sent => ({
  ...sent,
  headers: [...(sent.headers ?? []), ['Authorization', `Bearer ${machineToken(restApi.aws)}`]],
});

const ways: readonly (readonly [string, MakeEvent])[] = [
  ['a REST API with a resource for each path', makeRestEvent({ resource: 'literal' })],
  ['a REST API with a proxy resource', makeRestEvent({ resource: 'proxy' })],
  ['a REST API under the base path of a domain', makeRestEvent({ resource: 'literal', basePath: '/cdn' })],
  ['a REST API with a proxy under a base path', makeRestEvent({ resource: 'proxy', basePath: '/cdn/prod' })],
  ['an HTTP API with a route for each path', makeHttpEvent({ route: 'literal', stage: '$default' })],
  ['an HTTP API with a named stage', makeHttpEvent({ route: 'literal', stage: 'prod' })],
  ['an HTTP API with a proxy route and a named stage', makeHttpEvent({ route: 'proxy', stage: 'prod' })],
  ['an HTTP API with the default route', makeHttpEvent({ route: '$default', stage: '$default' })],
  ['an HTTP API with the default route and a named stage', makeHttpEvent({ route: '$default', stage: 'prod' })],
  ['an HTTP API in format 1.0', makeOldHttpEvent({ route: 'literal', stage: '$default' })],
  ['an HTTP API in format 1.0 with a named stage', makeOldHttpEvent({ route: '$default', stage: 'prod' })],
];

describe.each(ways)('%s', (_way, makeEvent) => {
  test.each([
    ['claims of its authorizer', true],
    ['a token and no authorizer', false],
  ])('takes every route with %s', async (_how, hasClaims) => {
    const say = (sent: Sent) => answer(makeEvent(hasClaims ? { ...sent, claims: program() } : authorized(sent)));

    const made = await say({ method: 'POST', path: '/clone_distribution', query });
    expect(made.statusCode).toBe(201);
    expect(made.headers['x-request-id']).toBe(requestId);
    expect(made.json).toMatchObject({
      requestId,
      domain: cloneRequest.domain,
      distributionId: listMade(restApi)[0]?.id,
    });

    const shown = await say({ method: 'GET', path: `/clone_distribution/${made.json.distributionId}` });
    expect([shown.statusCode, shown.json.distributionId]).toEqual([200, made.json.distributionId]);

    const listed = await say({ method: 'GET', path: '/clones' });
    expect([listed.statusCode, listed.body.includes(String(made.json.distributionId))]).toEqual([200, true]);

    const items = { items: [{ ...cloneRequest, domain: 'b.example.com' }] };
    const bulk = await say({
      method: 'POST',
      path: '/clone_distributions',
      headers: json,
      query: [['dry_run', 'true']],
      body: JSON.stringify(items),
    });
    expect(bulk.statusCode).toBe(200);
    expect(bulk.json.summary).toMatchObject({ items: 1, planned: 1 });

    expect((await say({ method: 'GET', path: '/openapi.json' })).json.openapi).toMatch(/^3\./);
    expect((await say({ method: 'GET', path: '/clone_distribution' })).headers.allow).toBe('POST');
    expect((await say({ method: 'GET', path: '/nowhere' })).json.outcome).toBe('no_such_path');
  });

  test('without claims and token is 401', async () => {
    const refused = await answer(makeEvent({ method: 'POST', path: '/clone_distribution', query }));
    expect([refused.statusCode, refused.json.outcome]).toEqual([401, 'token_missing']);
    expect(refused.headers['www-authenticate']).toContain('Bearer');
    expect(listMade(restApi)).toEqual([]);
  });

  test('hands on each value of a parameter, and a body in base64', async () => {
    const sent = { method: 'POST', path: '/clone_distribution', claims: program() };
    const twice = await answer(makeEvent({ ...sent, query: [...query, ['domain', 'b.example.com']] }));
    expect([twice.statusCode, twice.body.includes('twice')]).toEqual([400, true]);
    const body = Buffer.from(JSON.stringify(cloneRequest)).toString('base64');
    const packed = await answer(makeEvent({ ...sent, headers: json, body, isBase64Encoded: true }));
    expect(packed.statusCode).toBe(201);
  });

  const rows: readonly (readonly [string, number, string | undefined, () => Claims])[] = [
    ['a program', 201, undefined, program],
    [
      'another pool',
      401,
      'token_invalid',
      () => program({ iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A' }),
    ],
    ['no expiry', 401, 'token_invalid', timeless],
    ['another use', 401, 'token_invalid', () => program({ token_use: 'refresh' })],
    ['nothing', 401, 'token_invalid', () => ({})],
    ['another client', 403, 'client_not_allowed', () => program({ client_id: otherClient.id, sub: otherClient.id })],
    ['another scope', 403, 'scope_missing', () => program({ scope: 'cfclone/read' })],
    ['one scope of several', 201, undefined, () => program({ scope: 'cfclone/read cfclone/write' })],
    ['a person in two groups', 201, undefined, () => person('ana')],
    ['a person in one group', 201, undefined, () => person('bo')],
    ['a person’s ID token', 201, undefined, () => person('ana', 'id')],
    ['a person in another group', 403, 'not_allowed', () => person('dev')],
    ['a person with the scope alone', 403, 'not_allowed', () => ({ ...person('dev'), scope: 'cfclone/write' })],
    [
      'a person in a group that begins alike',
      403,
      'not_allowed',
      () => ({ ...person('ana'), 'cognito:groups': ['cdn-operators-old', 'developers'] }),
    ],
  ];
  test.each(rows)(
    'claims of %s are %i, and the token is not verified again',
    async (_what, status, outcome, claims) => {
      const headers = [['Authorization', 'Bearer aaaaaaa.bbbbbbb.ccccccc']] as const;
      const sent = { method: 'POST', path: '/clone_distribution', query, headers, claims: claims() };
      const said = await answer(makeEvent(sent));
      expect([said.statusCode, said.json.outcome]).toEqual([status, outcome]);
      expect(listMade(restApi)).toHaveLength(status === 201 ? 1 : 0);
    },
  );
});

describe('by both kinds', () => {
  const kinds: readonly (readonly [string, MakeEvent])[] = [
    ['REST', makeRestEvent({ resource: 'proxy' })],
    ['HTTP', makeHttpEvent({ route: 'proxy', stage: 'prod' })],
  ];
  const body = JSON.stringify({
    items: ['a', 'b', 'c'].map((name) => ({ ...cloneRequest, domain: `${name}.example.com` })),
  });

  test.each(kinds)('%s: a body that is too large is 413, packed or not', async (_kind, makeEvent) => {
    const large = JSON.stringify({ items: [], more: 'x'.repeat(262_144) });
    for (const isBase64Encoded of [false, true]) {
      const text = isBase64Encoded ? Buffer.from(large).toString('base64') : large;
      const sent = { method: 'POST', path: '/clone_distributions', headers: json, body: text, isBase64Encoded };
      const said = await answer(makeEvent({ ...sent, claims: program() }));
      expect([said.statusCode, said.json.outcome, said.json.requestId]).toEqual([413, 'body_too_large', requestId]);
      expect(said.headers['x-request-id']).toBe(requestId);
    }
  });

  test.each(kinds)('%s: lines come whole', async (_kind, makeEvent) => {
    const headers = [...json, ['Accept', 'application/x-ndjson']] as const;
    const said = await answer(
      makeEvent({ method: 'POST', path: '/clone_distributions', headers, body, claims: program() }),
    );
    expect(said.type).toContain('application/x-ndjson');
    const lines = said.body
      .trimEnd()
      .split('\n')
      .map((line) => asFields(JSON.parse(line)));
    expect(lines).toHaveLength(4);
    expect(lines.at(-1)?.summary).toMatchObject({ items: 3, cloned: 3, refused: 0 });
    expect(listMade(restApi)).toHaveLength(3);
  });

  test.each(kinds)('%s: when the time is over no item is begun', async (_kind, makeEvent) => {
    const event = makeEvent({ method: 'POST', path: '/clone_distributions', headers: json, body, claims: program() });
    let begun = 0;
    const said = await answer(event, () => begun++ < 1);
    expect(said.statusCode).toBe(200);
    expect(said.json.summary).toMatchObject({ items: 3, cloned: 1, refused: 2 });
    expect(said.body.split('"outcome":"out_of_time"').length - 1).toBeGreaterThanOrEqual(2);
    expect(listMade(restApi)).toHaveLength(1);
  });
});

test('an ID that was decoded from `..%2Fclones` does not reach another route', async () => {
  const event = makeRestEvent({ resource: 'literal' })({
    method: 'GET',
    path: '/clone_distribution/x',
    claims: program(),
  });
  const said = await answer({ ...event, pathParameters: { id: '../clones' } });
  expect([said.statusCode, said.json.outcome]).toEqual([404, 'no_such_path']);
});

test('a header with characters beyond Latin-1 is read, and an Idempotency-Key with them is refused', async () => {
  const makeEvent = makeRestEvent({ resource: 'proxy' });
  const sent = { method: 'POST', path: '/clone_distribution', query, claims: program() };
  const refused = await answer(makeEvent({ ...sent, headers: [['Idempotency-Key', 'ключ']] }));
  expect([refused.statusCode, refused.json.outcome]).toEqual([400, 'invalid_request']);
  expect(listMade(restApi)).toEqual([]);
  expect((await answer(makeEvent({ ...sent, headers: [['X-Team', 'команда']] }))).statusCode).toBe(201);
});

test('TRACE is 405, and a GET with a body is answered', async () => {
  const makeEvent = makeHttpEvent({ route: 'proxy', stage: 'prod' });
  const traced = await answer(makeEvent({ method: 'TRACE', path: '/clones', claims: program() }));
  expect([traced.statusCode, traced.headers.allow]).toEqual([405, 'GET, HEAD']);
  const listed = await answer(makeEvent({ method: 'GET', path: '/clones', body: '{}', claims: program() }));
  expect(listed.statusCode).toBe(200);
});

test.each([
  ['a load balancer', loadBalancerEvent],
  ['a queue', { Records: [{ messageId: '059f36b4', body: '{}', eventSource: 'aws:sqs' }] }],
  ['the console’s test', { key1: 'value1', key2: 'value2' }],
  ['nothing', undefined],
])('the event of %s is a fault that says what to connect', async (_what, event) => {
  await expect(handleEvent(restApi.api, event, { requestId, hasTimeLeft: () => true })).rejects.toThrow(
    /REST API or an HTTP API/,
  );
});
