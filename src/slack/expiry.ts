// Cards expire by themselves while the bot runs; a click later than that finds out by itself.
import type { Answer } from './api.js';
import { type Desk, describeCard, keyOf, type Place } from './desk.js';
import type { CardRecord } from './record.js';
import type { Card } from './store.js';

/** Entries on the agenda that start with this are cards that wait for a decision. */
export const expiryPrefix = 'expire:';

export function expireLater(desk: Desk, { channel, ts }: Place, record: Pick<CardRecord, 'expires_at'>): void {
  const place = { channel, ts };
  desk.agenda.plan(expiryKey(place), new Date(record.expires_at * 1_000), () =>
    desk.work.start(
      'expire',
      () => desk.turns.take(keyOf(place), () => expire(desk, place)),
      async () => undefined,
    ),
  );
}

/** A decided card has no more time to run out of. */
export function forgetExpiry(desk: Desk, place: Place): void {
  desk.agenda.drop(expiryKey(place));
}

function expiryKey(place: Place): string {
  return `${expiryPrefix}${keyOf(place)}`;
}

/** Whoever finds that a card's time is over says so on the card. */
export async function writeExpired(desk: Desk, card: Card): Promise<Answer<undefined>> {
  const written = await desk.store.write(card, { ...card.record, state: 'expired', outcome: 'expired' });
  const slackError = written.ok ? undefined : written.error;
  desk.journal.record({ event: 'expire', outcome: 'expired', ...describeCard(card), slackError });
  return written;
}

async function expire(desk: Desk, place: Place): Promise<void> {
  const card = await desk.store.read(place.channel, place.ts);
  if (!card.ok || card.record.state !== 'pending') return;
  if (desk.now().getTime() < card.record.expires_at * 1_000) return;
  await writeExpired(desk, card);
}
