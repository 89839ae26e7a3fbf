// Cognito behind the Directory port: an e-mail address becomes the groups of exactly one person, or a refusal.
import {
  type CognitoIdentityProviderClient,
  paginateAdminListGroupsForUser,
  paginateListUsers,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { refuse } from '../clone/outcome.js';
import type { Directory } from '../clone/ports.js';
import type { RefusalDetail } from '../clone/refusals/detail.js';
import type { Result } from '../clone/result.js';
import { explainAwsError } from './errors.js';

/** ListUsers and AdminListGroupsForUser give 60 at the most. */
const pageSize = 60;
/** The filter may have 256 characters (ListUsers, Filter); the rest of it and escapes need room. */
const maxEmailChars = 200;
const usableStates = ['CONFIRMED', 'EXTERNAL_PROVIDER'];

export function createDirectory(client: CognitoIdentityProviderClient, userPoolId: string): Directory {
  return {
    async listGroups(email) {
      // An address that could end the quoted value early would search for somebody else.
      if (email.length > maxEmailChars || !/^[^\s"\\\p{C}]+@[^\s"\\\p{C}]+$/u.test(email)) {
        return refuse('no_cognito_user', { details: [{ kind: 'address_unusable', facts: {} }] });
      }
      try {
        const users = await findUsers(email);
        const checked = checkUsers(users);
        if (!checked.ok) return checked;
        const username = checked.value;
        return { ok: true, value: { username, groups: await listGroupsOf(username) } };
      } catch (error) {
        return refuse('identity_unavailable', {
          cause: explainAwsError(error, {
            service: 'Cognito',
            action: 'cognito-idp:ListUsers and cognito-idp:AdminListGroupsForUser',
          }),
        });
      }
    },
  };

  async function findUsers(email: string): Promise<UserType[]> {
    const users: UserType[] = [];
    const input = { UserPoolId: userPoolId, Filter: `email = "${email}"` };
    // A page may be empty while a token says that there is more.
    for await (const page of paginateListUsers({ client, pageSize }, input)) users.push(...(page.Users ?? []));
    return users.filter((user) => attributeOf(user, 'email')?.toLowerCase() === email.toLowerCase());
  }

  async function listGroupsOf(username: string): Promise<string[]> {
    const groups: string[] = [];
    const input = { UserPoolId: userPoolId, Username: username };
    for await (const page of paginateAdminListGroupsForUser({ client, pageSize }, input)) {
      groups.push(...(page.Groups ?? []).flatMap(({ GroupName }) => GroupName ?? []));
    }
    return groups;
  }
}

/** The username of the one user who may be used. */
function checkUsers(users: readonly UserType[]): Result<string> {
  const [user, ...more] = users;
  if (!user?.Username) return refuse('no_cognito_user');
  if (more.length > 0) return refuse('ambiguous_cognito_user');
  const unusable = (detail: RefusalDetail) => refuse('cognito_user_unusable', { details: [detail] });
  if (user.Enabled !== true) return unusable({ kind: 'user_disabled', facts: {} });
  if (!usableStates.includes(user.UserStatus ?? '')) {
    return unusable({ kind: 'user_state', facts: { state: user.UserStatus ?? 'unknown' } });
  }
  if (attributeOf(user, 'email_verified') !== 'true') {
    return unusable({ kind: 'address_unverified', facts: {} });
  }
  return { ok: true, value: user.Username };
}

function attributeOf(user: UserType, name: string): string | undefined {
  return user.Attributes?.find((attribute) => attribute.Name === name)?.Value;
}
