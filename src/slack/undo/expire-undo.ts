// Cards of undos that nobody decided in time.
import { keyOf, type Place } from '../card/place.js';
import { readUndoSettled } from './read-undo.js';
import type { UndoCard } from './undo-cards.js';
import type { UndoContext } from './undo-context.js';
import { readUndoMarks, type UndoRecord } from './undo-record.js';

const expiryKey = (place: Place) => `undo-expire:${keyOf(place)}`;

export function expireUndoLater(
  context: UndoContext,
  { channel, ts }: Place,
  { expires_at }: Pick<UndoRecord, 'expires_at'>,
): void {
  const place = { channel, ts };
  const { scheduler, backgroundTasks, cardMutex } = context.concurrency;
  if (scheduler.count(expiryKey(place)) > 0) return;
  scheduler.schedule(expiryKey(place), new Date(expires_at * 1_000), () =>
    backgroundTasks.start(
      'undo-expire',
      async () => {
        await cardMutex.runExclusive(keyOf(place), () => expireUndo(context, place));
      },
      async () => undefined,
    ),
  );
}

export function forgetUndoExpiry({ concurrency }: Pick<UndoContext, 'concurrency'>, place: Place): void {
  concurrency.scheduler.cancel(expiryKey(place));
}

/** Reads the card when an approval that came in time can be seen, and says that its time is over. The card as it is then. */
export async function expireUndo(context: UndoContext, place: Place): Promise<UndoCard | undefined> {
  const card = await readUndoSettled(context, place);
  if (!card.ok) return undefined;
  const isOver = context.clock.now().getTime() >= card.record.expires_at * 1_000;
  const { approvals } = readUndoMarks(card.thread);
  if (card.record.state !== 'pending' || !isOver || approvals.length > 0) return card;
  const record: UndoRecord = { ...card.record, state: 'expired', outcome: 'expired' };
  await context.undo.cards.write(card, record);
  context.auditLog.record({ event: 'expire', outcome: 'expired', ...toUndoFacts(card) });
  return { ...card, record };
}

/** What the audit log says of the card of an undo. */
export function toUndoFacts({ channel, permalink, record }: UndoCard) {
  const { request, requested_by, domain, etag, digest, distribution } = record;
  return {
    command: 'undo',
    request,
    channel,
    card: permalink,
    requester: requested_by,
    domain,
    etag,
    digest,
    distribution,
  };
}
