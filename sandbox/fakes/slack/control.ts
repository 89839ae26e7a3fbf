// The control API: what another process may ask of the fake, under /_control/, in JSON.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ZodError, z } from 'zod';
import { refuseVisitor } from '../../visitors.js';
import { readBody } from './arguments.js';
import { faultSchema } from './faults.js';
import * as interactions from './interactions.js';
import { invite } from './invitations.js';
import { parseJson } from './json.js';
import { mention, write } from './mentions.js';
import * as modals from './modals.js';
import * as requests from './requests.js';
import type { ServerContext } from './server-context.js';
import * as shortcuts from './shortcuts.js';
import { Impossible, SlackError } from './slack-error.js';
import { describeSettings, describeState } from './state.js';
import { streamChanges } from './stream.js';
import { suggest } from './suggestions.js';

type Act = (context: ServerContext, body: unknown) => unknown;
type Look = (context: ServerContext, rest: string, query: URLSearchParams) => unknown;

const faultOrders = z.union([faultSchema, z.array(faultSchema)]);

const ACTS: Record<string, Act> = {
  command: (context, body) => interactions.command(context, requests.commandSchema.parse(body)),
  click: (context, body) => interactions.click(context, requests.clickSchema.parse(body)),
  submit: (context, body) => modals.submit(context, requests.submitSchema.parse(body)),
  close: async (context, body) => (await modals.close(context, requests.closeSchema.parse(body))) ?? { ok: true },
  suggest: (context, body) => suggest(context, requests.suggestSchema.parse(body)),
  'global-shortcut': (context, body) => shortcuts.globalShortcut(context, requests.globalShortcutSchema.parse(body)),
  'message-shortcut': (context, body) => shortcuts.messageShortcut(context, requests.messageShortcutSchema.parse(body)),
  write: (context, body) => write(context, requests.saySchema.parse(body)),
  mention: (context, body) => mention(context, requests.mentionSchema.parse(body)),
  invite: (context, body) => invite(context, requests.inviteSchema.parse(body)),
  home: (context, body) => interactions.openHome(context, requests.homeSchema.parse(body)),
  event: (context, body) => interactions.emit(context, requests.eventSchema.parse(body)),
  say: (context, body) => interactions.say(context, requests.saySchema.parse(body)),
  faults: (context, body) => {
    const orders = faultOrders.parse(body);
    context.faults.clear();
    context.faults.add(...[orders].flat());
    return { faults: context.faults.pending() };
  },
  latency: (context, body) => {
    context.change({ latencyMs: requests.latencySchema.parse(body).ms });
    return describeSettings(context);
  },
  settings: (context, body) => {
    context.change(requests.settingsSchema.parse(body));
    return describeSettings(context);
  },
  people: (context, body) => {
    const person = context.workspace.putPerson(requests.personSchema.parse(body));
    context.changes.announce({ type: 'world_changed' });
    return person;
  },
  channels: (context, body) => {
    const channel = context.workspace.putChannel(requests.channelSchema.parse(body));
    context.changes.announce({ type: 'world_changed' });
    return channel;
  },
  'user-groups': (context, body) => {
    const group = context.workspace.putUserGroup(requests.userGroupSchema.parse(body));
    context.changes.announce({ type: 'world_changed' });
    return group;
  },
  'sockets/disconnect': (context, body) => ({
    disconnected: interactions.disconnectSockets(context, requests.disconnectSchema.parse(body)),
  }),
  reset: (context) => {
    context.reset();
    return { ok: true };
  },
};

const LOOKS: Record<string, Look> = {
  state: (context) => describeState(context),
  messages: (context, channel) => {
    if (!context.workspace.channels.has(channel)) throw new Impossible(`no channel ${channel}`);
    return { messages: context.store.messages(channel) };
  },
  ephemerals: (context, _rest, query) => ({ ephemerals: context.store.ephemerals(query.get('user') ?? undefined) }),
  calls: (context, _rest, query) => ({ calls: context.calls.all(query.get('method') ?? undefined) }),
  faults: (context) => ({ faults: context.faults.pending() }),
};

export async function answerControl(
  context: ServerContext,
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
    streamChanges(context, response);
    return;
  }
  try {
    const result = await perform(context, path, url, request);
    if (result === undefined) sendJson(response, 404, { error: `no ${request.method} ${path}` });
    else sendJson(response, 200, result);
  } catch (error) {
    if (error instanceof ZodError) sendJson(response, 400, { error: z.prettifyError(error) });
    else if (error instanceof Impossible) sendJson(response, 422, { error: error.message });
    else if (error instanceof SlackError) sendJson(response, 400, error.toAnswer());
    else throw error;
  }
}

async function perform(context: ServerContext, path: string, url: URL, request: IncomingMessage): Promise<unknown> {
  if (request.method === 'POST') {
    const body = await readBody(request);
    return ACTS[path]?.(context, body === '' ? {} : parseJson(body));
  }
  const [first = '', ...rest] = path.split('/');
  return request.method === 'GET' ? LOOKS[first]?.(context, rest.join('/'), url.searchParams) : undefined;
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
