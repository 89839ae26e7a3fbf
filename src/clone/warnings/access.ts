// Warnings about who may read a new origin: the access control that was chosen or is missing, and what an identity, a
// custom block, or a website endpoint cannot do.
import type { Origin } from '@aws-sdk/client-cloudfront';
import type { AccessControlType, AccessDecision } from '../access-control.js';
import { type CloneConfig, listBehaviorsOf, type ReplacedOrigin } from '../clone-config.js';
import { isSignedEndpoint, regionOfHost } from '../origin.js';
import type { FoundWarning } from './found-warning.js';

interface Host {
  readonly host: string;
}

export interface AccessFacts {
  access_control_chosen: Host & { readonly name: string; readonly id: string };
  access_control_planned: Host & { readonly name: string };
  /** `isListKnown`: whether AWS told of the account's access controls. */
  access_control_missing: Host & { readonly type: AccessControlType; readonly isListKnown: boolean };
  endpoint_needs_signature: Host;
  website_features_lost: Host;
  bucket_as_custom_origin: Host;
  identity_limits: Host & IdentityLimit;
  body_hash_needed: Host;
}

/** What an origin access identity cannot do for a host: work in its region, or sign requests that write. */
type IdentityLimit = { readonly limit: 'region'; readonly region: string } | { readonly limit: 'writing' };

/** `isListKnown`: whether AWS told of the account's access controls. */
export function warnAboutAccess(
  access: AccessDecision,
  replaced: readonly ReplacedOrigin[],
  isListKnown: boolean,
): FoundWarning<AccessFacts>[] {
  const { config, chosen, planned, missing } = access;
  return [
    ...chosen.map(({ host, name, id }) => ({ kind: 'access_control_chosen', facts: { host, name, id } }) as const),
    ...planned.map(({ host, name }) => ({ kind: 'access_control_planned', facts: { host, name } }) as const),
    ...missing.map(
      ({ host, type }) => ({ kind: 'access_control_missing', facts: { host, type, isListKnown } }) as const,
    ),
    ...replaced.flatMap((one) => {
      const origin = config.Origins?.Items?.find(({ Id }) => Id === one.id);
      return origin ? warnAboutOrigin(config, one, origin) : [];
    }),
  ];
}

function warnAboutOrigin(config: CloneConfig, replaced: ReplacedOrigin, origin: Origin): FoundWarning<AccessFacts>[] {
  const host = replaced.newHost;
  const found: FoundWarning<AccessFacts>[] = [];
  const methods = new Set(listBehaviorsOf(config, [replaced.id]).flatMap((b) => b.AllowedMethods?.Items ?? []));
  if (isSignedEndpoint(host)) found.push({ kind: 'endpoint_needs_signature', facts: { host } });
  if (replaced.oldKind === 's3-website' && replaced.newKind === 's3') {
    found.push({ kind: 'website_features_lost', facts: { host } });
  }
  if (replaced.newKind === 's3' && origin.CustomOriginConfig) {
    found.push({ kind: 'bucket_as_custom_origin', facts: { host } });
  }
  if (origin.S3OriginConfig?.OriginAccessIdentity) {
    const limit = findIdentityLimit(host, methods);
    if (limit) found.push({ kind: 'identity_limits', facts: { host, ...limit } });
  }
  if (replaced.newKind === 'lambda-url' && origin.OriginAccessControlId && hasBody(methods)) {
    found.push({ kind: 'body_hash_needed', facts: { host } });
  }
  return found;
}

function hasBody(methods: ReadonlySet<string>): boolean {
  return ['POST', 'PUT', 'PATCH'].some((method) => methods.has(method));
}

/** Regions that opened after December 2022, where identities do not work (Developer Guide, "Restrict access to S3"). */
const regionsWithoutIdentity = new Set([
  'ap-southeast-4',
  'il-central-1',
  'ca-west-1',
  'ap-southeast-5',
  'mx-central-1',
  'ap-southeast-7',
  'ap-east-2',
  'ap-southeast-6',
]);

function findIdentityLimit(host: string, methods: ReadonlySet<string>): IdentityLimit | undefined {
  const region = regionOfHost(host);
  if (region && regionsWithoutIdentity.has(region)) return { limit: 'region', region };
  return ['PUT', 'DELETE'].some((method) => methods.has(method)) ? { limit: 'writing' } : undefined;
}
