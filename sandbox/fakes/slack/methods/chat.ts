// Messages: post, edit, delete, postEphemeral, link, react.
import type { Arguments } from '../arguments.js';
import { readContent } from '../content.js';
import { channelToPostIn } from '../direct-messages.js';
import type { Fields } from '../json.js';
import type { Channel } from '../members.js';
import type { Message } from '../messages.js';
import { presentMessage, presentUpdated } from '../presentation.js';
import type { ServerContext } from '../server-context.js';
import { IDENTITY } from '../settings.js';
import { SlackError } from '../slack-error.js';
import { slackLimits } from '../slack-limits.js';
import { isReply } from '../store.js';
import type { Method } from './method.js';

const postMessage: Method = (args, context) => {
  const channel = channelToPostIn(context, args.text('channel'));
  const content = readContent(args.fields, context.settings);
  const text = content.text ?? '';
  const message = context.store.post(channel.id, {
    user: IDENTITY.bot.user,
    text: text.slice(0, slackLimits.postedText.max),
    blocks: content.blocks,
    attachments: content.attachments,
    metadata: content.metadata ?? undefined,
    thread_ts: findThread(context, channel, args),
    broadcast: args.flag('reply_broadcast'),
  });
  return {
    channel: channel.id,
    ts: message.ts,
    message: presentMessage(context.store, channel.id, message, { metadata: true }),
    ...(text.length > slackLimits.postedText.max && truncated()),
  };
};

const update: Method = (args, context) => {
  const channel = context.workspace.visible(args.text('channel'));
  const message = findMessage(context, channel, args.text('ts'));
  if (channel.is_archived) throw new SlackError('is_inactive');
  if (!isOwn(message)) throw new SlackError('cant_update_message');
  const content = readContent(args.fields, context.settings);
  if ((content.text ?? '').length > slackLimits.updatedText.max) throw new SlackError('msg_too_long');
  const isTextAlone = content.text !== undefined && !content.blocks;
  context.store.update(channel.id, message, {
    text: content.text,
    // Text without blocks takes the old blocks away: what people see must be what was sent.
    ...(content.blocks ? { blocks: content.blocks } : isTextAlone && { blocks: null }),
    ...(content.attachments && { attachments: content.attachments }),
    ...(content.metadata !== undefined && { metadata: content.metadata }),
    editedBy: isTextAlone ? IDENTITY.bot.user : undefined,
  });
  return {
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: presentUpdated(message),
  };
};

const remove: Method = (args, context) => {
  const channel = context.workspace.visible(args.text('channel'));
  const message = findMessage(context, channel, args.text('ts'));
  if (!isOwn(message)) throw new SlackError('cant_delete_message');
  context.store.remove(channel.id, message);
  return { channel: channel.id, ts: message.ts };
};

const postEphemeral: Method = (args, context) => {
  const channel = context.workspace.writable(args.text('channel'), false);
  const user = args.text('user') ?? '';
  if (!channel.members.includes(user)) throw new SlackError('user_not_in_channel');
  const content = readContent(args.fields, context.settings);
  const thread = args.text('thread_ts');
  const ephemeral = context.store.postEphemeral({
    channel: channel.id,
    user,
    author: IDENTITY.bot.user,
    text: content.text ?? '',
    ...(content.blocks && { blocks: content.blocks }),
    ...(thread && { thread_ts: thread }),
  });
  return { message_ts: ephemeral.ts };
};

const getPermalink: Method = (args, context) => {
  const channel = context.workspace.visible(args.text('channel'));
  const message = findMessage(context, channel, args.text('message_ts'));
  const query = isReply(message) ? `?thread_ts=${message.thread_ts}&cid=${channel.id}` : '';
  const place = `archives/${channel.id}/p${message.ts.replace('.', '')}`;
  return { channel: channel.id, permalink: `${context.settings.workspaceUrl}${place}${query}` };
};

const addReaction: Method = (args, context) => {
  const channel = context.workspace.readable(args.text('channel'));
  const message = findMessage(context, channel, args.text('timestamp'));
  const name = args.text('name');
  if (!name) throw new SlackError('invalid_name');
  if (!context.store.react(channel.id, message, name, IDENTITY.bot.user)) throw new SlackError('already_reacted');
  return {};
};

function findMessage(context: ServerContext, channel: Channel, ts: string | undefined): Message {
  const message = context.store.find(channel.id, ts ?? '');
  if (!message || message.subtype === 'tombstone') throw new SlackError('message_not_found');
  return message;
}

/** The head of the thread to reply in: a reply to a reply lands in the same thread. */
function findThread(context: ServerContext, channel: Channel, args: Arguments): string | undefined {
  const given = args.text('thread_ts');
  if (!given) return undefined;
  const target = context.store.find(channel.id, given);
  if (!target) throw new SlackError('thread_not_found');
  return target.thread_ts ?? target.ts;
}

function isOwn(message: Message): boolean {
  return message.bot_id === IDENTITY.bot.id;
}

function truncated(): Fields {
  return { warning: 'message_truncated', response_metadata: { warnings: ['message_truncated'] } };
}

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
  'reactions.add': addReaction,
};
