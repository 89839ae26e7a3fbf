// Requests a clone: checks the channel and the person, plans, and posts the card that asks for approval.
import { randomUUID } from 'node:crypto';
import type { ClonePlan } from '../../clone/plan.js';
import { toReason } from '../../clone/reason.js';
import { type CloneRequest, showReference } from '../../clone/request.js';
import { describeWarning } from '../../messages/describe-warning.js';
import type { Entry } from '../../observability/audit-log.js';
import { toCardFacts } from '../card/log-facts.js';
import { buildPendingRecord } from '../card/pending-record.js';
import { countFields, renderPlan } from '../card/plan-blocks.js';
import { nameRequester, recordPlan } from '../card/plan-record.js';
import { toPermalink } from '../card/record.js';
import { explainPostError, refuseChannelId } from '../channel.js';
import { type Respond, respondWithRefusal } from '../client/respond.js';
import type { SlackContext } from '../context.js';
import { escapeText } from '../mrkdwn.js';
import { type Refusal, refuse } from '../outcomes.js';
import { recordRefusal } from '../reply-with-refusal.js';
import { findInChannel } from './find-request.js';
import { lookForDuplicatesLater } from './note-duplicates.js';
import { announcePlanning } from './planning-notice.js';
import { expireLater, type RecoveryContext } from './recover.js';
import { remindLater } from './remind.js';
import { removeRepeatLater, repeatWindowMs } from './remove-repeat.js';

export type RequestContext = RecoveryContext & Pick<SlackContext, 'access' | 'policy'>;

export interface CloneCommand {
  readonly request: CloneRequest;
  readonly channel: string;
  readonly userId: string;
  readonly userName: string;
  /** Why they ask, as they wrote it. What is too long is cut (clone/reason.ts). */
  readonly reason?: string | undefined;
}

/** What becomes of a request. Both ends are in the audit log by then. */
export type RequestResult =
  | { readonly kind: 'posted'; readonly permalink: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface RequestOptions {
  /** Names the request in the log, and its card. */
  readonly requestId: string;
  /** How the person asked, for the log. */
  readonly via: 'clone' | 'form';
  /** The same request may come twice, and makes one card. */
  readonly isRepeatable?: boolean;
}

export async function requestClone(context: RequestContext, command: CloneCommand, respond: Respond): Promise<void> {
  const requestId = randomUUID();
  const notice = announcePlanning(context, { requestId, domain: command.request.domain }, respond);
  try {
    const result = await planAndPost(context, command, { requestId, via: 'clone' });
    if (result.kind === 'posted') await notice.respond({ isRemoval: true });
    else await respondWithRefusal(notice.respond, result.refusal);
  } finally {
    notice.cancel();
  }
}

/** Everything that a request takes, however it was asked: the checks, the plan, the card. */
export async function planAndPost(
  context: RequestContext,
  command: CloneCommand,
  { requestId, via, isRepeatable = false }: RequestOptions,
): Promise<RequestResult> {
  const { channel, userId } = command;
  const watch = context.auditLog.startWatch();
  const reason = toReason(command.reason);
  const asked = { event: 'request', command: via, request: requestId, channel, requester: userId, reason } as const;
  const { domain, origin, reference } = command.request;
  const about = { ...asked, domain, origin, reference: showReference(reference) };
  const refuseWith = (facts: Omit<Entry, 'outcome'>, refusal: Refusal): RequestResult => {
    recordRefusal(context, facts, refusal);
    return { kind: 'refused', refusal };
  };
  const misplaced = refuseChannelId(channel, context.policy.allowedChannels);
  if (misplaced) return refuseWith(about, misplaced);

  const requester = { requested_by: userId, requester_name: command.userName };
  const now = context.clock.now();
  const requestedBy = nameRequester(requester);
  const repeatsSince = new Date(now.getTime() - repeatWindowMs);
  const findingEarlier = isRepeatable ? findInChannel(context, channel, requestId, repeatsSince) : undefined;
  const [place, identified, planned] = await context.concurrency.planLimit(() =>
    Promise.all([
      watch.time('channel', context.access.checkChannel(channel)),
      watch.time('identity', context.access.identify(userId, context.policy.allowedGroups)),
      watch.time('plan', context.cloning.prepareShared({ request: command.request, requestedBy, now })),
    ]),
  );
  const refuseAnswer = (refusal: Refusal) => refuseWith({ ...about, milliseconds: watch.read() }, refusal);
  if (!place.ok) return refuseAnswer(place);
  if (!identified.ok) return refuseAnswer(identified);
  if (!planned.ok) return refuseAnswer(planned);
  const plan = planned.value;

  const earlier = await findingEarlier;
  if (earlier !== undefined) return { kind: 'posted', permalink: toPermalink(context.bot.url, channel, earlier) };

  const record = buildPendingRecord(recordPlan(plan), {
    requestId,
    requester,
    person: identified.value,
    reason,
    now,
    approvalTtlMs: context.policy.approvalTtlMs,
  });
  const posted = await watch.time(
    'post',
    context.cards.post(channel, record, (style) => renderPlan(plan, now, style), summarizePlan(plan)),
  );
  // A post whose answer was lost may have arrived all the same.
  const ts = posted.ok
    ? posted.value.ts
    : posted.lost
      ? await findInChannel(context, channel, requestId, now)
      : undefined;
  const permalink = ts === undefined ? undefined : toPermalink(context.bot.url, channel, ts);
  const card = { event: 'card', ...toCardFacts({ channel, permalink, record }), milliseconds: watch.read() } as const;
  if (ts !== undefined && permalink !== undefined) {
    expireLater(context, { channel, ts }, record);
    remindLater(context, { channel, ts }, record);
    lookForDuplicatesLater(context, channel);
    if (isRepeatable) removeRepeatLater(context, { channel, ts }, requestId);
    context.auditLog.record({ ...card, outcome: 'card_posted' });
    return { kind: 'posted', permalink };
  }
  if (posted.ok) throw new Error('a posted card has a timestamp');
  const refusal = posted.lost
    ? refuse('slack_failed', {
        what: 'Slack did not say whether it took the card.',
        next: 'If no card appears in the channel, run the command again.',
      })
    : explainPostError(posted.error);
  return refuseWith({ ...card, slackError: posted.error }, refusal);
}

/** What the card's top-level text says besides its record, for notifications and search; mrkdwn. */
function summarizePlan(plan: ClonePlan): string {
  const warnings = plan.warnings
    .filter(({ weight }) => weight === 'stop')
    .map((warning) => describeWarning(warning).sentence);
  const main = plan.replaced.find(({ isMain }) => isMain);
  const replaces = main ? `The origin replaces ${main.oldHost}. ` : '';
  return escapeText(
    `${replaces}Reference: ${plan.reference.alias} “${plan.reference.comment}”. ${countFields(plan)}. ${warnings.join(' ')}`,
  );
}
