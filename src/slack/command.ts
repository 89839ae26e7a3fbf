// `/cf-clone domain origin ref_dist`: from the words to the card, or to a sentence for the asker alone.
import { randomUUID } from 'node:crypto';
import { refuse } from '../clone/outcome.js';
import { parseCommand } from '../clone/request.js';
import { countFields, renderPlan } from './card.js';
import { explainPostError, refuseChannelId } from './channel.js';
import { type Desk, nameRequester, recordPlan } from './desk.js';
import { expireLater } from './expiry.js';
import { answerHistory } from './history.js';
import { escapeText } from './mrkdwn.js';
import { type CardRecord, readRecord } from './record.js';
import { answerStatus } from './status.js';
import { type Whisper, whisperRefusal } from './whisper.js';
import { readWish } from './words.js';

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
  '`/cf-clone status <distribution ID or domain>`: where a clone stands now',
].join('\n');

export async function answerCommand(desk: Desk, command: Command, whisper: Whisper): Promise<void> {
  const wish = readWish(command.text);
  switch (wish.kind) {
    case 'help':
      return whisper(usage);
    case 'unknown':
      return whisperRefusal(whisper, wish.refusal);
    case 'status': {
      const answer = await answerStatus(desk, command.userId, wish.wanted);
      return 'ok' in answer ? whisperRefusal(whisper, answer) : whisper(answer.text);
    }
    case 'history': {
      const ask = { channel: command.channel, userId: command.userId, place: { text: wish.text, offset: 0 } };
      const page = await answerHistory(desk, ask, whisper);
      return 'ok' in page ? whisperRefusal(whisper, page) : whisper(page);
    }
    case 'clone':
      return askForClone(desk, command, whisper);
    default:
      return wish satisfies never;
  }
}

async function askForClone(desk: Desk, command: Command, whisper: Whisper): Promise<void> {
  const parsed = parseCommand(command.text);
  if (!parsed.ok) return whisperRefusal(whisper, parsed);
  const misplaced = refuseChannelId(command.channel, desk.policy.allowedChannels);
  if (misplaced) return whisperRefusal(whisper, misplaced);

  const request = randomUUID();
  const log = desk.log.child({ request, channel: command.channel, requester: command.userId });
  const requester = { requested_by: command.userId, requester_name: command.userName };
  const now = desk.now();
  const [place, person, plan] = await Promise.all([
    desk.judgeChannel(command.channel),
    desk.identify(command.userId, desk.policy.allowedGroups),
    desk.prepare({ request: parsed.request, requestedBy: nameRequester(requester), now }),
  ]);
  for (const answer of [place, person, plan]) {
    if (answer.ok) continue;
    log.info({ outcome: answer.outcome, awsRequestId: answer.awsRequestId }, 'request refused');
    return whisperRefusal(whisper, answer);
  }
  if (!plan.ok) return;

  const record: CardRecord = {
    v: 1,
    state: 'pending',
    request,
    ...recordPlan(plan),
    ...requester,
    expires_at: Math.floor((now.getTime() + desk.policy.ttl) / 1_000),
  };
  const warnings = plan.warnings.filter(({ weight }) => weight === 'stop').map(({ sentence }) => sentence);
  const main = plan.replaced.find(({ isMain }) => isMain);
  const replaces = main ? `The origin replaces ${main.oldHost}. ` : '';
  const also = escapeText(
    `${replaces}Reference: ${plan.reference.alias} “${plan.reference.comment}”. ${countFields(plan)}. ${warnings.join(' ')}`,
  );
  const posted = await desk.store.post(command.channel, record, (style) => renderPlan(plan, now, style), also);
  if (posted.ok) {
    expireLater(desk, { channel: command.channel, ts: posted.value.ts }, record);
    log.info(
      {
        outcome: 'card_posted',
        card: posted.value.ts,
        reference: record.reference,
        etag: record.etag,
        digest: record.digest,
        certificate: record.certificate,
      },
      'card posted',
    );
    return;
  }
  if (posted.lost && (await isInChannel(desk, command.channel, request, now))) return;
  log.warn({ outcome: 'slack_failed', slackError: posted.error }, 'card not posted');
  await whisperRefusal(
    whisper,
    posted.lost
      ? refuse('slack_failed', {
          what: 'Slack did not say whether it took the card.',
          next: 'If no card appears in the channel, run the command again.',
        })
      : explainPostError(posted.error),
  );
}

/** Whether a post whose answer was lost arrived all the same. */
async function isInChannel(desk: Desk, channel: string, request: string, since: Date): Promise<boolean> {
  const recent = await desk.slack.readRecent(channel, new Date(since.getTime() - 60_000));
  return recent.ok && recent.value.some((message) => readRecord(message)?.request === request);
}
