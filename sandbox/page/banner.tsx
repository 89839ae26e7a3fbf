// The top line: that this is a sandbox, the search, and the look.
import { SearchBox } from './search-box.js';
import type { Appearance } from './theme.js';

interface BannerProps {
  readonly appearance: Appearance;
  readonly isLive: boolean;
  readonly isOnTour: boolean;
  choose(next: Appearance): void;
  startTour(): void;
}

export const tourButtonId = 'tour-start';

export function Banner({ appearance, choose, isLive, isOnTour, startTour }: BannerProps) {
  return (
    <header className="banner">
      <h1 className="banner-note">
        <strong>Sandbox</strong>
        <span className="banner-more"> the real bot; Slack and AWS are simulated</span>
      </h1>
      <SearchBox />
      <button
        type="button"
        id={tourButtonId}
        className="tour-start"
        aria-expanded={isOnTour}
        data-testid="tour-start"
        onClick={startTour}
      >
        Tour
      </button>
      <label className="banner-look">
        <span className="visually-hidden">Appearance</span>
        <select
          value={appearance}
          onChange={({ target }) => choose(asAppearance(target.value))}
          data-testid="appearance"
        >
          <option value="system">System</option>
          <option value="light">Light</option>
          <option value="dark">Dark</option>
        </select>
      </label>
      {!isLive && (
        <p className="banner-lost" role="alert" data-testid="connection-lost">
          The connection to the sandbox is lost; trying again…
        </p>
      )}
    </header>
  );
}

function asAppearance(value: string): Appearance {
  return value === 'light' || value === 'dark' ? value : 'system';
}
