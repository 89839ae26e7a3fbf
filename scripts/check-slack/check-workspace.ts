// The check in a workspace: everything is posted to a channel, and deleted again whatever happens.
import { randomUUID } from 'node:crypto';
import type { Pause } from '../../src/clone/ports.js';
import { type BotIdentity, createSlackApi, type SlackApi } from '../../src/slack/client/web-api.js';
import { settleMs } from '../../src/slack/workflow/read-settled.js';
import { checkCards } from './check-cards.js';
import { checkLimits } from './check-limits.js';
import { checkMessages, checkViews } from './check-messages.js';
import type { CheckContext } from './context.js';
import { measureLags } from './measure-lag.js';
import { createMessages, Interrupted, type Messages } from './messages.js';
import type { CheckOptions } from './options.js';
import type { Report } from './report.js';
import { buildSamplePlans } from './sample-plans.js';
import { createValidator } from './validator.js';

export interface CheckTools {
  readonly now: () => Date;
  readonly pause: Pause;
  /** Ends the check early. What was posted is deleted all the same. */
  readonly signal: AbortSignal;
  readonly report: Report;
}

/** `impossible`: nothing could be tried. */
export type Ending = 'done' | 'impossible' | 'interrupted';

type Workspace = NonNullable<CheckOptions['workspace']>;

const timeoutMs = 10_000;
/** How far back the messages of a run are looked for that was killed. */
const maxLeftoverAgeMs = 7 * 86_400_000;
/** The clock of this machine may be behind Slack's. */
const clockSkewMs = 60_000;

export async function checkWorkspace(
  { botToken, channel }: Workspace,
  { apiUrl, rounds }: Pick<CheckOptions, 'apiUrl' | 'rounds'>,
  tools: CheckTools,
): Promise<Ending> {
  const { now, pause, signal, report } = tools;
  const slack = createSlackApi({ botToken, apiUrl, pause, now, timeout: timeoutMs });
  const bot = await connect(slack, channel, report);
  if (!bot) return 'impossible';
  const startedAt = now();
  const run = randomUUID();
  const messages = createMessages({ slack, bot, channel, run, startedAt, signal });
  if (!(await removeLeftovers(messages, startedAt, report))) return 'impossible';
  const facts = { run, botUser: bot.userId, now: startedAt };
  const context: CheckContext = {
    messages,
    validate: createValidator({ apiUrl, now, pause, signal }),
    report,
    plans: buildSamplePlans(startedAt),
    facts,
    now,
    pause: interruptible(pause, signal),
  };
  try {
    await checkCards(context);
    await checkMessages(context);
    await checkViews(context);
    await checkLimits(context);
    await measureLags(context, rounds);
    return 'done';
  } catch (error) {
    if (error instanceof Interrupted) return 'interrupted';
    throw error;
  } finally {
    await cleanUp(messages, startedAt, tools);
  }
}

/** Who the bot is, if it may post in the channel and nobody outside would see it. */
async function connect(slack: SlackApi, channel: string, report: Report): Promise<BotIdentity | undefined> {
  const refuse = (name: string, detail: string) => {
    report.add({ part: 'connection', name, verdict: 'refused', detail });
    return undefined;
  };
  const bot = await slack.identifyBot();
  if (!bot.ok) return refuse('auth.test', bot.error);
  const found = await slack.readChannel(channel);
  if (!found.ok) return refuse('conversations.info', found.error);
  if (found.value.isDirect || found.value.isShared) return refuse('channel', 'it is a direct message, or it is shared');
  if (found.value.isMember === false) return refuse('channel', 'the bot is not in it: /invite it first');
  report.add({ part: 'connection', name: 'token and channel', verdict: 'ok', detail: bot.value.url });
  return bot.value;
}

async function removeLeftovers(messages: Messages, startedAt: Date, report: Report): Promise<boolean> {
  const failures = await messages.removeAll(new Date(startedAt.getTime() - maxLeftoverAgeMs));
  const { deleted } = messages.count();
  const name = 'messages of an earlier run';
  if (failures.length > 0) {
    report.add({ part: 'connection', name, verdict: 'refused', detail: failures.join(', ') });
  } else if (deleted > 0) {
    report.add({ part: 'connection', name, verdict: 'note', detail: `${deleted} were deleted` });
  }
  return failures.length === 0;
}

/** Twice: a post whose answer was lost may be seen only after a while. */
async function cleanUp(messages: Messages, startedAt: Date, { pause, report }: CheckTools): Promise<void> {
  const since = new Date(startedAt.getTime() - clockSkewMs);
  await messages.removeAll(since);
  await pause(settleMs);
  const failures = await messages.removeAll(since);
  const { posted, deleted } = messages.count();
  const detail = [`${posted} posted, ${deleted} deleted`, ...new Set(failures)].join(' · ');
  report.add({ part: 'cleanup', name: 'messages', verdict: failures.length === 0 ? 'ok' : 'refused', detail });
}

function interruptible(pause: Pause, signal: AbortSignal): Pause {
  const whenAborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  return async (milliseconds) => {
    await Promise.race([pause(milliseconds), whenAborted]);
    if (signal.aborted) throw new Interrupted();
  };
}
