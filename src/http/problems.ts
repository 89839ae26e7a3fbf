// What API clients are told of each outcome: its HTTP status and its sentences, as application/problem+json (RFC 9457).
import { commonNextSteps, whatHappened } from '../messages/outcomes.js';
import { toPlainText } from '../messages/plain-text.js';
import { describeRefusal, type Purpose, type RefusalTexts } from '../messages/refusal.js';
import type { ApiOutcome, Refusal } from './outcomes.js';
import type { ApiResponse } from './request.js';
import type { Problem } from './routes/schemas.js';

export const outcomeStatuses: Readonly<Record<ApiOutcome, number>> = {
  cloned: 201,
  planned: 200,

  invalid_request: 400,
  token_missing: 401,
  token_invalid: 401,
  token_expired: 401,
  client_not_allowed: 403,
  scope_missing: 403,
  no_cognito_user: 403,
  ambiguous_cognito_user: 403,
  cognito_user_unusable: 403,
  not_allowed: 403,
  own_request: 403,
  identity_unavailable: 503,

  clone_not_found: 404,
  reference_not_found: 404,
  index_incomplete: 503,
  reference_staging: 422,
  reference_tenant_only: 422,
  reference_unsupported: 422,
  origin_unsupported: 422,
  no_certificate: 422,
  certificate_gone: 409,
  alias_in_use: 409,
  alias_dns_conflict: 409,
  reference_changed: 412,
  key_reused: 422,

  not_a_clone: 404,
  undo_unsupported: 422,
  undo_under_way: 409,
  dns_leads_here: 409,
  clone_changed: 412,

  access_denied: 502,
  quota_exceeded: 409,
  shared_resource_gone: 409,
  invalid_tags: 422,
  rejected_by_aws: 422,
  throttled: 503,
  aws_unavailable: 503,
  unknown_result: 502,
  bot_failed: 500,
  out_of_time: 503,
  overloaded: 503,

  no_such_path: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  body_too_large: 413,
  unsupported_media_type: 415,
  headers_too_large: 431,
};

const what: Readonly<Record<ApiOutcome, string>> = {
  ...whatHappened,
  planned: 'The clone was planned.',
  token_missing: 'There is no token in the Authorization header.',
  token_invalid: 'The token does not prove who is calling.',
  token_expired: 'The token has expired.',
  client_not_allowed: 'The token was issued to an app client that is not allowed here.',
  scope_missing: 'The token has none of the scopes that allow this.',

  reference_changed: 'The reference has another ETag than the one in If-Match.',
  key_reused: 'The Idempotency-Key was used for another request.',
  clone_not_found: 'There is no such clone.',
  out_of_time: 'The time for this request was over before this item was begun.',

  no_such_path: 'There is nothing at this path.',
  method_not_allowed: 'This path does not support this method.',
  request_timeout: 'The request did not arrive in time.',
  body_too_large: 'The body is too large.',
  overloaded: 'Too many large requests are arriving at the moment.',
  unsupported_media_type: 'The body is not JSON.',
  headers_too_large: 'The headers are too large.',
};

const next: Readonly<Record<ApiOutcome, string>> = {
  ...commonNextSteps,
  planned: 'Send the request without dry_run to create it.',
  invalid_request:
    'Send domain, origin and ref_dist, either in the query or as a JSON body. /openapi.json describes them.',
  token_missing: 'Send the header Authorization: Bearer with an access token of the user pool.',
  token_invalid: 'Get an access token from this API’s user pool and send it unchanged.',
  token_expired: 'Get a new token from the user pool, then send the request again.',
  client_not_allowed: 'Use an app client that the people who run this API have allowed (COGNITO_API_CLIENT_IDS).',
  scope_missing: 'Ask the token endpoint for one of the scopes of this API (COGNITO_API_SCOPES).',
  own_request:
    'Ask for the clone in Slack, where a second person can approve it, or let a program with its own client do it.',

  certificate_gone: 'Check the certificate in ACM (us-east-1), then send the request again.',
  reference_changed: 'Ask with dry_run=true, read what the clone would be now, and send its ETag.',
  key_reused: 'Use a new key for a new request; repeat a request with its own key.',
  clone_not_found: 'Look for it with GET /clones.',
  unknown_result:
    'Send the same request with the same Idempotency-Key. It finds the distribution or creates it, and never creates a second one. Without a key, look for the domain with GET /clones first.',
  bot_failed: 'Look for the domain with GET /clones before you try again, and tell the people who run the bot.',
  out_of_time: 'Send the same request with the same Idempotency-Key: it does what is missing.',

  no_such_path: 'Check the path. If the REST API is on, /openapi.json lists all paths.',
  method_not_allowed: 'Use one of the methods in the Allow header.',
  request_timeout: 'Send the whole request again, without pauses.',
  body_too_large: 'Send fewer items in a request.',
  overloaded: 'Send the same request again in a second.',
  unsupported_media_type: 'Send it as application/json in UTF-8, without Content-Encoding.',
  headers_too_large: 'Send the token and no cookies.',
};

export const apiTexts: RefusalTexts<ApiOutcome> = {
  what,
  next,
  nextByDetail: {
    caller_reference_taken: 'Look at that distribution, then send the request with a new Idempotency-Key.',
    alias_moved: 'Look at that distribution. If you need another one, send the request with a new Idempotency-Key.',
  },
  nextForReaders: { bot_failed: 'Try again. If it fails again, tell the people who run the bot.' },
};

/** Seconds for the Retry-After header: an estimate of when it helps to try again. */
const retryAfterSeconds: Readonly<Partial<Record<ApiOutcome, string>>> = {
  throttled: '30',
  aws_unavailable: '30',
  identity_unavailable: '10',
  index_incomplete: '10',
  out_of_time: '1',
  overloaded: '1',
};

export function describeProblem(refusal: Refusal, requestId: string, purpose: Purpose = 'create'): Problem {
  const { outcome, created, awsRequestId, holder } = refusal;
  // Slack draws the backticks around a name; a program that shows the sentence does not.
  const text = describeRefusal(refusal, apiTexts, purpose);
  return {
    type: `urn:cf-clone:outcome:${outcome}`,
    title: what[outcome],
    status: outcomeStatuses[outcome],
    detail: toPlainText(text.paragraph),
    outcome,
    what: toPlainText(text.what),
    next: toPlainText(text.next),
    created,
    requestId,
    ...(awsRequestId ? { awsRequestId } : {}),
    ...(holder ? { holder } : {}),
  };
}

/** A request that cannot create anything is not told that nothing was created. */
export function readPurpose(method: string): Purpose {
  if (method === 'DELETE') return 'undo';
  return method === 'GET' || method === 'HEAD' ? 'read' : 'create';
}

export function problemResponse(
  refusal: Refusal,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
  purpose: Purpose = 'create',
): ApiResponse & { readonly body: string } {
  const problem = describeProblem(refusal, requestId, purpose);
  const retryAfter = retryAfterSeconds[refusal.outcome];
  return {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      ...challenge(refusal.outcome),
      ...(retryAfter ? { 'retry-after': retryAfter } : {}),
      ...headers,
    },
    body: JSON.stringify(problem),
  };
}

/** Says how to authenticate (RFC 6750, section 3). */
function challenge(outcome: ApiOutcome): Record<string, string> {
  switch (outcome) {
    case 'token_missing':
      return { 'www-authenticate': 'Bearer realm="cf-clone"' };
    case 'token_invalid':
    case 'token_expired':
      return { 'www-authenticate': 'Bearer realm="cf-clone", error="invalid_token"' };
    case 'scope_missing':
      return { 'www-authenticate': 'Bearer realm="cf-clone", error="insufficient_scope"' };
    default:
      return {};
  }
}
