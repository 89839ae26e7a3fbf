// Faults on demand and the control API: what another process can make the fake do.

import { ACMClient, ListCertificatesCommand } from '@aws-sdk/client-acm';
import {
  CloudFrontClient,
  CreateDistributionCommand,
  type DistributionConfig,
  GetDistributionCommand,
  ListDistributionsCommand,
} from '@aws-sdk/client-cloudfront';
import {
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { createAccountSeed } from '../../../../sandbox/account-seed.js';
import { certificateArn } from '../../../../sandbox/fakes/aws/certificates.js';
import { config, customOrigin, makeBehavior } from '../../../../sandbox/fakes/aws/reference-parts.js';
import { type FakeAws, startAws } from '../../../../sandbox/fakes/aws/server.js';

const UserPoolId = 'us-east-1_cfclone01';
let aws: FakeAws;
let cloudFront: CloudFrontClient;
let acm: ACMClient;
let cognito: CognitoIdentityProviderClient;

function optionsFor(maxAttempts: number) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return { endpoint: aws.url, region: 'us-east-1', credentials, maxAttempts };
}

beforeEach(async () => {
  aws = await startAws({ seed: createAccountSeed(new Date()) });
  cloudFront = new CloudFrontClient(optionsFor(1));
  acm = new ACMClient(optionsFor(1));
  cognito = new CognitoIdentityProviderClient(optionsFor(1));
});

afterEach(async () => {
  for (const client of [cloudFront, acm, cognito]) client.destroy();
  await aws.close();
});

const newConfig: DistributionConfig = config({
  CallerReference: 'card-1',
  Comment: '',
  Origins: { Quantity: 1, Items: [customOrigin('o', 'origin.example.net')] },
  DefaultCacheBehavior: makeBehavior('o'),
});
const create = () => cloudFront.send(new CreateDistributionCommand({ DistributionConfig: newConfig }));
const listGroups = (Username: string) => cognito.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));

async function control(method: string, path: string, body?: unknown) {
  const headers = { 'content-type': 'application/json' };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const answer = await fetch(`${aws.url}/_control/${path}`, init);
  return { status: answer.status, body: await answer.json() };
}

test('throttles each service in its own shape, so many times', async () => {
  aws.faults.set([{ operation: '*', kind: 'throttle', times: 3 }]);
  await expect(create()).rejects.toMatchObject({
    name: 'Throttling',
    message: 'Rate exceeded',
    $metadata: { httpStatusCode: 400 },
  });
  await expect(acm.send(new ListCertificatesCommand({}))).rejects.toMatchObject({ name: 'ThrottlingException' });
  await expect(listGroups('ana')).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  await expect(listGroups('ana')).resolves.toBeDefined();
  expect(aws.faults.list()).toEqual([]);
});

test('the SDK retries what it may, and every attempt is on record', async () => {
  aws.faults.set([{ operation: 'ListDistributions', kind: 'unavailable', times: 1 }]);
  const patient = new CloudFrontClient(optionsFor(3));
  await patient.send(new ListDistributionsCommand({}));
  patient.destroy();
  expect(aws.calls.list('ListDistributions').map(({ status }) => status)).toEqual([503, 200]);
});

test('refuses as told, always', async () => {
  aws.faults.set([
    { operation: 'CreateDistribution', kind: 'refuse', times: 'always' },
    {
      operation: 'ListCertificates',
      kind: 'refuse',
      times: 1,
      code: 'InvalidArgsException',
      status: 400,
      message: 'no',
    },
  ]);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await expect(create()).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
  }
  await expect(acm.send(new ListCertificatesCommand({}))).rejects.toMatchObject({
    name: 'InvalidArgsException',
    message: 'no',
  });
});

test('an answer that is lost after the fact leaves a distribution, which the retry meets', async () => {
  aws.faults.set([{ operation: 'CreateDistribution', kind: 'lost-after', times: 1 }]);
  await expect(create()).rejects.toMatchObject({ message: expect.stringMatching(/socket hang up|ECONNRESET/) });
  const made = [...aws.store.distributions.keys()].at(-1);
  await expect(create()).rejects.toMatchObject({
    name: 'DistributionAlreadyExists',
    message: expect.stringContaining(`Already exists: ${made}`),
  });
  expect(aws.calls.list('CreateDistribution').map(({ status }) => status)).toEqual([0, 409]);
});

test('a request that is lost before the fact leaves nothing', async () => {
  aws.faults.set([{ operation: 'CreateDistribution', kind: 'lost-before', times: 1 }]);
  const before = aws.store.distributions.size;
  await expect(create()).rejects.toMatchObject({ message: expect.stringMatching(/socket hang up|ECONNRESET/) });
  expect(aws.store.distributions.size).toBe(before);
  await expect(create()).resolves.toBeDefined();
});

test('is slow as told, and closing does not wait for it', async () => {
  aws.faults.set([{ operation: 'ListDistributions', kind: 'slow', times: 'always', delayMs: 30 }]);
  aws.faults.latencyMs = 20;
  await cloudFront.send(new ListDistributionsCommand({}));
  expect(aws.calls.list('ListDistributions')[0]?.ms).toBeGreaterThanOrEqual(49);
  aws.faults.latencyMs = 60_000;
  const stuck = cloudFront.send(new ListDistributionsCommand({})).catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await aws.close();
  expect(await stuck).toBeInstanceOf(Error);
});

test('records what was asked', async () => {
  await create();
  await listGroups('ana');
  expect(aws.calls.list()).toMatchObject([
    {
      service: 'cloudfront',
      operation: 'CreateDistribution',
      input: { path: '/2020-05-31/distribution', query: {}, body: { CallerReference: 'card-1', Enabled: true } },
      status: 201,
    },
    { service: 'cognito-idp', input: { path: '/', body: { UserPoolId, Username: 'ana' } }, status: 200 },
  ]);
  expect((await control('GET', 'calls?operation=AdminListGroupsForUser')).body).toHaveLength(1);
});

test('the control API shows the state, and takes and edits distributions', async () => {
  const { body: state } = await control('GET', 'state');
  expect(state).toMatchObject({
    distributions: expect.arrayContaining([
      expect.objectContaining({
        id: 'EREFERENCE0001',
        status: 'Deployed',
        aliases: ['ref.example.com'],
        config: expect.objectContaining({ Enabled: true, Comment: 'production site' }),
        xml: expect.stringContaining('<DistributionConfig>'),
      }),
    ]),
    userPool: { users: expect.arrayContaining([expect.objectContaining({ username: 'ana' })]) },
  });
  const seeded = await control('POST', 'distributions', { id: 'ESEEDED0000001', config: newConfig });
  const firstTag = aws.store.distributions.get('ESEEDED0000001')?.etag;
  expect(seeded).toMatchObject({ status: 201, body: { status: 'Deployed' } });
  const edited = await control('PATCH', 'distributions/ESEEDED0000001', { Comment: 'x & y', Enabled: false });
  expect(edited.body).toMatchObject({ status: 'InProgress', config: { Comment: 'x & y', Enabled: false } });
  const { Distribution, ETag } = await cloudFront.send(new GetDistributionCommand({ Id: 'ESEEDED0000001' }));
  expect(ETag).not.toBe(firstTag);
  expect(Distribution?.DistributionConfig?.Comment).toBe('x & y');
  expect((await control('DELETE', 'distributions/ESEEDED0000001')).status).toBe(200);
  expect((await control('DELETE', 'distributions/ESEEDED0000001')).status).toBe(404);
});

test('the control API changes people, certificates, conflicts, faults and settings, and resets them all', async () => {
  await control('POST', 'users', { username: 'cy', attributes: { email: 'cy@example.com' } });
  await control('POST', 'memberships', { username: 'cy', group: 'night-shift', action: 'add' });
  await control('POST', 'memberships', { username: 'ana', group: 'cdn-approvers', action: 'remove' });
  expect((await listGroups('cy')).Groups?.[0]?.GroupName).toBe('night-shift');
  expect((await listGroups('ana')).Groups).toHaveLength(1);
  const arn = certificateArn('wildcard');
  expect((await control('POST', 'certificates', { arn, notAfter: '2020-01-01T00:00:00Z' })).status).toBe(200);
  expect(aws.store.certificates.get(arn)).toMatchObject({ notAfter: '2020-01-01T00:00:00Z', names: expect.anything() });
  await control('POST', 'certificates', {
    arn: `${arn}9`,
    domainName: 'x',
    names: ['x'],
    createdAt: '2026-01-01T00:00:00Z',
  });
  await control('POST', 'conflicts', [{ domain: 'x.example.com', resourceId: 'EX' }]);
  await control('POST', 'faults', [{ operation: '*', kind: 'unavailable', times: 'always' }]);
  await control('POST', 'latency', { ms: 1 });
  await control('POST', 'settings', { emptyFirstUserPage: true, deploySeconds: 60 });
  await expect(listGroups('ana')).rejects.toMatchObject({ name: 'ServiceUnavailableException' });
  await control('POST', 'reset');
  expect((await listGroups('ana')).Groups).toHaveLength(2);
  expect(aws.store).toMatchObject({ deploySeconds: 5, emptyFirstUserPage: false });
  expect(aws.faults).toMatchObject({ latencyMs: 0 });
  expect(aws.store.certificates.get(arn)?.notAfter).not.toContain('2020');
});

test('the control API refuses what it does not understand', async () => {
  expect((await control('POST', 'faults', [{ operation: '*', kind: 'odd', times: 1 }])).status).toBe(400);
  expect(await control('POST', 'distributions', { id: 'ESEEDED0000001' })).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('config or xml') },
  });
  expect((await control('POST', 'certificates', { arn: 'x', colour: 'red' })).status).toBe(400);
  expect((await control('PATCH', 'distributions/EREFERENCE0001', {})).status).toBe(400);
  expect((await control('GET', 'nothing')).status).toBe(404);
});
