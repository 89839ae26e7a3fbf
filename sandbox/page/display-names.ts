// What people and conversations are called.
import type { ChannelView, PersonView, SlackView } from '../run/views.js';

export function nameOf(slack: SlackView, user: string): string {
  if (user === slack.bot.user) return slack.bot.name;
  if (user === 'USLACKBOT') return 'Slackbot';
  return slack.people.find(({ id }) => id === user)?.name ?? user;
}

export function titleOf(slack: SlackView, channel: ChannelView, me: PersonView): string {
  if (channel.kind !== 'im') return channel.name;
  const other = channel.members.find((member) => member !== me.id);
  return other === undefined ? channel.name : nameOf(slack, other);
}
