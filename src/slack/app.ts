// Bolt and its receiver: acknowledges at once, then hands the work to the handlers. Transport alone; no rule lives here.

import type { BlockAction, Logger } from '@slack/bolt';
import App from '@slack/bolt/dist/App.js';
import { LogLevel } from '@slack/web-api';
import type { Purpose } from '../messages/refusal.js';
import { createProxyDispatcher, type ProxySettings } from '../network/proxy.js';
import type { Entry } from '../observability/audit-log.js';
import { type Log, toLogText } from '../observability/log.js';
import { toPlaceFacts } from './card/log-facts.js';
import { keyOf } from './card/place.js';
import { actions } from './card/state-blocks.js';
import { explainPostError } from './channel.js';
import { createRespond, type Respond } from './client/respond.js';
import type { SlackContext } from './context.js';
import { answerCommand } from './listeners/commands/cf-clone.js';
import { answerHistory, readPlace, renderShared } from './listeners/commands/history.js';
import { showHome } from './listeners/events/app-home-opened.js';
import { type Refusal, refuse } from './outcomes.js';
import { replyWithRefusal } from './reply-with-refusal.js';
import { ignoreRepeatedEnvelopes } from './transport/envelopes.js';
import { createReceivers, type ReceiverOptions, type Receivers } from './transport/receivers.js';
import { type Click, isFromAnotherWorkspace } from './workflow/click.js';
import { handleClick } from './workflow/handle-click.js';
import { checkDns } from './workflow/track-deployment.js';

export interface SlackApp extends Omit<Receivers, 'start'> {
  start(): Promise<void>;
}

export interface SlackAppOptions
  extends Pick<ReceiverOptions, 'mode' | 'apiUrl' | 'log' | 'readBody' | 'countRefusal'> {
  readonly botToken: string;
  readonly context: SlackContext;
  /** Undefined where Slack is reached directly. */
  readonly proxy?: ProxySettings | undefined;
}

export async function createSlackApp(options: SlackAppOptions): Promise<SlackApp> {
  const { botToken, apiUrl, context, log } = options;
  const { backgroundTasks } = context.concurrency;
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

  app.command('/cf-clone', async ({ command, ack }) => {
    await ack();
    const respond = createRespond(command.response_url, log, context.clock.pause);
    const asked = {
      text: command.text ?? '',
      channel: command.channel_id,
      userId: command.user_id,
      userName: command.user_name ?? '',
    };
    backgroundTasks.start(
      'command',
      () => answerCommand(context, asked, respond),
      () =>
        reportInternalError(context, { event: 'request', channel: asked.channel, requester: asked.userId }, respond),
    );
  });

  // One listener for all buttons: one that is no longer offered gets an answer too, not a warning triangle.
  app.action<BlockAction>(/.*/, async ({ body, action, ack }) => {
    await ack();
    const respond = createRespond(body.response_url, log, context.clock.pause);
    const value = 'value' in action && typeof action.value === 'string' ? action.value : '';
    const click = readClick(body, value);
    if (!click) return;
    const about = toClickFacts(context, click, action.action_id);
    const turn = (decide: () => Promise<void>) =>
      backgroundTasks.start(
        action.action_id,
        () => context.concurrency.cardMutex.runExclusive(keyOf(click), decide),
        () => reportInternalError(context, about, respond),
      );
    switch (action.action_id) {
      case actions.approve:
        return turn(() => context.concurrency.approvalLimit(() => handleClick(context, 'approve', click, respond)));
      case actions.retry:
        return turn(() => context.concurrency.approvalLimit(() => handleClick(context, 'retry', click, respond)));
      case actions.cancel:
        return turn(() => handleClick(context, 'cancel', click, respond));
      case actions.checkDns:
        return backgroundTasks.start(
          action.action_id,
          () => answerDns(context, click, respond),
          () => reportInternalError(context, about, respond, 'read'),
        );
      case actions.newer:
      case actions.older:
      case actions.share:
        return backgroundTasks.start(
          action.action_id,
          () => turnPage(context, click, { value, isShared: action.action_id === actions.share }, respond),
          () => reportInternalError(context, about, respond, 'read'),
        );
      default:
        log.debug({ action: action.action_id }, 'a button that needs no work');
    }
  });

  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'messages') return;
    backgroundTasks.start(
      'home',
      () => showHome(context, event.user),
      async () => undefined,
    );
  });

  return { ...receivers, start: () => receivers.start(app) };
}

async function answerDns(context: SlackContext, click: Click, respond: Respond): Promise<void> {
  const refused = (refusal: Refusal) =>
    replyWithRefusal(context, toClickFacts(context, click), refusal, respond, 'read');
  if (isFromAnotherWorkspace(click, context.bot)) return refused(refuse('not_our_workspace'));
  const card = await context.cards.read(click.channel, click.threadTs ?? click.ts);
  return card.ok ? respond(await checkDns(context, card)) : refused(card);
}

/** A page of a list is asked for anew, so that it shows what is true now. */
async function turnPage(
  context: SlackContext,
  click: Click,
  { value, isShared }: { readonly value: string; readonly isShared: boolean },
  respond: Respond,
): Promise<void> {
  const refused = (refusal: Refusal) =>
    replyWithRefusal(context, toClickFacts(context, click), refusal, respond, 'read');
  if (isFromAnotherWorkspace(click, context.bot)) return refused(refuse('not_our_workspace'));
  const place = readPlace(value);
  if (!place) return;
  const page = await answerHistory(
    context,
    { channel: click.channel, userId: click.userId, place },
    async () => undefined,
  );
  if ('ok' in page) return refused(page);
  if (!isShared) return respond({ ...page, isReplacing: true });
  const posted = await context.slack.post({ channel: click.channel, ...renderShared(page, click.userId) });
  if (!posted.ok) await refused(explainPostError(posted.error));
}

/** Only a button on a message decides anything. */
function readClick(body: BlockAction, digest: string): Click | undefined {
  const channel = body.channel?.id;
  const ts = body.message?.ts ?? (body.container.type === 'message' ? body.container.message_ts : undefined);
  if (!channel || !ts) return undefined;
  const thread: unknown = body.message?.thread_ts;
  const threadTs = typeof thread === 'string' ? { threadTs: thread } : {};
  return {
    channel,
    ts,
    userId: body.user.id,
    userName: body.user.name ?? '',
    userTeam: body.user.team_id,
    digest,
    ...threadTs,
  };
}

/** What the audit log says of a click that decides nothing on a card, or failed. */
function toClickFacts(context: SlackContext, click: Click, actionId = ''): Omit<Entry, 'outcome'> {
  const place = toPlaceFacts(context.bot, click);
  if (actionId === actions.cancel) return { event: 'cancel', ...place, canceller: click.userId };
  if (actionId === actions.approve || actionId === actions.retry) {
    return { event: 'approval', ...place, approver: click.userId };
  }
  return { event: 'request', ...place, requester: click.userId };
}

/** The bot itself failed: the person and the audit log hear of it. */
function reportInternalError(
  context: SlackContext,
  about: Omit<Entry, 'outcome'>,
  respond: Respond,
  purpose?: Purpose,
): Promise<void> {
  return replyWithRefusal(context, about, refuse('bot_failed'), respond, purpose);
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
