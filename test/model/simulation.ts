// A simulation for random walks: one Slack, one CloudFront, replicas that share nothing else and may die between any two
// steps. Every call to the outside is two steps, so a process can die after an effect and before it hears of it. Slack's
// reads lag behind its writes, and the lists of CloudFront lag behind its creates.
import type { Scheduler } from 'fast-check';
import { pino } from 'pino';
import { createExecuteClone, createFindClone, createFindIndexedClone } from '../../src/clone/execute-clone.js';
import { refuse } from '../../src/clone/outcome.js';
import type { ClonePlan } from '../../src/clone/plan.js';
import { absentIndex, type CreateAnswer, type Distribution, type Distributions } from '../../src/clone/ports.js';
import { createBackgroundTasks } from '../../src/concurrency/background-tasks.js';
import { createKeyedMutex } from '../../src/concurrency/keyed-mutex.js';
import { createScheduler } from '../../src/concurrency/scheduler.js';
import { createSemaphore } from '../../src/concurrency/semaphore.js';
import { createAuditLog } from '../../src/observability/audit-log.js';
import { createCardRepository } from '../../src/slack/card/repository.js';
import type { Answer, Metadata, OutgoingMessage, SlackApi, ThreadMessage } from '../../src/slack/client/web-api.js';
import type { SlackContext } from '../../src/slack/context.js';
import { createUndoCards } from '../../src/slack/undo/undo-cards.js';

export const bot = { teamId: 'T1', enterpriseId: undefined, botId: 'B1', userId: 'UBOT', url: 'https://x.slack.com/' };
export const channel = 'C1';
export const startMs = 1_800_000_000_000;

/** What goes wrong with one call; the simulation takes them in order. */
export type Trouble = 'none' | 'lost before' | 'lost after' | 'refused';

export interface Replica {
  readonly context: SlackContext;
  isAlive: boolean;
}

/** How the outside behaves in one walk. */
export interface Nature {
  /** Milliseconds by which reads of Slack lag, one after the other; at most 1,500. */
  readonly readLagsMs: readonly number[];
  /** Milliseconds until a list shows a distribution. */
  readonly listLagMs: number;
  /** CloudFront checks the alias before the CallerReference. */
  readonly isAliasCheckedFirst: boolean;
  /** Somebody in another account holds the alias, and no list says so. */
  readonly isAliasForeign: boolean;
}

/** Milliseconds after which a reader of Slack can know of a create: the lag of reads, and a call. */
const knowableMs = 2_000;
/** Milliseconds that one step takes, and the most that a waiting process moves the clock at once. */
const stepMs = 50;
const waitStepMs = 400;

interface Message {
  ts: string;
  thread_ts?: string;
  text: string;
  metadata?: Metadata;
}

export class Simulation {
  readonly messages: Message[] = [];
  readonly distributions: Distribution[] = [];
  readonly ephemerals: { user: string; text: string }[] = [];
  readonly replicas: Replica[] = [];
  createTroubles: Trouble[] = [];
  postTroubles: Trouble[] = [];
  time = startMs;
  readonly nature: Nature;
  /** What the channel looked like at each time it changed, for reads that lag. */
  private readonly past: { readonly at: number; readonly messages: Message[] }[] = [];
  private readonly createdAt = new Map<string, number>();
  private reads = 0;
  /** Answers to one person that were not true when they were given. */
  readonly untrue: string[] = [];
  /** What the reference looks like now; a plan's digest follows it. */
  version = 0;
  /** Set once a card has said that it is cancelled: from then on nothing may be created. */
  wasCancelled = false;
  createdAfterCancel = false;
  /** The revision that the card has shown. */
  private revision = 0;
  /** The latest edit that the thread says is done: from then on nothing older may be created. */
  editsDone = 0;
  createdBeforeEdit = false;
  /** Work that threw: a fault of the bot. */
  faults = 0;
  readonly onFault = async (): Promise<void> => {
    this.faults++;
  };
  private serial = 0;

  constructor(
    readonly scheduler: Scheduler,
    nature: Partial<Nature> = {},
  ) {
    this.nature = { readLagsMs: [], listLagMs: 0, isAliasCheckedFirst: false, isAliasForeign: false, ...nature };
  }

  /** What a read sees now. */
  private visible(): Message[] {
    const lags = this.nature.readLagsMs;
    const lag = lags.length === 0 ? 0 : (lags[this.reads++ % lags.length] ?? 0);
    return this.past.findLast(({ at }) => at <= this.time - lag)?.messages ?? this.past[0]?.messages ?? [];
  }

  private changed(): void {
    this.past.push({ at: this.time, messages: structuredClone(this.messages) });
  }

  private listed(): Distribution[] {
    return this.distributions.filter(({ id }) => (this.createdAt.get(id) ?? 0) <= this.time - this.nature.listLagMs);
  }

  respond(user: string, text: string): void {
    this.ephemerals.push({ user, text });
    const isKnown = [...this.createdAt.values()].some((at) => at <= this.time - knowableMs);
    if (isKnown && /nothing was created|not created/i.test(text)) this.untrue.push(text);
  }

  /** The origin tells of which edit the plan is. */
  plan(origin = toOrigin(0)): ClonePlan {
    return {
      domain: 'www.example.com',
      origin,
      requestedBy: 'UANA ana',
      reference: { id: 'EREF0001', etag: `E${this.version}`, alias: 'ref.example.com', comment: '' },
      config: { Origins: undefined, DefaultCacheBehavior: undefined, Comment: origin, Enabled: true },
      tags: [],
      outside: {},
      copies: [],
      certificate: {
        certificate: {
          arn: 'arn',
          names: [],
          keyAlgorithm: 'RSA_2048',
          status: 'ISSUED',
          type: 'IMPORTED',
          extendedKeyUsages: [],
        },
        coveringName: '*.example.com',
        isReferencesOwn: false,
        reasons: [],
        others: [],
      },
      replaced: [],
      accessControls: [],
      changes: [],
      counts: { changed: 0, copied: 0, leftOut: 0 },
      warnings: [],
      digest: `${this.version}`.padStart(60, '0') + `${readEdit(origin)}`.padStart(4, '0'),
    };
  }

  /** One call of a replica: a step before its effect and a step after it; a dead replica's calls end in nothing. */
  private async call<T>(replica: Replica, effect: () => T): Promise<T> {
    await this.step(replica);
    const value = effect();
    await this.step(replica);
    return value;
  }

  private async step(replica: Replica): Promise<void> {
    await this.scheduler.schedule(Promise.resolve());
    this.time += stepMs;
    if (!replica.isAlive) await new Promise<never>(() => undefined);
  }

  private async wait(replica: Replica, milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    do {
      await this.step(replica);
      this.time = Math.max(this.time, Math.min(end, this.time + waitStepMs));
    } while (this.time < end);
  }

  addMessage(message: Omit<Message, 'ts'>): Message {
    const ts = `${Math.floor(this.time / 1_000)}.${String(++this.serial).padStart(6, '0')}`;
    const added = { ...message, ts };
    this.messages.push(added);
    this.changed();
    return added;
  }

  private toThreadMessage(message: Message): ThreadMessage {
    return { ...structuredClone(message), bot_id: bot.botId, user: bot.userId } as ThreadMessage;
  }

  private slackOf(replica: Replica): SlackApi {
    const ok = <T>(value: T): Answer<T> => ({ ok: true, value });
    const refusal = (lost: boolean): Answer<never> => ({ ok: false, lost, error: 'trouble' });
    const missing = async () => refusal(false);
    return {
      identifyBot: missing,
      readPerson: missing,
      readChannel: missing,
      readPage: missing,
      publishHome: missing,
      openView: missing,
      updateView: missing,
      listNamedChannels: missing,
      postEphemeral: missing,
      listChannels: () => this.call(replica, () => ok([channel])),
      readThread: (_channel, ts) =>
        this.call(replica, () =>
          ok(
            this.visible()
              .filter((m) => m.ts === ts || m.thread_ts === ts)
              .map((m) => this.toThreadMessage(m)),
          ),
        ),
      readRecent: () =>
        this.call(replica, () => {
          const messages = this.visible();
          return ok(
            messages
              .filter((m) => !m.thread_ts)
              .map((m) => {
                const latest = messages.findLast(({ thread_ts }) => thread_ts === m.ts)?.ts;
                return { ...this.toThreadMessage(m), ...(latest ? { latest_reply: latest } : {}) };
              }),
          );
        }),
      post: (message) =>
        this.call(replica, () => {
          const trouble = this.postTroubles.shift() ?? 'none';
          if (trouble === 'lost before' || trouble === 'refused') return refusal(trouble === 'lost before');
          const posted = this.addMessage(toMessage(message, message.threadTs));
          return trouble === 'lost after' ? refusal(true) : ok({ ts: posted.ts });
        }),
      update: (message) =>
        this.call(replica, () => {
          const found = this.messages.find(({ ts }) => ts === message.ts);
          if (found) Object.assign(found, toMessage(message, found.thread_ts));
          this.changed();
          this.note(message.metadata);
          return ok(undefined);
        }),
      postFiles: async () => ({ ok: false, lost: false, error: 'missing_scope' }),
      remove: (_channel, ts) =>
        this.call(replica, () => {
          const index = this.messages.findIndex((message) => message.ts === ts);
          if (index >= 0) this.messages.splice(index, 1);
          this.changed();
          return ok(undefined);
        }),
    };
  }

  /** What people were told of cancels and edits. */
  private note(metadata: Metadata | undefined): void {
    const { state, revision = 0, result } = metadata?.event_payload ?? {};
    if (state === 'cancelled') this.wasCancelled = true;
    const isEdited = state === 'pending' && Number(revision) > this.revision;
    if (isEdited) {
      this.revision = Number(revision);
      this.wasCancelled = false;
    }
    if (result === 'edited') this.editsDone = Math.max(this.editsDone, Number(revision));
  }

  private distributionsOf(replica: Replica): Distributions {
    return {
      read: (id) =>
        this.call(replica, () => {
          const found = this.distributions.find((distribution) => distribution.id === id);
          return found ? { ok: true as const, value: found } : refuse('reference_not_found');
        }),
      readTags: () => this.call(replica, () => ({ ok: true as const, value: [] })),
      list: () =>
        this.call(replica, () => ({
          ok: true as const,
          value: this.listed().map(({ id, arn, domainName }) => ({
            id,
            arn,
            domainName,
            aliases: ['www.example.com'],
            comment: '',
            status: 'Deployed',
            origin: '',
          })),
        })),
      listPage: async () => ({ ok: true, value: { summaries: [] } }),
      listDomainConflicts: async () => ({ ok: true, value: [] }),
      guessArn: async () => undefined,
      forwardsHost: async () => undefined,
      cachesByHost: async () => undefined,
      listAccessControls: async () => [],
      createAccessControl: async () => ({ ok: true, value: 'E2OAC' }),
      create: (config) =>
        this.call(replica, (): CreateAnswer => this.create(config.CallerReference ?? '', config.Comment ?? '')),
      tag: async () => ({ ok: true, value: undefined }),
    };
  }

  private create(reference: string, origin: string): CreateAnswer {
    if (readEdit(origin) < this.editsDone) this.createdBeforeEdit = true;
    const trouble = this.createTroubles.shift() ?? 'none';
    if (trouble === 'lost before') return { kind: 'unknown', refusal: refuse('unknown_result') };
    if (trouble === 'refused') return { kind: 'refused', refusal: refuse('throttled') };
    const isLocked = this.nature.isAliasForeign || (this.nature.isAliasCheckedFirst && this.distributions.length > 0);
    if (isLocked) return { kind: 'alias-taken', refusal: refuse('alias_in_use') };
    const used = this.distributions.find(({ config }) => config.CallerReference === reference);
    if (used) return { kind: 'exists', id: used.id };
    const config = {
      CallerReference: reference,
      Comment: origin,
      Aliases: { Quantity: 1, Items: ['www.example.com'] },
    };
    const distribution: Distribution = {
      id: `E${this.distributions.length + 1}`,
      arn: `arn:aws:cloudfront::1:distribution/E${this.distributions.length + 1}`,
      etag: 'E',
      domainName: 'd1.cloudfront.net',
      status: 'Deployed',
      config: { ...this.plan().config, ...config } as Distribution['config'],
    };
    this.distributions.push(distribution);
    this.createdAt.set(distribution.id, this.time);
    if (this.wasCancelled) this.createdAfterCancel = true;
    return trouble === 'lost after'
      ? { kind: 'unknown', refusal: refuse('unknown_result') }
      : { kind: 'created', distribution };
  }

  startReplica(): Replica {
    const log = pino({ level: 'silent' });
    const now = () => new Date(this.time);
    const replica: { context?: SlackContext; isAlive: boolean } = { isAlive: true };
    const alive = replica as Replica;
    const pause = (milliseconds: number) => this.wait(alive, milliseconds);
    const slack = this.slackOf(alive);
    const distributions = this.distributionsOf(alive);
    const prepare: SlackContext['cloning']['prepare'] = ({ request, mayHoldAlias = false }) =>
      this.call(alive, () =>
        !mayHoldAlias && this.listed().length > 0
          ? refuse('alias_in_use', { holder: 'E1' })
          : { ok: true as const, value: this.plan(request.origin) },
      );
    replica.context = {
      slack,
      cards: createCardRepository(slack, bot, { approvers: ['ops'], requireSecondPerson: false }),
      bot,
      access: {
        identify: (userId) =>
          this.call(alive, () => ({ ok: true as const, value: { userId, username: userId, groups: ['ops'] } })),
        checkChannel: async () => ({ ok: true }),
      },
      cloning: {
        prepare,
        prepareShared: prepare,
        createPrepareLines: () => prepare,
        execute: createExecuteClone(distributions, pause),
        findClone: createFindClone(distributions),
        findIndexedClone: createFindIndexedClone(distributions, absentIndex),
      },
      aws: {
        distributions,
        certificates: {
          list: async () => ({ ok: true, value: [] }),
          readRenewal: async () => undefined,
          listUsers: async () => [],
        },
        index: absentIndex,
        taggedClones: {
          list: async () => ({ ok: true, value: [] }),
          listByTags: async () => ({ ok: true, value: [] }),
        },
      },
      cardCache: { read: async () => ({ ok: true, value: [] }) },
      dns: { follow: async () => ({ points: 'unknown', found: undefined }), isZoneTop: async () => false },
      checkSite: undefined,
      undo: buildNoUndo(slack),
      policy: {
        allowedGroups: ['ops'],
        approverGroups: ['ops'],
        requireSecondPerson: false,
        approvalTtlMs: 3_600_000,
        approverMentions: [],
        remindAfterMs: undefined,
        allowedChannels: [],
        announceChannel: undefined,
      },
      concurrency: {
        cardMutex: createKeyedMutex(),
        planLimit: createSemaphore(4),
        approvalLimit: createSemaphore(4),
        backgroundTasks: createBackgroundTasks(log),
        scheduler: createScheduler(now),
      },
      clock: { now, pause },
      log,
      auditLog: createAuditLog({ log, clock: () => this.time, count: () => undefined }),
      metrics: { countCommand: () => undefined },
    };
    this.replicas.push(alive);
    return alive;
  }
}

/** Nothing is undone here: test/clone/undo and test/program/undo.test.ts have their own walks. */
function buildNoUndo(slack: SlackApi): SlackContext['undo'] {
  const unasked = () => Promise.reject(new Error('nobody was to undo anything'));
  return {
    cards: createUndoCards(slack, bot, { approvers: ['ops'], requireSecondPerson: false }),
    prepare: unasked,
    readApproved: unasked,
    start: unasked,
    askRestore: unasked,
    advance: unasked,
    listUnderWay: async () => ({ ok: true, value: [] }),
  };
}

function toMessage(message: OutgoingMessage, threadTs: string | undefined): Omit<Message, 'ts'> {
  return {
    text: message.text,
    ...(message.metadata ? { metadata: message.metadata } : {}),
    ...(threadTs ? { thread_ts: threadTs } : {}),
  };
}

/** The origin that the given edit asks for. */
export function toOrigin(edit: number): string {
  return `o${edit}.example.net`;
}

function readEdit(origin: string): number {
  return Number(/\d+/.exec(origin)?.[0] ?? 0);
}
