// The claims of a Cognito token, as the token has them or as an authorizer of API Gateway passes them on.
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
import * as z from 'zod';

const textOrList = z.union([z.array(z.string()), z.string()]);
/** API Gateway may have turned numbers and lists into text. */
export const claimsSchema = z.object({
  iss: z.string(),
  /** Its value was verified before. Here it only has to exist, because a token without it would be valid forever. */
  exp: z.union([z.number(), z.string().min(1)]),
  sub: z.string().optional(),
  token_use: z.enum(['access', 'id']),
  client_id: z.string().optional(),
  aud: z.string().optional(),
  scope: textOrList.optional(),
  username: z.string().optional(),
  'cognito:username': z.string().optional(),
  'cognito:groups': textOrList.optional(),
});

/** The token has an array. The authorizer of a REST API passes "a,b", that of an HTTP API "[a b]". */
export function splitGroups(groups: readonly string[] | string | undefined): readonly string[] {
  if (groups === undefined) return [];
  if (typeof groups !== 'string') return groups;
  const inside = /^\[(.*)\]$/.exec(groups)?.[1];
  return (inside === undefined ? groups.split(',') : inside.split(' ')).map((group) => group.trim()).filter(Boolean);
}
