// The conversation of the bot with one person.
import type { Channel } from './members.js';
import type { ServerContext } from './server-context.js';
import { SlackError } from './slack-error.js';

/**
 * Where a message goes. A user ID stands for the direct message with that person, which opens with the first message; the
 * answer names its ID: https://github.com/ParabolInc/parabol/pull/4844, https://github.com/paradigmxyz/centaur/pull/1145
 */
export function channelToPostIn(context: ServerContext, given: string | undefined): Channel {
  const { workspace, settings } = context;
  const person = workspace.people.get(given ?? '');
  if (!person) return withTab(context, workspace.writable(given, settings.writesPublic));
  refuseOddPerson(context, person.id);
  refuseWithoutTab(context);
  return openDirect(context, person.id);
}

/** https://docs.slack.dev/reference/methods/conversations.open, for one person. */
export function openDirect(context: ServerContext, user: string): Channel {
  const known = context.workspace.findDirect(user);
  if (known) return known;
  const channel = context.workspace.openDirect(user);
  context.changes.announce({ type: 'world_changed' });
  return channel;
}

/** Not every page says what Slack answers here; the fake takes full members of its workspace alone. */
export function refuseOddPerson({ workspace }: ServerContext, id: string): void {
  const person = workspace.people.get(id);
  if (!person || person.is_bot || person.is_stranger) throw new SlackError('channel_not_found');
  if (person.deleted) throw new SlackError('user_disabled');
}

function withTab(context: ServerContext, channel: Channel): Channel {
  if (channel.kind === 'im') refuseWithoutTab(context);
  return channel;
}

/**
 * features.app_home.messages_tab_enabled: false turns direct messages off, also those that the app sends: the errors of
 * https://docs.slack.dev/reference/methods/chat.postMessage, met in https://github.com/PostHog/posthog/pull/58962.
 */
function refuseWithoutTab({ settings }: ServerContext): void {
  if (!settings.isMessagesTabEnabled) throw new SlackError('messages_tab_disabled');
}
