// Who the bot is, and who the people are.
import type { Fields } from '../json.js';
import { cutPage, nextCursor } from '../paging.js';
import { presentPerson } from '../presentation.js';
import { IDENTITY } from '../settings.js';
import { SlackError } from '../slack-error.js';
import type { Method } from './method.js';

const authTest: Method = (_args, context) => ({
  url: context.settings.workspaceUrl,
  team: IDENTITY.team.name,
  user: IDENTITY.bot.name,
  team_id: IDENTITY.team.id,
  user_id: IDENTITY.bot.user,
  bot_id: IDENTITY.bot.id,
  is_enterprise_install: false,
});

const usersInfo: Method = (args, context) => {
  const person = context.workspace.people.get(args.text('user') ?? '');
  if (!person) throw new SlackError('user_not_found');
  return { user: presentPerson(person) };
};

const usersList: Method = (args, context) => {
  const people = [...context.workspace.people.values()];
  const page = cutPage(people, args.limit(100, 1000), args.text('cursor'), (person) => person.id);
  return { members: page.items.map(presentPerson), ...nextCursor(page) };
};

const usersLookupByEmail: Method = (args, context) => {
  const email = args.text('email')?.toLowerCase();
  const found = [...context.workspace.people.values()].find(
    (person) => person.email.toLowerCase() === email && !person.deleted,
  );
  if (!email || !found) throw new SlackError('users_not_found');
  return { user: presentPerson(found) };
};

const apiTest: Method = (args): Fields => ({ args: args.fields });

export const identityMethods: Record<string, Method> = {
  'api.test': apiTest,
  'auth.test': authTest,
  'users.info': usersInfo,
  'users.list': usersList,
  'users.lookupByEmail': usersLookupByEmail,
};
