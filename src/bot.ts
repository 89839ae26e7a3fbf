// The whole bot, wired: config in, a process that can be started and stopped out. main.ts alone reads the environment.
import { setTimeout as sleep } from 'node:timers/promises';
import { makeAws } from './aws/ports.js';
import { makeExecuteClone, makeFindClone } from './clone/execute.js';
import type { Dns, Pause } from './clone/ports.js';
import { makePrepareClone } from './clone/prepare.js';
import type { Config } from './config.js';
import { makeDns } from './dns.js';
import { makeHttpDoor } from './http/server.js';
import { makeJournal } from './journal.js';
import type { Log } from './log.js';
import { makeMetrics } from './metrics.js';
import { makeAgenda } from './slack/agenda.js';
import { type BotIdentity, makeSlackApi, type SlackApi } from './slack/api.js';
import { type ChatDoor, makeChatDoor } from './slack/app.js';
import { makeArchive } from './slack/archive.js';
import { makeJudgeChannel } from './slack/channel.js';
import type { Desk } from './slack/desk.js';
import { expiryPrefix } from './slack/expiry.js';
import { followPrefix } from './slack/follow.js';
import { makePace, planRate } from './slack/pace.js';
import { makeIdentify } from './slack/people.js';
import { eventsPath } from './slack/receivers.js';
import { takeUp } from './slack/resume.js';
import { makeCardStore } from './slack/store.js';
import { makeTurns } from './slack/turns.js';
import { makeWork } from './slack/work.js';
import type { Monotonic } from './stopwatch.js';

export interface Bot {
  /** The port that it listens on. */
  readonly port: number;
  /** Takes no more work, finishes what is under way; the number of works that did not finish in time. */
  stop(): Promise<number>;
}

/** Slack will never take this configuration: trying again is no use. */
export class SlackRefusal extends Error {
  override readonly name = 'SlackRefusal';
}

/** What reaches outside besides Slack and AWS; tests bring their own. */
export interface Effects {
  readonly now: () => Date;
  readonly pause: Pause;
  readonly dns: Dns;
  /** How long things take; the process's own clock unless given. */
  readonly clock?: Monotonic;
}

export const realEffects: Effects = {
  now: () => new Date(),
  dns: makeDns(),
  pause: async (milliseconds) => {
    await sleep(milliseconds);
  },
};

/** Milliseconds that work under way may take after SIGTERM; hosts kill after 30 seconds. */
const drainTime = 20_000;
const day = 86_400_000;
/** Milliseconds between looks at what is due. */
const beat = 1_000;
/** Answers of auth.test and apps.connections.open that only a change of configuration can mend. */
const fatalErrors = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'no_permission',
  'missing_scope',
  'org_login_required',
  'ekm_access_denied',
  'not_allowed_token_type',
  'invalid_token',
  'forbidden_team',
]);

export async function startBot(config: Config, log: Log, effects: Effects = realEffects): Promise<Bot> {
  const { now, pause, dns, clock = () => performance.now() } = effects;
  const { slack: settings } = config;
  const agenda = makeAgenda(now);
  const metrics = makeMetrics({
    clock,
    countWaiting: () => agenda.count(expiryPrefix),
    countFollowed: () => agenda.count(followPrefix),
  });
  const slack = makeSlackApi({
    botToken: settings.botToken,
    apiUrl: settings.apiUrl,
    pause,
    now,
    time: metrics.timeSlackCall,
  });
  const work = makeWork(log);
  let door: ChatDoor | undefined;
  let isStopping = false;

  // Health answers while Slack is still being reached for, so that a slow start is not taken for a dead process.
  const http = makeHttpDoor({
    isReady: () => !isStopping && door?.isReady() === true,
    printMetrics: metrics.print,
    routes: settings.mode.kind === 'http' ? { [`POST ${eventsPath}`]: takeSlackRequest } : {},
  });
  const port = await http.listen(config.http.port, config.http.host);
  const aws = makeAws({
    region: config.cognito.region,
    userPoolId: config.cognito.userPoolId,
    time: metrics.timeAwsCall,
  });

  async function stop(): Promise<number> {
    isStopping = true;
    agenda.stop();
    const closed = http.close();
    await door?.stop();
    const left = await work.drain(drainTime);
    await Promise.race([closed, pause(1_000)]);
    aws.close();
    return left;
  }

  try {
    const bot = await identifyBot(slack, log, pause);
    const { distributions, certificates, directory, taggedClones } = aws;
    const paceCommands = makePace(planRate, now, pause);
    const desk: Desk = {
      slack,
      store: makeCardStore(slack, bot, {
        approvers: config.cognito.approverGroups,
        requireSecondPerson: config.approval.requireSecondPerson,
      }),
      bot,
      identify: makeIdentify(slack, directory, bot),
      judgeChannel: makeJudgeChannel(slack),
      prepare: makePrepareClone({ distributions, certificates }),
      execute: makeExecuteClone(distributions, pause),
      findClone: makeFindClone(distributions),
      distributions,
      certificates,
      taggedClones,
      archive: makeArchive(slack, bot, now, config.approval.ttl + day),
      dns,
      policy: {
        allowedGroups: config.cognito.allowedGroups,
        approverGroups: config.cognito.approverGroups,
        requireSecondPerson: config.approval.requireSecondPerson,
        ttl: config.approval.ttl,
        allowedChannels: settings.allowedChannels,
      },
      turns: makeTurns(),
      paceCommands: () => paceCommands('all'),
      work,
      agenda,
      now,
      pause,
      log,
      journal: makeJournal({ log, clock, count: metrics.countOutcome }),
      countCommand: metrics.countCommand,
    };
    const { mode, botToken, apiUrl } = settings;
    const opened = await makeChatDoor({ mode, botToken, apiUrl, desk, log });
    await openDoor(opened, log, pause);
    door = opened;
    log.info(
      { mode: settings.mode.kind, port, team: bot.teamId, bot: bot.userId, node: process.version },
      'cf-clone is ready',
    );
    agenda.start(beat);
    work.start('load', aws.load, async () => undefined);
    work.start(
      'take up',
      () => takeUp(desk),
      async () => undefined,
    );
    return { port, stop };
  } catch (error) {
    await stop();
    throw error;
  }

  function takeSlackRequest(...[request, response]: Parameters<NonNullable<ChatDoor['listener']>>): void {
    if (door?.listener && !isStopping) {
      door.listener(request, response);
      return;
    }
    response.writeHead(503, { 'retry-after': '5' });
    response.end();
  }
}

/** Who the bot is; waits for Slack as long as it takes, gives up at once when Slack says no. */
async function identifyBot(slack: SlackApi, log: Log, pause: Pause): Promise<BotIdentity> {
  for (let wait = 1_000; ; wait = Math.min(wait * 2, 30_000)) {
    const who = await slack.identifyBot();
    if (who.ok) return who.value;
    if (fatalErrors.has(who.error)) {
      throw new SlackRefusal(
        `Slack does not accept SLACK_BOT_TOKEN (${who.error}): copy the Bot User OAuth Token from the app’s page, after installing the app.`,
      );
    }
    log.warn({ slackError: who.error }, 'Slack could not be reached; trying again');
    await pause(wait);
  }
}

/** Opens the connection to Slack; waits for Slack as long as it takes, gives up at once when Slack says no. */
async function openDoor(door: ChatDoor, log: Log, pause: Pause): Promise<void> {
  for (let wait = 1_000; ; wait = Math.min(wait * 2, 30_000)) {
    try {
      await door.start();
      return;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if ([...fatalErrors].some((code) => message.includes(code))) {
        throw new SlackRefusal(
          `Slack does not accept SLACK_APP_TOKEN (${message}): make an app-level token with the scope connections:write, and switch Socket Mode on.`,
        );
      }
      log.warn({ err: error }, 'Slack did not open a connection; trying again');
      await pause(wait);
    }
  }
}
