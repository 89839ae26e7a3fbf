// What people do: type a command, press a button, send a form, open the Home. Each returns what came of it.
import { offersIn } from './blocks.js';
import { escapeCommandText } from './command-text.js';
import { type Delivery, deliver } from './delivery.js';
import { type Fields, fieldsAt, isFields, listAt, textAt } from './json.js';
import type { Channel, Person } from './members.js';
import type { Message } from './messages.js';
import {
  actionsPayload,
  commandPayload,
  eventPayload,
  type Place,
  submissionPayload,
  suggestionPayload,
} from './payloads.js';
import * as requests from './requests.js';
import { respond } from './respond.js';
import type { ServerContext } from './server-context.js';
import { IDENTITY } from './settings.js';
import { Impossible, SlackError } from './slack-error.js';
import type { View } from './view.js';

/** `sent` is the payload as the bot got it. */
export type Outcome = Delivery & { sent: Fields };

export async function command(context: ServerContext, request: requests.CommandRequest): Promise<Outcome> {
  const asked = requests.commandSchema.parse(request);
  const person = personOf(context, asked.user);
  const channel = channelOf(context, asked.channel);
  if (person.team_id !== IDENTITY.team.id && !asked.force) {
    throw new Impossible(`${asked.command} is not a valid command for a person of another workspace`);
  }
  const text = context.settings.shouldEscape ? escapeCommandText(asked.text, context.workspace) : asked.text;
  const sent = commandPayload(context, person, channel, asked.command, text);
  const delivery = await deliver(context, { type: 'slash_commands', payload: sent, acceptsResponse: true });
  const origin = { channel: channel.id, user: person.id };
  const answer = answerIn(delivery.body);
  if (!delivery.ok) {
    const failure = `${asked.command} failed with the error "${delivery.error}"`;
    context.store.postEphemeral({ ...origin, author: 'USLACKBOT', text: failure });
  } else if (answer) {
    tryToShow(() => respond(context, origin, answer));
  }
  return { ...delivery, sent };
}

export async function click(context: ServerContext, request: requests.ClickRequest): Promise<Outcome> {
  const asked = requests.clickSchema.parse(request);
  const person = personOf(context, asked.user);
  const place = placeOf(context, asked);
  const action = asked.stale ? remembered(asked) : pressed(place, asked);
  const sent = actionsPayload(context, person, place, action, asked.state);
  const delivery = await deliver(context, { type: 'interactive', payload: sent, acceptsResponse: false });
  return { ...delivery, sent };
}

export async function submit(context: ServerContext, request: requests.SubmitRequest): Promise<Outcome> {
  const asked = requests.submitSchema.parse(request);
  const person = personOf(context, asked.user);
  const view = viewOf(context, asked.view_id);
  const sent = submissionPayload(context, person, view, stateOf(asked.values));
  const delivery = await deliver(context, { type: 'interactive', payload: sent, acceptsResponse: true });
  if (delivery.ok) {
    const answer = isFields(delivery.body) ? delivery.body : {};
    tryToShow(() => followUp(context, person, view, answer));
  }
  return { ...delivery, sent };
}

export async function suggest(context: ServerContext, request: requests.SuggestRequest): Promise<Outcome> {
  const { user, channel, ts, view_id, ...rest } = requests.suggestSchema.parse(request);
  const sent = suggestionPayload(
    context,
    personOf(context, user),
    placeOf(context, { user, channel, ts, view_id }),
    rest,
  );
  const delivery = await deliver(context, { type: 'interactive', payload: sent, acceptsResponse: true });
  return { ...delivery, sent };
}

export function openHome(context: ServerContext, request: requests.HomeRequest): Promise<Outcome> {
  const { id } = personOf(context, requests.homeSchema.parse(request).user);
  const direct = [...context.workspace.channels.values()].find(
    (channel) => channel.kind === 'im' && context.workspace.hasBot(channel) && channel.members.includes(id),
  );
  const view = context.views.home(id);
  const channel = direct?.id ?? `D${id.slice(1)}`;
  return emit(context, { event: { type: 'app_home_opened', user: id, channel, tab: 'home', ...(view && { view }) } });
}

/** Any event of the Events API, once: Slack would try again three times. */
export async function emit(context: ServerContext, request: requests.EventRequest): Promise<Outcome> {
  const sent = eventPayload(context, requests.eventSchema.parse(request).event);
  const delivery = await deliver(context, { type: 'events_api', payload: sent, acceptsResponse: false });
  return { ...delivery, sent };
}

/** A person writes something. The bot hears nothing of it: it subscribes to no messages. */
export function say(context: ServerContext, request: requests.SayRequest): Message {
  const { channel, ...draft } = requests.saySchema.parse(request);
  return context.store.post(channelOf(context, channel).id, { ...draft, user: personOf(context, draft.user).id });
}

/** Returns how many connections were told. */
export function disconnectSockets(context: ServerContext, request: requests.DisconnectRequest = {}): number {
  const { reason, count, graceMs } = requests.disconnectSchema.parse(request);
  return context.sockets.disconnect(reason, count, graceMs);
}

function personOf(context: ServerContext, id: string): Person {
  const person = context.workspace.people.get(id);
  if (!person) throw new Impossible(`no person ${id}`);
  return person;
}

function channelOf(context: ServerContext, id: string): Channel {
  const channel = context.workspace.channels.get(id);
  if (!channel) throw new Impossible(`no channel ${id}`);
  return channel;
}

function viewOf(context: ServerContext, id: string): View {
  const view = context.views.find(id);
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

function placeOf(context: ServerContext, { user, channel: channelId, ts, view_id }: Whereabouts): Place {
  if (view_id !== undefined) return { kind: 'view', view: viewOf(context, view_id) };
  if (channelId === undefined || ts === undefined) throw new Impossible('needs channel and ts, or view_id');
  const channel = channelOf(context, channelId);
  const message = context.store.find(channel.id, ts);
  if (message) return { kind: 'message', channel, message };
  const ephemeral = context.store.ephemerals(user).find((one) => one.ts === ts && one.channel === channel.id);
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
function followUp(context: ServerContext, person: Person, view: View, answer: Fields): void {
  switch (textAt(answer, 'response_action')) {
    case 'errors':
      return;
    case 'update':
      context.views.update(view.id, fieldsAt(answer, 'view'), undefined, context.settings);
      return;
    case 'push':
      context.views.push(fieldsAt(answer, 'view'), person.id, context.settings);
      return;
    case 'clear':
      context.views.clear(view);
      return;
    default:
      context.views.close(view.id);
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
    if (!(error instanceof SlackError)) throw error;
  }
}
