// A row of tabs with the arrow keys that such a row has.
import { type KeyboardEvent, useRef } from 'react';

interface TabsProps<Name extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly name: Name; readonly title: string; readonly mark?: string }[];
  readonly current: Name;
  /** Of the panel that shows the current one. */
  readonly panel: string;
  readonly testPrefix: string;
  choose(name: Name): void;
}

export function Tabs<Name extends string>({ label, tabs, current, panel, testPrefix, choose }: TabsProps<Name>) {
  const row = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = tabs.findIndex(({ name }) => name === current);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    choose(next.name);
    row.current?.querySelector<HTMLElement>(`[data-tab="${next.name}"]`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={label} ref={row} onKeyDown={onKeyDown}>
      {tabs.map(({ name, title, mark }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`${panel}-${name}`}
          aria-selected={name === current}
          aria-controls={panel}
          tabIndex={name === current ? 0 : -1}
          data-tab={name}
          data-testid={`${testPrefix}-${name}`}
          onClick={() => choose(name)}
        >
          {title}
          {mark !== undefined && <span className="tab-mark">{mark}</span>}
        </button>
      ))}
    </div>
  );
}
