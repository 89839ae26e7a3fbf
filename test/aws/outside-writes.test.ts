// The settings outside the configuration of a clone, as the adapter creates them in the fake of AWS.
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { createAccountSeed } from '../../sandbox/account-seed.js';
import { type FakeAws, startAws } from '../../sandbox/fakes/aws/server.js';
import { createOutsideWrites } from '../../src/aws/outside-writes.js';
import type { OutsideWrites } from '../../src/clone/copy-settings.js';
import type { LogDelivery } from '../../src/clone/outside-settings.js';
import { told } from '../clone/references.js';
import '../support/test-bot.js';

const clone = { id: 'EREFS3OAC00001', arn: 'arn:aws:cloudfront::123456789012:distribution/EREFS3OAC00001' };
const destination = 'arn:aws:logs:us-east-1:123456789012:delivery-destination:cdn-access-logs';
const delivery: LogDelivery = {
  logType: 'ACCESS_LOGS',
  destination,
  destinationType: 'S3',
  recordFields: ['date', 'sc-status'],
  fieldDelimiter: ',',
  s3: { suffixPath: 'a/b', enableHiveCompatiblePath: true },
};
const done = { ok: true, value: undefined };

let aws: FakeAws;
let cloudFront: CloudFrontClient;
let logs: CloudWatchLogsClient;
let writes: OutsideWrites;

beforeAll(async () => {
  aws = await startAws({ seed: createAccountSeed(new Date()) });
  cloudFront = new CloudFrontClient({ endpoint: aws.url, region: 'us-east-1', maxAttempts: 1 });
  logs = new CloudWatchLogsClient({ endpoint: aws.url, region: 'us-east-1', maxAttempts: 1 });
  writes = createOutsideWrites(cloudFront, logs);
});

beforeEach(() => {
  aws.store.reset();
  aws.faults.clear();
});

afterAll(async () => {
  cloudFront.destroy();
  logs.destroy();
  await aws.close();
});

const created = () => aws.store.outside.deliveries.slice(1);

test('a delivery is created with its source, and found when it is created again', async () => {
  expect(await writes.createDelivery(clone, delivery)).toEqual(done);
  expect(await writes.createDelivery(clone, delivery)).toEqual(done);
  expect(created()).toHaveLength(1);
  expect(created()[0]).toMatchObject({
    sourceName: 'cf-clone-EREFS3OAC00001-ACCESS_LOGS',
    destinationArn: destination,
    recordFields: ['date', 'sc-status'],
    fieldDelimiter: ',',
    s3: { suffixPath: 'a/b', enableHiveCompatiblePath: true },
  });
});

test('a source that somebody else made for the clone is used', async () => {
  const source = { name: 'theirs', resourceArn: clone.arn, logType: 'ACCESS_LOGS', tags: {} };
  aws.store.outside.sources.set('theirs', source);
  expect(await writes.createDelivery(clone, delivery)).toEqual(done);
  expect(created()[0]?.sourceName).toBe('theirs');
});

test('a destination that is being changed is to be tried again', async () => {
  const message = 'Requested resource is currently being updated. Please try again later.';
  aws.faults.add({
    operation: 'CreateDelivery',
    kind: 'refuse',
    times: 1,
    code: 'ConflictException',
    status: 400,
    message,
  });
  expect(await writes.createDelivery(clone, delivery)).toMatchObject({ ok: false, outcome: 'throttled' });
});

test('an answer that was lost leaves a delivery, which the next attempt finds', async () => {
  aws.faults.add({ operation: 'CreateDelivery', kind: 'lost-after', times: 1 });
  expect(await writes.createDelivery(clone, delivery)).toMatchObject({ ok: false, outcome: 'aws_unavailable' });
  expect(await writes.createDelivery(clone, delivery)).toEqual(done);
  expect(created()).toHaveLength(1);
});

test('metrics are turned on once', async () => {
  expect(await writes.createMetrics(clone.id)).toEqual(done);
  expect(await writes.createMetrics(clone.id)).toEqual(done);
  expect(aws.store.distributions.get(clone.id)?.monitoring).toBe(true);
});

test('a missing permission is named', async () => {
  aws.faults.add({ operation: 'PutDeliverySource', kind: 'refuse', times: 1 });
  aws.faults.add({ operation: 'CreateMonitoringSubscription', kind: 'refuse', times: 1 });
  expect(told(await writes.createDelivery(clone, delivery))).toMatchObject({
    outcome: 'access_denied',
    next: expect.stringContaining('logs:PutDeliverySource'),
  });
  expect(told(await writes.createMetrics(clone.id))).toMatchObject({
    outcome: 'access_denied',
    next: expect.stringContaining('cloudfront:CreateMonitoringSubscription'),
  });
});
