// Policies, origin access controls, and metrics as the SDK sees them.

import {
  CloudFrontClient,
  CreateMonitoringSubscriptionCommand,
  CreateOriginAccessControlCommand,
  GetCachePolicyCommand,
  GetMonitoringSubscriptionCommand,
  GetOriginAccessControlCommand,
  ListOriginAccessControlsCommand,
  type OriginAccessControlConfig,
} from '@aws-sdk/client-cloudfront';
import { createAccountSeed } from '../../../../sandbox/account-seed.js';
import { type FakeAws, startAws } from '../../../../sandbox/fakes/aws/server.js';

let aws: FakeAws;
let client: CloudFrontClient;

beforeAll(async () => {
  aws = await startAws({ seed: createAccountSeed(new Date()) });
  client = new CloudFrontClient({
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});

beforeEach(() => aws.store.reset());

afterAll(async () => {
  client.destroy();
  await aws.close();
});

const config: OriginAccessControlConfig = {
  Name: 'media',
  Description: 'made by a test',
  SigningProtocol: 'sigv4',
  SigningBehavior: 'always',
  OriginAccessControlOriginType: 'mediapackagev2',
};
const create = (over: Partial<OriginAccessControlConfig> = {}) =>
  client.send(new CreateOriginAccessControlCommand({ OriginAccessControlConfig: { ...config, ...over } }));

test('a cache policy says which headers are in the cache key', async () => {
  const { CachePolicy } = await client.send(new GetCachePolicyCommand({ Id: '2e54312d-136d-493c-8eb9-b001f22f67d2' }));
  expect(CachePolicy?.CachePolicyConfig?.ParametersInCacheKeyAndForwardedToOrigin?.HeadersConfig).toEqual({
    HeaderBehavior: 'whitelist',
    Headers: { Quantity: 3, Items: ['authorization', 'cloudfront-viewer-country', 'host'] },
  });
  await expect(client.send(new GetCachePolicyCommand({ Id: 'gone' }))).rejects.toMatchObject({
    name: 'NoSuchCachePolicy',
  });
});

test('an origin access control that was created can be read and listed', async () => {
  const { OriginAccessControl, ETag } = await create();
  const Id = OriginAccessControl?.Id ?? '';
  expect(ETag).toBeDefined();
  const read = await client.send(new GetOriginAccessControlCommand({ Id }));
  expect(read.OriginAccessControl?.OriginAccessControlConfig).toEqual(config);
  const { OriginAccessControlList } = await client.send(new ListOriginAccessControlsCommand({}));
  expect(OriginAccessControlList).toMatchObject({ IsTruncated: false, Quantity: 3 });
  expect(OriginAccessControlList?.Items).toContainEqual({ Id, ...config });
});

test('origin access controls come in pages', async () => {
  const first = await client.send(new ListOriginAccessControlsCommand({ MaxItems: 1 }));
  expect(first.OriginAccessControlList).toMatchObject({ IsTruncated: true, Quantity: 1 });
  const Marker = first.OriginAccessControlList?.NextMarker;
  const second = await client.send(new ListOriginAccessControlsCommand({ MaxItems: 1, Marker }));
  expect(second.OriginAccessControlList).toMatchObject({ IsTruncated: false, Items: [{ Name: 'function-url' }] });
});

test.each<[string, string, Partial<OriginAccessControlConfig>]>([
  ['a name of 65 characters', 'InvalidArgument', { Name: 'n'.repeat(65) }],
  ['no name', 'InvalidArgument', { Name: '' }],
  ['a name that is taken', 'OriginAccessControlAlreadyExists', { Name: 'bucket' }],
])('an origin access control with %s is refused', async (_what, name, over) => {
  await expect(create(over)).rejects.toMatchObject({ name });
});

test('an account has 100 origin access controls at the most', async () => {
  for (let index = aws.store.accessControls.size; index < 100; index++) await create({ Name: `control-${index}` });
  await expect(create()).rejects.toMatchObject({ name: 'TooManyOriginAccessControls' });
});

test('additional metrics are switched on once', async () => {
  const DistributionId = 'EREFS3OAC00001';
  const get = () => client.send(new GetMonitoringSubscriptionCommand({ DistributionId }));
  const switchOn = () =>
    client.send(
      new CreateMonitoringSubscriptionCommand({
        DistributionId,
        MonitoringSubscription: {
          RealtimeMetricsSubscriptionConfig: { RealtimeMetricsSubscriptionStatus: 'Enabled' },
        },
      }),
    );
  await expect(get()).rejects.toMatchObject({ name: 'NoSuchMonitoringSubscription' });
  await switchOn();
  expect((await get()).MonitoringSubscription?.RealtimeMetricsSubscriptionConfig).toEqual({
    RealtimeMetricsSubscriptionStatus: 'Enabled',
  });
  await expect(switchOn()).rejects.toMatchObject({ name: 'MonitoringSubscriptionAlreadyExists' });
});
