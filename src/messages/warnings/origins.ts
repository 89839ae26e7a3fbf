// The replaced origins: their secrets, their access, and what of the old host does not fit the new.
import type { OriginKind } from '../../clone/origin.js';
import { quote } from '../../clone/visible-text.js';
import type { ReplacedOriginFacts } from '../../clone/warnings/origins.js';
import { text, type WarningTexts } from './text.js';

export const replacedOriginTexts: WarningTexts<ReplacedOriginFacts> = {
  secret_header: ({ host, headerNames }) =>
    text(
      `${headerNames.map(quote).join(', ')} (value hidden) will be sent to ${quote(host)}.`,
      'Make sure that this host may know the value. If it may not, copy the reference, remove the header from the copy, and clone that copy.',
    ),
  grant_needed: ({ host, hostKind, isReplaced }) =>
    text(
      isReplaced
        ? `${quote(host)} must grant access to the new distribution; until then it answers 403.`
        : `${quote(host)} must grant access to the new distribution too.`,
      explainGrant(hostKind),
    ),
  access_control_dropped: (facts) =>
    facts.dropped === 'identity'
      ? text(
          `The origin access identity does not fit ${quote(facts.host)} and is left out.`,
          'The new host has to be reachable without it.',
        )
      : text(
          `The origin access control of ${quote(facts.oldHost)} does not fit ${quote(facts.host)} and is left out.`,
          facts.canHaveOne
            ? 'Create one for the new host and attach it, or make the host public.'
            : 'The new host has to be reachable without it.',
        ),
  identity_grant_needed: ({ host, identity }) =>
    text(
      `${quote(host)} is read through the origin access identity ${quote(identity)}.`,
      'Its bucket policy has to allow that identity.',
    ),
  client_certificate_dropped: ({ host, oldHost }) =>
    text(
      `The client certificate for ${quote(oldHost)} is not shown to ${quote(host)}.`,
      'Add one to the clone if the new host asks for it.',
    ),
  vpc_origin_kept: ({ host, vpcOriginId }) =>
    text(
      `${quote(host)} is reached through the VPC origin ${quote(vpcOriginId)}.`,
      'Make sure that its load balancer or instance serves this name.',
    ),
  vpc_origin_dropped: ({ host }) =>
    text(
      `The reference reaches its origin inside a VPC; ${quote(host)} is reached over the internet.`,
      'Make sure that it is public, or attach a VPC origin to the clone.',
    ),
  stage_needed: ({ host }) =>
    text(
      `${quote(host)} has no origin path; a REST API needs its stage there.`,
      'Set the origin path to the stage, such as `/prod`, after creation, unless this is an HTTP API with a default stage.',
    ),
  origin_path_kept: ({ host, path }) => text(`The origin path ${quote(path)} is kept for ${quote(host)}.`),
  origin_path_dropped: ({ path }) =>
    text(
      `The origin path ${quote(path)} belonged to another kind of host and is left out.`,
      'Set one after creation if the new host needs it.',
    ),
  origin_protocol: ({ host, policy }) =>
    text(
      `CloudFront speaks ${policy} to ${quote(host)}.`,
      policy === 'https-only' ? 'It needs a certificate for its own name.' : 'S3 websites do not support HTTPS.',
    ),
  response_timeout: ({ completionSeconds, readSeconds }) =>
    text(
      `The response completion timeout (${completionSeconds} s) is shorter than the read timeout (${readSeconds} s).`,
      'Correct it on the reference: AWS will refuse it.',
    ),
  origin_ipv6: ({ host }) => text(`${quote(host)} is reached only over IPv6.`),
  origin_shield: ({ region }) =>
    text(`Origin Shield stays in ${region}, chosen for the old host.`, 'Move it if the new host is elsewhere.'),
  global_bucket_host: ({ host }) =>
    text(
      `${quote(host)} names no region; requests may be redirected to the bucket’s own region.`,
      'Prefer `bucket.s3.region.amazonaws.com`.',
    ),
  origin_is_cloudfront: ({ host }) =>
    text(`${quote(host)} is itself a CloudFront distribution; more than two in a row answer 403.`),
  origins_replaced_together: ({ originIds }) =>
    text(`Origins with the same old host are replaced too: ${originIds.map(quote).join(', ')}.`),
};

/** What an origin behind an access control needs once the distribution exists. */
function explainGrant(kind: OriginKind): string {
  if (kind === 's3') return 'After creation, add a statement for the new distribution to the bucket policy.';
  if (kind === 'lambda-url') return 'After creation, add the two permissions for the new distribution to the function.';
  return 'After creation, name the new distribution in the policy of the origin.';
}
