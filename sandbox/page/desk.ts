// What every part of the page needs: what is shown, who one is, where one is, and the way elsewhere.
import { createContext, useContext } from 'react';
import type { Shown, ShownChannel, ShownMessage, ShownPerson, ShownSlack } from '../run/shown.js';
import type { Place, Target } from './place.js';

export interface Desk extends Shown {
  readonly me: ShownPerson;
  readonly place: Place;
  readonly theme: 'light' | 'dark';
  go(change: Partial<Place>): void;
  /** Shows a message wherever it stands: in its channel, and in its thread where it is a reply. */
  jump(target: Target): void;
}

export const DeskContext = createContext<Desk | undefined>(undefined);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('outside of the desk');
  return desk;
}

/** Guests and people of other workspaces see only what they are in. */
export function visibleChannels(slack: ShownSlack, me: ShownPerson): ShownChannel[] {
  const isInside = me.teamId === slack.team.id && !me.isGuest;
  return slack.channels.filter(({ kind, members }) => members.includes(me.id) || (isInside && kind === 'public'));
}

export function isVisible(message: ShownMessage, me: ShownPerson): boolean {
  return message.onlyFor === undefined || message.onlyFor === me.id;
}
