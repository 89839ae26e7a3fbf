// The built program as a child process between loopback stand-ins for Slack and AWS: what an operator would meet.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type AwsStandIn, startAws } from '../../sandbox/fakes/aws/server.js';
import { type SlackStandIn, startSlack } from '../../sandbox/fakes/slack/server.js';
import { DEFAULTS as slackDefaults } from '../../sandbox/fakes/slack/settings.js';
import { believableWorld } from '../../sandbox/world.js';
import { type FastTime, makeFastTime } from './fast-time.js';
import { restEnvironment } from './stage-rest.js';

export const channel = 'C0CDN000001';
export const people = {
  ana: 'U0ANA000001',
  bo: 'U0BO0000001',
  dev: 'U0DEV000001',
  guest: 'U0GUEST0001',
  stranger: 'U0OTHER0001',
  unverified: 'U0UNVER0001',
  noMail: 'U0NOMAIL001',
} as const;
const botUser = 'U0CFBOT0001';
export const order = 'www.example.com new-origin.example.net EREFERENCE0001';

export interface Replica {
  readonly process: ChildProcess;
  readonly port: number;
  readonly lines: readonly Record<string, unknown>[];
  /** Asks it to stop and resolves with its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** A process that was started, whether or not it gets ready. */
export type Launched = Replica & { readonly whenReady: Promise<number> };

export interface Stage {
  readonly slack: SlackStandIn;
  readonly aws: AwsStandIn;
  readonly replicas: readonly Replica[];
  /** Milliseconds since 1970, on the clock of everybody on the stage. */
  readonly now: () => number;
  /** Sends what follows to this replica (HTTP mode). */
  pointAt(replica: Replica): void;
  startReplica(): Promise<Replica>;
  /** Starts one that may not get ready, such as without Slack. */
  launchReplica(): Promise<Launched>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly mode: 'http' | 'socket';
  readonly env?: Readonly<Record<string, string>>;
  readonly replicas?: number;
  readonly deploySeconds?: number;
  /** The REST API is on, and the channel is told of its clones. */
  readonly rest?: boolean;
  /** So many seconds pass in one second of the machine, for the program, Slack and AWS alike; 1 unless given. */
  readonly speed?: number;
}

const root = join(__dirname, '..', '..');

/** Polls until the condition gives something; fails with what was waited for. */
export async function until<T>(what: string, find: () => T | undefined | false, milliseconds = 15_000): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = find();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Another channel with the bot in it: each takes about one post a second, and tests need not wait for that. */
export function openChannel(stage: Stage, id: string): string {
  stage.slack.world.putChannel({
    id,
    name: id.toLowerCase(),
    kind: 'public',
    members: [...Object.values(people), botUser],
  });
  return id;
}

/** The cards in a channel, oldest first. */
export function listCards(stage: Stage, place = channel) {
  return stage.slack.store.messages(place).filter((message) => message.metadata?.event_type === 'cf_clone');
}

export function stateOf(message: { readonly metadata?: Readonly<Record<string, unknown>> }): unknown {
  const payload = message.metadata?.event_payload;
  return typeof payload === 'object' && payload !== null && 'state' in payload ? payload.state : undefined;
}

export function findCard(stage: Stage, state: string) {
  return listCards(stage).find((message) => stateOf(message) === state);
}

/** What the thread of a card says. */
export function readThread(stage: Stage, ts: string, place = channel): string[] {
  return stage.slack.store.replies(place, ts).map(({ text }) => text ?? '');
}

/** Distributions that were created, not seeded. */
export function listClones(stage: Stage) {
  return stage.aws.store.created();
}

/** What one person alone was told. */
export function listWhispers(stage: Stage, user: string): string[] {
  return stage.slack.store.ephemerals(user).map(({ text }) => text ?? '');
}

/** Types the command and waits for the card. */
export async function ask(stage: Stage, text = order, user: string = people.ana, place = channel) {
  const before = listCards(stage, place).length;
  await stage.slack.command({ user, channel: place, text });
  return until('the card', () => listCards(stage, place)[before]);
}

export function botEnvironment(slack: SlackStandIn, aws: AwsStandIn, mode: 'http' | 'socket'): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    SLACK_BOT_TOKEN: slack.settings.botToken,
    ...(mode === 'http'
      ? { SLACK_SIGNING_SECRET: slack.settings.signingSecret }
      : { SLACK_APP_TOKEN: slack.settings.appToken }),
    SLACK_API_URL: slack.apiUrl,
    COGNITO_USER_POOL_ID: 'us-east-1_cfclone01',
    COGNITO_ALLOWED_GROUPS: 'cdn-operators',
    PORT: '0',
    HOST: '127.0.0.1',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_REGION: 'eu-west-1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/** Starts the built program and resolves once it says that it is ready; rejects with what it printed otherwise. */
export async function startProgram(env: Record<string, string>, time?: FastTime): Promise<Replica> {
  const { whenReady, ...replica } = launchProgram(env, time);
  return { ...replica, port: await whenReady };
}

/** Starts the built program; `port` is the one in the environment until it says which it has. */
export function launchProgram(env: Record<string, string>, time = makeFastTime()): Launched {
  // As `npm start` does.
  const program = ['--max-semi-space-size=8', ...time.execArgv, join(root, 'dist', 'main.js')];
  const child = spawn(process.execPath, program, {
    cwd: root,
    env: { ...env, ...time.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: Record<string, unknown>[] = [];
  const raw: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => raw.push(line));
  const exited = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null));
  const whenReady = new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      raw.push(line);
      const parsed: unknown = JSON.parse(line);
      if (typeof parsed !== 'object' || parsed === null) return;
      const entry: Record<string, unknown> = Object.fromEntries(Object.entries(parsed));
      lines.push(entry);
      if (entry.msg === 'cf-clone is ready') resolve(Number(entry.port));
    });
    exited.then((code) => reject(new Error(`the program left with ${code}:\n${raw.join('\n')}`)), reject);
  });
  whenReady.catch(() => undefined);
  return {
    process: child,
    port: Number(env.PORT),
    whenReady,
    lines,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return exited;
    },
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

export async function raiseStage(options: StageOptions): Promise<Stage> {
  const { mode, env = {}, replicas = 1, deploySeconds = 1, speed } = options;
  const time = makeFastTime(speed);
  const now = () => new Date(time.now());
  const slack = await startSlack({ mode, now: time.now, pingMs: slackDefaults.pingMs / time.speed });
  const aws = await startAws({ world: believableWorld(now()), now, deploySeconds });
  const started: Replica[] = [];
  const environment = () => ({
    ...botEnvironment(slack, aws, mode),
    ...(options.rest ? restEnvironment(aws, channel) : {}),
    ...env,
  });
  const pointAt = (replica: Replica): void => {
    slack.settings.botUrl = `http://127.0.0.1:${replica.port}/slack/events`;
  };
  const startReplica = async (): Promise<Replica> => {
    const replica = await startProgram(environment(), time);
    started.push(replica);
    pointAt(replica);
    return replica;
  };
  const launchReplica = async (): Promise<Launched> => {
    const replica = launchProgram({ ...environment(), PORT: String(await findFreePort()) }, time);
    started.push(replica);
    pointAt(replica);
    return replica;
  };
  const close = async (): Promise<void> => {
    await Promise.all(started.map((replica) => replica.stop('SIGKILL')));
    await Promise.all([slack.close(), aws.close()]);
  };
  try {
    for (let count = 0; count < replicas; count++) await startReplica();
  } catch (error) {
    await close();
    throw error;
  }
  return { slack, aws, replicas: started, now: time.now, pointAt, startReplica, launchReplica, close };
}
