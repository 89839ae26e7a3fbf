// On a narrow screen the parts of the page take turns; this row at the bottom chooses.
import { usePageState } from './page-state.js';
import type { Place } from './place.js';

const screens = [
  { name: 'channels', title: 'Channels', change: { screen: 'channels' } },
  { name: 'channel', title: 'Messages', change: { screen: 'channel' } },
  { name: 'thread', title: 'Thread', change: { screen: 'pane', pane: 'thread' } },
  { name: 'aws', title: 'AWS', change: { screen: 'pane', pane: 'aws' } },
  { name: 'trouble', title: 'Trouble', change: { screen: 'pane', pane: 'trouble' } },
] as const satisfies readonly { name: string; title: string; change: Partial<Place> }[];

export function BottomTabs() {
  const { place, go } = usePageState();
  const current = place.screen === 'pane' ? place.pane : place.screen;
  return (
    <nav className="bottom-tabs" aria-label="Parts of the page">
      {screens.map(({ name, title, change }) => (
        <button
          key={name}
          id={`screen-${name}`}
          type="button"
          aria-current={current === name ? 'page' : undefined}
          data-testid={`screen-${name}`}
          onClick={() => go(change)}
        >
          {title}
        </button>
      ))}
    </nav>
  );
}
