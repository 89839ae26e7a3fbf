// Bolt and its receiver: acknowledges at once, then hands the work to the handlers. Transport alone; no rule lives here.

import type { BlockAction, Logger } from '@slack/bolt';
import App from '@slack/bolt/dist/App.js';
import { LogLevel } from '@slack/web-api';
import { type Refusal, refuse } from '../clone/outcome.js';
import type { Entry } from '../observability/audit-log.js';
import { type Log, toLogText } from '../observability/log.js';
import { actions } from './card/state-blocks.js';
import { explainPostError } from './channel.js';
import { makeWhisper, type Whisper } from './client/respond.js';
import { type Desk, describePlace, keyOf } from './context.js';
import { answerCommand } from './listeners/commands/cf-clone.js';
import { answerHistory, readPlace, renderShared } from './listeners/commands/history.js';
import { showHome } from './listeners/events/app-home-opened.js';
import { turnDown } from './reply-with-refusal.js';
import { ignoreRepeatedEnvelopes } from './transport/envelopes.js';
import { makeReceivers, type ReceiverOptions, type Receivers } from './transport/receivers.js';
import { type Click, isForeign } from './workflow/click.js';
import { handleClick } from './workflow/handle-click.js';
import { checkDns } from './workflow/track-deployment.js';

export interface ChatDoor extends Omit<Receivers, 'start'> {
  start(): Promise<void>;
}

export interface ChatDoorOptions
  extends Pick<ReceiverOptions, 'mode' | 'apiUrl' | 'log' | 'readBody' | 'countRefusal'> {
  readonly botToken: string;
  readonly desk: Desk;
}

export async function makeChatDoor(options: ChatDoorOptions): Promise<ChatDoor> {
  const { botToken, apiUrl, desk, log } = options;
  const { work } = desk;
  const logger = adaptLog(log);
  const receivers = makeReceivers({ ...options, logger, pause: desk.pause });
  const app = new App({
    receiver: receivers.first,
    logger,
    clientOptions: apiUrl ? { slackApiUrl: apiUrl } : {},
    convoStore: false,
    deferInitialization: true,
    // Who the bot is was asked once at the start; asking again for each event could leave a person without an answer.
    authorize: async () => ({ botToken, botId: desk.bot.botId, botUserId: desk.bot.userId, teamId: desk.bot.teamId }),
  });
  await app.init();
  app.error(async (error) => log.error({ err: error }, 'Bolt could not handle what Slack sent'));

  app.use(ignoreRepeatedEnvelopes(log));

  app.command('/cf-clone', async ({ command, ack }) => {
    await ack();
    const whisper = makeWhisper(command.response_url, log, desk.pause);
    const asked = {
      text: command.text ?? '',
      channel: command.channel_id,
      userId: command.user_id,
      userName: command.user_name ?? '',
    };
    work.start(
      'command',
      () => answerCommand(desk, asked, whisper),
      () => confess(desk, { event: 'request', channel: asked.channel, requester: asked.userId }, whisper),
    );
  });

  // One listener for all buttons: one that is no longer offered gets an answer too, not a warning triangle.
  app.action<BlockAction>(/.*/, async ({ body, action, ack }) => {
    await ack();
    const whisper = makeWhisper(body.response_url, log, desk.pause);
    const value = 'value' in action && typeof action.value === 'string' ? action.value : '';
    const click = readClick(body, value);
    if (!click) return;
    const about = describeClick(desk, click, action.action_id);
    const turn = (decide: () => Promise<void>) =>
      work.start(
        action.action_id,
        () => desk.turns.take(keyOf(click), decide),
        () => confess(desk, about, whisper),
      );
    switch (action.action_id) {
      case actions.approve:
        return turn(() => desk.decideInLine(() => handleClick(desk, 'approve', click, whisper)));
      case actions.retry:
        return turn(() => desk.decideInLine(() => handleClick(desk, 'retry', click, whisper)));
      case actions.cancel:
        return turn(() => handleClick(desk, 'cancel', click, whisper));
      case actions.checkDns:
        return work.start(
          action.action_id,
          () => answerDns(desk, click, whisper),
          () => confess(desk, about, whisper),
        );
      case actions.newer:
      case actions.older:
      case actions.share:
        return work.start(
          action.action_id,
          () => turnPage(desk, click, { value, isShared: action.action_id === actions.share }, whisper),
          () => confess(desk, about, whisper),
        );
      default:
        log.debug({ action: action.action_id }, 'a button that needs no work');
    }
  });

  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'messages') return;
    work.start(
      'home',
      () => showHome(desk, event.user),
      async () => undefined,
    );
  });

  return { ...receivers, start: () => receivers.start(app) };
}

async function answerDns(desk: Desk, click: Click, whisper: Whisper): Promise<void> {
  const refused = (refusal: Refusal) => turnDown(desk, describeClick(desk, click), refusal, whisper);
  if (isForeign(click, desk.bot)) return refused(refuse('not_our_workspace'));
  const card = await desk.store.read(click.channel, click.threadTs ?? click.ts);
  return card.ok ? whisper(await checkDns(desk, card)) : refused(card);
}

/** A page of a list is asked for anew, so that it shows what is true now. */
async function turnPage(
  desk: Desk,
  click: Click,
  { value, isShared }: { readonly value: string; readonly isShared: boolean },
  whisper: Whisper,
): Promise<void> {
  const refused = (refusal: Refusal) => turnDown(desk, describeClick(desk, click), refusal, whisper);
  if (isForeign(click, desk.bot)) return refused(refuse('not_our_workspace'));
  const place = readPlace(value);
  if (!place) return;
  const page = await answerHistory(
    desk,
    { channel: click.channel, userId: click.userId, place },
    async () => undefined,
  );
  if ('ok' in page) return refused(page);
  if (!isShared) return whisper({ ...page, isReplacing: true });
  const posted = await desk.slack.post({ channel: click.channel, ...renderShared(page, click.userId) });
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

/** What the journal says of a click that decides nothing on a card, or failed. */
function describeClick(desk: Desk, click: Click, actionId = ''): Omit<Entry, 'outcome'> {
  const place = describePlace(desk, click);
  if (actionId === actions.cancel) return { event: 'cancel', ...place, canceller: click.userId };
  if (actionId === actions.approve || actionId === actions.retry) {
    return { event: 'approval', ...place, approver: click.userId };
  }
  return { event: 'request', ...place, requester: click.userId };
}

/** The bot itself failed: the person and the journal hear of it. */
function confess(desk: Desk, about: Omit<Entry, 'outcome'>, whisper: Whisper): Promise<void> {
  return turnDown(desk, about, refuse('bot_failed'), whisper);
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
