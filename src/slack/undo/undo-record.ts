// The record of an undo's card: message metadata. Before the approval it is all there is. After it the tags of the
// distribution count, and the card shows what they say.
import * as z from 'zod';
import { type Mark, person, readMark } from '../card/record.js';
import type { Metadata, ThreadMessage } from '../client/web-api.js';

export const undoEventType = 'cf_clone_undo';
export const undoDecisionEventType = 'cf_clone_undo_decision';
/** Of the line in the thread for each end and for the grace time: `cf_clone_undo_deleted`. */
export const toUndoLineType = (state: UndoCardState) => `cf_clone_undo_${state}`;
/** Of the line in the thread of the clone's own card. */
export const undoneEventType = 'cf_clone_undone';

export const undoCardStates = [
  'pending',
  'disabling',
  'disabled',
  'deleted',
  'restored',
  'cancelled',
  'expired',
  'failed',
] as const;
export type UndoCardState = (typeof undoCardStates)[number];

/** From `disabling` back to `pending`: the approval was not recorded before the process died. */
export const nextUndoStates = {
  pending: ['pending', 'disabling', 'cancelled', 'expired'],
  disabling: ['disabling', 'disabled', 'deleted', 'restored', 'failed', 'pending', 'cancelled'],
  disabled: ['disabled', 'deleted', 'restored', 'failed'],
  deleted: [],
  restored: [],
  cancelled: [],
  expired: [],
  failed: [],
} as const satisfies Record<UndoCardState, readonly UndoCardState[]>;

const text = z.string();
const schema = z.object({
  v: z.literal(1),
  state: z.enum(undoCardStates),
  /** Names the request in logs and finds a card whose post was not answered. */
  request: text,
  distribution: text,
  distribution_domain: text,
  /** The first alias; the distribution's own name where it has none. */
  domain: text,
  /** Separated by spaces. */
  aliases: text,
  etag: text,
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** The headline says that DNS leads to the clone. */
  leads_here: z.boolean(),
  /** The link of the clone's own card, or what its tag says instead. */
  clone_card: text,
  requested_by: person,
  requester_name: text,
  requester_account: text,
  /** Seconds since 1970. */
  expires_at: z.number(),
  decided_by: person.optional(),
  /** While it is approved and nothing is written to the distribution yet: since when, in seconds since 1970. */
  approved_at: z.number().optional(),
  /** Until then it can be restored, in seconds since 1970. */
  delete_after: z.number().optional(),
  restored_by: text.optional(),
  /** The state of the undo that the card of the clone is known to say. */
  marked: text.optional(),
  /** Why it does not go on, or ended otherwise: an outcome and a sentence. */
  outcome: text.optional(),
  problem: text.optional(),
});

export type UndoRecord = z.infer<typeof schema>;

/** A card is written again only where it says something else, so what is kept has to be what is compared. */
export const maxProblemChars = 500;

export function toUndoMetadata(record: UndoRecord): Metadata {
  const payload: Metadata['event_payload'] = {};
  for (const [name, value] of Object.entries(record)) {
    if (value !== undefined) payload[name] = typeof value === 'string' ? value.slice(0, maxProblemChars) : value;
  }
  return { event_type: undoEventType, event_payload: payload };
}

export function readUndoRecord(message: ThreadMessage | undefined): UndoRecord | undefined {
  if (message?.metadata?.event_type !== undoEventType) return undefined;
  const parsed = schema.safeParse(message.metadata.event_payload);
  return parsed.success ? parsed.data : undefined;
}

/** Whether it is approved, and neither deleted nor restored. */
export function isUnderWay({ state }: Pick<UndoRecord, 'state'>): boolean {
  return state === 'disabling' || state === 'disabled';
}

/** Decisions stand in the thread before anyone acts on them: messages cannot be overwritten by another replica. */
export interface UndoMarks {
  readonly approvals: readonly UndoMark[];
  readonly cancels: readonly UndoMark[];
}

export interface UndoMark extends Mark {
  readonly ts: string;
}

export function buildUndoMark(by: string, result: 'approved' | 'cancelled'): Metadata {
  return { event_type: undoDecisionEventType, event_payload: { by, result } };
}

export function readUndoMarks(thread: readonly ThreadMessage[]): UndoMarks {
  const marks = thread.flatMap((message): UndoMark[] => {
    const mark = readMark(message, undoDecisionEventType);
    return mark && message.ts ? [{ ...mark, ts: message.ts }] : [];
  });
  return {
    approvals: marks.filter(({ result }) => result === 'approved'),
    cancels: marks.filter(({ result }) => result === 'cancelled'),
  };
}
