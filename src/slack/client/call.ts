// One call of Slack's Web API: what its failure means, which calls are tried again, and how long each attempt took.
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import type { Pause } from '../../clone/ports.js';
import { retry } from '../../concurrency/retry.js';

/** Slack's answer to a call, or why there is none. `lost`: nobody can tell whether the call was carried out. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly lost: boolean;
      readonly error: string;
      /** Seconds that Slack asks to wait (HTTP 429). */
      readonly retryAfter?: number;
    };

/** The methods that the bot calls; a closed list, because they name its figures. */
export type SlackMethod =
  | 'auth.test'
  | 'chat.delete'
  | 'chat.postMessage'
  | 'chat.update'
  | 'conversations.history'
  | 'conversations.info'
  | 'conversations.replies'
  | 'users.conversations'
  | 'users.info'
  | 'views.publish';

export type SlackResult = 'ok' | 'error' | 'rate_limited' | 'lost';

/** Starts timing one try; what it returns ends it. */
export type TimeSlackCall = (method: SlackMethod) => (result: SlackResult) => void;

export interface CallOptions {
  readonly kind: 'read' | 'edit' | 'post' | 'hurried post';
  readonly method: SlackMethod;
  /** A wait of our own before each try; Slack is not to blame for it, so it is not timed. */
  readonly before?: () => Promise<void>;
}

export type Call = <T>(options: CallOptions, work: () => Promise<T>) => Promise<Answer<T>>;

const maxRateLimitSeconds = 60;
/** Before each further attempt after a lost answer. */
const retryDelaysMs = [500, 1_000, 1_500];

export function createCall(pause: Pause, time: TimeSlackCall): Call {
  return <T>({ kind, method, before }: CallOptions, work: () => Promise<T>) => {
    const attempt = async (): Promise<Answer<T>> => {
      if (before) await before();
      const end = time(method);
      try {
        const value = await work();
        end('ok');
        return { ok: true, value };
      } catch (error) {
        const failure = explainFailure(error);
        end(classify(failure));
        return { ok: false, ...failure };
      }
    };
    return retry(attempt, {
      delaysMs: retryDelaysMs,
      isRetryable: (answer) => {
        if (answer.ok) return false;
        if (answer.retryAfter === undefined) return answer.lost && (kind === 'read' || kind === 'edit');
        return kind !== 'hurried post' && answer.retryAfter <= maxRateLimitSeconds;
      },
      readRetryAfterMs: (answer) =>
        answer.ok || answer.retryAfter === undefined ? undefined : answer.retryAfter * 1_000,
      pause,
    });
  };
}

interface Failure {
  readonly lost: boolean;
  readonly error: string;
  readonly retryAfter?: number;
}

function explainFailure(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) {
    return { lost: false, error: 'rate_limited', retryAfter: error.retryAfter };
  }
  if (error instanceof WebAPIPlatformError) return { lost: false, error: error.data.error };
  const name = error instanceof Error ? error.name : 'unknown';
  return { lost: true, error: name };
}

function classify({ lost, retryAfter }: Failure): Exclude<SlackResult, 'ok'> {
  if (retryAfter !== undefined) return 'rate_limited';
  return lost ? 'lost' : 'error';
}
