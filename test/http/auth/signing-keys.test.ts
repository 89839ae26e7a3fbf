// The keys of the user pool are read once, and again if a key is unknown or old. Nobody can cause too many reads. If a
// read fails or returns something else, the old keys stay valid.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FetchError } from 'aws-jwt-verify/error';
import { createAccountSeed } from '../../../sandbox/account-seed.js';
import { pipelineClient } from '../../../sandbox/fakes/aws/people.js';
import { type FakeAws, startAws } from '../../../sandbox/fakes/aws/server.js';
import { createSigningKeys } from '../../../src/http/auth/signing-keys.js';
import { type Authorize, createAuthorize } from '../../../src/http/auth/verify-token.js';
import { machineToken, openRest, scope } from '../../support/rest.js';
import { hour, until } from '../../support/time.js';

let aws: FakeAws;
let at = 0;
/** What was told of fresh keys that could not be read. */
let told: unknown[] = [];
beforeEach(async () => {
  at = 0;
  told = [];
  aws = await startAws({ seed: createAccountSeed(new Date()) });
});
afterEach(() => aws.close());

const now = () => at;
const reads = () => aws.calls.list('Jwks_GET').length;
const header = () => `Bearer ${machineToken(aws)}`;
const withUnknownKey = (kid: string) =>
  `Bearer ${aws.tokens.sign(aws.tokens.machineClaims({ clientId: pipelineClient.id, scopes: [scope] }), { kid })}`;
const word = async (authorize: Authorize, token: string) => {
  const said = await authorize(token, undefined);
  return said.ok ? 'taken' : said.outcome;
};

function open(jwksUri = aws.jwksUri): Authorize {
  return createAuthorize({
    userPoolId: aws.store.pool.id,
    jwksUri,
    clientIds: [pipelineClient.id],
    scopes: [scope],
    undoScopes: [],
    allowedGroups: ['cdn-operators'],
    approverGroups: ['cdn-operators'],
    requireSecondPerson: false,
    now,
    onRefreshFailed: (error) => told.push(error),
  });
}

test('are read once for many calls', async () => {
  const authorize = open();
  const words = await Promise.all(Array.from({ length: 20 }, () => word(authorize, header())));
  for (let count = 0; count < 20; count++) words.push(await word(authorize, header()));
  expect(new Set(words)).toEqual(new Set(['taken']));
  expect(reads()).toBe(1);
});

describe('a rotation', () => {
  test('is survived at once, and the old key counts while it is published', async () => {
    const authorize = open();
    const old = header();
    expect(await word(authorize, old)).toBe('taken');
    aws.tokens.rotate();
    expect(await word(authorize, header())).toBe('taken');
    expect(await word(authorize, old)).toBe('taken');
    expect(reads()).toBe(2);
  });

  test('ends a withdrawn key after an hour, though nobody came with the new one', async () => {
    const authorize = open();
    const old = header();
    await word(authorize, old);
    aws.tokens.rotate();
    aws.tokens.retire();
    at += hour - 1;
    expect(await word(authorize, old)).toBe('taken');
    at += 1;
    expect(await word(authorize, old)).toBe('token_invalid');
  });
});

describe('a pool that cannot be reached', () => {
  test('is 503 at first, says when to come back, and holds nobody up once it is there', async () => {
    const restApi = await openRest();
    try {
      restApi.aws.faults.set([{ operation: 'Jwks_GET', kind: 'unavailable', times: 'always' }]);
      const reply = await restApi.call('GET', '/clones');
      expect([reply.status, reply.json.outcome]).toEqual([503, 'identity_unavailable']);
      expect(reply.headers.get('retry-after')).toBe('10');
      expect(reply.headers.get('www-authenticate')).toBeNull();
      restApi.aws.faults.clear();
      expect((await restApi.call('GET', '/clones')).status).toBe(200);
    } finally {
      await restApi.close();
    }
  });

  test('is not asked by every call, and not given up', async () => {
    const authorize = open();
    aws.faults.set([{ operation: 'Jwks_GET', kind: 'lost-before', times: 'always' }]);
    for (let count = 0; count < 40; count++) expect(await word(authorize, header())).toBe('identity_unavailable');
    expect(reads()).toBe(10);
    aws.faults.clear();
    at += 6_000;
    expect(await word(authorize, header())).toBe('taken');
  });

  test('later lets the known keys go on, asked now and then, until fresh ones are there', async () => {
    const authorize = open();
    const token = header();
    await word(authorize, token);
    aws.tokens.rotate();
    aws.tokens.retire();
    aws.faults.set([{ operation: 'Jwks_GET', kind: 'unavailable', times: 'always' }]);
    at += hour;
    for (let count = 0; count < 20; count++) expect(await word(authorize, token)).toBe('taken');
    expect(reads()).toBe(2);
    at += 30_000;
    expect(await word(authorize, token)).toBe('taken');
    expect(reads()).toBe(3);
    // Whoever runs it hears of each try.
    expect(told).toEqual([expect.any(FetchError), expect.any(FetchError)]);
    aws.faults.clear();
    at += 30_000;
    expect(await word(authorize, token)).toBe('token_invalid');
    expect(await word(authorize, header())).toBe('taken');
  });
});

describe('a flood of unknown keys', () => {
  const flood = (authorize: Authorize, many: number) =>
    Promise.all(Array.from({ length: many }, (_, index) => word(authorize, withUnknownKey(`made-up-${index}`))));

  test('does not hammer the pool, nor lock out good tokens', async () => {
    const authorize = open();
    await word(authorize, header());
    for (let count = 0; count < 30; count++) {
      expect(await word(authorize, withUnknownKey(`made-up-${count}`))).toBe('token_invalid');
      expect(await word(authorize, header())).toBe('taken');
    }
    expect(reads()).toBe(10);
  });

  test('locks out a key that is rotated meanwhile for seconds at the most', async () => {
    const authorize = open();
    await word(authorize, header());
    for (let round = 0; round < 15; round++)
      expect(new Set(await flood(authorize, 40))).toEqual(new Set(['token_invalid']));
    expect(reads()).toBeLessThanOrEqual(10);
    aws.tokens.rotate();
    at += 6_000;
    expect(await word(authorize, header())).toBe('taken');
  });

  test('while the pool is down makes no more reads, and does not make the API say that it is out of order', async () => {
    const authorize = open();
    await word(authorize, header());
    aws.faults.set([{ operation: 'Jwks_GET', kind: 'unavailable', times: 'always' }]);
    for (let count = 0; count < 30; count++) {
      expect(await word(authorize, withUnknownKey(`made-up-${count}`))).toBe('token_invalid');
    }
    expect(reads()).toBe(10);
    // Whoever runs it hears of each read that failed, not of each token.
    expect(told).toHaveLength(9);
    expect(await word(authorize, header())).toBe('taken');
  });

  test('is one line for whoever runs it where many tokens wait for the same read', async () => {
    const authorize = open();
    await word(authorize, header());
    aws.faults.set([{ operation: 'Jwks_GET', kind: 'unavailable', times: 'always' }]);
    expect(new Set(await flood(authorize, 200))).toEqual(new Set(['token_invalid']));
    expect(told).toHaveLength(1);
  });

  test('is 401 also while the keys are just being read and no further read is free', async () => {
    const authorize = open();
    await word(authorize, header());
    for (let count = 0; count < 8; count++) await word(authorize, withUnknownKey(`made-up-${count}`));
    aws.faults.set([{ operation: 'Jwks_GET', kind: 'slow', delayMs: 60_000, times: 1 }]);
    const last = word(authorize, withUnknownKey('the-last-read'));
    await until('the read', () => aws.faults.list().length === 0);
    expect(await word(authorize, withUnknownKey('one-more'))).toBe('token_invalid');
    aws.faults.letGo();
    expect(await last).toBe('token_invalid');
    expect(reads()).toBe(10);
  });

  test('under one issuer of the pool leaves the other one’s keys to be read', async () => {
    const authorize = open();
    await word(authorize, header());
    await flood(authorize, 40);
    for (let count = 0; count < 20; count++) await word(authorize, withUnknownKey(`made-up-${count}`));
    expect(reads()).toBe(10);
    const { iss } = aws.tokens;
    const claims = aws.tokens.machineClaims({ clientId: pipelineClient.id, scopes: [scope] });
    const other = aws.tokens.sign({ ...claims, iss: iss.replace('//', '//issuer-') });
    expect(await word(authorize, `Bearer ${other}`)).toBe('taken');
  });
});

describe('what is no key set', () => {
  let server: Server;
  let answer: RequestListener = () => undefined;
  let uri = '';
  beforeAll(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port }: Partial<AddressInfo> = Object(server.address());
    uri = `http://127.0.0.1:${port}/jwks.json`;
  });
  afterAll(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );

  const whole = (status: number, body: () => string, headers = {}): RequestListener => {
    return (_request, response) => response.writeHead(status, headers).end(body());
  };
  const keys = () => JSON.stringify(aws.tokens.publishedKeys());
  const huge = (): string => JSON.stringify({ ...aws.tokens.publishedKeys(), more: 'x'.repeat(200_000) });
  /** Never ends by itself. */
  const endless: RequestListener = (_request, response) => {
    response.writeHead(200);
    const more = (): void => void (response.destroyed || response.write('x'.repeat(65_536), more));
    more();
  };
  const rows: readonly (readonly [string, RequestListener])[] = [
    ['huge', whole(200, huge)],
    ['endless', endless],
    ['HTML', whole(200, () => '<html><body>Sign in to the network</body></html>', { 'content-type': 'text/html' })],
    ['a redirect', (_request, response) => response.writeHead(302, { location: aws.jwksUri }).end()],
    ['not there', whole(404, keys)],
    ['empty', whole(200, () => '')],
    ['without a key', whole(200, () => '{"keys":[]}')],
    ['a list', whole(200, () => '[]')],
    ['with a key that is none', whole(200, () => '{"keys":[{"kid":"a"}]}')],
    [
      'cut off',
      (_request, response) =>
        response.writeHead(200, { 'content-length': 900 }).write('{"keys":', () => response.destroy()),
    ],
  ];
  test.each(rows)('%s: is 503 at first, and later leaves the known keys as they are', async (_what, bad) => {
    const authorize = open(uri);
    answer = bad;
    expect(await word(authorize, header())).toBe('identity_unavailable');
    answer = whole(200, keys);
    expect(await word(authorize, header())).toBe('taken');
    answer = bad;
    at += hour;
    expect(await word(authorize, header())).toBe('taken');
    expect(reads()).toBe(0);
  });

  test.each<readonly [string, RequestListener]>([
    ['does not answer', () => undefined],
    ['begins and does not go on', (_request, response) => response.writeHead(200).write('{')],
  ])('a server that %s is not waited for', async (_what, bad) => {
    answer = bad;
    await expect(
      createSigningKeys({ jwksUri: uri, now, onRefreshFailed: () => undefined, timeoutMs: 30 }).cache.getJwks('pool'),
    ).rejects.toBeInstanceOf(FetchError);
  });
});
