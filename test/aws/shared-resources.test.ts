// Policies and origin access controls as the adapter reads and creates them, against the fake of AWS.
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { createAccountSeed } from '../../sandbox/account-seed.js';
import { type FakeAws, startAws } from '../../sandbox/fakes/aws/server.js';
import { createDistributions } from '../../src/aws/cloudfront.js';

let aws: FakeAws;
let client: CloudFrontClient;
const distributions = () => createDistributions(client);

beforeAll(async () => {
  aws = await startAws({ seed: createAccountSeed(new Date()) });
  client = new CloudFrontClient({
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});

beforeEach(() => {
  aws.store.reset();
  aws.faults.clear();
});

afterAll(async () => {
  client.destroy();
  await aws.close();
});

const deny = (operation: string) => aws.faults.add({ operation, kind: 'refuse', times: 1 });

test.each([
  ['83da9c7e-98b4-4e11-a168-04f0df8e2c65', true],
  ['658327ea-f89d-4fab-a63d-7e88639e58f6', false],
  ['gone', undefined],
])('the cache policy %s has Host in its key: %s', async (id, expected) => {
  expect(await distributions().cachesByHost(id)).toBe(expected);
});

test('every access control of the account is listed, page by page', async () => {
  for (let index = 0; index < 98; index++) {
    aws.store.accessControls.set(`E${index}`, {
      id: `E${index}`,
      name: `n${index}`,
      originType: 's3',
      signingBehavior: index === 0 ? 'never' : 'always',
      description: '',
    });
  }
  const controls = await distributions().listAccessControls();
  expect(controls).toHaveLength(100);
  expect(controls).toContainEqual({ id: 'E0', name: 'n0', type: 's3', signsAlways: false });
  expect(controls).toContainEqual({ id: 'E2OACLAMBDA001', name: 'function-url', type: 'lambda', signsAlways: true });
});

test('without the permission nothing is known of access controls', async () => {
  deny('ListOriginAccessControls');
  expect(await distributions().listAccessControls()).toBeUndefined();
});

test('an access control is created once, and found by its name afterwards', async () => {
  const create = () => distributions().createAccessControl('cf-clone-s3-1', 's3');
  const first = await create();
  if (!first.ok) throw new Error(`refused: ${first.outcome}`);
  expect(aws.store.accessControls.get(first.value)).toMatchObject({
    name: 'cf-clone-s3-1',
    originType: 's3',
    signingBehavior: 'always',
  });
  expect(await create()).toEqual(first);
  expect(aws.calls.list('CreateOriginAccessControl')).toHaveLength(2);
});

test('an access control of the same name and another type is not taken for it', async () => {
  await distributions().createAccessControl('cf-clone-1', 'lambda');
  expect(await distributions().createAccessControl('cf-clone-1', 's3')).toMatchObject({ ok: false });
});

test('a missing permission to create one is named', async () => {
  deny('CreateOriginAccessControl');
  const refusal = await distributions().createAccessControl('cf-clone-s3-1', 's3');
  expect(refusal).toMatchObject({ ok: false, outcome: 'access_denied' });
  expect(JSON.stringify(refusal)).toContain('cloudfront:CreateOriginAccessControl');
});
