// `npm run check:aws` as somebody runs it, with the built program: its exit codes, what it prints, and what is left after
// an interruption.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type FakeAws, startAws } from '../../sandbox/fakes/aws/server.js';
import { checkedAccount, checkedDomain, checkedSeed } from '../support/aws-check.js';
import { createFastTime } from '../support/fast-time.js';

jest.setTimeout(120_000);

const root = join(__dirname, '..', '..');
const time = createFastTime(100);
const secret = 'a-secret-access-key';

let aws: FakeAws;
const children = new Set<ChildProcess>();
beforeEach(async () => {
  aws = await startAws({ now: () => new Date(time.now()), seed: checkedSeed, deploySeconds: 120 });
});
afterEach(async () => {
  jest.restoreAllMocks();
  for (const child of children) signalGroup(child, 'SIGKILL');
  children.clear();
  await aws.close();
});

function start(...args: string[]) {
  const program = ['--import', 'tsx', ...time.execArgv, join('scripts', 'check-aws', 'main.ts'), ...args];
  return startProcess(process.execPath, program, time.env);
}

/**
 * As in a terminal: a group of processes, which a Ctrl-C reaches all at once. Bash gives its place to the program, so npm
 * passes the signal on to it (other shells stay between them). In the machine's own time.
 */
function startByNpm(...args: string[]) {
  const options = ['--silent', '--ignore-scripts', '--script-shell=bash'];
  return startProcess('npm', ['run', ...options, 'check:aws', '--', ...args], {});
}

function startProcess(command: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(command, args, {
    cwd: root,
    detached: true,
    env: {
      PATH: process.env.PATH ?? '',
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: secret,
      AWS_REGION: 'eu-west-1',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]).then(
    ([[code], stdout, stderr]) => ({ code: code === null ? null : Number(code), stdout, stderr }),
  );
  return { child, ended };
}

const check = () => start('--account', checkedAccount, '--domain', checkedDomain);

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It ended already.
  }
}

/** Sends the signal once so many creates have been answered. */
function signalAfter(creates: number, child: ChildProcess, signal: NodeJS.Signals): void {
  const record = aws.calls.record.bind(aws.calls);
  jest.spyOn(aws.calls, 'record').mockImplementation((call) => {
    record(call);
    const isCreate = call.operation === 'CreateDistributionWithTags';
    if (isCreate && aws.calls.list(call.operation).length === creates) signalGroup(child, signal);
  });
}

test('an account that answers like the fake: everything is the same, and nothing is left', async () => {
  const { code, stdout, stderr } = await check().ended;
  expect(stdout).toMatch(/\d\d same, 0 differ, 0 failed, \d+ measured\n$/);
  expect(code).toBe(0);
  expect(aws.store.created()).toEqual([]);
  expect(stdout + stderr).not.toContain(secret);
});

test('a difference is its exit code', async () => {
  aws.store.isAliasCheckedFirst = true;
  const { code, stdout } = await check().ended;
  expect(stdout).toMatch(/^differs {2}order .*AWS: CNAMEAlreadyExists 409/m);
  expect(code).toBe(1);
  expect(aws.store.created()).toEqual([]);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it, deletes everything, and tells so', async (signal) => {
  const { child, ended } = check();
  signalAfter(2, child, signal);
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(130);
  expect(stdout).toMatch(/^ok {7}cleanup /m);
  expect(stderr).toContain('Stopping.');
  expect(aws.store.created()).toEqual([]);
});

test('a second signal ends the clean-up, and tells how to go on', async () => {
  aws.store.deploySeconds = 1_200;
  const { child, ended } = check();
  signalAfter(1, child, 'SIGINT');
  child.stderr.on('data', (chunk: Buffer) => {
    if (chunk.toString().includes('Ctrl-C again')) child.kill('SIGINT');
  });
  const { code, stderr } = await ended;
  expect(code).toBe(130);
  expect(stderr).toContain('--clean');
});

test('a single Ctrl-C under npm, which passes it on once more, deletes everything', async () => {
  aws.store.deploySeconds = 0;
  const { child, ended } = startByNpm('--account', checkedAccount, '--domain', checkedDomain);
  signalAfter(1, child, 'SIGINT');
  const { code, stdout, stderr } = await ended;
  expect(stderr.match(/Stopping\./g)).toHaveLength(1);
  expect(stderr).not.toContain('--clean');
  expect(stdout).toMatch(/^ok {7}cleanup /m);
  expect(code).toBe(130);
  expect(aws.store.created()).toEqual([]);
});

test('what a killed run left, --clean deletes, and creates nothing', async () => {
  const { child, ended } = check();
  signalAfter(3, child, 'SIGKILL');
  expect((await ended).code).toBeNull();
  expect(aws.store.created().length).toBeGreaterThan(0);
  jest.restoreAllMocks();
  const before = aws.calls.list('CreateDistributionWithTags').length;
  const { code, stdout } = await start('--account', checkedAccount, '--clean').ended;
  expect(stdout).toMatch(/^ok {7}cleanup {2}distributions of earlier runs {2}\d+ deleted/m);
  expect(code).toBe(0);
  expect(aws.store.created()).toEqual([]);
  expect(aws.calls.list('CreateDistributionWithTags')).toHaveLength(before);
});

test('another account, and arguments that are not known: nothing is created', async () => {
  const other = await start('--account', '210987654321', '--domain', checkedDomain).ended;
  expect(other.code).toBe(2);
  expect(other.stdout).toContain('the credentials belong to another account');
  const unknown = await start('--force').ended;
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('Usage: ');
  expect(aws.calls.list('CreateDistributionWithTags')).toEqual([]);
});
