// The record of a card: message metadata that every replica reads. It holds facts and no secret, and it grants no right,
// because every member of the workspace can read it. Only messages of our own app count.
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { isReason } from '../../clone/reason.js';
import type { Metadata, ThreadMessage } from '../client/web-api.js';

export const eventType = 'cf_clone';
/** A card of several clones. Versions of the bot that know only one clone per card pass over it. */
export const batchEventType = 'cf_clone_batch';
export const batchDnsEventType = 'cf_clone_batch_dns';
export const batchEndEventType = 'cf_clone_batch_end';
export const decisionEventType = 'cf_clone_decision';
export const resultEventType = 'cf_clone_result';
export const deployedEventType = 'cf_clone_deployed';
export const settingsEventType = 'cf_clone_settings';
export const verificationEventType = 'cf_clone_verification';
export const reminderEventType = 'cf_clone_reminder';
export const expiredEventType = 'cf_clone_expired';
export const duplicateEventType = 'cf_clone_duplicate';
export const inUseEventType = 'cf_clone_in_use';

export const cardStates = [
  'pending',
  'cloning',
  'cloned',
  'deployed',
  'serving',
  'cancelled',
  'expired',
  'failed',
] as const;
export type CardState = (typeof cardStates)[number];

/**
 * Where a card goes from each state. Back to `pending` is a redrawing: the plan moved and waits for a fresh decision.
 * From `cloning` to `cancelled` or `expired`: the approval found that it did not count before anything was created.
 */
export const nextStates = {
  pending: ['pending', 'cloning', 'cancelled', 'expired'],
  cloning: ['cloning', 'cloned', 'failed', 'cancelled', 'expired', 'pending'],
  cloned: ['deployed'],
  // A step that people do was seen to be done, or not to be done any more.
  deployed: ['deployed', 'serving'],
  // Back to `deployed`: the domain does not lead to the clone any more, or it does not answer as it should.
  serving: ['serving', 'deployed'],
  // An edited request waits for a decision again.
  cancelled: ['pending'],
  expired: ['pending'],
  // Of several clones, those that exist are followed and may be undone while others failed.
  failed: ['cloning', 'cancelled', 'pending', 'failed'],
} as const satisfies Record<CardState, readonly CardState[]>;

/** A distribution that exists has the last word, whatever another replica wrote over it at the same moment. */
export function mayBecome(from: CardState, to: CardState): boolean {
  const allowed: readonly CardState[] = nextStates[from];
  return to === 'cloned' || allowed.includes(to);
}

/** Whether the distribution of the card exists, however far it has come. */
export function hasClone({ state }: Pick<CardRecord, 'state'>): boolean {
  return state === 'cloned' || state === 'deployed' || state === 'serving';
}

/** Slack gives no size; cards are kept well under the 4 kB at which other apps have seen metadata refused. */
export const maxRecordBytes = 3_500;

const text = z.string();
/** What a person wrote: see clone/reason.ts. */
const remark = text.refine(isReason);
/** Somebody in Slack; or, in what came through the REST API, an app client or a user of the pool. */
export const person = z.string().regex(/^(?:[UW][A-Z0-9]+|(?:client|user):[\w+-]+)$/);

/** Whether it is the caller of the REST API rather than somebody in Slack. */
export function isApiClient(id: string): boolean {
  return /^(?:client|user):/.test(id);
}

const recordSchema = z.object({
  v: z.literal(1),
  state: z.enum(cardStates),
  /** Names the request in logs and finds a card whose post was not answered. */
  request: text,
  domain: text,
  origin: text,
  reference: text,
  etag: text,
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  certificate: text,
  certificate_name: text,
  requested_by: person,
  requester_name: text,
  /** Names the Cognito user who asked without telling who it is; see hashAccount. */
  requester_account: text.optional(),
  /** Why they ask, in their own words. */
  reason: remark.optional(),
  /** How often the request was edited. Marks of edits have the same number. */
  revision: z.int().positive().optional(),
  /** Who edited it last, and their Cognito user as in `requester_account`. */
  edited_by: person.optional(),
  editor_account: text.optional(),
  /** A create was sent whose result is known from the lists of AWS alone. */
  was_sent: z.boolean().optional(),
  /** When the card was drawn anew, in seconds since 1970: reminders count from then on. Absent until it is. */
  waiting_since: z.number().optional(),
  /** Seconds since 1970. */
  expires_at: z.number(),
  decided_by: person.optional(),
  /** As people call them, where the click told it. */
  decider_name: text.optional(),
  /** What they said with the decision, in their own words. */
  comment: remark.optional(),
  distribution: text.optional(),
  distribution_domain: text.optional(),
  outcome: text.optional(),
  /** Seconds since 1970, when the distribution was created. */
  created_at: z.number().optional(),
  deployed_at: z.number().optional(),
  /** Kinds of grants that people add to the policies of origins, separated by commas: at most one of each kind. */
  grants: text.optional(),
  /** Since when the domain is known to lead to the distribution, in seconds since 1970. Absent while it does not. */
  dns_at: z.number().optional(),
  /** What the last verification found. */
  verified: z.enum(['passed', 'failed']).optional(),
  /** What the thread says of it, as a hash, so that nobody reads the thread to find that it is still true. */
  verification: text.optional(),
  /** Since when the clone is known to serve its domain, in seconds since 1970. Absent while it does not. */
  serving_at: z.number().optional(),
  /** What an undo has done to it so far. Absent once it is restored. */
  undone: z.enum(['disabled', 'deleted']).optional(),
  /** The link of the card of that undo. */
  undo_card: text.optional(),
  /** While the card is in `cloning`: who works on it, and since when (seconds since 1970). */
  attempt: text.optional(),
  attempt_at: z.number().optional(),
  /** What the card has shown of the settings outside the configuration: OutsideMarks as JSON. */
  outside: text.optional(),
  /** What the approval creates of them for the clone, separated by commas. */
  copies: text.optional(),
  /** The plan's fields, packed, to tell what moved; left out where too large. */
  fields: text.optional(),

  /** On a card of several clones: how many lines the approval covers. `domain` and `origin` are words for people there. */
  lines: z.number().optional(),
  /** Of those: how many distributions exist, and how many of them are deployed. */
  lines_created: z.number().optional(),
  lines_deployed: z.number().optional(),
  /** Lines that failed, or whose result is not known. */
  lines_failed: z.number().optional(),
  /** Lines that were not begun when somebody stopped the rest. */
  lines_stopped: z.number().optional(),
  /** Lines that could not be planned, and that no approval covers. */
  lines_left_out: z.number().optional(),
  /** Lines whose clones were undone. They count as created all the same. */
  lines_undone: z.number().optional(),
  /** The replies with the lines are not all written yet: the card cannot be decided. */
  is_draft: z.boolean().optional(),
});

export type CardRecord = z.infer<typeof recordSchema>;

/** A card of several clones. Its lines are in its thread: batch-lines.ts. */
export function isBatch({ lines }: Pick<CardRecord, 'lines'>): boolean {
  return lines !== undefined;
}

export function toMetadata(record: CardRecord): Metadata {
  const fits = JSON.stringify(record).length <= maxRecordBytes;
  const payload: Metadata['event_payload'] = {};
  for (const [name, value] of Object.entries(record)) {
    if (value !== undefined && isKept(name, record.state, fits)) payload[name] = value;
  }
  return { event_type: isBatch(record) ? batchEventType : eventType, event_payload: payload };
}

function isKept(name: string, state: CardState, fits: boolean): boolean {
  // Only a card that may still be redrawn has a use for its packed fields.
  if (name === 'fields') return fits && (state === 'pending' || state === 'failed');
  return state === 'cloning' || !name.startsWith('attempt');
}

/**
 * Tells whether two Slack accounts are one Cognito user. Every member can read it, so it is no name; the request makes it
 * different on each card.
 */
export function hashAccount(request: string, username: string): string {
  return createHash('sha256').update(`${request}:${username}`).digest('hex').slice(0, 32);
}

/** The record of a card, or undefined when the message is not one of ours or not a card. */
export function readRecord(message: ThreadMessage | undefined): CardRecord | undefined {
  const type = message?.metadata?.event_type;
  if (type !== eventType && type !== batchEventType) return undefined;
  const parsed = recordSchema.safeParse(message?.metadata?.event_payload);
  return parsed.success && isBatch(parsed.data) === (type === batchEventType) ? parsed.data : undefined;
}

/** Only what our own bot posted counts: any app may use our event type. */
export function isOurs(message: ThreadMessage, bot: { botId: string; userId: string }): boolean {
  if (bot.botId !== '' && message.bot_id !== undefined) return message.bot_id === bot.botId;
  return bot.userId !== '' && message.user === bot.userId;
}

const markSchema = z.object({
  by: person,
  result: text.optional(),
  /** On a decision: what the person wrote with it. */
  comment: remark.optional(),
  /** On a line that tells of DNS: since when the record is there, in seconds since 1970. */
  dns_at: z.number().optional(),
  /** On such a line: where the domain leads instead. */
  dns_found: text.optional(),
  /** On the line of an edit: the revision that it makes. */
  revision: z.int().positive().optional(),
});

export type Mark = z.infer<typeof markSchema>;

/** A mark in the thread: a decision or a result of this card, made recognisable by its metadata. */
export function buildMark(
  type:
    | typeof decisionEventType
    | typeof resultEventType
    | typeof deployedEventType
    | typeof settingsEventType
    | typeof verificationEventType
    | typeof reminderEventType
    | typeof expiredEventType
    | typeof duplicateEventType
    | typeof inUseEventType
    | typeof batchDnsEventType
    | typeof batchEndEventType,
  by: string,
  result?: string,
  more: Pick<Mark, 'comment' | 'dns_at' | 'dns_found' | 'revision'> = {},
): Metadata {
  const { comment, dns_at, dns_found, revision } = more;
  return {
    event_type: type,
    event_payload: {
      by,
      ...(result === undefined ? {} : { result }),
      ...(comment === undefined ? {} : { comment }),
      ...(dns_at === undefined ? {} : { dns_at }),
      ...(dns_found === undefined ? {} : { dns_found }),
      ...(revision === undefined ? {} : { revision }),
    },
  };
}

export function readMark(message: ThreadMessage, type: string): Mark | undefined {
  if (message.metadata?.event_type !== type) return undefined;
  const parsed = markSchema.safeParse(message.metadata.event_payload);
  return parsed.success ? parsed.data : undefined;
}

/** The claim at CloudFront: one value a card, whoever clicks, on whichever replica. */
export function toCallerReference(team: string, channel: string, ts: string): string {
  return `cf-clone-${team}-${channel}-${ts}`;
}

/** Slack's own form of a link to a message; no call is needed to make one. */
export function toPermalink(workspaceUrl: string, channel: string, ts: string): string {
  return `${workspaceUrl.replace(/\/?$/, '/')}archives/${channel}/p${ts.replace('.', '')}`;
}
