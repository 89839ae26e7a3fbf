// A select whose options the bot gives while one types: a combobox with a list, by mouse and by keyboard.
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Fields } from '../run/views.js';
import type { Option } from './controls.js';
import { isFields, textOf } from './fields.js';

interface ExternalSelectProps {
  readonly shared: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': boolean };
  readonly element: Fields;
  /** The options for what was typed. */
  ask(text: string): Promise<readonly Option[]>;
  choose(option: Option | undefined): void;
}

/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select */
const defaultMinQueryLength = 3;

export function ExternalSelect({ shared, element, ask, choose }: ExternalSelectProps) {
  const initial = isFields(element.initial_option) ? textOf(element.initial_option.text) : '';
  const least = typeof element.min_query_length === 'number' ? element.min_query_length : defaultMinQueryLength;
  const [text, setText] = useState(initial);
  const [chosen, setChosen] = useState(initial);
  const [options, setOptions] = useState<readonly Option[]>([]);
  const [active, setActive] = useState(0);
  const [phase, setPhase] = useState<'closed' | 'loading' | 'open'>('closed');
  const asked = useRef(0);
  const list = useId();

  useEffect(() => {
    if (phase === 'open') document.getElementById(`${list}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [phase, active, list]);

  const look = async (typed: string): Promise<void> => {
    const number = ++asked.current;
    if (typed.length < least) {
      setPhase('closed');
      return;
    }
    setPhase('loading');
    const found = await ask(typed);
    // An answer that comes after the next question is of no use.
    if (number !== asked.current) return;
    setOptions(found);
    setActive(0);
    setPhase('open');
  };
  const close = (): void => {
    asked.current++;
    setPhase('closed');
  };
  const take = (option: Option | undefined): void => {
    if (!option) return;
    setText(option.title);
    setChosen(option.title);
    choose(option);
    close();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isOpen = phase === 'open' && options.length > 0;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (isOpen) setActive((active + step + options.length) % options.length);
      else void look(text === chosen ? '' : text);
    } else if (event.key === 'Enter' && phase !== 'closed') {
      event.preventDefault();
      if (isOpen) take(options[active]);
    } else if (event.key === 'Escape' && phase !== 'closed') {
      // The list alone closes, not the form around it.
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };
  return (
    <div className="combobox">
      <input
        {...shared}
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        value={text}
        placeholder={textOf(element.placeholder)}
        aria-autocomplete="list"
        aria-expanded={phase === 'open'}
        aria-controls={list}
        aria-activedescendant={phase === 'open' && options.length > 0 ? `${list}-${active}` : undefined}
        onChange={({ target }) => {
          setText(target.value);
          if (chosen !== '') choose(undefined);
          setChosen('');
          void look(target.value);
        }}
        onClick={() => phase === 'closed' && void look(text === chosen ? '' : text)}
        onBlur={() => {
          close();
          // What was not chosen is not sent, so it does not stay.
          setText(chosen);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="combobox-list" hidden={phase === 'closed'}>
        <p className="quiet" role="status">
          {statusOf(phase, options.length)}
        </p>
        <div role="listbox" id={list} aria-label="Options" data-testid="options">
          {options.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the input takes the keys.
            <div
              key={option.value}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === active}
              data-testid={`option-${option.value}`}
              // The focus stays in the input.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(option)}
            >
              {option.title}
              {textOf(option.given.description) !== '' && (
                <span className="quiet"> {textOf(option.given.description)}</span>
              )}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

function statusOf(phase: 'closed' | 'loading' | 'open', count: number): string {
  if (phase === 'closed') return '';
  if (phase === 'loading') return 'Loading…';
  if (count === 0) return 'No results';
  return count === 1 ? '1 result' : `${count} results`;
}
