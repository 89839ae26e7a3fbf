// Expiry of cards that nobody decided in time. Nobody says that a card expired while an approval may be on its way.

import type { Card } from '../card/repository.js';
import type { Answer } from '../client/web-api.js';
import { describeCard, keyOf, type Place, type SlackContext } from '../context.js';
import { approvalGraceMs, decide } from './decide.js';
import { readDecisionMarks } from './decision-marks.js';
import { settleMs } from './read-settled.js';

/** Keys of the scheduler that start with this are cards that wait for a decision. */
export const expiryPrefix = 'expire:';

/** Milliseconds after a card's time until an approval that came in time is recorded and can be read. */
const expiryWaitMs = approvalGraceMs + settleMs;

export function expiryKey(place: Place): string {
  return `${expiryPrefix}${keyOf(place)}`;
}

/** A decided card has no more time to run out of. */
export function forgetExpiry(context: Pick<SlackContext, 'scheduler'>, place: Place): void {
  context.scheduler.cancel(expiryKey(place));
}

/**
 * Waits until no approval that came in time can be missing, and says on the card that its time is over. Whatever else the
 * card says then comes first; the result is the card as it was read.
 */
export async function expireCard(context: SlackContext, card: Card): Promise<Card> {
  const waitMs = card.record.expires_at * 1_000 + expiryWaitMs - context.now().getTime();
  if (waitMs > 0) await context.pause(waitMs);
  const current = waitMs > 0 ? await context.store.read(card.channel, card.ts) : card;
  if (!current.ok) return card;
  const time = Math.max(context.now().getTime(), current.record.expires_at * 1_000);
  const decision = decide({
    trigger: { kind: 'recover' },
    record: current.record,
    marks: readDecisionMarks(current),
    now: new Date(time),
    requireSecondPerson: false,
  });
  if (decision.kind !== 'expire') return current;
  await writeExpired(context, current);
  return { ...current, record: { ...current.record, state: 'expired', outcome: 'expired' } };
}

async function writeExpired(context: SlackContext, card: Card): Promise<Answer<undefined>> {
  const written = await context.store.write(card, { ...card.record, state: 'expired', outcome: 'expired' });
  const slackError = written.ok ? undefined : written.error;
  context.auditLog.record({ event: 'expire', outcome: 'expired', ...describeCard(card), slackError });
  return written;
}
