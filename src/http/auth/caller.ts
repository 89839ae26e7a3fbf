// Decides from verified claims who is calling: an API client by its ID and scope, or a person by their groups.
import type { Result } from '../../clone/result.js';
import { quote } from '../../clone/visible-text.js';
import { type ApiOutcome, type Refusal, refuse } from '../outcomes.js';
import { claimsSchema, splitGroups } from './claims.js';

export interface CallerRules {
  readonly clientIds: readonly string[];
  /** An API client needs one of these scopes. */
  readonly scopes: readonly string[];
  /** An API client needs one of these too to undo clones. Empty where the API undoes none. */
  readonly undoScopes: readonly string[];
  /** A person needs one of these groups to use the API. */
  readonly allowedGroups: readonly string[];
  /** A person needs one of these groups to create a clone without another person's approval. */
  readonly approverGroups: readonly string[];
  /** If two people are required, one person alone may only read and plan. */
  readonly requireSecondPerson: boolean;
}

export interface Caller {
  /** `client:ID` or `user:SUB`. The CallerReference at CloudFront, the tags and the log use it. */
  readonly id: string;
  /** As in the tags: the ID, which never changes, and then the name that people know. */
  readonly label: string;
  /** Why this caller may read and plan but not create. Undefined if they may create. */
  readonly mayNotCreate: Refusal | undefined;
  /** Why this caller may not undo clones. Undefined if they may. */
  readonly mayNotUndo: Refusal | undefined;
}

/** The signature and the times of the claims were verified before. */
export function authorizeClaims(
  claims: unknown,
  issuers: readonly string[],
  rules: CallerRules,
): Result<Caller, ApiOutcome> {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success)
    return refuse('token_invalid', { also: 'It is not an access token or ID token of a user pool.' });
  const token = parsed.data;
  if (!issuers.includes(token.iss)) return refuse('token_invalid', { also: 'It was issued by another user pool.' });
  const client = token.token_use === 'id' ? token.aud : token.client_id;
  if (client === undefined || !rules.clientIds.includes(client)) return refuse('client_not_allowed');
  const username = token.username ?? token['cognito:username'];
  const groups = token['cognito:groups'];
  // Only the client-credentials grant issues tokens without a user. There the API client is its own subject.
  const isPerson = token.token_use === 'id' || username !== undefined || groups !== undefined || isUser(token.sub);
  if (isPerson) return authorizePerson(token.sub, username ?? '', splitGroups(groups), rules);
  const scopes = typeof token.scope === 'string' ? token.scope.split(' ') : (token.scope ?? []);
  if (!scopes.some((scope) => rules.scopes.includes(scope))) {
    return refuse('scope_missing', { also: `One of these is needed: ${rules.scopes.map(quote).join(', ')}.` });
  }
  const id = `client:${client}`;
  return { ok: true, value: { id, label: id, mayNotCreate: undefined, mayNotUndo: refuseUndo(scopes, rules) } };
}

/** The subject of a user is a UUID. The ID of an app client is not. */
function isUser(sub: string | undefined): boolean {
  return sub !== undefined && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(sub);
}

function authorizePerson(
  sub: string | undefined,
  username: string,
  groups: readonly string[],
  rules: CallerRules,
): Result<Caller, ApiOutcome> {
  if (sub === undefined) return refuse('token_invalid', { also: 'It does not say whose it is.' });
  const isIn = (required: readonly string[]) => groups.some((group) => required.includes(group));
  if (!isIn(rules.allowedGroups)) return refuseGroups(rules.allowedGroups, 'may do this');
  const mayNotCreate = rules.requireSecondPerson
    ? refuse('own_request')
    : isIn(rules.approverGroups)
      ? undefined
      : refuseGroups(
          rules.approverGroups,
          'may approve',
          'The REST API creates a clone without the approval of anybody else.',
        );
  const mayNotUndo = rules.undoScopes.length === 0 ? refuseUndo([], rules) : mayNotCreate;
  const id = `user:${sub}`;
  // A name that repeats the ID adds nothing.
  const label = username === sub ? id : `${id} ${username}`.trim();
  return { ok: true, value: { id, label, mayNotCreate, mayNotUndo } };
}

function refuseUndo(scopes: readonly string[], { undoScopes }: CallerRules): Refusal | undefined {
  if (undoScopes.length === 0) {
    return refuse('scope_missing', {
      what: 'This API does not undo clones.',
      next: 'Ask for the undo in Slack, or ask the people who run this API to set COGNITO_API_UNDO_SCOPES.',
    });
  }
  if (scopes.some((scope) => undoScopes.includes(scope))) return undefined;
  return refuse('scope_missing', {
    also: `One of these is needed: ${undoScopes.map(quote).join(', ')}.`,
    next: 'Ask the token endpoint for one of the scopes that may undo clones (COGNITO_API_UNDO_SCOPES).',
  });
}

function refuseGroups(required: readonly string[], purpose: string, also?: string): Refusal {
  const names = required.map(quote);
  return refuse('not_allowed', {
    what: `The person of this token is in none of the Cognito groups that ${purpose}: ${names.join(', ')}.`,
    ...(also && { also }),
    next: `Ask an administrator of the user pool to add the person to ${names.join(' or ')}, then get a new token.`,
  });
}
