// A question to the search: words, "phrases", and the modifiers in:, from:, before:, after: of Slack's own search
// (https://slack.com/help/articles/202528808-Search-in-Slack). Dates are days in UTC; before and after leave the day out.

export interface SearchedMessage {
  /** Plain text. */
  readonly text: string;
  /** The channel's name, without #. */
  readonly channel: string;
  /** The author's name, without @. */
  readonly from: string;
  /** Slack's timestamp: seconds since 1970. */
  readonly ts: string;
}

const part = /(?:(in|from|before|after):)?(?:"([^"]*)"|(\S+))/gi;
const dayMs = 86_400_000;

/** Whether a message answers every part of the question. */
export function answersQuestion(message: SearchedMessage, question: string): boolean {
  const parts = [...question.replace(/[“”]/g, '"').matchAll(part)];
  return parts.length > 0 && parts.every(([, modifier, phrase, word]) => fits(message, modifier, phrase ?? word ?? ''));
}

function fits({ text, channel, from, ts }: SearchedMessage, modifier: string | undefined, value: string): boolean {
  const wanted = value.toLowerCase();
  const day = Date.parse(`${value}T00:00:00Z`);
  switch (modifier?.toLowerCase()) {
    case 'in':
      return channel.toLowerCase() === wanted.replace(/^#/, '');
    case 'from':
      return from.toLowerCase() === wanted.replace(/^@/, '');
    case 'before':
      return Number(ts) * 1_000 < day;
    case 'after':
      return Number(ts) * 1_000 >= day + dayMs;
    default:
      return text.toLowerCase().includes(wanted);
  }
}
