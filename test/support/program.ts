// Runs the built program between the fakes of Slack and AWS, all on 127.0.0.1, and reads what people would see.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createAccountSeed } from '../../sandbox/account-seed.js';
import { type FakeAws, startAws } from '../../sandbox/fakes/aws/server.js';
import { type FakeEdge, startEdge } from '../../sandbox/fakes/edge/server.js';
import { type FakeSlack, startSlack } from '../../sandbox/fakes/slack/server.js';
import { DEFAULTS as slackDefaults } from '../../sandbox/fakes/slack/settings.js';
import { createFastTime } from './fast-time.js';
import {
  botEnvironment,
  type Replica,
  restEnvironment,
  type SpawnedReplica,
  spawnProcess,
  startProcess,
} from './program-process.js';

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
export const cloneCommand = 'www.example.com new-origin.example.net EREFERENCE0001';

export interface Program {
  readonly slack: FakeSlack;
  readonly aws: FakeAws;
  /** Where clones are verified; undefined where they are not. */
  readonly edge: FakeEdge | undefined;
  readonly replicas: readonly Replica[];
  /** Makes a domain lead to a name. */
  point(domain: string, target: string): void;
  /** Milliseconds since 1970, on the clock of everybody on the program. */
  readonly now: () => number;
  /** Sends what follows to this replica (HTTP mode). */
  pointAt(replica: Replica): void;
  startReplica(): Promise<Replica>;
  /** Starts one that may not get ready, such as without Slack. */
  spawnReplica(): Promise<SpawnedReplica>;
  close(): Promise<void>;
}

export interface ProgramOptions {
  readonly mode: 'http' | 'socket';
  readonly env?: Readonly<Record<string, string>>;
  readonly replicas?: number;
  readonly deploySeconds?: number;
  /** The REST API is on, and the channel is told of its clones. */
  readonly rest?: boolean;
  /** VERIFY_PATH; clones are not verified, and there is no edge, unless given. */
  readonly verifyPath?: string;
  /** So many seconds pass in one second of the machine, for the program, Slack and AWS alike; 1 unless given. */
  readonly speed?: number;
}

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
export function openChannel(program: Program, id: string): string {
  program.slack.workspace.putChannel({
    id,
    name: id.toLowerCase(),
    kind: 'public',
    members: [...Object.values(people), botUser],
  });
  return id;
}

/** The cards in a channel, oldest first. */
export function listCards(program: Program, place = channel) {
  return program.slack.store.messages(place).filter((message) => message.metadata?.event_type === 'cf_clone');
}

export function stateOf(message: { readonly metadata?: Readonly<Record<string, unknown>> }): unknown {
  const payload = message.metadata?.event_payload;
  return typeof payload === 'object' && payload !== null && 'state' in payload ? payload.state : undefined;
}

export function findCard(program: Program, state: string) {
  return listCards(program).find((message) => stateOf(message) === state);
}

/** What the thread of a card says. */
export function readThread(program: Program, ts: string, place = channel): string[] {
  return program.slack.store.replies(place, ts).map(({ text }) => text ?? '');
}

/** Distributions that were created, not seeded. */
export function listClones(program: Program) {
  return program.aws.store.created();
}

/** What one person alone was told, besides that a plan takes its time: on a busy machine it may. */
export function listEphemerals(program: Program, user: string): string[] {
  const texts = program.slack.store.ephemerals(user).map(({ text }) => text ?? '');
  return texts.filter((text) => !text.includes('Planning…'));
}

/** Types the command and waits for the card. */
export async function requestCard(program: Program, text = cloneCommand, user: string = people.ana, place = channel) {
  const before = listCards(program, place).length;
  await program.slack.command({ user, channel: place, text });
  return until('the card', () => listCards(program, place)[before]);
}

/** Presses Cancel and sends the modal that asks for a reason. A modal that is too late for Slack does not open. */
export async function pressCancel(
  program: Program,
  pressed: { user: string; ts: string; place?: string; reason?: string; value?: string; stale?: boolean },
): Promise<void> {
  const { user, ts, place = channel, reason, ...more } = pressed;
  const { slack } = program;
  // An approval by somebody else at the same moment writes to the thread too, and is no answer.
  const isOwnCancel = (text: string) => text.includes(`<@${user}>`) && /cancel/i.test(text);
  const countAnswers = () =>
    readThread(program, ts, place).filter(isOwnCancel).length + listEphemerals(program, user).length;
  const before = countAnswers();
  await slack.click({ user, channel: place, ts, action_id: 'cf_clone_cancel', ...more });
  const findModal = () =>
    slack.views
      .modals()
      .find(
        ({ id, callback_id, private_metadata }) =>
          callback_id === 'cancel_reason' && slack.views.ownerOf(id) === user && private_metadata?.includes(ts),
      );
  const view = await until('the modal', () => findModal() ?? (countAnswers() > before ? 'none' : undefined));
  if (view === 'none') return;
  await slack.submit({ user, view_id: view.id, values: reason === undefined ? {} : { comment: { comment: reason } } });
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { mode, env = {}, replicas = 1, deploySeconds = 1, speed } = options;
  const time = createFastTime(speed);
  const now = () => new Date(time.now());
  // How long a trigger is valid is a limit: a busy machine should not reach it sooner.
  const [pingMs, triggerMs] = [slackDefaults.pingMs / time.speed, slackDefaults.triggerMs * time.speed];
  const slack = await startSlack({ mode, now: time.now, pingMs, triggerMs });
  const aws = await startAws({ seed: createAccountSeed(now()), now, deploySeconds });
  const edge = options.verifyPath === undefined ? undefined : await startEdge(aws.store);
  const records: Record<string, string> = {};
  const started: Replica[] = [];
  const environment = () => ({
    ...botEnvironment(slack, aws, mode),
    ...(edge && options.verifyPath !== undefined
      ? { VERIFY_PATH: options.verifyPath, SANDBOX_EDGE_PORT: String(edge.port), NODE_EXTRA_CA_CERTS: edge.caFile }
      : {}),
    TEST_DNS_RECORDS: JSON.stringify(records),
    ...(options.rest ? restEnvironment(aws, channel) : {}),
    ...env,
  });
  const pointAt = (replica: Replica): void => {
    slack.settings.botUrl = `http://127.0.0.1:${replica.port}/slack/events`;
  };
  const startReplica = async (): Promise<Replica> => {
    const replica = await startProcess(environment(), time);
    started.push(replica);
    pointAt(replica);
    return replica;
  };
  const spawnReplica = async (): Promise<SpawnedReplica> => {
    const replica = spawnProcess({ ...environment(), PORT: String(await findFreePort()) }, time);
    started.push(replica);
    pointAt(replica);
    return replica;
  };
  const close = async (): Promise<void> => {
    await Promise.all(started.map((replica) => replica.stop('SIGKILL')));
    await Promise.all([slack.close(), aws.close(), edge?.close()]);
  };
  const point = (domain: string, target: string): void => {
    records[domain] = target;
    for (const replica of started) replica.setDnsRecords(records);
  };
  try {
    for (let count = 0; count < replicas; count++) await startReplica();
  } catch (error) {
    await close();
    throw error;
  }
  return { slack, aws, edge, replicas: started, point, now: time.now, pointAt, startReplica, spawnReplica, close };
}
