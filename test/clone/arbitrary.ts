// Made-up references for the property tests: valid as CloudFront sees them, odd in every way that it allows.
import type {
  CacheBehavior,
  CustomOriginConfig,
  DefaultCacheBehavior,
  DistributionConfig,
  Method,
  Origin,
  OriginCustomHeader,
  OriginGroup,
  SslProtocol,
} from '@aws-sdk/client-cloudfront';
import { type OriginKind, originKinds } from '../../src/clone/origin.js';
import fc from '../support/property.js';
import type { Wanted } from './invariants.js';
import { listOf, newHosts, oldHosts, withUnknown } from './references.js';

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/);
const kind = fc.constantFrom(...originKinds);
/** A list that has to have members: the API asks for its items. */
const some = <T>(...items: T[]): { Quantity: number; Items: T[] } => ({ Quantity: items.length, Items: items });
const maybe = <T>(value: T): fc.Arbitrary<T | undefined> => fc.constantFrom(undefined, value);

/** The object without its undefined members: what AWS does not say is not there. */
function known<T extends object>(value: T): T {
  for (const [name, member] of Object.entries(value)) if (member === undefined) Reflect.deleteProperty(value, name);
  return value;
}

const hostOf = (name: string, which: OriginKind): string =>
  which === 'vpc' ? `internal-${name}.${oldHosts.vpc.split('.').slice(1).join('.')}` : `${name}-${oldHosts[which]}`;

const customBlock: fc.Arbitrary<CustomOriginConfig> = fc
  .record({
    HTTPPort: fc.constantFrom(80, 8080),
    HTTPSPort: fc.constantFrom(443, 8443),
    OriginProtocolPolicy: fc.constantFrom('http-only', 'https-only', 'match-viewer'),
    OriginSslProtocols: fc.constantFrom(undefined, some<SslProtocol>('TLSv1', 'TLSv1.2')),
    OriginReadTimeout: fc.constantFrom(undefined, 1, 30, 120),
    OriginKeepaliveTimeout: fc.constantFrom(undefined, 1, 60),
    IpAddressType: fc.constantFrom(undefined, 'ipv4', 'ipv6', 'dualstack'),
    OriginMtlsConfig: maybe({ ClientCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/client' }),
    odd: fc.boolean(),
  })
  .map(({ odd, ...block }) => (odd ? withUnknown(known(block)) : known(block)));

const headers = fc
  .uniqueArray(fc.record({ name: label, value: fc.stringMatching(/^[A-Za-z0-9+=]{16,24}$/) }), {
    maxLength: 3,
    selector: ({ name }) => name,
  })
  .map((list) => listOf(list.map(({ name, value }) => ({ HeaderName: `X-${name}`, HeaderValue: `hush-${value}` }))));

const originShape = fc.record({
  which: kind,
  name: label,
  capitals: fc.boolean(),
  custom: customBlock,
  read: fc.constantFrom(undefined, 20, 60),
  identity: fc.constantFrom('', 'origin-access-identity/cloudfront/E1IDENTITY'),
  accessControl: fc.constantFrom(undefined, '', 'E2OAC'),
  OriginPath: fc.constantFrom(undefined, '', '/app', '/a/b'),
  CustomHeaders: fc.oneof(fc.constant(undefined), fc.constant(some<OriginCustomHeader>()), headers),
  ConnectionAttempts: maybe(2),
  ResponseCompletionTimeout: maybe(120),
  OriginShield: maybe({ Enabled: true, OriginShieldRegion: 'eu-west-1' }),
  odd: fc.boolean(),
});
type OriginShape = typeof originShape extends fc.Arbitrary<infer T> ? T : never;

function makeOrigin(shape: OriginShape, index: number, long: LongNames): Origin {
  const { which, name, capitals, custom, read, identity, accessControl, odd, ...shared } = shape;
  const host = hostOf(name, which);
  const takesControl = ['s3', 'lambda-url', 'mediapackage-v2', 'mediastore'].includes(which) && identity === '';
  const timeout = read === undefined ? {} : { OriginReadTimeout: read };
  const fit: CustomOriginConfig =
    which === 's3-website' ? { ...custom, HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'http-only' } : custom;
  const origin: Origin = known({
    Id: lengthen(`origin-${index}`, long, maxIdChars),
    DomainName: capitals ? host.toUpperCase() : host,
    ...shared,
    ...(shared.OriginPath ? { OriginPath: lengthen(shared.OriginPath, long, maxPathChars) } : {}),
    OriginAccessControlId: accessControl === undefined || takesControl ? accessControl : '',
    ...(which === 's3'
      ? { S3OriginConfig: { OriginAccessIdentity: identity, ...timeout } }
      : which === 'vpc'
        ? { VpcOriginConfig: { VpcOriginId: `vo_${index}`, ...timeout } }
        : { CustomOriginConfig: fit }),
  });
  return odd ? withUnknown(origin) : origin;
}

const place = fc.nat({ max: 99 });
const at = <T>(list: readonly T[], index: number): T[] => list.slice(index % list.length).slice(0, 1);

const behaviorShape = fc.record({
  target: place,
  policy: fc.constantFrom(undefined, '', 'cache-policy'),
  originRequestPolicy: fc.constantFrom(undefined, '', '216adef6-5c7f-47e4-b989-5492eafa07d3', 'own-policy'),
  legacy: fc.boolean(),
  names: fc.subarray(['Host', 'Accept', 'Origin']),
  methods: maybe({ ...some<Method>('GET', 'HEAD'), CachedMethods: some<Method>('GET', 'HEAD') }),
  functions: fc.constantFrom(
    undefined,
    { Quantity: 0 },
    listOf([{ EventType: 'viewer-request', FunctionARN: 'arn:aws:cloudfront::111122223333:function/f' } as const]),
  ),
  keys: fc.constantFrom(undefined, { Enabled: false, ...some<string>() }, { Enabled: true, ...some('group') }),
  odd: fc.boolean(),
});
type BehaviorShape = typeof behaviorShape extends fc.Arbitrary<infer T> ? T : never;

function makeBehavior(shape: BehaviorShape, targets: readonly string[]): DefaultCacheBehavior {
  const [TargetOriginId] = at(targets, shape.target);
  const legacy = {
    ForwardedValues: { QueryString: true, Cookies: { Forward: 'none' }, Headers: listOf(shape.names) },
    MinTTL: 0,
    DefaultTTL: 60,
    MaxTTL: 3600,
  } as const;
  const behavior: DefaultCacheBehavior = known({
    TargetOriginId,
    ViewerProtocolPolicy: 'redirect-to-https',
    CachePolicyId: shape.policy,
    OriginRequestPolicyId: shape.originRequestPolicy,
    AllowedMethods: shape.methods,
    FunctionAssociations: shape.functions,
    TrustedKeyGroups: shape.keys,
    ...(shape.legacy || !shape.policy ? legacy : {}),
  });
  return shape.odd ? withUnknown(behavior) : behavior;
}

const top: fc.Arbitrary<Partial<DistributionConfig>> = fc
  .record({
    Aliases: fc.constantFrom(undefined, { Quantity: 0, Items: [] }, listOf(['ref.example.com', 'ref.example.org'])),
    DefaultRootObject: fc.constantFrom(undefined, '', 'index.html'),
    CustomErrorResponses: fc.constantFrom(
      undefined,
      { Quantity: 0 },
      listOf([withUnknown({ ErrorCode: 404, ResponsePagePath: '/404.html', ResponseCode: '404' })]),
    ),
    Logging: fc.constantFrom(
      undefined,
      { Enabled: false, IncludeCookies: true, Bucket: '', Prefix: '' },
      withUnknown({ Enabled: true, IncludeCookies: false, Bucket: 'logs.s3.amazonaws.com', Prefix: 'p/' }),
    ),
    ViewerCertificate: fc.constantFrom<DistributionConfig['ViewerCertificate'][]>(
      undefined,
      { CloudFrontDefaultCertificate: true, MinimumProtocolVersion: 'TLSv1', CertificateSource: 'cloudfront' },
      { IAMCertificateId: 'AS1', SSLSupportMethod: 'vip', MinimumProtocolVersion: 'TLSv1' },
      { ACMCertificateArn: 'arn:old', SSLSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1.3_2025' },
    ),
    Restrictions: fc.constantFrom(
      undefined,
      { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } } as const,
      withUnknown({ GeoRestriction: { RestrictionType: 'whitelist', ...listOf(['DE', 'AT']) } } as const),
    ),
    WebACLId: fc.constantFrom(undefined, '', 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/w/1'),
    HttpVersion: fc.constantFrom(undefined, 'http1.1', 'http2and3'),
    IsIPV6Enabled: fc.constantFrom(undefined, true, false),
    Staging: fc.constantFrom(undefined, false),
    ContinuousDeploymentPolicyId: fc.constantFrom(undefined, '', 'cd-policy'),
    AnycastIpListId: fc.constantFrom(undefined, 'aip_1'),
    ViewerMtlsConfig: maybe({ Mode: 'required' } as const),
    CacheTagConfig: maybe({ HeaderName: 'Cache-Tag' }),
  })
  .map(known);

/** What fills a name up to its limit; empty where names stay short. */
type LongNames = string;

/** API: Origin.Id, CacheBehavior.PathPattern and Origin.OriginPath, DistributionConfig.Comment. */
const maxIdChars = 128;
const maxPathChars = 255;
const maxCommentChars = 128;

function lengthen(name: string, long: LongNames, maxChars: number): string {
  return long === '' ? name : name.padEnd(maxChars, long);
}

interface Sizes {
  readonly origins: fc.Arbitrary<OriginShape[]>;
  readonly groups: fc.Arbitrary<GroupShape[]>;
  readonly behaviors: fc.Arbitrary<BehaviorShape[]>;
  readonly long: fc.Arbitrary<LongNames>;
}

const groupShape = fc.record({ first: place, step: place, byMedia: fc.nat({ max: 5 }) });
type GroupShape = typeof groupShape extends fc.Arbitrary<infer T> ? T : never;

const createReferences = (sizes: Sizes): fc.Arbitrary<DistributionConfig> =>
  fc
    .record({
      ...sizes,
      shareHost: fc.boolean(),
      main: behaviorShape,
      Comment: fc.constantFrom('', 'production site'),
      Enabled: fc.boolean(),
      top,
      odd: fc.boolean(),
      unclonable: fc.constantFrom<Partial<DistributionConfig>[]>(
        ...Array.from({ length: 18 }, () => ({})),
        { Staging: true },
        { ConnectionMode: 'tenant-only' },
      ),
    })
    .map((shape) => {
      const { long } = shape;
      const origins = shape.origins.map((origin, index) => makeOrigin(origin, index, long));
      const [first, ...others] = origins;
      if (shape.shareHost && first?.CustomOriginConfig && others.length > 0) {
        origins.push({ ...structuredClone(first), Id: 'origin-again', OriginPath: '/again' });
      }
      const ids = origins.map(({ Id }) => Id ?? '');
      const groups: OriginGroup[] = shape.groups.flatMap(({ first: start, step, byMedia }, index) => {
        const members = [...at(ids, start), ...at(ids, start + 1 + (step % Math.max(ids.length - 1, 1)))];
        if (new Set(members).size < 2) return [];
        return {
          Id: lengthen(`group-${index}`, long, maxIdChars),
          FailoverCriteria: { StatusCodes: some(500, 503) },
          Members: { Quantity: 2, Items: members.map((OriginId) => ({ OriginId })) },
          ...(byMedia === 0 ? { SelectionCriteria: 'media-quality-based' } : {}),
        };
      });
      const targets = [...ids, ...groups.map(({ Id }) => Id ?? '')];
      const behaviors = shape.behaviors.map(
        (one, index): CacheBehavior => ({
          PathPattern: lengthen(`/path-${index}/*`, long, maxPathChars),
          ...makeBehavior(one, targets),
        }),
      );
      const config: DistributionConfig = {
        CallerReference: 'made-up',
        Origins: { Quantity: origins.length, Items: origins },
        OriginGroups: listOf(groups),
        DefaultCacheBehavior: makeBehavior(shape.main, targets),
        CacheBehaviors: listOf(behaviors),
        Comment: shape.Comment === '' ? '' : lengthen(shape.Comment, long, maxCommentChars),
        Enabled: shape.Enabled,
        ...shape.top,
        ...shape.unclonable,
      };
      return shape.odd ? withUnknown(config) : config;
    });

/** Any reference; a few of them such as cannot be cloned. */
export const references = createReferences({
  origins: fc.array(originShape, { minLength: 1, maxLength: 5 }),
  groups: fc.array(groupShape, { maxLength: 3 }),
  behaviors: fc.array(behaviorShape, { maxLength: 6 }),
  long: fc.constant(''),
});

/** So many; fast-check makes long lists by itself too rarely. */
const listsOf = <T>(item: fc.Arbitrary<T>, ...lengths: number[]): fc.Arbitrary<T[]> =>
  fc.oneof(...lengths.map((length) => fc.array(item, { minLength: length, maxLength: length })));

/**
 * References up to what AWS allows with raised quotas: 100 origins, 25 origin groups, 75 cache behaviors, names of every
 * allowed length with characters that Slack escapes. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
 */
export const largeReferences = createReferences({
  origins: listsOf(originShape, 1, 8, 99),
  // A group by media quality takes origins of one kind alone, so most references with many of them are refused.
  groups: listsOf(
    groupShape.map((shape) => ({ ...shape, byMedia: 1 })),
    0,
    25,
  ),
  behaviors: listsOf(behaviorShape, 0, 74),
  long: fc.constantFrom('', 'x', '&', "a*$~'@"),
});

/** A reference with a request: a host of any kind, or one that the reference uses already. */
export const requests: fc.Arbitrary<{ reference: DistributionConfig; wanted: Wanted }> = references.chain(
  (reference) => {
    const used = (reference.Origins?.Items ?? []).map(({ DomainName }) => (DomainName ?? '').toLowerCase());
    const origin = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...Object.values(newHosts)) },
      { weight: 1, arbitrary: fc.constantFrom(...used) },
    );
    const domain = fc
      .tuple(fc.constantFrom('www', '*', 'a'.repeat(63)), fc.array(label, { maxLength: 3 }))
      .map(([head, rest]) => [head, ...rest, 'example', 'com'].join('.'));
    return fc.record({ reference: fc.constant(reference), wanted: fc.record({ domain, origin }) });
  },
);
