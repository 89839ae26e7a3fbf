// The top line: that this is a sandbox, the search, and the look.
import { SearchBox } from './search-box.js';
import type { Appearance } from './theme.js';

interface BannerProps {
  readonly appearance: Appearance;
  readonly isLive: boolean;
  choose(next: Appearance): void;
}

export function Banner({ appearance, choose, isLive }: BannerProps) {
  return (
    <header className="banner">
      <p className="banner-note">
        <strong>Sandbox</strong>
        <span className="banner-more"> the real bot; Slack and AWS are simulated</span>
      </p>
      <SearchBox />
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
