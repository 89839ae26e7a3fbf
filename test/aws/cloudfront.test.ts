// The CloudFront adapter's reads, on the wire.
import { closeAwsClients, createAwsClients } from '../../src/aws/clients.js';
import { createDistributions } from '../../src/aws/cloudfront.js';
import '../support/test-bot.js';
import { told } from '../clone/references.js';
import {
  arnOf,
  cloudFrontError,
  conflictsAnswer,
  distributionAnswer,
  hostOf,
  listAnswer,
  onGetDistribution,
  onGetOriginRequestPolicy,
  onListDistributions,
  onListDomainConflicts,
  onListTags,
  tagsAnswer,
  textOf,
  xmlAnswer,
} from '../support/aws-wire.js';
import { tell } from '../support/refusals.js';

const id = 'EREFERENCE0001';
const config = {
  CallerReference: 'first',
  Comment: 'production & <test>',
  Enabled: true,
  Aliases: { Quantity: 2, Items: ['ref.example.com', 'ref2.example.com'] },
  Origins: { Quantity: 1, Items: [{ Id: 'main', DomainName: 'Old.Example.NET' }] },
  DefaultCacheBehavior: { TargetOriginId: 'main', ViewerProtocolPolicy: 'https-only' as const, Compress: true },
};

const clients = createAwsClients('us-east-1');
const distributions = createDistributions(clients.cloudFront);
afterAll(() => closeAwsClients(clients));

describe('reading a distribution', () => {
  test('brings the configuration with its ETag, ARN, host and status', async () => {
    onGetDistribution(id, distributionAnswer({ id, config, etag: 'E7', status: 'InProgress' }));

    const read = await distributions.read(id);

    expect(read).toMatchObject({
      ok: true,
      value: { id, arn: arnOf(id), etag: 'E7', domainName: hostOf(id), status: 'InProgress' },
    });
    expect(read.ok && read.value.config).toEqual(config);
  });

  test('an ID that CloudFront does not know is named in the refusal', async () => {
    onGetDistribution(id, cloudFrontError(404, 'NoSuchDistribution', 'The specified distribution does not exist.'));

    const read = await distributions.read(id);

    expect(read).toMatchObject({ ok: false, outcome: 'reference_not_found', created: 'nothing' });
    expect(!read.ok && tell(read).what).toContain(id);
  });

  test('an answer without a configuration is not taken for a distribution', async () => {
    onGetDistribution(id, xmlAnswer('Distribution', { Id: id, ARN: arnOf(id) }));
    expect(await distributions.read(id)).toMatchObject({ ok: false, outcome: 'aws_unavailable' });
  });

  test('a refusal of a permission says which and carries the request ID', async () => {
    const message = 'User: arn:aws:sts::1:role/bot is not authorized to perform: cloudfront:GetDistribution';
    onGetDistribution(id, cloudFrontError(403, 'AccessDenied', message));

    const read = await distributions.read(id);

    expect(read).toMatchObject({ outcome: 'access_denied', awsRequestId: 'aws-request-1' });
    expect(!read.ok && tell(read).what).toContain('cloudfront:GetDistribution');
  });
});

describe('listing distributions', () => {
  test('follows the marker through every page', async () => {
    const pages: Record<string, ReturnType<typeof listAnswer>> = {
      '': listAnswer(
        [{ id: 'E1AAAAAAAAAAA', aliases: ['One.Example.com'], status: 'Deployed', origin: 'O.example.net' }],
        'marker-2',
      ),
      'marker-2': listAnswer([], 'marker-3'),
      'marker-3': listAnswer([{ id: 'E3CCCCCCCCCCC', aliases: [] }]),
    };
    const marker = (uri: string) => new URLSearchParams(uri.split('?')[1]).get('Marker') ?? '';
    const wire = onListDistributions(({ uri }) => pages[marker(uri)] ?? 'dropped', { times: 3 });

    const list = await distributions.list();

    expect(wire.requests.map(({ uri }) => marker(uri))).toEqual(['', 'marker-2', 'marker-3']);
    expect(list).toEqual({
      ok: true,
      value: [
        {
          id: 'E1AAAAAAAAAAA',
          arn: arnOf('E1AAAAAAAAAAA'),
          domainName: hostOf('E1AAAAAAAAAAA'),
          aliases: ['one.example.com'],
          comment: '',
          status: 'Deployed',
          origin: 'o.example.net',
        },
        {
          id: 'E3CCCCCCCCCCC',
          arn: arnOf('E3CCCCCCCCCCC'),
          domainName: hostOf('E3CCCCCCCCCCC'),
          aliases: [],
          comment: '',
          status: '',
          origin: '',
        },
      ],
    });
  });

  test('a page that fails makes the whole list a refusal: half a list would free aliases that are taken', async () => {
    const denied = cloudFrontError(403, 'AccessDenied', 'no');
    onListDistributions((_request, count) => (count === 1 ? listAnswer([], 'next') : denied), { times: 2 });
    expect(await distributions.list()).toMatchObject({ ok: false, outcome: 'access_denied' });
  });

  test('an account without distributions has an empty list', async () => {
    onListDistributions(xmlAnswer('DistributionList', { IsTruncated: false, Quantity: 0 }));
    expect(await distributions.list()).toEqual({ ok: true, value: [] });
  });
});

describe('tags', () => {
  test('are asked for by ARN and come as they are', async () => {
    const tags = [
      { Key: 'Name', Value: 'a & b' },
      { Key: 'aws:cloudformation:stack-name', Value: 'cdn' },
    ];
    const wire = onListTags(tagsAnswer(tags));
    expect(await distributions.readTags(arnOf(id))).toEqual({ ok: true, value: tags });
    expect(new URLSearchParams(wire.requests[0]?.uri.split('?')[1]).get('Resource')).toBe(arnOf(id));
  });

  test('a distribution without tags has an empty list', async () => {
    onListTags(tagsAnswer([]));
    expect(await distributions.readTags(arnOf(id))).toEqual({ ok: true, value: [] });
  });
});

test('an answer that cannot be read is no refusal of AWS, and the SDK’s words about it are left out', async () => {
  onGetDistribution(id, { status: 200, body: '<Distribution><HeaderValue>correct-horse</HeaderVal' });
  const read = await distributions.read(id);
  expect(read).toMatchObject({ outcome: 'aws_unavailable', created: 'nothing' });
  const said = JSON.stringify(told(read));
  expect(said).toContain('CloudFront’s answer cannot be read.');
  expect(said).not.toMatch(/correct-horse|parse|deserial/i);
});

describe('holders in other accounts', () => {
  test('are asked for through the reference and named as AWS masks them', async () => {
    const found = { Domain: 'WWW.example.com', ResourceId: '********AAAAA', AccountId: '******789012' };
    const wire = onListDomainConflicts(conflictsAnswer([found]));

    expect(await distributions.listDomainConflicts('www.example.com', id)).toEqual({
      ok: true,
      value: [{ alias: 'www.example.com', distributionId: found.ResourceId, account: found.AccountId }],
    });
    expect(textOf(wire.requests[0]?.body ?? '', 'Domain')).toBe('www.example.com');
    expect(textOf(wire.requests[0]?.body ?? '', 'DistributionId')).toBe(id);
  });

  test('come from every page, and tenants are told from distributions', async () => {
    const holder = (ResourceId: string, ResourceType: string) => ({
      Domain: 'www.example.com',
      ResourceId,
      ResourceType,
      AccountId: '******789012',
    });
    const wire = onListDomainConflicts(
      ({ body }) =>
        textOf(body, 'Marker') === 'next'
          ? conflictsAnswer([holder('dt_****2', 'distribution-tenant')])
          : conflictsAnswer([holder('********AAAAA', 'distribution')], 'next'),
      { times: 2 },
    );
    expect(await distributions.listDomainConflicts('www.example.com', id)).toEqual({
      ok: true,
      value: [
        { alias: 'www.example.com', distributionId: '********AAAAA', account: '******789012' },
        { alias: 'www.example.com', distributionId: 'dt_****2', account: '******789012', isTenant: true },
      ],
    });
    expect(wire.requests).toHaveLength(2);
  });

  test('can be none', async () => {
    onListDomainConflicts(conflictsAnswer([]));
    expect(await distributions.listDomainConflicts('www.example.com', id)).toEqual({ ok: true, value: [] });
  });

  test.each([
    ['a refusal', cloudFrontError(403, 'AccessDenied', 'no'), 'access_denied'],
    [
      'a complaint about the certificate',
      cloudFrontError(400, 'InvalidArgument', 'no certificate covers'),
      'rejected_by_aws',
    ],
  ])('are not known after %s', async (_name, answer, outcome) => {
    onListDomainConflicts(answer);
    expect(await distributions.listDomainConflicts('www.example.com', id)).toMatchObject({ ok: false, outcome });
  });
});

describe('whether an origin request policy forwards Host', () => {
  const policy = '00000000-1111-2222-3333-444444444444';
  const answer = (HeaderBehavior: string, names?: string[]) =>
    xmlAnswer('OriginRequestPolicy', {
      Id: policy,
      OriginRequestPolicyConfig: {
        Name: 'own',
        HeadersConfig: {
          HeaderBehavior,
          ...(names ? { Headers: { Quantity: names.length, Items: names } } : {}),
        },
      },
    });

  test.each([
    ['none', undefined, false],
    ['whitelist', ['Origin', 'host'], true],
    ['whitelist', ['Origin'], false],
    ['allViewer', undefined, true],
    ['allViewerAndWhitelistCloudFront', ['CloudFront-Viewer-Country'], true],
    ['allExcept', ['Host'], false],
    ['allExcept', ['Cookie'], true],
    ['somethingNew', undefined, undefined],
  ])('%s of %j → %s', async (behavior, names, expected) => {
    onGetOriginRequestPolicy(policy, answer(behavior, names));
    expect(await distributions.forwardsHost(policy)).toBe(expected);
  });

  test('is not known when the policy is gone', async () => {
    onGetOriginRequestPolicy(policy, cloudFrontError(404, 'NoSuchOriginRequestPolicy', 'gone'));
    expect(await distributions.forwardsHost(policy)).toBeUndefined();
  });
});
