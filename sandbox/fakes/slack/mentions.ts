// Somebody mentions the bot in a message.
import { writeTypedMessage } from './command-text.js';
import { deliver } from './delivery.js';
import type { Outcome } from './interactions.js';
import type { Message } from './messages.js';
import { eventPayload } from './payloads.js';
import { channelOf, personOf } from './places.js';
import { type MentionRequest, mentionSchema } from './requests.js';
import type { ServerContext } from './server-context.js';
import { IDENTITY } from './settings.js';

export interface Mention {
  message: Message;
  /** Undefined where Slack sends no event. */
  outcome: Outcome | undefined;
}

export async function mention(context: ServerContext, request: MentionRequest): Promise<Mention> {
  const asked = mentionSchema.parse(request);
  const person = personOf(context, asked.user);
  const channel = channelOf(context, asked.channel);
  const typed = writeTypedMessage(asked.text, context.workspace);
  const bot = `<@${IDENTITY.bot.user}>`;
  const text = typed.includes(bot) ? typed : `${bot} ${typed}`.trim();
  const { thread_ts } = asked;
  const message = context.store.post(channel.id, { user: person.id, text, thread_ts });
  // https://docs.slack.dev/reference/events/app_mention: the bot must be in the conversation, and messages in direct
  // messages are not dispatched. The scope: https://docs.slack.dev/reference/scopes/app_mentions.read
  const { botEvents, scopes } = context.settings;
  const isSent =
    botEvents.includes('app_mention') &&
    scopes.includes('app_mentions:read') &&
    context.workspace.hasBot(channel) &&
    channel.kind !== 'im';
  if (!isSent) return { message, outcome: undefined };
  const { ts } = message;
  const thread = thread_ts === undefined ? {} : { thread_ts };
  const sent = eventPayload(context, {
    type: 'app_mention',
    user: person.id,
    text,
    ts,
    team: IDENTITY.team.id,
    channel: channel.id,
    event_ts: ts,
    ...thread,
  });
  const delivery = await deliver(context, { type: 'events_api', payload: sent, acceptsResponse: false });
  return { message, outcome: { ...delivery, sent } };
}
