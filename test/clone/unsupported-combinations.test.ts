import type { DistributionConfig, Origin } from '@aws-sdk/client-cloudfront';
import { cloneDistribution } from '../../src/clone/distribution.js';
import type { OriginKind } from '../../src/clone/origin.js';
import { buildPlan } from '../../src/clone/plan.js';
import {
  behavior,
  bucketOrigin,
  customOrigin,
  failoverGroup,
  good,
  makeConfig,
  makeInput,
  newHosts,
  oldHosts,
  originOf,
  told,
} from './references.js';

const clone = (reference: DistributionConfig, origin: string) =>
  cloneDistribution(reference, { domain: 'www.example.com', origin, certificateArn: 'arn:new' });
const plan = (reference: DistributionConfig, origin: string, forwardsHost = new Map<string, boolean | undefined>()) =>
  buildPlan(makeInput(reference, { origin, forwardsHost }));

/** Legacy forwarding instead of a cache policy. */
const forward = (...Items: string[]) => ({
  CachePolicyId: '',
  ForwardedValues: {
    QueryString: false,
    Cookies: { Forward: 'none' as const },
    Headers: { Quantity: Items.length, Items },
  },
  MinTTL: 0,
});

describe('Host that is forwarded to a bucket is refused', () => {
  const assets = bucketOrigin({ Id: 'assets', DomainName: 'assets.s3.eu-west-1.amazonaws.com' });
  const pair = failoverGroup('pair', 'main', 'other');
  const other = customOrigin({ Id: 'other', DomainName: 'other.example.com' });

  test.each<[string, DistributionConfig, RegExp]>([
    ['by the default behavior', makeConfig({ main: forward('Accept', 'Host') }), /^The default behavior.*`Host`/],
    ['in any spelling', makeConfig({ main: forward('hOsT') }), /`hOsT`/],
    ['among all headers', makeConfig({ main: forward('*') }), /`\*`/],
    [
      'by another behavior',
      makeConfig({ behaviors: [behavior('/api/*', 'main', forward('Host'))] }),
      /^The behavior `\/api\/\*`/,
    ],
    [
      'through an origin group',
      makeConfig({
        origins: [customOrigin(), other],
        groups: [pair],
        behaviors: [behavior('/img/*', 'pair', forward('Host'))],
      }),
      /^The behavior `\/img\/\*`/,
    ],
  ])('%s', (_what, reference, sentence) => {
    const refusal = told(clone(reference, newHosts.s3));
    expect(refusal.outcome).toBe('origin_unsupported');
    expect(refusal.what).toMatch(sentence);
    expect(refusal.what).toContain(newHosts.s3);
    expect(refusal.next).toMatch(/^Use a reference/);
    expect(clone(reference, newHosts.custom).ok).toBe(true);
  });

  test.each<[string, DistributionConfig, string]>([
    ['other headers', makeConfig({ main: forward('Origin', 'X-Host') }), newHosts.s3],
    [
      'Host to an origin that stays',
      makeConfig({ origins: [customOrigin(), other], behaviors: [behavior('/a/*', 'other', forward('Host'))] }),
      newHosts.s3,
    ],
    [
      'Host beside a cache policy, which takes its place',
      makeConfig({ main: { ...forward('Host'), CachePolicyId: 'p' } }),
      newHosts.s3,
    ],
    [
      'Host to a bucket that is a custom origin',
      makeConfig({ origins: [customOrigin({ DomainName: oldHosts.s3 }), assets], main: forward('Host') }),
      newHosts.s3,
    ],
  ])('but not %s', (_what, reference, origin) => {
    expect(clone(reference, origin).ok).toBe(true);
  });
});

describe('Host in the cache key of a bucket is refused', () => {
  test.each<[string, string, ReadonlyMap<string, boolean | undefined>]>([
    ['by UseOriginCacheControlHeaders', '83da9c7e-98b4-4e11-a168-04f0df8e2c65', new Map()],
    ['by UseOriginCacheControlHeaders-QueryStrings', '4cc15a8a-d715-48a4-82b8-cc0b614638fe', new Map()],
    ['by Amplify', '2e54312d-136d-493c-8eb9-b001f22f67d2', new Map()],
    ['by a policy of the account', 'own', new Map([['own', true]])],
  ])('%s', (_what, CachePolicyId, policies) => {
    const reference = makeConfig({ main: { CachePolicyId } });
    const refusal = told(plan(reference, newHosts.s3, new Map(policies)));
    expect(refusal.outcome).toBe('origin_unsupported');
    expect(refusal.what).toContain(CachePolicyId);
    expect(plan(reference, newHosts.custom, new Map(policies)).ok).toBe(true);
  });

  test.each([
    ['a policy without Host', '658327ea-f89d-4fab-a63d-7e88639e58f6', new Map()],
    ['a policy of the account without Host', 'own', new Map([['own', false]])],
    ['a policy that could not be read', 'own', new Map([['own', undefined]])],
  ])('but not %s', (_what, CachePolicyId, policies) => {
    expect(plan(makeConfig({ main: { CachePolicyId } }), newHosts.s3, policies).ok).toBe(true);
  });
});

describe('gRPC', () => {
  const grpc = { GrpcConfig: { Enabled: true } };

  test.each<[OriginKind]>([['s3'], ['s3-website'], ['lambda-url'], ['api-gateway']])(
    'to a host of kind %s is refused',
    (kind) => {
      const reference = makeConfig({ behaviors: [behavior('/rpc/*', 'main', grpc)] });
      const refusal = told(clone(reference, newHosts[kind]));
      expect(refusal.outcome).toBe('origin_unsupported');
      expect(refusal.what).toMatch(/^The behavior `\/rpc\/\*` has gRPC/);
      expect(refusal.what).toContain(newHosts[kind]);
      expect(clone(makeConfig({ behaviors: [behavior('/rpc/*', 'main')] }), newHosts[kind]).ok).toBe(true);
    },
  );

  test('through a VPC origin is refused', () => {
    const inside = originOf('vpc', { Id: 'inside' });
    const reference = makeConfig({ origins: [customOrigin(), inside], main: grpc });
    expect(told(clone(reference, oldHosts.vpc)).what).toContain('VPC origins do not support gRPC');
  });

  test('that CloudFront has accepted for the same kind of host stays', () => {
    const reference = makeConfig({ origins: [originOf('lambda-url')], main: grpc });
    expect(clone(reference, newHosts['lambda-url']).ok).toBe(true);
    expect(clone(makeConfig({ main: grpc }), newHosts.custom).ok).toBe(true);
  });
});

describe('a group that selects by media quality', () => {
  const media = (Id: string): Origin =>
    originOf('mediapackage-v2', { Id, DomainName: `${Id}-${oldHosts['mediapackage-v2']}` });
  const group = failoverGroup('pair', 'main', 'second', { SelectionCriteria: 'media-quality-based' });
  const origins = [media('main'), media('second')];

  test.each([
    ['of the default behavior', makeConfig({ origins, groups: [group], main: { TargetOriginId: 'pair' } })],
    ['of another behavior', makeConfig({ origins, groups: [group], behaviors: [behavior('/live/*', 'pair')] })],
    ['that no behavior uses', makeConfig({ origins, groups: [group] })],
  ])('%s takes MediaPackage v2 alone', (_what, reference) => {
    expect(good(clone(reference, newHosts['mediapackage-v2'])).config.OriginGroups?.Items).toEqual([group]);
    const refusal = told(clone(reference, newHosts.custom));
    expect(refusal.outcome).toBe('origin_unsupported');
    expect(refusal.what).toContain('`pair` selects its origin by media quality');
    expect(refusal.what).toContain('`main`');
    expect(refusal.next).toContain('MediaPackage v2');
  });

  test('does not matter where none of its members is replaced', () => {
    const reference = makeConfig({
      origins: [customOrigin(), media('first'), media('second')],
      groups: [failoverGroup('pair', 'first', 'second', { SelectionCriteria: 'media-quality-based' })],
    });
    expect(clone(reference, newHosts.custom).ok).toBe(true);
  });

  test('that fails over by status codes takes any host', () => {
    const reference = makeConfig({ origins, groups: [{ ...group, SelectionCriteria: 'default' }] });
    expect(clone(reference, newHosts.custom).ok).toBe(true);
  });
});
