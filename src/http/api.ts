// The REST API as one function: a request in, an answer out. Finds the route, asks who is calling, lets the route answer;
// a fault is the bot's and says so. What carries the request is server.ts's or gateway.ts's business.
import { type Refusal, refuse } from '../clone/outcome.js';
import type { Monotonic } from '../stopwatch.js';
import { makeRefusalLog } from './auth/refusal-log.js';
import type { Authorize } from './auth/verify-token.js';
import type { ApiDesk, Authorized } from './context.js';
import { makeDocument } from './openapi.js';
import { answerProblem } from './problems.js';
import { type ApiRequest, type ApiResponse, answerJson } from './request.js';
import { answerClone } from './routes/clone-distribution.js';
import { answerBulk } from './routes/clone-distributions.js';
import { answerStatus } from './routes/get-clone.js';
import { answerClones } from './routes/list-clones.js';

export type Api = (request: ApiRequest) => Promise<ApiResponse>;

/** Starts timing a request; what it returns ends it. */
export type TimeApiRequest = (route: string) => (status: number) => void;

interface ApiRoute {
  readonly method: 'GET' | 'POST';
  /** As the document names it; `{id}` stands for one segment. */
  readonly path: string;
  readonly answer: (desk: ApiDesk, authorized: Authorized, id: string) => Promise<ApiResponse>;
}

export const apiRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/clone_distribution', answer: answerClone },
  { method: 'GET', path: '/clone_distribution/{id}', answer: answerStatus },
  { method: 'POST', path: '/clone_distributions', answer: answerBulk },
  { method: 'GET', path: '/clones', answer: answerClones },
];

export const documentPath = '/openapi.json';

export interface ApiOptions {
  readonly desk: ApiDesk;
  readonly authorize: Authorize;
  readonly clock: Monotonic;
  readonly time?: TimeApiRequest;
}

export function makeApi({ desk, authorize, clock, time = () => () => undefined }: ApiOptions): Api {
  const refusals = makeRefusalLog({ journal: desk.journal, log: desk.log, clock });
  return async (request) => {
    const found = findRoute(request.path);
    const end = time(found?.path ?? (request.path === documentPath ? documentPath : 'other'));
    const response = withName(await answer(request, found), request.id);
    end(response.status);
    return response;
  };

  async function answer(request: ApiRequest, found: Found | undefined): Promise<ApiResponse> {
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    if (request.path === documentPath) {
      return method === 'GET' ? answerJson(200, makeDocument()) : refuseMethod(request, ['GET']);
    }
    if (!found) return answerProblem(refuse('no_such_path'), request.id);
    const route = found.routes.find((candidate) => candidate.method === method);
    if (!route)
      return refuseMethod(
        request,
        found.routes.map((candidate) => candidate.method),
      );
    const caller = await authorize(request.headers.get('authorization'), request.claims);
    if (!caller.ok) return turnAway(request, caller);
    try {
      return await route.answer(desk, { request, caller }, found.id);
    } catch (error) {
      desk.log.error({ err: error, request: request.id, path: found.path }, 'a request failed');
      desk.journal.record({ event: 'request', outcome: 'bot_failed', request: request.id, requester: caller.id });
      return answerProblem(refuse('bot_failed'), request.id);
    }
  }

  function turnAway(request: ApiRequest, refusal: Refusal): ApiResponse {
    refusals.record(refusal.outcome, request.id);
    return answerProblem(refusal, request.id);
  }
}

interface Found {
  readonly path: string;
  readonly routes: readonly ApiRoute[];
  readonly id: string;
}

function findRoute(path: string): Found | undefined {
  for (const { path: known } of apiRoutes) {
    const id = matchPath(known, path);
    if (id !== undefined) return { path: known, routes: apiRoutes.filter((route) => route.path === known), id };
  }
  return undefined;
}

/** What stands in the place of `{id}`, empty where there is no such place; undefined where the path is another one. */
function matchPath(known: string, path: string): string | undefined {
  const [head = ''] = known.split('{id}');
  if (!known.endsWith('{id}')) return path === known ? '' : undefined;
  const rest = path.startsWith(head) ? path.slice(head.length) : '';
  return rest !== '' && !rest.includes('/') ? rest : undefined;
}

/** RFC 9110, 15.5.6: a 405 says what there is. */
function refuseMethod(request: ApiRequest, methods: readonly string[]): ApiResponse {
  const all = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return answerProblem(refuse('method_not_allowed'), request.id, { allow: all.join(', ') });
}

function withName(response: ApiResponse, requestId: string): ApiResponse {
  return { ...response, headers: { ...response.headers, 'x-request-id': requestId } };
}
