// Verifies all clones of a bulk once they are deployed, and says in one reply which of them answer as they should. The reply
// tells of that moment: it is not corrected later, and no card of a bulk becomes `serving`.
import { createHash } from 'node:crypto';
import type { SiteCheck } from '../../clone/check-site.js';
import { mapConcurrently } from '../../concurrency/map-concurrently.js';
import { type BulkItem, type BulkRecord, bulkVerificationEventType } from '../card/bulk-record.js';
import { renderBulkVerification } from '../card/bulk-verification.js';
import type { Place } from '../card/place.js';
import { isOurs, readMark } from '../card/record.js';
import type { ThreadMessage } from '../client/web-api.js';
import type { SlackContext } from '../context.js';
import { settleMs } from './read-settled.js';

export type BulkVerificationContext = Pick<SlackContext, 'slack' | 'bot' | 'clock' | 'auditLog' | 'log' | 'checkSite'>;

/** Each of them asks for two answers of a clone and one of a reference. */
const maxConcurrentChecks = 3;

export interface CheckedItem {
  readonly item: BulkItem;
  readonly check: SiteCheck;
}

/** `thread`: the messages of the card's thread, read a moment ago. */
export async function verifyBulk(
  context: BulkVerificationContext,
  place: Place,
  { record, items, thread }: BulkToVerify,
): Promise<void> {
  const { checkSite, slack, clock, log } = context;
  if (!checkSite || items.length === 0 || listSaid(context, thread).length > 0) return;
  const checked: CheckedItem[] = [];
  const check = async (item: BulkItem): Promise<CheckedItem> => ({
    item,
    check: await checkSite({
      domain: item.domain,
      distributionId: item.distribution,
      distributionDomain: item.distribution_domain,
      referenceId: item.reference,
    }),
  });
  for await (const one of mapConcurrently(items, maxConcurrentChecks, check)) checked.push(one);
  const passed = checked.filter(({ check: found }) => found.verification.isPassed).map(({ item }) => item.distribution);
  const result = createHash('sha256').update(passed.join()).digest('hex').slice(0, 16);
  const message = renderBulkVerification(checked, clock.now());
  const metadata = { event_type: bulkVerificationEventType, event_payload: { by: record.requested_by, result } };
  const posted = await slack.post({ channel: place.channel, threadTs: place.ts, ...message, metadata });
  if (!posted.ok) log.warn({ slackError: posted.error }, 'the verification of a bulk could not be posted');
  for (const one of checked) audit(context, place, record, one);
  await removeRepeats(context, place);
}

export interface BulkToVerify {
  readonly record: BulkRecord;
  readonly items: readonly BulkItem[];
  readonly thread: readonly ThreadMessage[];
}

function listSaid({ bot }: Pick<SlackContext, 'bot'>, thread: readonly ThreadMessage[]): string[] {
  return thread.flatMap((message) =>
    message.ts && isOurs(message, bot) && readMark(message, bulkVerificationEventType) ? [message.ts] : [],
  );
}

/** Of replies that replicas posted at the same moment, the first one stays. */
async function removeRepeats(context: BulkVerificationContext, { channel, ts }: Place): Promise<void> {
  await context.clock.pause(settleMs);
  const thread = await context.slack.readThread(channel, ts);
  if (!thread.ok) return;
  for (const repeat of listSaid(context, thread.value).slice(1)) await context.slack.remove(channel, repeat);
}

function audit(
  { auditLog }: BulkVerificationContext,
  { channel }: Place,
  { request, requested_by }: BulkRecord,
  { item, check }: CheckedItem,
): void {
  const { domain, origin, reference, distribution } = item;
  auditLog.record({
    event: 'verify',
    outcome: check.verification.isPassed ? 'verified' : 'verification_failed',
    request,
    channel,
    requester: requested_by,
    domain,
    origin,
    reference,
    distribution,
  });
}
