// The one HTTP listener of the process: health and figures for whoever runs it, and Slack's requests in HTTP mode.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Route = (request: IncomingMessage, response: ServerResponse) => void;

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
}

/** Milliseconds: Slack's requests are small and come at once. */
const requestTimeout = 15_000;

export function makeHttpDoor({ routes, isReady, printMetrics }: HttpDoorOptions): HttpDoor {
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

  const server: Server = createServer({ requestTimeout, headersTimeout: requestTimeout }, (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
    // Whoever keeps a connection open finds another process when this one leaves.
    if (isClosing) response.setHeader('connection', 'close');
    const route = all[`${method} ${path}`];
    if (route) route(request, response);
    else if (known.has(path)) {
      response.setHeader('allow', listMethods(all, path));
      answer(response, 405, { error: 'method not allowed' });
    } else answer(response, 404, { error: 'not found' });
  });

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

function answer(response: ServerResponse, status: number, body: Readonly<Record<string, string>>): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function answerText(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(text);
}
