// The names and the configurations of a run. Every distribution is disabled and says in its comment where it is from.
import type { DefaultCacheBehavior, DistributionConfig, Origin } from '@aws-sdk/client-cloudfront';

/** On every distribution of the check. Nothing without it is ever changed or deleted. */
export const checkTag = 'cf-clone:check';
/** How names and comments begin, so that the account's list shows what tags do not show yet. */
export const checkPrefix = 'cf-clone-check-';

export interface Names {
  readonly run: string;
  readonly referenceDomain: string;
  readonly cloneDomain: string;
  /** The certificate covers it, and no distribution has it. */
  readonly freeDomain: string;
  /** The certificate does not cover it. */
  readonly uncoveredDomain: string;
  readonly oldOrigin: string;
  readonly newOrigin: string;
  readonly bucketHost: string;
}

export function buildNames(run: string, domain: string): Names {
  const prefix = `${checkPrefix}${run}`;
  return {
    run,
    referenceDomain: `${prefix}-reference.${domain}`,
    cloneDomain: `${prefix}.${domain}`,
    freeDomain: `${prefix}-free.${domain}`,
    // Nobody gets a certificate for a name under example.net (RFC 2606).
    uncoveredDomain: `${prefix}.not-covered.example.net`,
    oldOrigin: `${prefix}-old-origin.${domain}`,
    newOrigin: `${prefix}-new-origin.${domain}`,
    bucketHost: `${prefix}.s3.us-east-1.amazonaws.com`,
  };
}

/** The managed cache policy CachingOptimized. */
const cachingOptimized = '658327ea-f89d-4fab-a63d-7e88639e58f6';

export function list<T>(...items: [T, ...T[]]): { Quantity: number; Items: T[] } {
  return { Quantity: items.length, Items: items };
}

export function customOrigin(host: string, id = 'main'): Origin {
  return {
    Id: id,
    DomainName: host,
    CustomOriginConfig: {
      HTTPPort: 80,
      HTTPSPort: 443,
      OriginProtocolPolicy: 'https-only',
      OriginSslProtocols: { Quantity: 1, Items: ['TLSv1.2'] },
    },
  };
}

export function bucketOrigin(host: string): Origin {
  return { Id: 'main', DomainName: host, S3OriginConfig: { OriginAccessIdentity: '' } };
}

export function behavior(rest: Partial<DefaultCacheBehavior> = {}): DefaultCacheBehavior {
  return {
    TargetOriginId: 'main',
    ViewerProtocolPolicy: 'redirect-to-https',
    CachePolicyId: cachingOptimized,
    ...rest,
  };
}

/** Caching as it was set before there were policies. */
export function legacyBehavior(header: string): DefaultCacheBehavior {
  return {
    TargetOriginId: 'main',
    ViewerProtocolPolicy: 'redirect-to-https',
    ForwardedValues: { QueryString: false, Cookies: { Forward: 'none' }, Headers: list(header) },
    MinTTL: 0,
  };
}

/** gRPC needs POST, which CloudFront takes only together with the other methods (API Reference, AllowedMethods). */
export function grpcBehavior(): DefaultCacheBehavior {
  return behavior({
    AllowedMethods: list('GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'),
    GrpcConfig: { Enabled: true },
  });
}

export function certificate(arn: string): DistributionConfig['ViewerCertificate'] {
  return { ACMCertificateArn: arn, SSLSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1.2_2021' };
}

/** `name` tells the distributions of a run apart. */
export function buildConfig(
  { run, oldOrigin }: Pick<Names, 'run' | 'oldOrigin'>,
  name: string,
  rest: Partial<DistributionConfig> = {},
): DistributionConfig {
  return {
    CallerReference: `${checkPrefix}${run}-${name}`,
    Comment: `${checkPrefix}${run} ${name}`,
    Enabled: false,
    HttpVersion: 'http2',
    PriceClass: 'PriceClass_100',
    Origins: list(customOrigin(oldOrigin)),
    DefaultCacheBehavior: behavior(),
    ...rest,
  };
}
