// Warnings about the replaced origins: their secrets, their access, and what of the old host does not fit the new.
import type { Origin } from '@aws-sdk/client-cloudfront';
import type { ClonedDistribution, ReplacedOrigin } from '../distribution.js';
import { type OriginKind, regionOfHost, takesAccessControl } from '../origin.js';
import { quote } from '../outcome.js';
import { type Warning, warn } from './warning.js';

/** What approving means for the replaced origins. */
export function warnAboutReplacedOrigins(cloned: ClonedDistribution, reference: readonly Origin[]): Warning[] {
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
        'Make sure that this host may know it; where it may not, clone a copy of the reference without the header.',
      ),
    );
  }
  if (now.OriginAccessControlId) {
    warnings.push(
      warn(
        'grant_needed',
        `${host} must grant access to the new distribution; until then it answers 403.`,
        explainGrant(newKind),
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
  if (newKind === 'vpc') {
    warnings.push(
      warn(
        'vpc_origin_kept',
        `${host} is reached through the VPC origin ${quote(now.VpcOriginConfig?.VpcOriginId ?? '')}.`,
        'Make sure that its load balancer or instance serves this name.',
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

/** What an origin behind an access control needs once the distribution exists. */
export function explainGrant(kind: OriginKind): string {
  if (kind === 's3') return 'After creation, add a statement for the new distribution to the bucket policy.';
  if (kind === 'lambda-url') return 'After creation, add the two permissions for the new distribution to the function.';
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
