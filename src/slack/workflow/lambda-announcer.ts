// The announcer of the Lambda function. The process lives for one invocation at a time, so nothing is scheduled for later;
// the Lambda's own schedule looks again.
import {
  absentIndex,
  type Certificates,
  type Distributions,
  type Pause,
  type TaggedClones,
} from '../../clone/ports.js';
import { createPrepareClone } from '../../clone/prepare-clone.js';
import { createBackgroundTasks } from '../../concurrency/background-tasks.js';
import { createKeyedMutex } from '../../concurrency/keyed-mutex.js';
import { createScheduler } from '../../concurrency/scheduler.js';
import { createDns } from '../../network/dns.js';
import type { AuditLog } from '../../observability/audit-log.js';
import type { Log } from '../../observability/log.js';
import { createCardRepository } from '../card/repository.js';
import { createChannelCheck } from '../channel.js';
import { createSlackApi } from '../client/web-api.js';
import { type Announcer, createAnnouncer } from './announce.js';

export interface LambdaAnnouncerOptions {
  readonly settings: { readonly botToken: string; readonly channel: string; readonly apiUrl: string | undefined };
  readonly distributions: Distributions;
  readonly certificates: Certificates;
  readonly taggedClones: TaggedClones;
  readonly auditLog: AuditLog;
  readonly log: Log;
  readonly now: () => Date;
  readonly pause: Pause;
}

export async function createLambdaAnnouncer(options: LambdaAnnouncerOptions): Promise<Announcer> {
  const { settings, distributions, certificates, taggedClones, auditLog, log, now, pause } = options;
  const slack = createSlackApi({ ...settings, pause, now });
  const who = await slack.identifyBot();
  if (!who.ok) throw new Error(`Slack does not say who the bot is (${who.error}): check SLACK_BOT_TOKEN`);
  const bot = who.value;
  return createAnnouncer(
    {
      slack,
      bot,
      // Nobody is asked to approve what is made already.
      cards: createCardRepository(slack, bot, { approvers: [], requireSecondPerson: false }),
      aws: { distributions, taggedClones },
      cloning: { prepare: createPrepareClone({ distributions, certificates, index: absentIndex }) },
      access: { checkChannel: createChannelCheck(slack) },
      dns: createDns(),
      // The process ends too early for it. The bot that watches the channel verifies the clone.
      checkSite: undefined,
      concurrency: {
        cardMutex: createKeyedMutex(),
        backgroundTasks: createBackgroundTasks(log),
        scheduler: createScheduler(now),
      },
      clock: { now, pause },
      auditLog,
      log,
    },
    settings.channel,
    // All clones of the invocation exist when they are announced.
    { collectMs: 0 },
  );
}
