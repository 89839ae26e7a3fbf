// Announces in the channel what API clients cloned: one card per clone, or one card for all clones of a bulk request. The
// clone does not wait for Slack. Until there is a card, the distribution's card tag says which channel is still to be told.

import type { ApiClone } from '../../clone/clone-now.js';
import { readMainHost } from '../../clone/distribution.js';
import { type PendingAnnouncement, readPendingAnnouncement } from '../../clone/pending-announcement.js';
import { readTag, tagKeys } from '../../clone/tags.js';
import { readBulkRecord } from '../card/bulk-record.js';
import { isOurs, readRecord } from '../card/record.js';
import type { ThreadMessage } from '../client/web-api.js';
import type { AwsReads, Cloning } from '../context.js';
import { createBulkAnnouncer } from './announce-bulk.js';
import { type AnnounceCloneContext, createCloneAnnouncer } from './announce-clone.js';
import { trackBulk, trackBulkLater } from './track-bulk.js';
import { readTrackedClone, trackDeployment, trackingKey } from './track-deployment.js';

const dayMs = 86_400_000;
/** Milliseconds after which a clone without a card is taken for left behind by whoever made it. */
const graceMs = 120_000;
/** Milliseconds after which a clone that another channel was to be told of is told here: nobody looks after that one. */
const adoptTimeMs = dayMs;
/** Replicas that look at the same time wait a random time up to this. */
const maxJitterMs = 2_000;
/** Milliseconds that a bulk may take until all its clones are deployed, before another replica tracks it too. */
const untrackedMs = 1_800_000;
/** Milliseconds for which the clones of a bulk are collected, so that one reply tells of several. */
const defaultCollectMs = 3_000;

export interface AnnounceContext extends AnnounceCloneContext {
  readonly aws: Pick<AwsReads, 'distributions' | 'taggedClones'>;
  readonly cloning: Pick<Cloning, 'prepare'>;
}

export interface Announcer {
  /** Announces a clone that was just created. Tries again later until Slack takes it. */
  announce(clone: ApiClone): Promise<void>;
  /**
   * Announces clones that nobody has announced, and tracks bulks that nobody tracks: a process was killed, or Slack
   * was down for long.
   */
  sweep(): Promise<void>;
  /** Looks once at each card in the channel whose clone is still being deployed. */
  followAll(): Promise<void>;
}

export function createAnnouncer(
  context: AnnounceContext,
  channel: string,
  { collectMs = defaultCollectMs }: { readonly collectMs?: number } = {},
): Announcer {
  const { distributions, taggedClones } = context.aws;
  const single = createCloneAnnouncer(context, channel);
  const bulk = createBulkAnnouncer(context, channel, collectMs);
  let isFirstRecovery = true;

  async function announce(clone: ApiClone): Promise<void> {
    if (clone.madeBy === 'us') return send(clone);
    // A repeated request finds what an earlier one created. Its tag says what is still to be told, and for which request.
    const tags = await distributions.readTags(clone.distribution.arn);
    if (!tags.ok) return send(clone);
    const left = readPendingAnnouncement(readTag(tags.value, tagKeys.card) ?? '');
    if (left?.channel !== undefined) return send({ ...clone, ...left });
  }

  function send(clone: ApiClone): Promise<void> {
    return clone.isBulk ? bulk.announce(clone) : single.announce(clone);
  }

  async function announcePending(): Promise<void> {
    // Only the tags matter here.
    const listed = await taggedClones.listByTags(() => undefined);
    if (!listed.ok) {
      context.log.warn({ outcome: listed.outcome }, 'clones without a card could not be looked for');
      return;
    }
    const byRequest = new Map<string, { readonly id: string; readonly left: PendingAnnouncement }[]>();
    for (const { link, distribution: id } of listed.value) {
      const left = readPendingAnnouncement(link);
      if (left?.channel === undefined) continue;
      const waitMs = left.channel === channel ? graceMs : adoptTimeMs;
      if (context.clock.now().getTime() - left.askedAt.getTime() < waitMs) continue;
      // This process is at it already, and waits longer each time.
      if (single.isBusy(id) || bulk.isBusy(left.request)) continue;
      byRequest.set(left.request, [...(byRequest.get(left.request) ?? []), { id, left }]);
    }
    for (const found of byRequest.values()) {
      await context.clock.pause(Math.random() * maxJitterMs);
      const clones: ApiClone[] = [];
      for (const { id, left } of found) {
        const clone = await rebuild(id, left);
        if (clone) clones.push(clone);
      }
      await Promise.all(clones.map(announce));
    }
  }

  async function readRecent(): Promise<readonly ThreadMessage[]> {
    const recent = await context.slack.readRecent(channel, new Date(context.clock.now().getTime() - dayMs));
    return recent.ok ? recent.value.filter((message) => isOurs(message, context.bot)) : [];
  }

  /** Bulks whose clones are not all deployed, as their cards say. */
  async function listOpenBulks() {
    return (await readRecent()).flatMap((message) => {
      const record = readBulkRecord(message);
      return record?.state === 'cloned' && message.ts ? [{ record, place: { channel, ts: message.ts } }] : [];
    });
  }

  async function trackUntracked(): Promise<void> {
    for (const { record, place } of await listOpenBulks()) {
      const ageMs = context.clock.now().getTime() - record.created_at * 1_000;
      const isTracked = bulk.isBusy(record.request) || context.concurrency.scheduler.count(trackingKey(place)) > 0;
      if (!isTracked && (isFirstRecovery || ageMs >= untrackedMs)) trackBulkLater(context, place, record);
    }
    isFirstRecovery = false;
  }

  return {
    announce,

    async sweep() {
      await trackUntracked();
      await announcePending();
    },

    async followAll() {
      for (const message of await readRecent()) {
        const record = readRecord(message);
        const clone = record?.state === 'cloned' ? readTrackedClone(record) : undefined;
        // The first reply is the result.
        const progress = { attempts: 0, isReported: (message.reply_count ?? 0) > 0 };
        if (clone && message.ts) await trackDeployment(context, { channel, ts: message.ts }, clone, progress);
      }
      for (const { record, place } of await listOpenBulks()) await trackBulk(context, place, record);
    },
  };

  /** A clone as its distribution and tags tell it, planned again for what its card shows. */
  async function rebuild(id: string, left: PendingAnnouncement): Promise<ApiClone | undefined> {
    const found = await distributions.read(id);
    const tags = found.ok ? await distributions.readTags(found.value.arn) : found;
    if (!found.ok || !tags.ok) return undefined;
    const { config } = found.value;
    const domain = config.Aliases?.Items?.[0] ?? '';
    const origin = readMainHost(config);
    const reference = readTag(tags.value, tagKeys.reference) ?? '';
    const caller = readTag(tags.value, tagKeys.requestedBy) ?? '';
    const plan = await context.cloning.prepare({
      request: { domain, origin, reference: { by: 'id', id: reference } },
      requestedBy: caller,
      now: context.clock.now(),
      own: id,
    });
    return {
      ...left,
      distribution: found.value,
      plan: plan.ok ? plan.value : undefined,
      madeBy: 'earlier',
      domain,
      origin,
      reference,
      caller,
    };
  }
}
