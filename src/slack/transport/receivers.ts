// The receivers: Slack reaches the bot by signed HTTP requests, or by Socket Mode, which needs no inbound port.
import type { App, Logger, Receiver } from '@slack/bolt';
// By their own paths: the package as a whole would load Express too, which nothing here uses.
import HTTPReceiver from '@slack/bolt/dist/receivers/HTTPReceiver.js';
import SocketModeReceiver from '@slack/bolt/dist/receivers/SocketModeReceiver.js';
import type { Dispatcher } from 'undici';
import type { Pause } from '../../clone/ports.js';
import type { SlackMode } from '../../config.js';
import type { ReadBody } from '../../http/body.js';
import type { NodeHandler } from '../../http/node-server.js';
import type { Log } from '../../observability/log.js';
import { extractEnvelopeId, guardMessages } from './envelopes.js';
import { rejectReplays } from './replay-protection.js';
import type { ReportSockets } from './socket-count.js';
import type { RequestRefusal } from './verify-request.js';

export interface Receivers {
  /** The one that Bolt is made with. */
  readonly first: Receiver;
  /** HTTP mode: takes `POST /slack/events`. */
  readonly listener: NodeHandler | undefined;
  /** Opens the connection in Socket Mode; rejects when Slack does not take the app token. */
  start(app: App): Promise<void>;
  /** Takes nothing more. */
  stop(): Promise<void>;
  isReady(): boolean;
}

export const eventsPath = '/slack/events';

/** Milliseconds after the first connection that the second one opens, so that Slack renews them at different times. */
const secondConnectionDelayMs = 20_000;
const closeTimeoutMs = 3_000;

export interface ReceiverOptions {
  readonly mode: SlackMode;
  readonly apiUrl: string | undefined;
  readonly logger: Logger;
  readonly log: Log;
  readonly pause: Pause;
  readonly readBody: ReadBody;
  /** Opens the connections of Socket Mode; undefined means the socket client's own agent. */
  readonly dispatcher?: Dispatcher | undefined;
  /** Counts the requests to Slack's path that were refused. */
  readonly countRefusal?: ((refusal: RequestRefusal) => void) | undefined;
  /** Socket Mode: hears how many connections Slack counts. */
  readonly reportSockets?: ReportSockets | undefined;
}

export function createReceivers(options: ReceiverOptions): Receivers {
  return options.mode.kind === 'http'
    ? createHttpReceiver(options.mode.signingSecret, options)
    : createSocketReceivers(options.mode.appToken, options);
}

function createHttpReceiver(
  signingSecret: string,
  { logger, log, readBody, countRefusal }: ReceiverOptions,
): Receivers {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: eventsPath,
    logger,
    processEventErrorHandler: async ({ error, response }) => {
      log.error({ err: error }, 'a request from Slack could not be handled');
      if (!response.headersSent) response.writeHead(500).end();
      // The request has its answer; otherwise Bolt would look for one later.
      return true;
    },
  });
  return {
    first: receiver,
    listener: rejectReplays({
      signingSecret,
      next: (request, response) => receiver.requestListener(request, response),
      readBody,
      log,
      count: countRefusal,
    }),
    start: async () => undefined,
    stop: async () => undefined,
    isReady: () => true,
  };
}

/**
 * Two connections: every few hours Slack asks a connection to renew itself, the socket client waits five seconds before
 * it does, and a command typed meanwhile would fail. Each envelope goes to one of them, or to both when Slack repeats it.
 */
function createSocketReceivers(
  appToken: string,
  { apiUrl, logger, log, pause, dispatcher, reportSockets }: ReceiverOptions,
): Receivers {
  let isStopping = false;
  const connected = new Set<SocketModeReceiver>();
  const make = (): SocketModeReceiver => {
    // Options of its own: the socket's retry rule would leak into every other client through a shared object.
    const clientOptions = apiUrl ? { slackApiUrl: apiUrl } : {};
    const receiver = new SocketModeReceiver({
      appToken,
      dispatcher,
      logger,
      installerOptions: { clientOptions },
      customPropertiesExtractor: extractEnvelopeId,
    });
    guardMessages(receiver, log, reportSockets);
    receiver.client.on('connected', () => connected.add(receiver));
    for (const end of ['disconnected', 'reconnecting', 'disconnecting']) {
      receiver.client.on(end, () => connected.delete(receiver));
    }
    return receiver;
  };
  const first = make();
  const second = make();

  async function openSecond(app: App): Promise<void> {
    await pause(secondConnectionDelayMs);
    if (isStopping) return;
    second.init(app);
    await second.start();
  }

  return {
    first,
    listener: undefined,
    start: async (app) => {
      await first.start();
      openSecond(app).catch((error: unknown) => {
        if (!isStopping)
          log.warn(
            { err: error },
            'there is no second connection; one connection works, but not while Slack renews it',
          );
      });
    },
    stop: async () => {
      isStopping = true;
      const closed = [...connected].map((receiver) => receiver.client.disconnect().catch(() => undefined));
      await Promise.race([Promise.all(closed), pause(closeTimeoutMs)]);
    },
    isReady: () => connected.size > 0,
  };
}
