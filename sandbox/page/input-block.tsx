// One input of a form, as the browser's own control, in the state that Slack sends for its kind.
import { type KeyboardEvent, useId, useState } from 'react';
import type { Block, Fields } from '../run/views.js';
import { callApi } from './api-client.js';
import { type Option, optionsOf } from './controls.js';
import { ExternalSelect } from './external-select.js';
import { isFields, textOf } from './fields.js';
import { usePageState } from './page-state.js';
import { type Press, readControl } from './press.js';

interface InputProps {
  readonly block: Block;
  readonly viewId: string;
  readonly error: string;
  /** For inputs with dispatch_action, which tell the bot of a change at once. */
  readonly press: Press;
  change(action: string, state: Fields): void;
}

export function InputBlock({ block, viewId, error, press, change }: InputProps) {
  const id = useId();
  const element = isFields(block.element) ? block.element : {};
  const action = String(element.action_id ?? '');
  const hint = textOf(block.hint);
  const notes = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="input-block" data-testid={`input-${block.block_id ?? action}`}>
      <label htmlFor={id}>
        {textOf(block.label)}
        {block.optional === true && <span className="quiet"> (optional)</span>}
      </label>
      <Field
        id={id}
        element={element}
        blockId={block.block_id ?? ''}
        viewId={viewId}
        notes={notes}
        isWrong={error !== ''}
        change={(state) => change(action, state)}
        dispatch={(value) => {
          if (block.dispatch_action !== true) return false;
          // What was changed with this very key is part of what is sent.
          setTimeout(() => press({ element: readControl(element), blockId: block.block_id ?? '', value }));
          return true;
        }}
      />
      {hint !== '' && (
        <p className="quiet" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== '' && (
        <p className="failure" id={`${id}-error`} role="alert" data-testid="input-error">
          {error}
        </p>
      )}
    </div>
  );
}

interface FieldProps {
  readonly id: string;
  readonly element: Fields;
  readonly blockId: string;
  readonly viewId: string;
  readonly notes: string;
  readonly isWrong: boolean;
  change(state: Fields): void;
  /** Whether the input tells the bot at once. */
  dispatch(value: string): boolean;
}

/** What the browser calls them, and the member in which Slack sends their value. */
const simple: Readonly<Record<string, readonly [type: string, member: string]>> = {
  plain_text_input: ['text', 'value'],
  email_text_input: ['email', 'value'],
  url_text_input: ['url', 'value'],
  number_input: ['number', 'value'],
  datepicker: ['date', 'selected_date'],
  timepicker: ['time', 'selected_time'],
};

function Field({ id, element, blockId, viewId, notes, isWrong, change, dispatch }: FieldProps) {
  const type = String(element.type);
  const [kind, member] = simple[type] ?? [];
  const initial = String(element[`initial_${member?.replace('selected_', '')}`] ?? '');
  const shared = { id, 'aria-describedby': notes || undefined, 'aria-invalid': isWrong };
  const { me } = usePageState();

  if (kind !== undefined && member !== undefined) {
    const set = (value: string): void => change({ type, [member]: value === '' ? null : value });
    return element.multiline === true ? (
      <textarea {...shared} rows={4} defaultValue={initial} onChange={({ target }) => set(target.value)} />
    ) : (
      <input
        {...shared}
        type={kind}
        defaultValue={initial}
        placeholder={textOf(element.placeholder)}
        onChange={({ target }) => set(target.value)}
        onKeyDown={(event: KeyboardEvent<HTMLInputElement>) => {
          // https://docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object
          if (event.key === 'Enter' && dispatch(event.currentTarget.value)) event.preventDefault();
        }}
      />
    );
  }
  if (type === 'static_select' || type === 'radio_buttons') {
    return (
      <SelectField shared={shared} element={element} options={optionsOf(element)} change={change} dispatch={dispatch} />
    );
  }
  if (type === 'external_select') {
    const ask = async (value: string): Promise<readonly Option[]> => {
      const where = { user: me.id, view_id: viewId, block_id: blockId, action_id: String(element.action_id ?? '') };
      const answer = await callApi('suggest', { ...where, value });
      const shown = answer.ok && Array.isArray(answer.body.shown) ? answer.body.shown.filter(isFields) : [];
      return optionsOf({ options: shown.flatMap((one) => (Array.isArray(one.options) ? one.options : [one])) });
    };
    const choose = (option: Option | undefined): void => {
      change({ type, selected_option: option?.given ?? null });
      if (option) dispatch(option.value);
    };
    return <ExternalSelect shared={shared} element={element} ask={ask} choose={choose} />;
  }
  if (type === 'checkboxes') return <Checks id={id} element={element} change={change} />;
  return (
    <p className="unknown-block" id={id}>
      A <code>{type}</code>: Slack draws it, this page cannot.
    </p>
  );
}

type Shared = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': boolean };

interface SelectProps {
  readonly shared: Shared;
  readonly element: Fields;
  readonly options: readonly Option[];
  change(state: Fields): void;
  dispatch(value: string): boolean;
}

function SelectField({ shared, element, options, change, dispatch }: SelectProps) {
  const initial = isFields(element.initial_option) ? String(element.initial_option.value) : '';
  return (
    <select
      {...shared}
      defaultValue={initial}
      onChange={({ target }) => {
        const option = options.find(({ value }) => value === target.value);
        change({ type: element.type, selected_option: option?.given ?? null });
        if (option) dispatch(option.value);
      }}
    >
      <option value="">{textOf(element.placeholder) || 'Choose…'}</option>
      {options.map(({ value, title }) => (
        <option key={value} value={value}>
          {title}
        </option>
      ))}
    </select>
  );
}

function Checks({
  id,
  element,
  change,
}: {
  readonly id: string;
  readonly element: Fields;
  change(state: Fields): void;
}) {
  const options = optionsOf(element);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  return (
    <fieldset id={id} className="checks">
      {options.map(({ value, title }) => (
        <label key={value} className="check">
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={({ target }) => {
              const next = target.checked ? [...chosen, value] : chosen.filter((one) => one !== value);
              setChosen(next);
              const given = options.filter((option) => next.includes(option.value)).map((option) => option.given);
              change({ type: 'checkboxes', selected_options: given });
            }}
          />
          {title}
        </label>
      ))}
    </fieldset>
  );
}
