// The token endpoint as programs use it: by header or by form, with all scopes or some, and every refusal.

import { createAccountSeed } from '../../../../sandbox/account-seed.js';
import { otherClient, pipelineClient } from '../../../../sandbox/fakes/aws/people.js';
import { type FakeAws, startAws } from '../../../../sandbox/fakes/aws/server.js';

const clock = new Date('2026-11-23T12:00:00Z');
const { id, secret } = pipelineClient;
let aws: FakeAws;

beforeAll(async () => {
  const seed = createAccountSeed(clock);
  const powerless = { id: 'powerless', secret: 's:with:colons', name: 'powerless' };
  const apiClients = [...(seed.userPool?.apiClients ?? []), powerless];
  aws = await startAws({
    now: () => clock,
    seed: { ...seed, userPool: { id: 'us-east-1_cfclone01', ...seed.userPool, apiClients } },
  });
});

afterEach(() => aws.faults.clear());
afterAll(() => aws.close());

interface Request {
  readonly basic?: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly query?: string;
}

const grant = { grant_type: 'client_credentials' };

async function ask({ basic, form, query = '' }: Request) {
  const response = await fetch(aws.tokenUri + query, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(basic !== undefined && { authorization: `Basic ${Buffer.from(basic).toString('base64')}` }),
    },
    ...(form && { body: new URLSearchParams(form) }),
  });
  return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
}

function claimsOf(token: unknown): unknown {
  return JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString('utf8'));
}

test.each<[string, Request, string]>([
  ['by header', { basic: `${id}:${secret}`, form: grant }, 'cfclone/write cfclone/read'],
  ['by form', { form: { ...grant, client_id: id, client_secret: secret } }, 'cfclone/write cfclone/read'],
  [
    'with its name twice',
    { basic: `${id}:${secret}`, form: { ...grant, client_id: id } },
    'cfclone/write cfclone/read',
  ],
  [
    'with the grant in the query string, as the published solution asks',
    { basic: `${id}:${secret}`, query: '?grant_type=client_credentials' },
    'cfclone/write cfclone/read',
  ],
  ['one scope', { basic: `${id}:${secret}`, form: { ...grant, scope: 'cfclone/read' } }, 'cfclone/read'],
  [
    'scopes in its own order',
    { basic: `${id}:${secret}`, form: { ...grant, scope: 'cfclone/read cfclone/write' } },
    'cfclone/read cfclone/write',
  ],
])('gives a token %s', async (_name, request, scope) => {
  const { status, body } = await ask(request);
  expect({ status, body }).toEqual({
    status: 200,
    body: { access_token: expect.any(String), expires_in: 3600, token_type: 'Bearer' },
  });
  const iat = clock.getTime() / 1000;
  expect(claimsOf(body.access_token)).toMatchObject({ sub: id, client_id: id, scope, iat, exp: iat + 3600 });
});

const good = { basic: `${id}:${secret}` };

test.each<[string, Request, string]>([
  ['no grant', good, 'invalid_request'],
  ['no client', { form: grant }, 'invalid_request'],
  ['a grant that nobody knows', { ...good, form: { grant_type: 'password' } }, 'unsupported_grant_type'],
  ['a person’s grant', { ...good, form: { grant_type: 'authorization_code', code: 'x' } }, 'unauthorized_client'],
  ['a client that nobody knows', { basic: `nobody:${secret}`, form: grant }, 'invalid_client'],
  ['a wrong secret', { basic: `${id}:wrong`, form: grant }, 'invalid_client'],
  ['another client’s secret', { basic: `${id}:${otherClient.secret}`, form: grant }, 'invalid_client'],
  ['a secret left out', { form: { ...grant, client_id: id } }, 'invalid_client'],
  ['two clients', { ...good, form: { ...grant, client_id: otherClient.id } }, 'invalid_client'],
  ['a scope that it has not', { ...good, form: { ...grant, scope: 'cfclone/write cfclone/admin' } }, 'invalid_scope'],
  ['a client without scopes', { basic: 'powerless:s:with:colons', form: grant }, 'invalid_grant'],
])('refuses %s', async (_name, request, error) => {
  expect(await ask(request)).toEqual({ status: 400, body: { error } });
});

test('does not read JSON', async () => {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ ...grant, client_id: id, client_secret: secret });
  const response = await fetch(aws.tokenUri, { method: 'POST', headers, body });
  expect(await response.json()).toEqual({ error: 'invalid_request' });
});

test('is on record without the secret, and has bad days', async () => {
  aws.calls.clear();
  aws.faults.set([{ operation: 'Token_POST', kind: 'throttle', times: 1 }]);
  const request = { form: { ...grant, client_id: id, client_secret: secret } };
  expect(await ask(request)).toEqual({ status: 429, body: { error: 'TooManyRequestsException' } });
  expect((await ask(request)).status).toBe(200);
  const input = { path: '/oauth2/token', query: {}, body: { ...grant, client_id: id, client_secret: '(hidden)' } };
  expect(aws.calls.list()).toMatchObject([
    { service: 'cognito-idp', operation: 'Token_POST', input, status: 429 },
    { input, status: 200 },
  ]);
});
