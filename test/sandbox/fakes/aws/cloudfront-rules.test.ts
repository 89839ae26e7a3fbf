// What CloudFront refuses, rule by rule: each with the code and the status that the SDK sees.

import {
  CloudFrontClient,
  CreateDistributionWithTagsCommand,
  type DefaultCacheBehavior,
  type DistributionConfig,
  type Origin,
  type OriginGroup,
  type Tag,
} from '@aws-sdk/client-cloudfront';
import { createAccountSeed } from '../../../../sandbox/account-seed.js';
import { certificateArn } from '../../../../sandbox/fakes/aws/certificates.js';
import {
  apiBehavior,
  bucketOrigin,
  config,
  customOrigin,
  legacyCaching,
  makeBehavior,
} from '../../../../sandbox/fakes/aws/reference-parts.js';
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

function create(DistributionConfig: DistributionConfig, tags: Tag[] = []) {
  return client.send(
    new CreateDistributionWithTagsCommand({
      DistributionConfigWithTags: { DistributionConfig, Tags: { Items: tags } },
    }),
  );
}

function plain(rest: Partial<DistributionConfig> = {}): DistributionConfig {
  return config({
    CallerReference: 'rules',
    Comment: '',
    Origins: { Quantity: 1, Items: [customOrigin('o', 'origin.example.net')] },
    DefaultCacheBehavior: makeBehavior('o'),
    ...rest,
  });
}

const from = (origin: Origin) => plain({ Origins: { Quantity: 1, Items: [{ ...origin, Id: 'o' }] } });
const at = (host: string) => from(customOrigin('o', host));
const bucketHost = 'bucket.s3.eu-central-1.amazonaws.com';

function inFront(origin: Origin, behavior: Partial<DefaultCacheBehavior>, rest: Partial<DistributionConfig> = {}) {
  return plain({
    Origins: { Quantity: 1, Items: [origin] },
    DefaultCacheBehavior: makeBehavior('o', behavior),
    ...rest,
  });
}

const grpc: Partial<DefaultCacheBehavior> = { ...apiBehavior(), GrpcConfig: { Enabled: true } };

function mediaGroup(secondHost: string) {
  const first = customOrigin('o', 'a.egress.x.mediapackagev2.eu-west-1.amazonaws.com');
  const group: OriginGroup = {
    Id: 'media',
    FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [500] } },
    Members: { Quantity: 2, Items: [{ OriginId: 'o' }, { OriginId: 'second' }] },
    SelectionCriteria: 'media-quality-based',
  };
  return plain({
    Origins: { Quantity: 2, Items: [first, customOrigin('second', secondHost)] },
    OriginGroups: { Quantity: 1, Items: [group] },
    DefaultCacheBehavior: makeBehavior('media'),
  });
}

function alias(name: string, certificate: Parameters<typeof certificateArn>[0] = 'wildcard', rest: object = {}) {
  return plain({
    Aliases: { Quantity: 1, Items: [name] },
    ViewerCertificate: {
      ACMCertificateArn: certificateArn(certificate),
      SSLSupportMethod: 'sni-only',
      MinimumProtocolVersion: 'TLSv1.2_2021',
    },
    ...rest,
  });
}

test.each<[string, DistributionConfig]>([
  ['a plain host', plain()],
  ['an S3 bucket', from(bucketOrigin('o', bucketHost, 'E1OACBUCKET001'))],
  ['an S3 website as a custom origin', at('bucket.s3-website-eu-west-1.amazonaws.com')],
  ['a web ACL that no one knows', plain({ WebACLId: 'arn:aws:wafv2:us-east-1:1:global/webacl/x/y' })],
  ['a wildcard certificate', alias('new.example.com')],
  ['an elliptic curve certificate', alias('app.example.com', 'ecdsa')],
  ['a name that is only a SAN', alias('shop.example.com', 'sanOnly')],
  ['a wildcard alias beside names under it', alias('*.example.com')],
  ['Host that is forwarded to a plain host', plain({ DefaultCacheBehavior: makeBehavior('o', legacyCaching()) })],
  [
    'an origin request policy with Host for a bucket, which then answers 403',
    inFront(bucketOrigin('o', bucketHost, 'E1OACBUCKET001'), {
      OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3',
    }),
  ],
  ['forwarded headers of a bucket that is a custom origin', inFront(customOrigin('o', bucketHost), legacyCaching())],
  ['gRPC to a plain host', inFront(customOrigin('o', 'origin.example.net'), grpc)],
  ['a group by media quality', mediaGroup('b.egress.x.mediapackagev2.eu-west-1.amazonaws.com')],
  ['legacy caching', plain({ DefaultCacheBehavior: makeBehavior('o', legacyCaching()) })],
])('accepts %s', async (_what, sent) => {
  await expect(create(sent)).resolves.toMatchObject({ Distribution: { Status: 'InProgress' } });
});

test.each<[string, number, string, DistributionConfig]>([
  [
    'InvalidHeadersForS3Origin',
    400,
    'not valid for an Amazon S3 origin',
    inFront(bucketOrigin('o', bucketHost, ''), legacyCaching()),
  ],
  [
    'InvalidHeadersForS3Origin',
    400,
    'not valid for an Amazon S3 origin',
    inFront(bucketOrigin('o', bucketHost, ''), {
      CachePolicyId: undefined,
      ForwardedValues: {
        QueryString: false,
        Cookies: { Forward: 'none' },
        Headers: { Quantity: 1, Items: ['*'] },
      },
    }),
  ],
  [
    'InvalidHeadersForS3Origin',
    400,
    'not valid for an Amazon S3 origin',
    inFront(bucketOrigin('o', bucketHost, ''), { CachePolicyId: '83da9c7e-98b4-4e11-a168-04f0df8e2c65' }),
  ],
  [
    'InvalidArgument',
    400,
    'does not allow POST',
    inFront(customOrigin('o', 'origin.example.net'), { GrpcConfig: { Enabled: true } }),
  ],
  [
    'InvalidArgument',
    400,
    'does not support HTTP/2',
    inFront(customOrigin('o', 'origin.example.net'), grpc, { HttpVersion: 'http1.1' }),
  ],
  ...[
    customOrigin('o', 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com'),
    customOrigin('o', 'abcdefghij.lambda-url.eu-central-1.on.aws'),
    bucketOrigin('o', bucketHost, ''),
  ].map((origin): [string, number, string, DistributionConfig] => [
    'InvalidArgument',
    400,
    'GrpcConfig',
    inFront(origin, grpc),
  ]),
  ['InvalidArgument', 400, 'MediaPackage v2', mediaGroup('origin.example.net')],
  ['InconsistentQuantities', 400, 'Aliases', plain({ Aliases: { Quantity: 1, Items: [] } })],
  [
    'InconsistentQuantities',
    400,
    'OriginSslProtocols',
    from({
      ...customOrigin('o', 'origin.example.net'),
      CustomOriginConfig: {
        HTTPPort: 80,
        HTTPSPort: 443,
        OriginProtocolPolicy: 'https-only',
        OriginSslProtocols: { Quantity: 2, Items: ['TLSv1.2'] },
      },
    }),
  ],
  ['InvalidArgument', 400, 'CallerReference is too small', plain({ CallerReference: '' })],
  ['InvalidArgument', 400, 'Comment is too big', plain({ Comment: 'x'.repeat(129) })],
  ['InvalidArgument', 400, 'cannot be an IP address', at('192.0.2.1')],
  ['InvalidArgument', 400, 'cannot be an IP address', at('2001:db8::1')],
  ['InvalidArgument', 400, 'cannot contain a colon', at('https://origin.example.net')],
  ['InvalidArgument', 400, 'must be a domain name', at('origin')],
  ['InvalidArgument', 400, 'must be a domain name', at('origin.example.net/path')],
  ['InvalidArgument', 400, 'valid S3 bucket', from(bucketOrigin('o', 'origin.example.net', ''))],
  ['InvalidArgument', 400, 'valid S3 bucket', from(bucketOrigin('o', 'b.s3-website-eu-west-1.amazonaws.com', ''))],
  ['InvalidArgument', 400, 'CNAME', alias('New.example.com')],
  ['InvalidArgument', 400, 'CNAME', alias('new.example.com.')],
  ['InvalidArgument', 400, 'CNAME', alias('a*.example.com')],
  ['InvalidArgument', 400, 'staging', alias('new.example.com', 'wildcard', { Staging: true })],
  [
    'InvalidArgument',
    400,
    'ForwardedValues cannot be used when a cache policy',
    plain({ DefaultCacheBehavior: makeBehavior('o', { ...legacyCaching(), CachePolicyId: 'x' }) }),
  ],
  [
    'InvalidOrigin',
    400,
    'You cannot specify both',
    from({ ...customOrigin('o', bucketHost), S3OriginConfig: { OriginAccessIdentity: '' } }),
  ],
  [
    'IllegalOriginAccessConfiguration',
    400,
    'origin access',
    from({
      ...bucketOrigin('o', bucketHost, 'E1OACBUCKET001'),
      S3OriginConfig: { OriginAccessIdentity: 'origin-access-identity/cloudfront/E2QWRUHAPOMQZL' },
    }),
  ],
  ['InvalidOriginAccessControl', 400, 'not valid', from(bucketOrigin('o', bucketHost, 'EUNKNOWN'))],
  [
    'InvalidDomainNameForOriginAccessControl',
    400,
    'not supported',
    from(customOrigin('o', 'origin.example.net', { OriginAccessControlId: 'E1OACBUCKET001' })),
  ],
  ['NoSuchOrigin', 404, 'do not exist', plain({ DefaultCacheBehavior: makeBehavior('gone') })],
  [
    'NoSuchOrigin',
    404,
    'do not exist',
    plain({
      OriginGroups: {
        Quantity: 1,
        Items: [
          {
            Id: 'group',
            FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [500] } },
            Members: { Quantity: 2, Items: [{ OriginId: 'o' }, { OriginId: 'gone' }] },
          },
        ],
      },
    }),
  ],
  ['InvalidViewerCertificate', 400, 'must attach', plain({ Aliases: { Quantity: 1, Items: ['new.example.com'] } })],
  ['InvalidViewerCertificate', 400, "doesn't cover", alias('a.b.example.com')],
  ['InvalidViewerCertificate', 400, "doesn't cover", alias('new.example.com', 'otherZone')],
  ['InvalidViewerCertificate', 400, "doesn't exist", alias('pending.example.com', 'pending')],
  ['InvalidViewerCertificate', 400, "doesn't exist", alias('old.example.com', 'expired')],
  ['InvalidViewerCertificate', 400, "doesn't exist", alias('p384.example.com', 'p384')],
  ['InvalidViewerCertificate', 400, "doesn't exist", alias('internal.example.com', 'private')],
  ['InvalidViewerCertificate', 400, "doesn't exist", alias('ten-years.example.com', 'tenYears')],
  ['InvalidViewerCertificate', 400, "doesn't exist", alias('self-signed.example.com', 'selfSigned')],
  ['CNAMEAlreadyExists', 409, 'already associated', alias('spa.example.com')],
  ['CNAMEAlreadyExists', 409, 'already associated', alias('taken.example.com')],
])('%s (%i): %s', async (name, httpStatusCode, words, sent) => {
  await expect(create(sent)).rejects.toMatchObject({
    name,
    message: expect.stringContaining(words),
    $metadata: { httpStatusCode, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
});

test('a caller reference stands for one distribution, and the refusal names it', async () => {
  const { Distribution } = await create(plain());
  await expect(create(plain({ Comment: 'another' }))).rejects.toMatchObject({
    name: 'DistributionAlreadyExists',
    message: `The caller reference that you are using to create a distribution is associated with another distribution. Already exists: ${Distribution?.Id}`,
    $metadata: { httpStatusCode: 409 },
  });
});

test.each<[string, Tag[]]>([
  ['a reserved key', [{ Key: 'aws:cloudformation:stack', Value: 'x' }]],
  ['a key of 129 characters', [{ Key: 'k'.repeat(129), Value: 'x' }]],
  ['a value of 257 characters', [{ Key: 'k', Value: 'v'.repeat(257) }]],
  ['a character that tags may not have', [{ Key: 'k', Value: 'a,b' }]],
  ['51 tags', Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }))],
])('refuses %s', async (_what, tags) => {
  await expect(create(plain(), tags)).rejects.toMatchObject({ name: 'InvalidTagging' });
});

test('refuses XML that is none, and a body that is missing', async () => {
  const post = async (body: string) =>
    (await fetch(`${aws.url}/2020-05-31/distribution`, { method: 'POST', body })).text();
  expect(await post('<DistributionConfig><Comment></DistributionConfig>')).toMatch(
    /^<\?xml version="1.0"\?>\n<ErrorResponse xmlns="http:\/\/cloudfront.amazonaws.com\/doc\/2020-05-31\/"><Error><Type>Sender<\/Type><Code>MalformedXML<\/Code>/,
  );
  expect(await post('')).toContain('<Code>MissingBody</Code>');
});
