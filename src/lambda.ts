// The REST API as a Lambda function behind API Gateway. It reads the environment, handles events, and on a schedule
// announces the clones in Slack that could not be announced at once. Only this file and main.ts read process.env.
import { setTimeout as sleep } from 'node:timers/promises';
import { createAccountMemory } from './aws/account-memory.js';
import { createCertificates } from './aws/acm.js';
import { createCloneClients } from './aws/client-settings.js';
import { createDistributions } from './aws/cloudfront.js';
import { loadOutsideReads } from './aws/late-outside-reads.js';
import { createTaggedClones } from './aws/tagging.js';
import { createUndoWrites } from './aws/undo-writes.js';
import type { ApiClone } from './clone/clone-now.js';
import { absentIndex } from './clone/ports.js';
import { createAdvanceUndo } from './clone/undo/advance-undo.js';
import { createPrepareUndo } from './clone/undo/prepare-undo.js';
import { createStartUndo } from './clone/undo/start-undo.js';
import { type GatewayResponse, handleEvent } from './http/lambda-handler.js';
import { createRestApi } from './http/rest-api.js';
import { type LambdaConfig, readLambdaConfig } from './lambda-config.js';
import { createDns } from './network/dns.js';
import { installProxy } from './network/proxy.js';
import { createAuditLog } from './observability/audit-log.js';
import { createLog } from './observability/log.js';
import type { Announcer } from './slack/workflow/announce.js';

/** The part of Lambda's context object that is used here. */
export interface LambdaContext {
  readonly awsRequestId: string;
  /** Tells the number of the account before the first call to AWS. */
  readonly invokedFunctionArn?: string;
  getRemainingTimeInMillis(): number;
}

/** API Gateway stops waiting after 29 seconds. After this time no further item of a bulk request is started. */
const maxItemStartMs = 20_000;
/** The time that one item may need. */
const itemTimeMs = 8_000;
/** How long a response waits for Slack. The schedule announces the rest. */
const maxAnnounceMs = 4_000;

export type Handler = (event: unknown, context: LambdaContext) => Promise<GatewayResponse | undefined>;

const pause = async (milliseconds: number): Promise<void> => {
  await sleep(milliseconds);
};
const clock = (): number => performance.now();
const now = (): Date => new Date();

export function createHandler(config: LambdaConfig): Handler {
  const log = createLog(config.logLevel);
  const auditLog = createAuditLog({ log, clock, count: () => undefined });
  const clients = createCloneClients({ proxy: config.proxy });
  const account = createAccountMemory();
  const distributions = createDistributions(clients.cloudFront, account);
  const writes = createUndoWrites(clients.cloudFront, clients.tagging);
  const dns = createDns();
  const advance = createAdvanceUndo({ distributions, writes, dns, now, pause, graceMs: config.undoGraceMs });
  const certificates = createCertificates(clients.acm);
  const taggedClones = createTaggedClones(clients.tagging, distributions);
  // Loaded with the first plan, so that a start does not wait for it.
  const outsideReads = loadOutsideReads(async () => {
    const { createOutsideClients } = await import('./aws/outside-clients.js');
    return createOutsideClients(clients.cloudFront, { proxy: config.proxy, endpoints: config.awsEndpoints, clock })
      .reads;
  });
  const proxied = config.proxy ? installProxy(config.proxy) : Promise.resolve();
  const unannounced: ApiClone[] = [];
  const { announce } = config;
  let announcer: Promise<Announcer> | undefined;

  const api = createRestApi({
    api: config.api,
    pool: config.cognito,
    requireSecondPerson: config.requireSecondPerson,
    automate: config.automate,
    distributions,
    certificates,
    taggedClones,
    dns: createDns(),
    // The function is frozen between two requests, so it reads nothing in the background.
    index: absentIndex,
    outsideReads,
    // The function has no background: each request of the client goes on, and so does the schedule.
    undo: {
      prepare: createPrepareUndo({ distributions, dns, outside: outsideReads }),
      start: createStartUndo(distributions),
      advance,
      follow: () => undefined,
    },
    announceChannel: announce?.channel,
    announce: async (clone) => {
      if (announce) unannounced.push(clone);
    },
    auditLog,
    log,
    now,
    clock,
    pause,
  });

  /** The Slack part is loaded when there is something to announce. Creating a clone does not need it. */
  function openAnnouncer(settings: NonNullable<LambdaConfig['announce']>): Promise<Announcer> {
    announcer ??= import('./slack/workflow/lambda-announcer.js').then(({ createLambdaAnnouncer }) =>
      createLambdaAnnouncer({ settings, distributions, certificates, taggedClones, auditLog, log, now, pause }),
    );
    announcer.catch(() => {
      announcer = undefined;
    });
    return announcer;
  }

  /**
   * Announces clones as long as there is time. The schedule announces the rest. If a later invocation continued this
   * work, or if Lambda resumed this one, a clone could be announced twice.
   */
  async function announceWithin(maxMs: number, clones: readonly ApiClone[]): Promise<void> {
    if (!announce) return;
    let isOver = false;
    const announcing = openAnnouncer(announce).then(async (opened) => {
      // The clones of a bulk are announced together.
      const bulk = clones.filter(({ isBulk }) => isBulk);
      if (!isOver) await Promise.all(bulk.map((clone) => opened.announce(clone)));
      for (const clone of clones) if (!isOver && !clone.isBulk) await opened.announce(clone);
    });
    const settled = announcing.catch((error: unknown) =>
      log.warn({ err: error }, 'clones could not be announced in Slack; the schedule will do it'),
    );
    await Promise.race([settled, pause(Math.max(maxMs, 0))]);
    isOver = true;
  }

  /** Undos that clients began go on although the clients do not ask again. */
  async function sweepUndos(): Promise<void> {
    if (config.api.undoScopes.length === 0) return;
    const found = await writes.listUnderWay();
    if (!found.ok) return log.warn({ outcome: found.outcome }, 'undos under way could not be looked for');
    for (const id of found.value) {
      const { kind } = await advance(id);
      log.debug({ distribution: id, kind }, 'an undo was looked at');
    }
  }

  async function sweep(): Promise<undefined> {
    await sweepUndos();
    if (!announce) return;
    const opened = await openAnnouncer(announce);
    await opened.sweep();
    await opened.followAll();
  }

  return async (event, context) => {
    await proxied;
    account.remember(context.invokedFunctionArn);
    if (isSchedule(event)) return sweep();
    const started = clock();
    const hasTimeLeft = (): boolean =>
      clock() - started < maxItemStartMs && context.getRemainingTimeInMillis() > itemTimeMs;
    const response = await handleEvent(api, event, { requestId: context.awsRequestId, hasTimeLeft });
    const clones = unannounced.splice(0);
    const maxMs = Math.min(maxAnnounceMs, context.getRemainingTimeInMillis() - 1_000);
    if (clones.length > 0) await announceWithin(maxMs, clones);
    return response;
  };
}

/** An event of EventBridge. A client cannot send one through API Gateway. */
function isSchedule(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'source' in event && event.source === 'aws.events';
}

let opened: Handler | undefined;

/** The handler `dist/lambda.handler`. It reads the environment once, at the first event. */
export const handler: Handler = (event, context) => {
  opened ??= openHandler();
  return opened(event, context);
};

function openHandler(): Handler {
  const read = readLambdaConfig(process.env);
  if (!read.ok) throw new Error(`cf-clone cannot start; correct the environment: ${read.problems.join('; ')}`);
  return createHandler(read.config);
}
