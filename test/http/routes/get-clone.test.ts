// GET /clone_distribution/{id}: the status of one clone.
import { cloneRequest, listMade, openRest, type RestServer, reference } from '../../support/rest.js';

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

async function make(domain: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const reply = await restApi.call('POST', '/clone_distribution', { query: { ...cloneRequest, domain, ...more } });
  expect(reply.status).toBe(201);
  return String(reply.json.distributionId);
}

describe('a clone’s status', () => {
  test('is InProgress with a time to ask again, then Deployed without', async () => {
    const id = await make('www.example.com');
    const before = await restApi.call('GET', `/clone_distribution/${id}`);
    expect(before.status).toBe(200);
    expect(before.headers.get('retry-after')).toBe('15');
    expect(before.json).toMatchObject({
      distributionId: id,
      status: 'InProgress',
      isEnabled: true,
      aliases: ['www.example.com'],
      reference,
      requestedBy: 'client:1example23456789abcdefghij',
      card: null,
    });
    time = new Date(time.getTime() + 700_000);
    const after = await restApi.call('GET', `/clone_distribution/${id}`);
    expect(after.json.status).toBe('Deployed');
    expect(after.headers.get('retry-after')).toBeNull();
  });

  test('links to the card once there is one', async () => {
    const id = await make('www.example.com');
    const link = 'https://example.slack.com/archives/C0CDN000001/p1700000000000100';
    const [made] = listMade(restApi);
    if (made) made.tags = made.tags.map((tag) => (tag.Key === 'cf-clone:card' ? { ...tag, Value: link } : tag));
    expect((await restApi.call('GET', `/clone_distribution/${id}`)).json.card).toBe(link);
  });

  test.each([
    ['a distribution that is no clone', reference],
    ['one that is not there', 'ENOTTHERE00001'],
    ['no ID at all', 'x'],
    ['something encoded', '..%2F..'],
  ])('%s is 404', async (_what, id) => {
    const reply = await restApi.call('GET', `/clone_distribution/${id}`);
    expect([reply.status, reply.json.outcome]).toEqual([404, 'clone_not_found']);
  });

  test('what AWS refuses is said, not taken for "there is none"', async () => {
    const id = await make('www.example.com');
    restApi.aws.faults.set([{ operation: 'GetDistribution', kind: 'refuse', times: 'always' }]);
    const reply = await restApi.call('GET', `/clone_distribution/${id}`);
    expect(reply.json.outcome).toBe('access_denied');
  });
});
