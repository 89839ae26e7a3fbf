// What every listener and workflow of the Slack app works with. app.ts puts it together once.
import type { ExecuteClone, FindClone } from '../clone/execute-clone.js';
import type { ClonePlan } from '../clone/plan.js';
import type { Certificates, Distributions, Dns, Pause, TaggedClones } from '../clone/ports.js';
import type { PrepareClone } from '../clone/prepare-clone.js';
import type { BackgroundTasks } from '../concurrency/background-tasks.js';
import type { KeyedMutex } from '../concurrency/keyed-mutex.js';
import type { Scheduler } from '../concurrency/scheduler.js';
import type { Semaphore } from '../concurrency/semaphore.js';
import type { AuditLog, Facts } from '../observability/audit-log.js';
import type { Log } from '../observability/log.js';
import type { CardCache } from './card/card-cache.js';
import { packFields } from './card/plan-snapshot.js';
import { type CardRecord, toPermalink } from './card/record.js';
import type { Card, CardRepository } from './card/repository.js';
import type { CheckChannel } from './channel.js';
import type { BotIdentity, SlackApi } from './client/web-api.js';
import type { Identify } from './identity.js';
import type { Subcommand } from './listeners/commands/subcommand.js';

export interface Policy {
  readonly allowedGroups: readonly string[];
  readonly approverGroups: readonly string[];
  readonly requireSecondPerson: boolean;
  /** Milliseconds that a card can be approved. */
  readonly ttl: number;
  /** Empty means every channel that the bot is in. */
  readonly allowedChannels: readonly string[];
  /** Where clones made by programs are seen; undefined where nobody is told. */
  readonly announceChannel: string | undefined;
}

export interface SlackContext {
  readonly slack: SlackApi;
  readonly store: CardRepository;
  readonly bot: BotIdentity;
  readonly identify: Identify;
  readonly checkChannel: CheckChannel;
  readonly prepare: PrepareClone;
  /** The first plan of a card: what it reads it may share with other commands of the same moment. */
  readonly prepareCard: PrepareClone;
  readonly execute: ExecuteClone;
  readonly findClone: FindClone;
  readonly distributions: Pick<Distributions, 'read' | 'readTags' | 'list' | 'tag'>;
  readonly certificates: Certificates;
  readonly taggedClones: TaggedClones;
  readonly archive: CardCache;
  readonly dns: Dns;
  readonly policy: Policy;
  readonly cardMutex: KeyedMutex;
  /** Limits how many commands are planned at the same time, so that the next ones are acknowledged at once. */
  readonly planLimit: Semaphore;
  /** The same for approvals. They have a limit of their own, because AWS takes seconds to create. */
  readonly approvalLimit: Semaphore;
  readonly work: BackgroundTasks;
  readonly scheduler: Scheduler;
  readonly now: () => Date;
  readonly pause: Pause;
  readonly log: Log;
  readonly auditLog: AuditLog;
  readonly countCommand: (command: Subcommand['kind']) => void;
}

/** What tracking a deployment works with. The card exists already. */
export type TrackingContext = Pick<
  SlackContext,
  | 'slack'
  | 'store'
  | 'bot'
  | 'distributions'
  | 'dns'
  | 'cardMutex'
  | 'work'
  | 'scheduler'
  | 'now'
  | 'pause'
  | 'auditLog'
  | 'log'
>;

/** Where a card is. */
export interface Place {
  readonly channel: string;
  readonly ts: string;
}

/** Names a card within the process: the key of its mutex and part of its keys in the scheduler. */
export function keyOf({ channel, ts }: Place): string {
  return `${channel}:${ts}`;
}

/** The groups whose members may look, ask AWS through the bot, and cancel. */
export function listMemberGroups({ allowedGroups, approverGroups }: Policy): string[] {
  return [...new Set([...allowedGroups, ...approverGroups])];
}

/** The plan of a card made again, from AWS as it is now. */
export function prepareAgain(
  context: Pick<SlackContext, 'prepare'>,
  record: CardRecord,
  { now, mayHoldAlias }: { readonly now: Date; readonly mayHoldAlias: boolean },
): ReturnType<PrepareClone> {
  return context.prepare({
    request: { domain: record.domain, origin: record.origin, reference: { by: 'id', id: record.reference } },
    requestedBy: nameRequester(record),
    now,
    mayHoldAlias,
  });
}

/** Who asked, as the tags say it: the ID that never changes, then the name that people know. */
export function nameRequester(record: Pick<CardRecord, 'requested_by' | 'requester_name'>): string {
  return `${record.requested_by} ${record.requester_name}`.trim();
}

/** The part of a record that follows from the plan; a redrawn card gets it anew. */
export function recordPlan(plan: ClonePlan) {
  return {
    domain: plan.domain,
    origin: plan.origin,
    reference: plan.reference.id,
    etag: plan.reference.etag,
    digest: plan.digest,
    certificate: plan.certificate.certificate.arn,
    certificate_name: plan.certificate.coveringName,
    fields: packFields(plan),
  };
}

/** What the audit log says of a place in Slack, when its card is not known. */
export function describePlace(context: Pick<SlackContext, 'bot'>, { channel, ts }: Place): Facts {
  return { channel, card: toPermalink(context.bot.url, channel, ts) };
}

/** What a plan adds to it, when it is newer than the card. */
export function describePlan({ reference, digest, certificate }: ClonePlan): Facts {
  return { etag: reference.etag, digest, certificate: certificate.certificate.arn };
}

/** What the audit log says of a card in each of its lines. */
export function describeCard({
  channel,
  permalink,
  record,
}: Pick<Card, 'channel' | 'record'> & { readonly permalink: string | undefined }): Facts {
  const { request, requested_by, domain, origin, reference, etag, digest, certificate, distribution } = record;
  return {
    request,
    channel,
    card: permalink,
    requester: requested_by,
    domain,
    origin,
    reference,
    etag,
    digest,
    certificate,
    distribution,
  };
}
