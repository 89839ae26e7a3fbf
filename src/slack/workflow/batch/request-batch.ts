// Requests several clones on one card: checks the channel and the person, plans all lines, and posts the card.
import { planBatch } from '../../../clone/batch.js';
import type { CloneLine } from '../../../clone/parse-lines.js';
import { toReason } from '../../../clone/reason.js';
import { type ReferenceName, showReference } from '../../../clone/request.js';
import { toBatchLines } from '../../card/batch-plan-blocks.js';
import { recordBatch } from '../../card/batch-record.js';
import { toCardFacts } from '../../card/log-facts.js';
import { buildPendingRecord } from '../../card/pending-record.js';
import { nameRequester } from '../../card/plan-record.js';
import { toPermalink } from '../../card/record.js';
import { refuseChannelId } from '../../channel.js';
import { type Refusal, refuse } from '../../outcomes.js';
import { recordRefusal } from '../../reply-with-refusal.js';
import { forgetExpiry } from '../expire.js';
import { findInChannel } from '../find-request.js';
import { expireLater } from '../recover.js';
import { remindLater } from '../remind.js';
import { removeRepeatLater, repeatWindowMs } from '../remove-repeat.js';
import type { RequestContext, RequestResult } from '../request-clone.js';
import { postBatch } from './post-batch.js';

export interface BatchRequest {
  readonly requestId: string;
  readonly channel: string;
  readonly userId: string;
  readonly userName: string;
  readonly reason: string | undefined;
  readonly reference: ReferenceName;
  readonly lines: readonly CloneLine[];
}

export async function requestBatch(context: RequestContext, request: BatchRequest): Promise<RequestResult> {
  const { requestId, channel, userId, userName, lines, reference } = request;
  const reason = toReason(request.reason);
  const about = {
    event: 'request',
    command: 'many',
    request: requestId,
    channel,
    requester: userId,
    reason,
    reference: showReference(reference),
  } as const;
  const refuseWith = (refusal: Refusal, more: { readonly slackError?: string | undefined } = {}): RequestResult => {
    recordRefusal(context, { ...about, ...more }, refusal);
    return { kind: 'refused', refusal };
  };
  const misplaced = refuseChannelId(channel, context.policy.allowedChannels);
  if (misplaced) return refuseWith(misplaced);
  const requester = { requested_by: userId, requester_name: userName };
  const now = context.clock.now();
  const prepare = context.cloning.createPrepareLines();
  // Slack may deliver a form twice.
  const findingEarlier = findInChannel(context, channel, requestId, new Date(now.getTime() - repeatWindowMs));
  const [place, person, plan] = await context.concurrency.planLimit(() =>
    Promise.all([
      context.access.checkChannel(channel),
      context.access.identify(userId, context.policy.allowedGroups),
      planBatch(prepare, { lines, reference, requestedBy: nameRequester(requester), now }),
    ]),
  );
  if (!place.ok) return refuseWith(place);
  if (!person.ok) return refuseWith(person);
  const all = toBatchLines(plan);
  const planned = recordBatch(plan, all);
  const [first] = plan.lines;
  if (!planned) return refuseWith(first && !first.plan.ok ? first.plan : refuse('invalid_request'));

  const earlier = await findingEarlier;
  if (earlier !== undefined) return { kind: 'posted', permalink: toPermalink(context.bot.url, channel, earlier) };

  const record = buildPendingRecord(planned, {
    requestId,
    requester,
    person: person.value,
    reason,
    now,
    approvalTtlMs: context.policy.approvalTtlMs,
  });
  const posted = await postBatch(context, channel, { record, plan, lines: all });
  if (!posted.ok) {
    const { slackError, ...refusal } = posted;
    return refuseWith(refusal, { slackError });
  }
  const { ts } = posted.place;
  const permalink = toPermalink(context.bot.url, channel, ts);
  // The watch may have seen the draft, which expires earlier.
  forgetExpiry(context, { channel, ts });
  expireLater(context, { channel, ts }, record);
  remindLater(context, { channel, ts }, record);
  removeRepeatLater(context, { channel, ts }, requestId);
  context.auditLog.record({ event: 'card', outcome: 'card_posted', ...toCardFacts({ channel, permalink, record }) });
  return { kind: 'posted', permalink };
}
