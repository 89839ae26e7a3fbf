// Asks again about lines whose result AWS has not told. The same create is sent again, so nothing is made twice.
import { keyOf, type Place } from '../../card/place.js';
import type { Card } from '../../card/repository.js';
import { buildAttempt } from '../approval.js';
import type { CloningContext } from '../create-clone.js';
import { readSettled } from '../read-settled.js';
import type { BatchRun } from './run-batch.js';

type CarryOut = (context: CloningContext, card: Card, run: BatchRun) => Promise<void>;

/** Milliseconds before each look. */
const lookWaitsMs = [30_000, 120_000, 480_000, 1_920_000];
const tries = new Map<string, number>();

/** Schedules the next look, unless one is scheduled. A restart begins anew. */
export function lookAtBatchLater(context: CloningContext, { channel, ts }: Place, carryOut: CarryOut): void {
  const place = { channel, ts };
  const key = `look:${keyOf(place)}`;
  if (context.concurrency.scheduler.count(key) > 0) return;
  const tried = tries.get(key) ?? 0;
  const waitMs = lookWaitsMs[tried];
  if (waitMs === undefined) {
    tries.delete(key);
    return;
  }
  tries.set(key, tried + 1);
  context.concurrency.scheduler.schedule(key, new Date(context.clock.now().getTime() + waitMs), () =>
    context.concurrency.backgroundTasks.start(
      'look',
      () => context.concurrency.cardMutex.runExclusive(keyOf(place), () => look(context, place, carryOut)),
      async () => lookAtBatchLater(context, place, carryOut),
    ),
  );
}

async function look(context: CloningContext, place: Place, carryOut: CarryOut): Promise<void> {
  const card = await context.cards.read(place.channel, place.ts);
  if (!card.ok) return lookAtBatchLater(context, place, carryOut);
  if (card.record.state !== 'failed' || card.record.outcome !== 'unknown_result') return;
  const record = { ...card.record, ...buildAttempt(context.clock.now()), state: 'cloning' as const };
  const written = await context.cards.write(card, record);
  const settled = written.ok ? await readSettled(context, card) : undefined;
  if (!settled?.ok || settled.record.attempt !== record.attempt) return lookAtBatchLater(context, place, carryOut);
  const approver = record.decided_by ?? record.requested_by;
  await carryOut(context, { ...settled, record }, { approver, plans: new Map(), isRetry: false });
}
