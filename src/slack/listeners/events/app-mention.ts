// Somebody mentions the bot. The answer is a button that opens the form, filled with the words of the message: a mention
// has no trigger of its own.
import type { SlackContext } from '../../context.js';
import { renderNewCloneButton } from '../../form/form-view.js';
import { arrangeWords } from '../commands/arrange-words.js';
import { normalizeText } from '../commands/parse-clone.js';

export type MentionContext = Pick<SlackContext, 'slack' | 'log' | 'bot'>;

export interface MentionEvent {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly thread_ts?: string | undefined;
  /** Set where another app wrote the message. */
  readonly bot_id?: string | undefined;
}

export async function answerMention({ slack, log }: MentionContext, event: MentionEvent): Promise<void> {
  // Two bots would answer each other for ever.
  if (event.bot_id !== undefined) return;
  const words = normalizeText(event.text)
    .split(' ')
    .filter((word) => word !== '' && !/^<[@#!]/.test(word));
  const text = 'I clone CloudFront distributions. Press the button to fill in a form, or type `/cf-clone help`.';
  const posted = await slack.post({
    channel: event.channel,
    threadTs: event.thread_ts ?? event.ts,
    text,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } },
      renderNewCloneButton(arrangeWords(words).fields),
    ],
  });
  if (!posted.ok) log.info({ slackError: posted.error }, 'a mention could not be answered');
}
