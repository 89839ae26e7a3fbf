// Where one is on the page and as whom: person, conversation, thread, pane. The address holds the message that is linked to.

export type PaneName = 'thread' | 'aws' | 'trouble';
/** On a narrow screen one of these is shown at a time. */
export type ScreenName = 'channels' | 'channel' | 'pane';

export const homeChannel = 'home';

export interface Target {
  readonly channel: string;
  readonly ts: string;
}

export interface Place {
  readonly person: string;
  /** A conversation's ID, or the app's Home. */
  readonly channel: string;
  readonly thread: Target | undefined;
  readonly pane: PaneName;
  readonly screen: ScreenName;
  /** The message to be scrolled to and marked. */
  readonly target: Target | undefined;
  readonly distribution: string | undefined;
  /** Put into the composer from elsewhere. */
  readonly draft: { readonly text: string } | undefined;
}

export const firstPlace: Place = {
  person: sessionStorage.getItem('person') ?? 'U0ANA000001',
  channel: 'C0CDN000001',
  thread: undefined,
  pane: 'aws',
  screen: 'channel',
  target: undefined,
  distribution: undefined,
  draft: undefined,
};

/** `#C0CDN000001/p1790000000000001`, the tail of Slack's permalinks. */
export function hashOf({ channel, ts }: Target): string {
  return `#${channel}/p${ts.replace('.', '')}`;
}

export function readHash(hash: string): Target | undefined {
  return readTail(hash.slice(1));
}

/** A permalink of the workspace, such as the bot puts on tags and into messages. */
export function readPermalink(href: string, workspaceUrl: string): Target | undefined {
  const start = `${workspaceUrl}archives/`;
  return href.startsWith(start) ? readTail(href.slice(start.length)) : undefined;
}

function readTail(tail: string): Target | undefined {
  const [, channel, digits] = /^([A-Z0-9]+)\/p(\d{7,})/.exec(tail) ?? [];
  if (channel === undefined || digits === undefined) return undefined;
  return { channel, ts: `${digits.slice(0, -6)}.${digits.slice(-6)}` };
}
