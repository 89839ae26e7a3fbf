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
  announce(made: ApiClone): Promise<void>;
  /** Whether this process tries again later. */
  isBusy(distributionId: string): boolean;
}

export function createCloneAnnouncer(context: AnnounceCloneContext, channel: string): CloneAnnouncer {
  async function announce(made: ApiClone, tried = 0): Promise<void> {
    const { distribution } = made;
    const place = await context.access.checkChannel(channel);
    const posted = place.ok ? await post(made, made.madeBy === 'earlier' || tried > 0) : undefined;
    if (!posted) {
      const slackError = place.ok ? undefined : place.outcome;
      context.auditLog.record({
        event: 'report',
        outcome: 'slack_failed',
        ...toFacts(made),
        slackError,
        madeBy: made.madeBy,
      });
      announceLater({ ...made, madeBy: 'earlier' }, tried + 1);
      return;
    }
    const permalink = toPermalink(context.bot.url, channel, posted.ts);
    const tagged = await context.aws.distributions.tag(distribution.arn, [{ Key: tagKeys.card, Value: permalink }]);
    if (!tagged.ok)
      context.log.warn(
        { distribution: distribution.id, outcome: tagged.outcome },
        'the card’s link could not be tagged',
      );
    await tellThread(posted, made);
  }

  function announceLater(made: ApiClone, tried: number): void {
    const wait = Math.min(firstWaitMs * 2 ** (tried - 1), maxWaitMs);
    context.concurrency.scheduler.schedule(
      announceKey(made.distribution.id),
      new Date(context.clock.now().getTime() + wait),
      () =>
        context.concurrency.backgroundTasks.start(
          'announce',
          () => announce(made, tried),
          async () => announceLater(made, tried + 1),
        ),
    );
  }

  /** Where the card is now. A post whose answer was lost, or that another replica made, is looked for first. */
  async function post(made: ApiClone, isLooking: boolean): Promise<Place | undefined> {
    const known = isLooking ? await findCards(made) : [];
    // Slack does not say whether there is a card: a later look will tell, a post could double it.
    if (!known) return undefined;
    if (known[0]) return known[0];
    const record = toRecord(made);
    const { plan } = made;
    const sent = await context.cards.post(
      channel,
      record,
      (style) => (plan ? renderPlan(plan, context.clock.now(), style) : []),
      '',
    );
    if (!sent.ok) return sent.lost ? (await findCards(made))?.[0] : undefined;
    const mine = { channel, ts: sent.value.ts };
    // Two replicas may have looked at the same moment, or a repeated order overtaken the first; the first card stays.
    const [first = mine] = (await findCards(made)) ?? [];
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

  async function tellThread(place: Place, made: ApiClone): Promise<void> {
    const watch = context.auditLog.startWatch();
    const record = toRecord(made);
    const clone = readTrackedClone(record);
    if (!clone) return;
    // From here on the thread is followed like any other: what Slack does not take now is said at the next look.
    trackLater(context, place, clone);
    const isZoneTop = await context.dns.isZoneTop(record.domain);
    const { distribution } = made;
    const line = renderResult({ record }, { distribution, approvedBy: clone.decided_by, isZoneTop });
    const care = made.madeBy === 'us' ? 'at once' : 'after a look';
    const say = () => postOnce(context.cards, place, line, care, context.clock.pause);
    const said = await watch.time('report', context.concurrency.cardMutex.runExclusive(keyOf(place), say));
    const isSaid = said !== 'failed';
    if (isSaid) trackLater(context, place, clone, { attempts: 0, isReported: true });
    context.auditLog.record({
      event: 'report',
      outcome: isSaid ? 'reported' : 'slack_failed',
      ...toCardFacts({ channel, permalink: toPermalink(context.bot.url, channel, place.ts), record }),
      madeBy: made.madeBy,
      milliseconds: watch.read(),
    });
  }

  function toFacts(made: ApiClone) {
    return toCardFacts({ channel, permalink: undefined, record: toRecord(made) });
  }

  return {
    announce: (made) => announce(made),
    isBusy: (distributionId) => context.concurrency.scheduler.count(announceKey(distributionId)) > 0,
  };
}

function announceKey(distribution: string): string {
  return `announce:${distribution}`;
}

function toRecord(made: ApiClone): CardRecord {
  const { distribution, plan, domain, origin, reference, caller, request, askedAt } = made;
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
