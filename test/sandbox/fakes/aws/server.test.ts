// The fake of CloudFront by the real SDK: what goes in comes out, and what AWS would number, date and page is.

import {
  CloudFrontClient,
  CreateDistributionCommand,
  CreateDistributionWithTagsCommand,
  CreateInvalidationCommand,
  DeleteDistributionCommand,
  type DistributionConfig,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  GetMonitoringSubscriptionCommand,
  GetOriginAccessControlCommand,
  GetOriginRequestPolicyCommand,
  ListConflictingAliasesCommand,
  ListDomainConflictsCommand,
  ListTagsForResourceCommand,
  paginateListDistributions,
  type Tag,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { accountSeedSchema, createAccountSeed } from '../../../../sandbox/account-seed.js';
import { certificateArn } from '../../../../sandbox/fakes/aws/certificates.js';
import { type FakeAws, startAws } from '../../../../sandbox/fakes/aws/server.js';

const main = 'EREFERENCE0001';
let clock = new Date('2026-11-23T12:00:00Z');
let aws: FakeAws;
let client: CloudFrontClient;

function clientOptions() {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return { endpoint: aws.url, region: 'us-east-1', credentials, maxAttempts: 1 };
}

beforeEach(async () => {
  clock = new Date('2026-11-23T12:00:00Z');
  aws = await startAws({ now: () => clock, seed: createAccountSeed(clock) });
  client = new CloudFrontClient(clientOptions());
});

afterEach(async () => {
  client.destroy();
  await aws.close();
});

async function readConfig(id = main): Promise<DistributionConfig> {
  const { DistributionConfig } = await client.send(new GetDistributionConfigCommand({ Id: id }));
  if (DistributionConfig === undefined) throw new Error('no config');
  return DistributionConfig;
}

async function cloneOfMain(rest: Partial<DistributionConfig> = {}): Promise<DistributionConfig> {
  const config = await readConfig();
  return { ...config, CallerReference: 'clone-1', Aliases: { Quantity: 1, Items: ['new.example.com'] }, ...rest };
}

function wait(seconds: number): void {
  clock = new Date(clock.getTime() + seconds * 1000);
}

test('what the fake account holds at first is valid, and every reference in it is one that CloudFront would accept', async () => {
  expect(accountSeedSchema.safeParse(JSON.parse(JSON.stringify(createAccountSeed(clock)))).error).toBeUndefined();
  for (const [id, { etag }] of aws.store.distributions) {
    const config = await readConfig(id);
    await client.send(new UpdateDistributionCommand({ Id: id, IfMatch: etag, DistributionConfig: config }));
  }
});

test('reads the main reference as the SDK shapes it', async () => {
  const { Distribution, ETag } = await client.send(new GetDistributionCommand({ Id: main }));
  expect(Distribution).toMatchObject({
    Id: main,
    ARN: `arn:aws:cloudfront::123456789012:distribution/${main}`,
    Status: 'Deployed',
    DomainName: expect.stringMatching(/^d[a-z0-9]{13}\.cloudfront\.net$/),
    DistributionConfig: { Comment: 'production site', Aliases: { Quantity: 1, Items: ['ref.example.com'] } },
  });
  expect(ETag).toMatch(/^E[A-Z0-9]{13}$/);
  expect(Distribution?.DistributionConfig?.Origins?.Items?.[1]?.CustomHeaders?.Items?.[0]?.HeaderName).toBe(
    'X-Origin-Secret',
  );
});

test('creates a clone whose config comes back the same', async () => {
  const sent = await cloneOfMain({ Comment: 'a & b <c>\n"é"' });
  const created = await client.send(
    new CreateDistributionWithTagsCommand({
      DistributionConfigWithTags: {
        DistributionConfig: sent,
        Tags: { Items: [{ Key: 'Name', Value: 'new.example.com' }] },
      },
    }),
  );
  expect(created.Distribution?.Id).toMatch(/^E[A-Z0-9]{13}$/);
  expect(created.Location).toContain(created.Distribution?.Id);
  expect(await readConfig(created.Distribution?.Id)).toEqual(sent);
  const tags = await client.send(new ListTagsForResourceCommand({ Resource: created.Distribution?.ARN }));
  expect(tags.Tags?.Items).toEqual([{ Key: 'Name', Value: 'new.example.com' }]);
});

test('keeps the XML as it was sent, with members no one knows', async () => {
  const { xml = '' } = aws.store.distributions.get(main) ?? {};
  const sent = xml
    .replace('production-2025-02-11', 'raw-1')
    .replace('<CNAME>ref.', '<CNAME>raw.')
    .replace(
      '</DistributionConfig>',
      '<Invention><Quantity>1</Quantity><Items><X>1</X></Items></Invention></DistributionConfig>',
    );
  const answer = await fetch(`${aws.url}/2020-05-31/distribution`, { method: 'POST', body: sent });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('x-amzn-requestid')).toBeTruthy();
  expect(await answer.text()).toContain(sent);
  const id = answer.headers.get('location')?.split('/').at(-1) ?? '';
  const patched = await fetch(`${aws.url}/_control/distributions/${id}`, {
    method: 'PATCH',
    body: JSON.stringify({ Comment: 'edited', WebACLId: null }),
  });
  expect(await patched.json()).toMatchObject({ config: { Comment: 'edited', Invention: { Items: ['1'] } } });
  expect(aws.store.distributions.get(id)?.xml).not.toContain('WebACLId');
});

test('takes ?WithTags with and without an equals sign', async () => {
  const { xml = '' } = aws.store.distributions.get('EREFLEGACY0001') ?? {};
  for (const query of ['WithTags', 'WithTags=']) {
    const config = xml.replace('1468323341', `raw-${query}`);
    const body = `<DistributionConfigWithTags>${config}<Tags/></DistributionConfigWithTags>`;
    const answer = await fetch(`${aws.url}/2020-05-31/distribution?${query}`, { method: 'POST', body });
    expect(answer.status).toBe(201);
  }
  expect(aws.calls.list('CreateDistributionWithTags')).toHaveLength(2);
});

test('is in progress for as long as it was told to be', async () => {
  const { Distribution } = await client.send(
    new CreateDistributionCommand({ DistributionConfig: await cloneOfMain() }),
  );
  const statusOf = async () =>
    (await client.send(new GetDistributionCommand({ Id: Distribution?.Id }))).Distribution?.Status;
  expect(await statusOf()).toBe('InProgress');
  wait(4);
  expect(await statusOf()).toBe('InProgress');
  wait(1);
  expect(await statusOf()).toBe('Deployed');
});

test('updates and deletes only by the current ETag', async () => {
  const config = await readConfig();
  const { ETag } = await client.send(new GetDistributionConfigCommand({ Id: main }));
  const update = (IfMatch: string | undefined, rest: Partial<DistributionConfig> = {}) =>
    client.send(new UpdateDistributionCommand({ Id: main, IfMatch, DistributionConfig: { ...config, ...rest } }));
  await expect(update(undefined)).rejects.toMatchObject({ name: 'InvalidIfMatchVersion' });
  await expect(update('EOTHERVERSION1')).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await expect(update(ETag, { CallerReference: 'x' })).rejects.toMatchObject({ name: 'IllegalUpdate' });
  const updated = await update(ETag, { Enabled: false });
  expect(updated.ETag).not.toBe(ETag);
  const remove = () => client.send(new DeleteDistributionCommand({ Id: main, IfMatch: updated.ETag }));
  await expect(remove()).rejects.toMatchObject({ name: 'DistributionNotDisabled' });
  wait(5);
  await remove();
  await expect(readConfig()).rejects.toMatchObject({ name: 'NoSuchDistribution', $metadata: { httpStatusCode: 404 } });
});

test('lists in pages, with what a real summary has and without what it lacks', async () => {
  const pages = [];
  for await (const page of paginateListDistributions({ client, pageSize: 3 }, {})) pages.push(page.DistributionList);
  expect(pages.map((page) => page?.Quantity)).toEqual([3, 3, 2]);
  expect(pages.map((page) => page?.IsTruncated)).toEqual([true, true, false]);
  const first = pages[0]?.Items?.[0];
  expect(first).toMatchObject({
    Id: main,
    Aliases: { Items: ['ref.example.com'] },
    Comment: 'production site',
    Enabled: true,
    ViewerCertificate: { ACMCertificateArn: certificateArn('wildcard') },
    Origins: { Quantity: 2 },
    Staging: false,
  });
  expect(first).not.toHaveProperty('CallerReference');
});

test('tags, and lets tags be taken away', async () => {
  const Resource = `arn:aws:cloudfront::123456789012:distribution/${main}`;
  await client.send(new TagResourceCommand({ Resource, Tags: { Items: [{ Key: 'team', Value: 'ops' }] } }));
  await client.send(new UntagResourceCommand({ Resource, TagKeys: { Items: ['Name'] } }));
  const { Tags } = await client.send(new ListTagsForResourceCommand({ Resource }));
  expect(Tags?.Items).toEqual([
    { Key: 'cost-center', Value: '4711' },
    { Key: 'team', Value: 'ops' },
  ]);
  await expect(client.send(new ListTagsForResourceCommand({ Resource: `${Resource}X` }))).rejects.toMatchObject({
    name: 'NoSuchResource',
  });
});

test('tags what is there already: new ones come, the same ones change, and the tagging service sees them', async () => {
  const Resource = `arn:aws:cloudfront::123456789012:distribution/${main}`;
  const Items = [
    { Key: 'cf-clone:announced', Value: 'C0CDN000001/1795435200.000100' },
    { Key: 'cost-center', Value: '' },
  ];
  const stack = { Key: 'aws:cloudformation:stack-name', Value: 'site' };
  const distribution = aws.store.distributions.get(main);
  if (distribution) distribution.tags = [stack, { Key: 'cost-center', Value: '4711' }];
  const { $metadata } = await client.send(new TagResourceCommand({ Resource, Tags: { Items } }));
  expect($metadata.httpStatusCode).toBe(204);
  const { Tags } = await client.send(new ListTagsForResourceCommand({ Resource }));
  const expected = [stack, ...Items];
  expect(Tags?.Items).toEqual(expected);
  const tagging = new ResourceGroupsTaggingAPIClient(clientOptions());
  const found = await tagging.send(new GetResourcesCommand({ TagFilters: [{ Key: 'cf-clone:announced' }] }));
  tagging.destroy();
  expect(found.ResourceTagMappingList).toEqual([{ ResourceARN: Resource, Tags: expected }]);
});

test.each<[string, string, Tag[], { name: string; status: number }]>([
  ['a distribution that is not there', 'distribution/EUNKNOWN000001', [], { name: 'NoSuchResource', status: 404 }],
  ['what is no distribution', 'function/x', [], { name: 'InvalidArgument', status: 400 }],
  [
    'a key of AWS’s own',
    `distribution/${main}`,
    [{ Key: 'aws:x', Value: 'y' }],
    { name: 'InvalidTagging', status: 400 },
  ],
  [
    'a letter that no tag has',
    `distribution/${main}`,
    [{ Key: 'x', Value: 'y;z' }],
    { name: 'InvalidTagging', status: 400 },
  ],
  [
    'the fifty-first tag',
    `distribution/${main}`,
    Array.from({ length: 48 }, (_, index) => ({ Key: `key-${index}`, Value: '' })),
    { name: 'InvalidTagging', status: 400 },
  ],
])('does not tag %s', async (_name, path, Items, { name, status }) => {
  const Resource = `arn:aws:cloudfront::123456789012:${path}`;
  const before = aws.store.distributions.get(main)?.tags;
  await expect(client.send(new TagResourceCommand({ Resource, Tags: { Items } }))).rejects.toMatchObject({
    name,
    $metadata: { httpStatusCode: status },
  });
  expect(aws.store.distributions.get(main)?.tags).toBe(before);
});

test('tells domain conflicts to those whose certificate covers the domain, half hidden', async () => {
  const ask = (Domain: string, DistributionId = main) =>
    client.send(new ListDomainConflictsCommand({ Domain, DomainControlValidationResource: { DistributionId } }));
  expect((await ask('free.example.com')).DomainConflicts).toEqual([]);
  expect((await ask('taken.example.com')).DomainConflicts).toEqual([
    {
      Domain: 'taken.example.com',
      ResourceType: 'distribution',
      ResourceId: '*******CCT0001',
      AccountId: '******654321',
    },
  ]);
  expect((await ask('*.example.com')).DomainConflicts?.map(({ Domain }) => Domain)).toEqual(
    expect.arrayContaining(['spa.example.com', 'docs.example.com', 'tenant.example.com']),
  );
  await expect(ask('www.example.org')).rejects.toMatchObject({ name: 'InvalidArgument' });
  await expect(ask('x.example.com', 'EREFLEGACY0001')).rejects.toMatchObject({ name: 'InvalidArgument' });
  await expect(ask('x.example.com', 'EUNKNOWN')).rejects.toMatchObject({ name: 'EntityNotFound' });
});

test('lists conflicting aliases of distributions only', async () => {
  const { ConflictingAliasesList } = await client.send(
    new ListConflictingAliasesCommand({ DistributionId: main, Alias: '*.example.com', MaxItems: 2 }),
  );
  expect(ConflictingAliasesList).toMatchObject({ Quantity: 2, NextMarker: '2', MaxItems: 2 });
  expect(ConflictingAliasesList?.Items?.[0]?.Alias).toBe('spa.example.com');
});

test('knows access controls, managed request policies and monitoring', async () => {
  const control = await client.send(new GetOriginAccessControlCommand({ Id: 'E1OACBUCKET001' }));
  expect(control.OriginAccessControl?.OriginAccessControlConfig?.OriginAccessControlOriginType).toBe('s3');
  const { OriginRequestPolicy } = await client.send(
    new GetOriginRequestPolicyCommand({ Id: 'bf0718e1-ba1e-49d1-88b1-f726733018ae' }),
  );
  expect(OriginRequestPolicy?.OriginRequestPolicyConfig).toMatchObject({
    Name: 'Managed-HostHeaderOnly',
    HeadersConfig: { HeaderBehavior: 'whitelist', Headers: { Quantity: 1, Items: ['host'] } },
  });
  const { MonitoringSubscription } = await client.send(new GetMonitoringSubscriptionCommand({ DistributionId: main }));
  expect(MonitoringSubscription?.RealtimeMetricsSubscriptionConfig?.RealtimeMetricsSubscriptionStatus).toBe('Enabled');
  await expect(
    client.send(new GetMonitoringSubscriptionCommand({ DistributionId: 'EREFS3OAC00001' })),
  ).rejects.toMatchObject({ name: 'NoSuchMonitoringSubscription', $metadata: { httpStatusCode: 404 } });
});

test('names an operation that it does not have', async () => {
  const invalidate = new CreateInvalidationCommand({
    DistributionId: main,
    InvalidationBatch: { CallerReference: 'x', Paths: { Quantity: 1, Items: ['/*'] } },
  });
  await expect(client.send(invalidate)).rejects.toThrow(/CreateInvalidation is not part/);
});
