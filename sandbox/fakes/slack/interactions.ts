// What people do: type a command, press a button, send a form, open the Home. Each returns what came of it.
import { offersIn } from './blocks.js';
import { type Delivery, deliver } from './delivery.js';
import type { Desk } from './desk.js';
import { type Fields, fieldsAt, isFields, listAt, textAt } from './json.js';
import {
  actionsPayload,
  commandPayload,
  eventPayload,
  type Place,
  submissionPayload,
  suggestionPayload,
} from './payloads.js';
import { Impossible, Refusal } from './refusal.js';
import * as ask from './requests.js';
import { respond } from './response-urls.js';
import { IDENTITY } from './settings.js';
import type { Message } from './store.js';
import type { View } from './views.js';
import type { Channel, Person } from './world.js';

/** `sent` is the payload as the bot got it. */
export type Outcome = Delivery & { sent: Fields };

export async function command(desk: Desk, request: ask.CommandRequest): Promise<Outcome> {
  const asked = ask.commandSchema.parse(request);
  const person = personOf(desk, asked.user);
  const channel = channelOf(desk, asked.channel);
  if (person.team_id !== IDENTITY.team.id && !asked.force) {
    throw new Impossible(`${asked.command} is not a valid command for a person of another workspace`);
  }
  const sent = commandPayload(desk, person, channel, asked.command, asked.text);
  const delivery = await deliver(desk, { type: 'slash_commands', payload: sent, acceptsResponse: true });
  const origin = { channel: channel.id, user: person.id };
  const answer = answerIn(delivery.body);
  if (!delivery.ok) {
    const text = `${asked.command} failed with the error "${delivery.error}"`;
    desk.store.whisper({ ...origin, author: 'USLACKBOT', text });
  } else if (answer) {
    tryToShow(() => respond(desk, origin, answer));
  }
  return { ...delivery, sent };
}

export async function click(desk: Desk, request: ask.ClickRequest): Promise<Outcome> {
  const asked = ask.clickSchema.parse(request);
  const person = personOf(desk, asked.user);
  const place = placeOf(desk, asked);
  const action = asked.stale ? remembered(asked) : pressed(place, asked);
  const sent = actionsPayload(desk, person, place, action, asked.state);
  const delivery = await deliver(desk, { type: 'interactive', payload: sent, acceptsResponse: false });
  return { ...delivery, sent };
}

export async function submit(desk: Desk, request: ask.SubmitRequest): Promise<Outcome> {
  const asked = ask.submitSchema.parse(request);
  const person = personOf(desk, asked.user);
  const view = viewOf(desk, asked.view_id);
  const sent = submissionPayload(desk, person, view, stateOf(asked.values));
  const delivery = await deliver(desk, { type: 'interactive', payload: sent, acceptsResponse: true });
  if (delivery.ok) {
    const answer = isFields(delivery.body) ? delivery.body : {};
    tryToShow(() => followUp(desk, person, view, answer));
  }
  return { ...delivery, sent };
}

export async function suggest(desk: Desk, request: ask.SuggestRequest): Promise<Outcome> {
  const { user, channel, ts, view_id, ...rest } = ask.suggestSchema.parse(request);
  const sent = suggestionPayload(desk, personOf(desk, user), placeOf(desk, { user, channel, ts, view_id }), rest);
  const delivery = await deliver(desk, { type: 'interactive', payload: sent, acceptsResponse: true });
  return { ...delivery, sent };
}

export function openHome(desk: Desk, request: ask.HomeRequest): Promise<Outcome> {
  const { id } = personOf(desk, ask.homeSchema.parse(request).user);
  const direct = [...desk.world.channels.values()].find(
    (channel) => channel.kind === 'im' && desk.world.hasBot(channel) && channel.members.includes(id),
  );
  const view = desk.views.home(id);
  const channel = direct?.id ?? `D${id.slice(1)}`;
  return emit(desk, { event: { type: 'app_home_opened', user: id, channel, tab: 'home', ...(view && { view }) } });
}

/** Any event of the Events API, once: Slack would try again three times. */
export async function emit(desk: Desk, request: ask.EventRequest): Promise<Outcome> {
  const sent = eventPayload(desk, ask.eventSchema.parse(request).event);
  const delivery = await deliver(desk, { type: 'events_api', payload: sent, acceptsResponse: false });
  return { ...delivery, sent };
}

/** A person writes something. The bot hears nothing of it: it subscribes to no messages. */
export function say(desk: Desk, request: ask.SayRequest): Message {
  const { channel, ...draft } = ask.saySchema.parse(request);
  return desk.store.post(channelOf(desk, channel).id, { ...draft, user: personOf(desk, draft.user).id });
}

/** Returns how many connections were told. */
export function disconnectSockets(desk: Desk, request: ask.DisconnectRequest = {}): number {
  const { reason, count, graceMs } = ask.disconnectSchema.parse(request);
  return desk.sockets.disconnect(reason, count, graceMs);
}

function personOf(desk: Desk, id: string): Person {
  const person = desk.world.people.get(id);
  if (!person) throw new Impossible(`no person ${id}`);
  return person;
}

function channelOf(desk: Desk, id: string): Channel {
  const channel = desk.world.channels.get(id);
  if (!channel) throw new Impossible(`no channel ${id}`);
  return channel;
}

function viewOf(desk: Desk, id: string): View {
  const view = desk.views.find(id);
  if (!view) throw new Impossible(`no view ${id}`);
  return view;
}

interface Wanted {
  action_id: string;
  block_id?: string | undefined;
  value?: string | undefined;
}

interface Whereabouts {
  user: string;
  channel?: string | undefined;
  ts?: string | undefined;
  view_id?: string | undefined;
}

function placeOf(desk: Desk, { user, channel: channelId, ts, view_id }: Whereabouts): Place {
  if (view_id !== undefined) return { kind: 'view', view: viewOf(desk, view_id) };
  if (channelId === undefined || ts === undefined) throw new Impossible('needs channel and ts, or view_id');
  const channel = channelOf(desk, channelId);
  const message = desk.store.find(channel.id, ts);
  if (message) return { kind: 'message', channel, message };
  const ephemeral = desk.store.ephemerals(user).find((one) => one.ts === ts && one.channel === channel.id);
  if (ephemeral) return { kind: 'ephemeral', channel, ephemeral };
  throw new Impossible(`no message ${ts} in ${channel.id} that ${user} can see`);
}

/** A button that is only on an old screen. Its label does not matter to an app, but it is always there. */
function remembered({ action_id, block_id = '', value }: Wanted): Fields {
  const text = { type: 'plain_text', text: action_id, emoji: true };
  return { type: 'button', action_id, block_id, text, ...(value !== undefined && { value }) };
}

/** The control as the message shows it now; a select takes the option of the given value. */
function pressed(place: Place, asked: Wanted): Fields {
  const found = offersIn(blocksOf(place)).find(
    ({ block_id, element }) =>
      element.action_id === asked.action_id &&
      (asked.block_id === undefined || block_id === asked.block_id) &&
      (element.type !== 'button' || asked.value === undefined || element.value === asked.value),
  );
  if (!found) throw new Impossible(`nothing to press called ${asked.action_id}`);
  const { confirm: _confirm, accessibility_label: _label, options: _options, ...shown } = found.element;
  const option = listAt(found.element, 'options').find((one) => isFields(one) && one.value === asked.value);
  return { ...shown, block_id: found.block_id, ...(option !== undefined && { selected_option: option }) };
}

function blocksOf(place: Place) {
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

function stateOf(values: Record<string, Record<string, string | Fields>>): Fields {
  const done: Fields = {};
  for (const [block, actions] of Object.entries(values)) {
    const entries = Object.entries(actions).map(([action, value]) => [
      action,
      typeof value === 'string' ? { type: 'plain_text_input', value } : value,
    ]);
    done[block] = Object.fromEntries(entries);
  }
  return done;
}

/** What the acknowledgement of a form asks for; errors are for the caller to read in the body. */
function followUp(desk: Desk, person: Person, view: View, answer: Fields): void {
  switch (textAt(answer, 'response_action')) {
    case 'errors':
      return;
    case 'update':
      desk.views.update(view.id, fieldsAt(answer, 'view'), undefined, desk.settings);
      return;
    case 'push':
      desk.views.push(fieldsAt(answer, 'view'), person.id, desk.settings);
      return;
    case 'clear':
      desk.views.clear(view);
      return;
    default:
      desk.views.close(view.id);
  }
}

function answerIn(body: unknown): Fields | undefined {
  if (typeof body === 'string') return body.trim() === '' ? undefined : { text: body };
  return isFields(body) && Object.keys(body).length > 0 ? body : undefined;
}

/** Slack drops an acknowledgement that it cannot show, without a word to the app. */
function tryToShow(show: () => void): void {
  try {
    show();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
