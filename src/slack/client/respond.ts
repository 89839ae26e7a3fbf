// Answers that one person alone sees, through the response_url of what they just did: five uses within 30 minutes.
// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses

import type { Pause } from '../../clone/ports.js';
import { retry } from '../../concurrency/retry.js';
import type { Purpose } from '../../messages/refusal.js';
import type { Log } from '../../observability/log.js';
import { explainInSlack } from '../messages.js';
import type { Refusal } from '../outcomes.js';
import type { Block } from './web-api.js';

export interface PrivateMessage {
  /** Mrkdwn, escaped by the caller. */
  readonly text: string;
  readonly blocks?: readonly Block[];
  /** Takes the place of the answer that the person acted on, or of the one before. */
  readonly isReplacing?: boolean;
  /**
   * Stays until the next answer. Slack replaces and removes only what the person clicked: after a command, the next
   * answer may appear below this one instead, so the text has to stay true. It is tried once, to leave uses for the
   * answer. https://github.com/slackapi/bolt-python/issues/1268, https://github.com/slackapi/bolt-js/issues/959
   */
  readonly isTemporary?: boolean;
}

/** Takes the temporary message away. Without one, nothing happens. */
export interface Removal {
  readonly isRemoval: true;
}

/** Tells one person something; a string is a text alone. */
export type Respond = (message: string | PrivateMessage | Removal) => Promise<void>;

const timeoutMs = 8_000;
/** An answer waits for the temporary message before it, so that the two appear in order. */
const temporaryTimeoutMs = 3_000;
/** Before each further attempt, unless Slack names another time. */
const retryDelaysMs = [1_000, 2_000];
const minRetryAfterMs = 1_000;
/** Somebody is waiting for the answer; later than this it is of no use. */
const maxRetryAfterMs = 60_000;

/** `threadTs`: the thread in which the person clicked. Without it, Slack shows the answer in the channel. */
export function createRespond(responseUrl: string, log: Log, pause: Pause, threadTs?: string): Respond {
  let temporary: Promise<unknown> | undefined;

  return async (message) => {
    if (typeof message !== 'string' && 'isRemoval' in message) return remove();
    const given: PrivateMessage = typeof message === 'string' ? { text: message } : message;
    if (given.isTemporary) {
      temporary = send(responseUrl, write(given, given.isReplacing ?? false, threadTs), log, temporaryTimeoutMs);
      await temporary;
      return;
    }
    const isReplacing = (given.isReplacing ?? false) || temporary !== undefined;
    await takeTemporary();
    const body = write(given, isReplacing, threadTs);
    const { kind } = await retry(() => send(responseUrl, body, log, timeoutMs), {
      delaysMs: retryDelaysMs,
      isRetryable: (result) => result.kind === 'failed' && (result.retryAfterMs ?? 0) <= maxRetryAfterMs,
      readRetryAfterMs: (result) => (result.kind === 'failed' ? result.retryAfterMs : undefined),
      pause,
    });
    if (kind === 'failed') log.warn('an answer for one person was given up');
  };

  /** Resolves once Slack has, or has refused, the temporary message; undefined where there is none. */
  async function takeTemporary(): Promise<unknown> {
    const sent = temporary;
    temporary = undefined;
    return sent;
  }

  async function remove(): Promise<void> {
    if (await takeTemporary()) await send(responseUrl, JSON.stringify({ delete_original: true }), log, timeoutMs);
  }
}

function write({ text, blocks }: PrivateMessage, isReplacing: boolean, threadTs: string | undefined): string {
  return JSON.stringify({
    response_type: 'ephemeral',
    replace_original: isReplacing,
    text,
    ...(blocks ? { blocks } : {}),
    // A replaced answer stays where it is.
    ...(threadTs !== undefined && !isReplacing ? { thread_ts: threadTs } : {}),
  });
}

/** `failed`: another attempt may help, after as long as Slack says. */
type SendResult =
  | { readonly kind: 'sent' | 'refused' }
  | { readonly kind: 'failed'; readonly retryAfterMs?: number | undefined };

async function send(responseUrl: string, body: string, log: Log, maxWaitMs: number): Promise<SendResult> {
  try {
    const answer = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      signal: AbortSignal.timeout(maxWaitMs),
      // The address is a secret of this one person's, and Slack does not redirect it: nobody else gets the answer.
      redirect: 'manual',
    });
    await answer.body?.cancel();
    if (answer.ok) return { kind: 'sent' };
    log.warn({ status: answer.status }, 'Slack did not take an answer for one person');
    if (answer.status < 500 && answer.status !== 429) return { kind: 'refused' };
    return { kind: 'failed', retryAfterMs: readRetryAfterMs(answer.headers) };
  } catch (error) {
    log.warn({ err: error }, 'an answer for one person could not be sent');
    return { kind: 'failed' };
  }
}

/** Slack gives seconds (https://docs.slack.dev/apis/web-api/rate-limits). */
function readRetryAfterMs(headers: Headers): number | undefined {
  const seconds = /^\d+$/.exec(headers.get('retry-after') ?? '')?.[0];
  return seconds === undefined ? undefined : Math.max(Number(seconds) * 1_000, minRetryAfterMs);
}

export function respondWithRefusal(respond: Respond, refusal: Refusal, purpose?: Purpose): Promise<void> {
  return respond(`:no_entry: ${explainInSlack(refusal, purpose)}`);
}
