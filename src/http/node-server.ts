// The HTTP server of the process. It serves health checks and metrics, Slack's requests in HTTP mode, and the REST API for
// all other paths if the API is enabled.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type ApiOutcome, refuse } from './outcomes.js';
import { problemResponse } from './problems.js';
import { runInRequest } from './request-scope.js';
import { findRoute, type RoutePattern } from './router.js';

/** May return a promise. An error that it throws ends its own request only. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface HttpServer {
  /** Resolves with the port once it listens. */
  listen(port: number, host: string): Promise<number>;
  /** Accepts no more requests. Resolves when all earlier requests have their response. */
  close(): Promise<void>;
}

export interface HttpServerOptions {
  /** Handlers by `METHOD /path`. */
  readonly routes: Readonly<Record<string, NodeHandler>>;
  /** True once the process is connected to Slack. */
  readonly isReady: () => boolean;
  /** The metrics of the process for `GET /metrics`. */
  readonly printMetrics?: () => Promise<{ readonly type: string; readonly text: string }>;
  /** Handles every path that is not in `routes`. */
  readonly fallback?: NodeHandler | undefined;
  /** Called with an unexpected error of a handler. The response is 500. */
  readonly onError?: (error: unknown) => void;
  readonly limits?: Partial<HttpLimits>;
}

export interface HttpLimits {
  /** The time from the connection, or from the first byte, to the last byte of a request. */
  readonly requestTimeoutMs: number;
  /** How often Node looks for slow requests. Its default of 30 seconds would make 15 seconds up to 45. */
  readonly checkIntervalMs: number;
  /** The time between two requests on one connection. */
  readonly keepAliveTimeoutMs: number;
  readonly maxConnections: number;
}

export const defaultLimits: HttpLimits = {
  // Requests are small, so every client can send them at once.
  requestTimeoutMs: 15_000,
  checkIntervalMs: 500,
  // Longer than the idle timeout of an Application Load Balancer (60 seconds). Otherwise the load balancer would sometimes
  // send a request on a connection that the process is closing.
  keepAliveTimeoutMs: 75_000,
  // A connection that sends nothing useful takes up to 100 KB of memory, so all together take 50 MB.
  maxConnections: 500,
};
/** A token has at most two thousand bytes, and there are no cookies. */
const maxHeaderBytes = 16_384;

export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { onError = () => undefined, fallback = refuseUnknownPath } = options;
  const { requestTimeoutMs, checkIntervalMs, keepAliveTimeoutMs, maxConnections } = {
    ...defaultLimits,
    ...options.limits,
  };
  const routes = listRoutes(options);
  let isClosing = false;

  const timeouts = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: checkIntervalMs,
    keepAliveTimeout: keepAliveTimeoutMs,
  };
  const server: Server = createServer({ ...timeouts, maxHeaderSize: maxHeaderBytes }, (request, response) => {
    // While the process stops, tell clients to close the connection, so that they reconnect to another process.
    if (isClosing) response.setHeader('connection', 'close');
    const fail = (error: unknown): void => {
      onError(error);
      sendInternalError(response);
    };
    const scope = runInRequest(fail, () => findHandler(request)(request, response));
    response.once('close', () => {
      scope.fail = onError;
    });
    const { socket } = request;
    response.once('finish', () => {
      // Node would read more of the request into memory, although nobody needs the rest.
      if (!response.shouldKeepAlive && !request.complete) socket.destroy();
    });
  });
  server.maxConnections = maxConnections;
  server.on('clientError', refuseConnection);
  let connections = 0;
  server.on('connection', (socket) => {
    connections++;
    socket.once('close', () => {
      connections--;
    });
    // Close idle connections when there are many, so that they cannot keep Slack out.
    if (connections > maxConnections * 0.9) server.closeIdleConnections();
  });

  function findHandler({ method = 'GET', url = '/' }: IncomingMessage): NodeHandler {
    const match = findRoute(routes, method, url.split('?')[0] ?? '/');
    switch (match.kind) {
      case 'found':
        return match.route.handle;
      case 'wrong_method':
        return (_request, response) => sendRefusal(response, 'method_not_allowed', { allow: match.allow });
      case 'no_such_path':
        return fallback;
      default:
        return match satisfies never;
    }
  }

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          const address: string | AddressInfo | null = server.address();
          resolve(typeof address === 'object' && address !== null ? address.port : port);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        isClosing = true;
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

interface NodeRoute extends RoutePattern {
  readonly handle: NodeHandler;
}

function listRoutes({ routes, isReady, printMetrics }: HttpServerOptions): readonly NodeRoute[] {
  const handlers: Readonly<Record<string, NodeHandler>> = {
    'GET /healthz': (_request, response) => sendJson(response, 200, { status: 'ok' }),
    'GET /readyz': (_request, response) =>
      isReady() ? sendJson(response, 200, { status: 'ready' }) : sendJson(response, 503, { status: 'not ready' }),
    ...(printMetrics ? { 'GET /metrics': (_request, response) => sendMetrics(response, printMetrics) } : {}),
    ...routes,
  };
  return Object.entries(handlers).map(([name, handle]) => {
    const [method = '', path = ''] = name.split(' ');
    return { method, path, handle };
  });
}

const refuseUnknownPath: NodeHandler = (_request, response) => sendRefusal(response, 'no_such_path');

function sendRefusal(
  response: ServerResponse,
  outcome: ApiOutcome,
  headers: Readonly<Record<string, string>> = {},
): void {
  const problem = problemResponse(refuse(outcome), randomUUID(), headers);
  response.writeHead(problem.status, problem.headers);
  response.end(problem.body);
}

/** A response that was started cannot be replaced, but it must not look complete. */
function sendInternalError(response: ServerResponse): void {
  if (!response.headersSent) sendRefusal(response, 'bot_failed');
  else if (!response.writableEnded) response.destroy();
}

/** For input that never became a request. Without this, Node would send only a status line. */
function refuseConnection(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  socket.write(
    formatResponse(problemResponse(refuse(findConnectionOutcome(error.code)), randomUUID(), { connection: 'close' })),
  );
  // `end` would leave the connection open if the client keeps its side open.
  socket.destroySoon();
}

function findConnectionOutcome(code: string | undefined): ApiOutcome {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return 'headers_too_large';
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 'request_timeout';
    default:
      return 'invalid_request';
  }
}

function formatResponse({ status, headers, body }: ReturnType<typeof problemResponse>): string {
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)) });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

function sendJson(response: ServerResponse, status: number, body: Readonly<Record<string, string>>): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

async function sendMetrics(
  response: ServerResponse,
  printMetrics: NonNullable<HttpServerOptions['printMetrics']>,
): Promise<void> {
  try {
    const { type, text } = await printMetrics();
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' });
    response.end(text);
  } catch {
    sendJson(response, 500, { error: 'the metrics could not be read' });
  }
}
