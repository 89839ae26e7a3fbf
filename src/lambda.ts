// The REST API as a Lambda behind API Gateway: reads the environment, answers events, and by a schedule tells Slack what
// could not be told at once. Besides main.ts the only place that touches process.env.
import { setTimeout as sleep } from 'node:timers/promises';
import { makeCertificates } from './aws/acm.js';
import { makeCloneClients } from './aws/clone-clients.js';
import { makeDistributions } from './aws/cloudfront.js';
import { makeTaggedClones } from './aws/tagging.js';
import type { ProgramClone } from './clone/order.js';
import { type LambdaConfig, readLambdaConfig } from './config.js';
import { answerEvent, type GatewayAnswer } from './http/lambda-handler.js';
import { makeJournal } from './journal.js';
import { makeLog } from './log.js';
import { makeRest } from './rest.js';
import type { Announcer } from './slack/announce.js';

/** What Lambda says of an invocation, as far as it matters here. */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** API Gateway gives up after 29 seconds: past this no further item of a bulk is begun. */
const beginUntil = 20_000;
/** Milliseconds that one item may still need. */
const itemTime = 8_000;
/** Milliseconds that an answer may wait for Slack; what is not told by then the schedule tells. */
const tellTime = 4_000;

export type Handler = (event: unknown, context: LambdaContext) => Promise<GatewayAnswer | undefined>;

const pause = async (milliseconds: number): Promise<void> => {
  await sleep(milliseconds);
};
const clock = (): number => performance.now();
const now = (): Date => new Date();

export function makeHandler(config: LambdaConfig): Handler {
  const log = makeLog(config.logLevel);
  const journal = makeJournal({ log, clock, count: () => undefined });
  const clients = makeCloneClients();
  const distributions = makeDistributions(clients.cloudFront);
  const certificates = makeCertificates(clients.acm);
  const taggedClones = makeTaggedClones(clients.tagging, distributions);
  const made: ProgramClone[] = [];
  const { announce } = config;
  let announcer: Promise<Announcer> | undefined;

  const api = makeRest({
    api: config.api,
    pool: config.cognito,
    requireSecondPerson: config.requireSecondPerson,
    distributions,
    certificates,
    taggedClones,
    announceChannel: announce?.channel,
    announce: async (clone) => {
      if (announce) made.push(clone);
    },
    journal,
    log,
    now,
    clock,
    pause,
  });

  /** Slack's part is loaded when there is something to tell: a clone alone does not need it. */
  function openAnnouncer(settings: NonNullable<LambdaConfig['announce']>): Promise<Announcer> {
    announcer ??= import('./slack/lambda-announcer.js').then(({ makeLambdaAnnouncer }) =>
      makeLambdaAnnouncer({ settings, distributions, certificates, taggedClones, journal, log, now, pause }),
    );
    announcer.catch(() => {
      announcer = undefined;
    });
    return announcer;
  }

  /**
   * Tells of them as far as the time goes. The rest is the schedule's alone: told by an invocation that comes later, or
   * by this one when it is thawed, it could be told a second time.
   */
  async function tell(clones: readonly ProgramClone[], milliseconds: number): Promise<void> {
    if (!announce) return;
    let isOver = false;
    const telling = openAnnouncer(announce).then(async (teller) => {
      for (const clone of clones) if (!isOver) await teller.announce(clone);
    });
    const told = telling.catch((error: unknown) =>
      log.warn({ err: error }, 'Slack could not be told; the schedule will'),
    );
    await Promise.race([told, pause(Math.max(milliseconds, 0))]);
    isOver = true;
  }

  async function sweep(): Promise<undefined> {
    if (!announce) return;
    const teller = await openAnnouncer(announce);
    await teller.sweep();
    await teller.followAll();
  }

  return async (event, context) => {
    if (isSchedule(event)) return sweep();
    const started = clock();
    const mayBegin = (): boolean => clock() - started < beginUntil && context.getRemainingTimeInMillis() > itemTime;
    const answer = await answerEvent(api, event, { requestId: context.awsRequestId, mayBegin });
    const clones = made.splice(0);
    if (clones.length > 0) await tell(clones, Math.min(tellTime, context.getRemainingTimeInMillis() - 1_000));
    return answer;
  };
}

/** EventBridge's own event, which nobody from outside can send through API Gateway. */
function isSchedule(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'source' in event && event.source === 'aws.events';
}

let made: Handler | undefined;

/** `dist/lambda.handler`. Reads the environment once, at the first event. */
export const handler: Handler = (event, context) => {
  made ??= openHandler();
  return made(event, context);
};

function openHandler(): Handler {
  const read = readLambdaConfig(process.env);
  if (!read.ok) throw new Error(`cf-clone cannot start; correct the environment: ${read.problems.join('; ')}`);
  return makeHandler(read.config);
}
