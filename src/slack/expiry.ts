// Cards expire by themselves while the bot runs; a click later than that finds out by itself.
import { type Desk, keyOf, type Place } from './desk.js';
import type { CardRecord } from './record.js';

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
  return `expire:${keyOf(place)}`;
}

async function expire(desk: Desk, place: Place): Promise<void> {
  const card = await desk.store.read(place.channel, place.ts);
  if (!card.ok || card.record.state !== 'pending') return;
  if (desk.now().getTime() < card.record.expires_at * 1_000) return;
  await desk.store.write(card, { ...card.record, state: 'expired', outcome: 'expired' });
  desk.log.info({ outcome: 'expired', request: card.record.request, card: place.ts }, 'card expired');
}
