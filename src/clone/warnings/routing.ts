// Warnings about where requests go: behaviors that forward Host to a host of its own, and origins that stay put.
import { listBehaviors, listBehaviorsOf } from '../clone-config.js';
import type { ClonedDistribution } from '../distribution.js';
import { isManagedPolicy, listLegacyHostHeaders, readPolicyForwarding } from '../host-header.js';
import { classifyHost, needsOwnHostHeader } from '../origin.js';
import { quote } from '../outcome.js';
import { explainGrant } from './origins.js';
import { type Warning, warn } from './warning.js';

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
    .filter(({ id, newKind }) => {
      if (needsOwnHostHeader(newKind)) return true;
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
): Warning[] {
  const warnings = new Map<string, Warning>();
  for (const { behavior, origin } of listHostBehaviors(cloned)) {
    const host = quote(origin.newHost);
    const path = 'PathPattern' in behavior ? quote(behavior.PathPattern ?? '') : 'The default behavior';
    const policies = [behavior.CachePolicyId, behavior.OriginRequestPolicyId].flatMap((id) => id || []);
    const unknown = policies.find((id) => readPolicyForwarding(id, forwardsHost) === undefined);
    const forwards =
      listLegacyHostHeaders(behavior).length > 0 ||
      policies.some((id) => readPolicyForwarding(id, forwardsHost) === true);
    if (forwards && needsOwnHostHeader(origin.newKind)) {
      warnings.set(
        path,
        warn(
          'host_header_forwarded',
          `${path} forwards the viewer’s Host header; ${host} answers 403 to a Host that is not its own.`,
          'Use the managed policy AllViewerExceptHostHeader on the clone, and a cache policy without Host.',
        ),
      );
    } else if (forwards) {
      // One sentence for the host: it is the same certificate for every behavior.
      warnings.set(
        host,
        warn(
          'host_certificate_needed',
          `${host} gets the viewer’s Host header over HTTPS, so its certificate has to cover the clone’s domain. Otherwise CloudFront answers 502.`,
          'Add the domain to the certificate of the new origin, and to its listener rules.',
        ),
      );
    } else if (unknown !== undefined && needsOwnHostHeader(origin.newKind)) {
      warnings.set(
        unknown,
        warn(
          'host_header_unknown',
          `Whether the policy ${quote(unknown)} forwards the Host header could not be read.`,
          `If it does, ${host} will answer 403.`,
        ),
      );
    }
  }
  return [...warnings.values()];
}

/** Origins that are not replaced, and what still goes to them. */
export function warnAboutKeptOrigins(cloned: ClonedDistribution): Warning[] {
  const replacedIds = new Set(cloned.replaced.map(({ id }) => id));
  const kept = (cloned.config.Origins?.Items ?? []).filter(({ Id }) => !replacedIds.has(Id ?? ''));
  const warnings: Warning[] = [];
  for (const origin of kept) {
    // With no host replaced at all, the main origin is kept on purpose.
    if (cloned.replaced.length === 0) continue;
    const host = quote(origin.DomainName ?? '');
    const groups = (cloned.config.OriginGroups?.Items ?? []).filter(({ Members }) =>
      Members?.Items?.some(({ OriginId }) => OriginId === origin.Id),
    );
    const first = groups.filter(({ Members }) => Members?.Items?.[0]?.OriginId === origin.Id);
    const targets = new Set([origin.Id, ...first.map(({ Id }) => Id)]);
    const paths = listBehaviors(cloned.config)
      .filter(({ TargetOriginId }) => targets.has(TargetOriginId))
      .map((behavior) => ('PathPattern' in behavior ? quote(behavior.PathPattern ?? '') : 'the default behavior'));
    for (const group of groups) {
      const comparesQuality = group.SelectionCriteria === 'media-quality-based';
      if (!comparesQuality && first.includes(group)) continue;
      const isBeside = group.Members?.Items?.some(({ OriginId }) => replacedIds.has(OriginId ?? ''));
      if (comparesQuality && isBeside) {
        warnings.push(
          warn(
            'media_quality_member',
            `The origin group ${quote(group.Id ?? '')} also serves from ${host} whenever its media quality is higher, not only on failure.`,
            'Go on only if the two origins carry the same channel.',
          ),
        );
      }
      if (comparesQuality) continue;
      warnings.push(
        warn('failover_kept', `On failover, the origin group ${quote(group.Id ?? '')} still uses ${host}.`),
      );
    }
    if (paths.length > 0 || groups.length === first.length) {
      const who =
        paths.length > 0
          ? `${paths.join(', ')} still ${paths.length === 1 ? 'goes' : 'go'} to`
          : `Origin ${quote(origin.Id ?? '')} still is`;
      warnings.push(warn('other_origin_kept', `${who} ${host}.`));
    }
  }
  for (const origin of kept) {
    if (origin.OriginAccessControlId) {
      const kind = classifyHost(origin.DomainName ?? '');
      warnings.push(
        warn(
          'grant_needed',
          `${quote(origin.DomainName ?? '')} must grant access to the new distribution too.`,
          explainGrant(kind),
        ),
      );
    }
  }
  return warnings;
}
