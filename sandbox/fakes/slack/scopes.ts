// Which scopes of the bot token a Web API method takes. They stand on the page of each method,
// https://docs.slack.dev/reference/methods/<method>; for conversations they depend on the kind of conversation.
import type { Arguments } from './arguments.js';
import type { Fields } from './json.js';
import type { ChannelKind } from './members.js';
import type { ServerContext } from './server-context.js';
import { SlackError } from './slack-error.js';

const readScopes = { public: 'channels:read', private: 'groups:read', im: 'im:read', mpim: 'mpim:read' } as const;
const historyScopes = {
  public: 'channels:history',
  private: 'groups:history',
  im: 'im:history',
  mpim: 'mpim:history',
} as const;
const kindOfType: Readonly<Record<string, ChannelKind>> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
  mpim: 'mpim',
};

type Needs = (args: Arguments, context: ServerContext) => readonly string[];

const ofChannel =
  (scopes: Readonly<Record<ChannelKind, string>>): Needs =>
  (args, { workspace }) => {
    const channel = workspace.channels.get(args.text('channel') ?? '');
    return channel ? [scopes[channel.kind]] : [];
  };

const ofTypes: Needs = (args) =>
  (args.text('types') ?? 'public_channel').split(',').flatMap((type) => {
    const kind = kindOfType[type.trim()];
    return kind === undefined ? [] : [readScopes[kind]];
  });

const always =
  (...scopes: string[]): Needs =>
  () =>
    scopes;

/** What is not here takes no scope. A message to a person takes chat:write alone: the page of chat.postMessage names no other. */
const needsByMethod: Readonly<Record<string, Needs>> = {
  'chat.delete': always('chat:write'),
  'chat.postEphemeral': always('chat:write'),
  'chat.postMessage': always('chat:write'),
  'chat.update': always('chat:write'),
  'conversations.history': ofChannel(historyScopes),
  'conversations.info': ofChannel(readScopes),
  'conversations.join': always('channels:join'),
  'conversations.list': ofTypes,
  'conversations.members': ofChannel(readScopes),
  'conversations.open': (args) => [(args.text('users') ?? '').includes(',') ? 'mpim:write' : 'im:write'],
  'conversations.replies': ofChannel(historyScopes),
  'files.completeUploadExternal': always('files:write'),
  'files.getUploadURLExternal': always('files:write'),
  'reactions.add': always('reactions:write'),
  'usergroups.list': always('usergroups:read'),
  'usergroups.users.list': always('usergroups:read'),
  'users.conversations': ofTypes,
  'users.info': always('users:read'),
  'users.list': always('users:read'),
  'users.lookupByEmail': always('users:read.email'),
};

export function checkScopes(method: string, args: Arguments, context: ServerContext): void {
  const { scopes } = context.settings;
  const lacking = (needsByMethod[method]?.(args, context) ?? []).filter((scope) => !scopes.includes(scope));
  if (lacking.length === 0) return;
  const details: Fields = { needed: lacking.join(','), provided: scopes.join(',') };
  throw new SlackError('missing_scope', details);
}
