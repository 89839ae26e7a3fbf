// The record of a bulk: many clones of one REST request, shown as one card. The card's metadata names the request. The
// replies in its thread hold the clones, a few each, so that no metadata outgrows Slack's limit. Both are read back after a
// crash, by any replica.
import * as z from 'zod';
import type { BotIdentity, Metadata, ThreadMessage } from '../client/web-api.js';
import { fitUndone, isUndone, largestUndo, lineUndoStates } from './batch-lines.js';
import type { ListedClone } from './clone-list.js';
import { isOurs, maxRecordBytes } from './record.js';

export const bulkEventType = 'cf_clone_bulk';
export const bulkItemsEventType = 'cf_clone_bulk_items';
export const bulkVerificationEventType = 'cf_clone_bulk_verification';

const text = z.string();

const bulkSchema = z.object({
  v: z.literal(1),
  /** The ID of the REST request. All items of the request share it. */
  request: text,
  state: z.enum(['cloned', 'deployed']),
  requested_by: z.string().regex(/^(?:client|user):[\w+-]+$/),
  requester_name: text,
  /** Seconds since 1970. */
  created_at: z.number(),
  items: z.number(),
  deployed: z.number(),
  /** Clones that were undone. Absent where there are none. */
  undone: z.number().optional(),
  /** Seconds since 1970, once all are deployed. */
  deployed_at: z.number().optional(),
  /** What the thread says of the verification, as a hash. */
  verification: text.optional(),
});
export type BulkRecord = z.infer<typeof bulkSchema>;

const itemSchema = z.object({
  domain: text,
  origin: text,
  reference: text,
  certificate: text,
  distribution: text,
  distribution_domain: text,
  /** The DNS record to create. */
  dns: text,
  /** Hosts that must let the new distribution in, separated by spaces. */
  grants: text,
  /** Seconds since 1970. */
  created_at: z.number(),
  deployed_at: z.number().optional(),
  /** As on a line of a card that people approved. */
  undone: z.enum(lineUndoStates).optional(),
  undone_by: text.optional(),
});
export type BulkItem = z.infer<typeof itemSchema>;

const itemsSchema = z.object({ request: text, items: z.array(itemSchema) });

/** What the request alone says of its bulk. */
export type BulkBase = Pick<BulkRecord, 'request' | 'requested_by' | 'requester_name' | 'created_at' | 'verification'>;

export function isDeployed({ deployed_at }: BulkItem): boolean {
  return deployed_at !== undefined;
}

/** The clone as a line of a card. */
export function toListedClone({ dns, grants, deployed_at, ...item }: BulkItem): ListedClone {
  return {
    ...item,
    state: deployed_at === undefined ? 'created' : 'deployed',
    digest: '',
    dns: readDnsTypes(dns),
    ...(grants === '' ? {} : { grants }),
    ...(deployed_at === undefined ? {} : { deployed_at }),
  };
}

/** The types of the record that `describeDnsRecord` wrote. */
function readDnsTypes(dns: string): NonNullable<ListedClone['dns']> {
  const [, types] = / (CNAME|A and AAAA|A) /.exec(dns) ?? [];
  return types === 'A and AAAA' ? 'A AAAA' : types === 'A' ? 'A' : 'CNAME';
}

/** The record of a bulk with these clones. */
export function summarizeBulk(base: BulkBase, items: readonly BulkItem[]): BulkRecord {
  const { request, requested_by, requester_name, created_at, verification } = base;
  const deployed = items.filter(isDeployed).length;
  // Nobody waits for the deployment of what is deleted.
  const isOver = items.every((item) => isDeployed(item) || item.undone === 'deleted');
  const state = isOver ? 'deployed' : 'cloned';
  const undone = items.filter(isUndone).length;
  return {
    v: 1,
    request,
    state,
    requested_by,
    requester_name,
    created_at,
    items: items.length,
    deployed,
    ...(undone > 0 ? { undone } : {}),
    ...(isOver ? { deployed_at: Math.max(...items.map((item) => item.deployed_at ?? item.created_at)) } : {}),
    ...(verification === undefined ? {} : { verification }),
  };
}

/** A reply in the thread of a bulk, with the clones that it tells of. */
export interface BulkReply {
  readonly ts: string;
  readonly items: readonly BulkItem[];
}

export function toBulkMetadata(record: BulkRecord): Metadata {
  const { undone, deployed_at, verification, ...rest } = record;
  return {
    event_type: bulkEventType,
    event_payload: {
      ...rest,
      ...(undone === undefined ? {} : { undone }),
      ...(deployed_at === undefined ? {} : { deployed_at }),
      ...(verification === undefined ? {} : { verification }),
    },
  };
}

export function readBulkRecord(message: ThreadMessage | undefined): BulkRecord | undefined {
  if (message?.metadata?.event_type !== bulkEventType) return undefined;
  const parsed = bulkSchema.safeParse(message.metadata.event_payload);
  return parsed.success ? parsed.data : undefined;
}

export function toItemsMetadata(request: string, items: readonly BulkItem[]): Metadata {
  return fitUndone(items, (shown) => buildMetadata(request, shown));
}

function buildMetadata(request: string, items: readonly BulkItem[]): Metadata {
  // Slack keeps arrays of flat objects. A value that is not there is left out.
  const flat = items.map(({ deployed_at, undone, undone_by, ...item }) => ({
    ...item,
    ...(deployed_at === undefined ? {} : { deployed_at }),
    ...(undone === undefined ? {} : { undone }),
    ...(undone_by === undefined ? {} : { undone_by }),
  }));
  return { event_type: bulkItemsEventType, event_payload: { request, items: flat } };
}

/** The replies of our own bot that hold clones, oldest first. */
export function readBulkReplies(
  thread: readonly ThreadMessage[],
  bot: Pick<BotIdentity, 'botId' | 'userId'>,
): BulkReply[] {
  return thread.flatMap((message): BulkReply[] => {
    if (message.metadata?.event_type !== bulkItemsEventType || !isOurs(message, bot) || !message.ts) return [];
    const parsed = itemsSchema.safeParse(message.metadata.event_payload);
    return parsed.success ? [{ ts: message.ts, items: parsed.data.items }] : [];
  });
}

/** The clones of a bulk, each once: the first reply that tells of one counts. */
export function listBulkItems(replies: readonly BulkReply[]): BulkItem[] {
  const items = new Map<string, BulkItem>();
  for (const item of replies.flatMap((reply) => reply.items)) {
    if (!items.has(item.distribution)) items.set(item.distribution, item);
  }
  return [...items.values()];
}

/**
 * Replies that tell again of clones that earlier replies tell of, with what is left for each to tell. Another replica wrote
 * at the same moment.
 */
export function listRepeatingReplies(replies: readonly BulkReply[]): BulkReply[] {
  const seen = new Set<string>();
  return replies.flatMap(({ ts, items }): BulkReply[] => {
    const own = items.filter(({ distribution }) => !seen.has(distribution));
    for (const { distribution } of own) seen.add(distribution);
    return own.length < items.length ? [{ ts, items: own }] : [];
  });
}

/** So many clones make a reply that is read easily. */
const maxItemsPerReply = 10;

/** Parts of a list, each small enough for the metadata of one reply. */
export function splitIntoReplies(request: string, items: readonly BulkItem[]): BulkItem[][] {
  const parts: BulkItem[][] = [];
  let part: BulkItem[] = [];
  for (const item of items) {
    const isFull = part.length === maxItemsPerReply || sizeOf(request, [...part, item]) > maxRecordBytes;
    if (isFull && part.length > 0) {
      parts.push(part);
      part = [];
    }
    part.push(item);
  }
  return part.length > 0 ? [...parts, part] : parts;
}

function sizeOf(request: string, items: readonly BulkItem[]): number {
  // What is added later must find room.
  const grown = items.map((item) => ({ ...item, deployed_at: item.deployed_at ?? item.created_at, ...largestUndo }));
  return Buffer.byteLength(JSON.stringify(buildMetadata(request, grown)));
}
