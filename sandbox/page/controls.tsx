// Menus and pickers as the browser's own controls; a choice is sent at once, as in Slack.
import type { Fields } from '../run/views.js';
import { isFields, textOf } from './fields.js';
import type { Control } from './press.js';

const choices = new Set(['static_select', 'external_select', 'overflow', 'datepicker', 'timepicker', 'radio_buttons']);

export function isChoice(type: string): boolean {
  return choices.has(type);
}

interface ChoiceProps {
  readonly control: Control;
  choose(value: string, state?: Fields): void;
}

export function ChoiceControl({ control, choose }: ChoiceProps) {
  const { fields, action_id, type } = control;
  const label = textOf(fields.placeholder) || action_id;
  if (type === 'datepicker' || type === 'timepicker') {
    return (
      <input
        className="choice"
        type={type === 'datepicker' ? 'date' : 'time'}
        aria-label={label}
        data-testid={`action-${action_id}`}
        onChange={({ target }) => choose(target.value)}
      />
    );
  }
  return (
    <select
      className="choice"
      value=""
      aria-label={label}
      data-testid={`action-${action_id}`}
      onChange={({ target }) => choose(target.value)}
    >
      <option value="" disabled>
        {label}
      </option>
      {optionsOf(fields).map(({ value, title }) => (
        <option key={value} value={value}>
          {title}
        </option>
      ))}
    </select>
  );
}

export interface Option {
  readonly value: string;
  readonly title: string;
  /** As Slack sends it back. */
  readonly given: Fields;
}

export function optionsOf(fields: Fields): Option[] {
  const groups = Array.isArray(fields.option_groups) ? fields.option_groups.filter(isFields) : [];
  const own = Array.isArray(fields.options) ? fields.options.filter(isFields) : [];
  return [
    ...own,
    ...groups.flatMap((group) => (Array.isArray(group.options) ? group.options.filter(isFields) : [])),
  ].map((given) => ({ value: String(given.value ?? ''), title: textOf(given.text), given }));
}
