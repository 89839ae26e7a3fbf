// Requests several clones on one card. The card is posted as a draft, then its lines, and then the card offers Approve: so
// whoever reads a card that can be approved finds all its lines.
import { planBatch } from '../../../clone/batch.js';
import type { CloneLine } from '../../../clone/parse-lines.js';
import { toReason } from '../../../clone/reason.js';
import { type ReferenceName, showReference } from '../../../clone/request.js';
import { type BatchReply, splitIntoReplies, toLineMetadata } from '../../card/batch-lines.js';
import { listPlanned, renderBatchPlan, toBatchLines } from '../../card/batch-plan-blocks.js';
import { recordBatch } from '../../card/batch-record.js';
import { renderBatchReply } from '../../card/batch-replies.js';
import { toCardFacts } from '../../card/log-facts.js';
import type { Place } from '../../card/place.js';
import { nameRequester } from '../../card/plan-record.js';
import { type CardRecord, hashAccount, toPermalink } from '../../card/record.js';
import type { Card } from '../../card/repository.js';
import { explainPostError, refuseChannelId } from '../../channel.js';
import { type Refusal, refuse } from '../../outcomes.js';
import { recordRefusal } from '../../reply-with-refusal.js';
import { expireLater } from '../recover.js';
import { remindLater } from '../remind.js';
import type { RequestContext, RequestResult } from '../request-clone.js';

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
  const refuseWith = (refusal: Refusal): RequestResult => {
    recordRefusal(context, about, refusal);
    return { kind: 'refused', refusal };
  };
  const misplaced = refuseChannelId(channel, context.policy.allowedChannels);
  if (misplaced) return refuseWith(misplaced);
  const requester = { requested_by: userId, requester_name: userName };
  const now = context.clock.now();
  const prepare = context.cloning.createPrepareLines();
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

  const record: CardRecord = {
    v: 1,
    state: 'pending',
    request: requestId,
    ...planned,
    ...requester,
    requester_account: hashAccount(requestId, person.value.username),
    reason,
    expires_at: Math.floor((now.getTime() + context.policy.approvalTtlMs) / 1_000),
    is_draft: true,
  };
  const lasting: Parameters<RequestContext['cards']['post']>[2] = (style) =>
    renderBatchPlan(listPlanned(plan), all, style);
  const posted = await context.cards.post(channel, record, lasting, '', all);
  if (!posted.ok) return refuseWith(posted.lost ? refuse('slack_failed') : explainPostError(posted.error));
  const { ts } = posted.value;
  const permalink = toPermalink(context.bot.url, channel, ts);
  const isListed = await postReplies(context, { channel, ts }, record, splitIntoReplies(requestId, all));
  const written =
    isListed &&
    (await context.cards.write(
      draftAt(context, { channel, ts }, record),
      { ...record, is_draft: undefined },
      { lasting, lines: all },
    ));
  if (written === false || !written.ok) {
    // Nobody can approve a draft.
    await context.slack.remove(channel, ts);
    return refuseWith(refuse('slack_failed', { what: 'Slack did not take all lines of the card.' }));
  }
  expireLater(context, { channel, ts }, record);
  remindLater(context, { channel, ts }, record);
  context.auditLog.record({
    event: 'card',
    outcome: 'card_posted',
    ...toCardFacts({ channel, permalink, record }),
  });
  return { kind: 'posted', permalink };
}

/** A reply whose answer was lost may be there. It is posted again: of two with the same part the first one counts. */
async function postReplies(
  { slack }: RequestContext,
  { channel, ts: threadTs }: Place,
  { request, reference }: CardRecord,
  replies: readonly BatchReply[],
): Promise<boolean> {
  for (const reply of replies) {
    const metadata = toLineMetadata(request, reply);
    const { text, blocks } = renderBatchReply(reply.lines, reference);
    const posted = await slack.post({ channel, threadTs, text, blocks, metadata });
    if (posted.ok) continue;
    if (!(await slack.post({ channel, threadTs, text, metadata })).ok) return false;
  }
  return true;
}

/** The card as it was just posted. */
function draftAt({ bot }: RequestContext, { channel, ts }: Place, record: CardRecord): Card {
  const permalink = toPermalink(bot.url, channel, ts);
  return { ok: true, channel, ts, record, lasting: [], thread: [], callerReference: '', permalink };
}
