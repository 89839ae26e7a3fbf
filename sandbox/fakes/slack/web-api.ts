// Answers a call of the Web API: token, latency, fault, method, record.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Arguments, parseArguments, readBody } from './arguments.js';
import { delayOf, type Fault } from './faults.js';
import type { Fields } from './json.js';
import { blockMethods } from './methods/blocks.js';
import { chatMethods } from './methods/chat.js';
import { conversationMethods } from './methods/conversations.js';
import { fileMethods } from './methods/files.js';
import { identityMethods } from './methods/identity.js';
import type { Method } from './methods/method.js';
import { userGroupMethods } from './methods/usergroups.js';
import { viewMethods } from './methods/views.js';
import { respond } from './respond.js';
import { parseResponse } from './response-urls.js';
import { checkScopes } from './scopes.js';
import type { ServerContext } from './server-context.js';
import { SlackError } from './slack-error.js';

const RESPONSE_URL = 'response_url';

const openConnection: Method = (_args, context) => ({
  url:
    context.settings.socketUrl ??
    `${context.url.replace(/^http/, 'ws')}/socket?ticket=${context.sockets.issueTicket()}`,
});

const METHODS = new Map<string, Method>([
  ...Object.entries(identityMethods),
  ...Object.entries(conversationMethods),
  ...Object.entries(chatMethods),
  ...Object.entries(userGroupMethods),
  ...Object.entries(viewMethods),
  ...Object.entries(fileMethods),
  ...Object.entries(blockMethods),
  ['apps.connections.open', openConnection],
]);

/** What a call comes to; `status` differs from 200 only for response_url, whose refusals are 404 and 400. */
interface Verdict {
  status: number;
  answer: Fields;
  retryAfterSeconds?: number;
}

export async function answerMethod(
  context: ServerContext,
  name: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  await answer(context, name, request, response, () => {
    const args = parseArguments(url, request.headers['content-type'] ?? '', body);
    return { args, run: () => runMetered(context, name, args, request) };
  });
}

export async function answerResponseUrl(
  context: ServerContext,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  await answer(context, RESPONSE_URL, request, response, () => {
    const given = parseResponse(body);
    return { args: new Arguments(given), run: () => useResponseUrl(context, id, given) };
  });
}

/** The limits come first: a refused call has no effect, and nothing else about it is looked at. */
function runMetered(context: ServerContext, name: string, args: Arguments, request: IncomingMessage): Verdict {
  const retryAfterSeconds = context.settings.isMetered
    ? context.rateLimits.take(name, args.text('channel'), context.now())
    : undefined;
  return retryAfterSeconds === undefined
    ? { status: 200, answer: runMethod(context, name, args, request) }
    : { ...rateLimited, retryAfterSeconds };
}

function runMethod(context: ServerContext, name: string, args: Arguments, request: IncomingMessage): Fields {
  const method = METHODS.get(name);
  if (!method) return { ok: false, error: 'unknown_method', req_method: name };
  try {
    checkToken(context, name, args, request);
    checkScopes(name, args, context);
    return { ok: true, ...method(args, context) };
  } catch (error) {
    if (error instanceof SlackError) return error.toAnswer();
    throw error;
  }
}

/** https://docs.slack.dev/reference/methods/api.test and blocks.validate: no token is needed. */
const openMethods = ['api.test', 'blocks.validate'];

function checkToken(context: ServerContext, name: string, args: Arguments, request: IncomingMessage): void {
  if (openMethods.includes(name)) return;
  const header = request.headers.authorization?.replace(/^Bearer\s+/i, '');
  const token = header ?? args.text('token');
  if (!token) throw new SlackError('not_authed');
  const { botToken, appToken } = context.settings;
  const [right, other] = name === 'apps.connections.open' ? [appToken, botToken] : [botToken, appToken];
  if (token === other && token !== right) throw new SlackError('not_allowed_token_type');
  if (token !== right) throw new SlackError('invalid_auth');
}

function useResponseUrl(context: ServerContext, id: string, given: Fields): Verdict {
  try {
    respond(context, context.responseUrls.spend(id), given);
    return { status: 200, answer: { ok: true } };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return { status: error.code.endsWith('_url') ? 404 : 400, answer: error.toAnswer() };
  }
}

async function answer(
  context: ServerContext,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  prepare: () => { args: Arguments; run: () => Verdict },
): Promise<void> {
  const at = new Date(context.now()).toISOString();
  const started = performance.now();
  const fault = context.faults.take(name);
  const waiting = context.settings.latencyMs + delayOf(fault);
  if (waiting > 0) await sleep(waiting, undefined, { signal: context.closing.signal });
  let args: Fields = {};
  const perform = (): Verdict => {
    try {
      const prepared = prepare();
      args = prepared.args.fields;
      return fault && prevents(fault) ? spoil(fault) : prepared.run();
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      return { status: name === RESPONSE_URL ? 400 : 200, answer: error.toAnswer() };
    }
  };
  const verdict = perform();
  const ok = verdict.answer.ok === true;
  context.calls.add({
    at,
    method: name,
    args,
    ok,
    ...(!ok && { error: String(verdict.answer.error) }),
    ...(fault && { fault: fault.kind }),
    ms: Math.round((performance.now() - started) * 10) / 10,
  });
  response.setHeader('x-oauth-scopes', context.settings.scopes.join(','));
  send(name, verdict, fault, request, response);
}

const rateLimited: Verdict = { status: 429, answer: { ok: false, error: 'ratelimited' } };

/** Whether the call takes no effect. */
function prevents(fault: Fault): boolean {
  return fault.kind !== 'slow' && fault.kind !== 'lost-after';
}

function spoil(fault: Fault): Verdict {
  switch (fault.kind) {
    case 'rate-limited':
      return { ...rateLimited, retryAfterSeconds: fault.retryAfter ?? 1 };
    case 'unavailable':
      return { status: 503, answer: { ok: false, error: 'service_unavailable' } };
    case 'error':
      return { status: 200, answer: { ok: false, error: fault.error ?? 'internal_error' } };
    case 'lost-before':
      return { status: 0, answer: { ok: false, error: 'lost-before' } };
    case 'slow':
    case 'lost-after':
      throw new Error(`${fault.kind} does not prevent a call`);
    default: {
      const unknown: never = fault.kind;
      return unknown;
    }
  }
}

function send(
  name: string,
  { status, answer, retryAfterSeconds }: Verdict,
  fault: Fault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (fault?.kind === 'lost-before' || fault?.kind === 'lost-after') {
    request.socket.destroy();
    return;
  }
  if (retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfterSeconds));
  if (name === RESPONSE_URL && status === 200 && answer.ok === true) {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
    return;
  }
  const refused = name === RESPONSE_URL && status === 200 ? 404 : status;
  response.writeHead(refused, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
}
