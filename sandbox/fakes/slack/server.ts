// A loopback stand-in for Slack: starts the server, routes its three doors, hands out its powers.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Calls } from './calls.js';
import type { Listener } from './changes.js';
import { answerControl } from './control.js';
import { Desk } from './desk.js';
import type { Faults } from './faults.js';
import * as acts from './interactions.js';
import { Refusal } from './refusal.js';
import type * as ask from './requests.js';
import type { Settings } from './settings.js';
import type { Message, Store } from './store.js';
import type { Views } from './views.js';
import { answerMethod, answerResponseUrl } from './web-api.js';
import type { World } from './world.js';

export interface SlackOptions extends Partial<Settings> {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Milliseconds since 1970; ages timestamps, triggers and response_urls. */
  now?: () => number;
}

export interface SlackStandIn {
  url: string;
  /** For SLACK_API_URL. */
  apiUrl: string;
  port: number;
  store: Store;
  world: World;
  views: Views;
  calls: Calls;
  faults: Faults;
  /** Live: a change counts from the next call on. */
  settings: Settings;
  command(request: ask.CommandRequest): Promise<acts.Outcome>;
  click(request: ask.ClickRequest): Promise<acts.Outcome>;
  submit(request: ask.SubmitRequest): Promise<acts.Outcome>;
  suggest(request: ask.SuggestRequest): Promise<acts.Outcome>;
  openHome(request: ask.HomeRequest): Promise<acts.Outcome>;
  emit(request: ask.EventRequest): Promise<acts.Outcome>;
  say(request: ask.SayRequest): Message;
  /** Connections that take envelopes. */
  connections(): number;
  disconnectSockets(request?: ask.DisconnectRequest): number;
  /** Sends any text on every connection, as Slack never would. */
  sendSocketText(text: string): void;
  /** Of all deliveries of all envelopes. */
  acknowledgements(): number;
  subscribe(listener: Listener): () => void;
  reset(): void;
  close(): Promise<void>;
}

export async function startSlack(options: SlackOptions = {}): Promise<SlackStandIn> {
  const { port = 0, now = Date.now, ...settings } = options;
  const desk = new Desk(settings, now);
  const server = createServer((request, response) => {
    route(desk, request, response).catch((error: unknown) => fail(response, error));
  });
  desk.sockets.attachTo(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  desk.port = typeof address === 'object' && address ? address.port : port;
  return {
    url: desk.url,
    apiUrl: `${desk.url}/api/`,
    port: desk.port,
    store: desk.store,
    world: desk.world,
    views: desk.views,
    calls: desk.calls,
    faults: desk.faults,
    settings: desk.settings,
    command: (request) => acts.command(desk, request),
    click: (request) => acts.click(desk, request),
    submit: (request) => acts.submit(desk, request),
    suggest: (request) => acts.suggest(desk, request),
    openHome: (request) => acts.openHome(desk, request),
    emit: (request) => acts.emit(desk, request),
    say: (request) => acts.say(desk, request),
    connections: () => desk.sockets.count,
    disconnectSockets: (request) => acts.disconnectSockets(desk, request),
    sendSocketText: (text) => desk.sockets.sendText(text),
    acknowledgements: () => desk.sockets.acknowledgements,
    subscribe: (listener) => desk.changes.subscribe(listener),
    reset: () => desk.reset(),
    close: async () => {
      desk.closing.abort();
      await desk.sockets.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function route(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', desk.url);
  const [, door = '', ...rest] = url.pathname.split('/');
  const path = rest.join('/');
  switch (door) {
    case 'api':
      return answerMethod(desk, path, url, request, response);
    case 'response':
      return answerResponseUrl(desk, path, request, response);
    case '_control':
      return answerControl(desk, path, url, request, response);
    default:
      response.writeHead(404, { 'content-type': 'text/plain' }).end('A stand-in for Slack. Try /_control/state.');
  }
}

function fail(response: ServerResponse, error: unknown): void {
  const answer =
    error instanceof Refusal ? error.toAnswer() : { ok: false, error: 'internal_error', detail: String(error) };
  if (!response.headersSent)
    response.writeHead(error instanceof Refusal ? 413 : 500, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer));
}
