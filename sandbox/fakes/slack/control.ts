// The control door: what another process may ask of the stand-in, under /_control/, in JSON.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ZodError, z } from 'zod';
import { refuseVisitor } from '../../visitors.js';
import { readBody } from './arguments.js';
import type { Desk } from './desk.js';
import { faultSchema } from './faults.js';
import * as acts from './interactions.js';
import { parseJson } from './json.js';
import { Impossible, Refusal } from './refusal.js';
import * as ask from './requests.js';
import { describeSettings, describeState } from './state.js';
import { streamChanges } from './stream.js';

type Act = (desk: Desk, body: unknown) => unknown;
type Look = (desk: Desk, rest: string, query: URLSearchParams) => unknown;

const faultOrders = z.union([faultSchema, z.array(faultSchema)]);

const ACTS: Record<string, Act> = {
  command: (desk, body) => acts.command(desk, ask.commandSchema.parse(body)),
  click: (desk, body) => acts.click(desk, ask.clickSchema.parse(body)),
  submit: (desk, body) => acts.submit(desk, ask.submitSchema.parse(body)),
  suggest: (desk, body) => acts.suggest(desk, ask.suggestSchema.parse(body)),
  home: (desk, body) => acts.openHome(desk, ask.homeSchema.parse(body)),
  event: (desk, body) => acts.emit(desk, ask.eventSchema.parse(body)),
  say: (desk, body) => acts.say(desk, ask.saySchema.parse(body)),
  faults: (desk, body) => {
    const orders = faultOrders.parse(body);
    desk.faults.clear();
    desk.faults.add(...[orders].flat());
    return { faults: desk.faults.pending() };
  },
  latency: (desk, body) => {
    desk.change({ latencyMs: ask.latencySchema.parse(body).ms });
    return describeSettings(desk);
  },
  settings: (desk, body) => {
    desk.change(ask.settingsSchema.parse(body));
    return describeSettings(desk);
  },
  people: (desk, body) => {
    const person = desk.world.putPerson(ask.personSchema.parse(body));
    desk.changes.announce({ type: 'world_changed' });
    return person;
  },
  channels: (desk, body) => {
    const channel = desk.world.putChannel(ask.channelSchema.parse(body));
    desk.changes.announce({ type: 'world_changed' });
    return channel;
  },
  'sockets/disconnect': (desk, body) => ({
    disconnected: acts.disconnectSockets(desk, ask.disconnectSchema.parse(body)),
  }),
  reset: (desk) => {
    desk.reset();
    return { ok: true };
  },
};

const LOOKS: Record<string, Look> = {
  state: (desk) => describeState(desk),
  messages: (desk, channel) => {
    if (!desk.world.channels.has(channel)) throw new Impossible(`no channel ${channel}`);
    return { messages: desk.store.messages(channel) };
  },
  ephemerals: (desk, _rest, query) => ({ ephemerals: desk.store.ephemerals(query.get('user') ?? undefined) }),
  calls: (desk, _rest, query) => ({ calls: desk.calls.all(query.get('method') ?? undefined) }),
  faults: (desk) => ({ faults: desk.faults.pending() }),
};

export async function answerControl(
  desk: Desk,
  path: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refused = refuseVisitor(request.method, request.headers);
  if (refused !== undefined) {
    sendJson(response, 403, { error: refused });
    return;
  }
  allowOrigin(request, response);
  if (request.method === 'OPTIONS') {
    response.writeHead(204).end();
    return;
  }
  if (request.method === 'GET' && path === 'events') {
    streamChanges(desk, response);
    return;
  }
  try {
    const result = await perform(desk, path, url, request);
    if (result === undefined) sendJson(response, 404, { error: `no ${request.method} ${path}` });
    else sendJson(response, 200, result);
  } catch (error) {
    if (error instanceof ZodError) sendJson(response, 400, { error: z.prettifyError(error) });
    else if (error instanceof Impossible) sendJson(response, 422, { error: error.message });
    else if (error instanceof Refusal) sendJson(response, 400, error.toAnswer());
    else throw error;
  }
}

async function perform(desk: Desk, path: string, url: URL, request: IncomingMessage): Promise<unknown> {
  if (request.method === 'POST') {
    const body = await readBody(request);
    return ACTS[path]?.(desk, body === '' ? {} : parseJson(body));
  }
  const [first = '', ...rest] = path.split('/');
  return request.method === 'GET' ? LOOKS[first]?.(desk, rest.join('/'), url.searchParams) : undefined;
}

/** Pages of this machine may read the answers too. */
function allowOrigin({ headers: { origin } }: IncomingMessage, response: ServerResponse): void {
  if (origin === undefined) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-headers', 'content-type');
  response.setHeader('access-control-allow-methods', 'GET, POST');
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
