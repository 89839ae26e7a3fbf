// User groups: which there are, and who is in them.
import { IDENTITY } from '../settings.js';
import { SlackError } from '../slack-error.js';
import type { Method } from './method.js';

/** https://docs.slack.dev/reference/methods/usergroups.list */
const list: Method = (args, context) => ({
  usergroups: [...context.workspace.userGroups.values()].map(({ id, handle, name, users }) => ({
    id,
    team_id: IDENTITY.team.id,
    is_usergroup: true,
    name,
    description: '',
    handle,
    is_external: false,
    date_create: 1_790_000_000,
    date_update: 1_790_000_000,
    date_delete: 0,
    ...(args.flag('include_count') && { user_count: users.length }),
    ...(args.flag('include_users') && { users }),
  })),
});

/** https://docs.slack.dev/reference/methods/usergroups.users.list */
const listUsers: Method = (args, context) => {
  const group = context.workspace.userGroups.get(args.text('usergroup') ?? '');
  if (!group) throw new SlackError('no_such_subteam');
  return { users: group.users };
};

export const userGroupMethods: Record<string, Method> = {
  'usergroups.list': list,
  'usergroups.users.list': listUsers,
};
