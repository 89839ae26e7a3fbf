// From a Slack user ID to an operator: a full member of our own workspace, and one person in Cognito with their groups.

import type { Directory } from '../clone/ports.js';
import type { Result } from '../clone/result.js';
import type { BotIdentity, SlackApi, SlackPerson } from './client/web-api.js';
import { refuse, type SlackOutcome } from './outcomes.js';

export interface Operator {
  readonly userId: string;
  readonly username: string;
  readonly groups: readonly string[];
}

/** Asks Slack and Cognito now, every time: an answer from before may be wrong by now. */
export type Identify = (userId: string, allowed: readonly string[]) => Promise<Result<Operator, SlackOutcome>>;

export function createIdentify(slack: SlackApi, directory: Directory, bot: BotIdentity): Identify {
  return async (userId, allowed) => {
    const found = await slack.readPerson(userId);
    if (!found.ok) {
      return found.error === 'user_not_found' || found.error === 'user_not_visible'
        ? refuse('not_our_workspace')
        : refuse('identity_unavailable', { also: `Slack says \`${found.error}\`.` });
    }
    const email = checkPerson(found.value, userId, bot);
    if (!email.ok) return email;
    const member = await directory.listGroups(email.value);
    if (!member.ok) return member;
    const { username, groups } = member.value;
    if (!groups.some((group) => allowed.includes(group))) {
      return refuse('not_allowed', {
        what: `You are in none of the Cognito groups that may do this: ${allowed.map((name) => `\`${name}\``).join(', ')}.`,
        next: `Ask an administrator of the user pool to add you to ${allowed.map((name) => `\`${name}\``).join(' or ')}, then try again.`,
      });
    }
    return { ok: true, value: { userId, username, groups } };
  };
}

/** Fields: users.info. A field that is missing where it is needed counts as doubt, and doubt refuses. */
function checkPerson(person: SlackPerson, userId: string, bot: BotIdentity): Result<string, SlackOutcome> {
  if (person.id !== userId) return refuse('identity_unavailable', { also: 'Slack answered for somebody else.' });
  const enterprise = person.enterprise_user?.enterprise_id;
  const isOurs = person.team_id === bot.teamId || (bot.enterpriseId !== undefined && enterprise === bot.enterpriseId);
  if (!isOurs || person.is_stranger) return refuse('not_our_workspace');
  const outsiders = [
    person.deleted,
    person.is_bot,
    person.is_app_user,
    person.is_workflow_bot,
    person.is_restricted,
    person.is_ultra_restricted,
    person.is_invited_user,
    userId === 'USLACKBOT',
  ];
  if (outsiders.some((flag) => flag === true)) return refuse('not_a_member');
  const email = person.profile?.email?.trim();
  if (person.is_email_confirmed !== true || !email) return refuse('email_unconfirmed');
  return { ok: true, value: email };
}
