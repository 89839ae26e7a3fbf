// Warnings about where requests go: behaviors that forward Host to a host of its own, and origins that stay put.
import { type ClonedDistribution, listBehaviors } from '../distribution.js';
import { classifyHost, needsOwnHostHeader } from '../origin.js';
import { quote } from '../outcome.js';
import { explainGrant } from './origins.js';
import { type Warning, warn } from './warning.js';

/** Managed origin request policies that send the viewer's Host to the origin (Developer Guide, "managed policies"). */
const managedHostPolicies: Record<string, boolean> = {
  '216adef6-5c7f-47e4-b989-5492eafa07d3': true, // AllViewer
  '33f36d7e-f396-46d9-90e0-52428a34d9dc': true, // AllViewerAndCloudFrontHeaders-2022-06
  'bf0718e1-ba1e-49d1-88b1-f726733018ae': true, // HostHeaderOnly
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': false, // AllViewerExceptHostHeader
  '59781a5b-3903-41f3-afcb-af62929ccde1': false, // CORS-CustomOrigin
  '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf': false, // CORS-S3Origin
  'acba4595-bd28-49b8-b9fe-13317c0390fa': false, // UserAgentRefererHeaders
};

/** Policies of the replaced origins' behaviors that AWS has to be asked about: whether they forward Host. */
export function listUnknownHostPolicies(cloned: ClonedDistribution): string[] {
  const ids = hostSensitiveBehaviors(cloned).map((behavior) => behavior.OriginRequestPolicyId ?? '');
  return [...new Set(ids)].filter((id) => id !== '' && !(id in managedHostPolicies));
}

function hostSensitiveBehaviors(cloned: ClonedDistribution) {
  const main = cloned.replaced.find(({ isMain }) => isMain);
  if (!main || !needsOwnHostHeader(main.newKind)) return [];
  const ids = new Set(cloned.replaced.map(({ id }) => id));
  const groups = (cloned.config.OriginGroups?.Items ?? []).filter(({ Members }) =>
    Members?.Items?.some(({ OriginId }) => ids.has(OriginId ?? '')),
  );
  const targets = new Set([...ids, ...groups.map(({ Id }) => Id ?? '')]);
  return listBehaviors(cloned.config).filter(({ TargetOriginId }) => targets.has(TargetOriginId ?? ''));
}

/** `forwardsHost` says what AWS told of each policy that this code does not know; undefined where it did not. */
export function warnAboutHostHeader(
  cloned: ClonedDistribution,
  forwardsHost: ReadonlyMap<string, boolean | undefined>,
): Warning[] {
  const warnings = new Map<string, Warning>();
  for (const behavior of hostSensitiveBehaviors(cloned)) {
    const policy = behavior.OriginRequestPolicyId ?? '';
    const legacy = behavior.ForwardedValues?.Headers?.Items?.some(
      (name) => name === '*' || name.toLowerCase() === 'host',
    );
    const forwards = policy === '' ? legacy === true : (managedHostPolicies[policy] ?? forwardsHost.get(policy));
    const path = 'PathPattern' in behavior ? quote(behavior.PathPattern ?? '') : 'The default behavior';
    const host = quote(cloned.replaced.find(({ isMain }) => isMain)?.newHost ?? '');
    if (forwards === true) {
      warnings.set(
        path,
        warn(
          'host_header_forwarded',
          `${path} forwards the viewer’s Host header; ${host} answers 403 to a Host that is not its own.`,
          'Use the managed policy AllViewerExceptHostHeader on the clone.',
        ),
      );
    } else if (forwards === undefined) {
      warnings.set(
        policy,
        warn(
          'host_header_unknown',
          `Whether the policy ${quote(policy)} forwards the Host header could not be read.`,
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
    for (const group of groups.filter((one) => !first.includes(one))) {
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
