// Pieces of DistributionConfig as GetDistributionConfig gives them: every default filled in.

import type { CacheBehavior, DefaultCacheBehavior, DistributionConfig, Origin } from '@aws-sdk/client-cloudfront';

export const cachingOptimized = '658327ea-f89d-4fab-a63d-7e88639e58f6';
export const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';

/** `{Quantity, Items}`, without Items when there are none. */
export function list<T>(...items: T[]): { Quantity: number; Items?: T[] } {
  return items.length === 0 ? { Quantity: 0 } : { Quantity: items.length, Items: items };
}

const originDefaults = {
  OriginPath: '',
  CustomHeaders: { Quantity: 0 },
  ConnectionAttempts: 3,
  ConnectionTimeout: 10,
  OriginShield: { Enabled: false },
};

export function bucketOrigin(id: string, host: string, accessControlId: string): Origin {
  return {
    Id: id,
    DomainName: host,
    ...originDefaults,
    S3OriginConfig: { OriginAccessIdentity: '', OriginReadTimeout: 30 },
    OriginAccessControlId: accessControlId,
  };
}

export function customOrigin(id: string, host: string, rest: Partial<Origin> = {}): Origin {
  return {
    Id: id,
    DomainName: host,
    ...originDefaults,
    CustomOriginConfig: {
      HTTPPort: 80,
      HTTPSPort: 443,
      OriginProtocolPolicy: 'https-only',
      OriginSslProtocols: { Quantity: 1, Items: ['TLSv1.2'] },
      OriginReadTimeout: 30,
      OriginKeepaliveTimeout: 5,
      IpAddressType: 'ipv4',
    },
    OriginAccessControlId: '',
    ...rest,
  };
}

export function makeBehavior(originId: string, rest: Partial<DefaultCacheBehavior> = {}): DefaultCacheBehavior {
  return {
    TargetOriginId: originId,
    TrustedSigners: { Enabled: false, Quantity: 0 },
    TrustedKeyGroups: { Enabled: false, Quantity: 0 },
    ViewerProtocolPolicy: 'redirect-to-https',
    AllowedMethods: { ...readMethods(), CachedMethods: readMethods() },
    SmoothStreaming: false,
    Compress: true,
    LambdaFunctionAssociations: { Quantity: 0 },
    FunctionAssociations: { Quantity: 0 },
    FieldLevelEncryptionId: '',
    CachePolicyId: cachingOptimized,
    GrpcConfig: { Enabled: false },
    ...rest,
  };
}

export function makePathBehavior(
  path: string,
  originId: string,
  rest: Partial<DefaultCacheBehavior> = {},
): CacheBehavior {
  return { PathPattern: path, ...makeBehavior(originId, rest) };
}

/** What an API needs: every method, nothing cached. */
export function apiBehavior(): Partial<DefaultCacheBehavior> {
  return {
    AllowedMethods: {
      Quantity: 7,
      Items: ['HEAD', 'DELETE', 'POST', 'GET', 'OPTIONS', 'PUT', 'PATCH'],
      CachedMethods: readMethods(),
    },
    CachePolicyId: cachingDisabled,
  };
}

/** Caching as it was set before there were policies. */
export function legacyCaching(): Partial<DefaultCacheBehavior> {
  return {
    CachePolicyId: undefined,
    GrpcConfig: undefined,
    ForwardedValues: {
      QueryString: true,
      Cookies: { Forward: 'whitelist', WhitelistedNames: { Quantity: 1, Items: ['session'] } },
      Headers: { Quantity: 2, Items: ['Host', 'Origin'] },
      QueryStringCacheKeys: { Quantity: 0 },
    },
    MinTTL: 0,
    DefaultTTL: 86400,
    MaxTTL: 31536000,
  };
}

export function acmCertificate(arn: string): DistributionConfig['ViewerCertificate'] {
  return {
    CloudFrontDefaultCertificate: false,
    ACMCertificateArn: arn,
    SSLSupportMethod: 'sni-only',
    MinimumProtocolVersion: 'TLSv1.2_2021',
    Certificate: arn,
    CertificateSource: 'acm',
  };
}

type Rest = Pick<DistributionConfig, 'CallerReference' | 'Comment' | 'Origins' | 'DefaultCacheBehavior'> &
  Partial<DistributionConfig>;

export function config(rest: Rest): DistributionConfig {
  return {
    Aliases: { Quantity: 0 },
    DefaultRootObject: '',
    OriginGroups: { Quantity: 0 },
    CacheBehaviors: { Quantity: 0 },
    CustomErrorResponses: { Quantity: 0 },
    Logging: { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' },
    PriceClass: 'PriceClass_100',
    Enabled: true,
    ViewerCertificate: {
      CloudFrontDefaultCertificate: true,
      SSLSupportMethod: 'vip',
      MinimumProtocolVersion: 'TLSv1',
      CertificateSource: 'cloudfront',
    },
    Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } },
    WebACLId: '',
    HttpVersion: 'http2',
    IsIPV6Enabled: true,
    ContinuousDeploymentPolicyId: '',
    Staging: false,
    ...rest,
  };
}

function readMethods() {
  return { Quantity: 2, Items: ['HEAD' as const, 'GET' as const] };
}
