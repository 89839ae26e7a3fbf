// GET /clones: the clones of the account, by their tags.
import { cloneRequest, openRest, type RestServer, reference } from '../../support/rest.js';
import { asFields, type Fields } from '../../support/slack-wire.js';

let restApi: RestServer;
let time = new Date();
beforeAll(async () => {
  restApi = await openRest({ now: () => time });
});
afterAll(() => restApi.close());
beforeEach(() => {
  restApi.reset();
  time = new Date();
});

const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(asFields) : []);
const domains = (json: Fields) => listOf(json.clones).map(({ domain }) => domain);
async function make(domain: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const reply = await restApi.call('POST', '/clone_distribution', { query: { ...cloneRequest, domain, ...more } });
  expect(reply.status).toBe(201);
  return String(reply.json.distributionId);
}

describe('the history', () => {
  test('lists clones, newest first, and no other distribution', async () => {
    for (const name of ['a', 'b', 'c']) {
      await make(`${name}.example.com`);
      time = new Date(time.getTime() + 1_000);
    }
    const { json } = await restApi.call('GET', '/clones');
    expect(domains(json)).toEqual(['c.example.com', 'b.example.com', 'a.example.com']);
    expect(json).toMatchObject({ total: 3, next: null });
    expect(listOf(json.clones)[0]).toMatchObject({
      state: 'cloned',
      origin: cloneRequest.origin,
      reference,
      requestedBy: { id: 'client:1example23456789abcdefghij', name: '1example23456789abcdefghij' },
      askedAt: expect.stringMatching(/^\d{4}-/),
    });
  });

  test.each([
    ['q', 'a.example', ['a.example.com']],
    ['q', 'example.com new-origin', ['b.example.com', 'a.example.com']],
    ['q', 'nowhere', []],
    ['from', 'ereference0001', ['b.example.com', 'a.example.com']],
    ['from', 'EOTHER00000001', []],
    ['by', '1example23456789abcdefghij', ['b.example.com', 'a.example.com']],
    ['by', 'client:1example23456789abcdefghij', ['b.example.com', 'a.example.com']],
    ['by', 'U0ANA000001', []],
    ['state', 'cloned', ['b.example.com', 'a.example.com']],
    ['state', 'deployed', ['a.example.com']],
    ['since', '1h', ['b.example.com']],
    ['since', '2d', ['b.example.com', 'a.example.com']],
  ])('%s=%s', async (name, value, expected) => {
    await make('a.example.com');
    time = new Date(time.getTime() + 7_200_000);
    await make('b.example.com');
    const { json } = await restApi.call('GET', '/clones', { query: { [name]: value } });
    expect(domains(json)).toEqual(expected);
  });

  test('comes in pages, each with the address of the next', async () => {
    for (let n = 0; n < 5; n++) {
      await make(`p${n}.example.com`);
      time = new Date(time.getTime() + 1_000);
    }
    const seen: unknown[] = [];
    let next: unknown = '/clones?limit=2&q=example.com';
    for (let page = 0; typeof next === 'string' && page < 9; page++) {
      const { json } = await restApi.call('GET', next);
      seen.push(...domains(json));
      next = json.next;
    }
    expect(seen).toEqual([4, 3, 2, 1, 0].map((n) => `p${n}.example.com`));
  });

  test.each([
    ['state', 'gone'],
    ['since', 'yesterday'],
    ['by', ''],
    ['by', 'ana'],
    ['by', '@ana'],
    ['limit', '-1'],
    ['offset', 'x'],
    ['order', 'asc'],
  ])('%s=%s is 400', async (name, value) => {
    const reply = await restApi.call('GET', '/clones', { query: { [name]: value } });
    expect([reply.status, reply.json.outcome]).toEqual([400, 'invalid_request']);
  });
});

test('a refusal says nothing about a create, because the caller only reads', async () => {
  const { status, json } = await restApi.call('GET', '/clones', { query: { since: 'yesterday' } });
  expect(status).toBe(400);
  expect(json.detail).toContain('is not a time');
  expect(json.detail).not.toContain('created');
});
