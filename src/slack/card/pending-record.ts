// The record of a card that waits for its first decision: who asked, why, and until when.
import type { Operator } from '../identity.js';
import { type CardRecord, hashAccount } from './record.js';

/** What a plan, or the plans of several lines, give to the record. */
type Planned = Omit<CardRecord, 'v' | 'state' | 'request' | 'requested_by' | 'requester_name' | 'expires_at'>;

export interface NewRequest {
  readonly requestId: string;
  readonly requester: Pick<CardRecord, 'requested_by' | 'requester_name'>;
  readonly person: Pick<Operator, 'username'>;
  /** As clone/reason.ts leaves it. */
  readonly reason: string | undefined;
  readonly now: Date;
  readonly approvalTtlMs: number;
}

export function buildPendingRecord(planned: Planned, request: NewRequest): CardRecord {
  const { requestId, requester, person, reason, now, approvalTtlMs } = request;
  return {
    v: 1,
    state: 'pending',
    request: requestId,
    ...planned,
    ...requester,
    requester_account: hashAccount(requestId, person.username),
    reason,
    expires_at: Math.floor((now.getTime() + approvalTtlMs) / 1_000),
  };
}
