// A check of a clone: what is fetched, through which addresses and under which name, and when it serves.
import { createCheckSite } from '../../src/clone/check-site.js';
import { refuse } from '../../src/clone/outcome.js';
import type { DnsAnswer } from '../../src/clone/ports.js';
import type { SiteAnswer, SiteRequest, SiteResponse } from '../../src/clone/site-answer.js';
import { answer, fakeDistributions, makeDistribution } from './fake-ports.js';
import { makeConfig } from './references.js';

const now = new Date('2026-11-26T12:00:00Z');
const response = (host: string, status = 200): SiteResponse => ({
  kind: 'response',
  status,
  headers: {},
  present: [],
  isRedirectLoop: false,
  certificate: {
    names: [host],
    validFrom: new Date('2026-01-01T00:00:00Z'),
    validTo: new Date('2027-01-01T00:00:00Z'),
    isTrusted: true,
  },
  bodyBytes: 0,
  isBodyWhole: true,
});

interface Given {
  readonly domain?: string;
  readonly aliases?: readonly string[];
  readonly dns?: DnsAnswer;
  readonly answers?: (request: SiteRequest) => SiteAnswer;
  readonly missing?: readonly string[];
}

async function check({
  domain = 'www.example.com',
  aliases = ['ref.example.com'],
  dns = { points: 'no', found: undefined },
  answers = ({ host }) => response(host),
  missing = [],
}: Given) {
  const asked: SiteRequest[] = [];
  const config = { ...makeConfig(), Aliases: { Quantity: aliases.length, Items: [...aliases] } };
  const checkSite = createCheckSite({
    distributions: fakeDistributions({
      read: async (id) => (missing.includes(id) ? refuse('reference_not_found') : answer(makeDistribution(id, config))),
    }),
    siteFetch: {
      fetch: async (request) => {
        asked.push(request);
        return answers(request);
      },
    },
    dns: { follow: async () => dns },
    path: '/health',
    now: () => now,
  });
  const found = await checkSite({
    domain,
    distributionId: 'ECLONE',
    distributionDomain: 'dclone.cloudfront.net',
    referenceId: 'EREF',
  });
  return { asked, found };
}

const here: DnsAnswer = { points: 'yes', found: 'dclone.cloudfront.net' };

it('asks the clone by its own addresses, and the reference under its alias', async () => {
  const { asked, found } = await check({});
  expect(asked).toEqual([
    { distributionDomain: 'dclone.cloudfront.net', host: 'www.example.com', path: '/health' },
    { distributionDomain: 'deref.cloudfront.net', host: 'ref.example.com', path: '/health' },
  ]);
  expect(found).toMatchObject({ isServing: false, isGone: false, verification: { isPassed: true } });
});

it('asks again under the real name once DNS leads to the clone', async () => {
  const { asked, found } = await check({ dns: here });
  expect(asked[2]).toMatchObject({ realName: 'www.example.com', distributionDomain: 'dclone.cloudfront.net' });
  expect(found.isServing).toBe(true);
});

it('serves only if the answer under the real name is right too', async () => {
  const answers = ({ realName, host }: SiteRequest) => response(host, realName === undefined ? 200 : 502);
  expect((await check({ dns: here, answers })).found.isServing).toBe(false);
  const nobody = ({ realName, host }: SiteRequest): SiteAnswer =>
    realName === undefined ? response(host) : { kind: 'failure', reason: 'no_public_address' };
  expect((await check({ dns: here, answers: nobody })).found.isServing).toBe(false);
});

it('asks for a name below a wildcard, and for the own name of a reference without an alias', async () => {
  const { asked } = await check({ domain: '*.example.com', aliases: [] });
  expect(asked.map(({ host }) => host)).toEqual(['cf-clone-check.example.com', 'deref.cloudfront.net']);
});

it('does without a reference that is gone, and says that a clone is gone', async () => {
  const { found } = await check({ missing: ['EREF'] });
  expect(found.verification).toMatchObject({ isPassed: true, findings: [{ code: 'reference_unavailable' }] });
  expect((await check({ missing: ['ECLONE'] })).found.isGone).toBe(true);
});
