// Turns a refusal into an application/problem+json response (RFC 9457). It has the outcome code, and the same sentence
// and next step as in Slack.
import { explain, type Outcome, outcomes, type Refusal } from '../clone/outcome.js';
import type { ApiResponse } from './request.js';
import type { Problem } from './routes/schemas.js';

/** For outcomes whose next step mentions buttons or commands, which a program does not have. */
const nextForPrograms: Partial<Record<Outcome, string>> = {
  own_request:
    'Ask for the clone in Slack, where a second person can approve it, or let a program with its own client do it.',
  unknown_result:
    'Send the same request with the same Idempotency-Key: it finds the distribution or creates it, never a second one. Without a key, look for the domain with GET /clones first.',
  bot_failed: 'Look for the domain with GET /clones before you try again, and tell the people who run the bot.',
};

const usage = 'Send domain, origin and ref_dist, either in the query or as a JSON body. /openapi.json describes them.';

/** Replaces the next step by one that a program can take. */
export function addressProgram(refusal: Refusal): Refusal {
  const isCommand = refusal.outcome === 'invalid_request' && refusal.next.includes('/cf-clone');
  const next = isCommand ? usage : nextForPrograms[refusal.outcome];
  return next === undefined ? refusal : { ...refusal, next };
}

/** Seconds for the Retry-After header: an estimate of when it helps to try again. */
const retryAfterSeconds: Partial<Record<Outcome, string>> = {
  throttled: '30',
  aws_unavailable: '30',
  identity_unavailable: '10',
  out_of_time: '1',
  overloaded: '1',
};

export function describeProblem(refusal: Refusal, requestId: string): Problem {
  const addressed = addressProgram(refusal);
  const { outcome, what, next, created, awsRequestId, holder } = addressed;
  return {
    type: `urn:cf-clone:outcome:${outcome}`,
    title: outcomes[outcome].what,
    status: outcomes[outcome].status,
    detail: explain(addressed),
    outcome,
    what,
    next,
    created,
    requestId,
    ...(awsRequestId ? { awsRequestId } : {}),
    ...(holder ? { holder } : {}),
  };
}

export function problemResponse(
  refusal: Refusal,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse & { readonly body: string } {
  const problem = describeProblem(refusal, requestId);
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
function challenge(outcome: Outcome): Record<string, string> {
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
