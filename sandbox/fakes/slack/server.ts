// A fake of Slack on the loopback interface: starts the server, routes its three kinds of paths, and hands out what tests call.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Calls } from './calls.js';
import type { Listener } from './changes.js';
import { answerControl } from './control.js';
import type { Faults } from './faults.js';
import * as interactions from './interactions.js';
import { invite } from './invitations.js';
import { type Mention, mention, write } from './mentions.js';
import type { Message } from './messages.js';
import type { SubmitOutcome } from './modals.js';
import * as modals from './modals.js';
import type * as requests from './requests.js';
import { ServerContext } from './server-context.js';
import type { Settings } from './settings.js';
import * as shortcuts from './shortcuts.js';
import { SlackError } from './slack-error.js';
import type { Store } from './store.js';
import { type SuggestOutcome, suggest } from './suggestions.js';
import { takeUpload } from './uploads.js';
import type { Views } from './views.js';
import { answerMethod, answerResponseUrl } from './web-api.js';
import type { Workspace } from './workspace.js';

export interface SlackOptions extends Partial<Settings> {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Milliseconds since 1970; ages timestamps, triggers and response_urls. */
  now?: () => number;
}

export interface FakeSlack {
  url: string;
  /** For SLACK_API_URL. */
  apiUrl: string;
  port: number;
  store: Store;
  workspace: Workspace;
  views: Views;
  calls: Calls;
  faults: Faults;
  /** Live: a change counts from the next call on. */
  settings: Settings;
  command(request: requests.CommandRequest): Promise<interactions.Outcome>;
  click(request: requests.ClickRequest): Promise<interactions.Outcome>;
  submit(request: requests.SubmitRequest): Promise<SubmitOutcome>;
  /** Undefined where the app does not want to know: notify_on_close. */
  closeView(request: requests.CloseRequest): Promise<interactions.Outcome | undefined>;
  suggest(request: requests.SuggestRequest): Promise<SuggestOutcome>;
  globalShortcut(request: requests.GlobalShortcutRequest): Promise<interactions.Outcome>;
  messageShortcut(request: requests.MessageShortcutRequest): Promise<interactions.Outcome>;
  /** A message that mentions the bot. */
  mention(request: requests.MentionRequest): Promise<Mention>;
  openHome(request: requests.HomeRequest): Promise<interactions.Outcome>;
  emit(request: requests.EventRequest): Promise<interactions.Outcome>;
  /** A message whose text is as Slack keeps it. Nobody is told of it. */
  say(request: requests.SayRequest): Message;
  /** A message as somebody types it; the bot hears of it where it is mentioned. */
  write(request: requests.SayRequest): Promise<Mention>;
  /** Slack's own /invite. */
  invite(request: requests.InviteRequest): Message;
  /** Connections that take envelopes. */
  connections(): number;
  disconnectSockets(request?: requests.DisconnectRequest): number;
  /** Sends any text on every connection, as Slack never would. */
  sendSocketText(text: string): void;
  /** Of all deliveries of all envelopes. */
  acknowledgements(): number;
  subscribe(listener: Listener): () => void;
  reset(): void;
  close(): Promise<void>;
}

export async function startSlack(options: SlackOptions = {}): Promise<FakeSlack> {
  const { port = 0, now = Date.now, ...settings } = options;
  const context = new ServerContext(settings, now);
  const server = createServer((request, response) => {
    route(context, request, response).catch((error: unknown) => fail(response, error));
  });
  context.sockets.attachTo(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  context.port = typeof address === 'object' && address ? address.port : port;
  return {
    url: context.url,
    apiUrl: `${context.url}/api/`,
    port: context.port,
    store: context.store,
    workspace: context.workspace,
    views: context.views,
    calls: context.calls,
    faults: context.faults,
    settings: context.settings,
    command: (request) => interactions.command(context, request),
    click: (request) => interactions.click(context, request),
    submit: (request) => modals.submit(context, request),
    closeView: (request) => modals.close(context, request),
    suggest: (request) => suggest(context, request),
    globalShortcut: (request) => shortcuts.globalShortcut(context, request),
    messageShortcut: (request) => shortcuts.messageShortcut(context, request),
    mention: (request) => mention(context, request),
    write: (request) => write(context, request),
    invite: (request) => invite(context, request),
    openHome: (request) => interactions.openHome(context, request),
    emit: (request) => interactions.emit(context, request),
    say: (request) => interactions.say(context, request),
    connections: () => context.sockets.count,
    disconnectSockets: (request) => interactions.disconnectSockets(context, request),
    sendSocketText: (text) => context.sockets.sendText(text),
    acknowledgements: () => context.sockets.acknowledgements,
    subscribe: (listener) => context.changes.subscribe(listener),
    reset: () => context.reset(),
    close: async () => {
      context.closing.abort();
      await context.sockets.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function route(context: ServerContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', context.url);
  const [, area = '', ...rest] = url.pathname.split('/');
  const path = rest.join('/');
  switch (area) {
    case 'api':
      return answerMethod(context, path, url, request, response);
    case 'response':
      return answerResponseUrl(context, path, request, response);
    case 'upload':
      return takeUpload(context, path, request, response);
    case '_control':
      return answerControl(context, path, url, request, response);
    default:
      response.writeHead(404, { 'content-type': 'text/plain' }).end('A fake of Slack. Try /_control/state.');
  }
}

function fail(response: ServerResponse, error: unknown): void {
  const answer =
    error instanceof SlackError ? error.toAnswer() : { ok: false, error: 'internal_error', detail: String(error) };
  if (!response.headersSent)
    response.writeHead(error instanceof SlackError ? 413 : 500, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer));
}
