// Answers that one person alone sees, through the response_url of what they just did: five uses within 30 minutes.
// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
import type { Refusal } from '../clone/outcome.js';
import type { Log } from '../log.js';
import { explainInSlack } from './mrkdwn.js';

/** Tells one person something; the text is mrkdwn, escaped by the caller. */
export type Whisper = (text: string) => Promise<void>;

const timeout = 8_000;
const tries = 3;

export function makeWhisper(responseUrl: string, log: Log): Whisper {
  return async (text) => {
    for (let tried = 1; tried <= tries; tried++) {
      try {
        const answer = await fetch(responseUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text }),
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
