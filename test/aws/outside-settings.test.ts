// What a distribution has outside its configuration, as the adapter reads it from the fake of AWS.
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { createAccountSeed } from '../../sandbox/account-seed.js';
import type { Fault } from '../../sandbox/fakes/aws/faults.js';
import { type FakeAws, startAws } from '../../sandbox/fakes/aws/server.js';
import { createOutsideClients, type OutsideClients } from '../../src/aws/outside-clients.js';
import type { OutsideReads } from '../../src/clone/outside-reads.js';
import '../support/test-bot.js';

const id = 'EREFERENCE0001';
const arn = `arn:aws:cloudfront::123456789012:distribution/${id}`;
const other = 'arn:aws:cloudfront::123456789012:distribution/EREFS3OAC00001';
const destination = 'arn:aws:logs:us-east-1:123456789012:delivery-destination:cdn-access-logs';

let aws: FakeAws;
let client: CloudFrontClient;
let clients: OutsideClients;
let reads: OutsideReads;
let now = 0;
let timed: string[] = [];

beforeAll(async () => {
  aws = await startAws({ seed: createAccountSeed(new Date()) });
  process.env.AWS_ENDPOINT_URL = aws.url;
  client = new CloudFrontClient({ region: 'us-east-1', maxAttempts: 1 });
});

beforeEach(() => {
  aws.store.reset();
  aws.faults.clear();
  aws.calls.clear();
  timed = [];
  clients = createOutsideClients(client, {
    endpoints: { shield: aws.url, pricingPlans: aws.url },
    clock: () => now,
    time: (service, operation) => (result) => void timed.push(`${service} ${operation} ${result}`),
  });
  reads = clients.reads;
});

afterEach(() => clients.close());

afterAll(async () => {
  delete process.env.AWS_ENDPOINT_URL;
  client.destroy();
  await aws.close();
});

const fail = (operation: string, fault: Partial<Fault> = {}) =>
  aws.faults.add({ operation, kind: 'refuse', times: 'always', ...fault });

test('the deliveries of a distribution are found by its ARN, on whatever page they are', async () => {
  const sources = Array.from({ length: 120 }, (_, index) => ({
    name: `source-${index}`,
    resourceArn: `arn:aws:cloudfront::123456789012:distribution/E${index}`,
    deliveries: [{ destinationArn: destination, fieldDelimiter: String(index) }],
  }));
  aws.store.outside.reset({ logDestinations: [{ arn: destination, type: 'CWL' }], logSources: sources });
  expect(await reads.readLogs('arn:aws:cloudfront::123456789012:distribution/E119')).toEqual([
    { logType: 'ACCESS_LOGS', destination, destinationType: 'CWL', fieldDelimiter: '119' },
  ]);
  expect(await reads.readLogs(other)).toEqual([]);
  // The lists are of the whole account, so the second question needs no call.
  expect(aws.calls.list('DescribeDeliverySources')).toHaveLength(3);
  expect(aws.calls.list('DescribeDeliveries')).toHaveLength(3);
});

test('a delivery says what it writes and where', async () => {
  expect(await reads.readLogs(arn)).toEqual([
    {
      logType: 'ACCESS_LOGS',
      destination,
      destinationType: 'S3',
      recordFields: expect.arrayContaining(['date', 'sc-status']),
      s3: { suffixPath: '{DistributionId}/{yyyy}/{MM}/{dd}', enableHiveCompatiblePath: false },
    },
  ]);
});

test('the lists are read again after a minute', async () => {
  await reads.readLogs(arn);
  aws.store.outside.deliveries = [];
  expect(await reads.readLogs(arn)).toHaveLength(1);
  now += 60_000;
  expect(await reads.readLogs(arn)).toEqual([]);
});

test('an account with more deliveries than can be read in time is not read to the end', async () => {
  const logSources = Array.from({ length: 4_001 }, (_, index) => ({ name: `s${index}`, resourceArn: `arn:${index}` }));
  aws.store.outside.reset({ logSources });
  expect(await reads.readLogs(arn)).toBeUndefined();
  expect(aws.calls.list('DescribeDeliverySources')).toHaveLength(80);
});

test('additional metrics are there, or not', async () => {
  expect(await reads.hasMetrics(id)).toBe(true);
  expect(await reads.hasMetrics('EREFS3OAC00001')).toBe(false);
  expect(await reads.hasMetrics('EGONE')).toBeUndefined();
});

test('Shield Advanced protects a distribution, or does not', async () => {
  expect(await reads.isProtected(arn)).toBe(false);
  aws.store.outside.protections.add(arn);
  expect(await reads.isProtected(arn)).toBe(true);
  expect(timed).toEqual(['shield DescribeProtection error', 'shield DescribeProtection ok']);
});

test('the flat-rate plan of a distribution is found on any page; one that failed covers nothing', async () => {
  const pricingPlans = Array.from({ length: 12 }, (_, index) => ({
    tier: 'PRO' as const,
    resourceArns: [`arn:aws:cloudfront::123456789012:distribution/E${index}`],
  }));
  const failed = { tier: 'PREMIUM' as const, status: 'FAILED' as const, resourceArns: [other] };
  const last = { tier: 'BUSINESS' as const, resourceArns: ['arn:aws:wafv2:web-acl', arn] };
  aws.store.outside.reset({ pricingPlans: [...pricingPlans, failed, last] });
  expect(await reads.readPricingPlan(arn)).toBe('BUSINESS');
  expect(await reads.readPricingPlan(other)).toBe('');
  expect(aws.calls.list('ListSubscriptions')).toHaveLength(2);
});

const all = (): Promise<readonly unknown[]> =>
  Promise.all([reads.readLogs(arn), reads.hasMetrics(id), reads.isProtected(arn), reads.readPricingPlan(arn)]);
const operations = ['DescribeDeliveries', 'GetMonitoringSubscription', 'DescribeProtection', 'ListSubscriptions'];

test('what the role may not read is unknown, remembered, and not asked again', async () => {
  for (const operation of operations) fail(operation);
  expect(await all()).toEqual([undefined, undefined, undefined, undefined]);
  expect(reads.listDenied()).toEqual(
    expect.arrayContaining([
      { setting: 'logs', action: 'logs:DescribeDeliverySources and logs:DescribeDeliveries' },
      { setting: 'metrics', action: 'cloudfront:GetMonitoringSubscription' },
      { setting: 'shield', action: 'shield:DescribeProtection' },
      { setting: 'pricing_plan', action: 'pricingplanmanager:ListSubscriptions' },
    ]),
  );
  aws.calls.clear();
  expect(await all()).toEqual([undefined, undefined, undefined, undefined]);
  expect(aws.calls.list()).toEqual([]);
});

test('a passing failure is unknown, and asked again', async () => {
  for (const operation of operations)
    fail(operation, { kind: 'refuse', code: 'InternalFailure', status: 400, times: 1 });
  expect(await all()).toEqual([undefined, undefined, undefined, undefined]);
  expect(reads.listDenied()).toEqual([]);
  expect(await all()).toEqual([expect.any(Array), true, false, '']);
});
