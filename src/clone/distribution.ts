// The reference's configuration turned into the clone's: a deep copy, then edits. Never rebuilt from known fields, so
// members that this code has never heard of survive. API: CreateDistribution, DistributionConfig.
import type { CacheBehavior, DefaultCacheBehavior, DistributionConfig, Origin } from '@aws-sdk/client-cloudfront';
import { type CloneConfig, listBehaviors, type ReplacedOrigin } from './clone-config.js';
import { classifyHost, classifyOrigin, isPrivateHost, refuseHost, replaceHost } from './origin.js';
import { type Refusal, refuse } from './outcome.js';
import type { Result } from './result.js';
import { refuseCombination } from './unsupported-combinations.js';

export { type CloneConfig, listBehaviors, type ReplacedOrigin } from './clone-config.js';

export interface ClonedDistribution {
  readonly config: CloneConfig;
  readonly replaced: readonly ReplacedOrigin[];
  /** The origin group between the default behavior and the main origin, if there is one. */
  readonly originGroupId?: string;
}

const maxCommentChars = 128;
const modernProtocol = /^TLSv1\.[2-9]_\d{4}$/;
export const defaultProtocol = 'TLSv1.2_2021';

/** Applies the rules of the clone. Refuses a reference that cannot be cloned, and a host that cannot be an origin. */
export function cloneDistribution(
  reference: DistributionConfig,
  wanted: { readonly domain: string; readonly origin: string; readonly certificateArn: string },
): Result<ClonedDistribution> {
  const { CallerReference: _theirs, ...copied } = structuredClone(reference);
  const config: CloneConfig = copied;
  const unclonable = explainUnclonable(reference);
  if (unclonable) return unclonable;
  const found = findMainOrigin(reference);
  if (!found.ok) return found;
  const main = found.value;

  const origins = config.Origins?.Items ?? [];
  const oldHost = (main.origin.DomainName ?? '').toLowerCase();
  const vpcOrigin = findVpcOrigin(origins, main.origin, wanted.origin);
  const replaced: ReplacedOrigin[] = [];
  if (oldHost !== wanted.origin) {
    const refusedHost = vpcOrigin ? undefined : refuseHost(wanted.origin);
    if (refusedHost) return refusedHost;
    for (const [index, origin] of origins.entries()) {
      if (origin.DomainName?.toLowerCase() !== oldHost) continue;
      origins[index] = replaceHost(origin, wanted.origin, vpcOrigin);
      replaced.push({
        id: origin.Id ?? '',
        oldHost,
        newHost: wanted.origin,
        oldKind: classifyOrigin(origin),
        newKind: vpcOrigin ? 'vpc' : classifyHost(wanted.origin),
        isMain: origin.Id === main.origin.Id,
      });
    }
  }

  const refused = refuseCombination(config, replaced);
  if (refused) return refused;

  config.Aliases = { Quantity: 1, Items: [wanted.domain] };
  config.Comment = wanted.domain.slice(0, maxCommentChars);
  config.ViewerCertificate = {
    CloudFrontDefaultCertificate: false,
    ACMCertificateArn: wanted.certificateArn,
    SSLSupportMethod: 'sni-only',
    MinimumProtocolVersion: keepsProtocol(reference)
      ? reference.ViewerCertificate?.MinimumProtocolVersion
      : defaultProtocol,
  };
  delete config.ContinuousDeploymentPolicyId;
  // A static-IP list is an allow-list that others rely on: joining it is a decision of its own.
  delete config.AnycastIpListId;
  if (config.Staging !== undefined) config.Staging = false;
  for (const behavior of listBehaviors(config)) dropLegacyForwarding(behavior);
  alignQuantities(config);
  const originGroup = main.groupId === undefined ? {} : { originGroupId: main.groupId };
  return { ok: true, value: { config, replaced, ...originGroup } };
}

/** Whether the reference's minimum protocol is modern enough to be kept. */
export function keepsProtocol(reference: CloneConfig): boolean {
  const certificate = reference.ViewerCertificate;
  return !certificate?.CloudFrontDefaultCertificate && modernProtocol.test(certificate?.MinimumProtocolVersion ?? '');
}

function explainUnclonable(reference: DistributionConfig): Refusal | undefined {
  const hasTenants = (reference.TenantConfig?.ParameterDefinitions?.length ?? 0) > 0;
  if (reference.ConnectionMode === 'tenant-only' || hasTenants) return refuse('reference_tenant_only');
  if (reference.Staging === true) return refuse('reference_staging');
  return undefined;
}

/**
 * The origin whose VPC origin serves the new host: the one that has this host already. Otherwise the main one, because a
 * VPC origin serves every name behind its load balancer (Developer Guide, "Restrict access with VPC origins").
 */
function findVpcOrigin(origins: readonly Origin[], main: Origin, host: string): Origin | undefined {
  const same = origins.find((origin) => origin.VpcOriginConfig && origin.DomainName?.toLowerCase() === host);
  return same ?? (main.VpcOriginConfig && isPrivateHost(host) ? main : undefined);
}

interface MainOrigin {
  readonly origin: Origin;
  readonly groupId?: string;
}

/** The origin that DefaultCacheBehavior targets: directly, or as the first member of the origin group it names. */
export function findMainOrigin(
  reference: Pick<CloneConfig, 'DefaultCacheBehavior' | 'Origins' | 'OriginGroups'>,
): Result<MainOrigin> {
  const target = reference.DefaultCacheBehavior?.TargetOriginId;
  const origins = reference.Origins?.Items ?? [];
  const direct = origins.find((origin) => origin.Id === target);
  if (direct) return { ok: true, value: { origin: direct } };
  const group = reference.OriginGroups?.Items?.find(({ Id }) => Id === target);
  const first = group?.Members?.Items?.[0]?.OriginId;
  const origin = origins.find(({ Id }) => Id === first);
  if (group?.Id && origin) return { ok: true, value: { origin, groupId: group.Id } };
  return refuse('reference_unsupported', { details: [{ kind: 'default_target_missing', facts: { target } }] });
}

/** The host that the default behavior leads to, in lower case; empty where it leads to none. */
export function readMainHost(config: Parameters<typeof findMainOrigin>[0]): string {
  const main = findMainOrigin(config);
  return main.ok ? (main.value.origin.DomainName ?? '').toLowerCase() : '';
}

/** A behavior with a cache policy may not carry ForwardedValues or TTLs: CreateDistribution answers InvalidArgument. */
function dropLegacyForwarding(behavior: DefaultCacheBehavior | CacheBehavior): void {
  if (!behavior.CachePolicyId) return;
  delete behavior.ForwardedValues;
  delete behavior.MinTTL;
  delete behavior.DefaultTTL;
  delete behavior.MaxTTL;
}

/** Makes every Quantity equal its Items, and leaves Items out where there are none, as the API asks. */
function alignQuantities(node: unknown): void {
  if (Array.isArray(node)) {
    for (const item of node) alignQuantities(item);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  if ('Quantity' in node) {
    const items: unknown = 'Items' in node ? node.Items : undefined;
    const count = Array.isArray(items) ? items.length : 0;
    node.Quantity = count;
    if (count === 0) Reflect.deleteProperty(node, 'Items');
  }
  for (const member of Object.values(node)) alignQuantities(member);
}
