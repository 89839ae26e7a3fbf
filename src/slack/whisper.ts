// Answers that one person alone sees, through the response_url of what they just did: five uses within 30 minutes.
// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
import type { Refusal } from '../clone/outcome.js';
import type { Log } from '../log.js';
import type { Block } from './api.js';
import { explainInSlack } from './mrkdwn.js';

export interface PrivateMessage {
  /** Mrkdwn, escaped by the caller. */
  readonly text: string;
  readonly blocks?: readonly Block[];
  /** Takes the place of the answer that the person acted on, or of the one before. */
  readonly isReplacing?: boolean;
}

/** Tells one person something; a string is a text alone. */
export type Whisper = (message: string | PrivateMessage) => Promise<void>;

const timeout = 8_000;
const tries = 3;

export function makeWhisper(responseUrl: string, log: Log): Whisper {
  return async (message) => {
    const {
      text,
      blocks,
      isReplacing = false,
    } = typeof message === 'string' ? { text: message, blocks: undefined } : message;
    const body = JSON.stringify({
      response_type: 'ephemeral',
      replace_original: isReplacing,
      text,
      ...(blocks ? { blocks } : {}),
    });
    for (let tried = 1; tried <= tries; tried++) {
      try {
        const answer = await fetch(responseUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body,
          signal: AbortSignal.timeout(timeout),
        });
        await answer.body?.cancel();
        if (answer.ok) return;
        log.warn({ status: answer.status }, 'Slack did not take an answer for one person');
        if (answer.status < 500 && answer.status !== 429) return;
      } catch (error) {
        log.warn({ err: error }, 'an answer for one person could not be sent');
      }
    }
  };
}

export function whisperRefusal(whisper: Whisper, refusal: Refusal): Promise<void> {
  return whisper(`:no_entry: ${explainInSlack(refusal)}`);
}
