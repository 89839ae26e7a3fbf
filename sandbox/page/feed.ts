// What the sandbox shows, kept up to date by server-sent events. The browser connects again by itself.
import { useSyncExternalStore } from 'react';
import type { MessageView, SandboxState, SlackView } from '../run/views.js';

export interface Feed {
  readonly shown: Partial<SandboxState>;
  /** False while the connection is lost. */
  readonly isLive: boolean;
}

let feed: Feed = { shown: {}, isLive: false };
const listeners = new Set<() => void>();

function change(next: Partial<Feed>): void {
  feed = { ...feed, ...next };
  for (const listener of listeners) listener();
}

/** What the orchestrator sends is its own `SandboxState`: the two are built together. */
function read<T>(event: MessageEvent<string>): T {
  return JSON.parse(event.data) as T;
}

/** Messages that stayed the same stay the same objects, so that only what moved is drawn again. */
function keepSame(before: SlackView | undefined, now: SlackView): SlackView {
  const known = new Map(before?.messages.map((message) => [keyOf(message), message]));
  const messages = now.messages.map((message) => {
    const old = known.get(keyOf(message));
    return old && JSON.stringify(old) === JSON.stringify(message) ? old : message;
  });
  return { ...now, messages };
}

export function keyOf({ channel, ts, onlyFor }: Pick<MessageView, 'channel' | 'ts' | 'onlyFor'>): string {
  return [channel, ts, onlyFor ?? ''].join('/');
}

function connect(): void {
  const source = new EventSource('/api/events');
  source.onopen = () => change({ isLive: true });
  source.onerror = () => {
    change({ isLive: false });
    // A refused connection is not tried again by the browser.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1_000);
  };
  source.addEventListener('slack', (event) => {
    const slack = keepSame(feed.shown.slack, read<SandboxState['slack']>(event));
    change({ shown: { ...feed.shown, slack } });
  });
  source.addEventListener('aws', (event) =>
    change({ shown: { ...feed.shown, aws: read<SandboxState['aws']>(event) } }),
  );
  source.addEventListener('trouble', (event) =>
    change({ shown: { ...feed.shown, trouble: read<SandboxState['trouble']>(event) } }),
  );
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0 && !feed.isLive) connect();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useFeed(): Feed {
  return useSyncExternalStore(subscribe, () => feed);
}
