// Announces one clone of an API client: the same card and thread as in Slack, with the name of the caller.

import type { ApiClone } from '../../clone/clone-now.js';
import { digest } from '../../clone/digest.js';
import { listGrantKinds } from '../../clone/grants.js';
import { tagKeys } from '../../clone/tags.js';
import { toCardFacts } from '../card/log-facts.js';
import { keyOf, type Place } from '../card/place.js';
import { renderPlan } from '../card/plan-blocks.js';
import { postOnce } from '../card/post-once.js';
import { type CardRecord, isOurs, readRecord, toPermalink } from '../card/record.js';
import { renderResult } from '../card/thread-messages.js';
import type { AccessChecks, AwsReads, SlackContext } from '../context.js';
import { readTrackedClone, type TrackingContext, trackLater } from './track-deployment.js';

const firstWaitMs = 5_000;
const maxWaitMs = 600_000;

export interface AnnounceCloneContext extends TrackingContext, Pick<SlackContext, 'bot' | 'log'> {
  readonly aws: Pick<AwsReads, 'distributions'>;
  readonly access: Pick<AccessChecks, 'checkChannel'>;
}

export interface CloneAnnouncer {
  /** Announces a clone; tries again later until Slack takes it. */
  announce(clone: ApiClone): Promise<void>;
  /** Whether this process tries again later. */
  isBusy(distributionId: string): boolean;
}

export function createCloneAnnouncer(context: AnnounceCloneContext, channel: string): CloneAnnouncer {
  async function announce(clone: ApiClone, attempt = 0): Promise<void> {
    const { distribution } = clone;
    const place = await context.access.checkChannel(channel);
    const posted = place.ok ? await post(clone, clone.madeBy === 'earlier' || attempt > 0) : undefined;
    if (!posted) {
      const slackError = place.ok ? undefined : place.outcome;
      context.auditLog.record({
        event: 'report',
        outcome: 'slack_failed',
        ...toFacts(clone),
        slackError,
        madeBy: clone.madeBy,
      });
      announceLater({ ...clone, madeBy: 'earlier' }, attempt + 1);
      return;
    }
    const permalink = toPermalink(context.bot.url, channel, posted.ts);
    const tagged = await context.aws.distributions.tag(distribution.arn, [{ Key: tagKeys.card, Value: permalink }]);
    if (!tagged.ok)
      context.log.warn(
        { distribution: distribution.id, outcome: tagged.outcome },
        'the card’s link could not be tagged',
      );
    await postResult(posted, clone);
  }

  function announceLater(clone: ApiClone, attempt: number): void {
    const waitMs = Math.min(firstWaitMs * 2 ** (attempt - 1), maxWaitMs);
    context.concurrency.scheduler.schedule(
      announceKey(clone.distribution.id),
      new Date(context.clock.now().getTime() + waitMs),
      () =>
        context.concurrency.backgroundTasks.start(
          'announce',
          () => announce(clone, attempt),
          async () => announceLater(clone, attempt + 1),
        ),
    );
  }

  /** Where the card is now. A post whose answer was lost, or that another replica sent, is looked for first. */
  async function post(clone: ApiClone, isLooking: boolean): Promise<Place | undefined> {
    const known = isLooking ? await findCards(clone) : [];
    // Slack does not say whether there is a card: a later look will tell, a post could double it.
    if (!known) return undefined;
    if (known[0]) return known[0];
    const record = toRecord(clone);
    const { plan } = clone;
    const sent = await context.cards.post(
      channel,
      record,
      (style) => (plan ? renderPlan(plan, context.clock.now(), style) : []),
      '',
    );
    if (!sent.ok) return sent.lost ? (await findCards(clone))?.[0] : undefined;
    const mine = { channel, ts: sent.value.ts };
    // Two replicas may have looked at the same moment, or a repeated request overtaken the first; the first card stays.
    const [first = mine] = (await findCards(clone)) ?? [];
    if (first.ts !== mine.ts) await context.slack.remove(channel, mine.ts);
    return first;
  }

  /** The cards of a clone, the oldest first; undefined where Slack does not say. */
  async function findCards({ distribution, askedAt }: ApiClone): Promise<Place[] | undefined> {
    const recent = await context.slack.readRecent(channel, new Date(askedAt.getTime() - 60_000));
    if (!recent.ok) return undefined;
    return recent.value
      .filter((message) => isOurs(message, context.bot) && readRecord(message)?.distribution === distribution.id)
      .flatMap(({ ts }) => (ts ? [{ channel, ts }] : []))
      .sort((a, b) => (a.ts < b.ts ? -1 : 1));
  }

  async function postResult(place: Place, clone: ApiClone): Promise<void> {
    const watch = context.auditLog.startWatch();
    const record = toRecord(clone);
    const tracked = readTrackedClone(record);
    if (!tracked) return;
    // From here on the thread is tracked like any other: what Slack does not take now is said at the next look.
    trackLater(context, place, tracked);
    const isZoneTop = await context.dns.isZoneTop(record.domain);
    const { distribution } = clone;
    const line = renderResult({ record }, { distribution, approvedBy: tracked.decided_by, isZoneTop });
    const care = clone.madeBy === 'us' ? 'at once' : 'after a look';
    const say = () => postOnce(context.cards, place, line, care, context.clock.pause);
    const said = await watch.time('report', context.concurrency.cardMutex.runExclusive(keyOf(place), say));
    const isSaid = said !== 'failed';
    if (isSaid) trackLater(context, place, tracked, { attempts: 0, isReported: true });
    context.auditLog.record({
      event: 'report',
      outcome: isSaid ? 'reported' : 'slack_failed',
      ...toCardFacts({ channel, permalink: toPermalink(context.bot.url, channel, place.ts), record }),
      madeBy: clone.madeBy,
      milliseconds: watch.read(),
    });
  }

  function toFacts(clone: ApiClone) {
    return toCardFacts({ channel, permalink: undefined, record: toRecord(clone) });
  }

  return {
    announce: (clone) => announce(clone),
    isBusy: (distributionId) => context.concurrency.scheduler.count(announceKey(distributionId)) > 0,
  };
}

function announceKey(distribution: string): string {
  return `announce:${distribution}`;
}

function toRecord(clone: ApiClone): CardRecord {
  const { distribution, plan, domain, origin, reference, caller, request, askedAt } = clone;
  const [id = '', ...name] = caller.split(' ');
  const seconds = Math.floor(askedAt.getTime() / 1_000);
  return {
    v: 1,
    state: 'cloned',
    request,
    domain,
    origin,
    reference,
    etag: plan?.reference.etag ?? '',
    // Without the plan there is nothing that somebody saw; the digest is that of the clone's ID.
    digest: plan?.digest ?? digest(distribution.id),
    certificate: distribution.config.ViewerCertificate?.ACMCertificateArn ?? '',
    certificate_name: plan?.certificate.coveringName ?? domain,
    requested_by: id,
    requester_name: name.join(' '),
    expires_at: seconds,
    decided_by: id,
    distribution: distribution.id,
    distribution_domain: distribution.domainName,
    outcome: 'cloned',
    created_at: seconds,
    grants: listGrantKinds(distribution.config).join(',') || undefined,
  };
}
