// A button that opens a menu: https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';

export interface MenuItem {
  readonly id: string;
  readonly title: string;
  readonly about: string;
}

interface MenuButtonProps {
  readonly label: string;
  readonly testId: string;
  readonly items: readonly MenuItem[];
  /** Where the menu opens. */
  readonly side: 'above' | 'below';
  readonly children: ReactNode;
  choose(id: string): void;
}

export function MenuButton({ label, testId, items, side, children, choose }: MenuButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const menu = useId();
  const entries = (): HTMLElement[] => [...(box.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
  const button = (): HTMLElement | null => box.current?.querySelector('button') ?? null;
  const close = (): void => {
    setOpen(false);
    button()?.focus();
  };
  useEffect(() => {
    if (isOpen) box.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
  }, [isOpen]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const all = entries();
    const { activeElement } = document;
    const at = activeElement instanceof HTMLElement ? all.indexOf(activeElement) : -1;
    const next = {
      ArrowDown: all[(at + 1) % all.length],
      ArrowUp: all.at(at <= 0 ? -1 : at - 1),
      Home: all[0],
      End: all.at(-1),
    }[event.key];
    if (!isOpen && event.key === 'ArrowDown') {
      event.preventDefault();
      setOpen(true);
    } else if (isOpen && event.key === 'Escape') {
      event.preventDefault();
      close();
    } else if (isOpen && next) {
      event.preventDefault();
      next.focus();
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the button and the menu inside.
    <div
      className={`menu-box is-${side}`}
      ref={box}
      onKeyDown={onKeyDown}
      onBlur={({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node) || !box.current?.contains(relatedTarget)) setOpen(false);
      }}
    >
      <button
        type="button"
        className="icon-button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={menu}
        data-testid={testId}
        onClick={() => setOpen(!isOpen)}
      >
        {children}
      </button>
      {isOpen && (
        <div className="menu" role="menu" id={menu} aria-label={label}>
          {items.map(({ id, title, about }) => (
            <button
              key={id}
              type="button"
              role="menuitem"
              tabIndex={-1}
              data-testid={`shortcut-${id}`}
              onClick={() => {
                close();
                choose(id);
              }}
            >
              <strong>{title}</strong>
              <span className="quiet">{about}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
