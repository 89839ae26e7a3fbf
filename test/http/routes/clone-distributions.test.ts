// POST /clone_distributions: one outcome per item, a few items at the same time, and a repetition that does the rest.

import { listMade, machineToken, openRest, type RestServer, reference, send } from '../../support/rest.js';
import { asFields, type Fields } from '../../support/slack-wire.js';

let restApi: RestServer;
beforeAll(async () => {
  restApi = await openRest();
});
afterAll(() => restApi.close());
beforeEach(() => restApi.reset());

const path = '/clone_distributions';
const headers = { 'idempotency-key': 'batch-1' };
const item = (n: number, more: Fields = {}) => ({
  domain: `s${n}.example.com`,
  origin: 'new-origin.example.net',
  ref_dist: reference,
  ...more,
});
const items = (count: number) => Array.from({ length: count }, (_, n) => item(n));
const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(asFields) : []);
const results = (json: Fields) => listOf(json.results);
const outcomes = (json: Fields) => results(json).map(({ outcome }) => outcome);
const creates = () => restApi.aws.calls.list('CreateDistributionWithTags');

test('answers each item in its place, with the whole clone and a summary', async () => {
  const reply = await restApi.call('POST', path, { body: { items: items(3) } });
  expect(reply.status).toBe(200);
  expect(results(reply.json).map(({ index, domain, outcome, status }) => [index, domain, outcome, status])).toEqual([
    [0, 's0.example.com', 'cloned', 201],
    [1, 's1.example.com', 'cloned', 201],
    [2, 's2.example.com', 'cloned', 201],
  ]);
  expect(reply.json.summary).toMatchObject({ items: 3, cloned: 3, replayed: 0, planned: 0, refused: 0 });
  const ids = results(reply.json).map(({ clone }) => asFields(clone).distributionId);
  expect(ids.sort()).toEqual(
    listMade(restApi)
      .map(({ id }) => id)
      .sort(),
  );
  expect(restApi.announced).toHaveLength(3);
});

test('one bad item does not stop the rest', async () => {
  const body = {
    items: [
      item(0),
      item(1, { domain: 'www.nowhere.test' }),
      item(2, { ref_dist: 'ENOTTHERE00001' }),
      { domain: 's3.example.com' },
      'nonsense',
      item(5, { domain: 'https://S0.example.com/' }),
      item(6, { if_match: 'EOTHER' }),
      item(7),
    ],
  };
  const { json } = await restApi.call('POST', path, { body });
  expect(outcomes(json)).toEqual([
    'cloned',
    'no_certificate',
    'reference_not_found',
    'invalid_request',
    'invalid_request',
    'invalid_request',
    'reference_changed',
    'cloned',
  ]);
  expect(json.summary).toMatchObject({ items: 8, cloned: 2, refused: 6 });
  for (const { problem, status } of results(json).filter(({ outcome }) => outcome !== 'cloned')) {
    expect(asFields(problem)).toMatchObject({ status, created: 'nothing' });
  }
  expect(asFields(results(json)[5]?.problem).detail).toContain('Item 0 has the same domain.');
});

test('a repetition with the same key does what is missing, whatever its order', async () => {
  const first = await restApi.call('POST', path, { body: { items: items(4) }, headers });
  const more = [item(5), ...items(4).reverse()];
  const again = await restApi.call('POST', path, { body: { items: more }, headers });
  expect(outcomes(again.json)).toEqual(['cloned', 'cloned', 'cloned', 'cloned', 'cloned']);
  expect(again.json.summary).toMatchObject({ cloned: 5, replayed: 4 });
  expect(listMade(restApi)).toHaveLength(5);
  expect(creates()).toHaveLength(5);
  const idOf = (json: Fields, domain: string) =>
    asFields(results(json).find((result) => result.domain === domain)?.clone).distributionId;
  expect(idOf(again.json, 's2.example.com')).toBe(idOf(first.json, 's2.example.com'));
});

test('the same key with another origin for a domain is refused for that item alone', async () => {
  await restApi.call('POST', path, { body: { items: items(2) }, headers });
  const changed = [item(0, { origin: 'other.example.net' }), item(1)];
  const { json } = await restApi.call('POST', path, { body: { items: changed }, headers });
  expect(outcomes(json)).toEqual(['key_reused', 'cloned']);
  expect(listMade(restApi)).toHaveLength(2);
});

test('without a key a repetition says who has the domain', async () => {
  await restApi.call('POST', path, { body: { items: items(1) } });
  const { json } = await restApi.call('POST', path, { body: { items: items(1) } });
  expect(outcomes(json)).toEqual(['alias_in_use']);
});

test('a dry run plans every item and creates nothing', async () => {
  const { json } = await restApi.call('POST', path, { body: { items: items(3) }, query: { dry_run: 'true' } });
  expect(outcomes(json)).toEqual(['planned', 'planned', 'planned']);
  expect(json.summary).toMatchObject({ planned: 3, cloned: 0 });
  expect(creates()).toEqual([]);
});

test('a hundred items read once what they share, and never more than a few are under way', async () => {
  const { json } = await restApi.call('POST', path, { body: { items: items(100) }, headers });
  expect(json.summary).toMatchObject({ cloned: 100, refused: 0 });
  const calls = (operation: string) => restApi.aws.calls.list(operation).length;
  expect(calls('CreateDistributionWithTags')).toBe(100);
  expect(calls('GetDistribution')).toBe(1);
  expect(calls('ListCertificates')).toBe(1);
  expect(calls('ListTagsForResource')).toBe(1);
  expect(calls('ListDistributions')).toBe(0);
  expect(restApi.aws.calls.list().filter(({ status }) => status >= 400)).toEqual([]);
});

test('when there is no time left, items are not begun and say so', async () => {
  let begun = 0;
  const request = {
    id: 'r-1',
    method: 'POST',
    path,
    query: new URLSearchParams(),
    headers: new Map([
      ['authorization', machineToken(restApi.aws)],
      ['content-type', 'application/json'],
      ['idempotency-key', 'late'],
    ]),
    body: JSON.stringify({ items: items(8) }),
    hasTimeLeft: () => ++begun <= 6,
  };
  const answer = await restApi.api.respond(request);
  const json = asFields(JSON.parse(String(answer.body)));
  expect(json.summary).toMatchObject({ cloned: 6, refused: 2 });
  expect(outcomes(json).filter((outcome) => outcome === 'out_of_time')).toHaveLength(2);
  const again = await restApi.api.respond({ ...request, hasTimeLeft: () => true });
  expect(asFields(JSON.parse(String(again.body))).summary).toMatchObject({ cloned: 8, replayed: 6 });
});

describe('as lines', () => {
  const accept = { accept: 'application/x-ndjson' };

  test('each result comes as soon as it is there, the summary last', async () => {
    const body = { items: items(6) };
    const reply = await restApi.call('POST', path, { body, headers: { ...headers, ...accept } });
    expect(reply.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const lines = reply.text
      .trimEnd()
      .split('\n')
      .map((line) => asFields(JSON.parse(line)));
    expect(lines).toHaveLength(7);
    expect(lines.slice(0, 6).map(({ result }) => asFields(result).outcome)).toEqual(Array(6).fill('cloned'));
    expect(lines[6]?.summary).toMatchObject({ items: 6, cloned: 6 });
  });

  test('the first line is there while later items are still under way', async () => {
    restApi.aws.faults.latencyMs = 30;
    const answer = await fetch(`${restApi.url}${path}`, {
      method: 'POST',
      headers: {
        ...accept,
        authorization: machineToken(restApi.aws),
        'content-type': 'application/json',
      },
      body: JSON.stringify({ items: items(30) }),
    });
    const reader = answer.body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toContain('"outcome":"cloned"');
    expect(creates().length).toBeLessThan(30);
    // Whoever stops reading stops the rest from being begun; what is under way is not left half done.
    await reader?.cancel();
    expect(await restApi.settle()).toBe(0);
    expect(creates().length).toBeLessThan(30);
    expect(listMade(restApi)).toHaveLength(creates().length);
  });

  test('a refusal of the whole request is a problem, not a line', async () => {
    const reply = await restApi.call('POST', path, { body: { items: [] }, headers: accept });
    expect(reply.status).toBe(400);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
  });
});

describe('a request that is none', () => {
  test.each([
    ['no items', 400, { body: {} }],
    ['too many items', 400, { body: { items: items(101) } }],
    ['a member that is not known', 400, { body: { items: items(1), dryrun: true } }],
    ['a parameter that is not known', 400, { body: { items: items(1) }, query: { domain: 'a.example.com' } }],
    ['no body', 400, {}],
    ['a form', 415, { body: 'items=1', headers: { 'content-type': 'text/plain' } }],
    ['a key that is none', 400, { body: { items: items(1) }, headers: { 'idempotency-key': 'a b' } }],
  ] as const)('%s is %i and creates nothing', async (_what, status, options) => {
    const reply = await restApi.call('POST', path, options);
    expect(reply.status).toBe(status);
    expect(creates()).toEqual([]);
  });

  test('without a token it is not even read', async () => {
    const reply = await send(restApi.url, 'POST', path, { body: '{' });
    expect([reply.status, reply.json.outcome]).toEqual([401, 'token_missing']);
  });
});
