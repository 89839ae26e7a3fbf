// The built program as a child process: its environment, how it is started, and what it logs.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipelineClient } from '../../sandbox/fakes/aws/people.js';
import type { FakeAws } from '../../sandbox/fakes/aws/server.js';
import type { FakeSlack } from '../../sandbox/fakes/slack/server.js';
import { createFastTime, type FastTime } from './fast-time.js';

const root = join(__dirname, '..', '..');

export interface Replica {
  readonly process: ChildProcess;
  readonly port: number;
  readonly lines: readonly Record<string, unknown>[];
  /** Changes what public DNS says: CNAME records by name. */
  setDnsRecords(records: Readonly<Record<string, string>>): void;
  /** Asks it to stop and resolves with its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** A process that was started, whether or not it gets ready. */
export type SpawnedReplica = Replica & { readonly whenReady: Promise<number> };

export function botEnvironment(slack: FakeSlack, aws: FakeAws, mode: 'http' | 'socket'): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    SLACK_BOT_TOKEN: slack.settings.botToken,
    ...(mode === 'http'
      ? { SLACK_SIGNING_SECRET: slack.settings.signingSecret }
      : { SLACK_APP_TOKEN: slack.settings.appToken }),
    SLACK_API_URL: slack.apiUrl,
    COGNITO_USER_POOL_ID: 'us-east-1_cfclone01',
    COGNITO_ALLOWED_GROUPS: 'cdn-operators',
    // Tests of the verification turn it on; all others have threads without it.
    VERIFY_PATH: 'off',
    // Its calls would meet the faults that a test sets.
    CHECK_PERMISSIONS: 'false',
    PORT: '0',
    HOST: '127.0.0.1',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_REGION: 'eu-west-1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

export function restEnvironment(aws: FakeAws, channel: string): Record<string, string> {
  return {
    COGNITO_API_CLIENT_IDS: pipelineClient.id,
    COGNITO_API_SCOPES: 'cfclone/write',
    COGNITO_JWKS_URI: aws.jwksUri,
    SLACK_ANNOUNCE_CHANNEL: channel,
  };
}

/** Starts the built program and resolves once it says that it is ready; rejects with what it printed otherwise. */
export async function startProcess(env: Record<string, string>, time?: FastTime): Promise<Replica> {
  const { whenReady, ...replica } = spawnProcess(env, time);
  return { ...replica, port: await whenReady };
}

/** Its DNS answers without a network, and it connects to this machine alone. */
const publicNetwork = ['--require', join(root, 'test', 'support', 'dns-preload.cjs')];

/** Starts the built program; `port` is the one in the environment until it says which it has. */
export function spawnProcess(env: Record<string, string>, time = createFastTime()): SpawnedReplica {
  // As `npm start` does.
  const program = ['--max-semi-space-size=8', ...publicNetwork, ...time.execArgv, join(root, 'dist', 'main.js')];
  const child = spawn(process.execPath, program, {
    cwd: root,
    env: { ...env, ...time.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('the program has no output');
  const lines: Record<string, unknown>[] = [];
  const raw: string[] = [];
  createInterface({ input: stderr }).on('line', (line) => raw.push(line));
  const exited = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null));
  const whenReady = new Promise<number>((resolve, reject) => {
    createInterface({ input: stdout }).on('line', (line) => {
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
    setDnsRecords: (records) => {
      if (child.connected) child.send({ records }, () => undefined);
    },
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return exited;
    },
  };
}
