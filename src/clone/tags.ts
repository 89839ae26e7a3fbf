// The tags of a clone: the reference's own, and the record of what was cloned from what, by whom, discussed where.
import type { Tag } from '@aws-sdk/client-cloudfront';

/** API: CreateDistributionWithTags. */
export const maxTags = 50;
const maxTagValueChars = 256;

export const tagKeys = {
  reference: 'cf-clone:reference',
  requestedBy: 'cf-clone:requested-by',
  approvedBy: 'cf-clone:approved-by',
  card: 'cf-clone:card',
} as const;

/** What an API client asked for, so that its Idempotency-Key answers for nothing else; left out where there is no room. */
export const requestTag = 'cf-clone:request';

/** Why a person asked for the clone; left out where there is no room. */
export const reasonTag = 'cf-clone:reason';

/** AWS's own tags, and this bot's record of one clone. */
export function isReserved(key: string): boolean {
  return /^(aws|cf-clone):/i.test(key);
}

export interface PlannedTags {
  readonly tags: readonly Tag[];
  /** Keys of the reference that found no room. */
  readonly leftOut: readonly string[];
}

/** A text as a tag value: characters that AWS refuses become spaces, the rest is cut at 256. */
export function toTagValue(text: string): string {
  const clean = text
    .replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  // By characters, so that none is cut in half.
  return [...clean].slice(0, maxTagValueChars).join('');
}

/**
 * The tags known before anyone approves. Keys that start with `aws:` are AWS's own; `cf-clone:` ones tell the story of
 * the reference, not of the clone; a `Name` (the console's column) becomes the domain.
 */
export function planTags(
  reference: readonly Tag[],
  clone: { readonly domain: string; readonly referenceId: string; readonly requestedBy: string },
): PlannedTags {
  const copied = reference
    .filter(({ Key }) => Key !== undefined && !isReserved(Key))
    .map((tag) => (tag.Key === 'Name' ? { Key: 'Name', Value: toTagValue(clone.domain.replace('*', '_')) } : tag));
  const room = maxTags - Object.keys(tagKeys).length;
  return {
    tags: [
      ...copied.slice(0, room),
      { Key: tagKeys.reference, Value: clone.referenceId },
      { Key: tagKeys.requestedBy, Value: toTagValue(clone.requestedBy) },
    ],
    leftOut: copied.slice(room).map(({ Key }) => Key ?? ''),
  };
}

/** The tags known once somebody has approved. */
export function approveTags(
  tags: readonly Tag[],
  approval: { approvedBy: string; card: string; request?: string; reason?: string | undefined },
): Tag[] {
  const record = [
    ...tags,
    { Key: tagKeys.approvedBy, Value: toTagValue(approval.approvedBy) },
    { Key: tagKeys.card, Value: toTagValue(approval.card) },
  ];
  const reason = toTagValue(approval.reason ?? '');
  const further = [
    ...(approval.request === undefined ? [] : [{ Key: requestTag, Value: approval.request }]),
    ...(reason === '' ? [] : [{ Key: reasonTag, Value: reason }]),
  ];
  return [...record, ...further].slice(0, maxTags);
}

export function readTag(tags: readonly Tag[], key: string): string | undefined {
  return tags.find(({ Key }) => Key === key)?.Value;
}
