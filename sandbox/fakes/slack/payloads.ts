// What Slack sends: slash command bodies, interaction payloads, event callbacks.
import { randomBytes } from 'node:crypto';
import { type Fields, isFields } from './json.js';
import type { Channel, Person } from './members.js';
import type { Ephemeral, Message } from './messages.js';
import { presentMessage } from './presentation.js';
import type { Origin } from './response-urls.js';
import type { ServerContext } from './server-context.js';
import { IDENTITY } from './settings.js';
import { Impossible } from './slack-error.js';
import type { View } from './view.js';
import { type GivenValues, readState } from './view-state.js';
import { payloadNameOf } from './workspace.js';

/** Where a control is: on a message, on something that only one person sees, or in a view. */
export type Place =
  | { kind: 'message'; channel: Channel; message: Message }
  | { kind: 'ephemeral'; channel: Channel; ephemeral: Ephemeral }
  | { kind: 'view'; view: View };

const TEAM = { id: IDENTITY.team.id, domain: IDENTITY.team.domain };

export function commandPayload(
  context: ServerContext,
  person: Person,
  channel: Channel,
  command: string,
  text: string,
): Fields {
  return {
    token: IDENTITY.verificationToken,
    team_id: IDENTITY.team.id,
    team_domain: IDENTITY.team.domain,
    channel_id: channel.id,
    channel_name: payloadNameOf(channel),
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: IDENTITY.app.id,
    is_enterprise_install: 'false',
    response_url: responseUrl(context, { channel: channel.id, user: person.id }),
    trigger_id: context.triggers.issue(person.id, context.settings.triggerMs),
  };
}

export function actionsPayload(
  context: ServerContext,
  person: Person,
  place: Place,
  action: Fields,
  values: GivenValues,
): Fields {
  return {
    type: 'block_actions',
    ...common(context, person),
    user: { id: person.id, username: person.name, name: person.name, team_id: person.team_id },
    ...placePayload(context, person, place),
    ...(place.kind === 'view' ? viewState(context, place.view, values) : { state: { values } }),
    actions: [{ ...action, action_ts: context.store.stamp() }],
  };
}

export function suggestionPayload(
  context: ServerContext,
  person: Person,
  place: Place,
  requests: { action_id: string; block_id: string; value: string },
): Fields {
  // No trigger opens a modal from here: https://docs.slack.dev/tools/bolt-js/reference/interfaces/BlockSuggestion
  const { response_url: _url, ...where } = placePayload(context, person, place);
  const { trigger_id: _trigger, ...who } = common(context, person);
  return { type: 'block_suggestion', ...who, ...where, ...requests };
}

/** https://docs.slack.dev/tools/bolt-js/reference/interfaces/GlobalShortcut: neither a channel nor a response_url. */
export function globalShortcutPayload(context: ServerContext, person: Person, callbackId: string): Fields {
  const { user, team, token, trigger_id, is_enterprise_install, enterprise } = common(context, person);
  const { name: _name, ...known } = isFields(user) ? user : {};
  return {
    type: 'shortcut',
    callback_id: callbackId,
    trigger_id,
    user: known,
    team,
    token,
    action_ts: context.store.stamp(),
    is_enterprise_install,
    enterprise,
  };
}

/** https://docs.slack.dev/tools/bolt-js/reference/interfaces/MessageShortcut */
export function messageShortcutPayload(
  context: ServerContext,
  person: Person,
  channel: Channel,
  message: Message,
  callbackId: string,
): Fields {
  const { team, token, trigger_id, is_enterprise_install, enterprise } = common(context, person);
  return {
    type: 'message_action',
    callback_id: callbackId,
    trigger_id,
    message_ts: message.ts,
    response_url: responseUrl(context, { channel: channel.id, user: person.id }),
    message: presentMessage(context.store, channel.id, message, { metadata: false }),
    user: { id: person.id, name: person.name, team_id: person.team_id },
    channel: { id: channel.id, name: payloadNameOf(channel) },
    team,
    token,
    action_ts: context.store.stamp(),
    is_enterprise_install,
    enterprise,
  };
}

/** Without a trigger: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_closed */
export function closingPayload(context: ServerContext, person: Person, view: View, isCleared: boolean): Fields {
  const { trigger_id: _trigger, ...who } = common(context, person);
  return { type: 'view_closed', ...who, view, is_cleared: isCleared };
}

/** In a view the state is part of the view. */
function viewState(context: ServerContext, view: View, values: GivenValues): Fields {
  return { view: { ...view, state: { values: readState(view.blocks, values, context.views.offered(view.id)) } } };
}

export function submissionPayload(context: ServerContext, person: Person, view: View, values: Fields): Fields {
  return {
    type: 'view_submission',
    ...common(context, person),
    view: { ...view, state: { values } },
  };
}

export function eventPayload(context: ServerContext, event: Fields): Fields {
  return {
    token: IDENTITY.verificationToken,
    team_id: IDENTITY.team.id,
    api_app_id: IDENTITY.app.id,
    event: { event_ts: context.store.stamp(), ...event },
    type: 'event_callback',
    event_id: `Ev${randomBytes(5).toString('hex').toUpperCase()}`,
    event_time: Math.floor(context.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: IDENTITY.team.id,
        user_id: IDENTITY.bot.user,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  };
}

/** `team` is where the app lives; only `user.team_id` says where the person comes from. */
function common(context: ServerContext, person: Person): Fields {
  return {
    user: { id: person.id, username: person.name, name: person.name, team_id: person.team_id },
    team: TEAM,
    api_app_id: IDENTITY.app.id,
    token: IDENTITY.verificationToken,
    trigger_id: context.triggers.issue(person.id, context.settings.triggerMs),
    is_enterprise_install: false,
    enterprise: null,
  };
}

function placePayload(context: ServerContext, person: Person, place: Place): Fields {
  switch (place.kind) {
    case 'message': {
      const { channel, message } = place;
      const thread = message.thread_ts ? { thread_ts: message.thread_ts } : {};
      return {
        container: {
          type: 'message',
          message_ts: message.ts,
          channel_id: channel.id,
          is_ephemeral: false,
          ...thread,
        },
        channel: { id: channel.id, name: payloadNameOf(channel) },
        message: presentMessage(context.store, channel.id, message, { metadata: false }),
        response_url: responseUrl(context, { channel: channel.id, user: person.id, ts: message.ts, ...thread }),
      };
    }
    case 'ephemeral': {
      const { channel, ephemeral } = place;
      return {
        container: { type: 'message', message_ts: ephemeral.ts, channel_id: channel.id, is_ephemeral: true },
        channel: { id: channel.id, name: payloadNameOf(channel) },
        response_url: responseUrl(context, { channel: channel.id, user: person.id, ts: ephemeral.ts }),
      };
    }
    case 'view':
      return { container: { type: 'view', view_id: place.view.id }, view: place.view };
    default: {
      const unknown: never = place;
      throw new Impossible(`no such place: ${String(unknown)}`);
    }
  }
}

function responseUrl(context: ServerContext, origin: Origin): string {
  return `${context.url}/response/${context.responseUrls.issue(origin)}`;
}
