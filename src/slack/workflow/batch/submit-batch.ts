// Somebody sent the form for several clones. What is wrong with the lines is said at their fields. The plans take longer than
// Slack waits for an answer, so the window says where the card will be, and then where it is or why there is none.

import { nameLines } from '../../card/clone-list.js';
import type { SlackContext } from '../../context.js';
import { type ReadBatchForm, readBatchForm } from '../../form/batch-form.js';
import { type FormMetadata, readFormMetadata } from '../../form/form-metadata.js';
import { renderNoForm, renderPlanning, renderPosted } from '../../form/form-view.js';
import { explainInSlack } from '../../messages.js';
import { refuse } from '../../outcomes.js';
import { recordRefusal } from '../../reply-with-refusal.js';
import { editCard } from '../edit-card.js';
import { updateWindow } from '../open-form.js';
import type { RequestContext, RequestResult } from '../request-clone.js';
import { type FormAnswer, type Submission, toRequestId } from '../submit-form.js';
import { createBatchEdit } from './edit-batch.js';
import { requestBatch } from './request-batch.js';

export type SubmitBatchContext = RequestContext & Pick<SlackContext, 'log'>;

type SentBatchForm = Extract<ReadBatchForm, { readonly ok: true }>;

function editBatch(
  context: SubmitBatchContext,
  { lines, reference, reason }: SentBatchForm,
  { channel, userId, card }: { channel: string; userId: string; card: NonNullable<FormMetadata['card']> },
): Promise<RequestResult> {
  const { ts, ...seen } = card;
  const work = createBatchEdit(context, { lines, reference, seenRevision: seen.revision });
  return editCard(context, { place: { channel, ts }, seen, work, reason, userId });
}

export async function submitBatch(
  context: SubmitBatchContext,
  { viewId, userId, userName, privateMetadata, state }: Submission,
  answer: (answer: FormAnswer) => Promise<void>,
): Promise<void> {
  const metadata = readFormMetadata(privateMetadata);
  const channel = metadata?.channel;
  const requestId = toRequestId(viewId);
  const form = readBatchForm(state);
  if (channel === undefined || !form.ok) {
    recordRefusal(
      context,
      { event: 'request', command: 'many', request: requestId, channel, requester: userId },
      refuse('invalid_request'),
    );
    if (!form.ok) return answer({ response_action: 'errors', errors: { ...form.problems } });
    return answer({ response_action: 'update', view: renderNoForm('Type `/cf-clone many` in a channel.') });
  }
  const domain = nameLines(form.lines.map((line) => line.domain));
  await answer({ response_action: 'update', view: renderPlanning(domain, channel) });
  const result = await (metadata?.card
    ? editBatch(context, form, { channel, userId, card: metadata.card })
    : requestBatch(context, { requestId, channel, userId, userName, ...form }));
  const isPosted = result.kind === 'posted';
  const view = isPosted
    ? renderPosted(domain, channel, result.permalink)
    : renderNoForm(explainInSlack(result.refusal));
  const isShown = await updateWindow(context, viewId, view);
  if (isShown || isPosted) return;
  await context.slack.postEphemeral(channel, userId, `:no_entry: ${explainInSlack(result.refusal)}`);
}
