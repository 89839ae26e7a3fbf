// The whole bot in this process, in HTTP mode on a free port of 127.0.0.1; its clock and its pauses are the test's.
import { type Bot, startBot } from '../../src/app.js';
import type { DnsAnswer } from '../../src/clone/ports.js';
import { type Config, readConfig } from '../../src/config.js';
import { createLog } from '../../src/observability/log.js';
import { actions } from '../../src/slack/card/buttons.js';
import {
  blockActions,
  decisionSubmission,
  eventBody,
  type Reply,
  sendSigned,
  sendSignedBody,
  signingSecret,
  slashCommand,
} from './signed-request.js';
import { botToken, channel, type SlackWire, startSlackMock } from './slack-wire.js';
import { type Clock, createClock, createPause, until } from './time.js';

// The SDK reads these itself; without them it would ask the network for credentials.
Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'aws-secret-key',
  AWS_REGION: 'eu-west-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
});

/** Their clicks open a modal. */
const commentedActions: readonly string[] = [actions.cancel, actions.approveWithComment];

export const poolId = 'us-east-1_Pool12345';

export interface TestBot {
  readonly port: number;
  readonly slack: SlackWire;
  readonly clock: Clock;
  readonly waited: readonly number[];
  readonly logged: readonly string[];
  /** Types `/cf-clone text`. */
  command(text: string, by?: { user?: string; channel?: string }): Promise<Reply>;
  /** Anything else that Slack sends as a form. */
  send(form: Readonly<Record<string, string>>): Promise<Reply>;
  /** An event, such as a mention. */
  sendEvent(event: Readonly<Record<string, unknown>>): Promise<Reply>;
  /** Presses a button of the card at ts. Where a modal asks what to say with the decision, it is sent. */
  press(action: string, card: { ts: string; value: string }, by?: PressedBy): Promise<Reply>;
  /** Resolves when all work under way is done; the bot takes nothing more. */
  finish(): Promise<number>;
}

export interface PressedBy {
  readonly user?: string;
  readonly userTeam?: string;
  /** What the person writes with the decision. */
  readonly comment?: string;
}

export interface TestBotOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Another replica in the same workspace. */
  readonly slack?: SlackWire;
  readonly clock?: Clock;
  /** Where the domain leads, as DNS says. */
  readonly dns?: DnsAnswer;
}

export function testConfig(env: Readonly<Record<string, string>> = {}): Config {
  const read = readConfig({
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: signingSecret,
    COGNITO_USER_POOL_ID: poolId,
    COGNITO_ALLOWED_GROUPS: 'cdn-operators',
    CHECK_PERMISSIONS: 'false',
    PORT: '0',
    HOST: '127.0.0.1',
    ...env,
  });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.config;
}

const open = new Set<Bot>();

export async function startTestBot(options: TestBotOptions = {}): Promise<TestBot> {
  const { env, slack = startSlackMock(), clock = createClock(), dns = { points: 'no', found: undefined } } = options;
  const looks = slack.countOf('conversations.history');
  const logged: string[] = [];
  const { pause, waited } = createPause();
  const log = createLog('debug', { write: (line) => void logged.push(line) });
  const bot = await startBot(testConfig(env), log, {
    now: clock.now,
    pause,
    dns: { follow: async () => dns, isZoneTop: async () => false },
  });
  open.add(bot);
  await until('the look at what was left behind', () => slack.countOf('conversations.history') > looks);
  return {
    port: bot.port,
    slack,
    clock,
    waited,
    logged,
    command: (text, by = {}) =>
      sendSigned(slashCommand({ text, user: by.user ?? 'U0ANA', channel: by.channel ?? channel }), { port: bot.port }),
    send: (form) => sendSigned(form, { port: bot.port }),
    sendEvent: (event) => sendSignedBody(eventBody(event), { port: bot.port, contentType: 'application/json' }),
    press: async (action, { ts, value }, { comment, ...by } = {}) => {
      const { user = 'U0ANA' } = by;
      const opened = slack.views.length;
      const asked = slack.countOf('views.open');
      const pressed = await sendSigned(blockActions({ user, ...by, action, value, channel, ts }), { port: bot.port });
      if (!commentedActions.includes(action) || by.userTeam !== undefined) return pressed;
      await until('the modal', () => slack.countOf('views.open') > asked);
      const view = slack.views[opened]?.view;
      if (!view) return pressed;
      const sent = { callbackId: String(view.callback_id), privateMetadata: String(view.private_metadata), comment };
      return sendSigned(decisionSubmission({ user, ...sent }), { port: bot.port });
    },
    finish: () => {
      open.delete(bot);
      return bot.stop();
    },
  };
}

/** For afterEach: no bot outlives its test. */
export async function stopTestBots(): Promise<void> {
  const bots = [...open];
  open.clear();
  await Promise.all(bots.map((bot) => bot.stop()));
}

/** What one person was told, once there is something. */
export async function heard(slack: SlackWire, user = 'U0ANA'): Promise<string> {
  const ephemeral = await until(`a word for ${user}`, () => slack.ephemerals.find(({ url }) => url.includes(user)));
  return ephemeral.text;
}
