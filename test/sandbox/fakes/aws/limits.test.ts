// Rates that the fake keeps to, on a clock of the test's own: so much at once, then so much a second.

import { ACMClient, ListCertificatesCommand } from '@aws-sdk/client-acm';
import { CloudFrontClient, ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import { CognitoIdentityProviderClient, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { type FakeAws, startAws } from '../../../../sandbox/fakes/aws/server.js';

let clock = new Date('2026-11-23T12:00:00Z');
let aws: FakeAws;
let cloudFront: CloudFrontClient;
let acm: ACMClient;
let cognito: CognitoIdentityProviderClient;
let tagging: ResourceGroupsTaggingAPIClient;

beforeAll(async () => {
  aws = await startAws({ now: () => clock, limits: { ListCertificates: { perSecond: 2, burst: 3 } } });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const options = { endpoint: aws.url, region: 'us-east-1', credentials, maxAttempts: 1 };
  cloudFront = new CloudFrontClient(options);
  acm = new ACMClient(options);
  cognito = new CognitoIdentityProviderClient(options);
  tagging = new ResourceGroupsTaggingAPIClient(options);
});

beforeEach(() => {
  aws.limits.reset();
  aws.faults.clear();
  aws.calls.clear();
});

afterAll(async () => {
  for (const client of [cloudFront, acm, cognito, tagging]) client.destroy();
  await aws.close();
});

const wait = (milliseconds: number) => {
  clock = new Date(clock.getTime() + milliseconds);
};

const listCertificates = () => acm.send(new ListCertificatesCommand({}));
const listDistributions = () => cloudFront.send(new ListDistributionsCommand({}));

/** How many of so many calls are taken. */
async function countTaken(calls: number): Promise<number> {
  let taken = 0;
  for (let call = 0; call < calls; call += 1) {
    taken += await listCertificates().then(
      () => 1,
      () => 0,
    );
  }
  return taken;
}

test('takes a burst, then fills up with time, never above the burst', async () => {
  expect(await countTaken(5)).toBe(3);
  wait(499);
  expect(await countTaken(1)).toBe(0);
  wait(1);
  expect(await countTaken(2)).toBe(1);
  wait(60_000);
  expect(await countTaken(5)).toBe(3);
  expect(await listDistributions()).toBeDefined();
});

test('a clock that is set back neither fills nor empties', async () => {
  await countTaken(3);
  wait(-60_000);
  expect(await countTaken(1)).toBe(0);
  wait(500);
  expect(await countTaken(2)).toBe(1);
});

test('refuses as each service does, and has it on record', async () => {
  const limit = { perSecond: 0.1, burst: 1 };
  const names = ['ListDistributions', 'ListCertificates', 'ListUsers', 'GetResources'];
  aws.limits.set(Object.fromEntries(names.map((name) => [name, limit])));
  const asks: readonly [() => Promise<unknown>, string][] = [
    [listDistributions, 'Throttling'],
    [listCertificates, 'ThrottlingException'],
    [() => cognito.send(new ListUsersCommand({ UserPoolId: aws.store.pool.id })), 'TooManyRequestsException'],
    [() => tagging.send(new GetResourcesCommand({})), 'ThrottledException'],
  ];
  for (const [ask, name] of asks) {
    await ask();
    await expect(ask()).rejects.toMatchObject({ name });
  }
  expect(aws.calls.list().map(({ operation, status }) => [operation, status])).toEqual(
    names.flatMap((name) => [
      [name, 200],
      [name, 400],
    ]),
  );
});

test('a call that is not taken uses up no fault', async () => {
  await countTaken(3);
  aws.faults.set([{ operation: 'ListCertificates', kind: 'unavailable', times: 1 }]);
  await expect(listCertificates()).rejects.toMatchObject({ name: 'ThrottlingException' });
  wait(500);
  await expect(listCertificates()).rejects.toMatchObject({ name: 'ServiceUnavailableException' });
});

test('are set through the control API, and reset to those of the start', async () => {
  const control = async (method: string, path: string, body?: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await fetch(`${aws.url}/_control/${path}`, init);
    return { status: response.status, body: await response.json() };
  };
  const limits = { ListDistributions: { perSecond: 1, burst: 1 } };
  expect(await control('POST', 'limits', limits)).toEqual({ status: 200, body: { limits } });
  await listDistributions();
  await expect(listDistributions()).rejects.toMatchObject({ name: 'Throttling' });
  expect(await countTaken(5)).toBe(5);
  expect((await control('POST', 'limits', { ListDistributions: { perSecond: 0, burst: 1 } })).status).toBe(400);
  await control('POST', 'reset', {});
  expect((await control('GET', 'limits')).body).toEqual({
    limits: { ListCertificates: { perSecond: 2, burst: 3 } },
  });
});
