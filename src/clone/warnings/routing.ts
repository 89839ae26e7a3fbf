// Warnings about where requests go: behaviors that forward Host to a host of its own, and origins that stay put.
import type { CacheBehavior, DefaultCacheBehavior, Origin } from '@aws-sdk/client-cloudfront';
import { listBehaviors, listBehaviorsOf } from '../clone-config.js';
import type { ClonedDistribution } from '../distribution.js';
import { isManagedPolicy, listLegacyHostHeaders, readPolicyForwarding } from '../host-header.js';
import { classifyHost, isApiDomainHost, needsOwnHostHeader } from '../origin.js';
import type { FoundWarning } from './found-warning.js';
import type { ReplacedOriginFacts } from './origins.js';

/** The path pattern of a behavior; undefined for the default behavior. */
type Path = string | undefined;

export interface RoutingFacts {
  host_header_forwarded: { readonly path: Path; readonly host: string };
  host_certificate_needed: { readonly host: string };
  host_header_needed: { readonly path: Path; readonly host: string };
  host_header_unknown: { readonly policyId: string; readonly host: string };
  media_quality_member: { readonly groupId: string; readonly host: string };
  failover_kept: { readonly groupId: string; readonly host: string };
  /** `paths`: the behaviors that lead there; none where the origin is not used. */
  other_origin_kept: { readonly originId: string; readonly host: string; readonly paths: readonly Path[] };
}

/** Policies of the replaced origins' behaviors that AWS has to be asked about: whether they send Host to the origin. */
export function listUnknownHostPolicies(cloned: ClonedDistribution): {
  readonly cache: readonly string[];
  readonly request: readonly string[];
} {
  const behaviors = listHostBehaviors(cloned).map(({ behavior }) => behavior);
  const unknown = (ids: readonly (string | undefined)[]): string[] =>
    [...new Set(ids)].flatMap((id) => (id && !isManagedPolicy(id) ? [id] : []));
  return {
    cache: unknown(behaviors.map(({ CachePolicyId }) => CachePolicyId)),
    request: unknown(behaviors.map(({ OriginRequestPolicyId }) => OriginRequestPolicyId)),
  };
}

/** Behaviors that lead to a replaced origin to which the Host header matters. */
function listHostBehaviors({ config, replaced }: ClonedDistribution) {
  return replaced
    .filter(({ id, newKind, newHost }) => {
      if (needsOwnHostHeader(newKind) || isApiDomainHost(newHost)) return true;
      const origin = config.Origins?.Items?.find(({ Id }) => Id === id);
      // Over HTTP there is no certificate to match; a CloudFront distribution and a VPC origin are told of elsewhere.
      return newKind === 'custom' && origin?.CustomOriginConfig?.OriginProtocolPolicy !== 'http-only';
    })
    .flatMap((origin) => listBehaviorsOf(config, [origin.id]).map((behavior) => ({ behavior, origin })));
}

/** `forwardsHost` says what AWS told of each policy that this code does not know; undefined where it did not. */
export function warnAboutHostHeader(
  cloned: ClonedDistribution,
  forwardsHost: ReadonlyMap<string, boolean | undefined>,
): FoundWarning<RoutingFacts>[] {
  const found = new Map<string, FoundWarning<RoutingFacts>>();
  for (const { behavior, origin } of listHostBehaviors(cloned)) {
    const host = origin.newHost;
    const path = readPath(behavior);
    const policies = [behavior.CachePolicyId, behavior.OriginRequestPolicyId].flatMap((id) => id || []);
    const unknown = policies.find((id) => readPolicyForwarding(id, forwardsHost) === undefined);
    const forwards =
      listLegacyHostHeaders(behavior).length > 0 ||
      policies.some((id) => readPolicyForwarding(id, forwardsHost) === true);
    if (forwards && needsOwnHostHeader(origin.newKind)) {
      found.set(`path ${path}`, { kind: 'host_header_forwarded', facts: { path, host } });
    } else if (forwards) {
      // Once for the host: it is the same certificate for every behavior.
      found.set(`host ${host}`, { kind: 'host_certificate_needed', facts: { host } });
    } else if (unknown === undefined && isApiDomainHost(host)) {
      found.set(`path ${path}`, { kind: 'host_header_needed', facts: { path, host } });
    } else if (unknown !== undefined && (needsOwnHostHeader(origin.newKind) || isApiDomainHost(host))) {
      found.set(`policy ${unknown}`, { kind: 'host_header_unknown', facts: { policyId: unknown, host } });
    }
  }
  return [...found.values()];
}

function readPath(behavior: DefaultCacheBehavior | CacheBehavior): Path {
  return 'PathPattern' in behavior ? (behavior.PathPattern ?? '') : undefined;
}

/** Origins that are not replaced, and what still goes to them. */
export function warnAboutKeptOrigins(
  cloned: ClonedDistribution,
): FoundWarning<RoutingFacts & Pick<ReplacedOriginFacts, 'grant_needed'>>[] {
  const replacedIds = new Set(cloned.replaced.map(({ id }) => id));
  const kept = (cloned.config.Origins?.Items ?? []).filter(({ Id }) => !replacedIds.has(Id ?? ''));
  const guarded = kept.filter(({ OriginAccessControlId }) => OriginAccessControlId);
  return [
    // With no host replaced at all, the main origin is kept on purpose.
    ...(replacedIds.size === 0 ? [] : kept.flatMap((origin) => warnAboutKept(cloned, origin, replacedIds))),
    ...guarded.map(({ DomainName: host = '' }) => {
      return { kind: 'grant_needed', facts: { host, hostKind: classifyHost(host), isReplaced: false } } as const;
    }),
  ];
}

function warnAboutKept(
  { config }: ClonedDistribution,
  { Id: originId = '', DomainName: host = '' }: Origin,
  replacedIds: ReadonlySet<string>,
): FoundWarning<RoutingFacts>[] {
  const found: FoundWarning<RoutingFacts>[] = [];
  const groups = (config.OriginGroups?.Items ?? []).filter(({ Members }) =>
    Members?.Items?.some((member) => member.OriginId === originId),
  );
  const first = groups.filter(({ Members }) => Members?.Items?.[0]?.OriginId === originId);
  for (const group of groups) {
    const groupId = group.Id ?? '';
    const isBeside = group.Members?.Items?.some((member) => replacedIds.has(member.OriginId ?? ''));
    if (group.SelectionCriteria === 'media-quality-based') {
      if (isBeside) found.push({ kind: 'media_quality_member', facts: { groupId, host } });
    } else if (!first.includes(group)) {
      found.push({ kind: 'failover_kept', facts: { groupId, host } });
    }
  }
  const targets = new Set([originId, ...first.map(({ Id }) => Id)]);
  const paths = listBehaviors(config)
    .filter(({ TargetOriginId }) => targets.has(TargetOriginId))
    .map(readPath);
  if (paths.length > 0 || groups.length === first.length) {
    found.push({ kind: 'other_origin_kept', facts: { originId, host, paths } });
  }
  return found;
}
