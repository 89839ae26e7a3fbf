// Brings the events of API Gateway to the REST API, and its responses back. It reads the events of REST APIs (payload
// format 1.0) and of HTTP APIs (2.0), and the claims of their authorizer if there is one.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
import * as z from 'zod';
import type { Api } from './api.js';
import { refuse } from './outcomes.js';
import { problemResponse } from './problems.js';
import type { ApiRequest, ApiResponse } from './request.js';

const texts = z.record(z.string(), z.string().nullish()).nullish();
const textLists = z.record(z.string(), z.array(z.string()).nullish()).nullish();
const body = { body: z.string().nullish(), isBase64Encoded: z.boolean().nullish() };
/** Events of a load balancer look like those of a REST API, but have no API ID. Their values are encoded differently. */
const apiId = z.string();

const restEvent = z.object({
  httpMethod: z.string(),
  path: z.string(),
  resource: z.string().nullish(),
  pathParameters: texts,
  headers: texts,
  multiValueHeaders: textLists,
  queryStringParameters: texts,
  multiValueQueryStringParameters: textLists,
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
  pathParameters: texts,
  headers: texts,
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

export interface GatewayResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: false;
}

export interface Invocation {
  readonly requestId: string;
  readonly hasTimeLeft: () => boolean;
}

/** Throws if the event does not come from API Gateway: then the function is connected to the wrong service. */
export async function handleEvent(
  api: Api,
  event: unknown,
  { requestId, hasTimeLeft }: Invocation,
): Promise<GatewayResponse> {
  const request = readEvent(event);
  if (request.body !== undefined && Buffer.byteLength(request.body) > api.maxBodyBytes(request.method, request.path)) {
    return toGatewayResponse(problemResponse(refuse('body_too_large'), requestId, { 'x-request-id': requestId }));
  }
  return toGatewayResponse(await api.respond({ ...request, id: requestId, hasTimeLeft }));
}

type EventRequest = Omit<ApiRequest, 'id' | 'hasTimeLeft'>;

function readEvent(event: unknown): EventRequest {
  const http = httpEvent.safeParse(event);
  if (http.success) return readHttpEvent(http.data);
  const rest = restEvent.safeParse(event);
  if (rest.success) return readRestEvent(rest.data);
  throw new Error('the event does not come from API Gateway: connect the function to a REST API or an HTTP API');
}

function readRestEvent(event: z.infer<typeof restEvent>): EventRequest {
  const query = new URLSearchParams();
  const multiple = event.multiValueQueryStringParameters ?? {};
  const single = event.queryStringParameters ?? {};
  for (const name of new Set([...Object.keys(multiple), ...Object.keys(single)])) {
    for (const value of multiple[name] ?? [single[name] ?? '']) query.append(name, value);
  }
  return {
    method: event.httpMethod,
    path: fillTemplate(event.resource, event.pathParameters) ?? dropStage(event.path, event.requestContext.stage),
    query,
    headers: readHeaders(event.headers, event.multiValueHeaders),
    body: readText(event),
    // HTTP APIs that send payload format 1.0 send null if there is no authorizer.
    claims: event.requestContext.authorizer?.claims ?? undefined,
  };
}

function readHttpEvent(event: z.infer<typeof httpEvent>): EventRequest {
  const { stage, http, authorizer } = event.requestContext;
  return {
    method: http.method,
    path: fillTemplate(event.routeKey?.split(' ')[1], event.pathParameters) ?? dropStage(event.rawPath, stage),
    query: new URLSearchParams(event.rawQueryString),
    headers: readHeaders(event.headers, undefined),
    body: readText(event),
    claims: authorizer?.jwt?.claims ?? undefined,
  };
}

/** Takes the path from the route: the path of the event may start with a stage or with the base path of a domain. */
function fillTemplate(template: string | null | undefined, parameters: z.infer<typeof texts>): string | undefined {
  if (!template?.startsWith('/')) return undefined;
  return template.replace(/\{(\w+)\+?\}/g, (_whole, name: string) => parameters?.[name] ?? '');
}

/** For routes without a path, such as the default route of an HTTP API. */
function dropStage(path: string, stage: string | null | undefined): string {
  const prefix = stage && stage !== '$default' ? `/${stage}` : '';
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
}

function readHeaders(headers: z.infer<typeof texts>, multiple: z.infer<typeof textLists>): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  for (const [name, values] of Object.entries(multiple ?? {})) {
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

/** API Gateway does not stream: the parts of a response are joined. */
async function toGatewayResponse({ status, headers, body: text }: ApiResponse): Promise<GatewayResponse> {
  const parts: string[] = [];
  if (typeof text === 'string') parts.push(text);
  else for await (const part of text) parts.push(part);
  return { statusCode: status, headers, body: parts.join(''), isBase64Encoded: false };
}
