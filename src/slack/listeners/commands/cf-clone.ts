// `/cf-clone domain origin ref_dist`: from the words to the card, or to a sentence for the asker alone.
import { randomUUID } from 'node:crypto';
import type { ClonePlan } from '../../../clone/plan.js';
import type { Purpose } from '../../../messages/refusal.js';
import { toCardFacts } from '../../card/log-facts.js';
import { countFields, renderPlan } from '../../card/plan-blocks.js';
import { nameRequester, recordPlan } from '../../card/plan-record.js';
import { type CardRecord, hashAccount, readRecord, toPermalink } from '../../card/record.js';
import { explainPostError, refuseChannelId } from '../../channel.js';
import type { Respond } from '../../client/respond.js';
import type { SlackContext } from '../../context.js';
import { escapeText } from '../../mrkdwn.js';
import { type Refusal, refuse } from '../../outcomes.js';
import { replyWithRefusal } from '../../reply-with-refusal.js';
import { expireLater } from '../../workflow/recover.js';
import { answerHistory } from './history.js';
import { parseCommand } from './parse-clone.js';
import { answerStatus } from './status.js';
import { parseSubcommand } from './subcommand.js';

export interface Command {
  readonly text: string;
  readonly channel: string;
  readonly userId: string;
  readonly userName: string;
}

export const usage = [
  '*Clone a CloudFront distribution*',
  '`/cf-clone domain origin ref_dist`, for example `/cf-clone www.example.com new-origin.example.net E2ABCDEFGHIJKL`',
  '• `domain`: the new alias; an ACM certificate in us-east-1 has to cover it',
  '• `origin`: the host that replaces the reference’s main origin',
  '• `ref_dist`: the distribution to copy: its ID, its ARN or its `d….cloudfront.net` name',
  'A card shows what would be created; nothing is created before somebody approves it.',
  '*Look for clones*',
  '`/cf-clone history [words] [by:@person] [from:EREF] [state:cloned] [since:30d]`: this channel’s clones, newest first',
  '`/cf-clone history everywhere …`: all of the account, by the tags of the distributions',
  '`/cf-clone status www.example.com`: where a clone stands now; the ID of a distribution will do too',
].join('\n');

export async function answerCommand(context: SlackContext, command: Command, respond: Respond): Promise<void> {
  const subcommand = parseSubcommand(command.text);
  context.metrics.countCommand(subcommand.kind);
  const stop = (refusal: Refusal, purpose: Purpose = 'create') => {
    const about = {
      event: 'request',
      command: subcommand.kind,
      channel: command.channel,
      requester: command.userId,
    } as const;
    return replyWithRefusal(context, about, refusal, respond, purpose);
  };
  switch (subcommand.kind) {
    case 'help':
      return respond(usage);
    case 'unknown':
      return stop(subcommand.refusal);
    case 'status': {
      const answer = await answerStatus(context, command.userId, subcommand.wanted);
      return 'ok' in answer ? stop(answer, 'read') : respond(answer.text);
    }
    case 'history': {
      const ask = { channel: command.channel, userId: command.userId, place: { text: subcommand.text, offset: 0 } };
      const page = await answerHistory(context, ask, respond);
      return 'ok' in page ? stop(page, 'read') : respond(page);
    }
    case 'clone':
      return askForClone(context, command, respond);
    default:
      return subcommand satisfies never;
  }
}

async function askForClone(context: SlackContext, command: Command, respond: Respond): Promise<void> {
  const { channel, userId } = command;
  const watch = context.auditLog.startWatch();
  const request = randomUUID();
  const asked = { event: 'request', command: 'clone', request, channel, requester: userId } as const;
  const parsed = parseCommand(command.text);
  if (!parsed.ok) return replyWithRefusal(context, asked, parsed, respond);
  const { domain, origin, reference } = parsed.request;
  const about = { ...asked, domain, origin, reference: reference.by === 'id' ? reference.id : reference.domainName };
  const misplaced = refuseChannelId(channel, context.policy.allowedChannels);
  if (misplaced) return replyWithRefusal(context, about, misplaced, respond);

  const requester = { requested_by: userId, requester_name: command.userName };
  const now = context.clock.now();
  const requestedBy = nameRequester(requester);
  const [place, person, plan] = await context.concurrency.planLimit(() =>
    Promise.all([
      watch.time('channel', context.access.checkChannel(channel)),
      watch.time('identity', context.access.identify(userId, context.policy.allowedGroups)),
      watch.time('plan', context.cloning.prepareShared({ request: parsed.request, requestedBy, now })),
    ]),
  );
  for (const answer of [place, person, plan]) {
    if (!answer.ok) return replyWithRefusal(context, { ...about, milliseconds: watch.read() }, answer, respond);
  }
  if (!plan.ok || !person.ok) return;

  const record: CardRecord = {
    v: 1,
    state: 'pending',
    request,
    ...recordPlan(plan),
    ...requester,
    requester_account: hashAccount(request, person.username),
    expires_at: Math.floor((now.getTime() + context.policy.approvalTtlMs) / 1_000),
  };
  const posted = await watch.time(
    'post',
    context.cards.post(channel, record, (style) => renderPlan(plan, now, style), summarizePlan(plan)),
  );
  // A post whose answer was lost may have arrived all the same.
  const ts = posted.ok
    ? posted.value.ts
    : posted.lost
      ? await findInChannel(context, channel, request, now)
      : undefined;
  const permalink = ts === undefined ? undefined : toPermalink(context.bot.url, channel, ts);
  const card = { event: 'card', ...toCardFacts({ channel, permalink, record }), milliseconds: watch.read() } as const;
  if (ts !== undefined) {
    expireLater(context, { channel, ts }, record);
    context.auditLog.record({ ...card, outcome: 'card_posted' });
  } else if (!posted.ok) {
    const refusal = posted.lost
      ? refuse('slack_failed', {
          what: 'Slack did not say whether it took the card.',
          next: 'If no card appears in the channel, run the command again.',
        })
      : explainPostError(posted.error);
    await replyWithRefusal(context, { ...card, slackError: posted.error }, refusal, respond);
  }
}

/** What the card's top-level text says besides its record, for notifications and search; mrkdwn. */
function summarizePlan(plan: ClonePlan): string {
  const warnings = plan.warnings.filter(({ weight }) => weight === 'stop').map(({ sentence }) => sentence);
  const main = plan.replaced.find(({ isMain }) => isMain);
  const replaces = main ? `The origin replaces ${main.oldHost}. ` : '';
  return escapeText(
    `${replaces}Reference: ${plan.reference.alias} “${plan.reference.comment}”. ${countFields(plan)}. ${warnings.join(' ')}`,
  );
}

/** The card of a request among the channel's latest messages. */
async function findInChannel(
  context: SlackContext,
  channel: string,
  request: string,
  since: Date,
): Promise<string | undefined> {
  const recent = await context.slack.readRecent(channel, new Date(since.getTime() - 60_000));
  return recent.ok ? recent.value.find((message) => readRecord(message)?.request === request)?.ts : undefined;
}
