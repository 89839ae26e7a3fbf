// Combinations of a new origin with the reference's behaviors and origin groups that CloudFront refuses or that cannot
// work. They are found before anyone approves; the reason names the behavior, the member, and the remedy.
import type { CacheBehavior, DefaultCacheBehavior } from '@aws-sdk/client-cloudfront';
import { type CloneConfig, listBehaviors, type ReplacedOrigin } from './clone-config.js';
import { listLegacyHostHeaders, readPolicyForwarding } from './host-header.js';
import type { OriginKind } from './origin.js';
import { type Refusal, refuse } from './outcome.js';
import { quote } from './visible-text.js';

type Behavior = DefaultCacheBehavior | CacheBehavior;

/** `config` has the new hosts already. */
export function refuseCombination(config: CloneConfig, replaced: readonly ReplacedOrigin[]): Refusal | undefined {
  return refuseMediaGroups(config, replaced) ?? refuseLegacyHost(config, replaced) ?? refuseGrpc(config, replaced);
}

/**
 * A bucket cannot be cached by the viewer's Host (Developer Guide, "Select the headers to base caching on").
 * `forwardsHost` says what AWS told of the policies that this code does not know.
 */
export function refuseHostInCacheKey(
  config: CloneConfig,
  replaced: readonly ReplacedOrigin[],
  forwardsHost: ReadonlyMap<string, boolean | undefined>,
): Refusal | undefined {
  for (const { behavior, origin } of listBucketBehaviors(config, replaced)) {
    const policy = behavior.CachePolicyId ?? '';
    if (policy === '' || readPolicyForwarding(policy, forwardsHost) !== true) continue;
    return refuse('origin_unsupported', {
      what: `${nameBehavior(behavior)} caches by the viewer’s ${quote('Host')} header (cache policy ${quote(policy)}), which CloudFront does not allow for the S3 bucket ${quote(origin.newHost)}.`,
      next: 'Use a reference whose behavior has another cache policy, such as CachingOptimized.',
    });
  }
  return undefined;
}

/** CreateDistribution answers InvalidHeadersForS3Origin. */
function refuseLegacyHost(config: CloneConfig, replaced: readonly ReplacedOrigin[]): Refusal | undefined {
  for (const { behavior, origin } of listBucketBehaviors(config, replaced)) {
    const [header] = listLegacyHostHeaders(behavior);
    if (header === undefined) continue;
    return refuse('origin_unsupported', {
      what: `${nameBehavior(behavior)} forwards ${quote(header)} to the origin, which CloudFront does not allow for the S3 bucket ${quote(origin.newHost)}.`,
      next: `Use a reference whose behavior does not forward ${header === '*' ? 'all headers' : quote('Host')}.`,
    });
  }
  return undefined;
}

/** Behaviors that lead to a replaced origin which CloudFront treats as a bucket. */
function listBucketBehaviors(config: CloneConfig, replaced: readonly ReplacedOrigin[]) {
  const buckets = new Set((config.Origins?.Items ?? []).filter((o) => o.S3OriginConfig).map(({ Id }) => Id));
  return listReplacedTargets(
    config,
    replaced.filter(({ id }) => buckets.has(id)),
  );
}

/**
 * Why a kind of host speaks no gRPC. CloudFront needs HTTP/2 over TLS at the origin (Developer Guide, "Using gRPC"), and
 * VPC origins do not carry it ("Restrict access with VPC origins"). A kind that the reference has already is accepted.
 */
const noGrpc: Partial<Record<OriginKind, string>> = {
  s3: 'an S3 bucket speaks no gRPC',
  's3-website': 'an S3 website speaks no HTTPS',
  'lambda-url': 'a Lambda function URL speaks no gRPC',
  'api-gateway': 'API Gateway speaks no gRPC',
  vpc: 'VPC origins do not support gRPC',
};

function refuseGrpc(config: CloneConfig, replaced: readonly ReplacedOrigin[]): Refusal | undefined {
  for (const { behavior, origin } of listReplacedTargets(config, replaced)) {
    const reason = noGrpc[origin.newKind];
    if (!behavior.GrpcConfig?.Enabled || reason === undefined || origin.newKind === origin.oldKind) continue;
    return refuse('origin_unsupported', {
      what: `${nameBehavior(behavior)} has gRPC switched on, and it would lead to ${quote(origin.newHost)}: ${reason}.`,
      next: 'Give a host that speaks gRPC over HTTPS, or use a reference without gRPC.',
    });
  }
  return undefined;
}

/** Groups that select by media quality take MediaPackage v2 alone (Developer Guide, "Media quality-aware resiliency"). */
function refuseMediaGroups(config: CloneConfig, replaced: readonly ReplacedOrigin[]): Refusal | undefined {
  for (const group of config.OriginGroups?.Items ?? []) {
    if (group.SelectionCriteria !== 'media-quality-based') continue;
    const members = new Set((group.Members?.Items ?? []).map(({ OriginId }) => OriginId));
    const other = replaced.find(({ id, newKind }) => members.has(id) && newKind !== 'mediapackage-v2');
    if (other === undefined) continue;
    return refuse('origin_unsupported', {
      what: `The origin group ${quote(group.Id ?? '')} selects its origin by media quality, and its member ${quote(other.id)} would become ${quote(other.newHost)}. CloudFront allows only AWS Elemental MediaPackage v2 in such a group.`,
      next: 'Give the host of a MediaPackage v2 channel, or use a reference whose group fails over by status codes.',
    });
  }
  return undefined;
}

/** Every behavior that leads to a replaced origin, directly or through an origin group. */
function listReplacedTargets(
  config: CloneConfig,
  replaced: readonly ReplacedOrigin[],
): { readonly behavior: Behavior; readonly origin: ReplacedOrigin }[] {
  return listBehaviors(config).flatMap((behavior) => {
    const group = config.OriginGroups?.Items?.find(({ Id }) => Id === behavior.TargetOriginId);
    const ids = new Set([behavior.TargetOriginId, ...(group?.Members?.Items ?? []).map(({ OriginId }) => OriginId)]);
    const origin = replaced.find(({ id }) => ids.has(id));
    return origin ? [{ behavior, origin }] : [];
  });
}

function nameBehavior(behavior: Behavior): string {
  return 'PathPattern' in behavior ? `The behavior ${quote(behavior.PathPattern ?? '')}` : 'The default behavior';
}
