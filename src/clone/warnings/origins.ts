// Warnings about the replaced origins: their secrets, their access, and what of the old host does not fit the new.
import type { Origin, OriginProtocolPolicy } from '@aws-sdk/client-cloudfront';
import type { ClonedDistribution, ReplacedOrigin } from '../distribution.js';
import { type OriginKind, regionOfHost, takesAccessControl } from '../origin.js';
import type { FoundWarning } from './found-warning.js';

interface Host {
  readonly host: string;
}

export interface ReplacedOriginFacts {
  /** Names alone: the values are secrets. */
  secret_header: Host & { readonly headerNames: readonly string[] };
  /** `isReplaced`: the host is a new one, which serves nothing before it grants access. */
  grant_needed: Host & { readonly hostKind: OriginKind; readonly isReplaced: boolean };
  access_control_dropped: Host & DroppedControl;
  identity_grant_needed: Host & { readonly identity: string };
  client_certificate_dropped: Host & { readonly oldHost: string };
  vpc_origin_kept: Host & { readonly vpcOriginId: string };
  vpc_origin_dropped: Host;
  stage_needed: Host;
  origin_path_kept: Host & { readonly path: string };
  origin_path_dropped: { readonly path: string };
  origin_protocol: Host & { readonly policy: OriginProtocolPolicy };
  response_timeout: { readonly completionSeconds: number; readonly readSeconds: number };
  origin_ipv6: Host;
  origin_shield: { readonly region: string };
  global_bucket_host: Host;
  origin_is_cloudfront: Host;
  origins_replaced_together: { readonly originIds: readonly string[] };
}

type DroppedControl =
  | { readonly dropped: 'identity' }
  /** `canHaveOne`: the new host takes an access control, but of another type. */
  | { readonly dropped: 'access_control'; readonly oldHost: string; readonly canHaveOne: boolean };

type Found = FoundWarning<ReplacedOriginFacts>;

/** What approving means for the replaced origins. */
export function warnAboutReplacedOrigins(cloned: ClonedDistribution, reference: readonly Origin[]): Found[] {
  const before = new Map(reference.map((origin) => [origin.Id ?? '', origin]));
  const after = new Map((cloned.config.Origins?.Items ?? []).map((origin) => [origin.Id ?? '', origin]));
  const found: Found[] = [];
  for (const replaced of cloned.replaced) {
    const old = before.get(replaced.id);
    const now = after.get(replaced.id);
    if (old && now) found.push(...warnAboutReplaced(replaced, old, now));
  }
  const others = cloned.replaced.filter(({ isMain }) => !isMain);
  if (others.length > 0) {
    found.push({ kind: 'origins_replaced_together', facts: { originIds: others.map(({ id }) => id) } });
  }
  return found;
}

function warnAboutReplaced(replaced: ReplacedOrigin, old: Origin, now: Origin): Found[] {
  const { newKind, oldKind, oldHost, newHost: host } = replaced;
  const found: Found[] = [];
  const headerNames = (now.CustomHeaders?.Items ?? []).map(({ HeaderName }) => HeaderName ?? '');
  if (headerNames.length > 0) found.push({ kind: 'secret_header', facts: { host, headerNames } });
  if (now.OriginAccessControlId) {
    found.push({ kind: 'grant_needed', facts: { host, hostKind: newKind, isReplaced: true } });
  } else if (old.OriginAccessControlId) {
    const canHaveOne = takesAccessControl(newKind);
    found.push({ kind: 'access_control_dropped', facts: { host, dropped: 'access_control', oldHost, canHaveOne } });
  }
  const identity = now.S3OriginConfig?.OriginAccessIdentity;
  if (identity) {
    found.push({ kind: 'identity_grant_needed', facts: { host, identity } });
  } else if (old.S3OriginConfig?.OriginAccessIdentity) {
    found.push({ kind: 'access_control_dropped', facts: { host, dropped: 'identity' } });
  }
  if (old.CustomOriginConfig?.OriginMtlsConfig) {
    found.push({ kind: 'client_certificate_dropped', facts: { host, oldHost } });
  }
  if (newKind === 'vpc') {
    found.push({ kind: 'vpc_origin_kept', facts: { host, vpcOriginId: now.VpcOriginConfig?.VpcOriginId ?? '' } });
  }
  if (oldKind === 'vpc' && newKind !== 'vpc') found.push({ kind: 'vpc_origin_dropped', facts: { host } });
  found.push(
    ...warnAboutPath(replaced, old, now),
    ...warnAboutProtocol(replaced, old, now),
    ...warnAboutPlace(replaced, now),
  );
  return found;
}

function warnAboutPath({ newHost: host, newKind }: ReplacedOrigin, old: Origin, now: Origin): Found[] {
  if (newKind === 'api-gateway' && !now.OriginPath) return [{ kind: 'stage_needed', facts: { host } }];
  if (now.OriginPath) return [{ kind: 'origin_path_kept', facts: { host, path: now.OriginPath } }];
  return old.OriginPath ? [{ kind: 'origin_path_dropped', facts: { path: old.OriginPath } }] : [];
}

function warnAboutProtocol({ newHost: host }: ReplacedOrigin, old: Origin, now: Origin): Found[] {
  const policy = now.CustomOriginConfig?.OriginProtocolPolicy;
  const found: Found[] = [];
  if (policy && policy !== old.CustomOriginConfig?.OriginProtocolPolicy) {
    found.push({ kind: 'origin_protocol', facts: { host, policy } });
  }
  const completionSeconds = now.ResponseCompletionTimeout;
  const readSeconds = now.CustomOriginConfig?.OriginReadTimeout ?? now.S3OriginConfig?.OriginReadTimeout;
  if (completionSeconds !== undefined && readSeconds !== undefined && completionSeconds < readSeconds) {
    found.push({ kind: 'response_timeout', facts: { completionSeconds, readSeconds } });
  }
  if (now.CustomOriginConfig?.IpAddressType === 'ipv6') found.push({ kind: 'origin_ipv6', facts: { host } });
  return found;
}

function warnAboutPlace({ newHost: host, newKind }: ReplacedOrigin, now: Origin): Found[] {
  const found: Found[] = [];
  const shield = now.OriginShield?.Enabled ? now.OriginShield.OriginShieldRegion : undefined;
  if (shield && regionOfHost(host) !== shield) found.push({ kind: 'origin_shield', facts: { region: shield } });
  if (newKind === 's3' && !regionOfHost(host)) found.push({ kind: 'global_bucket_host', facts: { host } });
  if (newKind === 'cloudfront') found.push({ kind: 'origin_is_cloudfront', facts: { host } });
  return found;
}
