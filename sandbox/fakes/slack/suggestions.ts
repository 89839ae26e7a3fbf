// Type-ahead of a select with an external data source: what the person typed goes to the app, whose options are shown.
import { offersIn } from './blocks.js';
import { deliver, usesSocket } from './delivery.js';
import type { Outcome } from './interactions.js';
import { type Fields, fieldsAt, isFields, listAt, textAt } from './json.js';
import { suggestionPayload } from './payloads.js';
import { blocksOf, personOf, placeOf } from './places.js';
import { type SuggestRequest, suggestSchema } from './requests.js';
import type { ServerContext } from './server-context.js';
import { Impossible } from './slack-error.js';
import { slackLimits } from './slack-limits.js';

export type SuggestOutcome = Outcome & {
  /** The options on the screen, in groups or not; none where the app did not answer in time or with something odd. */
  shown: Fields[];
  /** What is wrong with the answer. Slack shows no results then, and tells nobody why. */
  fault?: string;
};

/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select */
const defaultMinQueryLength = 3;

export async function suggest(context: ServerContext, request: SuggestRequest): Promise<SuggestOutcome> {
  const { user, channel, ts, view_id, ...asked } = suggestSchema.parse(request);
  const place = placeOf(context, { user, channel, ts, view_id });
  const found = offersIn(blocksOf(place)).find(
    ({ block_id, element }) =>
      /^(multi_)?external_select$/.test(String(element.type)) &&
      element.action_id === asked.action_id &&
      (asked.block_id === '' || block_id === asked.block_id),
  );
  if (!found) throw new Impossible(`no select with external data called ${asked.action_id}`);
  const least = Number(found.element.min_query_length ?? defaultMinQueryLength);
  if (asked.value.length < least) throw new Impossible(`Slack asks from ${least} characters on (min_query_length)`);
  if (!usesSocket(context) && !context.settings.hasOptionsUrl) {
    // "Options Load URL": https://github.com/slackapi/bolt-js/issues/1479, https://github.com/slackapi/java-slack-sdk/issues/1139
    throw new Impossible(
      'without settings.interactivity.message_menu_options_url in the manifest, Slack sends no block_suggestion over HTTP',
    );
  }
  const sent = suggestionPayload(context, personOf(context, user), place, { ...asked, block_id: found.block_id });
  const delivery = await deliver(context, { type: 'interactive', payload: sent, acceptsResponse: true });
  const { options, fault } = delivery.ok ? readOptions(delivery.body) : { options: [] };
  if (place.kind === 'view') context.views.offer(place.view.id, asked.action_id, options.flatMap(optionsOf));
  return { ...delivery, sent, shown: options, ...(fault !== undefined && { fault }) };
}

/**
 * At most 100 options or groups: https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload. Sizes:
 * https://docs.slack.dev/reference/block-kit/composition-objects/option-object, .../option-group-object
 */
function readOptions(body: unknown): { options: Fields[]; fault?: string } {
  const answer = isFields(body) ? body : {};
  const name = answer.option_groups === undefined ? 'options' : 'option_groups';
  const items = listAt(answer, name).filter(isFields);
  const fault =
    answer[name] === undefined
      ? 'neither options nor option_groups'
      : items.length > slackLimits.options.max
        ? `more than ${slackLimits.options.max} ${name}`
        : items.map((item) => (name === 'options' ? findOptionFault(item) : findGroupFault(item))).find(Boolean);
  return fault === undefined ? { options: items } : { options: [], fault };
}

function optionsOf(item: Fields): unknown[] {
  return Array.isArray(item.options) ? item.options : [item];
}

function findGroupFault(group: Fields): string | undefined {
  const options = listAt(group, 'options').filter(isFields);
  return (
    findTextFault(group, 'label', slackLimits.optionText.max) ??
    (options.length > slackLimits.options.max
      ? `more than ${slackLimits.options.max} options in a group`
      : undefined) ??
    options.map(findOptionFault).find(Boolean)
  );
}

function findOptionFault(option: Fields): string | undefined {
  const value = textAt(option, 'value') ?? '';
  if (value.length < 1 || value.length > slackLimits.optionValue.max)
    return `the value of an option must have 1 to ${slackLimits.optionValue.max} characters`;
  return (
    findTextFault(option, 'text', slackLimits.optionText.max) ??
    (option.description === undefined ? undefined : findTextFault(option, 'description', slackLimits.optionText.max))
  );
}

function findTextFault(fields: Fields, name: string, most: number): string | undefined {
  const { type, text } = fieldsAt(fields, name);
  if (type !== 'plain_text') return `the ${name} of an option must be plain_text`;
  const length = typeof text === 'string' ? text.length : 0;
  return length < 1 || length > most ? `the ${name} of an option must have 1 to ${most} characters` : undefined;
}
