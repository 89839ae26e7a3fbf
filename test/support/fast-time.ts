// Time that passes faster, for a child process and the fakes it talks to: nothing is left out, only the waiting is
// shorter.
import { join } from 'node:path';

export interface FastTime {
  /** Milliseconds since 1970, for the fakes. */
  readonly now: () => number;
  /** So many seconds pass in one second of the machine. */
  readonly speed: number;
  /** For `node`, before the program. */
  readonly execArgv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export function createFastTime(speed = 1): FastTime {
  const startMs = Date.now();
  return {
    now: () => startMs + (Date.now() - startMs) * speed,
    speed,
    execArgv: speed === 1 ? [] : ['--require', join(__dirname, 'fast-time-preload.cjs')],
    env: speed === 1 ? {} : { TEST_TIME: JSON.stringify({ speed, startMs }) },
  };
}
