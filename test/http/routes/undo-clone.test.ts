// DELETE /clone_distribution/{id}: the same rules as in Slack, for clients with a scope of their own.
import type { DnsAnswer } from '../../../src/clone/ports.js';
import {
  cloneRequest,
  listMade,
  machineToken,
  openRest,
  type RestServer,
  reference,
  scope,
  undoScope,
} from '../../support/rest.js';

let restApi: RestServer;
let time = Date.now();
let dns: DnsAnswer = { points: 'no', found: undefined };
beforeAll(async () => {
  restApi = await openRest({ now: () => new Date(time), dns: () => dns });
});
afterAll(() => restApi.close());
beforeEach(() => {
  restApi.reset();
  time = Date.now();
  dns = { points: 'no', found: undefined };
});

async function make(): Promise<string> {
  const reply = await restApi.call('POST', '/clone_distribution', { query: cloneRequest });
  expect(reply.status).toBe(201);
  time += 700_000;
  return String(reply.json.distributionId);
}
const remove = (
  id: string,
  headers: Readonly<Record<string, string>> = {},
  scopes: readonly string[] = [scope, undoScope],
) =>
  restApi.call('DELETE', `/clone_distribution/${id}`, {
    headers,
    token: `Bearer ${machineToken(restApi.aws, scopes)}`,
  });
const updates = () => restApi.aws.calls.list('UpdateDistribution');

test('disables, waits, and deletes, however often it is sent', async () => {
  const id = await make();
  const first = await remove(id);
  expect([first.status, first.json]).toEqual([
    202,
    expect.objectContaining({ distributionId: id, state: 'disabling', deleteAfter: null }),
  ]);
  expect((await remove(id)).status).toBe(202);
  expect(updates()).toHaveLength(1);
  time += 700_000;
  const later = await remove(id);
  expect(later.json).toMatchObject({ state: 'disabled', deleteAfter: new Date(time + 3_600_000).toISOString() });
  const status = await restApi.call('GET', `/clone_distribution/${id}`);
  expect(status.json).toMatchObject({ isEnabled: false, aliases: [], deleteAfter: later.json.deleteAfter });
  time += 3_600_000;
  expect((await remove(id)).status).toBe(204);
  expect(listMade(restApi)).toEqual([]);
  expect((await remove(id)).status).toBe(204);
});

test.each([
  ['without the scope', [scope], 'scope_missing'],
  ['with the scope alone', [undoScope], 'scope_missing'],
])('a client %s may not', async (_what, scopes, outcome) => {
  const id = await make();
  const reply = await remove(id, {}, scopes);
  expect([reply.status, reply.json.outcome]).toEqual([403, outcome]);
  expect(updates()).toEqual([]);
});

test.each([
  ['yes', 'leads to this clone'],
  ['unknown', 'could not be asked'],
] as const)('it is refused where DNS says %s', async (points, words) => {
  const id = await make();
  dns = { points, found: undefined };
  const reply = await remove(id);
  expect([reply.status, reply.json.outcome]).toEqual([409, 'dns_leads_here']);
  expect(reply.json.detail).toContain(words);
  expect(reply.json.detail).toContain('Nothing was changed.');
  expect(updates()).toEqual([]);
});

test('If-Match holds it to the version that the client saw', async () => {
  const id = await make();
  const { etag } = (await restApi.call('GET', `/clone_distribution/${id}`)).json;
  const stale = await remove(id, { 'if-match': '"EOTHER00000001"' });
  expect([stale.status, stale.json.outcome]).toEqual([412, 'clone_changed']);
  expect((await remove(id, { 'if-match': `"${String(etag)}"` })).status).toBe(202);
});

test.each([
  ['a distribution that the bot did not create', reference, 404],
  ['no ID at all', 'x', 404],
  ['one that is not there', 'ENOTTHERE00001', 204],
])('%s is %s', async (_what, id, status) => {
  expect((await remove(id)).status).toBe(status);
  expect(restApi.aws.calls.list('DeleteDistribution')).toEqual([]);
});

test('a missing permission is named', async () => {
  const id = await make();
  restApi.aws.faults.set([{ operation: 'UpdateDistribution', kind: 'refuse', times: 'always' }]);
  const reply = await remove(id);
  expect(reply.json).toMatchObject({
    outcome: 'access_denied',
    next: expect.stringContaining('cloudfront:UpdateDistribution'),
  });
});
