// Node's HTTP requests carried to the REST API and its answers back: bounded in size, whole or as they come.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuse } from '../clone/outcome.js';
import type { Work } from '../work.js';
import type { Api } from './api.js';
import { makeReadBody, type ReadBody } from './body.js';
import type { Route } from './node-server.js';
import { answerProblem } from './problems.js';
import type { ApiRequest, ApiResponse } from './request.js';

/** A hundred items with the longest names there are take less. */
const maxBodyBytes = 262_144;

export interface CarryOptions {
  readonly api: Api;
  /** Counts requests, so that a stop waits for them. */
  readonly work: Work;
  readonly isStopping: () => boolean;
  readonly readBody?: ReadBody;
}

export function carryRequests({ api, work, isStopping, readBody = makeReadBody() }: CarryOptions): Route {
  return (request, response) =>
    work.start(
      'api request',
      () => carry(request, response),
      async () => {
        if (response.headersSent) response.destroy();
        else await send(response, answerProblem(refuse('bot_failed'), ''), false);
      },
    );

  async function carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = randomUUID();
    const isHead = request.method === 'HEAD';
    const body = await readBody(request, maxBodyBytes);
    if (body.kind === 'gone') return;
    if (body.kind !== 'complete') {
      // Reading on to the end of it would be doing what it wants.
      response.setHeader('connection', 'close');
      const refusal = refuse(body.kind === 'too large' ? 'body_too_large' : 'overloaded');
      return send(response, answerProblem(refusal, id, { 'x-request-id': id }), isHead);
    }
    await send(
      response,
      await api(toApiRequest(request, id, body.bytes.toString('utf8'), () => !isStopping())),
      isHead,
    );
  }
}

function toApiRequest(
  { method = 'GET', url = '/', headers }: IncomingMessage,
  id: string,
  text: string,
  mayBegin: () => boolean,
): ApiRequest {
  const cut = url.indexOf('?');
  const path = cut < 0 ? url : url.slice(0, cut);
  return {
    id,
    method,
    path,
    query: new URLSearchParams(cut < 0 ? '' : url.slice(cut + 1)),
    headers: new Map(
      Object.entries(headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
      ),
    ),
    body: text === '' ? undefined : text,
    mayBegin,
  };
}

async function send(response: ServerResponse, { status, headers, body }: ApiResponse, isHead: boolean): Promise<void> {
  if (typeof body === 'string') {
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(isHead ? undefined : body);
    return;
  }
  response.writeHead(status, headers);
  for await (const piece of body) {
    // A reader that went away ends the pieces too; what is under way for them is waited for.
    if (response.destroyed) return;
    if (!response.write(piece)) await flush(response);
  }
  response.end();
}

/** Resolves when the reader has caught up, or is gone. */
function flush(response: ServerResponse): Promise<void> {
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
