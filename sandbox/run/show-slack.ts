// The workspace as the page shows it: every conversation with its messages, ephemerals in their place.
import { type Fields, fieldsAt, textAt } from '../fakes/slack/json.js';
import type { Channel } from '../fakes/slack/members.js';
import type { Message } from '../fakes/slack/messages.js';
import type { FakeSlack } from '../fakes/slack/server.js';
import { IDENTITY } from '../fakes/slack/settings.js';
import { isReply } from '../fakes/slack/store.js';
import { command, roles, suggestions } from './demo-data.js';
import type { MessageView, SlackView, SurfaceView } from './views.js';

export function showSlack(slack: FakeSlack): SlackView {
  const channels = [...slack.workspace.channels.values()];
  return {
    team: { id: IDENTITY.team.id, name: IDENTITY.team.name },
    bot: { user: IDENTITY.bot.user, name: IDENTITY.bot.name },
    workspaceUrl: slack.settings.workspaceUrl,
    command,
    shortcuts: slack.settings.shortcuts.map(({ type, name, description, callback_id }) => ({
      type,
      name,
      about: description,
      callbackId: callback_id,
    })),
    userGroups: [...slack.workspace.userGroups.values()].map(({ id, handle, users }) => ({ id, handle, users })),
    messagesTab: slack.settings.isMessagesTabEnabled
      ? slack.settings.isMessagesTabReadOnly
        ? 'read only'
        : 'open'
      : 'off',
    suggestions,
    people: [...slack.workspace.people.values()]
      .filter(({ is_bot }) => !is_bot)
      .map((person) => ({
        id: person.id,
        name: person.name,
        realName: person.real_name,
        part: roles[person.id] ?? '',
        teamId: person.team_id,
        isGuest: person.is_restricted || person.is_ultra_restricted,
      })),
    channels: channels.map((channel) => ({
      id: channel.id,
      name: channel.name,
      kind: channel.kind,
      members: channel.members,
      isShared: channel.is_ext_shared,
      hasBot: slack.workspace.hasBot(channel),
    })),
    messages: [
      ...channels.flatMap((channel) =>
        slack.store.messages(channel.id).map((message) => showMessage(channel, message)),
      ),
      ...slack.store.ephemerals().map(({ ts, channel, user, author, text, blocks, thread_ts }) => ({
        ts,
        channel,
        user: author,
        text,
        ...(blocks && { blocks }),
        ...(thread_ts !== undefined && { threadTs: thread_ts }),
        isBroadcast: false,
        isEdited: false,
        onlyFor: user,
      })),
    ].sort((one, other) => Number(one.ts) - Number(other.ts)),
    modals: slack.views.modals().map((view) => showView(view, slack.views.ownerOf(view.id))),
    homes: Object.fromEntries(
      Object.entries(slack.views.homesByPerson()).map(([user, view]) => [user, showView(view, user)]),
    ),
  };
}

function showMessage(channel: Channel, message: Message): MessageView {
  const { ts, user, blocks, files, thread_ts } = message;
  return {
    ts,
    channel: channel.id,
    user,
    text: textOf(channel, message),
    ...(blocks && { blocks }),
    ...(files && { files: files.map(({ id, name, content = '' }) => ({ id, name, content })) }),
    ...(isReply(message) && thread_ts !== undefined && { threadTs: thread_ts }),
    isBroadcast: message.subtype === 'thread_broadcast',
    isEdited: message.edited !== undefined,
  };
}

/** Slack's clients draw a join in words of their own, with who asked for it. */
function textOf({ name }: Channel, { subtype, text, inviter }: Message): string {
  return subtype === 'channel_join' ? `was added to #${name} by <@${inviter}>.` : text;
}

function showView(view: Fields & Pick<SurfaceView, 'id' | 'type' | 'blocks' | 'hash'>, owner: string | undefined) {
  const submit = textAt(fieldsAt(view, 'submit'), 'text');
  const close = textAt(fieldsAt(view, 'close'), 'text');
  return {
    id: view.id,
    type: view.type,
    title: textAt(fieldsAt(view, 'title'), 'text') ?? '',
    ...(submit !== undefined && { submit }),
    ...(close !== undefined && { close }),
    blocks: view.blocks,
    hash: view.hash,
    ...(owner !== undefined && { owner }),
  };
}
