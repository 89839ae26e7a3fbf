// `npm run sandbox` as a newcomer meets it, and its APIs as a website meets them. No browser is needed for this.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SandboxState } from '../../sandbox/run/views.js';
import { journeys, startSandboxForTests, until } from './support.js';

const root = join(__dirname, '..', '..');

describe('npm run sandbox', () => {
  let child: ChildProcess | undefined;
  afterEach(() => child?.kill('SIGKILL'));

  /** Starts it and waits for all that it prints. */
  async function start() {
    const started = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', '--port', '0'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child = started;
    let printed = '';
    started.stdout.on('data', (part: Buffer) => {
      printed += part.toString('utf8');
    });
    await until('the last line', () => printed.includes('Ctrl-C stops everything'), 10_000);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0] ?? '';
    // The sandbox's own answer has its own shape.
    const shown = (await (await fetch(`${url}/api/state`)).json()) as SandboxState;
    const bot = shown.trouble.bots[0]?.pid ?? 0;
    expect(isRunning(bot)).toBe(true);
    return { started, printed, url, bot };
  }

  test('prints the address, the people and three commands within ten seconds', async () => {
    const { printed, url } = await start();
    expect((await fetch(url)).status).toBe(200);
    for (const name of ['ana', 'bo', 'dev', 'guest', 'stranger', 'unverified', 'nomail'])
      expect(printed).toContain(name);
    expect(printed.match(/\/cf-clone \S+ \S+ EREF\w+/g)).toHaveLength(3);
  });

  test.each(['SIGINT', 'SIGKILL'] as const)('ended by %s it leaves nothing running', async (signal) => {
    const { started, url, bot } = await start();
    started.kill(signal);
    await once(started, 'exit');
    await until('the end of the bot', () => !isRunning(bot));
    await expect(fetch(url)).rejects.toThrow();
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

journeys('the control APIs of the fakes', () => {
  const sandboxTest = startSandboxForTests();

  test.each(['aws', 'slack'] as const)('%s refuses a page of some website, and a form of any page', async (which) => {
    const post = async (headers: Record<string, string>): Promise<number> => {
      const { url } = sandboxTest.sandbox[which];
      const answer = await fetch(`${url}/_control/reset`, { method: 'POST', body: '{}', headers });
      return answer.status;
    };
    const json = { 'content-type': 'application/json' };
    expect(await post({ ...json, origin: 'https://evil.example' })).toBe(403);
    expect(await post({ ...json, origin: 'null' })).toBe(403);
    expect(await post({ 'content-type': 'text/plain' })).toBe(403);
    expect(await post({ 'content-type': 'application/x-www-form-urlencoded' })).toBe(403);
    expect(await post({ ...json, origin: 'http://localhost:4000' })).toBe(200);
    expect(await post(json)).toBe(200);
  });
});
