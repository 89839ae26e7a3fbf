// Posts a card of several clones: as a draft, then its lines in the thread, and then the card offers Approve. So whoever
// reads a card that can be approved finds all its lines. A draft that nobody finishes expires after a minute.
import type { BatchPlan } from '../../../clone/batch.js';
import { type BatchLine, type BatchReply, splitIntoReplies, toLineMetadata } from '../../card/batch-lines.js';
import { listPlanned, renderBatchPlan } from '../../card/batch-plan-blocks.js';
import { renderBatchReply } from '../../card/batch-replies.js';
import type { Place } from '../../card/place.js';
import { type CardRecord, toPermalink } from '../../card/record.js';
import type { Card } from '../../card/repository.js';
import { explainPostError } from '../../channel.js';
import type { SlackContext } from '../../context.js';
import { type Refusal, refuse } from '../../outcomes.js';
import { findInChannel } from '../find-request.js';
import { settleMs } from '../read-settled.js';
import { stuckMs } from '../recover.js';

export type PostBatchContext = Pick<SlackContext, 'bot' | 'cards' | 'clock' | 'slack'>;

export interface NewBatch {
  readonly record: CardRecord;
  readonly plan: BatchPlan;
  readonly lines: readonly BatchLine[];
}

/** Milliseconds within which the lines have to be listed. Another replica takes an older draft for left behind. */
const maxDraftMs = stuckMs / 2;

export async function postBatch(
  context: PostBatchContext,
  channel: string,
  { record, plan, lines }: NewBatch,
): Promise<{ readonly ok: true; readonly place: Place } | (Refusal & { readonly slackError?: string })> {
  const startedAt = context.clock.now();
  const draft: CardRecord = {
    ...record,
    is_draft: true,
    expires_at: Math.floor((startedAt.getTime() + stuckMs) / 1_000),
  };
  const lasting: Parameters<PostBatchContext['cards']['post']>[2] = (style) =>
    renderBatchPlan(listPlanned(plan), lines, style);
  const posted = await context.cards.post(channel, draft, lasting, '', lines);
  if (!posted.ok && !posted.lost) return { ...explainPostError(posted.error), slackError: posted.error };
  const ts = posted.ok ? posted.value.ts : await findLost(context, channel, record.request, startedAt);
  if (ts === undefined) {
    return refuse('slack_failed', {
      what: 'Slack did not say whether it took the card.',
      next: 'If no card with Approve appears in the channel within a minute, ask again.',
    });
  }
  const place = { channel, ts };
  const listed = await postReplies(context, place, record, splitIntoReplies(record.request, lines));
  const isInTime = context.clock.now().getTime() - startedAt.getTime() < maxDraftMs;
  const offered =
    listed.isComplete && isInTime
      ? await context.cards.write(draftAt(context, place, draft), record, { lasting, lines })
      : undefined;
  if (offered?.ok) return { ok: true, place };
  // Nobody can approve a draft. It goes, and its lines with it.
  for (const reply of [...listed.posted, ts]) await context.slack.remove(channel, reply);
  return refuse('slack_failed', { what: 'Slack did not take all lines of the card.', next: 'Ask again in a minute.' });
}

/** A post whose answer was lost may have arrived all the same. Slack's reads lag behind its writes. */
async function findLost(
  context: PostBatchContext,
  channel: string,
  request: string,
  since: Date,
): Promise<string | undefined> {
  await context.clock.pause(settleMs);
  return findInChannel(context, channel, request, since);
}

/** A reply whose answer was lost may be there. It is posted again: of two with the same part the first one counts. */
export async function postReplies(
  { slack }: Pick<PostBatchContext, 'slack'>,
  { channel, ts: threadTs }: Place,
  { request, reference }: Pick<CardRecord, 'request' | 'reference'>,
  replies: readonly BatchReply[],
): Promise<{ readonly isComplete: boolean; readonly posted: readonly string[] }> {
  const timestamps: string[] = [];
  for (const reply of replies) {
    const metadata = toLineMetadata(request, reply);
    const { text, blocks } = renderBatchReply(reply.lines, reference);
    const first = await slack.post({ channel, threadTs, text, blocks, metadata });
    const posted = first.ok ? first : await slack.post({ channel, threadTs, text, metadata });
    if (!posted.ok) return { isComplete: false, posted: timestamps };
    timestamps.push(posted.value.ts);
  }
  return { isComplete: true, posted: timestamps };
}

/** The card as it was just posted. */
function draftAt({ bot }: PostBatchContext, { channel, ts }: Place, record: CardRecord): Card {
  const permalink = toPermalink(bot.url, channel, ts);
  return { ok: true, channel, ts, record, lasting: [], thread: [], callerReference: '', permalink };
}
