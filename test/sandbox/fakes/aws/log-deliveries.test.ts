// Sources and deliveries of access logs as the SDK sees them.

import {
  CloudWatchLogsClient,
  CreateDeliveryCommand,
  type CreateDeliveryRequest,
  DescribeDeliveriesCommand,
  PutDeliverySourceCommand,
  type PutDeliverySourceRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { createAccountSeed } from '../../../../sandbox/account-seed.js';
import { type FakeAws, startAws } from '../../../../sandbox/fakes/aws/server.js';

const resourceArn = 'arn:aws:cloudfront::123456789012:distribution/EREFS3OAC00001';
const taken = 'arn:aws:cloudfront::123456789012:distribution/EREFERENCE0001';
const bucket = 'arn:aws:logs:us-east-1:123456789012:delivery-destination:cdn-access-logs';
const group = 'arn:aws:logs:us-east-1:123456789012:delivery-destination:group';

let aws: FakeAws;
let client: CloudWatchLogsClient;

beforeAll(async () => {
  aws = await startAws({ seed: createAccountSeed(new Date()) });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new CloudWatchLogsClient({ endpoint: aws.url, region: 'us-east-1', credentials, maxAttempts: 1 });
});

beforeEach(() => {
  aws.store.reset();
  aws.store.outside.destinations.set(group, { arn: group, type: 'CWL' });
});

afterAll(async () => {
  client.destroy();
  await aws.close();
});

const put = (over: Partial<PutDeliverySourceRequest> = {}) =>
  client.send(new PutDeliverySourceCommand({ name: 'mine', resourceArn, logType: 'ACCESS_LOGS', ...over }));
const create = (over: Partial<CreateDeliveryRequest> = {}) =>
  client.send(new CreateDeliveryCommand({ deliverySourceName: 'mine', deliveryDestinationArn: bucket, ...over }));

test('a source with a delivery can be read back', async () => {
  await put({ tags: { a: '1' } });
  await create({ recordFields: ['date'], fieldDelimiter: ',', s3DeliveryConfiguration: { suffixPath: 'x' } });
  const { deliveries } = await client.send(new DescribeDeliveriesCommand({}));
  expect(deliveries).toHaveLength(2);
  expect(deliveries?.[1]).toMatchObject({
    deliverySourceName: 'mine',
    deliveryDestinationArn: bucket,
    deliveryDestinationType: 'S3',
    recordFields: ['date'],
    fieldDelimiter: ',',
    s3DeliveryConfiguration: { suffixPath: 'x' },
  });
});

test('a source can be put again, for the same resource alone', async () => {
  await put();
  await put();
  await expect(put({ resourceArn: taken })).rejects.toMatchObject({ name: 'ConflictException' });
});

test.each<[string, Partial<PutDeliverySourceRequest>, string]>([
  ['a resource that has one', { resourceArn: taken }, 'ConflictException'],
  ['a resource that does not exist', { resourceArn: `${taken}X` }, 'ResourceNotFoundException'],
  ['a type of log that CloudFront does not send', { logType: 'EVENT_LOGS' }, 'ValidationException'],
  ['a name with a space', { name: 'a b' }, 'ValidationException'],
])('no source for %s', async (_what, over, name) => {
  await expect(put(over)).rejects.toMatchObject({ name });
});

test.each<[string, Partial<CreateDeliveryRequest>, string]>([
  ['from a source that does not exist', { deliverySourceName: 'gone' }, 'ResourceNotFoundException'],
  ['to a destination that does not exist', { deliveryDestinationArn: `${bucket}X` }, 'ResourceNotFoundException'],
  ['to a log group in folders', { deliveryDestinationArn: group, s3DeliveryConfiguration: {} }, 'ValidationException'],
])('no delivery %s', async (_what, over, name) => {
  await put();
  await expect(create(over)).rejects.toMatchObject({ name });
});

test('there is one delivery from a source to a destination', async () => {
  await put();
  await create();
  await expect(create()).rejects.toMatchObject({ name: 'ConflictException' });
});
