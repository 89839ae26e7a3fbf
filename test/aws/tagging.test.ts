// The account's clones by their tags, asked of the fake with the real clients.
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { config, customOrigin, list, makeBehavior } from '../../sandbox/fakes/aws/reference-parts.js';
import { type FakeAws, startAws } from '../../sandbox/fakes/aws/server.js';
import { createDistributions } from '../../src/aws/cloudfront.js';
import { createTaggedClones } from '../../src/aws/tagging.js';

let aws: FakeAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws.close());
beforeEach(() => aws.store.reset());

function clones() {
  const options = {
    endpoint: aws.url,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
  };
  return createTaggedClones(
    new ResourceGroupsTaggingAPIClient(options),
    createDistributions(new CloudFrontClient(options)),
  );
}

function seed(id: string, alias: string, tags: { Key: string; Value: string }[]): void {
  const seeded = config({
    CallerReference: id,
    Comment: alias,
    Aliases: list(alias),
    Origins: { Quantity: 1, Items: [customOrigin('main', 'o.example.net')] },
    DefaultCacheBehavior: makeBehavior('main'),
  });
  aws.store.seedDistribution({ id, config: seeded, tags });
}

const story = [
  { Key: 'cf-clone:reference', Value: 'E2ABCDEFGHIJKL' },
  { Key: 'cf-clone:requested-by', Value: 'U0ANA ana' },
  { Key: 'cf-clone:approved-by', Value: 'U0BO' },
  { Key: 'cf-clone:card', Value: 'https://example.slack.com/archives/C1/p1700000000000100' },
];

it('reads the story of each clone from its tags and its domain from the list', async () => {
  seed('E1CLONE0000001', 'www.example.com', story);
  seed('E1OTHER0000001', 'other.example.com', [{ Key: 'team', Value: 'web' }]);
  expect(await clones().list()).toEqual({
    ok: true,
    value: [
      {
        state: 'deployed',
        domain: 'www.example.com',
        origin: 'o.example.net',
        reference: 'E2ABCDEFGHIJKL',
        distribution: 'E1CLONE0000001',
        certificate: '',
        requestedBy: { id: 'U0ANA', name: 'ana' },
        decidedBy: { id: 'U0BO', name: '' },
        askedAt: new Date(1_700_000_000_000),
        link: 'https://example.slack.com/archives/C1/p1700000000000100',
      },
    ],
  });
});

it('reads all pages', async () => {
  for (let index = 0; index < 130; index++) {
    seed(`E1CLONE${String(index).padStart(7, '0')}`, `c${index}.example.com`, story);
  }
  const answer = await clones().list();
  expect(answer.ok && answer.value).toHaveLength(130);
  expect(aws.calls.list('GetResources').length).toBeGreaterThan(1);
});

it.each([
  ['GetResources', 'throttle', 'throttled'],
  ['GetResources', 'refuse', 'access_denied'],
  ['ListDistributions', 'refuse', 'access_denied'],
] as const)('says why it cannot when %s is answered by a %s', async (operation, kind, outcome) => {
  aws.faults.set([{ operation, kind, times: 1 }]);
  expect(await clones().list()).toMatchObject({ ok: false, outcome });
  aws.faults.clear();
});
