// What kind of host a name is, and the origin block for a new host. Rules: facts of "Origin settings" in the CloudFront
// Developer Guide; the API's members are Origin, S3OriginConfig, CustomOriginConfig and VpcOriginConfig.
import type { CustomOriginConfig, Origin, S3OriginConfig } from '@aws-sdk/client-cloudfront';
import { type Refusal, refuse } from './outcome.js';

export const originKinds = [
  's3',
  's3-website',
  'lambda-url',
  'api-gateway',
  'mediapackage-v2',
  'mediastore',
  'vpc',
  'cloudfront',
  'custom',
] as const;
export type OriginKind = (typeof originKinds)[number];

const region = '([a-z]{2}(?:-[a-z]+)+-\\d)';
const hostPatterns: readonly (readonly [OriginKind, RegExp])[] = [
  ['s3-website', new RegExp(`\\.s3-website[.-]${region}\\.amazonaws\\.com(?:\\.cn)?$`)],
  ['s3', new RegExp(`^[a-z0-9_.-]+\\.s3(?:[.-](?:dualstack\\.|fips\\.)?${region})?\\.amazonaws\\.com(?:\\.cn)?$`)],
  ['lambda-url', new RegExp(`\\.lambda-url\\.${region}\\.on\\.aws$`)],
  ['api-gateway', new RegExp(`^(?!d-).+\\.execute-api\\.${region}\\.amazonaws\\.com(?:\\.cn)?$`)],
  ['mediapackage-v2', new RegExp(`\\.mediapackagev2\\.${region}\\.amazonaws\\.com$`)],
  ['mediastore', new RegExp(`\\.data\\.mediastore\\.${region}\\.amazonaws\\.com$`)],
  ['cloudfront', /\.cloudfront\.net$/],
];

/** The kind of a host by its name alone. */
export function classifyHost(host: string): OriginKind {
  const name = host.toLowerCase();
  return hostPatterns.find(([, pattern]) => pattern.test(name))?.[0] ?? 'custom';
}

const apiDomain = new RegExp(`^d-[a-z0-9-]+\\.execute-api\\.${region}\\.amazonaws\\.com(?:\\.cn)?$`);

/**
 * Whether a host is the regional name of a custom domain of API Gateway. Unlike an API's own name, it answers only to the
 * custom domain as Host (API Gateway Developer Guide, "Set up a Regional custom domain name").
 */
export function isApiDomainHost(host: string): boolean {
  return apiDomain.test(host.toLowerCase());
}

/** The kind of an origin: a VPC origin by its block, all others by their host. */
export function classifyOrigin(origin: Origin): OriginKind {
  return origin.VpcOriginConfig ? 'vpc' : classifyHost(origin.DomainName ?? '');
}

/** The AWS region that a host name carries, if it does. */
export function regionOfHost(host: string): string | undefined {
  return new RegExp(`[.-]${region}\\.(?:amazonaws\\.com(?:\\.cn)?|elb\\.amazonaws\\.com|on\\.aws)$`).exec(host)?.[1];
}

const bareS3 = new RegExp(`^s3(?:[.-](?:dualstack\\.|fips\\.)?${region}|-accelerate)?\\.amazonaws\\.com(?:\\.cn)?$`);

/** Hosts that CloudFront does not take as an origin, or that a host name is not enough for. */
export function refuseHost(host: string): Refusal | undefined {
  const because = (kind: 's3_without_bucket' | 's3_acceleration' | 's3_multi_region' | 'private_host') =>
    refuse('origin_unsupported', { details: [{ kind, facts: { host } }] });
  if (bareS3.test(host)) return because('s3_without_bucket');
  if (/\.s3-accelerate(\.dualstack)?\.amazonaws\.com$/.test(host)) return because('s3_acceleration');
  if (/\.accesspoint\.s3-global\.amazonaws\.com$/.test(host)) return because('s3_multi_region');
  return isPrivateHost(host) ? because('private_host') : undefined;
}

/**
 * Names that no public DNS answers with a public address: internal load balancers (Elastic Load Balancing, "DNS name"),
 * private names of EC2 instances, `.internal` (ICANN resolution 2024.07.29.06) and `.local` (RFC 6762).
 */
const privateHosts: readonly RegExp[] = [
  /^(?:dualstack\.)?internal-[^.]+\.(?:[a-z0-9-]+\.)?elb\.(?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?$/,
  /\.(?:internal|local|localhost)$/,
];

/** Whether a host can be reached only from inside a private network, told by its name alone. */
export function isPrivateHost(host: string): boolean {
  return privateHosts.some((pattern) => pattern.test(host.toLowerCase()));
}

/**
 * S3 endpoints that CloudFront cannot sign requests to: access points and Object Lambda access points by their own host
 * names, and directory buckets. Their aliases look like buckets and are classified as such.
 */
export function isSignedEndpoint(host: string): boolean {
  return /\.(?:s3-accesspoint|s3-object-lambda|s3express-[a-z0-9-]+)(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/.test(
    host.toLowerCase(),
  );
}

/** Kinds whose requests CloudFront can sign with an origin access control (OriginAccessControlOriginType). */
export function takesAccessControl(kind: OriginKind): boolean {
  return kind === 's3' || kind === 'lambda-url' || kind === 'mediapackage-v2' || kind === 'mediastore';
}

/** Kinds that answer 403 when the viewer's Host header reaches them. */
export function needsOwnHostHeader(kind: OriginKind): boolean {
  return takesAccessControl(kind) || kind === 'api-gateway';
}

/**
 * The origin with a new host. The Id stays, so nothing dangles; what fits the old kind alone goes or is made anew.
 * `vpcOrigin` is an origin of the reference whose VPC origin serves the new host too; it may be this origin itself.
 */
export function replaceHost(origin: Origin, host: string, vpcOrigin?: Origin): Origin {
  const from = classifyOrigin(origin);
  const to = vpcOrigin ? 'vpc' : classifyHost(host);
  const { S3OriginConfig, CustomOriginConfig, VpcOriginConfig, OriginAccessControlId, ...rest } = origin;
  const readTimeout =
    CustomOriginConfig?.OriginReadTimeout ?? VpcOriginConfig?.OriginReadTimeout ?? S3OriginConfig?.OriginReadTimeout;
  const replaced: Origin = {
    ...rest,
    DomainName: host,
    ...(origin.OriginPath === undefined ? {} : { OriginPath: from === to ? origin.OriginPath : '' }),
    ...(OriginAccessControlId === undefined
      ? {}
      : { OriginAccessControlId: from === to && takesAccessControl(to) ? OriginAccessControlId : '' }),
  };
  switch (to) {
    case 's3':
      // CloudFront takes a bucket as a custom origin too. The block decides the protocol, what Lambda@Edge sees, and
      // whether Host may be forwarded, so another bucket keeps it.
      if (from === 's3' && CustomOriginConfig) replaced.CustomOriginConfig = keepCustomConfig(CustomOriginConfig);
      else replaced.S3OriginConfig = buildS3Config(S3OriginConfig, readTimeout);
      break;
    case 'vpc':
      replaced.VpcOriginConfig = structuredClone(vpcOrigin?.VpcOriginConfig);
      break;
    default:
      replaced.CustomOriginConfig = buildCustomConfig(from, to, origin, readTimeout);
  }
  return replaced;
}

function buildS3Config(old: S3OriginConfig | undefined, readTimeout: number | undefined): S3OriginConfig {
  // An identity is granted by bucket policy, whatever the distribution: it may hold for the new bucket too.
  const config: S3OriginConfig = { ...old, OriginAccessIdentity: old?.OriginAccessIdentity ?? '' };
  return readTimeout === undefined ? config : { ...config, OriginReadTimeout: readTimeout };
}

const httpsPort = 443;
const defaultReadTimeout = 30;

function buildCustomConfig(
  from: OriginKind,
  to: OriginKind,
  origin: Origin,
  readTimeout: number | undefined,
): CustomOriginConfig {
  const old = origin.CustomOriginConfig;
  const made: CustomOriginConfig = {
    HTTPPort: 80,
    HTTPSPort: httpsPort,
    OriginProtocolPolicy: 'https-only',
    OriginSslProtocols: { Quantity: 1, Items: ['TLSv1.2'] },
    // ResponseCompletionTimeout may not be shorter than the read timeout.
    OriginReadTimeout:
      readTimeout ?? Math.min(defaultReadTimeout, origin.ResponseCompletionTimeout ?? defaultReadTimeout),
    OriginKeepaliveTimeout: old?.OriginKeepaliveTimeout ?? origin.VpcOriginConfig?.OriginKeepaliveTimeout ?? 5,
  };
  const protocol = to === 's3-website' ? ({ OriginProtocolPolicy: 'http-only' } as const) : {};
  // Another kind of host than custom has ports and protocols of its own: the old ones say nothing about it.
  const isPlain = (kind: OriginKind) => kind === 'custom' || kind === 'cloudfront';
  if (!old || (from !== to && !(isPlain(from) && isPlain(to)))) return { ...made, ...protocol };
  return { ...keepCustomConfig(old), ...protocol };
}

/** The client certificate proves this account to the old host; a new host has no claim to it. */
function keepCustomConfig(old: CustomOriginConfig): CustomOriginConfig {
  const { OriginMtlsConfig: _dropped, ...kept } = old;
  return structuredClone(kept);
}
