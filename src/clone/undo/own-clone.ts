// Whether a distribution is a clone of this bot. An undo touches no other one. Tags can be copied by hand and a
// CallerReference cannot be changed, so both have to say it, and the same.
import type { Tag } from '@aws-sdk/client-cloudfront';
import { readTag, tagKeys } from '../tags.js';

/** `callerReference`: that of the configuration. CloudFront takes no update that changes it. */
export function isOwnClone(callerReference: string | undefined, tags: readonly Tag[]): boolean {
  const card = readTag(tags, tagKeys.card);
  const requestedBy = readTag(tags, tagKeys.requestedBy);
  if (!callerReference || card === undefined || requestedBy === undefined) return false;
  if (readTag(tags, tagKeys.reference) === undefined) return false;
  const [caller = ''] = requestedBy.split(' ');
  return /^(?:client|user):/.test(caller) ? isOfClient(callerReference, caller) : isOfCard(callerReference, card);
}

/** Of the API: `cf-clone:` and the caller, which may be cut at 50 characters (toIdempotencyReference). */
function isOfClient(callerReference: string, caller: string): boolean {
  return [caller, caller.slice(0, 50)].some((name) => callerReference.startsWith(`cf-clone:${name}:`));
}

/** Of a card: `cf-clone-TEAM-CHANNEL-TS`, and the card tag links to that message. A line of several adds its own part. */
function isOfCard(callerReference: string, card: string): boolean {
  const parts = /^cf-clone-[A-Z0-9]+-([A-Z0-9]+)-(\d+\.\d+)(?:-|$)/.exec(callerReference);
  const place = readCardPlace(card);
  return parts !== null && place !== undefined && parts[1] === place.channel && parts[2] === place.ts;
}

/** The place of a message in its permalink: `…/archives/C0123/p1700000000000100`. */
export function readCardPlace(link: string): { readonly channel: string; readonly ts: string } | undefined {
  const parts = /\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})$/.exec(link);
  return parts?.[1] && parts[2] && parts[3] ? { channel: parts[1], ts: `${parts[2]}.${parts[3]}` } : undefined;
}
