// Finds what a request of a test or a page names: a person, a conversation, a view, a message.
import type { Channel, Person } from './members.js';
import type { Block } from './messages.js';
import type { Place } from './payloads.js';
import type { ServerContext } from './server-context.js';
import { Impossible } from './slack-error.js';
import type { View } from './view.js';

export interface Whereabouts {
  user: string;
  channel?: string | undefined;
  ts?: string | undefined;
  view_id?: string | undefined;
}

export function personOf(context: ServerContext, id: string): Person {
  const person = context.workspace.people.get(id);
  if (!person) throw new Impossible(`no person ${id}`);
  return person;
}

export function channelOf(context: ServerContext, id: string): Channel {
  const channel = context.workspace.channels.get(id);
  if (!channel) throw new Impossible(`no channel ${id}`);
  return channel;
}

/** A view that this person has on the screen. */
export function viewOf(context: ServerContext, user: string, id: string): View {
  const view = context.views.find(id);
  if (!view) throw new Impossible(`no view ${id}`);
  const owner = context.views.ownerOf(view.id);
  if (owner !== user) throw new Impossible(`view ${id} is on the screen of ${owner}, not of ${user}`);
  return view;
}

export function placeOf(context: ServerContext, { user, channel: channelId, ts, view_id }: Whereabouts): Place {
  if (view_id !== undefined) return { kind: 'view', view: viewOf(context, user, view_id) };
  if (channelId === undefined || ts === undefined) throw new Impossible('needs channel and ts, or view_id');
  const channel = channelOf(context, channelId);
  const message = context.store.find(channel.id, ts);
  if (message) return { kind: 'message', channel, message };
  const ephemeral = context.store.ephemerals(user).find((one) => one.ts === ts && one.channel === channel.id);
  if (ephemeral) return { kind: 'ephemeral', channel, ephemeral };
  throw new Impossible(`no message ${ts} in ${channel.id} that ${user} can see`);
}

export function blocksOf(place: Place): readonly Block[] {
  switch (place.kind) {
    case 'message':
      return place.message.blocks ?? [];
    case 'ephemeral':
      return place.ephemeral.blocks ?? [];
    case 'view':
      return place.view.blocks;
    default: {
      const unknown: never = place;
      return unknown;
    }
  }
}
