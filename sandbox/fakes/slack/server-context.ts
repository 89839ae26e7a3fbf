// Everything the fake knows, in one place that all its handlers share.
import { setMaxListeners } from 'node:events';
import { Calls } from './calls.js';
import { Changes } from './changes.js';
import { Faults } from './faults.js';
import { RateLimits } from './rate-limits.js';
import type { SettingsPatch } from './requests.js';
import { ResponseUrls } from './response-urls.js';
import { DEFAULTS, type Settings } from './settings.js';
import { Sockets } from './sockets.js';
import { Store } from './store.js';
import { Triggers } from './triggers.js';
import { Views } from './views.js';
import { Workspace } from './workspace.js';

export class ServerContext {
  readonly settings: Settings;
  readonly now: () => number;
  readonly changes = new Changes();
  readonly workspace = new Workspace();
  readonly calls = new Calls();
  readonly faults = new Faults();
  readonly rateLimits = new RateLimits();
  readonly store: Store;
  readonly views: Views;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly sockets: Sockets;
  /** Files whose upload was begun, by ID. `content`: undefined until it arrives. */
  readonly uploads = new Map<string, { id: string; name: string; length: number; content: string | undefined }>();
  /** Ends what is still waiting when the fake closes. */
  readonly closing = new AbortController();
  /** Known once the server listens. */
  port = 0;
  private readonly initial: Settings;

  constructor(given: Partial<Settings>, now: () => number) {
    setMaxListeners(0, this.closing.signal);
    this.initial = { ...DEFAULTS, ...given };
    this.settings = structuredClone(this.initial);
    this.now = now;
    this.store = new Store(this.changes, now, () => this.settings.readLagMs);
    this.views = new Views(this.changes);
    this.triggers = new Triggers(now);
    this.responseUrls = new ResponseUrls(now);
    this.sockets = new Sockets(this.settings);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Settings that are undefined stay as they are. */
  change(patch: SettingsPatch): void {
    for (const [name, value] of Object.entries(patch)) {
      if (value !== undefined) Object.assign(this.settings, { [name]: value });
    }
  }

  /** Back to the start; sockets stay, as Slack's do when someone cleans up a channel. */
  reset(): void {
    Object.assign(this.settings, structuredClone(this.initial));
    this.workspace.reset();
    this.store.reset();
    this.views.reset();
    this.triggers.reset();
    this.responseUrls.reset();
    this.faults.clear();
    this.rateLimits.reset();
    this.calls.clear();
    this.uploads.clear();
    this.changes.announce({ type: 'reset' });
  }
}
