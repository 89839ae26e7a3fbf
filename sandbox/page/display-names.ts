// What people and conversations are called.
import type { ChannelView, PersonView, SlackView } from '../run/views.js';

export function nameOf(slack: SlackView, user: string): string {
  if (user === slack.bot.user) return slack.bot.name;
  if (user === 'USLACKBOT') return 'Slackbot';
  return slack.people.find(({ id }) => id === user)?.name ?? user;
}

/** With its @; undefined where the group is not known. */
export function groupNameOf(slack: SlackView, group: string): string | undefined {
  const handle = slack.userGroups.find(({ id }) => id === group)?.handle;
  return handle === undefined ? undefined : `@${handle}`;
}

export function titleOf(slack: SlackView, channel: ChannelView, me: PersonView): string {
  if (channel.kind !== 'im') return channel.name;
  const other = channel.members.find((member) => member !== me.id);
  return other === undefined ? channel.name : nameOf(slack, other);
}
