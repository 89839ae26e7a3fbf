// The lines of a card of several clones. They stand in marked replies in its thread, a few each, so that no metadata
// outgrows Slack's limit. Together with the card they are the record, for every replica.
import * as z from 'zod';
import { digestLines } from '../../clone/batch.js';
import type { Metadata, ThreadMessage } from '../client/web-api.js';
import { cut } from '../mrkdwn.js';
import { type CardRecord, maxRecordBytes } from './record.js';

export const batchItemsEventType = 'cf_clone_batch_items';

/**
 * `left_out`: it could not be planned, and no approval covers it. `sending`: the create may have been sent. `unknown`: AWS
 * did not say what became of it. `stopped`: somebody stopped the rest before it was begun.
 */
export const lineStates = [
  'planned',
  'left_out',
  'sending',
  'unknown',
  'failed',
  'stopped',
  'created',
  'deployed',
] as const;
export type LineState = (typeof lineStates)[number];

/** How far an undo of a clone has come. `disabling`: approved, and CloudFront deploys it. */
export const lineUndoStates = ['disabling', 'disabled', 'deleted'] as const;

const text = z.string();
const lineSchema = z.object({
  domain: text,
  origin: text,
  /** The name that covers the domain; empty where no certificate was chosen. */
  certificate: text,
  state: z.enum(lineStates),
  /** The digest of the line's plan; empty where there is none. */
  digest: text,
  /** Why it was left out or failed. */
  outcome: text.optional(),
  why: text.optional(),
  distribution: text.optional(),
  distribution_domain: text.optional(),
  /** The types of its DNS record: `CNAME`, or those of an alias record at the top of a zone. */
  dns: z.enum(['CNAME', 'A', 'A AAAA']).optional(),
  /** Hosts that must let the new distribution in, separated by spaces. */
  grants: text.optional(),
  /** Seconds since 1970. */
  created_at: z.number().optional(),
  deployed_at: z.number().optional(),
  /** Absent once it is restored. */
  undone: z.enum(lineUndoStates).optional(),
  /** Who approved the undo. */
  undone_by: text.optional(),
});
export type BatchLine = Readonly<z.infer<typeof lineSchema>>;

const itemsSchema = z.object({ request: text, part: z.number(), items: z.array(lineSchema) });

export interface BatchReply {
  /** Undefined until it is posted. */
  readonly ts: string | undefined;
  /** Its place among the replies, from 0. */
  readonly part: number;
  readonly lines: readonly BatchLine[];
}

export const maxWhyChars = 150;
export const maxGrantsChars = 150;

export function toLineMetadata(request: string, { part, lines }: BatchReply): Metadata {
  return fitUndone(lines, (shown) => buildMetadata(request, part, shown));
}

function buildMetadata(request: string, part: number, lines: readonly BatchLine[]): Metadata {
  // Slack keeps arrays of flat objects. A value that is not there is left out.
  const items = lines.map((line) => {
    const flat: Record<string, string | number> = {};
    for (const [name, value] of Object.entries(line)) if (value !== undefined && value !== '') flat[name] = value;
    return { certificate: '', digest: '', ...flat };
  });
  return { event_type: batchItemsEventType, event_payload: { request, part, items } };
}

/** Replies that older versions posted have no room for who undid all of their clones. */
export function fitUndone<Line extends { readonly undone_by?: string | undefined }>(
  lines: readonly Line[],
  toMetadata: (lines: readonly Line[]) => Metadata,
): Metadata {
  const metadata = toMetadata(lines);
  if (Buffer.byteLength(JSON.stringify(metadata)) <= maxRecordBytes) return metadata;
  return toMetadata(lines.map((line) => ({ ...line, undone_by: undefined })));
}

type PostedReply = BatchReply & { readonly ts: string };

/** Every reply with lines of a request, as they stand in the thread. A part may have been posted twice. */
function listPosted(thread: readonly ThreadMessage[], request: string): PostedReply[] {
  return thread.flatMap(({ ts, metadata }) => {
    if (metadata?.event_type !== batchItemsEventType || !ts) return [];
    const parsed = itemsSchema.safeParse(metadata.event_payload);
    if (!parsed.success || parsed.data.request !== request) return [];
    return [{ ts, part: parsed.data.part, lines: parsed.data.items }];
  });
}

/** The replies with the lines of a request, in their order. Of a part that was posted twice the first reply counts. */
export function readBatchReplies(thread: readonly ThreadMessage[], request: string): BatchReply[] {
  const replies = new Map<number, BatchReply>();
  for (const reply of listPosted(thread, request)) if (!replies.has(reply.part)) replies.set(reply.part, reply);
  return [...replies.values()].sort((a, b) => a.part - b.part);
}

/** The timestamps of the replies with this part and later ones, and of parts that were posted twice. */
export function listRepliesFrom(thread: readonly ThreadMessage[], request: string, part: number): string[] {
  const posted = listPosted(thread, request);
  const isRepeat = (reply: PostedReply) => posted.find((other) => other.part === reply.part) !== reply;
  return posted.flatMap((reply) => (reply.part >= part || isRepeat(reply) ? [reply.ts] : []));
}

/** `thread`: our own messages. */
export function readBatchLines(
  thread: readonly ThreadMessage[],
  { request }: Pick<CardRecord, 'request'>,
): BatchLine[] {
  return readBatchReplies(thread, request).flatMap(({ lines }) => lines);
}

/** So many lines make a reply that is read easily. */
const maxLinesPerReply = 10;

/** Parts of a list, each small enough for the metadata of one reply, also when everything is known of its lines. */
export function splitIntoReplies(request: string, lines: readonly BatchLine[]): BatchReply[] {
  const replies: BatchReply[] = [];
  let part: BatchLine[] = [];
  const close = () => {
    if (part.length > 0) replies.push({ ts: undefined, part: replies.length, lines: part });
    part = [];
  };
  for (const line of lines) {
    if (part.length === maxLinesPerReply || sizeOf(request, [...part, line]) > maxRecordBytes) close();
    part.push(line);
  }
  close();
  return replies;
}

/** The longest that an undo adds to a line: it was approved through the REST API. */
export const largestUndo = { undone: 'disabling', undone_by: `user:${'x'.repeat(36)}` } as const;

/** What is learned later must find room. */
function sizeOf(request: string, lines: readonly BatchLine[]): number {
  const grown = lines.map((line): BatchLine => {
    if (line.state === 'left_out') return line;
    return {
      ...line,
      state: 'deployed',
      outcome: 'shared_resource_gone',
      why: 'x'.repeat(maxWhyChars),
      distribution: 'E'.repeat(20),
      distribution_domain: 'd'.repeat(32),
      dns: 'A AAAA',
      created_at: 1_800_000_000,
      deployed_at: 1_800_000_000,
      ...largestUndo,
    };
  });
  return Buffer.byteLength(JSON.stringify(buildMetadata(request, 99, grown)));
}

/** Whether the distribution of the line exists. */
export function isCreated({ state }: BatchLine): boolean {
  return state === 'created' || state === 'deployed';
}

/** Whether an undo took its alias from the clone. */
export function isUndone({ undone }: Pick<BatchLine, 'undone'>): boolean {
  return undone === 'disabled' || undone === 'deleted';
}

/** Lines that the approval covers. */
export function listCovered(lines: readonly BatchLine[]): BatchLine[] {
  return lines.filter(({ state }) => state !== 'left_out');
}

/** Whether the thread shows exactly the lines that the card stands for. */
export function areLinesComplete(lines: readonly BatchLine[], record: Pick<CardRecord, 'lines' | 'digest'>): boolean {
  const covered = listCovered(lines);
  return covered.length === record.lines && digestLines(covered) === record.digest;
}

/** What the card says of its lines in numbers. */
export function countLines(
  lines: readonly BatchLine[],
): Required<
  Pick<
    CardRecord,
    'lines' | 'lines_created' | 'lines_deployed' | 'lines_failed' | 'lines_stopped' | 'lines_left_out' | 'lines_undone'
  >
> {
  const count = (...states: readonly LineState[]) => lines.filter(({ state }) => states.includes(state)).length;
  return {
    lines: listCovered(lines).length,
    lines_created: count('created', 'deployed'),
    lines_deployed: count('deployed'),
    lines_failed: count('failed', 'unknown'),
    lines_stopped: count('stopped'),
    lines_left_out: count('left_out'),
    lines_undone: lines.filter(isUndone).length,
  };
}

/** A reason, short enough for every line of a full reply. */
export function cutReason(reason: string): string {
  return cut(reason.replace(/\s+/g, ' '), maxWhyChars);
}

/** The lines of a reply with what is known by now. A distribution that exists has the last word. */
export function updateReply(reply: BatchReply, known: ReadonlyMap<string, BatchLine>): BatchReply {
  const lines = reply.lines.map((line) => {
    const now = known.get(line.domain);
    if (!now || (isCreated(line) && !isCreated(now)) || (line.state === 'deployed' && now.state === 'created')) {
      return line;
    }
    return now;
  });
  return { ...reply, lines };
}

export function isSameReply(a: BatchReply, b: BatchReply): boolean {
  return JSON.stringify(toLineMetadata('', a)) === JSON.stringify(toLineMetadata('', b));
}
