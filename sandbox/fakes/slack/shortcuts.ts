// Global and message shortcuts. Only those that the manifest lists are in Slack's menus.
import { deliver } from './delivery.js';
import type { Outcome } from './interactions.js';
import type { Shortcut } from './manifest.js';
import type { Person } from './members.js';
import { globalShortcutPayload, messageShortcutPayload } from './payloads.js';
import { channelOf, personOf } from './places.js';
import * as requests from './requests.js';
import type { ServerContext } from './server-context.js';
import { IDENTITY } from './settings.js';
import { Impossible } from './slack-error.js';

export async function globalShortcut(
  context: ServerContext,
  request: requests.GlobalShortcutRequest,
): Promise<Outcome> {
  const asked = requests.globalShortcutSchema.parse(request);
  const person = personOf(context, asked.user);
  refuseUnlisted(context, person, asked.callback_id, 'global');
  const sent = globalShortcutPayload(context, person, asked.callback_id);
  const delivery = await deliver(context, { type: 'interactive', payload: sent, acceptsResponse: false });
  return { ...delivery, sent };
}

/** In the menu "More actions" of any message that the person sees, also where the bot is no member. */
export async function messageShortcut(
  context: ServerContext,
  request: requests.MessageShortcutRequest,
): Promise<Outcome> {
  const asked = requests.messageShortcutSchema.parse(request);
  const person = personOf(context, asked.user);
  const channel = channelOf(context, asked.channel);
  if (!channel.members.includes(person.id)) throw new Impossible(`${person.id} is not in ${channel.id}`);
  const message = context.store.find(channel.id, asked.ts);
  if (!message || message.subtype === 'tombstone') throw new Impossible(`no message ${asked.ts} in ${channel.id}`);
  refuseUnlisted(context, person, asked.callback_id, 'message');
  const sent = messageShortcutPayload(context, person, channel, message, asked.callback_id);
  const delivery = await deliver(context, { type: 'interactive', payload: sent, acceptsResponse: false });
  return { ...delivery, sent };
}

/**
 * https://docs.slack.dev/interactivity/implementing-shortcuts. Shortcuts need the scope `commands`:
 * https://docs.slack.dev/reference/scopes/commands
 */
function refuseUnlisted(context: ServerContext, person: Person, callbackId: string, type: Shortcut['type']): void {
  if (person.team_id !== IDENTITY.team.id) throw new Impossible('the app is not installed for this person’s workspace');
  const { shortcuts, scopes } = context.settings;
  const isListed = shortcuts.some((shortcut) => shortcut.callback_id === callbackId && shortcut.type === type);
  if (!isListed) throw new Impossible(`the manifest lists no ${type} shortcut ${callbackId}`);
  if (!scopes.includes('commands')) throw new Impossible('shortcuts need the scope commands');
}
