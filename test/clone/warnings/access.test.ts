import type { DistributionConfig, Method } from '@aws-sdk/client-cloudfront';
import type { AccessControl } from '../../../src/clone/access-control.js';
import type { OriginKind } from '../../../src/clone/origin.js';
import { buildPlan } from '../../../src/clone/plan.js';
import type { WarningKind } from '../../../src/clone/warnings/warning.js';
import { describeWarning } from '../../../src/messages/describe-warning.js';
import {
  behavior,
  bucketOrigin,
  customOrigin,
  failoverGroup,
  good,
  makeConfig,
  makeInput,
  newHosts,
  originOf,
} from '../references.js';

const ours: readonly WarningKind[] = [
  'access_control_chosen',
  'access_control_missing',
  'website_features_lost',
  'bucket_as_custom_origin',
  'identity_limits',
  'endpoint_needs_signature',
  'body_hash_needed',
  'error_codes_hidden',
  'root_object_kept',
  'host_certificate_needed',
  'host_header_forwarded',
  'vpc_origin_kept',
  'vpc_origin_dropped',
  'media_quality_member',
  'failover_kept',
];
const warningsOf = (
  reference: DistributionConfig,
  origin: string,
  over: { accessControls?: readonly AccessControl[] | undefined; forwardsHost?: Map<string, boolean | undefined> } = {},
) => good(buildPlan(makeInput(reference, { origin, ...over }))).warnings;
const kindsOf = (...input: Parameters<typeof warningsOf>): WarningKind[] =>
  warningsOf(...input)
    .map(({ kind }) => kind)
    .filter((kind) => ours.includes(kind));

const noRoot = { top: { DefaultRootObject: '' } };
const methods = (...Items: Method[]) => ({ AllowedMethods: { Quantity: Items.length, Items } });
const identity = { S3OriginConfig: { OriginAccessIdentity: 'origin-access-identity/cloudfront/E1' } };

describe('a private target without access control never goes unmentioned', () => {
  const from: readonly OriginKind[] = ['s3-website', 'custom', 'api-gateway', 's3'];
  const to: readonly OriginKind[] = ['s3', 'lambda-url', 'mediapackage-v2', 'mediastore'];

  test.each(from.flatMap((old) => to.map((next) => [old, next] as const)))('from %s to %s', (old, next) => {
    const reference = makeConfig({ origins: [originOf(old)], ...noRoot });
    expect(kindsOf(reference, newHosts[next])).toContain('access_control_missing');
    const warning = warningsOf(reference, newHosts[next]).find(({ kind }) => kind === 'access_control_missing');
    expect(warning?.weight).toBe('stop');
    expect(warning && describeWarning(warning).sentence).toContain(newHosts[next]);
  });

  test('and the permission is named where the account could not be asked', () => {
    const [first] = warningsOf(makeConfig(), newHosts.s3, { accessControls: undefined });
    expect(first).toMatchObject({ kind: 'access_control_missing' });
    expect(first && describeWarning(first).action).toContain('cloudfront:ListOriginAccessControls');
  });

  test('and one of the account is shown with the grant that it needs', () => {
    const accessControls: AccessControl[] = [{ id: 'E2OAC', name: 'buckets', type: 's3', signsAlways: true }];
    const found = warningsOf(makeConfig(), newHosts.s3, { accessControls });
    expect(found.map(({ kind }) => kind)).toEqual(['grant_needed', 'access_control_chosen']);
    expect(found.map((warning) => describeWarning(warning).sentence)).toContainEqual(
      expect.stringContaining('`buckets` (`E2OAC`)'),
    );
  });
});

test.each<[string, WarningKind[], DistributionConfig, string]>([
  [
    'a website that becomes a bucket loses its features',
    ['access_control_missing', 'website_features_lost'],
    makeConfig({ origins: [originOf('s3-website')] }),
    newHosts.s3,
  ],
  [
    'a bucket under CustomOriginConfig is told of OAC',
    ['bucket_as_custom_origin'],
    makeConfig({ origins: [customOrigin({ DomainName: 'b.s3.eu-west-1.amazonaws.com' })] }),
    newHosts.s3,
  ],
  [
    'an identity does not work in regions of 2023 and later',
    ['identity_limits'],
    makeConfig({ origins: [bucketOrigin(identity)] }),
    'bucket.s3.ap-southeast-4.amazonaws.com',
  ],
  [
    'an identity signs no PUT',
    ['identity_limits'],
    makeConfig({ origins: [bucketOrigin(identity)], main: methods('GET', 'HEAD', 'PUT') }),
    newHosts.s3,
  ],
  ['an identity in an older region is fine', [], makeConfig({ origins: [bucketOrigin(identity)] }), newHosts.s3],
  ...[
    'a-111122223333.s3-accesspoint.eu-west-1.amazonaws.com',
    'a-111122223333.s3-object-lambda.eu-west-1.amazonaws.com',
    'base--euw1-az1--x-s3.s3express-euw1-az1.eu-west-1.amazonaws.com',
  ].map((host): [string, WarningKind[], DistributionConfig, string] => [
    `${host} cannot be signed`,
    ['endpoint_needs_signature'],
    makeConfig(),
    host,
  ]),
  [
    'error pages of a bucket hide the answers of an API',
    ['error_codes_hidden', 'root_object_kept'],
    makeConfig({
      origins: [bucketOrigin()],
      top: {
        CustomErrorResponses: {
          Quantity: 2,
          Items: [
            { ErrorCode: 403, ResponsePagePath: '/index.html', ResponseCode: '200' },
            { ErrorCode: 404, ResponsePagePath: '/index.html', ResponseCode: '200' },
          ],
        },
      },
    }),
    newHosts['api-gateway'],
  ],
  [
    'error pages that keep the code hide nothing',
    [],
    makeConfig({
      origins: [bucketOrigin()],
      top: {
        DefaultRootObject: '',
        CustomErrorResponses: {
          Quantity: 1,
          Items: [{ ErrorCode: 404, ResponsePagePath: '/404.html', ResponseCode: '404' }],
        },
      },
    }),
    newHosts.custom,
  ],
  [
    'the root object matters where the kind leaves S3',
    ['root_object_kept'],
    makeConfig({ origins: [bucketOrigin()] }),
    newHosts.custom,
  ],
  [
    'the root object stays unsaid between buckets',
    [],
    makeConfig({ origins: [originOf('s3-website')] }),
    newHosts['s3-website'],
  ],
  [
    'a VPC origin that goes public',
    ['vpc_origin_dropped'],
    makeConfig({ origins: [originOf('vpc')] }),
    newHosts.custom,
  ],
  ['a VPC origin that stays', ['vpc_origin_kept'], makeConfig({ origins: [originOf('vpc')] }), newHosts.vpc],
])('%s', (_what, kinds, reference, origin) => {
  expect(kindsOf(reference, origin)).toEqual(kinds);
});

test('a VPC origin that goes public stops before approving', () => {
  const reference = makeConfig({ origins: [originOf('vpc')] });
  expect(warningsOf(reference, newHosts.custom)[0]).toMatchObject({ kind: 'vpc_origin_dropped', weight: 'stop' });
});

describe('Host that is forwarded', () => {
  const allViewer = { OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3' };
  const keyed = { CachePolicyId: '83da9c7e-98b4-4e11-a168-04f0df8e2c65' };
  const legacy = {
    CachePolicyId: '',
    ForwardedValues: {
      QueryString: false,
      Cookies: { Forward: 'none' as const },
      Headers: { Quantity: 1, Items: ['Host'] },
    },
  };

  test.each([
    ['an origin request policy', allViewer],
    ['a cache policy', keyed],
    ['legacy forwarding', legacy],
    ['a cache policy of the account', { CachePolicyId: 'own' }],
  ])(
    'by %s needs a certificate for the domain at another HTTPS host, and answers 403 at a function URL',
    (_what, main) => {
      const over = { forwardsHost: new Map([['own', true]]) };
      const reference = makeConfig({ main, behaviors: [behavior('/a/*', 'main', main)] });
      expect(kindsOf(reference, newHosts.custom, over)).toEqual(['host_certificate_needed']);
      const kinds = kindsOf(reference, newHosts['lambda-url'], over);
      expect(kinds.filter((kind) => kind === 'host_header_forwarded')).toHaveLength(2);
    },
  );

  test('needs no certificate over HTTP, and none where Host stays behind', () => {
    const http = customOrigin({
      CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'http-only' },
    });
    expect(kindsOf(makeConfig({ origins: [http], main: allViewer }), newHosts.custom)).toEqual([]);
    expect(kindsOf(makeConfig({ main: allViewer }), newHosts['s3-website'])).toEqual([]);
    expect(kindsOf(makeConfig(), newHosts.custom)).toEqual([]);
  });
});

test('the other member of a media-quality group serves by its score, whichever comes first', () => {
  const second = originOf('mediapackage-v2', { Id: 'second', DomainName: 'b.mediapackagev2.eu-west-2.amazonaws.com' });
  for (const members of [
    ['main', 'second'],
    ['second', 'main'],
  ] as const) {
    const reference = makeConfig({
      origins: [originOf('mediapackage-v2'), second],
      groups: [failoverGroup('pair', members[0], members[1], { SelectionCriteria: 'media-quality-based' })],
      behaviors: [behavior('/live/*', 'pair')],
      ...noRoot,
    });
    const kinds = kindsOf(reference, newHosts['mediapackage-v2']);
    expect(kinds).toContain('media_quality_member');
    expect(kinds).not.toContain('failover_kept');
  }
});
