// Messages, people and conversations in the shapes that the Web API and payloads show them in.
import type { Fields } from './json.js';
import type { Channel, Person } from './members.js';
import type { Message } from './messages.js';
import { IDENTITY } from './settings.js';
import { isReply, type MessageView } from './store.js';
import { peerOf, type Workspace } from './workspace.js';

/** Which members the caller asked for. */
export interface PresentOptions {
  metadata: boolean;
}

const botProfile = {
  id: IDENTITY.bot.id,
  app_id: IDENTITY.app.id,
  name: IDENTITY.bot.name,
  deleted: false,
  team_id: IDENTITY.team.id,
};

export function presentMessage(store: MessageView, channel: string, message: Message, options: PresentOptions): Fields {
  const { metadata, thread_ts, ...rest } = message;
  const parent = isReply(message) && thread_ts ? store.find(channel, thread_ts) : undefined;
  return {
    ...rest,
    ...(message.bot_id && { bot_profile: botProfile }),
    ...(thread_ts && { thread_ts }),
    ...(parent && { parent_user_id: parent.user }),
    ...(parent && message.subtype === 'thread_broadcast' && { root: { ts: parent.ts, text: parent.text } }),
    ...presentThread(store, channel, message),
    ...(options.metadata && metadata && { metadata }),
  };
}

/** The message in the answer of chat.update: its content, without a timestamp, its thread and its reactions. */
export function presentUpdated({ ts: _ts, thread_ts: _thread, reactions: _reactions, ...message }: Message): Fields {
  return { ...message, ...(message.bot_id && { bot_profile: botProfile }) };
}

/** What a parent says about its thread; nothing where there is none. */
function presentThread(store: MessageView, channel: string, message: Message): Fields {
  if (isReply(message)) return {};
  const replies = store.replies(channel, message.ts);
  const last = replies.at(-1);
  if (!last) return {};
  const authors = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: authors.length,
    reply_users: authors,
    latest_reply: last.ts,
    is_locked: false,
    subscribed: false,
  };
}

export function presentPerson(person: Person): Fields {
  const { email, ...flags } = person;
  return {
    ...flags,
    color: '9f69e7',
    tz: 'Etc/UTC',
    tz_label: 'Coordinated Universal Time',
    tz_offset: 0,
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    updated: 1_790_000_000,
    profile: {
      real_name: person.real_name,
      real_name_normalized: person.real_name,
      display_name: person.name,
      display_name_normalized: person.name,
      team: person.team_id,
      ...(email !== '' && { email }),
      ...(person.is_bot && { bot_id: IDENTITY.bot.id, api_app_id: IDENTITY.app.id }),
    },
  };
}

/** A channel in a list, without what only conversations.info tells. */
export function presentListedChannel(channel: Channel): Fields {
  const isDirect = channel.kind === 'im';
  return {
    id: channel.id,
    ...(isDirect ? { user: peerOf(channel) } : { name: channel.name, name_normalized: channel.name }),
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private' && channel.id.startsWith('G'),
    is_im: isDirect,
    is_mpim: channel.kind === 'mpim',
    is_private: channel.kind !== 'public',
    is_archived: channel.is_archived,
    is_general: channel.name === 'general',
    is_shared: channel.is_ext_shared,
    is_ext_shared: channel.is_ext_shared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    context_team_id: IDENTITY.team.id,
    created: 1_790_000_000,
  };
}

export function presentChannel(workspace: Workspace, channel: Channel): Fields {
  return {
    ...presentListedChannel(channel),
    is_member: workspace.hasBot(channel),
    num_members: channel.members.length,
  };
}
