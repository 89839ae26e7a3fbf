// Slack's rate limits, one paced queue per method. https://docs.slack.dev/apis/web-api/rate-limits: limits count per
// method, workspace, and app. A 429 with Retry-After holds the method for all callers.
import type { Pause } from '../../clone/ports.js';
import { createPacedQueue, type Pace, type PacedQueue } from '../../concurrency/paced-queue.js';
import { readPriority } from '../../concurrency/priority.js';
import type { SlackMethod } from './methods.js';

/** Calls per minute that Slack allows at least, from the page of each method. */
const tier3 = 50;
const tier4 = 100;

const maxCallsPerMinute = {
  // "Special": Slack names no figure.
  'auth.test': tier4,
  'chat.delete': tier3,
  'chat.postEphemeral': tier4,
  // "Several hundred messages per minute" for the whole workspace.
  'chat.postMessage': 300,
  'chat.update': tier3,
  'conversations.history': tier3,
  'conversations.info': tier3,
  'conversations.replies': tier3,
  // With the two calls before it: files.getUploadURLExternal has the same tier, and the upload itself has none.
  'files.completeUploadExternal': tier4,
  'users.conversations': tier3,
  'users.info': tier4,
  'views.open': tier4,
  'views.publish': tier4,
  'views.update': tier4,
} as const satisfies Record<SlackMethod, number>;

/**
 * "1 per second" and channel, with "short bursts"; Slack names no figure for the burst. A little slower, because calls that
 * leave a second apart can arrive closer together.
 */
const channelPace: Pace = { intervalMs: 1_100, burst: 4, reserved: 2 };

/** The burst and the steady rate together stay below the limit in any minute, with room for calls that arrive unevenly. */
export function toPace(maxPerMinute: number): Pace {
  const burst = Math.floor(maxPerMinute * 0.2);
  return { burst, reserved: Math.floor(burst / 2), intervalMs: Math.ceil(60_000 / (maxPerMinute * 0.75)) };
}

export interface SlackQueues {
  /** Resolves when a call of the method may go. `channel`: where a post goes to. */
  waitForTurn(method: SlackMethod, channel?: string): Promise<void>;
  /** Slack asked to wait (HTTP 429). */
  hold(method: SlackMethod, milliseconds: number): void;
  /** Milliseconds for which Slack asked the callers of the method to wait. */
  readHoldMs(method: SlackMethod): number;
}

export function createSlackQueues(now: () => Date, pause: Pause): SlackQueues {
  const methods = new Map<SlackMethod, PacedQueue>();
  const channels = new Map<string, PacedQueue>();

  function queueOf(method: SlackMethod): PacedQueue {
    const queue = methods.get(method) ?? createPacedQueue(toPace(maxCallsPerMinute[method]), now, pause);
    methods.set(method, queue);
    return queue;
  }

  function queueOfChannel(channel: string): PacedQueue {
    for (const [id, queue] of channels) if (id !== channel && queue.isIdle()) channels.delete(id);
    const queue = channels.get(channel) ?? createPacedQueue(channelPace, now, pause);
    channels.set(channel, queue);
    return queue;
  }

  return {
    async waitForTurn(method, channel) {
      const priority = readPriority();
      if (channel !== undefined) await queueOfChannel(channel).waitForTurn(priority);
      await queueOf(method).waitForTurn(priority);
    },
    hold: (method, milliseconds) => queueOf(method).hold(milliseconds),
    readHoldMs: (method) => queueOf(method).readHoldMs(),
  };
}
