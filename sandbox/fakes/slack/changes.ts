// What happened in the workspace, for whoever is watching: a page, a test.
import type { Ephemeral, Message } from './messages.js';
import type { View } from './view.js';

export type Change =
  | { type: 'message_posted'; channel: string; message: Message }
  | { type: 'message_updated'; channel: string; message: Message }
  | { type: 'message_deleted'; channel: string; ts: string }
  | { type: 'ephemeral_posted'; ephemeral: Ephemeral }
  | { type: 'ephemeral_updated'; ephemeral: Ephemeral }
  | { type: 'ephemeral_deleted'; ephemeral: Ephemeral }
  | { type: 'view_opened'; view: View }
  | { type: 'view_updated'; view: View }
  | { type: 'view_closed'; view: View }
  | { type: 'view_published'; view: View }
  | { type: 'world_changed' }
  | { type: 'reset' };

export type Listener = (change: Change) => void;

export class Changes {
  private readonly listeners = new Set<Listener>();

  announce(change: Change): void {
    for (const listener of this.listeners) listener(change);
  }

  /** Returns the way to stop listening. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }
}
