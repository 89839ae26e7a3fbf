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

/** Schedules the next look, unless one is scheduled. `looks`: how many there were. A restart begins anew. */
export function lookAtBatchLater(
  context: CloningContext,
  { channel, ts }: Place,
  carryOut: CarryOut,
  looks: number,
): void {
  const place = { channel, ts };
  const key = `look:${keyOf(place)}`;
  const waitMs = lookWaitsMs[looks];
  if (waitMs === undefined || context.concurrency.scheduler.count(key) > 0) return;
  context.concurrency.scheduler.schedule(key, new Date(context.clock.now().getTime() + waitMs), () =>
    context.concurrency.backgroundTasks.start(
      'look',
      () => context.concurrency.cardMutex.runExclusive(keyOf(place), () => look(context, place, carryOut, looks + 1)),
      async () => lookAtBatchLater(context, place, carryOut, looks + 1),
    ),
  );
}

/** The card goes back to `cloning`, so that replicas that look at the same moment do not write over each other. */
async function look(context: CloningContext, place: Place, carryOut: CarryOut, looks: number): Promise<void> {
  const again = () => lookAtBatchLater(context, place, carryOut, looks);
  const card = await context.cards.read(place.channel, place.ts);
  if (!card.ok) return again();
  if (card.record.state !== 'failed' || card.record.outcome !== 'unknown_result') return;
  const record = { ...card.record, ...buildAttempt(context.clock.now()), state: 'cloning' as const };
  const written = await context.cards.write(card, record);
  const settled = written.ok ? await readSettled(context, card) : undefined;
  if (!settled?.ok || settled.record.attempt !== record.attempt) return again();
  const approver = record.decided_by ?? record.requested_by;
  await carryOut(context, { ...settled, record }, { approver, plans: new Map(), isRetry: false, looks });
}
