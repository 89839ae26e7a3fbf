// Tracks the clones of a bulk until CloudFront has deployed them. It only edits what stands in Slack, so replicas that track
// the same bulk write the same.
import { mapConcurrently } from '../../concurrency/map-concurrently.js';
import { renderBulkCard, renderBulkReply } from '../card/bulk-blocks.js';
import {
  type BulkBase,
  type BulkItem,
  type BulkRecord,
  type BulkReply,
  isDeployed,
  listBulkItems,
  listRepeatingReplies,
  readBulkRecord,
  readBulkReplies,
  summarizeBulk,
  toBulkMetadata,
  toItemsMetadata,
} from '../card/bulk-record.js';
import type { Place } from '../card/place.js';
import { isOurs, toPermalink } from '../card/record.js';
import type { Answer } from '../client/web-api.js';
import type { AwsReads, Concurrency, SlackContext } from '../context.js';
import { trackingKey } from './track-deployment.js';
import { verifyBulk } from './verify-bulk.js';

export interface TrackBulkContext
  extends Pick<SlackContext, 'slack' | 'bot' | 'clock' | 'auditLog' | 'log' | 'checkSite'> {
  readonly aws: Pick<AwsReads, 'distributions'>;
  readonly concurrency: Pick<Concurrency, 'cardMutex' | 'backgroundTasks' | 'scheduler'>;
}

export interface TrackedBulk {
  readonly request: string;
  /** Distributions that are not deployed yet. Undefined where the thread has to be read first. */
  readonly open?: readonly string[] | undefined;
}

const firstWaitMs = 5_000;
const maxWaitMs = 60_000;
const waitGrowthFactor = 1.5;
const maxTrackingMs = 6 * 3_600_000;
/** Looks after which a distribution that does not exist counts as deleted. */
const goneAttempts = 3;
const maxConcurrentReads = 5;

export function bulkMutexKey(request: string): string {
  return `bulk:${request}`;
}

/** Schedules the next look. The waits grow. */
export function trackBulkLater(context: TrackBulkContext, place: Place, bulk: TrackedBulk, attempts = 0): void {
  const waitMs = Math.min(firstWaitMs * waitGrowthFactor ** attempts, maxWaitMs);
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
    const open = await lookOnce(context, place, bulk, attempts);
    // More clones were announced meanwhile, and their announcement scheduled a look at all of them.
    if (context.concurrency.scheduler.count(trackingKey(place)) > 0) return;
    if (open !== 'over') trackBulkLater(context, place, { request: bulk.request, open }, attempts + 1);
  };
  return context.concurrency.cardMutex.runExclusive(bulkMutexKey(bulk.request), look);
}

/** What is still to be deployed. */
async function lookOnce(
  context: TrackBulkContext,
  place: Place,
  { open }: TrackedBulk,
  attempts: number,
): Promise<readonly string[] | undefined | 'over'> {
  const early = open && (await readStatuses(context, open));
  if (open && early?.deployed.size === 0 && early.gone.size === 0) return open;
  const thread = await context.slack.readThread(place.channel, place.ts);
  if (!thread.ok) return thread.error === 'thread_not_found' || thread.error === 'message_not_found' ? 'over' : open;
  const card = thread.value.find(({ ts }) => ts === place.ts);
  const record = card && isOurs(card, context.bot) ? readBulkRecord(card) : undefined;
  if (!record) return 'over';
  const replies = readBulkReplies(thread.value, context.bot);
  const before = listBulkItems(replies).filter((item) => !isDeployed(item));
  const statuses =
    early ??
    (await readStatuses(
      context,
      before.map(({ distribution }) => distribution),
    ));
  const now = context.clock.now().getTime();
  const isWritten = await writeDeployed(context, place, { record, replies, deployed: statuses.deployed });
  for (const item of before.filter(({ distribution }) => statuses.deployed.has(distribution))) {
    if (isWritten) audit(context, place, { record, item, outcome: 'deployed' });
  }
  const isTimeOver = now - record.created_at * 1_000 >= maxTrackingMs;
  const left = before.filter(({ distribution }) => !statuses.deployed.has(distribution) || !isWritten);
  const ended = left.filter(
    ({ distribution }) => isTimeOver || (statuses.gone.has(distribution) && attempts > goneAttempts),
  );
  for (const item of ended) audit(context, place, { record, item, outcome: 'follow_ended' });
  const stillOpen = left.filter((item) => !ended.includes(item)).map(({ distribution }) => distribution);
  if (stillOpen.length > 0) return stillOpen;
  const items = listBulkItems(replies).filter((item) => !ended.some((one) => one.distribution === item.distribution));
  context.concurrency.backgroundTasks.start(
    'verify',
    () => verifyBulk(context, place, { record, items, thread: thread.value }),
    async () => undefined,
  );
  return 'over';
}

interface Statuses {
  readonly deployed: ReadonlySet<string>;
  /** There is no such distribution any more. */
  readonly gone: ReadonlySet<string>;
}

async function readStatuses(context: TrackBulkContext, ids: readonly string[]): Promise<Statuses> {
  const deployed = new Set<string>();
  const gone = new Set<string>();
  const read = async (id: string) => ({ id, found: await context.aws.distributions.read(id) });
  for await (const { id, found } of mapConcurrently(ids, maxConcurrentReads, read)) {
    if (found.ok && found.value.status === 'Deployed') deployed.add(id);
    else if (!found.ok && found.outcome === 'reference_not_found') gone.add(id);
  }
  return { deployed, gone };
}

interface Found {
  readonly record: BulkRecord;
  readonly replies: readonly BulkReply[];
  readonly deployed: ReadonlySet<string>;
}

/** Edits the replies that change and the card. What two replicas posted at the same moment is said once. */
async function writeDeployed(
  { slack, clock }: TrackBulkContext,
  { channel, ts: cardTs }: Place,
  { record, replies, deployed }: Found,
): Promise<boolean> {
  const deployed_at = Math.floor(clock.now().getTime() / 1_000);
  const mark = (item: BulkItem): BulkItem =>
    !isDeployed(item) && deployed.has(item.distribution) ? { ...item, deployed_at } : item;
  const repeating = new Map(listRepeatingReplies(replies).map(({ ts, items }) => [ts, items]));
  let isWritten = true;
  const after: BulkReply[] = [];
  for (const { ts, items } of replies) {
    const own = (repeating.get(ts) ?? items).map(mark);
    after.push({ ts, items: own });
    const isChanged = own.length !== items.length || own.some((item, index) => item !== items[index]);
    if (!isChanged) continue;
    const edited =
      own.length === 0
        ? await slack.remove(channel, ts)
        : await slack.update({
            channel,
            ts,
            ...renderBulkReply(own),
            metadata: toItemsMetadata(record.request, own),
          });
    isWritten &&= edited.ok;
  }
  const items = listBulkItems(after);
  const next = summarizeBulk(record, items);
  const isSame = next.items === record.items && next.deployed === record.deployed;
  if (isSame) return isWritten;
  const drawn = await drawBulkCard(slack, { channel, ts: cardTs }, record, items);
  return isWritten && drawn.ok;
}

export function drawBulkCard(
  slack: Pick<SlackContext['slack'], 'update'>,
  place: Place,
  base: BulkBase,
  items: readonly BulkItem[],
): Promise<Answer<undefined>> {
  const record = summarizeBulk(base, items);
  return slack.update({ ...place, ...renderBulkCard(record, items), metadata: toBulkMetadata(record) });
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
