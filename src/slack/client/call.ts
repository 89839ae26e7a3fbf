// One call of Slack's Web API: what its failure means, which calls are tried again, and how long each attempt took.
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import type { Pause } from '../../clone/ports.js';
import { retry } from '../../concurrency/retry.js';
import type { SlackMethod } from './methods.js';
import type { SlackQueues } from './rate-limits.js';

/** Slack's answer to a call, or why there is none. `lost`: nobody can tell whether the call was carried out. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly lost: boolean;
      readonly error: string;
      /** Seconds that Slack asks to wait (HTTP 429). */
      readonly retryAfter?: number;
      /** Why Slack refuses blocks, in its own words. */
      readonly reasons?: readonly string[];
    };

export type SlackResult = 'ok' | 'error' | 'rate_limited' | 'lost';

/** Starts timing one try; what it returns ends it. */
export type TimeSlackCall = (method: SlackMethod) => (result: SlackResult) => void;

export interface CallOptions {
  readonly kind: 'read' | 'edit' | 'post' | 'hurried post';
  readonly method: SlackMethod;
  /** Where a post goes to: Slack limits posts per channel, too. */
  readonly channel?: string;
}

export type Call = <T>(options: CallOptions, work: () => Promise<T>) => Promise<Answer<T>>;

const maxRateLimitSeconds = 60;
/** Before each further attempt after a lost answer. */
const retryDelaysMs = [500, 1_000, 1_500];

export function createCall(queues: SlackQueues, pause: Pause, time: TimeSlackCall): Call {
  return <T>({ kind, method, channel }: CallOptions, work: () => Promise<T>) => {
    const attempt = async (): Promise<Answer<T>> => {
      const heldMs = queues.readHoldMs(method);
      if (heldMs > maxRateLimitSeconds * 1_000) return toRateLimited(Math.ceil(heldMs / 1_000));
      // Its own wait is not Slack's to answer for, so it is not timed.
      await queues.waitForTurn(method, channel);
      const end = time(method);
      try {
        const value = await work();
        end('ok');
        return { ok: true, value };
      } catch (error) {
        const failure = explainFailure(error);
        end(classify(failure));
        if (failure.retryAfter !== undefined) queues.hold(method, failure.retryAfter * 1_000);
        return { ...failure, ok: false };
      }
    };
    return retry(attempt, {
      delaysMs: retryDelaysMs,
      isRetryable: (answer) => {
        if (answer.ok) return false;
        if (answer.retryAfter === undefined) return answer.lost && (kind === 'read' || kind === 'edit');
        return kind !== 'hurried post' && answer.retryAfter <= maxRateLimitSeconds;
      },
      // The queue waits as long as Slack asks, for all callers of the method.
      readRetryAfterMs: (answer) => (answer.ok || answer.retryAfter === undefined ? undefined : 0),
      pause,
    });
  };
}

interface Failure {
  readonly lost: boolean;
  readonly error: string;
  readonly retryAfter?: number;
  readonly reasons?: readonly string[];
}

function toRateLimited(retryAfter: number) {
  return { ok: false, lost: false, error: 'rate_limited', retryAfter } as const;
}

function explainFailure(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) return toRateLimited(error.retryAfter);
  if (error instanceof WebAPIPlatformError) {
    const reasons = error.data.response_metadata?.messages;
    return { lost: false, error: error.data.error, ...(reasons ? { reasons } : {}) };
  }
  const name = error instanceof Error ? error.name : 'unknown';
  return { lost: true, error: name };
}

function classify({ lost, retryAfter }: Failure): Exclude<SlackResult, 'ok'> {
  if (retryAfter !== undefined) return 'rate_limited';
  return lost ? 'lost' : 'error';
}
