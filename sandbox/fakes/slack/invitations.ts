// `/invite @name` in a conversation: Slack's own command, which adds people and apps.
// https://slack.com/help/articles/201259356-Slash-commands-in-Slack
import type { Message } from './messages.js';
import { channelOf, personOf } from './places.js';
import { type InviteRequest, inviteSchema } from './requests.js';
import type { ServerContext } from './server-context.js';
import { Impossible } from './slack-error.js';

/**
 * Who may invite whom is as in https://docs.slack.dev/reference/methods/conversations.invite: cant_invite in direct
 * messages, not_in_channel, user_not_found, already_in_channel, and user_is_restricted for guests. Slack's clients say it
 * in words, which that page does not give; these are the fake's own.
 */
export function invite(context: ServerContext, request: InviteRequest): Message {
  const asked = inviteSchema.parse(request);
  const { workspace, changes, store } = context;
  const inviter = personOf(context, asked.user);
  const channel = channelOf(context, asked.channel);
  if (channel.kind === 'im' || channel.kind === 'mpim') throw new Impossible('/invite works in channels only.');
  const title = `#${channel.name}`;
  if (!channel.members.includes(inviter.id)) throw new Impossible(`You are not in ${title}.`);
  if (inviter.is_restricted || inviter.is_ultra_restricted) throw new Impossible('Guests cannot invite anybody.');
  const name = asked.text.trim().replace(/^@/, '').toLowerCase();
  if (name === '') throw new Impossible('Whom? Type /invite and a name, such as /invite @cf-clone.');
  const invited = [...workspace.people.values()].find((person) => person.name === name && !person.deleted);
  // People of another organisation are invited by e-mail: https://slack.com/help/articles/115004151203
  if (!invited || invited.team_id !== inviter.team_id)
    throw new Impossible(`Nobody here is called ${asked.text.trim()}.`);
  if (channel.members.includes(invited.id)) throw new Impossible(`@${name} is in ${title} already.`);
  workspace.putChannel({ id: channel.id, members: [...channel.members, invited.id] });
  changes.announce({ type: 'world_changed' });
  return store.postJoin(channel.id, invited.id, inviter.id);
}
