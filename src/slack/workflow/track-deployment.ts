// Tracks a clone until CloudFront has deployed it everywhere. The bot polls by itself, because the SDK's waiter starts at 60
// seconds and takes every error for "not yet".
import type { Distribution } from '../../clone/ports.js';
import type { Result } from '../../clone/result.js';
import { renderDeployed } from '../card/deployed-line.js';
import { recordDns } from '../card/describe-dns.js';
import { toCardFacts } from '../card/log-facts.js';
import { keyOf, type Place } from '../card/place.js';
import { deleteRepeats, postLine, postOnce } from '../card/post-once.js';
import { type CardRecord, deployedEventType, resultEventType } from '../card/record.js';
import { type Card, findMark } from '../card/repository.js';
import { renderResult } from '../card/thread-messages.js';
import type { AwsReads, Concurrency, SlackContext } from '../context.js';
import { copySettings } from './copy-settings.js';
import { carryOutDnsCorrection, decideDnsCorrection } from './correct-dns.js';
import { maxTrackingMs, toTrackingWaitMs } from './deployment-status.js';
import { readSettled } from './read-settled.js';
import { correctThread } from './thread-corrections.js';
import { verifyLater } from './verify-clone.js';

/** A clone can be tracked without the rest of the Slack app, as the Lambda function does. */
export interface TrackingContext
  extends Pick<SlackContext, 'slack' | 'cards' | 'dns' | 'clock' | 'auditLog' | 'checkSite' | 'copySettings'> {
  readonly aws: Pick<AwsReads, 'distributions'>;
  readonly concurrency: Pick<Concurrency, 'cardMutex' | 'backgroundTasks' | 'scheduler'>;
}

/** What a card has to say of the distribution that was made for it. */
export interface TrackedClone {
  readonly distribution: string;
  readonly distribution_domain: string;
  readonly decided_by: string;
  readonly decider_name: string | undefined;
  /** Seconds since 1970. */
  readonly created_at: number;
  /** What the policies of its origins need, as the record holds it. */
  readonly grants: string | undefined;
}

/** What the card of a clone that exists says of it. */
export function readTrackedClone(record: CardRecord): TrackedClone | undefined {
  const { distribution, distribution_domain = '', decided_by, decider_name, created_at = 0, grants } = record;
  if (distribution === undefined || decided_by === undefined) return undefined;
  return { distribution, distribution_domain, decided_by, decider_name, created_at, grants };
}

/** Keys of the scheduler that start with this are clones whose deployment is tracked. */
export const trackingPrefix = 'follow:';

export function trackingKey(place: Place): string {
  return `${trackingPrefix}${keyOf(place)}`;
}

export interface TrackingProgress {
  /** Looks so far. */
  readonly attempts: number;
  /** The card and its thread are known to say that the distribution exists. */
  readonly isReported: boolean;
}

const firstLook: TrackingProgress = { attempts: 0, isReported: false };

/** Schedules the next look at the deployment. The waits grow. */
export function trackLater(
  context: TrackingContext,
  { channel, ts }: Place,
  clone: TrackedClone,
  progress: TrackingProgress = firstLook,
): void {
  const waitMs = toTrackingWaitMs(progress.attempts);
  const place = { channel, ts };
  context.concurrency.scheduler.schedule(trackingKey(place), new Date(context.clock.now().getTime() + waitMs), () =>
    context.concurrency.backgroundTasks.start(
      'follow',
      () =>
        context.concurrency.cardMutex.runExclusive(keyOf(place), () =>
          trackDeployment(context, place, clone, progress),
        ),
      async () => trackLater(context, place, clone, countLook(progress)),
    ),
  );
}

function countLook(progress: TrackingProgress): TrackingProgress {
  return { ...progress, attempts: progress.attempts + 1 };
}

/**
 * Looks once. CloudFront is asked first, and the thread is read only when there is something to say: Slack allows about 50
 * reads of threads a minute (conversations.replies, tier 3).
 */
export async function trackDeployment(
  context: TrackingContext,
  place: Place,
  clone: TrackedClone,
  progress: TrackingProgress = firstLook,
): Promise<void> {
  const found = await context.aws.distributions.read(clone.distribution);
  const trackedMs = context.clock.now().getTime() - clone.created_at * 1_000;
  const isDeployed = found.ok && found.value.status === 'Deployed';
  const isGone = !found.ok && found.outcome === 'reference_not_found' && progress.attempts > 3;
  const isOver = isDeployed || isGone || trackedMs >= maxTrackingMs;
  if (!isOver && progress.isReported) return trackLater(context, place, clone, countLook(progress));

  const card = await context.cards.read(place.channel, place.ts);
  if (!card.ok) {
    if (card.outcome === 'slack_failed') trackLater(context, place, clone, countLook(progress));
    return;
  }
  if (card.record.state === 'deployed' || card.record.state === 'serving') return;
  const record = { ...card.record, ...clone, state: 'cloned' as const, outcome: 'cloned' };
  const about = { ...toCardFacts({ ...card, record }), approver: clone.decided_by };
  const isReported = await completeReport(context, { ...card, record }, { before: card, clone, found });
  const isCopied = !found.ok || (await copySettings(context, { ...card, record }, found.value, isOver));
  if (!isOver) return trackLater(context, place, clone, { ...countLook(progress), isReported: isReported && isCopied });
  const milliseconds = { deploy: trackedMs };
  if (!isDeployed) {
    context.auditLog.record({ ...about, event: 'deploy', outcome: 'follow_ended', milliseconds });
    return;
  }
  const dns = await context.dns.follow(record.domain, record.distribution_domain);
  const now = context.clock.now();
  const deployed_at = Math.floor(now.getTime() / 1_000);
  const deployed: CardRecord = { ...recordDns(record, dns, now), state: 'deployed', deployed_at };
  if (findMark(card, deployedEventType) === undefined) {
    await postLine(context.cards, card, renderDeployed(deployed, deployed_at, dns), context.clock.pause);
  }
  await context.cards.write(card, deployed);
  context.auditLog.record({ ...about, event: 'deploy', outcome: 'deployed', milliseconds });
  verifyLater(context, card, deployed, 0);
  // Nobody looks at the card after this: whatever two replicas said at the same moment can be read by now.
  const settled = await readSettled(context, card);
  if (!settled.ok) return;
  for (const type of [resultEventType, deployedEventType]) await deleteRepeats(context.cards, settled, type);
  await carryOutDnsCorrection(context, settled, decideDnsCorrection(settled, dns, context.clock.now()));
}

/** Says what the card and its thread do not say yet of the distribution. True when nothing is missing any more. */
async function completeReport(
  context: TrackingContext,
  card: Card,
  { before, clone, found }: { before: Card; clone: TrackedClone; found: Result<Distribution> },
): Promise<boolean> {
  // Another replica, later by a moment, may have written its own failure or cancel over the success.
  const written = before.record.state === 'cloned' ? undefined : await context.cards.write(before, card.record);
  await correctThread(context, card);
  await deleteRepeats(context.cards, card, resultEventType);
  const isComplete = written === undefined || written.ok;
  if (findMark(card, resultEventType) !== undefined) return isComplete;
  // Slack would not take the result when it was made: the thread still needs it.
  if (!found.ok) return false;
  const isZoneTop = await context.dns.isZoneTop(card.record.domain);
  const line = renderResult(card, { distribution: found.value, approvedBy: clone.decided_by, isZoneTop });
  const posted = await postOnce(context.cards, card, line, 'after a look', context.clock.pause);
  if (posted !== 'failed') {
    const facts = { ...toCardFacts(card), approver: clone.decided_by, madeBy: 'earlier' } as const;
    context.auditLog.record({ ...facts, event: 'report', outcome: 'reported' });
  }
  return isComplete && posted !== 'failed';
}
