// What verified claims say of a caller: a program by its client and scope, or a person by their groups. Claims:
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
import * as z from 'zod';
import { quote, type Refusal, refuse } from '../../clone/outcome.js';

export interface CallerRules {
  readonly clientIds: readonly string[];
  /** A program needs one of them. */
  readonly scopes: readonly string[];
  /** A person needs one of them to call at all. */
  readonly allowedGroups: readonly string[];
  /** A person needs one of them to create without somebody else's approval. */
  readonly approverGroups: readonly string[];
  /** Where two people are required, one person alone may only look and plan. */
  readonly requireSecondPerson: boolean;
}

export interface Caller {
  readonly ok: true;
  /** `client:ID` or `user:SUB`: what the claim at CloudFront, tags and log lines go by. */
  readonly id: string;
  /** As the tags say it: the ID that never changes, then the name that people know. */
  readonly label: string;
  /** Why this caller may not create, though look and plan; undefined where they may. */
  readonly mayNotCreate: Refusal | undefined;
}

const words = z.union([z.array(z.string()), z.string()]);
/** Numbers and lists may have become text on their way through API Gateway. */
const claimsSchema = z.object({
  iss: z.string(),
  /** Verified before; here it only has to be there, for a token without it would be valid forever. */
  exp: z.union([z.number(), z.string().min(1)]),
  sub: z.string().optional(),
  token_use: z.enum(['access', 'id']),
  client_id: z.string().optional(),
  aud: z.string().optional(),
  scope: words.optional(),
  username: z.string().optional(),
  'cognito:username': z.string().optional(),
  'cognito:groups': words.optional(),
});

/** Judges claims whose signature and time have been verified. */
export function judgeClaims(claims: unknown, issuers: readonly string[], rules: CallerRules): Caller | Refusal {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success)
    return refuse('token_invalid', { also: 'It is not an access token or ID token of a user pool.' });
  const token = parsed.data;
  if (!issuers.includes(token.iss)) return refuse('token_invalid', { also: 'It was issued by another user pool.' });
  const client = token.token_use === 'id' ? token.aud : token.client_id;
  if (client === undefined || !rules.clientIds.includes(client)) return refuse('client_not_allowed');
  const username = token.username ?? token['cognito:username'];
  const groups = token['cognito:groups'];
  // Only the client-credentials grant makes tokens without a user; there the program is its own subject.
  const isPerson = token.token_use === 'id' || username !== undefined || groups !== undefined || isUser(token.sub);
  if (isPerson) return judgePerson(token.sub, username ?? '', splitGroups(groups), rules);
  const scopes = typeof token.scope === 'string' ? token.scope.split(' ') : (token.scope ?? []);
  if (!scopes.some((scope) => rules.scopes.includes(scope))) {
    return refuse('scope_missing', { also: `One of these is needed: ${rules.scopes.map(quote).join(', ')}.` });
  }
  return { ok: true, id: `client:${client}`, label: `client:${client}`, mayNotCreate: undefined };
}

/** A user's subject is a UUID, an app client's ID is none. */
function isUser(sub: string | undefined): boolean {
  return sub !== undefined && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(sub);
}

function judgePerson(
  sub: string | undefined,
  username: string,
  groups: readonly string[],
  rules: CallerRules,
): Caller | Refusal {
  if (sub === undefined) return refuse('token_invalid', { also: 'It does not say whose it is.' });
  const isIn = (wanted: readonly string[]) => groups.some((group) => wanted.includes(group));
  if (!isIn(rules.allowedGroups)) return refuseGroups(rules.allowedGroups, 'may do this');
  const mayNotCreate = rules.requireSecondPerson
    ? refuse('own_request')
    : isIn(rules.approverGroups)
      ? undefined
      : refuseGroups(rules.approverGroups, 'may approve, and here nobody else does');
  const id = `user:${sub}`;
  // A name that repeats the ID says nothing.
  return { ok: true, id, label: username === sub ? id : `${id} ${username}`.trim(), mayNotCreate };
}

function refuseGroups(wanted: readonly string[], purpose: string): Refusal {
  const names = wanted.map(quote);
  return refuse('not_allowed', {
    what: `The token’s person is in none of the Cognito groups that ${purpose}: ${names.join(', ')}.`,
    next: `Ask an administrator of the user pool to add the person to ${names.join(' or ')}, then get a new token.`,
  });
}

/** An array in the token; REST APIs pass on "a,b", HTTP APIs "[a b]". */
function splitGroups(groups: readonly string[] | string | undefined): readonly string[] {
  if (groups === undefined) return [];
  if (typeof groups !== 'string') return groups;
  const inside = /^\[(.*)\]$/.exec(groups)?.[1];
  return (inside === undefined ? groups.split(',') : inside.split(' ')).map((group) => group.trim()).filter(Boolean);
}
