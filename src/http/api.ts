// The REST API as one function from a request to a response. It finds the route, checks the token, and lets the route
// respond. An unexpected error becomes a 500 response. node-api-handler.ts and lambda-handler.ts bring the requests.

import type { Monotonic } from '../observability/timer.js';
import { createRefusalLog } from './auth/refusal-log.js';
import type { Authorize } from './auth/verify-token.js';
import type { ApiContext } from './context.js';
import { refuse } from './outcomes.js';
import { problemResponse, readPurpose } from './problems.js';
import type { ApiRequest, ApiResponse } from './request.js';
import { findRoute, type RouteMatch } from './router.js';
import type { Route } from './routes/route.js';
import { routes } from './routes/table.js';

export interface Api {
  respond(request: ApiRequest): Promise<ApiResponse>;
  /** How long the body of a request may be. The caller of `respond` keeps this limit. */
  maxBodyBytes(method: string, path: string): number;
}

/** Starts the timer of a request. The function that it returns stops the timer. */
export type TimeApiRequest = (route: string) => (status: number) => void;

export interface ApiOptions {
  readonly context: ApiContext;
  readonly authorize: Authorize;
  readonly clock: Monotonic;
  readonly time?: TimeApiRequest;
}

/** For paths and methods that do not exist: the largest limit, so that a client learns what is wrong. */
const maxBodyBytesOfAll = Math.max(...routes.map(({ maxBodyBytes }) => maxBodyBytes));

export function createApi({ context, authorize, clock, time = () => () => undefined }: ApiOptions): Api {
  const refusals = createRefusalLog({ auditLog: context.auditLog, log: context.log, clock });

  return {
    maxBodyBytes(method, path) {
      const match = findRoute(routes, method, path);
      return match.kind === 'found' ? match.route.maxBodyBytes : maxBodyBytesOfAll;
    },
    async respond(request) {
      const match = findRoute(routes, request.method, request.path);
      const stopTimer = time(match.kind === 'no_such_path' ? 'other' : match.path);
      const response = await respondTo(request, match);
      stopTimer(response.status);
      return { ...response, headers: { ...response.headers, 'x-request-id': request.id } };
    },
  };

  async function respondTo(request: ApiRequest, match: RouteMatch<Route>): Promise<ApiResponse> {
    switch (match.kind) {
      case 'no_such_path':
        return problemResponse(refuse('no_such_path'), request.id, {}, readPurpose(request.method));
      case 'wrong_method':
        return problemResponse(
          refuse('method_not_allowed'),
          request.id,
          { allow: match.allow },
          readPurpose(request.method),
        );
      case 'found':
        return match.route.isPublic ? match.route.respond() : respondAuthorized(request, match.route, match.id);
      default:
        return match satisfies never;
    }
  }

  async function respondAuthorized(
    request: ApiRequest,
    route: Extract<Route, { isPublic: false }>,
    id: string,
  ): Promise<ApiResponse> {
    const caller = await authorize(request.headers.get('authorization'), request.claims);
    if (!caller.ok) {
      refusals.record(caller.outcome, request.id);
      return problemResponse(caller, request.id, {}, readPurpose(route.method));
    }
    try {
      return await route.respond(context, { request, caller: caller.value }, id);
    } catch (error) {
      context.log.error({ err: error, request: request.id, path: route.path }, 'a request failed');
      context.auditLog.record({
        event: 'request',
        outcome: 'bot_failed',
        request: request.id,
        requester: caller.value.id,
      });
      return problemResponse(refuse('bot_failed'), request.id, {}, readPurpose(route.method));
    }
  }
}
