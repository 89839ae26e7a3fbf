// Combinations of a new origin with the reference's behaviors and origin groups that CloudFront refuses or that cannot
// work. They are found before anyone approves; the facts name the behavior and the member.
import type { CacheBehavior, DefaultCacheBehavior } from '@aws-sdk/client-cloudfront';
import { type CloneConfig, listBehaviors, type ReplacedOrigin } from './clone-config.js';
import { listLegacyHostHeaders, readPolicyForwarding } from './host-header.js';
import type { OriginKind } from './origin.js';
import { type Refusal, refuse } from './outcome.js';
import type { HostWithoutGrpc } from './refusals/origin.js';

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
    const facts = { path: readPath(behavior), policy, host: origin.newHost };
    return refuse('origin_unsupported', { details: [{ kind: 'host_in_cache_key', facts }] });
  }
  return undefined;
}

/** CreateDistribution answers InvalidHeadersForS3Origin. */
function refuseLegacyHost(config: CloneConfig, replaced: readonly ReplacedOrigin[]): Refusal | undefined {
  for (const { behavior, origin } of listBucketBehaviors(config, replaced)) {
    const [header] = listLegacyHostHeaders(behavior);
    if (header === undefined) continue;
    const facts = { path: readPath(behavior), header, host: origin.newHost };
    return refuse('origin_unsupported', { details: [{ kind: 'host_to_bucket', facts }] });
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
 * Kinds of hosts that speak no gRPC. CloudFront needs HTTP/2 over TLS at the origin (Developer Guide, "Using gRPC"), and VPC
 * origins do not carry it ("Restrict access with VPC origins"). A kind that the reference has already is accepted.
 */
const kindsWithoutGrpc: ReadonlySet<OriginKind> = new Set<HostWithoutGrpc>([
  's3',
  's3-website',
  'lambda-url',
  'api-gateway',
  'vpc',
]);

function isWithoutGrpc(kind: OriginKind): kind is HostWithoutGrpc {
  return kindsWithoutGrpc.has(kind);
}

function refuseGrpc(config: CloneConfig, replaced: readonly ReplacedOrigin[]): Refusal | undefined {
  for (const { behavior, origin } of listReplacedTargets(config, replaced)) {
    const { newHost, newKind, oldKind } = origin;
    if (!behavior.GrpcConfig?.Enabled || !isWithoutGrpc(newKind) || newKind === oldKind) continue;
    const facts = { path: readPath(behavior), host: newHost, hostKind: newKind };
    return refuse('origin_unsupported', { details: [{ kind: 'grpc_unsupported', facts }] });
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
    const facts = { groupId: group.Id ?? '', originId: other.id, host: other.newHost };
    return refuse('origin_unsupported', { details: [{ kind: 'media_group_member', facts }] });
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

/** The path pattern of a behavior; undefined for the default behavior. */
function readPath(behavior: Behavior): string | undefined {
  return 'PathPattern' in behavior ? (behavior.PathPattern ?? '') : undefined;
}
