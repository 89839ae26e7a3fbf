// Opens the form. Slack accepts a trigger for three seconds, so the form opens before anything else is asked.
import type { View } from '@slack/types';
import { readBatchLines } from '../card/batch-lines.js';
import { isBatch } from '../card/record.js';
import type { Card } from '../card/repository.js';
import { refuseChannelId } from '../channel.js';
import type { SlackContext } from '../context.js';
import { renderBatchForm } from '../form/batch-form.js';
import { type FormValues, toFormValues } from '../form/form-fields.js';
import { createFormMetadata, type FormMetadata } from '../form/form-metadata.js';
import { renderForm, renderFormLoading, renderNoForm } from '../form/form-view.js';
import { explainInSlack } from '../messages.js';
import type { Refusal } from '../outcomes.js';
import { refuseEdit } from './decide-edit.js';
import { readDecisionMarks } from './decision-marks.js';

export type FormContext = Pick<SlackContext, 'slack' | 'log' | 'policy' | 'aws'>;

export interface FormRequest {
  readonly triggerId: string;
  /** Where the person is, if they are in a channel. */
  readonly channel?: string | undefined;
  readonly values?: FormValues;
  /** What was wrong with what they typed; mrkdwn. */
  readonly problem?: string | undefined;
}

/** Whether the form is open. If not, the trigger is too old, and the person has to be answered in another way. */
export async function openForm(context: FormContext, { triggerId, ...form }: FormRequest): Promise<boolean> {
  return (await openWindow(context, triggerId, renderNewForm(context, form))) !== undefined;
}

/** The form for several clones. It needs the channel of the card. */
export async function openBatchForm(
  context: FormContext,
  { triggerId, channel }: { readonly triggerId: string; readonly channel: string },
): Promise<boolean> {
  const refusal = refuseChannelId(channel, context.policy.allowedChannels);
  const view = refusal ? renderNoForm(explainInSlack(refusal)) : renderBatchForm(createFormMetadata(channel));
  return (await openWindow(context, triggerId, view ?? renderNoForm(tooLong))) !== undefined;
}

export function renderNewForm(
  context: Pick<FormContext, 'policy' | 'aws'>,
  form: Omit<FormRequest, 'triggerId'>,
): View {
  const { channel, values = {}, problem } = form;
  const isUsable = channel !== undefined && !refuseChannelId(channel, context.policy.allowedChannels);
  return renderForm({
    metadata: createFormMetadata(isUsable ? channel : undefined),
    values,
    problem,
    isIndexIncomplete: context.aws.index.state !== 'complete',
  });
}

/** Message shortcut on a card: the form opens with the card's reference. False where nothing could be opened. */
export async function openFormLikeCard(
  context: FormContext & Pick<SlackContext, 'cards'>,
  { triggerId, channel, ts }: { readonly triggerId: string; readonly channel: string; readonly ts: string },
): Promise<boolean> {
  const viewId = await openWindow(context, triggerId, renderFormLoading());
  if (viewId === undefined) return false;
  const card = await context.cards.read(channel, ts);
  await updateWindow(context, viewId, card.ok ? renderLikeCard(context, card) : renderNoForm(explainNoCard(card)));
  return true;
}

function renderLikeCard(context: FormContext, { channel, record }: Pick<Card, 'channel' | 'record'>): View {
  return renderNewForm(context, { channel, values: toFormValues({ reference: record.reference }) });
}

function explainNoCard(refusal: Refusal): string {
  if (refusal.outcome !== 'already_decided') return explainInSlack(refusal, 'read');
  return 'This message is not a card of one clone. Use the shortcut on such a card, or type `/cf-clone` for an empty form.';
}

/** Edit: the form opens with what the card asks for. False where nothing could be opened. */
export async function openEditForm(
  context: FormContext & Pick<SlackContext, 'access' | 'cards' | 'clock'>,
  {
    triggerId,
    channel,
    ts,
    userId,
  }: { readonly triggerId: string; readonly channel: string; readonly ts: string; readonly userId: string },
): Promise<boolean> {
  const viewId = await openWindow(context, triggerId, renderFormLoading());
  if (viewId === undefined) return false;
  // Both are asked again when the form is sent. Whoever may not edit learns it before they type.
  const [card, person] = await Promise.all([
    context.cards.read(channel, ts),
    context.access.identify(userId, context.policy.allowedGroups),
  ]);
  const refusal = !card.ok ? card : !person.ok ? person : refuseEditNow(context, card);
  const view =
    card.ok && !refusal ? renderEditForm(context, card) : renderNoForm(refusal ? explainInSlack(refusal) : '');
  await updateWindow(context, viewId, view);
  return true;
}

function refuseEditNow({ clock }: Pick<SlackContext, 'clock'>, card: Card): Refusal | undefined {
  const { digest, revision } = readSeen(card);
  const seen = { digest, revision };
  return refuseEdit({ record: card.record, marks: readDecisionMarks(card), now: clock.now(), seen });
}

const tooLong = 'The lines are too long for a form. Type `/cf-clone many` and ask for them on two cards.';

function renderEditForm(context: FormContext, card: Card): View {
  const { record } = card;
  if (isBatch(record)) {
    const { reference } = toFormValues({ reference: record.reference });
    const values = { reference, lines: readBatchLines(card.thread, record), reason: record.reason };
    return renderBatchForm(createEditMetadata(card), values) ?? renderNoForm(tooLong);
  }
  return renderForm({
    metadata: createEditMetadata(card),
    values: { ...toFormValues(record), reason: record.reason },
    isIndexIncomplete: context.aws.index.state !== 'complete',
  });
}

function readSeen({ ts, record }: Pick<Card, 'ts' | 'record'>) {
  return { ts, digest: record.digest, revision: record.revision ?? 0 };
}

/** A form that edits this card, as it is now. */
export function createEditMetadata(card: Pick<Card, 'channel' | 'ts' | 'record'>): FormMetadata {
  return { ...createFormMetadata(card.channel), card: readSeen(card) };
}

async function openWindow(
  { slack, log }: Pick<FormContext, 'slack' | 'log'>,
  triggerId: string,
  view: View,
): Promise<string | undefined> {
  const opened = await slack.openView(triggerId, view);
  if (opened.ok) return opened.value.viewId;
  log.info({ slackError: opened.error }, 'the form could not be opened');
  return undefined;
}

/** False where the window is closed. */
export async function updateWindow(
  { slack, log }: Pick<FormContext, 'slack' | 'log'>,
  viewId: string,
  view: View,
): Promise<boolean> {
  const updated = await slack.updateView(viewId, view);
  if (!updated.ok) log.info({ slackError: updated.error }, 'a window of the form could not be changed');
  return updated.ok;
}
