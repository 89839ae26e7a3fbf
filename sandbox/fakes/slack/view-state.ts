// What the inputs of a view hold: as they opened, and as the person changed them.
// https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload: view.state.values, by block_id and
// action_id. An empty input is there with null.
import { offersIn } from './blocks.js';
import { type Fields, isFields, listAt } from './json.js';
import type { Block } from './messages.js';
import { Impossible } from './slack-error.js';

/** block_id → action_id → the state, or a bare string. */
export type GivenValues = Record<string, Record<string, string | Fields>>;

/** The options that the app has offered for a select with an external data source. */
export type OfferedOptions = (actionId: string) => readonly unknown[];

/** By type: the member of the state, and the member of the element that it opens with. */
const members: Readonly<Record<string, readonly [state: string, initial: string]>> = {
  plain_text_input: ['value', 'initial_value'],
  email_text_input: ['value', 'initial_value'],
  url_text_input: ['value', 'initial_value'],
  number_input: ['value', 'initial_value'],
  static_select: ['selected_option', 'initial_option'],
  external_select: ['selected_option', 'initial_option'],
  radio_buttons: ['selected_option', 'initial_option'],
  users_select: ['selected_user', 'initial_user'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  channels_select: ['selected_channel', 'initial_channel'],
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  datetimepicker: ['selected_date_time', 'initial_date_time'],
  checkboxes: ['selected_options', 'initial_options'],
  multi_static_select: ['selected_options', 'initial_options'],
  multi_external_select: ['selected_options', 'initial_options'],
};

export function readState(blocks: readonly Block[], given: GivenValues, offered: OfferedOptions): Fields {
  const values: Record<string, Fields> = {};
  for (const { block_id, element } of offersIn(blocks)) {
    const type = String(element.type);
    const [name, initial] = members[type] ?? [];
    if (name === undefined || initial === undefined) continue;
    const actionId = String(element.action_id);
    const own = given[block_id]?.[actionId];
    const opened = { type, [name]: element[initial] ?? (name === 'selected_options' ? [] : null) };
    values[block_id] = {
      ...values[block_id],
      [actionId]: own === undefined ? opened : readGiven(element, own, offered),
    };
  }
  refuseUnknown(values, given);
  return values;
}

/** What stands in the way of sending the form: Slack's clients check this before anything reaches the app. */
export function findUnsendable(blocks: readonly Block[], values: Fields): string | undefined {
  for (const block of blocks) {
    if (block.type !== 'input' || !isFields(block.element)) continue;
    const { block_id = '', element } = block;
    const states = values[block_id];
    const state = isFields(states) ? states[String(element.action_id)] : undefined;
    const value = isFields(state) ? Object.entries(state).find(([name]) => name !== 'type')?.[1] : undefined;
    const isEmpty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
    // https://docs.slack.dev/reference/block-kit/blocks/input-block: `optional` is false unless the app says otherwise.
    if (isEmpty && block.optional !== true) return `${block_id} is required`;
    if (typeof value !== 'string') continue;
    // https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
    const { min_length = 0, max_length = 3_000 } = element;
    if (value.length > Number(max_length)) return `${block_id} is longer than ${Number(max_length)} characters`;
    if (value.length < Number(min_length)) return `${block_id} is shorter than ${Number(min_length)} characters`;
  }
  return undefined;
}

function readGiven(element: Fields, own: string | Fields, offered: OfferedOptions): Fields {
  const type = String(element.type);
  if (typeof own !== 'string') return { type, ...own };
  const [name = 'value'] = members[type] ?? [];
  if (name !== 'selected_option') return { type, [name]: own === '' ? null : own };
  return { type, selected_option: findOption(element, own, offered) };
}

/** The option with this value: people can only choose what a select shows. */
export function findOption(element: Fields, value: string, offered: OfferedOptions): unknown {
  const groups = listAt(element, 'option_groups').flatMap((group) => (isFields(group) ? listAt(group, 'options') : []));
  const shown = [...listAt(element, 'options'), ...groups, ...offered(String(element.action_id))];
  const option = shown.find((one) => isFields(one) && one.value === value);
  if (option === undefined) throw new Impossible(`${String(element.action_id)} does not offer ${value}`);
  return option;
}

function refuseUnknown(values: Record<string, Fields>, given: GivenValues): void {
  for (const [block, actions] of Object.entries(given)) {
    for (const action of Object.keys(actions)) {
      if (values[block]?.[action] === undefined) throw new Impossible(`no input ${action} in block ${block}`);
    }
  }
}
