// Records a refusal in the audit log and tells it to the one person who asked.
import type { Refusal } from '../clone/outcome.js';
import type { Entry } from '../observability/audit-log.js';
import { type Respond, respondWithRefusal } from './client/respond.js';
import type { SlackContext } from './context.js';

export function replyWithRefusal(
  context: Pick<SlackContext, 'auditLog'>,
  about: Omit<Entry, 'outcome'>,
  refusal: Refusal,
  respond: Respond,
): Promise<void> {
  context.auditLog.record({ ...about, outcome: refusal.outcome, awsRequestId: refusal.awsRequestId });
  return respondWithRefusal(respond, refusal);
}
