// Records a refusal in the audit log and tells it to the one person who asked.

import type { Purpose } from '../messages/refusal.js';
import type { Entry } from '../observability/audit-log.js';
import { type Respond, respondWithRefusal } from './client/respond.js';
import type { SlackContext } from './context.js';
import { type Refusal, refuse } from './outcomes.js';

export function replyWithRefusal(
  context: Pick<SlackContext, 'auditLog'>,
  about: Omit<Entry, 'outcome'>,
  refusal: Refusal,
  respond: Respond,
  purpose?: Purpose,
): Promise<void> {
  recordRefusal(context, about, refusal);
  return respondWithRefusal(respond, refusal, purpose);
}

/** For whoever tells the person in another way. */
export function recordRefusal(
  context: Pick<SlackContext, 'auditLog'>,
  about: Omit<Entry, 'outcome'>,
  refusal: Refusal,
): void {
  context.auditLog.record({ ...about, outcome: refusal.outcome, awsRequestId: refusal.awsRequestId });
}

/** The bot itself failed: the audit log and the person learn of it. */
export function reportInternalError(
  context: Pick<SlackContext, 'auditLog'>,
  about: Omit<Entry, 'outcome'>,
  respond: Respond,
  purpose?: Purpose,
): Promise<void> {
  return replyWithRefusal(context, about, refuse('bot_failed'), respond, purpose);
}
