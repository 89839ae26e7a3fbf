// A queue that lets calls go at a steady rate, with a short burst after a silence. Calls that a person waits for go first:
// some places of the burst are kept for them. The algorithm is a token bucket, written as a generic cell rate algorithm.
import type { Pause } from '../clone/ports.js';
import type { Priority } from './priority.js';

export interface Pace {
  /** Milliseconds per call. */
  readonly intervalMs: number;
  /** So many may go at once after a silence. */
  readonly burst: number;
  /** Places of the burst that background work leaves to people. */
  readonly reserved: number;
}

export interface PacedQueue {
  /** Resolves when the call may go. */
  waitForTurn(priority: Priority): Promise<void>;
  /** Nobody goes for so many milliseconds, because the other side asked for it. */
  hold(milliseconds: number): void;
  /** Milliseconds for which the other side asked to wait, from now on. */
  readHoldMs(): number;
  /** Nothing waits, and the whole burst is free. */
  isIdle(): boolean;
}

export function createPacedQueue({ intervalMs, burst, reserved }: Pace, now: () => Date, pause: Pause): PacedQueue {
  /** When the whole burst is free again, in milliseconds since 1970. */
  let freeAt = 0;
  let heldUntil = 0;
  let waiting = 0;
  const lastTurn: Record<Priority, Promise<void>> = { person: Promise.resolve(), background: Promise.resolve() };

  /** A person needs one free place. Background work needs the reserved ones and one more, so it never overtakes. */
  async function takeTurn(priority: Priority): Promise<void> {
    const places = priority === 'person' ? burst : burst - reserved;
    let time = 0;
    for (;;) {
      time = Math.max(time, now().getTime());
      const waitMs = Math.max(freeAt - (places - 1) * intervalMs, heldUntil) - time;
      if (waitMs <= 0) break;
      await pause(waitMs);
      // Others may have gone meanwhile. The wait counts in any case, so that a clock that stands still ends nothing.
      time += waitMs;
    }
    freeAt = Math.max(freeAt, time) + intervalMs;
  }

  return {
    async waitForTurn(priority) {
      waiting++;
      const turn = lastTurn[priority].then(() => takeTurn(priority));
      lastTurn[priority] = turn;
      await turn;
      waiting--;
    },
    hold: (milliseconds) => {
      heldUntil = Math.max(heldUntil, now().getTime() + milliseconds);
    },
    readHoldMs: () => Math.max(0, heldUntil - now().getTime()),
    isIdle: () => waiting === 0 && Math.max(freeAt, heldUntil) <= now().getTime(),
  };
}
