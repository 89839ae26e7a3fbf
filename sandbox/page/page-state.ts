// The state that every part of the page reads: what the sandbox shows, the current person, and the place on the page.
import { createContext, useContext } from 'react';
import type { ChannelView, MessageView, PersonView, SandboxState, SlackView } from '../run/views.js';
import type { Place, Target } from './place.js';

export interface PageState extends SandboxState {
  readonly me: PersonView;
  readonly place: Place;
  readonly theme: 'light' | 'dark';
  go(change: Partial<Place>): void;
  /** Shows a message wherever it stands: in its channel, and in its thread where it is a reply. */
  jump(target: Target): void;
  /** The focus goes back to where the thread was opened from. */
  closeThread(): void;
}

export const PageStateContext = createContext<PageState | undefined>(undefined);

export function usePageState(): PageState {
  const page = useContext(PageStateContext);
  if (!page) throw new Error('usePageState needs a PageStateContext around it');
  return page;
}

/** Guests and people of other workspaces see only what they are in. */
export function visibleChannels(slack: SlackView, me: PersonView): ChannelView[] {
  const isInside = me.teamId === slack.team.id && !me.isGuest;
  return slack.channels.filter(({ kind, members }) => members.includes(me.id) || (isInside && kind === 'public'));
}

export function isVisible(message: MessageView, me: PersonView): boolean {
  return message.onlyFor === undefined || message.onlyFor === me.id;
}
