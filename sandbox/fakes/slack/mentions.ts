// Somebody writes a message, and perhaps mentions the bot in it.
import { writeTypedMessage } from './command-text.js';
import { deliver } from './delivery.js';
import type { Outcome } from './interactions.js';
import type { Message } from './messages.js';
import { eventPayload } from './payloads.js';
import { channelOf, personOf } from './places.js';
import { type MentionRequest, mentionSchema, type SayRequest, saySchema } from './requests.js';
import type { ServerContext } from './server-context.js';
import { IDENTITY } from './settings.js';

export interface Mention {
  message: Message;
  /** Undefined where Slack sends no event. */
  outcome: Outcome | undefined;
}

const bot = `<@${IDENTITY.bot.user}>`;

export function mention(context: ServerContext, request: MentionRequest): Promise<Mention> {
  const { text, ...asked } = mentionSchema.parse(request);
  const isMentioned = writeTypedMessage(text, context.workspace).includes(bot);
  return write(context, { ...asked, text: isMentioned ? text : `@${IDENTITY.bot.name} ${text}`.trim() });
}

/** A message as somebody types it. */
export async function write(context: ServerContext, request: SayRequest): Promise<Mention> {
  const asked = saySchema.parse(request);
  const person = personOf(context, asked.user);
  const channel = channelOf(context, asked.channel);
  const text = writeTypedMessage(asked.text, context.workspace);
  const { thread_ts } = asked;
  const message = context.store.post(channel.id, { user: person.id, text, thread_ts });
  // https://docs.slack.dev/reference/events/app_mention: the bot must be in the conversation, and messages in direct
  // messages are not dispatched. The scope: https://docs.slack.dev/reference/scopes/app_mentions.read
  const { botEvents, scopes } = context.settings;
  const isSent =
    text.includes(bot) &&
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
