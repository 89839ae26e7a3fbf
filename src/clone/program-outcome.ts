// What only a program can meet: its token, its headers, its body.
import type { OutcomeText } from './outcome-table.js';

const nothing = { created: 'nothing' } as const;

export const apiOutcomes = {
  planned: {
    status: 200,
    ...nothing,
    what: 'The clone was planned.',
    next: 'Send the request without dry_run to create it.',
  },
  token_missing: {
    status: 401,
    ...nothing,
    what: 'There is no token in the Authorization header.',
    next: 'Send `Authorization: Bearer` with an access token of the user pool.',
  },
  token_invalid: {
    status: 401,
    ...nothing,
    what: 'The token does not prove who is calling.',
    next: 'Get an access token from this API’s user pool and send it unchanged.',
  },
  token_expired: {
    status: 401,
    ...nothing,
    what: 'The token has expired.',
    next: 'Get a new token from the user pool, then send the request again.',
  },
  client_not_allowed: {
    status: 403,
    ...nothing,
    what: 'The token was issued to an app client whose tokens do not count here.',
    next: 'Use an app client that the people who run this API have allowed (COGNITO_API_CLIENT_IDS).',
  },
  scope_missing: {
    status: 403,
    ...nothing,
    what: 'The token has none of the scopes that allow this.',
    next: 'Ask the token endpoint for one of the scopes of this API (COGNITO_API_SCOPES).',
  },

  reference_changed: {
    status: 412,
    ...nothing,
    what: 'The reference has another ETag than the one in If-Match.',
    next: 'Ask with dry_run=true, read what the clone would be now, and send its ETag.',
  },
  key_reused: {
    status: 422,
    ...nothing,
    what: 'The Idempotency-Key was used for another request.',
    next: 'Use a new key for a new request; repeat a request with its own key.',
  },
  clone_not_found: {
    status: 404,
    ...nothing,
    what: 'There is no such clone.',
    next: 'Look for it with GET /clones.',
  },
  out_of_time: {
    status: 503,
    ...nothing,
    what: 'The time for this request was over before this item was begun.',
    next: 'Send the same request with the same Idempotency-Key: it does what is missing.',
  },

  no_such_path: {
    status: 404,
    ...nothing,
    what: 'There is nothing at this path.',
    next: 'Check the path; where the REST API is on, /openapi.json lists them.',
  },
  method_not_allowed: {
    status: 405,
    ...nothing,
    what: 'This path does not take this method.',
    next: 'Use one of the methods in the Allow header.',
  },
  request_timeout: {
    status: 408,
    ...nothing,
    what: 'The request did not arrive in time.',
    next: 'Send it again, at once and whole.',
  },
  body_too_large: {
    status: 413,
    ...nothing,
    what: 'The body is too large.',
    next: 'Send fewer items in a request.',
  },
  overloaded: {
    status: 503,
    ...nothing,
    what: 'Too many large requests are on their way at this moment.',
    next: 'Send the same request again in a second.',
  },
  unsupported_media_type: {
    status: 415,
    ...nothing,
    what: 'The body is not JSON.',
    next: 'Send it as application/json in UTF-8, without Content-Encoding.',
  },
  headers_too_large: {
    status: 431,
    ...nothing,
    what: 'The headers are too large.',
    next: 'Send the token and no cookies.',
  },
} as const satisfies Record<string, OutcomeText>;
