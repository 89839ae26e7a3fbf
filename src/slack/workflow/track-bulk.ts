// Tracks the clones of a bulk until CloudFront has deployed them. It only edits what stands in Slack, so replicas that track
// the same bulk write the same.
import { type BulkItem, type BulkRecord, isDeployed, listBulkItems } from '../card/bulk-record.js';
import type { Place } from '../card/place.js';
import { toPermalink } from '../card/record.js';
import type { AwsReads, Concurrency, SlackContext } from '../context.js';
import { bulkMutexKey, createBulkStore } from './bulk-store.js';
import { maxTrackingMs, readStatuses, toTrackingWaitMs } from './deployment-status.js';
import { sayBulkRecords } from './say-bulk-records.js';
import { trackingKey } from './track-deployment.js';
import { createVerifiedBulk } from './verify-bulk.js';
import { verifyList } from './verify-list.js';

export interface TrackBulkContext
  extends Pick<SlackContext, 'slack' | 'bot' | 'clock' | 'auditLog' | 'log' | 'checkSite'> {
  readonly aws: Pick<AwsReads, 'distributions'>;
  readonly concurrency: Pick<Concurrency, 'cardMutex' | 'backgroundTasks' | 'scheduler'>;
}

export interface TrackedBulk {
  readonly request: string;
  /** Distributions that are not deployed yet. Undefined where the thread has to be read first. */
  readonly open?: readonly string[] | undefined;
  /** The thread is known to have the DNS records of all clones. */
  readonly hasRecords?: boolean;
}

/** Looks after which a distribution that does not exist counts as deleted. */
const goneAttempts = 3;

/** Schedules the next look. The waits grow. */
export function trackBulkLater(context: TrackBulkContext, place: Place, bulk: TrackedBulk, attempts = 0): void {
  const waitMs = toTrackingWaitMs(attempts);
  const at = new Date(context.clock.now().getTime() + waitMs);
  context.concurrency.scheduler.schedule(trackingKey(place), at, () =>
    context.concurrency.backgroundTasks.start(
      'follow',
      () => trackBulk(context, place, bulk, attempts),
      async () => trackBulkLater(context, place, bulk, attempts + 1),
    ),
  );
}

/** Looks once. CloudFront is asked first, and the thread is read only when there is something to say. */
export function trackBulk(context: TrackBulkContext, place: Place, bulk: TrackedBulk, attempts = 0): Promise<void> {
  const look = async () => {
    const next = await lookOnce(context, place, bulk, attempts);
    // More clones were announced meanwhile, and their announcement scheduled a look at all of them.
    if (context.concurrency.scheduler.count(trackingKey(place)) > 0) return;
    if (next !== 'over') trackBulkLater(context, place, next, attempts + 1);
  };
  return context.concurrency.cardMutex.runExclusive(bulkMutexKey(bulk.request), look);
}

/** What the next look needs to know. */
async function lookOnce(
  context: TrackBulkContext,
  place: Place,
  known: TrackedBulk,
  attempts: number,
): Promise<TrackedBulk | 'over'> {
  const { open, hasRecords } = known;
  const early = open && (await readStatuses(context.aws, open));
  if (hasRecords && open && early?.deployed.size === 0 && early.gone.size === 0) return known;
  const store = createBulkStore(context.slack, context.bot);
  const bulk = await store.read(place.channel, place.ts);
  if (!bulk.ok) return bulk.outcome === 'slack_failed' ? known : 'over';
  const { record, replies } = bulk;
  const now = context.clock.now().getTime();
  const isTimeOver = now - record.created_at * 1_000 >= maxTrackingMs;
  // While the card does not say that all are deployed, somebody looks again.
  const isComplete = await sayBulkRecords(store, bulk, context.clock);
  if (!isComplete && !isTimeOver) return known;
  const before = listBulkItems(replies).filter((item) => !isDeployed(item) && item.undone !== 'deleted');
  const statuses =
    early ??
    (await readStatuses(
      context.aws,
      before.map(({ distribution }) => distribution),
    ));
  const deployed_at = Math.floor(now / 1_000);
  const isWritten = await store.write(bulk, (item) =>
    !isDeployed(item) && statuses.deployed.has(item.distribution) ? { ...item, deployed_at } : item,
  );
  for (const item of before.filter(({ distribution }) => statuses.deployed.has(distribution))) {
    if (isWritten) audit(context, place, { record, item, outcome: 'deployed' });
  }
  const left = before.filter(({ distribution }) => !statuses.deployed.has(distribution) || !isWritten);
  const ended = left.filter(
    ({ distribution }) => isTimeOver || (statuses.gone.has(distribution) && attempts > goneAttempts),
  );
  for (const item of ended) audit(context, place, { record, item, outcome: 'follow_ended' });
  const stillOpen = left.filter((item) => !ended.includes(item)).map(({ distribution }) => distribution);
  if (stillOpen.length > 0) return { request: record.request, open: stillOpen, hasRecords: true };
  context.concurrency.backgroundTasks.start(
    'verify',
    () => verifyList(context, place, createVerifiedBulk(context)),
    async () => undefined,
  );
  return 'over';
}

function audit(
  { auditLog, bot, clock }: TrackBulkContext,
  { channel, ts }: Place,
  { record, item, outcome }: { record: BulkRecord; item: BulkItem; outcome: 'deployed' | 'follow_ended' },
): void {
  const { domain, origin, reference, distribution, created_at } = item;
  auditLog.record({
    event: 'deploy',
    outcome,
    request: record.request,
    channel,
    card: toPermalink(bot.url, channel, ts),
    requester: record.requested_by,
    approver: record.requested_by,
    domain,
    origin,
    reference,
    distribution,
    milliseconds: { deploy: clock.now().getTime() - created_at * 1_000 },
  });
}
