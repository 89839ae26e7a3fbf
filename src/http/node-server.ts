// The one HTTP listener of the process: health and figures for whoever runs it, Slack's requests in HTTP mode, and the
// REST API for everything else where it is on.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type Outcome, refuse } from '../clone/outcome.js';
import { answerProblem } from './problems.js';
import { runInRequest } from './request-scope.js';

/** May return a promise. What it throws or rejects with ends its request alone. */
export type Route = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface HttpDoor {
  /** Resolves with the port once it listens. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no more requests; resolves when those under way are answered. */
  close(): Promise<void>;
}

export interface HttpDoorOptions {
  /** Routes by `METHOD /path`. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Slack and all receivers are up. */
  readonly isReady: () => boolean;
  /** The process's figures as text, with its type, for `GET /metrics`. */
  readonly printMetrics?: () => Promise<{ readonly type: string; readonly text: string }>;
  /** Takes every path that is none of the routes'. */
  readonly otherwise?: Route | undefined;
  /** Hears of an error that a route did not expect; the request is answered 500. */
  readonly onError?: (error: unknown) => void;
  readonly limits?: Partial<HttpLimits>;
}

export interface HttpLimits {
  /** From the connection, or the first byte, to the last byte of a request. */
  readonly requestTimeoutMs: number;
  /** How often Node looks for slow requests. Its default of 30 seconds would make 15 seconds up to 45. */
  readonly checkIntervalMs: number;
  /** Between two requests on one connection. */
  readonly keepAliveTimeoutMs: number;
  readonly maxConnections: number;
}

export const defaultLimits: HttpLimits = {
  // Requests are small and come at once, whoever sends them.
  requestTimeoutMs: 15_000,
  checkIntervalMs: 500,
  // Longer than the 60 seconds of load balancers (an Application Load Balancer's idle timeout), or a request would now
  // and then meet a connection that closes.
  keepAliveTimeoutMs: 75_000,
  // A connection that sends nothing useful takes up to 100 KB, so all of them together take 50 MB.
  maxConnections: 500,
};
/** Bytes: a token has two thousand at the most, and there are no cookies. */
const maxHeaderSize = 16_384;

export function makeHttpDoor(options: HttpDoorOptions): HttpDoor {
  const { routes, isReady, printMetrics, otherwise, onError = () => undefined } = options;
  const { requestTimeoutMs, checkIntervalMs, keepAliveTimeoutMs, maxConnections } = {
    ...defaultLimits,
    ...options.limits,
  };
  const all: Record<string, Route> = {
    'GET /healthz': (_request, response) => answer(response, 200, { status: 'ok' }),
    'GET /readyz': (_request, response) =>
      isReady() ? answer(response, 200, { status: 'ready' }) : answer(response, 503, { status: 'not ready' }),
    ...(printMetrics
      ? {
          'GET /metrics': (_request, response) =>
            void printMetrics().then(
              ({ type, text }) => answerText(response, type, text),
              () => answer(response, 500, { error: 'the figures could not be read' }),
            ),
        }
      : {}),
    ...routes,
  };
  const known = new Set(Object.keys(all).map((route) => route.split(' ')[1]));
  let isClosing = false;

  const timeouts = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: checkIntervalMs,
    keepAliveTimeout: keepAliveTimeoutMs,
  };
  const server: Server = createServer({ ...timeouts, maxHeaderSize }, (request, response) => {
    // Whoever keeps a connection open finds another process when this one leaves.
    if (isClosing) response.setHeader('connection', 'close');
    const fail = (error: unknown): void => {
      onError(error);
      answerFault(response);
    };
    const scope = runInRequest(fail, () => findRoute(request)(request, response));
    response.once('close', () => {
      scope.fail = onError;
    });
    const { socket } = request;
    response.once('finish', () => {
      // Node would read on for a moment, into memory, although nobody wants the rest of the request.
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
    // Connections that rest make room, so that they cannot lock out Slack.
    if (connections > maxConnections * 0.9) server.closeIdleConnections();
  });

  function findRoute({ method = 'GET', url = '/' }: IncomingMessage): Route {
    const path = url.split('?')[0] ?? '/';
    const route = all[`${method === 'HEAD' ? 'GET' : method} ${path}`];
    if (route) return route;
    if (known.has(path)) {
      return (_request, response) => refuseRequest(response, 'method_not_allowed', { allow: listMethods(all, path) });
    }
    return otherwise ?? ((_request, response) => refuseRequest(response, 'no_such_path'));
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

/** What a path takes, for the Allow header of a 405 (RFC 9110, 15.5.6). */
function listMethods(routes: Readonly<Record<string, Route>>, path: string): string {
  const methods = Object.keys(routes).flatMap((route) => {
    const [method = '', of] = route.split(' ');
    return of === path ? (method === 'GET' ? ['GET', 'HEAD'] : [method]) : [];
  });
  return methods.join(', ');
}

function refuseRequest(
  response: ServerResponse,
  outcome: Outcome,
  headers: Readonly<Record<string, string>> = {},
): void {
  const problem = answerProblem(refuse(outcome), randomUUID(), headers);
  response.writeHead(problem.status, problem.headers);
  response.end(problem.body);
}

/** A fault of ours. An answer that was begun cannot be taken back, but it must not look complete. */
function answerFault(response: ServerResponse): void {
  if (!response.headersSent) refuseRequest(response, 'bot_failed');
  else if (!response.writableEnded) response.destroy();
}

/** What never became a request: Node would answer with a bare status line. */
function refuseConnection(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  socket.write(toText(answerProblem(refuse(explainConnection(error.code)), randomUUID(), { connection: 'close' })));
  // An end alone would leave a connection whose client keeps its own side open.
  socket.destroySoon();
}

function explainConnection(code: string | undefined): Outcome {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return 'headers_too_large';
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 'request_timeout';
    default:
      return 'invalid_request';
  }
}

function toText({ status, headers, body }: ReturnType<typeof answerProblem>): string {
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)) });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

function answer(response: ServerResponse, status: number, body: Readonly<Record<string, string>>): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function answerText(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(text);
}
