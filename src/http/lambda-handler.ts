// API Gateway's events carried to the REST API and its answers back: REST APIs (payload 1.0) and HTTP APIs (2.0), with
// the claims of their authorizer where there is one.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
import * as z from 'zod';
import { refuse } from '../clone/outcome.js';
import type { Api } from './api.js';
import { answerProblem } from './problems.js';
import type { ApiRequest, ApiResponse } from './request.js';

const words = z.record(z.string(), z.string().nullish()).nullish();
const lists = z.record(z.string(), z.array(z.string()).nullish()).nullish();
const body = { body: z.string().nullish(), isBase64Encoded: z.boolean().nullish() };
/** A load balancer's events look like those of a REST API, but have none; what they hold is encoded in other ways. */
const apiId = z.string();

const restEvent = z.object({
  httpMethod: z.string(),
  path: z.string(),
  resource: z.string().nullish(),
  pathParameters: words,
  headers: words,
  multiValueHeaders: lists,
  queryStringParameters: words,
  multiValueQueryStringParameters: lists,
  requestContext: z.object({
    apiId,
    stage: z.string().nullish(),
    authorizer: z.object({ claims: z.unknown() }).partial().nullish(),
  }),
  ...body,
});
const httpEvent = z.object({
  version: z.literal('2.0'),
  rawPath: z.string(),
  rawQueryString: z.string().default(''),
  routeKey: z.string().nullish(),
  pathParameters: words,
  headers: words,
  requestContext: z.object({
    apiId,
    stage: z.string().nullish(),
    http: z.object({ method: z.string() }),
    authorizer: z
      .object({ jwt: z.object({ claims: z.unknown() }).partial().nullish() })
      .partial()
      .nullish(),
  }),
  ...body,
});

export interface GatewayAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: false;
}

/** The same limit as the server's; API Gateway itself takes up to 10 MB. */
const mostBytes = 262_144;

export interface Invocation {
  readonly requestId: string;
  readonly mayBegin: () => boolean;
}

/** Answers an event; one that is no request of API Gateway's is a fault of whoever connected it. */
export async function answerEvent(
  api: Api,
  event: unknown,
  { requestId, mayBegin }: Invocation,
): Promise<GatewayAnswer> {
  const request = readEvent(event);
  if (request.body !== undefined && Buffer.byteLength(request.body) > mostBytes) {
    return toAnswer(answerProblem(refuse('body_too_large'), requestId, { 'x-request-id': requestId }));
  }
  return toAnswer(await api({ ...request, id: requestId, mayBegin }));
}

type EventRequest = Omit<ApiRequest, 'id' | 'mayBegin'>;

function readEvent(event: unknown): EventRequest {
  const http = httpEvent.safeParse(event);
  if (http.success) return fromHttp(http.data);
  const rest = restEvent.safeParse(event);
  if (rest.success) return fromRest(rest.data);
  throw new Error('the event is none of API Gateway’s: connect the function to a REST API or an HTTP API');
}

function fromRest(event: z.infer<typeof restEvent>): EventRequest {
  const query = new URLSearchParams();
  const many = event.multiValueQueryStringParameters ?? {};
  const once = event.queryStringParameters ?? {};
  for (const name of new Set([...Object.keys(many), ...Object.keys(once)])) {
    for (const value of many[name] ?? [once[name] ?? '']) query.append(name, value);
  }
  return {
    method: event.httpMethod,
    path: fillIn(event.resource, event.pathParameters) ?? dropStage(event.path, event.requestContext.stage),
    query,
    headers: readHeaders(event.headers, event.multiValueHeaders),
    body: readText(event),
    // HTTP APIs that send payload 1.0 say null where there is no authorizer.
    claims: event.requestContext.authorizer?.claims ?? undefined,
  };
}

function fromHttp(event: z.infer<typeof httpEvent>): EventRequest {
  const { stage, http, authorizer } = event.requestContext;
  return {
    method: http.method,
    path: fillIn(event.routeKey?.split(' ')[1], event.pathParameters) ?? dropStage(event.rawPath, stage),
    query: new URLSearchParams(event.rawQueryString),
    headers: readHeaders(event.headers, undefined),
    body: readText(event),
    claims: authorizer?.jwt?.claims ?? undefined,
  };
}

/** The path by its route: that of the event has a stage or the base path of a custom domain in front. */
function fillIn(template: string | null | undefined, parameters: z.infer<typeof words>): string | undefined {
  if (!template?.startsWith('/')) return undefined;
  return template.replace(/\{(\w+)\+?\}/g, (_whole, name: string) => parameters?.[name] ?? '');
}

/** Where the route says nothing, as the default route of an HTTP API does. */
function dropStage(path: string, stage: string | null | undefined): string {
  const prefix = stage && stage !== '$default' ? `/${stage}` : '';
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
}

function readHeaders(headers: z.infer<typeof words>, many: z.infer<typeof lists>): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  for (const [name, values] of Object.entries(many ?? {})) {
    if (values) read.set(name.toLowerCase(), values.join(', '));
  }
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (value !== null && value !== undefined && !read.has(name.toLowerCase())) read.set(name.toLowerCase(), value);
  }
  return read;
}

function readText(event: {
  readonly body?: string | null | undefined;
  readonly isBase64Encoded?: boolean | null | undefined;
}) {
  if (event.body === null || event.body === undefined) return undefined;
  return event.isBase64Encoded === true ? Buffer.from(event.body, 'base64').toString('utf8') : event.body;
}

/** API Gateway hands on whole answers alone: pieces are put together. */
async function toAnswer({ status, headers, body: text }: ApiResponse): Promise<GatewayAnswer> {
  const pieces: string[] = [];
  if (typeof text === 'string') pieces.push(text);
  else for await (const piece of text) pieces.push(piece);
  return { statusCode: status, headers, body: pieces.join(''), isBase64Encoded: false };
}
