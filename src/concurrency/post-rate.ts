// Rate limit for posts: Slack takes about one post per second and channel, with short bursts. Posts wait for their turn, so
// that Slack does not refuse them with 429. https://docs.slack.dev/apis/web-api/rate-limits ("Posting messages"). The
// algorithm is the generic cell rate algorithm.
import type { Pause } from '../clone/ports.js';

/** Resolves when the next one of this key may go. */
export type WaitForTurn = (key: string) => Promise<void>;

export interface Rate {
  /** Milliseconds a message. */
  readonly every: number;
  /** So many may go at once after a silence. */
  readonly burst: number;
}

export const postRate: Rate = { every: 1_000, burst: 8 };

export function createPostRate({ every, burst }: Rate, now: () => Date, pause: Pause): WaitForTurn {
  /** When each key's account is level again. */
  const level = new Map<string, number>();
  return async (key) => {
    const time = now().getTime();
    for (const [other, at] of level) if (at <= time) level.delete(other);
    const before = Math.max(level.get(key) ?? time, time);
    level.set(key, before + every);
    const wait = before - time - (burst - 1) * every;
    if (wait > 0) await pause(wait);
  };
}
