// Somebody sent the form. Slack waits three seconds for an answer, and shows errors at fields in this answer alone. A plan
// that takes longer is told about in the window later.
// https://docs.slack.dev/surfaces/modals#displaying_errors, #updating_views
import { createHash } from 'node:crypto';
import type { View } from '@slack/types';
import type { CloneRequest } from '../../clone/request.js';
import { toPlainText } from '../../messages/plain-text.js';
import { refuseChannelId } from '../channel.js';
import type { SlackContext } from '../context.js';
import { describeAtField, findField } from '../form/field-problems.js';
import type { FormField, FormValues } from '../form/form-fields.js';
import { type FormMetadata, readFormMetadata } from '../form/form-metadata.js';
import { renderForm, renderNoForm, renderPlanning, renderPosted } from '../form/form-view.js';
import { type ReadForm, readForm } from '../form/read-form.js';
import { explainInSlack } from '../messages.js';
import { type Refusal, refuse } from '../outcomes.js';
import { recordRefusal } from '../reply-with-refusal.js';
import { editCard } from './edit-card.js';
import { createRequestEdit } from './edit-request.js';
import { createEditMetadata, updateWindow } from './open-form.js';
import { planAndPost, type RequestContext, type RequestResult } from './request-clone.js';

export type SubmitContext = RequestContext & Pick<SlackContext, 'policy' | 'log' | 'aws'>;

export interface Submission {
  readonly viewId: string;
  readonly userId: string;
  readonly userName: string;
  readonly privateMetadata: string;
  /** The values of the view's state, as Slack sent them. */
  readonly state: unknown;
}

/** What Slack is told. Without an answer, the window closes. */
export type FormAnswer =
  | { readonly response_action: 'errors'; readonly errors: Record<string, string> }
  | { readonly response_action: 'update'; readonly view: View }
  | undefined;

/** Milliseconds for a plan, so that the answer arrives within Slack's three seconds. */
const answerTimeoutMs = 2_200;

/** Answers once, in time, and goes on until the card is there or the person knows why not. */
export async function submitForm(
  context: SubmitContext,
  submission: Submission,
  answer: (answer: FormAnswer) => Promise<void>,
): Promise<void> {
  const metadata = readFormMetadata(submission.privateMetadata);
  if (!metadata) return answer(showInstead(renderNoForm('This form is of another version of the bot. Open it again.')));
  const form = readForm(submission.state);
  const channel = metadata.channel ?? form.values.channel?.value;
  if (!form.ok || channel === undefined) return answer(refuseFields(context, submission, form, channel));

  const window = { context, submission, metadata, values: form.values, domain: form.request.domain, channel };
  const requesting = metadata.card
    ? editFromForm(context, submission, form, { channel, ...metadata.card })
    : requestFromForm(context, submission, form, { channel, isChosen: metadata.channel === undefined });
  const result = await raceWithTimeout(requesting, answerTimeoutMs);
  if (result !== 'late') return answer(await toAnswer(window, result));
  await answer(showInstead(renderPlanning(form.request.domain, channel)));
  await showLate(window, await requesting);
}

/** The request of a form. Its ID follows from the view, so that a form that is sent twice makes one card. */
export function toRequestId(viewId: string): string {
  const hash = createHash('sha256').update(viewId).digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

interface FormWindow {
  readonly context: SubmitContext;
  readonly submission: Submission;
  readonly metadata: FormMetadata;
  readonly values: FormValues;
  readonly domain: string;
  readonly channel: string;
}

async function requestFromForm(
  context: SubmitContext,
  { viewId, userId, userName }: Submission,
  { request, values }: { readonly request: CloneRequest; readonly values: FormValues },
  { channel, isChosen }: { readonly channel: string; readonly isChosen: boolean },
): Promise<RequestResult> {
  const requestId = toRequestId(viewId);
  if (isChosen) {
    // Whoever types the command is in its channel. A chosen channel has to be one of the person's too.
    const refusal = await refuseChosenChannel(context, channel, userId);
    if (refusal) {
      const facts = { event: 'request', command: 'form', request: requestId, channel, requester: userId } as const;
      recordRefusal(context, facts, refusal);
      return { kind: 'refused', refusal };
    }
  }
  const command = { request, channel, userId, userName, reason: values.reason };
  return planAndPost(context, command, { requestId, via: 'form', isRepeatable: true });
}

function editFromForm(
  context: SubmitContext,
  { userId }: Submission,
  { request, values }: { readonly request: CloneRequest; readonly values: FormValues },
  {
    channel,
    ts,
    ...seen
  }: { readonly channel: string; readonly ts: string; readonly digest: string; readonly revision: number },
): Promise<RequestResult> {
  const work = createRequestEdit(context, request);
  return editCard(context, { place: { channel, ts }, seen, work, reason: values.reason, userId });
}

async function refuseChosenChannel(
  { slack, policy }: SubmitContext,
  channel: string,
  userId: string,
): Promise<Refusal | undefined> {
  const refusal = refuseChannelId(channel, policy.allowedChannels);
  if (refusal) return refusal;
  const theirs = await slack.listChannels(userId);
  if (!theirs.ok)
    return refuse('slack_failed', { what: `Slack did not say which channels you are in (\`${theirs.error}\`).` });
  if (theirs.value.includes(channel)) return undefined;
  return refuse('wrong_channel', { what: 'You are not in this channel.', next: 'Choose a channel that you are in.' });
}

/** What can be seen to be wrong without asking anybody. */
function refuseFields(
  context: SubmitContext,
  submission: Submission,
  form: ReadForm,
  channel: string | undefined,
): FormAnswer {
  const problems: Partial<Record<FormField, string>> = {
    ...(form.ok ? {} : form.problems),
    ...(channel === undefined ? { channel: 'Choose the channel for the card.' } : {}),
  };
  const errors = Object.fromEntries(Object.entries(problems).map(([field, text]) => [field, toPlainText(text)]));
  const request = toRequestId(submission.viewId);
  const facts = { event: 'request', command: 'form', request, channel, requester: submission.userId } as const;
  recordRefusal(context, facts, refuse('invalid_request'));
  return { response_action: 'errors', errors };
}

async function toAnswer(window: FormWindow, result: RequestResult): Promise<FormAnswer> {
  const { metadata } = window;
  if (result.kind === 'posted') {
    return metadata.isInSight ? undefined : showInstead(await renderResult(window, result));
  }
  const field = findField(result.refusal);
  const isShown = field !== undefined && (field !== 'channel' || metadata.channel === undefined);
  if (!isShown) return showInstead(await renderResult(window, result));
  return { response_action: 'errors', errors: { [field]: describeAtField(result.refusal) } };
}

/** The person waits in the window, or has closed it. */
async function showLate(window: FormWindow, result: RequestResult): Promise<void> {
  const { context, submission, channel } = window;
  const isShown = await updateWindow(context, submission.viewId, await renderResult(window, result));
  if (isShown || result.kind === 'posted') return;
  const text = `:no_entry: ${explainInSlack(result.refusal)}`;
  const told = await context.slack.postEphemeral(channel, submission.userId, text);
  if (!told.ok) context.log.info({ slackError: told.error }, 'an answer for one person was given up');
}

async function renderResult(window: FormWindow, result: RequestResult): Promise<View> {
  const { context, metadata, values, domain, channel } = window;
  if (result.kind === 'posted') return renderPosted(domain, channel, result.permalink);
  // Where the channel is the problem, the person chooses another.
  const isElsewhere = findField(result.refusal) === 'channel';
  return renderForm({
    metadata: isElsewhere && !metadata.card ? { v: 1, isInSight: false } : await readAgain(window, result.refusal),
    values,
    problem: explainInSlack(result.refusal),
    isIndexIncomplete: context.aws.index.state !== 'complete',
  });
}

/** Whoever is told that the card has changed sends the form for the card as it is now. */
async function readAgain({ context, metadata, channel }: FormWindow, { outcome }: Refusal): Promise<FormMetadata> {
  if (!metadata.card || outcome !== 'stale_plan') return metadata;
  const card = await context.cards.read(channel, metadata.card.ts);
  return card.ok ? createEditMetadata(card) : metadata;
}

function showInstead(view: View): FormAnswer {
  return { response_action: 'update', view };
}

/** A limit and no wait: it counts on the clock of Slack. */
async function raceWithTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
