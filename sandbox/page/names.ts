// What people and conversations are called.
import type { ShownChannel, ShownPerson, ShownSlack } from '../run/shown.js';

export function nameOf(slack: ShownSlack, user: string): string {
  if (user === slack.bot.user) return slack.bot.name;
  if (user === 'USLACKBOT') return 'Slackbot';
  return slack.people.find(({ id }) => id === user)?.name ?? user;
}

export function titleOf(slack: ShownSlack, channel: ShownChannel, me: ShownPerson): string {
  if (channel.kind !== 'im') return channel.name;
  const other = channel.members.find((member) => member !== me.id);
  return other === undefined ? channel.name : nameOf(slack, other);
}
