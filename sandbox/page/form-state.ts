// What a form still lacks before Slack's clients send it.
import type { Block, Fields } from '../run/views.js';
import { isFields } from './fields.js';

/** block_id → action_id → the state as Slack sends it; inputs that nobody touched are left out. */
export type Values = Readonly<Record<string, Readonly<Record<string, Fields>>>>;

/** Slack's own sentence. */
const isRequired = 'Please complete this required field.';

/** By block_id, what is wrong with each input. */
export function findMissing(blocks: readonly Block[], values: Values): Readonly<Record<string, string>> {
  const missing: Record<string, string> = {};
  for (const { type, block_id = '', element, optional } of blocks) {
    if (type !== 'input' || !isFields(element) || optional === true) continue;
    const state = values[block_id]?.[String(element.action_id)];
    if (isEmpty(state === undefined ? initialOf(element) : valueIn(state))) missing[block_id] = isRequired;
  }
  return missing;
}

/** Only what the form still has: an update may have taken inputs away. */
export function keepKnown(blocks: readonly Block[], values: Values): Values {
  const known: Record<string, Record<string, Fields>> = {};
  for (const { type, block_id = '', element } of blocks) {
    if (type !== 'input' || !isFields(element)) continue;
    const action = String(element.action_id);
    const state = values[block_id]?.[action];
    if (state !== undefined) known[block_id] = { [action]: state };
  }
  return known;
}

function initialOf(element: Fields): unknown {
  return Object.entries(element).find(([name]) => name.startsWith('initial_'))?.[1];
}

function valueIn(state: Fields): unknown {
  return Object.entries(state).find(([name]) => name !== 'type')?.[1];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
