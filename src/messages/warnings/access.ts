// Who may read a new origin.
import { quote } from '../../clone/visible-text.js';
import type { AccessFacts } from '../../clone/warnings/access.js';
import { text, type WarningTexts } from './text.js';

export const accessTexts: WarningTexts<AccessFacts> = {
  access_control_chosen: ({ host, name, id }) =>
    text(
      `The origin access control ${quote(name)} (${quote(id)}) is attached to ${quote(host)}, so that CloudFront signs its requests.`,
      'Take it off after creation if the host is public and must not get signed requests.',
    ),
  access_control_planned: ({ host, name }) =>
    text(
      `The approval creates the origin access control ${quote(name)}, unless it exists, and attaches it to ${quote(host)}.`,
      'After creation, let the origin’s policy name the new distribution.',
    ),
  access_control_missing: ({ host, type, isListKnown }) =>
    text(
      `CloudFront does not sign requests to ${quote(host)}. Unless the host is public, the clone answers 403.`,
      isListKnown
        ? `Create an origin access control of type ${quote(type)} that always signs requests, then plan the clone again.`
        : 'The account’s origin access controls could not be read (cloudfront:ListOriginAccessControls). Attach a fitting one after creation.',
    ),
  endpoint_needs_signature: ({ host }) =>
    text(
      `${quote(host)} answers only signed requests, and CloudFront does not sign requests to this kind of S3 endpoint.`,
      'Use the alias of the access point, which ends in `-s3alias` or `--ol-s3`, or a general purpose bucket.',
    ),
  website_features_lost: ({ host }) =>
    text(
      `${quote(host)} is a bucket, not an S3 website: index documents of folders, redirects, and the website’s error document do not work there.`,
      'Use the website endpoint, or an edge function that does the same.',
    ),
  bucket_as_custom_origin: ({ host }) =>
    text(
      `${quote(host)} stays a custom origin, as in the reference, so CloudFront does not sign requests to it.`,
      'An S3 origin with an origin access control would let the bucket be private.',
    ),
  identity_limits: (facts) =>
    text(
      facts.limit === 'region'
        ? `${quote(facts.host)} is in ${facts.region}, where origin access identities do not work.`
        : `A behavior allows writing to ${quote(facts.host)}, which an origin access identity cannot sign.`,
      'Use a reference that has an origin access control instead of an identity.',
    ),
  body_hash_needed: ({ host }) =>
    text(
      `${quote(host)} takes a request with a body only if the client sends its SHA-256 in ${quote('x-amz-content-sha256')}.`,
      'Make sure that the clients send it, or that the function URL is public.',
    ),
};
