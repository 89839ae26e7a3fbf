import type { DistributionConfig, MinimumProtocolVersion, ViewerCertificate } from '@aws-sdk/client-cloudfront';
import { cloneDistribution, findMainOrigin } from '../../src/clone/distribution.js';
import {
  behavior,
  bucketOrigin,
  customOrigin,
  failoverGroup,
  good,
  makeConfig,
  newHosts,
  oldHosts,
  originOf,
  told,
  vpcOrigin,
  withUnknown,
} from './references.js';

const wanted = { domain: 'www.example.com', origin: newHosts.custom, certificateArn: 'arn:new-certificate' };
const clone = (reference: DistributionConfig, over: Partial<typeof wanted> = {}) =>
  good(cloneDistribution(reference, { ...wanted, ...over }));
const hostsOf = (reference: DistributionConfig, over: Partial<typeof wanted> = {}) =>
  clone(reference, over).config.Origins?.Items?.map(({ Id, DomainName }) => [Id, DomainName]);

const assets = bucketOrigin({ Id: 'assets' });

describe('the origin that is replaced', () => {
  test('is the one that the default behavior targets, not the first in the list', () => {
    const reference = makeConfig({ origins: [assets, customOrigin()] });
    expect(hostsOf(reference)).toEqual([
      ['assets', oldHosts.s3],
      ['main', newHosts.custom],
    ]);
  });

  test('is the first member of the group that the default behavior targets', () => {
    const reference = makeConfig({
      origins: [assets, customOrigin()],
      groups: [failoverGroup('pair', 'main', 'assets')],
      main: { TargetOriginId: 'pair' },
    });
    expect(hostsOf(reference)).toEqual([
      ['assets', oldHosts.s3],
      ['main', newHosts.custom],
    ]);
    expect(clone(reference).originGroupId).toBe('pair');
  });

  test('is not searched in groups that the default behavior does not target', () => {
    const reference = makeConfig({
      origins: [assets, customOrigin()],
      groups: [failoverGroup('pair', 'assets', 'main')],
    });
    expect(clone(reference)).not.toHaveProperty('originGroupId');
    expect(clone(reference).replaced.map(({ id }) => id)).toEqual(['main']);
  });

  test('takes the others with the same old host along, whatever case it is written in', () => {
    const api = customOrigin({ Id: 'api', DomainName: 'Old-Origin.Example.com', OriginPath: '/api' });
    const { replaced, config } = clone(makeConfig({ origins: [api, assets, customOrigin()] }));
    expect(replaced).toEqual([
      expect.objectContaining({ id: 'api', isMain: false }),
      expect.objectContaining({ id: 'main', isMain: true }),
    ]);
    expect(config.Origins?.Items?.[0]).toMatchObject({ DomainName: newHosts.custom, OriginPath: '/api' });
    expect(config.Origins?.Items?.[1]).toEqual(assets);
  });

  test('is told with its old and its new kind', () => {
    expect(clone(makeConfig(), { origin: newHosts.s3 }).replaced).toEqual([
      {
        id: 'main',
        oldHost: oldHosts.custom,
        newHost: newHosts.s3,
        oldKind: 'custom',
        newKind: 's3',
        isMain: true,
      },
    ]);
  });

  test('stays as it is when the new host is the old one', () => {
    const reference = makeConfig({ origins: [customOrigin({ DomainName: 'Old-Origin.example.com' }), assets] });
    const { replaced, config } = clone(reference, { origin: oldHosts.custom });
    expect(replaced).toEqual([]);
    expect(config.Origins).toEqual(reference.Origins);
  });

  test('keeps its Id, so that behaviors and groups still find it', () => {
    const reference = makeConfig({
      origins: [customOrigin(), assets],
      groups: [failoverGroup('pair', 'main', 'assets')],
      behaviors: [behavior('/a/*', 'pair'), behavior('/b/*', 'main'), behavior('/c/*', 'assets')],
    });
    const { config } = clone(reference);
    expect(config.CacheBehaviors).toEqual(reference.CacheBehaviors);
    expect(config.OriginGroups).toEqual(reference.OriginGroups);
    expect(config.DefaultCacheBehavior).toEqual(reference.DefaultCacheBehavior);
  });

  test('is the first member also where the group selects by media quality', () => {
    const media = originOf('mediapackage-v2', { Id: 'first' });
    const reference = makeConfig({
      origins: [
        originOf('mediapackage-v2', { Id: 'second', DomainName: 'b.egress.c.mediapackagev2.eu-west-2.amazonaws.com' }),
        media,
      ],
      groups: [failoverGroup('pair', 'first', 'second', { SelectionCriteria: 'media-quality-based' })],
      main: { TargetOriginId: 'pair' },
    });
    expect(clone(reference, { origin: newHosts['mediapackage-v2'] }).replaced).toMatchObject([
      { id: 'first', newHost: newHosts['mediapackage-v2'], isMain: true },
    ]);
  });

  test.each([newHosts.vpc, 'app.internal', 'ip-10-0-0-1.ec2.internal'])(
    'stays behind its VPC origin when the new name is private: %s',
    (origin) => {
      const main = vpcOrigin({
        OriginPath: '/app',
        VpcOriginConfig: { VpcOriginId: 'vo_old', OwnerAccountId: '444455556666', OriginReadTimeout: 50 },
      });
      const { config, replaced } = clone(makeConfig({ origins: [main, assets] }), { origin });
      expect(config.Origins?.Items?.[0]).toEqual({ ...main, DomainName: origin });
      expect(replaced).toMatchObject([{ oldKind: 'vpc', newKind: 'vpc' }]);
    },
  );

  test('leaves its VPC origin when the new name is public', () => {
    const { config } = clone(makeConfig({ origins: [vpcOrigin()] }));
    expect(config.Origins?.Items?.[0]).not.toHaveProperty('VpcOriginConfig');
  });

  test('becomes a VPC origin when the reference reaches the new host through one', () => {
    const inside = vpcOrigin({ Id: 'inside' });
    const { config, replaced } = clone(makeConfig({ origins: [customOrigin(), inside] }), { origin: oldHosts.vpc });
    expect(config.Origins?.Items?.[0]?.VpcOriginConfig).toEqual(inside.VpcOriginConfig);
    expect(replaced).toEqual([expect.objectContaining({ id: 'main', oldKind: 'custom', newKind: 'vpc' })]);
  });
});

describe('members made anew', () => {
  test('the alias is the domain alone', () => {
    const reference = makeConfig({ top: { Aliases: { Quantity: 2, Items: ['a.example.com', 'b.example.com'] } } });
    expect(clone(reference).config.Aliases).toEqual({ Quantity: 1, Items: ['www.example.com'] });
  });

  test('the comment is the domain, cut at 128', () => {
    const domain = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.com`;
    expect(clone(makeConfig()).config.Comment).toBe('www.example.com');
    expect(clone(makeConfig(), { domain }).config.Comment).toBe(domain.slice(0, 128));
  });

  test('the CallerReference is left to whoever creates', () => {
    expect(clone(makeConfig()).config).not.toHaveProperty('CallerReference');
  });

  test.each([
    ['Staging', { Staging: false }, false],
    ['ContinuousDeploymentPolicyId', { ContinuousDeploymentPolicyId: 'policy' }, undefined],
    ['an empty ContinuousDeploymentPolicyId', { ContinuousDeploymentPolicyId: '' }, undefined],
    ['AnycastIpListId', { AnycastIpListId: 'aip_1' }, undefined],
  ])('%s does not come along', (_what, top, expected) => {
    const { config } = clone(makeConfig({ top }));
    const [member] = Object.keys(top);
    expect(new Map(Object.entries(config)).get(member ?? '')).toBe(expected);
  });

  test('Staging does not appear where it was not', () => {
    expect(clone(makeConfig()).config).not.toHaveProperty('Staging');
  });

  test.each<[string, ViewerCertificate | undefined, MinimumProtocolVersion]>([
    ['the one of 2018', { SSLSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1.2_2018' }, 'TLSv1.2_2018'],
    ['the one of 2019', { SSLSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1.2_2019' }, 'TLSv1.2_2019'],
    ['the one of 2021', { SSLSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1.2_2021' }, 'TLSv1.2_2021'],
    ['the one of 2025', { SSLSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1.2_2025' }, 'TLSv1.2_2025'],
    ['TLS 1.3', { SSLSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1.3_2025' }, 'TLSv1.3_2025'],
    ['an IAM certificate’s', { IAMCertificateId: 'AS1', MinimumProtocolVersion: 'TLSv1.2_2019' }, 'TLSv1.2_2019'],
    ['not TLS 1.1', { SSLSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1.1_2016' }, 'TLSv1.2_2021'],
    ['not TLS 1.0 of 2016', { SSLSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1_2016' }, 'TLSv1.2_2021'],
    ['not TLS 1.0 on dedicated IPs', { SSLSupportMethod: 'vip', MinimumProtocolVersion: 'TLSv1' }, 'TLSv1.2_2021'],
    ['not SSL 3', { SSLSupportMethod: 'vip', MinimumProtocolVersion: 'SSLv3' }, 'TLSv1.2_2021'],
    [
      'not what goes with CloudFront’s own certificate',
      { CloudFrontDefaultCertificate: true, MinimumProtocolVersion: 'TLSv1' },
      'TLSv1.2_2021',
    ],
    [
      'nothing that CloudFront’s own certificate says, for which it is not a choice',
      { CloudFrontDefaultCertificate: true, MinimumProtocolVersion: 'TLSv1.3_2025' },
      'TLSv1.2_2021',
    ],
    ['the default where the reference says none', undefined, 'TLSv1.2_2021'],
  ])('the minimum protocol: %s', (_what, certificate, expected) => {
    const stale = { Certificate: 'stale', CertificateSource: 'iam' } as const;
    const { ViewerCertificate: _own, ...rest } = makeConfig();
    const reference = certificate ? { ...rest, ViewerCertificate: { ...stale, ...certificate } } : rest;
    expect(clone(reference).config.ViewerCertificate).toEqual({
      CloudFrontDefaultCertificate: false,
      ACMCertificateArn: 'arn:new-certificate',
      SSLSupportMethod: 'sni-only',
      MinimumProtocolVersion: expected,
    });
  });
});

describe('everything else is copied', () => {
  test.each<[string, Partial<DistributionConfig>]>([
    ['the root object', { DefaultRootObject: 'start.html' }],
    [
      'error responses',
      {
        CustomErrorResponses: {
          Quantity: 1,
          Items: [{ ErrorCode: 404, ResponsePagePath: '/404', ResponseCode: '404' }],
        },
      },
    ],
    ['logging', { Logging: { Enabled: true, IncludeCookies: true, Bucket: 'logs.s3.amazonaws.com', Prefix: 'ref/' } }],
    ['cookies for other logs', { Logging: { Enabled: false, IncludeCookies: true, Bucket: '', Prefix: '' } }],
    ['the price class', { PriceClass: 'PriceClass_100' }],
    ['being disabled', { Enabled: false }],
    [
      'restrictions',
      { Restrictions: { GeoRestriction: { RestrictionType: 'blacklist', Quantity: 1, Items: ['XX'] } } },
    ],
    ['the web ACL', { WebACLId: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/main/1' }],
    ['the HTTP version', { HttpVersion: 'http2and3' }],
    ['IPv6 off', { IsIPV6Enabled: false }],
    ['direct connections', { ConnectionMode: 'direct' }],
    [
      'viewer mTLS',
      {
        ViewerMtlsConfig: {
          Mode: 'required',
          TrustStoreConfig: { TrustStoreId: 'ts', AdvertiseTrustStoreCaNames: true },
        },
      },
    ],
    ['the connection function', { ConnectionFunctionAssociation: { Id: 'cf-1' } }],
    ['cache tags', { CacheTagConfig: { HeaderName: 'Cache-Tag' } }],
  ])('%s', (_what, top) => {
    expect(clone(makeConfig({ top })).config).toMatchObject(top);
  });

  test('members that no version of the API has yet, at every depth', () => {
    const reference = withUnknown(
      makeConfig({
        origins: [withUnknown(customOrigin()), withUnknown(assets)],
        behaviors: [withUnknown(behavior('/a/*', 'main'))],
        main: withUnknown({}),
      }),
    );
    expect(JSON.stringify(clone(reference).config).match(/"FutureMember":\{"Deep":\[\{"Level":2\}\]/g)).toHaveLength(5);
  });

  test('the other origins, with their secrets and access', () => {
    const other = customOrigin({
      Id: 'other',
      DomainName: 'other.example.com',
      OriginPath: '/x',
      CustomHeaders: { Quantity: 1, Items: [{ HeaderName: 'X-Key', HeaderValue: 'v' }] },
    });
    const reference = makeConfig({ origins: [customOrigin(), other, originOf('lambda-url', { Id: 'fn' }), assets] });
    expect(clone(reference).config.Origins?.Items?.slice(1)).toEqual(reference.Origins?.Items?.slice(1));
  });

  test('the reference itself is left as it was', () => {
    const reference = makeConfig({
      origins: [customOrigin(), assets],
      top: { Staging: false, AnycastIpListId: 'aip' },
    });
    const before = structuredClone(reference);
    clone(reference, { origin: newHosts.s3 });
    expect(reference).toEqual(before);
  });
});

describe('what the API would refuse is put right', () => {
  const legacy = {
    ForwardedValues: { QueryString: true, Cookies: { Forward: 'none' } },
    MinTTL: 0,
    DefaultTTL: 60,
    MaxTTL: 3600,
  } as const;

  test('forwarded values and TTLs go where a cache policy is', () => {
    const reference = makeConfig({ main: legacy, behaviors: [behavior('/a/*', 'main', legacy)] });
    const { config } = clone(reference);
    for (const one of [config.DefaultCacheBehavior, config.CacheBehaviors?.Items?.[0]]) {
      expect(one).toHaveProperty('CachePolicyId', 'policy-1');
      for (const member of Object.keys(legacy)) expect(one).not.toHaveProperty(member);
    }
  });

  test.each([[undefined], ['']])('they stay where the cache policy is %j', (CachePolicyId) => {
    const { CachePolicyId: _policy, ...plain } = behavior('/a/*', 'main', legacy);
    const legacyBehavior = CachePolicyId === undefined ? plain : { ...plain, CachePolicyId };
    expect(clone(makeConfig({ behaviors: [legacyBehavior] })).config.CacheBehaviors?.Items?.[0]).toMatchObject(legacy);
  });

  test('quantities are those of the items, and empty lists are left out', () => {
    const reference = makeConfig({
      main: {
        AllowedMethods: { Quantity: 3, Items: ['GET', 'HEAD'], CachedMethods: { Quantity: 0, Items: ['GET', 'HEAD'] } },
        TrustedKeyGroups: { Enabled: false, Quantity: 1, Items: [] },
      },
      top: { CustomErrorResponses: { Quantity: 2 } },
    });
    const { config } = clone(reference);
    expect(config.DefaultCacheBehavior).toMatchObject({
      AllowedMethods: { Quantity: 2, CachedMethods: { Quantity: 2, Items: ['GET', 'HEAD'] } },
    });
    expect(config.DefaultCacheBehavior?.TrustedKeyGroups).toEqual({ Enabled: false, Quantity: 0 });
    expect(config.CustomErrorResponses).toEqual({ Quantity: 0 });
  });
});

describe('a reference cannot be cloned', () => {
  const parameters = { ParameterDefinitions: [{ Name: 'tenant', Definition: { StringSchema: { Required: true } } }] };

  test.each<[string, DistributionConfig, string, RegExp]>([
    ['tenant-only', makeConfig({ top: { ConnectionMode: 'tenant-only' } }), 'reference_tenant_only', /multi-tenant/],
    [
      'with tenant parameters',
      makeConfig({ top: { TenantConfig: parameters } }),
      'reference_tenant_only',
      /multi-tenant/,
    ],
    ['staging', makeConfig({ top: { Staging: true } }), 'reference_staging', /staging/],
    ['with a dangling target', makeConfig({ main: { TargetOriginId: 'gone' } }), 'reference_unsupported', /`gone`/],
    [
      'with a group whose first member is gone',
      makeConfig({ groups: [failoverGroup('pair', 'gone', 'main')], main: { TargetOriginId: 'pair' } }),
      'reference_unsupported',
      /not one of its origins/,
    ],
    ['without origins', makeConfig({ origins: [] }), 'reference_unsupported', /`main`/],
  ])('%s', (_what, reference, outcome, sentence) => {
    const refusal = told(cloneDistribution(reference, wanted));
    expect(refusal.outcome).toBe(outcome);
    expect(refusal.what).toMatch(sentence);
  });

  test('without a default behavior there is no main origin', () => {
    expect(told(findMainOrigin({ ...makeConfig(), DefaultCacheBehavior: undefined })).what).toContain('`nothing`');
  });

  test.each([
    ['an internal load balancer', newHosts.vpc],
    ['S3 without a bucket', 's3.eu-west-1.amazonaws.com'],
    ['transfer acceleration', 'bucket.s3-accelerate.amazonaws.com'],
  ])('to %s', (_what, origin) => {
    expect(told(cloneDistribution(makeConfig(), { ...wanted, origin })).outcome).toBe('origin_unsupported');
  });
});
