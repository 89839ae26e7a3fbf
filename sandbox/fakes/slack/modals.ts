// What a person does with a modal: sends it, or closes it.
import { deliver } from './delivery.js';
import type { Outcome } from './interactions.js';
import { type Fields, fieldsAt, isFields, textAt } from './json.js';
import type { Person } from './members.js';
import { closingPayload, submissionPayload } from './payloads.js';
import { personOf, viewOf } from './places.js';
import * as requests from './requests.js';
import type { ServerContext } from './server-context.js';
import { Impossible, SlackError } from './slack-error.js';
import type { View } from './view.js';
import { findUnsendable, readState } from './view-state.js';

export type SubmitOutcome = Outcome & {
  /** Shown at the fields, by block_id. */
  errors?: Readonly<Record<string, string>>;
  /** Shown at the top of the modal, which stays open, where the acknowledgement was late or could not be carried out. */
  trouble?: string;
};

/** https://github.com/slackapi/bolt-python/issues/1318, https://github.com/slack-go/slack/issues/1013 */
const noConnection = 'We had some trouble connecting. Try again?';

export async function submit(context: ServerContext, request: requests.SubmitRequest): Promise<SubmitOutcome> {
  const asked = requests.submitSchema.parse(request);
  const person = personOf(context, asked.user);
  const view = viewOf(context, person.id, asked.view_id);
  const values = readState(view.blocks, asked.values, context.views.offered(view.id));
  const unsendable = findUnsendable(view.blocks, values);
  if (unsendable !== undefined) throw new Impossible(`Slack does not send the form: ${unsendable}`);
  const sent = submissionPayload(context, person, view, values);
  const delivery = await deliver(context, { type: 'interactive', payload: sent, acceptsResponse: true });
  if (!delivery.ok) return { ...delivery, sent, trouble: noConnection };
  const answer = isFields(delivery.body) ? delivery.body : {};
  return { ...delivery, sent, ...carryOut(context, person, view, answer) };
}

export async function close(context: ServerContext, request: requests.CloseRequest): Promise<Outcome | undefined> {
  const asked = requests.closeSchema.parse(request);
  const person = personOf(context, asked.user);
  const view = viewOf(context, person.id, asked.view_id);
  // https://docs.slack.dev/reference/views/modal-views: clear_on_close, notify_on_close
  const isCleared = asked.isStack || view.clear_on_close === true;
  if (isCleared) context.views.clear(view);
  else context.views.close(view.id);
  if (view.notify_on_close !== true) return undefined;
  const sent = closingPayload(context, person, view, isCleared);
  const delivery = await deliver(context, { type: 'interactive', payload: sent, acceptsResponse: false });
  return { ...delivery, sent };
}

/** https://docs.slack.dev/surfaces/modals#interactions: response_action, and what happens without one. */
function carryOut(
  context: ServerContext,
  person: Person,
  view: View,
  answer: Fields,
): Pick<SubmitOutcome, 'errors' | 'trouble'> {
  const action = textAt(answer, 'response_action');
  if (action === 'errors') return readErrors(view, answer);
  try {
    followUp(context, person, view, action, answer);
    return {};
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return { trouble: noConnection };
  }
}

function followUp(
  context: ServerContext,
  person: Person,
  view: View,
  action: string | undefined,
  answer: Fields,
): void {
  switch (action) {
    case 'update':
      context.views.update(view.id, fieldsAt(answer, 'view'), undefined, context.settings);
      return;
    case 'push':
      context.views.push(fieldsAt(answer, 'view'), person.id, context.settings);
      return;
    case 'clear':
      context.views.clear(view);
      return;
    case undefined:
      context.views.close(view.id);
      return;
    default:
      throw new SlackError('invalid_response_action');
  }
}

/**
 * "the key is the block_id of the input block": https://docs.slack.dev/surfaces/modals#displaying_errors. Other keys:
 * https://github.com/slackapi/bolt-python/issues/922, https://github.com/slackapi/bolt-js/issues/554
 */
function readErrors(view: View, answer: Fields): Pick<SubmitOutcome, 'errors' | 'trouble'> {
  const entries = Object.entries(fieldsAt(answer, 'errors'));
  const inputs = view.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id);
  const errors: Record<string, string> = {};
  for (const [block, text] of entries) {
    if (!inputs.includes(block) || typeof text !== 'string' || text === '') return { trouble: noConnection };
    errors[block] = text;
  }
  return entries.length === 0 ? { trouble: noConnection } : { errors };
}
