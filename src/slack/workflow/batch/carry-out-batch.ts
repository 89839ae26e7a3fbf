// Carries out an approval of several clones, on the process that approved or on one that takes the card over.
import type { Card } from '../../card/repository.js';
import type { CloningContext } from '../create-clone.js';
import { finishBatch } from './finish-batch.js';
import { lookAtBatchLater } from './look-at-batch.js';
import { type BatchRun, runBatch } from './run-batch.js';

/** `card` carries the attempt of this process. */
export async function carryOutBatch(context: CloningContext, card: Card, run: BatchRun): Promise<void> {
  const finished = await runBatch(context, card, run);
  if (!finished) return;
  const { hasUnknown } = await finishBatch(context, finished);
  if (hasUnknown) lookAtUnknownLater(context, card, run.looks);
}

/** For a card some of whose lines nobody knows the result of. */
export function lookAtUnknownLater(context: CloningContext, place: Pick<Card, 'channel' | 'ts'>, looks = 0): void {
  lookAtBatchLater(context, place, carryOutBatch, looks);
}

/** Another process left the card. What it may have sent is sent again, and the rest follows. */
export function resumeBatch(context: CloningContext, card: Card, approver: string): Promise<void> {
  return carryOutBatch(context, card, { approver, plans: new Map(), isRetry: false, looks: 0 });
}
