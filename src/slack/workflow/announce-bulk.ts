// Announces the clones of a bulk request as one card, with the details in its thread. The thread is the record: each reply
// names its clones in its metadata, so any replica can go on after a crash. The card is drawn anew from the replies.
import type { ApiClone } from '../../clone/clone-now.js';
import { listGrants } from '../../clone/grants.js';
import { planDnsRecord } from '../../clone/steps.js';
import { tagKeys } from '../../clone/tags.js';
import { describeDnsRecord } from '../../messages/dns-record.js';
import type { Facts } from '../../observability/audit-log.js';
import { renderBulkCard, renderBulkReply } from '../card/bulk-blocks.js';
import {
  type BulkBase,
  type BulkItem,
  type BulkReply,
  isDeployed,
  listBulkItems,
  readBulkRecord,
  readBulkReplies,
  splitIntoReplies,
  summarizeBulk,
  toBulkMetadata,
  toItemsMetadata,
} from '../card/bulk-record.js';
import type { Place } from '../card/place.js';
import { isOurs, toPermalink } from '../card/record.js';
import type { Answer } from '../client/web-api.js';
import type { AccessChecks, AwsReads, Concurrency, SlackContext } from '../context.js';
import { bulkMutexKey, drawBulkCard } from './bulk-store.js';
import { settleMs } from './read-settled.js';
import { trackBulkLater } from './track-bulk.js';

const firstDelayMs = 5_000;
const maxDelayMs = 600_000;
/** Origins that a reply names; the status of the clone has them all. */
const maxGrants = 3;

export interface BulkContext
  extends Pick<SlackContext, 'slack' | 'bot' | 'dns' | 'clock' | 'auditLog' | 'log' | 'checkSite'> {
  readonly aws: Pick<AwsReads, 'distributions'>;
  readonly access: Pick<AccessChecks, 'checkChannel'>;
  readonly concurrency: Pick<Concurrency, 'cardMutex' | 'backgroundTasks' | 'scheduler'>;
}

export interface BulkAnnouncer {
  /** Resolves when the clone stands in the thread, or is put off until Slack takes it. */
  announce(clone: ApiClone): Promise<void>;
  /** Whether this process announces clones of the request, now or later. */
  isBusy(request: string): boolean;
}

/** `collectMs`: clones of a request that are created within this time are announced together. */
export function createBulkAnnouncer(context: BulkContext, channel: string, collectMs: number): BulkAnnouncer {
  const { slack, bot, clock, auditLog } = context;
  /** What is still to be announced, by request and distribution. */
  const pending = new Map<string, Map<string, ApiClone>>();
  const running = new Map<string, Promise<void>>();
  /** Cards that this process posted or found, by request. */
  const cards = new Map<string, Place>();

  const retryKey = (request: string) => `announce-bulk:${request}`;

  function start(request: string, attempt = 0): Promise<void> {
    const known = running.get(request);
    if (known) return known;
    const run = announcePending(request, attempt);
    running.set(request, run);
    return run;
  }

  async function announcePending(request: string, attempt: number): Promise<void> {
    try {
      for (;;) {
        await clock.pause(collectMs);
        const clones = [...(pending.get(request)?.values() ?? [])];
        if (clones.length === 0) {
          pending.delete(request);
          return;
        }
        if (!(await announceTogether(clones, attempt))) return announceLater(request, attempt + 1);
      }
    } finally {
      // In the same turn as the last look at what is pending, so that nothing is added in between.
      running.delete(request);
    }
  }

  async function announceTogether(clones: readonly ApiClone[], attempt: number): Promise<boolean> {
    const [first] = clones;
    if (!first) return true;
    const { request } = first;
    const mayExist = attempt > 0 || clones.some(({ madeBy }) => madeBy === 'earlier');
    const written = await context.concurrency.cardMutex.runExclusive(bulkMutexKey(request), () =>
      write(first, clones, mayExist),
    );
    for (const clone of clones) record(clone, written);
    if (written.ok) for (const { distribution } of clones) pending.get(request)?.delete(distribution.id);
    return written.ok;
  }

  function announceLater(request: string, attempt: number): void {
    const delayMs = Math.min(firstDelayMs * 2 ** (attempt - 1), maxDelayMs);
    const at = new Date(clock.now().getTime() + delayMs);
    context.concurrency.scheduler.schedule(retryKey(request), at, () =>
      context.concurrency.backgroundTasks.start(
        'announce',
        () => start(request, attempt),
        async () => announceLater(request, attempt + 1),
      ),
    );
  }

  /** The card, then the replies, then the card again, then the tags: each step finds what the one before left. */
  async function write(first: ApiClone, clones: readonly ApiClone[], mayExist: boolean): Promise<Answer<Place>> {
    const { request } = first;
    const allowed = await context.access.checkChannel(channel);
    if (!allowed.ok) return { ok: false, lost: false, error: allowed.outcome };
    const zoneTops = await Promise.all(clones.map(({ domain }) => context.dns.isZoneTop(domain)));
    const items = clones.map((clone, index) => toItem(clone, zoneTops[index] ?? false));
    const found = await findOrPostCard(first, items, mayExist);
    if (!found.ok) return found;
    const { place, isNew } = found.value;
    cards.set(request, place);
    // What another replica wrote a moment ago can be read by now.
    if (mayExist && !isNew) await clock.pause(settleMs);
    const thread = isNew ? { ok: true as const, value: [] } : await slack.readThread(channel, place.ts);
    if (!thread.ok) return thread;
    const replies = readBulkReplies(thread.value, bot);
    const announced = new Set(listBulkItems(replies).map(({ distribution }) => distribution));
    const unannounced = items.filter(({ distribution }) => !announced.has(distribution));
    const posted: BulkReply[] = [];
    for (const part of splitIntoReplies(request, unannounced)) {
      const reply = await postReply(place, request, part);
      if (!reply.ok) return reply;
      posted.push({ ts: reply.value.ts, items: part });
    }
    const all = listBulkItems([...replies, ...posted]);
    const drawn = isNew ? undefined : await drawBulkCard(slack, place, toBase(first), all);
    if (drawn && !drawn.ok) return drawn;
    const open = all.filter((item) => !isDeployed(item)).map(({ distribution }) => distribution);
    trackBulkLater(context, place, { request, open });
    const permalink = toPermalink(bot.url, channel, place.ts);
    for (const { distribution } of clones) await tag(distribution.arn, permalink);
    return { ok: true, value: place };
  }

  async function tag(arn: string, permalink: string): Promise<void> {
    const tagged = await context.aws.distributions.tag(arn, [{ Key: tagKeys.card, Value: permalink }]);
    if (!tagged.ok) context.log.warn({ arn, outcome: tagged.outcome }, 'the card’s link could not be tagged');
  }

  /** The card of the request. Of several, which replicas posted at the same moment, the first one stays. */
  async function findOrPostCard(
    first: ApiClone,
    items: readonly BulkItem[],
    mayExist: boolean,
  ): Promise<Answer<{ readonly place: Place; readonly isNew: boolean }>> {
    const known = cards.get(first.request);
    if (known) return { ok: true, value: { place: known, isNew: false } };
    if (mayExist) {
      const found = await findCards(first);
      if (!found.ok) return found;
      if (found.value[0]) return { ok: true, value: { place: found.value[0], isNew: false } };
    }
    const record = summarizeBulk(toBase(first), items);
    const posted = await slack.post({ channel, ...renderBulkCard(record, items), metadata: toBulkMetadata(record) });
    // The card may be there all the same; the next attempt looks for it.
    if (!posted.ok) return posted;
    const mine = { channel, ts: posted.value.ts };
    const found = await findCards(first);
    const place = (found.ok ? found.value[0] : undefined) ?? mine;
    if (place.ts === mine.ts) return { ok: true, value: { place, isNew: true } };
    await slack.remove(channel, mine.ts);
    return { ok: true, value: { place, isNew: false } };
  }

  /** The cards of a request, oldest first. */
  async function findCards({ request, askedAt }: ApiClone): Promise<Answer<Place[]>> {
    const recent = await slack.readRecent(channel, new Date(askedAt.getTime() - 60_000));
    if (!recent.ok) return recent;
    const places = recent.value
      .filter((message) => isOurs(message, bot) && readBulkRecord(message)?.request === request)
      .flatMap(({ ts }) => (ts ? [{ channel, ts }] : []));
    return { ok: true, value: places.sort((a, b) => (a.ts < b.ts ? -1 : 1)) };
  }

  async function postReply(place: Place, request: string, items: readonly BulkItem[]): Promise<Answer<{ ts: string }>> {
    const message = { channel, threadTs: place.ts, metadata: toItemsMetadata(request, items) };
    const drawn = renderBulkReply(items);
    const posted = await slack.post({ ...message, ...drawn });
    const isRefused = !posted.ok && !posted.lost && posted.retryAfter === undefined;
    // Slack does not like the blocks: the text alone says it all.
    return isRefused ? slack.post({ ...message, text: drawn.text }) : posted;
  }

  function record(clone: ApiClone, written: Answer<Place>): void {
    auditLog.record({
      event: 'report',
      outcome: written.ok ? 'reported' : 'slack_failed',
      ...toFacts(clone),
      card: written.ok ? toPermalink(bot.url, channel, written.value.ts) : undefined,
      slackError: written.ok ? undefined : written.error,
      madeBy: clone.madeBy,
    });
  }

  function toFacts({ request, caller, domain, origin, reference, distribution }: ApiClone): Facts {
    const [requester] = caller.split(' ');
    return { request, channel, requester, domain, origin, reference, distribution: distribution.id };
  }

  return {
    announce(clone) {
      const clones = pending.get(clone.request) ?? new Map<string, ApiClone>();
      pending.set(clone.request, clones.set(clone.distribution.id, clone));
      return start(clone.request);
    },
    isBusy: (request) => running.has(request) || context.concurrency.scheduler.count(retryKey(request)) > 0,
  };
}

function toBase({ request, caller, askedAt }: ApiClone): BulkBase {
  const [id = '', ...name] = caller.split(' ');
  return {
    request,
    requested_by: id,
    requester_name: name.join(' '),
    created_at: Math.floor(askedAt.getTime() / 1_000),
  };
}

function toItem({ distribution, plan, domain, origin, reference, askedAt }: ApiClone, isZoneTop: boolean): BulkItem {
  const { config, arn, domainName } = distribution;
  const { cname, alias } = describeDnsRecord(planDnsRecord(domain, distribution, isZoneTop));
  return {
    domain,
    origin,
    reference,
    certificate: plan?.certificate.coveringName ?? domain,
    distribution: distribution.id,
    distribution_domain: domainName,
    dns: cname ?? alias,
    grants: [...new Set(listGrants(config, arn).map(({ host }) => host))].slice(0, maxGrants).join(' '),
    created_at: Math.floor(askedAt.getTime() / 1_000),
  };
}
