// One running bot: the built program as a child process, its state and the last things it said.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ClockAndDnsState } from './clock-and-dns.js';
import { parse, readLogLine } from './log-lines.js';
import type { BotState, BotView, LogLine } from './views.js';

export const root = join(__dirname, '..', '..');
export const program = join(root, 'dist', 'main.js');
const preload = join(__dirname, 'preload.cjs');

const maxLines = 200;
const shownLines = 80;
const readyMessage = 'cf-clone is ready';

export class BotProcess {
  readonly id: number;
  readonly #child: ChildProcess;
  readonly #changed: () => void;
  readonly #lines: LogLine[] = [];
  readonly #startedAt = new Date();
  readonly #ready: Promise<void>;
  readonly #gone: Promise<void>;
  #state: BotState = 'starting';
  #port: number | undefined;
  #exit: string | undefined;

  constructor(id: number, env: Readonly<Record<string, string>>, changed: () => void) {
    this.id = id;
    this.#changed = changed;
    this.#child = spawn(process.execPath, ['--require', preload, program], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#gone = once(this.#child, 'exit').then(
      ([code, signal]) => this.#leave(code, signal),
      (error: unknown) => this.#leave(String(error), null),
    );
    this.#ready = new Promise((resolve, reject) => {
      this.#listen(resolve);
      this.#gone.then(() => reject(new Error(`the bot left with ${this.#exit}:\n${this.#lastWords()}`)));
    });
    // Whoever waits for it hears of a failure; a bot that nobody waits for shows it in its state.
    this.#ready.catch(() => undefined);
  }

  get state(): BotState {
    return this.#state;
  }

  get port(): number | undefined {
    return this.#port;
  }

  get isAlive(): boolean {
    return this.#state === 'starting' || this.#state === 'running' || this.#state === 'stopping';
  }

  /** Resolves once it takes commands; rejects with what it printed where it does not get so far. */
  whenReady(): Promise<void> {
    return this.#ready;
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (!this.isAlive) return;
    this.#state = 'stopping';
    this.#child.kill(signal);
    this.#changed();
    await this.#gone;
  }

  /** A bot that leaves at this moment does not hear it, and need not. */
  tell(clockAndDns: ClockAndDnsState): void {
    if (this.#child.connected) this.#child.send({ ...clockAndDns }, () => undefined);
  }

  show(): BotView {
    return {
      id: this.id,
      state: this.#state,
      ...(this.#child.pid !== undefined && { pid: this.#child.pid }),
      ...(this.#port !== undefined && { port: this.#port }),
      startedAt: this.#startedAt.toISOString(),
      ...(this.#exit !== undefined && { exit: this.#exit }),
      log: this.#lines.slice(-shownLines),
    };
  }

  #listen(ready: () => void): void {
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        this.#lines.push(readLogLine(line, new Date()));
        if (this.#lines.length > maxLines) this.#lines.shift();
        const fields = parse(line);
        if (fields?.msg === readyMessage && this.#state === 'starting') {
          this.#port = Number(fields.port);
          this.#state = 'running';
          ready();
        }
        this.#changed();
      });
    }
  }

  #leave(code: unknown, signal: unknown): void {
    this.#exit = signal ? String(signal) : `code ${String(code)}`;
    if (signal === 'SIGKILL') this.#state = 'killed';
    else if (this.#state === 'stopping' || code === 0) this.#state = 'stopped';
    else this.#state = 'failed';
    this.#changed();
  }

  #lastWords(): string {
    return this.#lines
      .slice(-20)
      .map(({ text }) => text)
      .join('\n');
  }
}
