// The bundle of the Lambda as its runtime would hold it: alone in a folder, in a process of its own, with the variables
// that deploy/template.yml sets; and the fakes that it talks to.
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipelineClient } from '../../sandbox/fakes/aws/people.js';
import type { FakeAws } from '../../sandbox/fakes/aws/server.js';
import type { FakeSlack } from '../../sandbox/fakes/slack/server.js';
import { root } from './cloudformation.js';
import { channel } from './program.js';
import { asFields, type Fields } from './slack-wire.js';

export const bundle = join(root, 'dist', 'lambda.js');

export interface Lambda {
  /** What it wrote to its log. */
  readonly lines: readonly Fields[];
  /** Sends an event; resolves with the answer, rejects with what the function threw. */
  invoke(event: unknown): Promise<Fields>;
  /** Its time of day from the next event on, in milliseconds beside the machine's. */
  setClock(offset: number): void;
  stop(): Promise<void>;
}

/** What the template sets; the test of the template's variables holds the names to it. */
export function templateEnvironment(slack?: FakeSlack): Record<string, string> {
  return {
    COGNITO_USER_POOL_ID: 'us-east-1_cfclone01',
    COGNITO_ALLOWED_GROUPS: 'cdn-operators',
    REQUIRE_SECOND_PERSON: 'false',
    COGNITO_API_SCOPES: 'cfclone/write',
    COGNITO_API_CLIENT_IDS: pipelineClient.id,
    LOG_LEVEL: 'info',
    ...(slack ? { SLACK_ANNOUNCE_CHANNEL: channel, SLACK_BOT_TOKEN: slack.settings.botToken } : {}),
  };
}

/** What Lambda itself sets, and where the fakes are. */
export function runtimeEnvironment(aws: FakeAws, slack?: FakeSlack): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_SESSION_TOKEN: 'example',
    AWS_LAMBDA_FUNCTION_NAME: 'cf-clone',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ENDPOINT_URL: aws.url,
    COGNITO_JWKS_URI: aws.jwksUri,
    ...(slack ? { SLACK_API_URL: slack.apiUrl } : {}),
  };
}

/**
 * Starts a copy of the bundle that has nothing beside it. Its clock and its public DNS are the test's, and it loads the
 * given files first.
 */
export function startLambda(env: Readonly<Record<string, string>>, preloads: readonly string[] = []): Lambda {
  const folder = mkdtempSync(join(tmpdir(), 'cf-clone-lambda-'));
  const file = join(folder, 'lambda.js');
  copyFileSync(bundle, file);
  const child = fork(join(__dirname, 'lambda-runner.cjs'), [file], {
    cwd: folder,
    env: { ...env },
    execArgv: [join(root, 'sandbox', 'run', 'preload.cjs'), ...preloads].flatMap((file) => ['--require', file]),
    silent: true,
  });
  const lines: Fields[] = [];
  const raw: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => raw.push(line) && keep(lines, line));
  }
  const exited = once(child, 'exit');
  let offset = 0;
  return {
    lines,
    invoke: (event) => ask(child, { id: randomUUID(), event, milliseconds: 180_000, offset, records: {} }, raw),
    setClock: (moved) => {
      offset = moved;
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ask(child: ChildProcess, message: Fields, raw: readonly string[]): Promise<Fields> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      child.off('message', take);
      child.off('exit', leave);
    };
    const take = (given: unknown): void => {
      const { id, answer, error } = asFields(given);
      if (id !== message.id) return;
      end();
      if (error === undefined) resolve(answer === undefined ? {} : asFields(answer));
      else reject(new Error(String(error)));
    };
    const leave = (code: number | null): void => {
      end();
      reject(new Error(`the function left with ${code}:\n${raw.join('\n')}`));
    };
    child.on('message', take);
    child.on('exit', leave);
    child.send(message);
  });
}

function keep(lines: Fields[], line: string): void {
  if (line.startsWith('{')) lines.push(asFields(JSON.parse(line)));
}
