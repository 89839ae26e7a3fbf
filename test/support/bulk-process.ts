// The announcer in this process, with an account of several distributions that one bulk request made.
import { setImmediate as turn } from 'node:timers/promises';
import type { CheckSite } from '../../src/clone/check-site.js';
import type { ApiClone } from '../../src/clone/clone-now.js';
import { refuse } from '../../src/clone/outcome.js';
import { readPendingAnnouncement, writePendingAnnouncement } from '../../src/clone/pending-announcement.js';
import { createBackgroundTasks } from '../../src/concurrency/background-tasks.js';
import { createKeyedMutex } from '../../src/concurrency/keyed-mutex.js';
import { createScheduler } from '../../src/concurrency/scheduler.js';
import { createAuditLog } from '../../src/observability/audit-log.js';
import { createLog } from '../../src/observability/log.js';
import { createCardRepository } from '../../src/slack/card/repository.js';
import { createChannelCheck } from '../../src/slack/channel.js';
import { createSlackApi } from '../../src/slack/client/web-api.js';
import { type Announcer, createAnnouncer } from '../../src/slack/workflow/announce.js';
import { answer, fakeDistributions, makeDistribution } from '../clone/fake-ports.js';
import { bot, caller } from './announcer-process.js';
import { planOf } from './plans.js';
import { botToken, channel, type Fields } from './slack-wire.js';
import { createPause } from './time.js';

/** The only domain of which DNS says that a zone begins there. */
export const zoneTop = 'b1.example.com';
export const request = 'b7d1f6f2-0000-4000-8000-00000000000b';
const askedAt = new Date('2025-11-23T09:00:00Z');

export interface AccountClone {
  readonly made: ApiClone;
  /** The distribution's card tag. */
  tag: string;
  status: 'InProgress' | 'Deployed';
}

/** The account: one distribution per domain. */
export function makeAccount(domains: readonly string[]): AccountClone[] {
  return domains.map((domain, index) => {
    const plan = planOf({ domain });
    const id = `EBULK${String(index).padStart(9, '0')}`;
    const made: ApiClone = {
      distribution: makeDistribution(id, { ...plan.config, CallerReference: `cf-clone:${index}` }),
      plan,
      madeBy: 'us',
      domain,
      origin: plan.origin,
      reference: plan.reference.id,
      caller,
      request,
      isBulk: true,
      askedAt,
    };
    return {
      made,
      tag: writePendingAnnouncement({ channel, askedAt, request, isBulk: true }),
      status: 'InProgress',
    };
  });
}

export interface Process {
  readonly announcer: Announcer;
  readonly lines: Fields[];
  advance(milliseconds: number): void;
  /** Lets what was put off come due, and finishes it. */
  later(): Promise<void>;
}

/** `checkSite` verifies clones; nobody does unless given. */
export function startProcess(account: readonly AccountClone[], checkSite?: CheckSite): Process {
  let time = askedAt.getTime() + 5_000;
  const now = () => new Date(time);
  const { pause } = createPause();
  const lines: Fields[] = [];
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line)) });
  const slack = createSlackApi({ botToken, apiUrl: undefined, pause, now });
  const scheduler = createScheduler(now);
  const work = createBackgroundTasks(log);
  const find = (idOrArn: string) => account.find(({ made }) => idOrArn.endsWith(made.distribution.id));
  const listTagged = () =>
    answer(
      account.map(({ made, tag }) => ({
        state: 'cloned',
        domain: made.domain,
        origin: made.origin,
        reference: made.reference,
        distribution: made.distribution.id,
        certificate: '',
        requestedBy: { id: caller, name: '' },
        decidedBy: undefined,
        askedAt: undefined,
        link: tag,
      })),
    );
  const announcer = createAnnouncer(
    {
      slack,
      cards: createCardRepository(slack, bot, { approvers: [], requireSecondPerson: false }),
      bot,
      access: { checkChannel: createChannelCheck(slack) },
      cloning: { prepare: ({ request: asked }) => answer(planOf({ domain: asked.domain })) },
      aws: {
        distributions: fakeDistributions({
          read: async (id) => {
            const found = find(id);
            if (!found) return refuse('reference_not_found');
            return answer({ ...found.made.distribution, status: found.status });
          },
          readTags: (arn) => answer(tagsOf(find(arn))),
          tag: async (arn, tags) => {
            const found = find(arn);
            if (found) found.tag = tags[0]?.Value ?? '';
            return { ok: true, value: undefined };
          },
        }),
        taggedClones: { list: listTagged, listByTags: listTagged },
      },
      dns: {
        follow: async () => ({ points: 'unknown', found: undefined }),
        isZoneTop: async (domain) => domain === zoneTop,
      },
      checkSite,
      concurrency: { cardMutex: createKeyedMutex(), backgroundTasks: work, scheduler },
      clock: { now, pause },
      log,
      auditLog: createAuditLog({ log, clock: () => 0, count: () => undefined }),
    },
    channel,
  );
  return {
    announcer,
    lines,
    advance: (milliseconds) => {
      time += milliseconds;
    },
    later: async () => {
      time += 60_000;
      scheduler.tick();
      await turn();
      await work.drain(5_000);
    },
  };
}

function tagsOf(clone: AccountClone | undefined) {
  return [
    { Key: 'cf-clone:card', Value: clone?.tag ?? '' },
    { Key: 'cf-clone:reference', Value: clone?.made.reference ?? '' },
    { Key: 'cf-clone:requested-by', Value: caller },
  ];
}

export function listPending(account: readonly AccountClone[]): string[] {
  return account.filter(({ tag }) => readPendingAnnouncement(tag) !== undefined).map(({ made }) => made.domain);
}
