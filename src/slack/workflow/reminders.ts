// When people are reminded of a pending card. Pure: everything follows from the card's record and the time of its post, so
// every replica finds the same moments, also after a restart.
import type { CardRecord } from '../card/record.js';

/** Milliseconds between the last reminder and the moment at which the card expires. */
const lastBeforeExpiryMs = 3_600_000;

export interface Reminder {
  /** 1 for the first one. */
  readonly number: number;
  readonly atMs: number;
  readonly isLast: boolean;
}

/** Since when the card waits for a decision about what it shows now, in seconds since 1970. */
export function readWaitingSince(record: Pick<CardRecord, 'waiting_since'>, ts: string): number {
  return record.waiting_since ?? Math.floor(Number(ts));
}

/**
 * The first one comes `remindAfterMs` after the card, the others at doubling intervals, and the last one an hour before the
 * card expires. A card that lives too short for that has them at doubling intervals until it expires.
 */
export function listReminders(
  record: Pick<CardRecord, 'waiting_since' | 'expires_at'>,
  ts: string,
  remindAfterMs: number,
): Reminder[] {
  const sinceMs = readWaitingSince(record, ts) * 1_000;
  const expiresMs = record.expires_at * 1_000;
  const lastMs = expiresMs - lastBeforeExpiryMs;
  const firstMs = sinceMs + remindAfterMs;
  const isLongLived = lastMs > firstMs;
  const times: number[] = [];
  const endMs = isLongLived ? lastMs : expiresMs;
  for (let intervalMs = remindAfterMs, atMs = firstMs; atMs < endMs; intervalMs *= 2, atMs += intervalMs) {
    times.push(atMs);
  }
  if (isLongLived) times.push(lastMs);
  return times.map((atMs, index) => ({ number: index + 1, atMs, isLast: index === times.length - 1 }));
}

/** The latest one that is due. Those before it that nobody posted in time are left out. */
export function findDueReminder(reminders: readonly Reminder[], now: Date): Reminder | undefined {
  return reminders.findLast(({ atMs }) => atMs <= now.getTime());
}

/** The first one that is still to come. */
export function findNextReminder(reminders: readonly Reminder[], now: Date): Reminder | undefined {
  return reminders.find(({ atMs }) => atMs > now.getTime());
}
