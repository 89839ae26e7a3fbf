// The closed list of warnings, and one input for each kind that brings it forth.
import type { CustomOriginConfig, DistributionConfig, Origin } from '@aws-sdk/client-cloudfront';
import type { OriginFacts, ServerCertificate } from '../../../src/clone/origin-facts.js';
import {
  nothingKnown,
  type OutsideSetting,
  type OutsideSettings,
  type OutsideStep,
} from '../../../src/clone/outside-settings.js';
import { buildPlan, type PlanInput } from '../../../src/clone/plan.js';
import type { FoundWarning } from '../../../src/clone/warnings/found-warning.js';
import {
  passingKinds,
  sortWarnings,
  type Warning,
  type WarningFacts,
  type WarningKind,
  warningKinds,
} from '../../../src/clone/warnings/warning.js';
import { describeWarning } from '../../../src/messages/describe-warning.js';
import {
  bucketOrigin,
  customOrigin,
  failoverGroup,
  good,
  header,
  makeCertificate,
  makeConfig,
  makeInput,
  newHosts,
  now,
  oldHosts,
  originOf,
  vpcOrigin,
} from '../references.js';

const days = (count: number): Date => new Date(now.getTime() + count * 86_400_000);
const custom = (over: Partial<CustomOriginConfig>): Origin => {
  const origin = customOrigin();
  return {
    ...origin,
    CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'https-only', ...over },
  };
};
const origins = (...list: Origin[]): PlanInput => makeInput(makeConfig({ origins: list }));
const top = (members: Partial<DistributionConfig>): PlanInput => makeInput(makeConfig({ top: members }));
const main = (members: Partial<NonNullable<DistributionConfig['DefaultCacheBehavior']>>): PlanInput =>
  makeInput(makeConfig({ main: members }));
const to = (origin: string, input: PlanInput): PlanInput => ({ ...input, origin });
const tags = Array.from({ length: 48 }, (_, index) => ({ Key: `key-${index}`, Value: 'v' }));
const plain = makeInput();
/** The new origin resolves and shows a good certificate, but for the changes. */
const shows = (certificate: Partial<ServerCertificate>): OriginFacts => ({
  resolution: 'public',
  names: [plain.origin],
  certificate: { names: [plain.origin], validFrom: days(-30), validTo: days(60), isTrusted: true, ...certificate },
});

const delivery = {
  logType: 'ACCESS_LOGS',
  destination: 'arn:aws:logs:x:delivery-destination:logs',
  destinationType: 'S3',
};
/** The reference has these settings outside its configuration. */
const has = (
  settings: Partial<OutsideSettings>,
  copies: readonly OutsideStep[] = [],
  unread: readonly OutsideSetting[] = [],
): PlanInput => ({
  ...plain,
  outside: { found: { settings: { ...nothingKnown, ...settings }, unread }, shown: undefined, copies },
});

const producers: readonly [WarningKind, PlanInput][] = [
  ['secret_header', origins(customOrigin({ CustomHeaders: { Quantity: 1, Items: [header('X-Key')] } }))],
  [
    'alias_overlap_indexed',
    { ...plain, foreignHolders: undefined, indexedHolders: [{ alias: '*.example.com', distributionId: 'E1' }] },
  ],
  ['alias_overlap', { ...plain, aliasHolders: [{ alias: '*.example.com', distributionId: 'E1' }] }],
  ['reference_disabled', top({ Enabled: false })],
  [
    'host_header_forwarded',
    to(newHosts['api-gateway'], main({ OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3' })),
  ],
  ['host_header_needed', to('d-abcde12345.execute-api.eu-west-1.amazonaws.com', plain)],
  ['host_header_unknown', to(newHosts['api-gateway'], main({ OriginRequestPolicyId: 'own-policy' }))],
  ['origin_is_cloudfront', to(newHosts.cloudfront, plain)],
  ['certificate_expiring', { ...plain, certificates: [makeCertificate({ notAfter: days(3) })] }],
  ['grpc_origin', main({ GrpcConfig: { Enabled: true } })],
  ['conflict_check_incomplete', { ...plain, foreignHolders: undefined }],
  ['grant_needed', to(newHosts.s3, origins(bucketOrigin({ OriginAccessControlId: 'E2OAC' })))],
  [
    'identity_grant_needed',
    to(
      newHosts.s3,
      origins(bucketOrigin({ S3OriginConfig: { OriginAccessIdentity: 'origin-access-identity/cloudfront/E1' } })),
    ),
  ],
  ['access_control_dropped', origins(bucketOrigin({ OriginAccessControlId: 'E2OAC' }))],
  ['client_certificate_dropped', origins(custom({ OriginMtlsConfig: { ClientCertificateArn: 'arn:client' } }))],
  ['vpc_origin_dropped', origins(vpcOrigin())],
  ['origin_protocol', to(newHosts['s3-website'], plain)],
  ['origin_path_dropped', origins(bucketOrigin({ OriginPath: '/site' }))],
  ['stage_needed', to(newHosts['api-gateway'], plain)],
  ['static_ips_dropped', top({ AnycastIpListId: 'aip_1' })],
  ['tags_left_out', { ...plain, reference: { ...plain.reference, tags } }],
  ['response_timeout', origins({ ...custom({ OriginReadTimeout: 60 }), ResponseCompletionTimeout: 30 })],
  ['origin_path_kept', origins(customOrigin({ OriginPath: '/app' }))],
  ['other_origin_kept', origins(customOrigin(), bucketOrigin({ Id: 'assets' }))],
  ['origins_replaced_together', origins(customOrigin(), customOrigin({ Id: 'api', OriginPath: '/api' }))],
  [
    'failover_kept',
    makeInput(
      makeConfig({
        origins: [customOrigin(), bucketOrigin({ Id: 'assets' })],
        groups: [failoverGroup('pair', 'main', 'assets')],
        main: { TargetOriginId: 'pair' },
      }),
    ),
  ],
  ['access_control_missing', to(newHosts.s3, plain)],
  ['access_control_planned', { ...to(newHosts.s3, plain), createsAccessControls: true }],
  [
    'access_control_chosen',
    { ...to(newHosts.s3, plain), accessControls: [{ id: 'E2', name: 'own', type: 's3', signsAlways: true }] },
  ],
  [
    'body_hash_needed',
    {
      ...to(newHosts['lambda-url'], main({ AllowedMethods: { Quantity: 3, Items: ['GET', 'HEAD', 'POST'] } })),
      accessControls: [{ id: 'E2', name: 'own', type: 'lambda', signsAlways: true }],
    },
  ],
  ['bucket_as_custom_origin', to(newHosts.s3, origins(customOrigin({ DomainName: oldHosts.s3 })))],
  ['endpoint_needs_signature', to('a-111122223333.s3-accesspoint.eu-west-1.amazonaws.com', plain)],
  ['website_features_lost', to(newHosts.s3, origins(originOf('s3-website')))],
  [
    'identity_limits',
    to(
      'bucket.s3.il-central-1.amazonaws.com',
      origins(bucketOrigin({ S3OriginConfig: { OriginAccessIdentity: 'origin-access-identity/cloudfront/E1' } })),
    ),
  ],
  [
    'error_codes_hidden',
    makeInput(
      makeConfig({
        origins: [bucketOrigin()],
        top: {
          CustomErrorResponses: {
            Quantity: 1,
            Items: [{ ErrorCode: 404, ResponsePagePath: '/index.html', ResponseCode: '200' }],
          },
        },
      }),
    ),
  ],
  ['root_object_kept', origins(bucketOrigin())],
  ['host_certificate_needed', main({ OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3' })],
  [
    'media_quality_member',
    to(
      newHosts['mediapackage-v2'],
      makeInput(
        makeConfig({
          origins: [
            originOf('mediapackage-v2'),
            originOf('mediapackage-v2', { Id: 'second', DomainName: 'b.example' }),
          ],
          groups: [failoverGroup('pair', 'main', 'second', { SelectionCriteria: 'media-quality-based' })],
          main: { TargetOriginId: 'pair' },
        }),
      ),
    ),
  ],
  ['vpc_origin_kept', to(newHosts.vpc, origins(vpcOrigin()))],
  ['shared_web_acl', top({ WebACLId: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/shop/1' })],
  [
    'shared_logs',
    top({ Logging: { Enabled: true, IncludeCookies: false, Bucket: 'logs.s3.amazonaws.com', Prefix: '' } }),
  ],
  ['shared_realtime_logs', main({ RealtimeLogConfigArn: 'arn:aws:cloudfront::111122223333:realtime-log-config/x' })],
  ['shared_keys', main({ TrustedKeyGroups: { Enabled: true, Quantity: 1, Items: ['key-group'] } })],
  [
    'edge_functions',
    main({
      FunctionAssociations: {
        Quantity: 1,
        Items: [{ EventType: 'viewer-request', FunctionARN: 'arn:aws:cloudfront::111122223333:function/rewrite' }],
      },
    }),
  ],
  ['response_headers', main({ ResponseHeadersPolicyId: 'own-policy' })],
  [
    'error_pages',
    top({
      CustomErrorResponses: {
        Quantity: 1,
        Items: [{ ErrorCode: 404, ResponsePagePath: '/404.html', ResponseCode: '404' }],
      },
    }),
  ],
  ['field_encryption', main({ FieldLevelEncryptionId: 'FLE1' })],
  ['viewer_mtls', top({ ViewerMtlsConfig: { Mode: 'required' } })],
  [
    'geo_restriction',
    top({ Restrictions: { GeoRestriction: { RestrictionType: 'whitelist', Quantity: 1, Items: ['DE'] } } }),
  ],
  ['continuous_deployment_dropped', top({ ContinuousDeploymentPolicyId: 'cd-1' })],
  ['dedicated_ip_dropped', top({ ViewerCertificate: { IAMCertificateId: 'AS1', SSLSupportMethod: 'vip' } })],
  ['protocol_raised', top({ ViewerCertificate: { IAMCertificateId: 'AS1', MinimumProtocolVersion: 'TLSv1.1_2016' } })],
  ['origin_shield', origins(customOrigin({ OriginShield: { Enabled: true, OriginShieldRegion: 'eu-west-1' } }))],
  ['origin_ipv6', origins(custom({ IpAddressType: 'ipv6' }))],
  ['global_bucket_host', to('bucket.s3.amazonaws.com', plain)],
  ['origin_unresolved', { ...plain, originFacts: { resolution: 'none', names: [plain.origin] } }],
  ['origin_not_public', { ...plain, originFacts: { resolution: 'private', names: [plain.origin] } }],
  ['origin_loop', { ...plain, originFacts: { resolution: 'public', names: [plain.origin, plain.domain] } }],
  ['origin_certificate', { ...plain, originFacts: shows({ names: ['other.example.org'] }) }],
  ['origin_certificate_expiring', { ...plain, originFacts: shows({ validTo: days(5) }) }],
  ['access_logs_left_out', has({ logs: [delivery] })],
  ['access_logs_planned', has({ logs: [delivery] }, ['logs'])],
  ['metrics_left_out', has({ hasMetrics: true })],
  ['metrics_planned', has({ hasMetrics: true }, ['metrics'])],
  ['protection_left_out', has({ isProtected: true })],
  ['pricing_plan_left_out', has({ pricingPlan: 'PRO' })],
  ['pricing_plan_sharing', { ...top({ WebACLId: 'acl' }), outside: has({ pricingPlan: 'PRO' }).outside }],
  ['outside_settings_unknown', has({}, [], ['shield'])],
  ['reference_in_progress', { ...plain, reference: { ...plain.reference, status: 'InProgress' } }],
];

const warningsOf = (input: PlanInput): readonly Warning[] => good(buildPlan(input)).warnings;

test('a plain reference with a plain new host brings no warning', () => {
  expect(warningsOf(plain)).toEqual([]);
});

test('every kind of the list is brought forth by an input of this file', () => {
  expect(producers.map(([kind]) => kind).sort()).toEqual([...warningKinds].sort());
});

describe.each(producers)('%s', (kind, input) => {
  const found = warningsOf(input).filter((warning) => warning.kind === kind);

  test('is brought forth once', () => {
    expect(found).toHaveLength(1);
  });

  test('is a plain sentence, with what to do where something is to be done', () => {
    for (const warning of found) {
      const { sentence, action } = describeWarning(warning);
      expect(sentence).toMatch(/^.+\.$/);
      expect(sentence).not.toMatch(/undefined|null|``|\[object/);
      if (action !== '') expect(action).toMatch(/^[A-Z].*\.$/);
      if (warning.weight === 'act' && kind !== 'tags_left_out' && !kind.endsWith('_kept')) expect(action).not.toBe('');
    }
  });
});

test('the weightiest come first, otherwise in the order found', () => {
  const host = newHosts.custom;
  const mixed: readonly FoundWarning<WarningFacts>[] = [
    { kind: 'root_object_kept', facts: { host, object: 'index.html' } },
    { kind: 'body_hash_needed', facts: { host } },
    { kind: 'endpoint_needs_signature', facts: { host } },
    { kind: 'bucket_as_custom_origin', facts: { host } },
  ];
  const sorted = sortWarnings(mixed);
  expect(sorted.map(({ weight }) => weight)).toEqual(['stop', 'act', 'know', 'know']);
  expect(sorted.map(({ kind }) => kind)).toEqual([
    'endpoint_needs_signature',
    'body_hash_needed',
    'root_object_kept',
    'bucket_as_custom_origin',
  ]);
  expect(mixed[0]?.kind).toBe('root_object_kept');
});

test('what a host must not learn and what takes traffic over stops before approving', () => {
  for (const kind of ['secret_header', 'alias_overlap', 'reference_disabled', 'host_header_forwarded'] as const) {
    const found = producers.flatMap(([of, input]) => (of === kind ? warningsOf(input) : []));
    expect(found.find((warning) => warning.kind === kind)?.weight).toBe('stop');
  }
});

test('passing kinds are of the list', () => {
  for (const kind of passingKinds) expect(warningKinds).toContain(kind);
});
