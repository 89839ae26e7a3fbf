// What a route consists of: its path, the schemas of its input, its description for the OpenAPI document, and its handler.
// The API checks the input against the schemas before it calls the handler.
import type * as z from 'zod';
import type { Caller } from '../auth/caller.js';
import type { ApiContext } from '../context.js';
import type { Refusal } from '../outcomes.js';
import { problemResponse, readPurpose } from '../problems.js';
import type { ApiRequest, ApiResponse } from '../request.js';
import { type Checked, checkSchema, readIdempotencyKey, readIfMatch, readJson, readQuery } from '../validate.js';

export type Json = Readonly<Record<string, unknown>>;
export type HeaderName = 'Idempotency-Key' | 'If-Match';
export type TagName = 'Clones' | 'Bulk' | 'Document';

/** What the router and the OpenAPI document know of a route. */
export interface RouteDescription {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** As in the OpenAPI document; `{id}` stands for one segment. */
  readonly path: string;
  readonly tag: TagName;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly query: z.ZodObject;
  /** The headers that the route reads besides those of HTTP itself. */
  readonly headers: readonly HeaderName[];
  readonly requestBody?: { readonly required: boolean; readonly schema: Json };
  /** The responses that are not refusals, by status, as in the OpenAPI document. */
  readonly responses: Readonly<Record<string, Json>>;
  /** The statuses of the refusals that the route can answer. */
  readonly problemStatuses: readonly number[];
  /** A longer body is refused with 413 before it is read to its end. */
  readonly maxBodyBytes: number;
}

/** A request of a caller whose token was accepted. */
export interface AuthorizedRequest {
  readonly request: ApiRequest;
  readonly caller: Caller;
}

export type Route = RouteDescription &
  (
    | { readonly isPublic: true; readonly respond: () => Promise<ApiResponse> }
    | {
        readonly isPublic: false;
        readonly respond: (context: ApiContext, authorized: AuthorizedRequest, id: string) => Promise<ApiResponse>;
      }
  );

/** The input of a handler. All of it was checked. */
export interface RouteInput<Query, Body> extends AuthorizedRequest {
  /** The last segment of the path, if the path has an `{id}`. */
  readonly id: string;
  readonly query: Query;
  /** Undefined if the request has no body. */
  readonly body: Body | undefined;
  readonly idempotencyKey: string | undefined;
  /** The ETags of If-Match; undefined if any ETag is accepted. */
  readonly etags: readonly string[] | undefined;
}

export interface RouteDefinition<Query extends z.ZodObject, Body> extends RouteDescription {
  readonly query: Query;
  readonly bodySchema?: z.ZodType<Body>;
  readonly handle: (
    context: ApiContext,
    input: RouteInput<z.output<Query>, Body>,
  ) => Promise<ApiResponse | Refusal> | ApiResponse | Refusal;
}

export function defineRoute<Query extends z.ZodObject, Body>(definition: RouteDefinition<Query, Body>): Route {
  const { bodySchema, handle, ...description } = definition;
  return {
    ...description,
    isPublic: false,
    respond: async (context, authorized, id) => {
      const { request, caller } = authorized;
      const purpose = readPurpose(definition.method);
      const input = readInput(definition, request);
      if (!input.ok) {
        recordRefusal(context, definition, authorized, input);
        return problemResponse(input, request.id, {}, purpose);
      }
      const response = await handle(context, { request, caller, id, ...input.value });
      return 'ok' in response ? problemResponse(response, request.id, {}, purpose) : response;
    },
  };
}

function readInput<Query extends z.ZodObject, Body>(
  { query: querySchema, bodySchema, headers, requestBody }: RouteDefinition<Query, Body>,
  request: ApiRequest,
): Checked<Omit<RouteInput<z.output<Query>, Body>, 'id' | 'request' | 'caller'>> {
  const query = readQuery(querySchema, request.query);
  if (!query.ok) return query;
  const body = bodySchema ? readBody(bodySchema, requestBody?.required === true, request) : undefined;
  if (body && !body.ok) return body;
  const key = readIdempotencyKey(
    headers.includes('Idempotency-Key') ? request.headers.get('idempotency-key') : undefined,
  );
  if (!key.ok) return key;
  const etags = headers.includes('If-Match') ? readIfMatch(request.headers.get('if-match')) : undefined;
  return { ok: true, value: { query: query.value, body: body?.value, idempotencyKey: key.value, etags } };
}

function readBody<Body>(schema: z.ZodType<Body>, isRequired: boolean, request: ApiRequest): Checked<Body | undefined> {
  const json = readJson(request);
  if (!json.ok) return json;
  if (json.value === undefined && !isRequired) return { ok: true, value: undefined };
  // Checking an empty object names the members that are missing.
  return checkSchema(schema, json.value ?? {});
}

/** Requests that would have created something are in the audit log, also if they were refused. */
function recordRefusal(
  { auditLog }: ApiContext,
  { method }: RouteDescription,
  { request, caller }: AuthorizedRequest,
  { outcome }: Refusal,
): void {
  if (method === 'POST') auditLog.record({ event: 'request', outcome, request: request.id, requester: caller.id });
}
