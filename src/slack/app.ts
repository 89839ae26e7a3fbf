// Bolt, its receivers, and its log. Only transport: the listeners are in listeners/, and no rule lives here.

import type { Logger } from '@slack/bolt';
import App from '@slack/bolt/dist/App.js';
import { LogLevel } from '@slack/web-api';
import { runForPerson } from '../concurrency/priority.js';
import { createProxyDispatcher, type ProxySettings } from '../network/proxy.js';
import { type Log, toLogText } from '../observability/log.js';
import type { SlackContext } from './context.js';
import { registerListeners } from './listeners/index.js';
import { ignoreRepeatedEnvelopes } from './transport/envelopes.js';
import { createReceivers, type ReceiverOptions, type Receivers } from './transport/receivers.js';

export interface SlackApp extends Omit<Receivers, 'start'> {
  start(): Promise<void>;
}

export interface SlackAppOptions
  extends Pick<ReceiverOptions, 'mode' | 'apiUrl' | 'log' | 'readBody' | 'countRefusal' | 'reportSockets'> {
  readonly botToken: string;
  readonly context: SlackContext;
  /** Undefined where Slack is reached directly. */
  readonly proxy?: ProxySettings | undefined;
}

export async function createSlackApp(options: SlackAppOptions): Promise<SlackApp> {
  const { botToken, apiUrl, context, log } = options;
  const logger = adaptLog(log);
  // Socket Mode takes an agent of its own unless it is given one.
  const dispatcher = options.proxy ? await createProxyDispatcher(options.proxy) : undefined;
  const receivers = createReceivers({ ...options, dispatcher, logger, pause: context.clock.pause });
  const app = new App({
    receiver: receivers.first,
    logger,
    clientOptions: apiUrl ? { slackApiUrl: apiUrl } : {},
    convoStore: false,
    deferInitialization: true,
    // Who the bot is was asked once at the start; asking again for each event could leave a person without an answer.
    authorize: async () => ({
      botToken,
      botId: context.bot.botId,
      botUserId: context.bot.userId,
      teamId: context.bot.teamId,
    }),
  });
  await app.init();
  app.error(async (error) => log.error({ err: error }, 'Bolt could not handle what Slack sent'));

  app.use(ignoreRepeatedEnvelopes(log));
  // Whatever Slack delivers, a person waits for: it goes before the bot's own work.
  app.use(({ next }) => runForPerson(next));

  registerListeners(app, context);

  return { ...receivers, start: () => receivers.start(app) };
}

/** Bolt's log lines through ours; its debug lines hold whole payloads, so they stay out. */
function adaptLog(log: Log): Logger {
  const say =
    (level: 'info' | 'warn' | 'error') =>
    (...parts: unknown[]) =>
      log[level](
        { from: 'slack' },
        toLogText(parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ')),
      );
  return {
    debug: () => undefined,
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
