// Slack's "no". Thrown by whichever rule finds it, caught once, where it becomes {ok: false, error}.
import type { Fields } from './json.js';

export class SlackError extends Error {
  readonly code: string;
  readonly details: Fields;

  constructor(code: string, details: Fields = {}) {
    super(code);
    this.name = 'SlackError';
    this.code = code;
    this.details = details;
  }

  toAnswer(): Fields {
    return { ok: false, error: this.code, ...this.details };
  }
}

/** Asked for something that a person in front of Slack could not do: an unknown channel, a button that is not there. */
export class Impossible extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Impossible';
  }
}
