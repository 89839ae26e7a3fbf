// The programs that are measured, as child processes: the built bot, and what it is compared with: a bare Bolt app, and the
// published function that clones.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(__dirname, '..');
const preload = join(root, 'sandbox', 'run', 'preload.cjs');
/** DNS answers at once and the same on every machine. */
const publicNetwork = join(root, 'sandbox', 'run', 'public-network.cjs');
const probe = join(__dirname, 'probe.cjs');

export const programs = {
  bot: join(root, 'dist', 'main.js'),
  bare: join(__dirname, 'bare-app.cjs'),
  published: join(__dirname, 'published-lambda.cjs'),
} as const;
export type ProgramName = keyof typeof programs;
/** What a figure compares. */
export type BotOrBare = Exclude<ProgramName, 'published'>;

export interface Running {
  readonly child: ChildProcess;
  readonly port: number;
  /** Milliseconds from the spawn to the line that says so. */
  readonly startedIn: number;
  /** Warnings and errors that it wrote. */
  readonly troubles: readonly string[];
  end(): Promise<void>;
}

/** Starts a program and resolves once it says that it is ready. `probed`: with the sandbox's clock and a look at its heap. */
export async function run(
  name: ProgramName,
  env: Readonly<Record<string, string>>,
  { isProbed = false } = {},
): Promise<Running> {
  const started = performance.now();
  const probed = isProbed ? ['--expose-gc', '--require', preload, '--require', probe] : [];
  const options = ['--require', publicNetwork, ...probed];
  const child = spawn(process.execPath, [...options, programs[name]], {
    cwd: root,
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('what the program writes cannot be read');
  const gone = once(child, 'exit');
  const raw: string[] = [];
  const troubles: string[] = [];
  createInterface({ input: stderr }).on('line', (line) => raw.push(line));
  const port = await new Promise<number>((resolve, reject) => {
    gone.then(() => reject(new Error(`${name} left before it was ready:\n${raw.join('\n')}`)), reject);
    createInterface({ input: stdout }).on('line', (line) => {
      if (/"level":"(?:warn|error|fatal)"/.test(line)) troubles.push(line);
      const ready = /"msg":"cf-clone is ready".*/.exec(line) && /"port":(\d+)/.exec(line);
      if (ready) resolve(Number(ready[1]));
    });
  });
  return {
    child,
    port,
    startedIn: performance.now() - started,
    troubles,
    end: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Megabytes of memory that a process holds now. */
export function readResident({ child }: Pick<Running, 'child'>): number {
  const status = `/proc/${child.pid}/status`;
  if (!existsSync(status)) throw new Error('resident memory is read from /proc: run this on Linux');
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]) / 1_024;
}

/** Bytes of the heap that are in use after everything dead was collected; needs a probed program. */
export async function readHeap({ child }: Pick<Running, 'child'>): Promise<number> {
  const answer = once(child, 'message');
  child.kill('SIGUSR2');
  const [heap] = await answer;
  return Number(heap);
}
