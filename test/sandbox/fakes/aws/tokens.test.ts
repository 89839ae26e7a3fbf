// The token issuer as a verifier of Amazon's meets it: claims, published keys, rotation, and what must be refused.

import { generateKeyPairSync } from 'node:crypto';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { createAccountSeed } from '../../../../sandbox/account-seed.js';
import { pipelineClient } from '../../../../sandbox/fakes/aws/people.js';
import { type FakeAws, startAws } from '../../../../sandbox/fakes/aws/server.js';

const userPoolId = 'us-east-1_cfclone01';
const iss = `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;
const clientId = pipelineClient.id;
const scopes = ['cfclone/write'];
const uuid = expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
let aws: FakeAws;
let moved = 0;

beforeAll(async () => {
  aws = await startAws({ now: () => new Date(Date.now() + moved), seed: createAccountSeed(new Date()) });
});

afterEach(() => {
  moved = 0;
  aws.faults.clear();
  aws.calls.clear();
});

afterAll(() => aws.close());

/** Checks what Cognito's would, and reads the keys of the fake in the place of Cognito's. */
function buildVerifier(tokenUse: 'access' | 'id' = 'access') {
  const read = async (uri: string) => {
    const response = await fetch(uri.replace('https://cognito-idp.us-east-1.amazonaws.com', aws.url));
    if (!response.ok) throw new Error(`the keys are answered with ${response.status}`);
    return response.arrayBuffer();
  };
  return CognitoJwtVerifier.create(
    { userPoolId, tokenUse, clientId },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: read } }) },
  );
}

const claimsOf = (token: string) => decomposeUnverifiedJwt(token).payload;
const machineToken = () => aws.tokens.issueMachineToken({ clientId, scopes });
const personToken = (use: 'access' | 'id') => aws.tokens.issuePersonToken({ username: 'ana', clientId, use });

test('a program’s token is verified, and says what Cognito’s says', async () => {
  const token = machineToken();
  const claims = await buildVerifier().verify(token, { scope: scopes });
  const { iat, ...rest } = claims;
  expect(rest).toEqual({
    sub: clientId,
    token_use: 'access',
    scope: 'cfclone/write',
    auth_time: iat,
    iss,
    exp: iat + 3600,
    version: 2,
    jti: uuid,
    client_id: clientId,
  });
  expect(decomposeUnverifiedJwt(token).header).toEqual({ kid: expect.stringMatching(/^.{43}=$/), alg: 'RS256' });
});

test('a person’s access token has their groups', async () => {
  const claims = await buildVerifier().verify(personToken('access'), { groups: ['cdn-approvers'] });
  expect(claims).toEqual({
    sub: '7c0e5d1a-0000-4000-8000-000000000001',
    'cognito:groups': ['cdn-operators', 'cdn-approvers'],
    iss,
    client_id: clientId,
    origin_jti: uuid,
    event_id: uuid,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    auth_time: claims.iat,
    exp: claims.iat + 3600,
    iat: claims.iat,
    jti: uuid,
    username: 'ana',
  });
});

test('a sign-in by the login pages brings its own scopes; who is in no group has no claim of groups', () => {
  aws.store.putUser({ username: 'cy' });
  const claims = claimsOf(
    aws.tokens.issuePersonToken({ username: 'cy', clientId, use: 'access', scopes: ['openid', 'cfclone/write'] }),
  );
  expect(claims).toMatchObject({ sub: 'cy', scope: 'openid cfclone/write', version: 2 });
  expect(claims).not.toHaveProperty(['cognito:groups']);
  expect(() => aws.tokens.issuePersonToken({ username: 'nobody', clientId, use: 'id' })).toThrow('no user nobody');
});

test('an ID token has the address and no scope, and is signed with another key', async () => {
  const claims = await buildVerifier('id').verify(personToken('id'));
  expect(claims).toEqual({
    sub: '7c0e5d1a-0000-4000-8000-000000000001',
    'cognito:groups': ['cdn-operators', 'cdn-approvers'],
    email: 'ana@example.com',
    email_verified: true,
    iss,
    'cognito:username': 'ana',
    origin_jti: uuid,
    aud: clientId,
    event_id: uuid,
    token_use: 'id',
    auth_time: claims.iat,
    exp: claims.iat + 3600,
    iat: claims.iat,
    jti: uuid,
  });
  const kidOf = (token: string) => decomposeUnverifiedJwt(token).header.kid;
  expect(kidOf(personToken('id'))).not.toBe(kidOf(personToken('access')));
});

test.each<[string, () => string, string]>([
  ['an ID token', () => personToken('id'), 'Token use not allowed'],
  ['another client’s', () => aws.tokens.issueMachineToken({ clientId: 'other', scopes }), 'Client ID not allowed'],
  ['another pool’s', () => aws.tokens.sign({ ...claimsOf(machineToken()), iss: `${iss}2` }), 'issuer not configured'],
  [
    'one without a signature',
    () => aws.tokens.sign(claimsOf(machineToken()), { alg: 'none' }),
    'does not consist of exactly 3 parts',
  ],
  [
    'one whose secret is the published key',
    () => aws.tokens.sign(claimsOf(machineToken()), { alg: 'HS256' }),
    'algorithm not allowed: HS256',
  ],
  [
    'one signed by somebody else',
    () => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      return aws.tokens.sign(claimsOf(machineToken()), { key: privateKey });
    },
    'Invalid signature',
  ],
  [
    'one of an unknown key',
    () => aws.tokens.sign(claimsOf(machineToken()), { kid: 'unknown' }),
    'not found in the JWKS',
  ],
  [
    'one that has expired on the fake’s clock',
    () => {
      moved = -2 * 3_600_000;
      return machineToken();
    },
    'Token expired',
  ],
])('%s is refused', async (_name, issue, message) => {
  await expect(buildVerifier().verify(issue())).rejects.toThrow(message);
});

test('after a rotation both keys count, after the retirement the new one', async () => {
  const verifier = buildVerifier();
  const before = machineToken();
  await verifier.verify(before);
  aws.tokens.rotate();
  const after = machineToken();
  expect(aws.tokens.publishedKeys().keys).toHaveLength(4);
  await verifier.verify(after);
  await verifier.verify(before);
  expect(aws.calls.list('Jwks_GET')).toHaveLength(2);
  aws.tokens.retire();
  expect(aws.tokens.publishedKeys().keys).toHaveLength(2);
  await buildVerifier().verify(after);
  await expect(buildVerifier().verify(before)).rejects.toThrow('not found in the JWKS');
});

test('the keys are public halves, at the pool’s address alone, and can be taken away', async () => {
  expect(aws.jwksUri).toBe(`${aws.url}/${userPoolId}/.well-known/jwks.json`);
  const response = await fetch(aws.jwksUri);
  expect(response.headers.get('content-type')).toContain('application/json');
  const key = { alg: 'RS256', e: 'AQAB', kid: expect.any(String), kty: 'RSA', n: expect.any(String), use: 'sig' };
  expect(await response.json()).toEqual({ keys: [key, key] });
  expect((await fetch(`${aws.url}/us-east-1_other/.well-known/jwks.json`)).status).toBe(404);
  aws.faults.set([{ operation: 'Jwks_GET', kind: 'unavailable', times: 1 }]);
  await expect(buildVerifier().verify(machineToken())).rejects.toThrow('answered with 503');
  aws.faults.set([{ operation: 'Jwks_GET', kind: 'lost-before', times: 1 }]);
  await expect(buildVerifier().verify(machineToken())).rejects.toThrow('fetch failed');
  await buildVerifier().verify(machineToken());
  expect(aws.calls.list('Jwks_GET').map(({ status }) => status)).toEqual([200, 404, 503, 0, 200]);
});
