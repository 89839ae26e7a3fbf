// The announcer in this process, as each replica has it: real calls to Slack, and an account of one distribution.

import type { CheckSite } from '../../src/clone/check-site.js';
import type { ApiClone } from '../../src/clone/clone-now.js';
import { writePendingAnnouncement } from '../../src/clone/pending-announcement.js';
import type { DnsAnswer } from '../../src/clone/ports.js';
import type { CloneEntry } from '../../src/clone/search.js';
import { createBackgroundTasks } from '../../src/concurrency/background-tasks.js';
import { createKeyedMutex } from '../../src/concurrency/keyed-mutex.js';
import { createScheduler } from '../../src/concurrency/scheduler.js';
import { createAuditLog } from '../../src/observability/audit-log.js';
import { createLog } from '../../src/observability/log.js';
import { createCardRepository } from '../../src/slack/card/repository.js';
import { createChannelCheck } from '../../src/slack/channel.js';
import { createSlackApi } from '../../src/slack/client/web-api.js';
import { type AnnounceContext, type Announcer, createAnnouncer } from '../../src/slack/workflow/announce.js';
import { answer, fakeDistributions, makeDistribution } from '../clone/fake-ports.js';
import { planOf } from './plans.js';
import { botToken, channel, type Fields, team } from './slack-wire.js';
import { createPause, type Latch } from './time.js';

export const bot = { teamId: team.id, enterpriseId: undefined, botId: team.botId, userId: team.botUser, url: team.url };
export const caller = 'client:1example23456789abcdefghij';

export function madeClone(changes: Partial<ApiClone> = {}): ApiClone {
  const plan = planOf();
  return {
    distribution: makeDistribution('ENEW0000000001', { ...plan.config, CallerReference: 'cf-clone:a-key' }),
    plan,
    madeBy: 'us',
    domain: plan.domain,
    origin: plan.origin,
    reference: plan.reference.id,
    caller,
    request: 'b7d1f6f2-0000-4000-8000-000000000001',
    isBulk: false,
    askedAt: new Date('2025-11-23T09:00:00Z'),
    ...changes,
  };
}

export function freshTag(): { value: string } {
  const { askedAt, request, isBulk } = madeClone();
  return { value: writePendingAnnouncement({ channel, askedAt, request, isBulk }) };
}

export interface AnnouncerProcess {
  readonly announcer: Announcer;
  readonly context: AnnounceContext;
  readonly lines: Fields[];
  /** Moves its clock on. */
  advance(milliseconds: number): void;
  /** Lets what was put off come due, and finishes it. */
  later(): Promise<void>;
}

export interface OfficeOptions {
  /** The distribution's card tag, shared by all processes. */
  readonly tag?: { value: string };
  /** Holds this process's cards back on their way to Slack. */
  readonly latch?: Latch;
  /** How far CloudFront's deployment is. */
  readonly deployment?: { status: 'InProgress' | 'Deployed' };
  /** Where the domain leads, as DNS says. */
  readonly dns?: DnsAnswer;
  /** Verifies clones; nobody does unless given. */
  readonly checkSite?: CheckSite | undefined;
}

/** One process; several share the workspace behind the wire. */
export function createAnnouncerProcess({
  tag = freshTag(),
  latch,
  deployment = { status: 'InProgress' },
  dns = { points: 'unknown', found: undefined },
  checkSite,
}: OfficeOptions = {}): AnnouncerProcess {
  let time = new Date('2025-11-23T09:00:05Z').getTime();
  const now = () => new Date(time);
  const { pause } = createPause();
  const lines: Fields[] = [];
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line)) });
  const slack = createSlackApi({ botToken, apiUrl: undefined, pause, now });
  const post: typeof slack.post = async (message) => {
    if (message.threadTs === undefined) await latch?.opened;
    return slack.post(message);
  };
  const scheduler = createScheduler(now);
  const work = createBackgroundTasks(log);
  const { distribution } = madeClone();
  const context: AnnounceContext = {
    slack,
    cards: createCardRepository({ ...slack, post }, bot, {
      approvers: ['cdn-operators'],
      requireSecondPerson: false,
    }),
    bot,
    access: { checkChannel: createChannelCheck(slack) },
    cloning: { prepare: () => answer(planOf()) },
    aws: {
      distributions: fakeDistributions({
        read: () => answer({ ...distribution, status: deployment.status }),
        readTags: () => answer(tagsOf(tag.value)),
        tag: async (_, tags) => {
          tag.value = tags[0]?.Value ?? '';
          return { ok: true, value: undefined };
        },
      }),
      taggedClones: {
        list: () => answer([entryOf(tag.value)]),
        listByTags: () => answer([entryOf(tag.value)]),
      },
    },
    dns: { follow: async () => dns, isZoneTop: async () => false },
    checkSite,
    concurrency: { cardMutex: createKeyedMutex(), backgroundTasks: work, scheduler },
    clock: { now, pause },
    log,
    auditLog: createAuditLog({ log, clock: () => 0, count: () => undefined }),
  };
  const announcer = createAnnouncer(context, channel);
  return {
    announcer,
    context,
    lines,
    advance: (milliseconds) => {
      time += milliseconds;
    },
    later: async () => {
      time += 60_000;
      scheduler.tick();
      await work.drain(5_000);
    },
  };
}

function tagsOf(card: string) {
  return [
    { Key: 'cf-clone:card', Value: card },
    { Key: 'cf-clone:reference', Value: madeClone().reference },
    { Key: 'cf-clone:requested-by', Value: caller },
  ];
}

/** The clone as the account's tags tell it. */
function entryOf(link: string): CloneEntry {
  const { distribution, domain, origin, reference } = madeClone();
  return {
    state: 'cloned',
    domain,
    origin,
    reference,
    distribution: distribution.id,
    certificate: '',
    requestedBy: { id: caller, name: '' },
    decidedBy: undefined,
    askedAt: undefined,
    link,
  };
}
