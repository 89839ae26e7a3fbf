// Tracks the clones of a card until CloudFront has deployed them, and verifies them together. It edits what stands in Slack
// and posts marked lines once, so replicas that track the same card write the same.
import { type BatchLine, isCreated } from '../../card/batch-lines.js';
import { toCardFacts } from '../../card/log-facts.js';
import { keyOf, type Place } from '../../card/place.js';
import { postOnceSettled } from '../../card/post-once.js';
import { buildMark, deployedEventType } from '../../card/record.js';
import type { Card } from '../../card/repository.js';
import type { CloningContext } from '../create-clone.js';
import { maxTrackingMs, readStatuses, toTrackingWaitMs } from '../deployment-status.js';
import { trackingKey } from '../track-deployment.js';
import { verifyList } from '../verify-list.js';
import { createLineBoard } from './line-board.js';
import { settleThread } from './settle-thread.js';
import { createVerifiedBatch } from './verify-batch.js';

/** Schedules the next look. The waits grow. */
export function trackBatchLater(
  context: CloningContext,
  { channel, ts }: Place,
  attempts = 0,
  open?: readonly string[],
): void {
  const place = { channel, ts };
  const waitMs = toTrackingWaitMs(attempts);
  const at = new Date(context.clock.now().getTime() + waitMs);
  context.concurrency.scheduler.schedule(trackingKey(place), at, () =>
    context.concurrency.backgroundTasks.start(
      'follow',
      () => context.concurrency.cardMutex.runExclusive(keyOf(place), () => trackBatch(context, place, attempts, open)),
      async () => trackBatchLater(context, place, attempts + 1, open),
    ),
  );
}

/** Looks once. CloudFront is asked first, and the thread is read only when there is something to say. */
async function trackBatch(
  context: CloningContext,
  place: Place,
  attempts: number,
  open: readonly string[] | undefined,
): Promise<void> {
  const again = (still: readonly string[] | undefined) => trackBatchLater(context, place, attempts + 1, still);
  const early = open && (await readStatuses(context.aws, open)).deployed;
  if (open && early?.size === 0) return again(open);
  const card = await context.cards.read(place.channel, place.ts);
  if (!card.ok) return card.outcome === 'slack_failed' ? again(open) : undefined;
  const { record } = card;
  // A run of this card writes the lines, and tracks them when it ends.
  if (record.state !== 'cloned' && record.state !== 'failed') return;
  const board = createLineBoard(context, card);
  await settleThread(context, card, board.lines());
  const waiting = board.lines().filter(isAwaited);
  const ids = waiting.flatMap(({ distribution }) => distribution ?? []);
  const deployed = early ?? (await readStatuses(context.aws, ids)).deployed;
  const deployed_at = Math.floor(context.clock.now().getTime() / 1_000);
  const done = waiting.filter(({ distribution = '' }) => deployed.has(distribution));
  for (const line of done) board.set({ ...line, state: 'deployed', deployed_at });
  const still = board.lines().filter(isAwaited);
  const isAll = still.length === 0 && record.state === 'cloned';
  if (done.length > 0 || isAll) {
    const isWritten = await board.write(isAll ? { state: 'deployed', deployed_at } : {});
    if (!isWritten) return again(undefined);
    for (const line of done) audit(context, card, line, 'deployed');
  }
  if (still.length > 0) {
    const isOver = context.clock.now().getTime() - (record.created_at ?? 0) * 1_000 >= maxTrackingMs;
    if (!isOver) return again(still.flatMap(({ distribution }) => distribution ?? []));
    for (const line of still) audit(context, card, line, 'follow_ended');
    return;
  }
  if (!isAll) return;
  await sayDeployed(context, card, board.lines());
  context.concurrency.backgroundTasks.start(
    'verify',
    () => verifyList(context, place, createVerifiedBatch(context)),
    // The look at the channel does it later.
    async () => undefined,
  );
}

/** Nobody waits for what an undo has deleted. */
function isAwaited({ state, undone }: BatchLine): boolean {
  return state === 'created' && undone !== 'deleted';
}

/** One line for all of them. */
async function sayDeployed(context: CloningContext, card: Card, lines: readonly BatchLine[]): Promise<void> {
  const by = card.record.decided_by ?? card.record.requested_by;
  const count = lines.filter(isCreated).length;
  const text = `${count === 1 ? 'The clone is' : `All ${count} clones are`} deployed to all edge locations.`;
  const metadata = buildMark(deployedEventType, by, 'deployed');
  await postOnceSettled(context.cards, card, { text, blocks: [], metadata }, 'after a look', context.clock.pause);
}

function audit(
  { auditLog, clock }: CloningContext,
  card: Card,
  { domain, origin, distribution, created_at = 0 }: BatchLine,
  outcome: 'deployed' | 'follow_ended',
): void {
  const facts = { ...toCardFacts(card), domain, origin, distribution, approver: card.record.decided_by };
  auditLog.record({
    event: 'deploy',
    outcome,
    ...facts,
    milliseconds: { deploy: clock.now().getTime() - created_at * 1_000 },
  });
}
