// The harmless calls that tell what the role may read, against the fake of AWS.

import { createAccountSeed } from '../../sandbox/account-seed.js';
import { type FakeAws, startAws } from '../../sandbox/fakes/aws/server.js';
import { createAws } from '../../src/aws/adapters.js';
import { features, type ProbeResult } from '../../src/clone/permissions.js';
import '../support/test-bot.js';
import { skipRetryDelays } from '../support/time.js';

let aws: FakeAws;

beforeAll(async () => {
  aws = await startAws({ seed: createAccountSeed(new Date()) });
  process.env.AWS_ENDPOINT_URL = aws.url;
});

beforeEach(() => {
  aws.store.reset();
  aws.faults.clear();
  aws.calls.clear();
});

afterAll(async () => {
  delete process.env.AWS_ENDPOINT_URL;
  await aws.close();
});

async function probe(isStopping = () => false): Promise<ReadonlyMap<string, ProbeResult>> {
  const adapters = createAws({
    region: 'us-east-1',
    userPoolId: aws.store.pool.id,
    time: () => () => undefined,
    proxy: undefined,
    endpoints: { shield: aws.url, pricingPlans: aws.url },
    clock: () => 0,
  });
  try {
    return await adapters.probePermissions(isStopping);
  } finally {
    adapters.close();
  }
}

/** By the IAM action: the operation, where its name is another one. */
const toOperation = (action: string): string => action.split(':')[1] ?? '';

test('a role that may read everything lacks nothing, and nothing is written', async () => {
  const results = await probe();
  expect([...new Set(results.values())]).toEqual(['granted']);
  const operations = aws.calls.list().map(({ operation }) => operation);
  expect(operations.filter((name) => !/^(?:Get|List|Describe|AdminList)/.test(name))).toEqual([]);
  expect(operations).toHaveLength(results.size);
});

test('each action of the table is probed, but those that write and those that only some references need', async () => {
  const results = await probe();
  const wanted = features.filter(({ reference }) => reference === undefined).flatMap(({ actions }) => actions);
  expect([...results.keys()].filter((action) => !wanted.includes(action))).toEqual([]);
  const writes = wanted.filter((action) => !results.has(action));
  expect(writes.filter((action) => !/:(?:Create|Put|Tag|Untag|Update|Delete|Allow)/.test(action))).toEqual([]);
});

test('every single denial is found', async () => {
  const actions = [...(await probe()).keys()];
  for (const action of actions) {
    aws.faults.set([{ operation: toOperation(action), kind: 'refuse', times: 'always' }]);
    const results = await probe();
    expect([action, results.get(action)]).toEqual([action, 'denied']);
  }
}, 60_000);

describe('what is no clear answer', () => {
  skipRetryDelays();

  test.each([
    ['a fault of AWS', { kind: 'unavailable' }],
    ['too many calls', { kind: 'throttle' }],
    ['no answer', { kind: 'lost-before' }],
    ['credentials that AWS does not know', { kind: 'refuse', code: 'UnrecognizedClientException', status: 400 }],
    ['expired credentials', { kind: 'refuse', code: 'ExpiredTokenException', status: 400 }],
    ['a service that is not turned on', { kind: 'refuse', code: 'OptInRequired', status: 403 }],
    ['an input that AWS looked at first', { kind: 'refuse', code: 'ValidationException', status: 400 }],
  ] as const)('%s leaves the permission unknown', async (_name, fault) => {
    aws.faults.set([{ operation: '*', times: 'always', ...fault }]);
    expect([...new Set((await probe()).values())]).toEqual(['unknown']);
  });
});

test('what does not exist is told only to those who may ask', async () => {
  const code = 'ResourceNotFoundException';
  aws.faults.set([{ operation: 'DescribeProtection', kind: 'refuse', code, status: 400, times: 'always' }]);
  expect((await probe()).get('shield:DescribeProtection')).toBe('granted');
});

test('conflicts are asked for with a distribution whose certificate covers its alias', async () => {
  expect((await probe()).get('cloudfront:ListDomainConflicts')).toBe('granted');
  const [known] = aws.store.distributions.values();
  const own =
    '<ViewerCertificate><CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate></ViewerCertificate>';
  const xml = known?.xml.replace(/<ViewerCertificate>.*<\/ViewerCertificate>/s, own);
  aws.store.distributions.clear();
  aws.store.seedDistribution({ id: 'EREFDEFAULT001', xml });
  aws.calls.clear();
  expect((await probe()).get('cloudfront:ListDomainConflicts')).toBe('unknown');
  expect(aws.calls.list().map(({ operation }) => operation)).not.toContain('ListDomainConflicts');
});

test('in an empty account some actions cannot be probed', async () => {
  aws.store.distributions.clear();
  aws.store.certificates.clear();
  const results = await probe();
  const unknown = [...results].filter(([, result]) => result === 'unknown').map(([action]) => action);
  expect(unknown).toEqual([
    'cloudfront:ListDomainConflicts',
    'cloudfront:ListTagsForResource',
    'shield:DescribeProtection',
    'acm:DescribeCertificate',
  ]);
});

test('a stop ends the check', async () => {
  expect((await probe(() => true)).get('cloudfront:GetDistribution')).toBeUndefined();
  expect(aws.calls.list()).toEqual([]);
});
