// Warnings about who may read a new origin: the access control that was chosen or is missing, and what an identity, a
// custom block, or a website endpoint cannot do.
import type { Origin } from '@aws-sdk/client-cloudfront';
import type { AccessDecision } from '../access-control.js';
import { type CloneConfig, listBehaviorsOf, type ReplacedOrigin } from '../clone-config.js';
import { isSignedEndpoint, regionOfHost } from '../origin.js';
import { quote } from '../outcome.js';
import { type Warning, warn } from './warning.js';

/** `isKnown`: whether AWS told of the account's access controls. */
export function warnAboutAccess(
  access: AccessDecision,
  replaced: readonly ReplacedOrigin[],
  isKnown: boolean,
): Warning[] {
  const { config, chosen, planned, missing } = access;
  return [
    ...chosen.map(({ host, name, id }) =>
      warn(
        'access_control_chosen',
        `The origin access control ${quote(name)} (${quote(id)}) is attached to ${quote(host)}, so that CloudFront signs its requests.`,
        'Take it off after creation if the host is public and must not get signed requests.',
      ),
    ),
    ...planned.map(({ host, name }) =>
      warn(
        'access_control_planned',
        `The approval creates the origin access control ${quote(name)}, unless it exists, and attaches it to ${quote(host)}.`,
        'After creation, let the origin’s policy name the new distribution.',
      ),
    ),
    ...missing.map(({ host, type }) =>
      warn(
        'access_control_missing',
        `CloudFront signs no request to ${quote(host)}. Unless the host is public, the clone answers 403.`,
        isKnown
          ? `Create an origin access control of type ${quote(type)} that always signs requests, then plan the clone again.`
          : 'The account’s origin access controls could not be read (cloudfront:ListOriginAccessControls). Attach a fitting one after creation.',
      ),
    ),
    ...replaced.flatMap((one) => {
      const origin = config.Origins?.Items?.find(({ Id }) => Id === one.id);
      return origin ? warnAboutOrigin(config, one, origin) : [];
    }),
  ];
}

function warnAboutOrigin(config: CloneConfig, replaced: ReplacedOrigin, origin: Origin): Warning[] {
  const host = quote(replaced.newHost);
  const warnings: Warning[] = [];
  const methods = new Set(listBehaviorsOf(config, [replaced.id]).flatMap((b) => b.AllowedMethods?.Items ?? []));
  if (isSignedEndpoint(replaced.newHost)) {
    warnings.push(
      warn(
        'endpoint_needs_signature',
        `${host} answers signed requests alone, and CloudFront signs none to this kind of S3 endpoint.`,
        'Use the alias of the access point, which ends in `-s3alias` or `--ol-s3`, or a general purpose bucket.',
      ),
    );
  }
  if (replaced.oldKind === 's3-website' && replaced.newKind === 's3') {
    warnings.push(
      warn(
        'website_features_lost',
        `${host} is a bucket, not an S3 website: index documents of folders, redirects, and the website’s error document do not work there.`,
        'Use the website endpoint, or an edge function that does the same.',
      ),
    );
  }
  if (replaced.newKind === 's3' && origin.CustomOriginConfig) {
    warnings.push(
      warn(
        'bucket_as_custom_origin',
        `${host} stays a custom origin, as in the reference, so CloudFront signs no request to it.`,
        'An S3 origin with an origin access control would let the bucket be private.',
      ),
    );
  }
  if (origin.S3OriginConfig?.OriginAccessIdentity) {
    const limits = explainIdentityLimits(replaced.newHost, methods);
    if (limits) {
      warnings.push(
        warn('identity_limits', limits, 'Use a reference that has an origin access control instead of an identity.'),
      );
    }
  }
  if (replaced.newKind === 'lambda-url' && origin.OriginAccessControlId && hasBody(methods)) {
    warnings.push(
      warn(
        'body_hash_needed',
        `${host} takes a request with a body only if the client sends its SHA-256 in ${quote('x-amz-content-sha256')}.`,
        'Make sure that the clients send it, or that the function URL is public.',
      ),
    );
  }
  return warnings;
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

function explainIdentityLimits(host: string, methods: ReadonlySet<string>): string | undefined {
  const region = regionOfHost(host);
  if (region && regionsWithoutIdentity.has(region)) {
    return `${quote(host)} is in ${region}, where origin access identities do not work.`;
  }
  if (['PUT', 'DELETE'].some((method) => methods.has(method))) {
    return `A behavior allows writing to ${quote(host)}, which an origin access identity cannot sign.`;
  }
  return undefined;
}
