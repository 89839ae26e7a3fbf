// Brings the requests of Node's HTTP server to the REST API, and its responses back.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BackgroundTasks } from '../concurrency/background-tasks.js';
import type { Api } from './api.js';
import { createReadBody, type ReadBody } from './body.js';
import type { NodeHandler } from './node-server.js';
import { refuse } from './outcomes.js';
import { problemResponse } from './problems.js';
import type { ApiRequest, ApiResponse } from './request.js';

export interface NodeApiHandlerOptions {
  readonly api: Api;
  /** Counts the requests, so that a stop of the process waits for them. */
  readonly work: BackgroundTasks;
  readonly isStopping: () => boolean;
  readonly readBody?: ReadBody;
}

export function createNodeApiHandler({
  api,
  work,
  isStopping,
  readBody = createReadBody(),
}: NodeApiHandlerOptions): NodeHandler {
  return (request, response) =>
    work.start(
      'api request',
      () => handle(request, response),
      async () => {
        if (response.headersSent) response.destroy();
        else await send(response, problemResponse(refuse('bot_failed'), ''), false);
      },
    );

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = randomUUID();
    const { method = 'GET', url = '/' } = request;
    const isHead = method === 'HEAD';
    const [path, query] = splitUrl(url);
    const body = await readBody(request, api.maxBodyBytes(method, path));
    if (body.kind === 'gone') return;
    if (body.kind !== 'complete') {
      // The client may never finish the body, so the rest is not read.
      response.setHeader('connection', 'close');
      const refusal = refuse(body.kind === 'too large' ? 'body_too_large' : 'overloaded');
      return send(response, problemResponse(refusal, id, { 'x-request-id': id }), isHead);
    }
    const text = body.bytes.toString('utf8');
    const apiRequest: ApiRequest = {
      id,
      method,
      path,
      query,
      headers: readHeaders(request),
      body: text === '' ? undefined : text,
      hasTimeLeft: () => !isStopping(),
    };
    await send(response, await api.respond(apiRequest), isHead);
  }
}

function splitUrl(url: string): readonly [path: string, query: URLSearchParams] {
  const index = url.indexOf('?');
  return index < 0 ? [url, new URLSearchParams()] : [url.slice(0, index), new URLSearchParams(url.slice(index + 1))];
}

function readHeaders({ headers }: IncomingMessage): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

async function send(response: ServerResponse, { status, headers, body }: ApiResponse, isHead: boolean): Promise<void> {
  if (typeof body === 'string') {
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(isHead ? undefined : body);
    return;
  }
  response.writeHead(status, headers);
  for await (const part of body) {
    // If the client went away, leaving the loop ends the stream. It still waits for the work that was started.
    if (response.destroyed) return;
    if (!response.write(part)) await waitForDrain(response);
  }
  response.end();
}

/** Resolves when the client has read what was sent, or when it is gone. */
function waitForDrain(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
