// The renderer's tables scroll sideways where there is little room, so they have to be reachable by keyboard.
import { type RefObject, useEffect } from 'react';

/** Also tables that are drawn later, when somebody opens what holds them. */
export function useScrollingTables(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const mark = (): void => {
      for (const table of element.querySelectorAll<HTMLElement>('.slack_blocks_to_jsx__table')) {
        table.tabIndex = 0;
        table.role = 'group';
        table.ariaLabel = 'Table';
      }
    };
    mark();
    const observer = new MutationObserver(mark);
    observer.observe(element, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [box]);
}
