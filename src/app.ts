// Composition root of the bot: takes the configuration and returns a process that can be stopped. main.ts reads the
// environment.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Aws, createAws } from './aws/adapters.js';
import { createDistributionIndex } from './aws/distribution-index.js';
import { createCheckSite } from './clone/check-site.js';
import type { ApiClone } from './clone/clone-now.js';
import { createCopySettings } from './clone/copy-settings.js';
import { createExecuteClone, createFindClone, createFindIndexedClone } from './clone/execute-clone.js';
import type { OutsideReads } from './clone/outside-reads.js';
import { outsideSteps } from './clone/outside-settings.js';
import { buildReport, listFeatures, type PermissionReport } from './clone/permissions.js';
import type { Dns, OriginCheck, Pause, SiteFetch } from './clone/ports.js';
import { createPrepareClone } from './clone/prepare-clone.js';
import { shareOriginCheck } from './clone/shared-origin-check.js';
import { createSharedPrepare } from './clone/shared-prepare.js';
import { createAdvanceUndo } from './clone/undo/advance-undo.js';
import { createPrepareUndo, createReadApprovedUndo } from './clone/undo/prepare-undo.js';
import { createAskRestore, createStartUndo } from './clone/undo/start-undo.js';
import { createBackgroundTasks } from './concurrency/background-tasks.js';
import { createKeyedMutex } from './concurrency/keyed-mutex.js';
import { createScheduler } from './concurrency/scheduler.js';
import { createSemaphore } from './concurrency/semaphore.js';
import type { Config } from './config.js';
import { createReadBody } from './http/body.js';
import { createNodeApiHandler } from './http/node-api-handler.js';
import { createHttpServer, type NodeHandler } from './http/node-server.js';
import { createRestApi } from './http/rest-api.js';
import { createConnect } from './network/connect.js';
import { createDns } from './network/dns.js';
import { createOriginCheck } from './network/origin-check.js';
import type { ProxySettings } from './network/proxy.js';
import { createSiteFetch } from './network/site-fetch.js';
import { createAuditLog } from './observability/audit-log.js';
import type { Log } from './observability/log.js';
import { createMetrics } from './observability/metrics.js';
import type { Monotonic } from './observability/timer.js';
import { createSlackApp, type SlackApp } from './slack/app.js';
import { createCardCache } from './slack/card/card-cache.js';
import { createCardRepository } from './slack/card/repository.js';
import { createChannelCheck } from './slack/channel.js';
import { connectToSlack, identifyBot } from './slack/client/connect.js';
import { createSlackApi } from './slack/client/web-api.js';
import type { SlackContext } from './slack/context.js';
import { createIdentify } from './slack/identity.js';
import { eventsPath } from './slack/transport/receivers.js';
import { createSocketReport } from './slack/transport/socket-count.js';
import { followUndoLater } from './slack/undo/follow-undo.js';
import { createUndoCards } from './slack/undo/undo-cards.js';
import { sweepUndos } from './slack/undo/watch-undos.js';
import { type Announcer, createAnnouncer } from './slack/workflow/announce.js';
import { startChannelWatch } from './slack/workflow/channel-watch.js';
import { expiryPrefix } from './slack/workflow/expire.js';
import { trackingPrefix } from './slack/workflow/track-deployment.js';
import { verificationPrefix } from './slack/workflow/verify-clone.js';

export interface Bot {
  /** The port that it listens on. */
  readonly port: number;
  /** Accepts no more work and finishes what is under way. Returns how many tasks did not finish in time. */
  stop(): Promise<number>;
}

/** What reaches outside besides Slack and AWS; tests bring their own. */
export interface Effects {
  readonly now: () => Date;
  readonly pause: Pause;
  readonly dns: Dns;
  /** Looks at new origins; nobody looks unless given. */
  readonly createOriginCheck?: (proxy: ProxySettings | undefined) => OriginCheck;
  /** Reads what references have outside their configuration; nobody reads it unless given. */
  readonly createOutsideReads?: (aws: Aws) => OutsideReads;
  /** Fetches sites; clones are not verified unless given. */
  readonly createSiteFetch?: (proxy: ProxySettings | undefined) => SiteFetch;
  /** How long things take; the process's own clock unless given. */
  readonly clock?: Monotonic;
}

export const realEffects: Effects = {
  now: () => new Date(),
  dns: createDns(),
  createOriginCheck: (proxy) => createOriginCheck({ connect: createConnect(proxy) }),
  createOutsideReads: ({ outside }) => outside,
  createSiteFetch: (proxy) => createSiteFetch({ connect: createConnect(proxy) }),
  pause: async (milliseconds) => {
    await sleep(milliseconds);
  },
};

/** How long work under way may take after SIGTERM. Hosts kill the process after 30 seconds. */
const drainTimeoutMs = 20_000;
const dayMs = 86_400_000;
/** Milliseconds between checks of the scheduler. */
const tickMs = 1_000;
/** How many commands and approvals run at a time. One that has waited for maxQueueWaitMs runs all the same. */
const maxConcurrentPlans = 4;
const maxConcurrentApprovals = 4;
const maxQueueWaitMs = 5_000;
/** Milliseconds for which the lines of one card share what was read for them. */
const lineReadsMs = 30_000;
/** Milliseconds between searches for clones of API clients that were never announced, and for undos that were left. */
const sweepIntervalMs = 300_000;

/** Milliseconds between two reads of the distribution index, and after one that did not succeed. */
const indexIntervalMs = 300_000;
const indexRetryMs = 60_000;

/** `onListening` gets the bot before it is connected to Slack. From then on it serves the REST API and can be stopped. */
export async function startBot(
  config: Config,
  log: Log,
  effects: Effects = realEffects,
  onListening: (bot: Bot) => void = () => undefined,
): Promise<Bot> {
  const { now, pause, dns, clock = () => performance.now() } = effects;
  const { slack: settings } = config;
  const originCheck = effects.createOriginCheck?.(config.proxy);
  const siteFetch = effects.createSiteFetch?.(config.proxy);
  const scheduler = createScheduler(now);
  const metrics = createMetrics({
    clock,
    countWaiting: () => scheduler.count(expiryPrefix),
    countFollowed: () => scheduler.count(trackingPrefix),
    countVerified: () => scheduler.count(verificationPrefix),
  });
  const slack = createSlackApi({
    botToken: settings.botToken,
    apiUrl: settings.apiUrl,
    pause,
    now,
    time: metrics.timeSlackCall,
  });
  const backgroundTasks = createBackgroundTasks(log);
  const auditLog = createAuditLog({ log, clock, count: metrics.countOutcome });
  const aws = createAws({
    region: config.cognito.region,
    userPoolId: config.cognito.userPoolId,
    time: metrics.timeAwsCall,
    proxy: config.proxy,
    endpoints: config.awsEndpoints,
    clock,
  });
  const outsideReads = effects.createOutsideReads?.(aws);
  const { distributions, certificates, taggedClones } = aws;
  const index = createDistributionIndex({
    listPage: distributions.listPage,
    pause,
    now,
    isStopping: () => isStopping,
  });
  const outside = outsideReads && { reads: outsideReads, pause };
  const plannedFrom = { distributions, certificates, index, originCheck, outside };
  const steps = {
    createsAccessControls: config.automate.includes('access'),
    copies: outsideSteps.filter((step) => config.automate.includes(step)),
  };
  const undoCases = {
    prepare: createPrepareUndo({ distributions, dns, outside: outsideReads }),
    start: createStartUndo(distributions),
    advance: createAdvanceUndo({
      distributions,
      writes: aws.undoWrites,
      dns,
      now,
      pause,
      graceMs: config.undoGraceMs,
    }),
  };
  /** Until Slack is there, nobody follows: the first look at the tags will. */
  let followUndone: (id: string) => void = () => undefined;
  let slackApp: SlackApp | undefined;
  let announcer: Announcer | undefined;
  /** Clones that were created before there was an announcer. If the process dies first, the next one announces them. */
  const unannounced: ApiClone[] = [];
  let isStopping = false;
  let permissions: PermissionReport | undefined;
  // One for all paths, so that the memory for unfinished bodies is bounded as a whole.
  const readBody = createReadBody();

  // Health answers while Slack is still being reached for, so that a slow start is not taken for a dead process.
  const http = createHttpServer({
    isReady: () => !isStopping && slackApp?.isReady() === true,
    printMetrics: metrics.print,
    routes: settings.mode.kind === 'http' ? { [`POST ${eventsPath}`]: takeSlackRequest } : {},
    fallback: createApiHandler(),
    onError: (error) => log.error({ err: error }, 'a request failed'),
  });
  const port = await http.listen(config.http.port, config.http.host);

  async function stop(): Promise<number> {
    isStopping = true;
    scheduler.stop();
    const closed = http.close();
    await slackApp?.stop();
    const left = await backgroundTasks.drain(drainTimeoutMs);
    await Promise.race([closed, pause(1_000)]);
    aws.close();
    return left;
  }
  onListening({ port, stop });

  try {
    const bot = await identifyBot(slack, log, pause);
    const { directory } = aws;
    const who = {
      approvers: config.cognito.approverGroups,
      requireSecondPerson: config.approval.requireSecondPerson,
    };
    const context: SlackContext = {
      slack,
      cards: createCardRepository(slack, bot, { ...who, mentions: settings.approverMentions }),
      bot,
      access: { identify: createIdentify(slack, directory, bot), checkChannel: createChannelCheck(slack) },
      cloning: {
        prepare: createPrepareClone(plannedFrom, steps),
        prepareShared: createSharedPrepare(plannedFrom, steps, { ttlMs: 0, now: clock }),
        createPrepareLines: () =>
          createSharedPrepare(
            { ...plannedFrom, originCheck: originCheck && shareOriginCheck(originCheck) },
            // On a card of several clones, people copy what the reference has outside its configuration.
            { ...steps, copies: [] },
            { ttlMs: lineReadsMs, now: clock },
          ),
        execute: createExecuteClone(distributions, pause, index),
        findClone: createFindClone(distributions, index),
        findIndexedClone: createFindIndexedClone(distributions, index),
      },
      aws: { distributions, certificates, taggedClones, index },
      cardCache: createCardCache(slack, bot, now, config.approval.ttl + dayMs),
      dns,
      readPermissions: () => permissions,
      copySettings: outsideReads && createCopySettings(outsideReads, aws.outsideWrites),
      checkSite:
        siteFetch && config.verifyPath !== undefined
          ? createCheckSite({ distributions, siteFetch, dns, path: config.verifyPath, now })
          : undefined,
      undo: {
        cards: createUndoCards(slack, bot, who),
        ...undoCases,
        readApproved: createReadApprovedUndo({ distributions, dns, outside: outsideReads }),
        askRestore: createAskRestore(distributions),
        listUnderWay: aws.undoWrites.listUnderWay,
      },
      policy: {
        allowedGroups: config.cognito.allowedGroups,
        approverGroups: config.cognito.approverGroups,
        requireSecondPerson: config.approval.requireSecondPerson,
        approvalTtlMs: config.approval.ttl,
        approverMentions: settings.approverMentions,
        remindAfterMs: config.approval.remindAfterMs,
        allowedChannels: settings.allowedChannels,
        announceChannel: config.announceChannel,
      },
      concurrency: {
        cardMutex: createKeyedMutex(),
        planLimit: createSemaphore(maxConcurrentPlans, maxQueueWaitMs),
        approvalLimit: createSemaphore(maxConcurrentApprovals, maxQueueWaitMs),
        backgroundTasks,
        scheduler,
      },
      clock: { now, pause },
      log,
      auditLog,
      metrics,
    };
    const { mode, botToken, apiUrl } = settings;
    const created = await createSlackApp({
      mode,
      botToken,
      apiUrl,
      proxy: config.proxy,
      context,
      log,
      readBody,
      countRefusal: metrics.countRefusedSlackRequest,
      reportSockets: createSocketReport(settings.maxReplicas, { log, exportCount: metrics.setSlackSockets }),
    });
    await connectToSlack(created, log, pause);
    slackApp = created;
    log.info(
      { mode: settings.mode.kind, port, team: bot.teamId, bot: bot.userId, node: process.version },
      'cf-clone is ready',
    );
    scheduler.start(tickMs);
    startTask('load', aws.load);
    refreshIndex();
    if (config.checksPermissions) startTask('permissions', checkPermissions);
    startTask('watch', () => startChannelWatch(context));
    followUndone = (id) => followUndoLater(context, id, undefined);
    repeatTask('undos', () => sweepUndos(context));
    if (config.api && config.announceChannel) {
      const created = createAnnouncer(context, config.announceChannel);
      announcer = created;
      for (const clone of unannounced.splice(0)) startTask('announce', () => created.announce(clone));
      repeatTask('sweep', created.sweep);
    }
    return { port, stop };
  } catch (error) {
    await stop();
    throw error;
  }

  /** The REST API does not wait for Slack. It creates a clone although nobody can be told yet. */
  function createApiHandler(): NodeHandler | undefined {
    if (!config.api) return undefined;
    const api = createRestApi({
      api: config.api,
      pool: config.cognito,
      requireSecondPerson: config.approval.requireSecondPerson,
      automate: config.automate,
      distributions,
      certificates,
      taggedClones,
      index,
      dns,
      outsideReads,
      undo: { ...undoCases, follow: (id) => followUndone(id) },
      announceChannel: config.announceChannel,
      announce: async (clone) => {
        const current = announcer;
        if (current) startTask('announce', () => current.announce(clone));
        else if (config.announceChannel) unannounced.push({ ...clone, madeBy: 'earlier' });
      },
      auditLog,
      log,
      now,
      clock,
      pause,
      time: metrics.timeApiRequest,
      countRefusedToken: metrics.countRefusedToken,
    });
    return createNodeApiHandler({ api, work: backgroundTasks, isStopping: () => isStopping, readBody });
  }

  /** Said once in the log; the status says it whenever somebody asks. */
  async function checkPermissions(): Promise<void> {
    const results = await aws.probePermissions(() => isStopping);
    if (isStopping) return;
    permissions = buildReport(listFeatures(config.automate), results, now());
    const { lacking, unknown } = permissions;
    if (lacking.length > 0) log.warn({ lacking, unknown }, 'the role lacks permissions');
    else if (unknown.length > 0) log.info({ unknown }, 'AWS did not say whether the role has these permissions');
    else log.info('the role lacks no permission to read');
  }

  /** Nobody waits for the task. If it fails, the next start or the next sweep does the same work again. */
  function startTask(name: string, run: () => Promise<void>): void {
    backgroundTasks.start(name, run, async () => undefined);
  }

  function refreshIndex(): void {
    startTask('index', async () => {
      const isComplete = await index.refresh();
      log.debug({ isComplete }, 'the distributions of the account were read');
      const waitMs = isComplete ? indexIntervalMs : indexRetryMs;
      scheduler.schedule('index', new Date(now().getTime() + waitMs), refreshIndex);
    });
  }

  /** At once and then at every interval, whatever becomes of the run before. */
  function repeatTask(name: string, run: () => Promise<void>): void {
    startTask(name, run);
    scheduler.schedule(name, new Date(now().getTime() + sweepIntervalMs), () => repeatTask(name, run));
  }

  function takeSlackRequest(...[request, response]: Parameters<NodeHandler>): unknown {
    if (slackApp?.listener && !isStopping) return slackApp.listener(request, response);
    return response.writeHead(503, { 'retry-after': '5' }).end();
  }
}
