// Conversations: what they are, which there are, and what was said in them.
import type { Arguments } from '../arguments.js';
import { openDirect, refuseOddPerson } from '../direct-messages.js';
import type { Fields } from '../json.js';
import type { Channel } from '../members.js';
import type { Message } from '../messages.js';
import { cutPage, nextCursor } from '../paging.js';
import { presentChannel, presentListedChannel, presentMessage } from '../presentation.js';
import type { ServerContext } from '../server-context.js';
import { IDENTITY } from '../settings.js';
import { SlackError } from '../slack-error.js';
import { isReply } from '../store.js';
import type { Method } from './method.js';

const TYPE_OF = { public: 'public_channel', private: 'private_channel', im: 'im', mpim: 'mpim' } as const;

const info: Method = (args, context) => ({
  channel: presentChannel(context.workspace, context.workspace.visible(args.text('channel'))),
});

const list: Method = (args, context) =>
  pageOfChannels(args, context, (channel) => channel.kind === 'public' || context.workspace.hasBot(channel));

const usersConversations: Method = (args, context) => {
  const user = args.text('user') ?? IDENTITY.bot.user;
  return pageOfChannels(
    args,
    context,
    (channel) => channel.members.includes(user) && (channel.kind === 'public' || context.workspace.hasBot(channel)),
    presentListedChannel,
  );
};

const members: Method = (args, context) => {
  const channel = context.workspace.visible(args.text('channel'));
  const page = cutPage(channel.members, args.limit(100, 1000), args.text('cursor'), (member) => member);
  return { members: page.items, ...nextCursor(page) };
};

const join: Method = (args, context) => {
  const channel = context.workspace.visible(args.text('channel'));
  if (channel.kind !== 'public') throw new SlackError('method_not_supported_for_channel_type');
  if (channel.is_archived) throw new SlackError('is_archived');
  if (!context.workspace.hasBot(channel)) {
    context.workspace.putChannel({ id: channel.id, members: [...channel.members, IDENTITY.bot.user] });
    context.changes.announce({ type: 'world_changed' });
  }
  return { channel: presentChannel(context.workspace, context.workspace.visible(channel.id)) };
};

/** A direct message with one person. The answer without `return_im` names the conversation alone. */
const open: Method = (args, context) => {
  const given = args.text('channel');
  const users = (args.text('users') ?? '').split(',').filter((user) => user !== '');
  if (given !== undefined) {
    const channel = context.workspace.visible(given);
    if (channel.kind !== 'im') throw new SlackError('method_not_supported_for_channel_type');
    return { channel: { id: channel.id } };
  }
  const [user] = users;
  if (user === undefined) throw new SlackError('users_list_not_supplied');
  if (users.length > 1) throw new SlackError('invalid_user_combination');
  if (!context.workspace.people.has(user)) throw new SlackError('user_not_found');
  refuseOddPerson(context, user);
  return { channel: { id: openDirect(context, user).id } };
};

/** Parents and broadcast replies, newest first. */
const history: Method = (args, context) => {
  const channel = context.workspace.readable(args.text('channel'));
  const isWithin = rangeOf(args);
  const view = context.store.readView();
  const shown = view
    .messages(channel.id)
    .filter((message) => (!isReply(message) || message.subtype === 'thread_broadcast') && isWithin(message))
    .reverse();
  const page = cutPage(shown, args.limit(100, 999), args.text('cursor'), (message) => message.ts);
  const options = { metadata: args.flag('include_all_metadata') };
  return {
    messages: page.items.map((message) => presentMessage(view, channel.id, message, options)),
    has_more: page.next !== '',
    pin_count: 0,
    ...nextCursor(page),
  };
};

/** The parent, on every page, then its replies, oldest first. The timestamp of a reply gives that reply alone. */
const replies: Method = (args, context) => {
  const channel = context.workspace.readable(args.text('channel'));
  const view = context.store.readView();
  const head = view.find(channel.id, args.text('ts') ?? '');
  if (!head) throw new SlackError('thread_not_found');
  const isWithin = rangeOf(args);
  const following = isReply(head) ? [] : view.replies(channel.id, head.ts).filter(isWithin);
  const page = cutPage(following, args.limit(1000, 1000), args.text('cursor'), (message) => message.ts);
  const options = { metadata: args.flag('include_all_metadata') };
  return {
    messages: [head, ...page.items].map((message) => presentMessage(view, channel.id, message, options)),
    has_more: page.next !== '',
    ...nextCursor(page),
  };
};

function pageOfChannels(
  args: Arguments,
  context: ServerContext,
  isListed: (channel: Channel) => boolean,
  present: (channel: Channel) => Fields = (channel) => presentChannel(context.workspace, channel),
) {
  const types = (args.text('types') ?? 'public_channel').split(',').map((type) => type.trim());
  const known: readonly string[] = Object.values(TYPE_OF);
  if (!types.every((type) => known.includes(type))) throw new SlackError('invalid_types');
  const hidesArchived = args.flag('exclude_archived');
  const channels = [...context.workspace.channels.values()].filter(
    (channel) => types.includes(TYPE_OF[channel.kind]) && !(hidesArchived && channel.is_archived) && isListed(channel),
  );
  const page = cutPage(channels, args.limit(100, 1000), args.text('cursor'), (channel) => channel.id);
  return { channels: page.items.map(present), ...nextCursor(page) };
}

function rangeOf(args: Arguments): (message: Message) => boolean {
  const oldest = readStamp(args, 'oldest');
  const latest = readStamp(args, 'latest');
  const isInclusive = args.flag('inclusive');
  return ({ ts }) => {
    const at = microsOf(ts);
    if ((oldest !== undefined && at === oldest) || (latest !== undefined && at === latest)) return isInclusive;
    return (oldest === undefined || at > oldest) && (latest === undefined || at < latest);
  };
}

function readStamp(args: Arguments, name: 'oldest' | 'latest'): number | undefined {
  const given = args.text(name);
  if (given === undefined || given === '' || given === 'now') return undefined;
  if (!/^\d+(\.\d+)?$/.test(given)) throw new SlackError(`invalid_ts_${name}`);
  return microsOf(given);
}

/** Microseconds: as text 9.5 and 10.25 would be in the wrong order, as a fraction they would not compare exactly. */
function microsOf(ts: string): number {
  const [seconds = '0', fraction = ''] = ts.split('.');
  return Number(seconds) * 1e6 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}

export const conversationMethods: Record<string, Method> = {
  'conversations.info': info,
  'conversations.list': list,
  'conversations.members': members,
  'conversations.join': join,
  'conversations.open': open,
  'conversations.history': history,
  'conversations.replies': replies,
  'users.conversations': usersConversations,
};
