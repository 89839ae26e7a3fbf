// The built bot between the fakes of Slack and AWS, and the two waits of a clone that people notice: the card and the ID.

import { createAccountSeed } from '../sandbox/account-seed.js';
import { type FakeAws, startAws } from '../sandbox/fakes/aws/server.js';
import { type FakeSlack, startSlack } from '../sandbox/fakes/slack/server.js';
import { ClockAndDns } from '../sandbox/run/clock-and-dns.js';
import { growAccount } from '../test/support/large-account.js';
import { openChannel, people } from '../test/support/program.js';
import { botEnvironment, restEnvironment } from '../test/support/program-process.js';
import { type Running, run } from './programs.js';

export interface BenchOptions {
  readonly mode: 'http' | 'socket';
  /** Milliseconds that every call to Slack and AWS takes. */
  readonly latencyMs?: number;
  readonly deploySeconds?: number;
  /** Distributions in the account besides those of the sandbox. */
  readonly extraDistributions?: number;
  /** With the REST API, which announces nothing. */
  readonly hasRest?: boolean;
  /** Lets the clock be moved and the heap be read. */
  readonly isProbed?: boolean;
}

export interface BenchEnvironment {
  readonly slack: FakeSlack;
  readonly aws: FakeAws;
  readonly bot: Running;
  /** A channel of its own: each takes about one post a second. */
  openChannel(name: string): string;
  /** Moves the clock of the bot and the fakes. */
  advanceClock(milliseconds: number): void;
  close(): Promise<void>;
}

export async function startEnvironment({
  mode,
  latencyMs = 0,
  deploySeconds = 3_600,
  isProbed = false,
  extraDistributions = 0,
  hasRest = false,
}: BenchOptions): Promise<BenchEnvironment> {
  const clockAndDns = new ClockAndDns();
  const now = () => clockAndDns.now();
  const slack = await startSlack({ mode, now });
  const aws = await startAws({ seed: createAccountSeed(new Date()), deploySeconds, now: () => new Date(now()) });
  growAccount(aws, extraDistributions);
  const { SLACK_ANNOUNCE_CHANNEL: _quiet, ...rest } = restEnvironment(aws, 'C0NOBODY0000');
  const bot = await run('bot', { ...botEnvironment(slack, aws, mode), ...(hasRest ? rest : {}) }, { isProbed });
  slack.settings.botUrl = `http://127.0.0.1:${bot.port}/slack/events`;
  slack.settings.latencyMs = latencyMs;
  aws.faults.latencyMs = latencyMs;
  const program = {
    slack,
    aws,
    edge: undefined,
    replicas: [],
    point: () => undefined,
    now: Date.now,
    pointAt: () => undefined,
    startReplica: fail,
    spawnReplica: fail,
    close: fail,
  };
  return {
    slack,
    aws,
    bot,
    openChannel: (name) => openChannel(program, `C0${name.toUpperCase().padStart(9, '0')}`),
    advanceClock: (milliseconds) => {
      clockAndDns.advanceClock(milliseconds);
      bot.child.send({ ...clockAndDns.state });
    },
    close: async () => {
      await bot.end();
      await Promise.all([slack.close(), aws.close()]);
    },
  };
}

/** The bot reads the account in the background, a page after the other. */
export async function waitForIndex({ aws }: Pick<BenchEnvironment, 'aws'>): Promise<void> {
  const pages = Math.ceil(aws.store.distributions.size / 100);
  while (aws.calls.list('ListDistributions').filter(({ status }) => status === 200).length < pages) await pause(50);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function fail(): Promise<never> {
  throw new Error('this environment has one bot, and is closed as a whole');
}

const timeoutMs = 60_000;

/** Resolves with the first message that is posted in the channel and is wanted, at the moment of its post. */
export function waitForPost(
  { slack }: Pick<BenchEnvironment, 'slack'>,
  channel: string,
  isWanted: (message: { readonly metadata?: Readonly<Record<string, unknown>> }) => boolean,
): Promise<{ readonly ts: string; readonly at: number }> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`nothing was posted in ${channel}`)), timeoutMs);
    const stop = slack.subscribe((change) => {
      if (change.type !== 'message_posted' || change.channel !== channel || !isWanted(change.message)) return;
      stop();
      clearTimeout(timer);
      resolve({ ts: change.message.ts, at: performance.now() });
    });
  });
}

/** Types the command; the card's timestamp and the milliseconds until it stood in the channel. */
export async function requestCard(environment: BenchEnvironment, channel: string, domain: string) {
  const posted = waitForPost(environment, channel, ({ metadata }) => metadata?.event_type === 'cf_clone');
  const started = performance.now();
  const text = `${domain} new-origin.example.net EREFERENCE0001`;
  const sent = await environment.slack.command({ user: people.ana, channel, text });
  if (!sent.ok) throw new Error(`the command was not acknowledged: ${sent.error}`);
  const { ts, at } = await posted;
  return { ts, milliseconds: at - started };
}

/** Presses Approve; the milliseconds until the thread had the ID. */
export async function approveCard(environment: BenchEnvironment, channel: string, ts: string) {
  const posted = waitForPost(environment, channel, ({ metadata }) => metadata?.event_type === 'cf_clone_result');
  const started = performance.now();
  const sent = await environment.slack.click({ user: people.bo, channel, ts, action_id: 'cf_clone_approve' });
  if (!sent.ok) throw new Error(`the click was not acknowledged: ${sent.error}`);
  const { at } = await posted;
  return { milliseconds: at - started };
}

/** A call as the fakes saw it; `start` in milliseconds since 1970. */
export interface SeenCall {
  readonly name: string;
  readonly start: number;
  readonly milliseconds: number;
  /** Slack: the channel, where there is one. AWS: the path, which names the distribution. */
  readonly about: string;
}

/** Every call, in the order of the starts. */
export function listCalls({ slack, aws }: Pick<BenchEnvironment, 'slack' | 'aws'>): SeenCall[] {
  const toSlack = slack.calls.all().map(({ method, args, at, ms }) => ({
    name: method,
    start: Date.parse(at),
    milliseconds: ms,
    about: String(args.channel ?? ''),
  }));
  const toAws = aws.calls.list().map(({ operation, input, at, ms }) => ({
    name: operation,
    start: Date.parse(at),
    milliseconds: ms,
    about: input.path,
  }));
  return [...toSlack, ...toAws].sort((a, b) => a.start - b.start);
}

/** The account stays as large as it was. */
export function forgetClones({ aws }: Pick<BenchEnvironment, 'aws'>): void {
  for (const { id } of aws.store.created()) aws.store.distributions.delete(id);
}

export function forgetCalls({ slack, aws }: Pick<BenchEnvironment, 'slack' | 'aws'>): void {
  slack.calls.clear();
  aws.calls.clear();
}
