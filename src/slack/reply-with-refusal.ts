// A refusal in both places where it belongs: in the journal, and before the eyes of the one person who asked.
import type { Refusal } from '../clone/outcome.js';
import type { Entry } from '../observability/audit-log.js';
import { type Whisper, whisperRefusal } from './client/respond.js';
import type { Desk } from './context.js';

export function turnDown(
  desk: Pick<Desk, 'journal'>,
  about: Omit<Entry, 'outcome'>,
  refusal: Refusal,
  whisper: Whisper,
): Promise<void> {
  desk.journal.record({ ...about, outcome: refusal.outcome, awsRequestId: refusal.awsRequestId });
  return whisperRefusal(whisper, refusal);
}
