// Warnings about origins: the replaced ones, their secrets and access, and those that stay where they are.
import type { Origin } from '@aws-sdk/client-cloudfront';
import { type ClonedDistribution, listBehaviors, type ReplacedOrigin } from './distribution.js';
import { classifyHost, needsOwnHostHeader, type OriginKind, regionOfHost, takesAccessControl } from './origin.js';
import { quote } from './outcome.js';
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
export function warnAboutOrigins(
  cloned: ClonedDistribution,
  reference: readonly Origin[],
  forwardsHost: ReadonlyMap<string, boolean | undefined>,
): Warning[] {
  const before = new Map(reference.map((origin) => [origin.Id ?? '', origin]));
  const after = new Map((cloned.config.Origins?.Items ?? []).map((origin) => [origin.Id ?? '', origin]));
  const warnings: Warning[] = [];
  for (const replaced of cloned.replaced) {
    const old = before.get(replaced.id);
    const now = after.get(replaced.id);
    if (old && now) warnings.push(...warnAboutReplaced(replaced, old, now));
  }
  const others = cloned.replaced.filter(({ isMain }) => !isMain);
  if (others.length > 0) {
    const names = others.map(({ id }) => quote(id)).join(', ');
    warnings.push(warn('origins_replaced_together', `Origins with the same old host are replaced too: ${names}.`));
  }
  warnings.push(...warnAboutHostHeader(cloned, forwardsHost), ...warnAboutKeptOrigins(cloned));
  return warnings;
}

function warnAboutReplaced(replaced: ReplacedOrigin, old: Origin, now: Origin): Warning[] {
  const { newKind, oldKind, newHost } = replaced;
  const host = quote(newHost);
  const warnings: Warning[] = [];
  const headers = (now.CustomHeaders?.Items ?? []).map(({ HeaderName }) => quote(HeaderName ?? ''));
  if (headers.length > 0) {
    warnings.push(
      warn(
        'secret_header',
        `${headers.join(', ')} (value hidden) will be sent to ${host}.`,
        'Approve only if that host may know it; otherwise take the header off a copy of the reference first.',
      ),
    );
  }
  if (now.OriginAccessControlId) {
    warnings.push(
      warn(
        'grant_needed',
        `${host} must grant access to the new distribution; until then it answers 403.`,
        grant(newKind),
      ),
    );
  } else if (old.OriginAccessControlId) {
    warnings.push(
      warn(
        'access_control_dropped',
        `The origin access control of ${quote(replaced.oldHost)} does not fit ${host} and is left out.`,
        takesAccessControl(newKind)
          ? 'Make one for the new host and attach it, or the host has to be public.'
          : 'The new host has to be reachable without it.',
      ),
    );
  }
  const identity = now.S3OriginConfig?.OriginAccessIdentity;
  if (identity) {
    warnings.push(
      warn(
        'identity_grant_needed',
        `${host} is read through the origin access identity ${quote(identity)}.`,
        'Its bucket policy has to allow that identity.',
      ),
    );
  } else if (old.S3OriginConfig?.OriginAccessIdentity) {
    warnings.push(
      warn(
        'access_control_dropped',
        `The origin access identity does not fit ${host} and is left out.`,
        'The new host has to be reachable without it.',
      ),
    );
  }
  if (old.CustomOriginConfig?.OriginMtlsConfig) {
    warnings.push(
      warn(
        'client_certificate_dropped',
        `The client certificate for ${quote(replaced.oldHost)} is not shown to ${host}.`,
        'Add one to the clone if the new host asks for it.',
      ),
    );
  }
  if (oldKind === 'vpc' && newKind !== 'vpc') {
    warnings.push(
      warn(
        'vpc_origin_dropped',
        `The reference reaches its origin inside a VPC; ${host} is reached over the internet.`,
        'Make sure that it is public, or attach a VPC origin to the clone.',
      ),
    );
  }
  warnings.push(
    ...warnAboutPath(replaced, old, now),
    ...warnAboutProtocol(replaced, old, now),
    ...warnAboutPlace(newHost, newKind, now),
  );
  return warnings;
}

function grant(kind: OriginKind): string {
  if (kind === 's3') return 'After creation, add the bucket policy statement that the thread shows.';
  if (kind === 'lambda-url') return 'After creation, add the two function permissions that the thread shows.';
  return 'After creation, name the new distribution in the policy of the origin.';
}

function warnAboutPath(replaced: ReplacedOrigin, old: Origin, now: Origin): Warning[] {
  const host = quote(replaced.newHost);
  if (replaced.newKind === 'api-gateway' && !now.OriginPath) {
    return [
      warn(
        'stage_needed',
        `${host} has no origin path; a REST API needs its stage there.`,
        'Set the origin path to the stage, such as `/prod`, after creation, unless this is an HTTP API with a default stage.',
      ),
    ];
  }
  if (now.OriginPath)
    return [warn('origin_path_kept', `The origin path ${quote(now.OriginPath)} is kept for ${host}.`)];
  if (old.OriginPath) {
    return [
      warn(
        'origin_path_dropped',
        `The origin path ${quote(old.OriginPath)} belonged to another kind of host and is left out.`,
        'Set one after creation if the new host needs it.',
      ),
    ];
  }
  return [];
}

function warnAboutProtocol(replaced: ReplacedOrigin, old: Origin, now: Origin): Warning[] {
  const host = quote(replaced.newHost);
  const policy = now.CustomOriginConfig?.OriginProtocolPolicy;
  const warnings: Warning[] = [];
  if (policy && policy !== old.CustomOriginConfig?.OriginProtocolPolicy) {
    const action = policy === 'https-only' ? 'It needs a certificate for its own name.' : 'S3 websites speak no HTTPS.';
    warnings.push(warn('origin_protocol', `CloudFront speaks ${policy} to ${host}.`, action));
  }
  const completion = now.ResponseCompletionTimeout;
  const read = now.CustomOriginConfig?.OriginReadTimeout ?? now.S3OriginConfig?.OriginReadTimeout;
  if (completion !== undefined && read !== undefined && completion < read) {
    warnings.push(
      warn(
        'response_timeout',
        `The response completion timeout (${completion} s) is shorter than the read timeout (${read} s).`,
        'Correct it on the reference: AWS will refuse it.',
      ),
    );
  }
  if (now.CustomOriginConfig?.IpAddressType === 'ipv6') {
    warnings.push(warn('origin_ipv6', `${host} is reached over IPv6 alone.`));
  }
  return warnings;
}

function warnAboutPlace(newHost: string, newKind: OriginKind, now: Origin): Warning[] {
  const warnings: Warning[] = [];
  const shield = now.OriginShield?.Enabled ? now.OriginShield.OriginShieldRegion : undefined;
  if (shield && regionOfHost(newHost) !== shield) {
    warnings.push(
      warn(
        'origin_shield',
        `Origin Shield stays in ${shield}, chosen for the old host.`,
        'Move it if the new host is elsewhere.',
      ),
    );
  }
  if (newKind === 's3' && !regionOfHost(newHost)) {
    warnings.push(
      warn(
        'global_bucket_host',
        `${quote(newHost)} names no region; requests may be redirected to the bucket’s own region.`,
        'Prefer `bucket.s3.region.amazonaws.com`.',
      ),
    );
  }
  if (newKind === 'cloudfront') {
    warnings.push(
      warn(
        'origin_is_cloudfront',
        `${quote(newHost)} is itself a CloudFront distribution; more than two in a row answer 403.`,
      ),
    );
  }
  return warnings;
}

function warnAboutHostHeader(
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

function warnAboutKeptOrigins(cloned: ClonedDistribution): Warning[] {
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
          grant(kind),
        ),
      );
    }
  }
  return warnings;
}
