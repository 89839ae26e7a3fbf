// Expiry of cards that nobody decided in time. Nobody says that a card expired while an approval may be on its way.

import { toCardFacts } from '../card/log-facts.js';
import { keyOf, type Place } from '../card/place.js';
import type { Card } from '../card/repository.js';
import type { Answer } from '../client/web-api.js';
import type { SlackContext } from '../context.js';
import { approvalGraceMs, decide } from './decide.js';
import { readDecisionMarks } from './decision-marks.js';
import { settleMs } from './read-settled.js';

/** Keys of the scheduler that start with this are cards that wait for a decision. */
export const expiryPrefix = 'expire:';

/** Milliseconds after a card's time until an approval that came in time is recorded and can be read. */
const expiryWaitMs = approvalGraceMs + settleMs;

type ExpiryContext = Pick<SlackContext, 'cards' | 'clock' | 'auditLog'>;

export function expiryKey(place: Place): string {
  return `${expiryPrefix}${keyOf(place)}`;
}

/** A decided card has no more time to run out of. */
export function forgetExpiry(context: Pick<SlackContext, 'concurrency'>, place: Place): void {
  context.concurrency.scheduler.cancel(expiryKey(place));
}

/**
 * Waits until no approval that came in time can be missing, and says on the card that its time is over. Whatever else the
 * card says then comes first; the result is the card as it was read.
 */
export async function expireCard(context: ExpiryContext, card: Card): Promise<Card> {
  const waitMs = card.record.expires_at * 1_000 + expiryWaitMs - context.clock.now().getTime();
  if (waitMs > 0) await context.clock.pause(waitMs);
  const current = waitMs > 0 ? await context.cards.read(card.channel, card.ts) : card;
  if (!current.ok) return card;
  const time = Math.max(context.clock.now().getTime(), current.record.expires_at * 1_000);
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

async function writeExpired(context: ExpiryContext, card: Card): Promise<Answer<undefined>> {
  const written = await context.cards.write(card, { ...card.record, state: 'expired', outcome: 'expired' });
  const slackError = written.ok ? undefined : written.error;
  context.auditLog.record({ event: 'expire', outcome: 'expired', ...toCardFacts(card), slackError });
  return written;
}
