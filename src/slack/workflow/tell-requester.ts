// Tells the person who asked what became of their request, in a direct message, where they do not see the channel. The thread
// says the same to everybody else. A message to a person takes chat:write alone, and the app's Messages tab has to be on:
// https://docs.slack.dev/reference/methods/chat.postMessage
import { toCardFacts } from '../card/log-facts.js';
import { isApiClient } from '../card/record.js';
import type { Card } from '../card/repository.js';
import type { Concurrency, SlackContext } from '../context.js';
import { link } from '../mrkdwn.js';

export interface TellContext extends Pick<SlackContext, 'slack' | 'auditLog'> {
  readonly concurrency: Pick<Concurrency, 'backgroundTasks'>;
}

/** `text`: the line of the thread; mrkdwn. `actor`: who brought it about, who knows. */
export function tellRequester(
  context: TellContext,
  card: Pick<Card, 'channel' | 'permalink' | 'record'>,
  { text, actor }: { readonly text: string; readonly actor?: string | undefined },
): void {
  const { requested_by } = card.record;
  if (isApiClient(requested_by) || actor === requested_by) return;
  context.concurrency.backgroundTasks.start(
    'notify',
    () => sendDirectMessage(context, card, text),
    async () => undefined,
  );
}

async function sendDirectMessage(
  { slack, auditLog }: TellContext,
  { channel, permalink, record }: Pick<Card, 'channel' | 'permalink' | 'record'>,
  text: string,
): Promise<void> {
  const facts = { event: 'notify', ...toCardFacts({ channel, permalink, record }) } as const;
  const channels = await slack.listChannels(record.requested_by);
  if (!channels.ok) return auditLog.record({ ...facts, outcome: 'slack_failed', slackError: channels.error });
  if (channels.value.includes(channel)) return;
  const sent = await slack.post({ channel: record.requested_by, text: `${text} ${link(permalink, 'Open the card')}` });
  if (sent.ok) return auditLog.record({ ...facts, outcome: 'notified' });
  auditLog.record({ ...facts, outcome: 'slack_failed', slackError: sent.error });
}
