// What people do: type a command, press a button, open the Home, write a message. Each returns what came of it.
import { offersIn } from './blocks.js';
import { escapeCommandText } from './command-text.js';
import { type Delivery, deliver } from './delivery.js';
import { type Fields, isFields, listAt } from './json.js';
import type { Message } from './messages.js';
import { actionsPayload, commandPayload, eventPayload, type Place } from './payloads.js';
import { blocksOf, channelOf, personOf, placeOf } from './places.js';
import * as requests from './requests.js';
import { respond } from './respond.js';
import type { ServerContext } from './server-context.js';
import { IDENTITY } from './settings.js';
import { Impossible, SlackError } from './slack-error.js';
import { findOption } from './view-state.js';

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
  const action = asked.stale ? remembered(asked) : pressed(context, place, asked);
  const sent = actionsPayload(context, person, place, action, asked.state);
  const delivery = await deliver(context, { type: 'interactive', payload: sent, acceptsResponse: false });
  return { ...delivery, sent };
}

export function openHome(context: ServerContext, request: requests.HomeRequest): Promise<Outcome> {
  const { id } = personOf(context, requests.homeSchema.parse(request).user);
  const direct = context.workspace.findDirect(id);
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

interface Wanted {
  action_id: string;
  block_id?: string | undefined;
  value?: string | undefined;
}

/** A button that is only on an old screen. Its label does not matter to an app, but it is always there. */
function remembered({ action_id, block_id = '', value }: Wanted): Fields {
  const text = { type: 'plain_text', text: action_id, emoji: true };
  return { type: 'button', action_id, block_id, text, ...(value !== undefined && { value }) };
}

/** The control as the message shows it now; a select takes the option of the given value. */
function pressed(context: ServerContext, place: Place, asked: Wanted): Fields {
  const found = offersIn(blocksOf(place)).find(
    ({ block_id, element }) =>
      element.action_id === asked.action_id &&
      (asked.block_id === undefined || block_id === asked.block_id) &&
      (element.type !== 'button' || asked.value === undefined || element.value === asked.value),
  );
  if (!found) throw new Impossible(`nothing to press called ${asked.action_id}`);
  refuseSilentInput(place, found.block_id);
  const { confirm: _confirm, accessibility_label: _label, options: _options, ...shown } = found.element;
  return { ...shown, block_id: found.block_id, ...chosenOption(context, place, found.element, asked.value) };
}

/** https://docs.slack.dev/reference/block-kit/blocks/input-block: inputs send nothing by themselves without dispatch_action. */
function refuseSilentInput(place: Place, blockId: string): void {
  const block = blocksOf(place).find(({ block_id }) => block_id === blockId);
  if (block?.type === 'input' && block.dispatch_action !== true)
    throw new Impossible(`the input ${blockId} has no dispatch_action: Slack sends nothing`);
}

/** The option that a select takes; an overflow menu and its kind carry it in the same member. */
function chosenOption(context: ServerContext, place: Place, element: Fields, value: string | undefined): Fields {
  if (/_input$/.test(String(element.type))) return { value: value ?? null };
  const isSelect = element.type === 'external_select' || listAt(element, 'options').length > 0;
  if (!isSelect || value === undefined) return {};
  const offered = place.kind === 'view' ? context.views.offered(place.view.id) : () => [];
  return { selected_option: findOption(element, value, offered) };
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
