// The HTTP server of the sandbox, on 127.0.0.1: the page, its event stream, and the actions.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ZodError, z } from 'zod';
import { Impossible, SlackError } from '../fakes/slack/slack-error.js';
import { checkAccess } from './access-check.js';
import { type ActionContext, actions } from './actions.js';
import type { PageFiles } from './bundle.js';
import type { Feed } from './feed.js';

const maxBodyBytes = 200_000;
const maxPortAttempts = 20;

/** No request leaves the machine, whatever a message says: images and scripts of others are not loaded. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  // The renderer of the blocks sets styles on elements.
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface HttpServer {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

interface ServerParts {
  readonly files: PageFiles;
  readonly feed: Feed;
  readonly context: ActionContext;
}

/** Listens on the port, or on the next one that is free; 0 is any. */
export async function startHttpServer(behind: ServerParts, wanted: number): Promise<HttpServer> {
  let port = wanted;
  const server = createServer((request, response) => {
    serve(behind, port, request, response).catch((error: unknown) => fail(response, error));
  });
  port = await listen(server, wanted);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  { files, feed, context }: ServerParts,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const refused = checkAccess(request, port);
  if (refused !== undefined) return sendJson(response, 403, { error: refused });
  const file = files.get(pathname);
  if (request.method === 'GET' && file) return sendFile(response, file.type, file.body);
  if (request.method === 'GET' && pathname === '/api/state') return sendJson(response, 200, feed.read());
  if (request.method === 'GET' && pathname === '/api/events') return feed.open(response);
  const action = request.method === 'POST' && pathname.startsWith('/api/') ? actions[pathname.slice(5)] : undefined;
  if (!action) return sendJson(response, 404, { error: `no ${request.method} ${pathname}` });
  const body = await readJson(request);
  feed.hint();
  try {
    sendJson(response, 200, await action(context, body));
  } finally {
    feed.hint();
  }
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof ZodError) sendJson(response, 400, { error: z.prettifyError(error) });
  else if (error instanceof Impossible) sendJson(response, 422, { error: error.message });
  else if (error instanceof SlackError) sendJson(response, 422, { error: error.code });
  else if (error instanceof SyntaxError) sendJson(response, 400, { error: 'the body is not JSON' });
  else sendJson(response, 500, { error: error instanceof Error ? error.message : String(error) });
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBodyBytes) throw new Impossible('the body is too large');
    chunks.push(bytes);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const body: unknown = text === '' ? {} : JSON.parse(text);
  return body;
}

function sendFile(response: ServerResponse, type: string, body: Uint8Array): void {
  response.writeHead(200, {
    'content-type': type,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  response.end(body);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

async function listen(server: Server, wanted: number): Promise<number> {
  for (let tried = 0; tried < maxPortAttempts; tried++) {
    const port = await tryPort(server, wanted === 0 ? 0 : wanted + tried);
    if (port !== undefined) return port;
  }
  throw new Error(`no free port from ${wanted} to ${wanted + maxPortAttempts - 1}`);
}

function tryPort(server: Server, port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    };
    server.once('error', onError);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', onError);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
