// The input blocks of the forms. The block of a field and its element have the field's name as their ID.
// https://docs.slack.dev/reference/block-kit/blocks/input-block
import type { Block } from '../client/web-api.js';
import type { Choice } from './form-fields.js';

interface InputOptions<Initial> {
  readonly hint: string;
  readonly placeholder?: string;
  readonly initial?: Initial | undefined;
}

export interface TextInputOptions extends InputOptions<string> {
  readonly maxChars: number;
  readonly isOptional?: boolean;
  readonly isMultiline?: boolean;
}

export function renderTextInput(name: string, label: string, options: TextInputOptions): Block {
  const { placeholder, hint, initial, maxChars, isOptional = false, isMultiline = false } = options;
  return {
    type: 'input',
    block_id: name,
    label: plain(label),
    hint: plain(hint),
    optional: isOptional,
    element: {
      type: 'plain_text_input',
      action_id: name,
      ...(isMultiline ? { multiline: true } : {}),
      max_length: maxChars,
      ...(placeholder ? { placeholder: plain(placeholder) } : {}),
      ...(initial ? { initial_value: initial.slice(0, maxChars) } : {}),
    },
  };
}

/** Its options come from the bot while the person types: listeners/options. */
export function renderSelect(name: string, label: string, options: InputOptions<Choice>): Block {
  const { placeholder = '', hint, initial } = options;
  return {
    type: 'input',
    block_id: name,
    label: plain(label),
    hint: plain(hint),
    element: {
      type: 'external_select',
      action_id: name,
      min_query_length: 0,
      placeholder: plain(placeholder),
      ...(initial ? { initial_option: { text: plain(initial.text), value: initial.value } } : {}),
    },
  };
}

export function plain(text: string) {
  return { type: 'plain_text' as const, text };
}
