// What Slack sends: slash command bodies, interaction payloads, event callbacks.
import { randomBytes } from 'node:crypto';
import type { Desk } from './desk.js';
import type { Fields } from './json.js';
import { presentMessage } from './presentation.js';
import { Impossible } from './refusal.js';
import type { Origin } from './response-urls.js';
import { IDENTITY } from './settings.js';
import type { Ephemeral, Message } from './store.js';
import type { View } from './views.js';
import { type Channel, type Person, payloadNameOf } from './world.js';

/** Where a control is: on a message, on something that only one person sees, or in a view. */
export type Place =
  | { kind: 'message'; channel: Channel; message: Message }
  | { kind: 'ephemeral'; channel: Channel; ephemeral: Ephemeral }
  | { kind: 'view'; view: View };

const TEAM = { id: IDENTITY.team.id, domain: IDENTITY.team.domain };

export function commandPayload(desk: Desk, person: Person, channel: Channel, command: string, text: string): Fields {
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
    response_url: responseUrl(desk, { channel: channel.id, user: person.id }),
    trigger_id: desk.triggers.issue(person.id, desk.settings.triggerMs),
  };
}

export function actionsPayload(desk: Desk, person: Person, place: Place, action: Fields, values: Fields): Fields {
  return {
    type: 'block_actions',
    ...common(desk, person),
    user: { id: person.id, username: person.name, name: person.name, team_id: person.team_id },
    ...placePayload(desk, person, place),
    state: { values },
    actions: [{ ...action, action_ts: desk.store.stamp() }],
  };
}

export function suggestionPayload(
  desk: Desk,
  person: Person,
  place: Place,
  ask: { action_id: string; block_id: string; value: string },
): Fields {
  const { response_url: _none, ...where } = placePayload(desk, person, place);
  return { type: 'block_suggestion', ...common(desk, person), ...where, ...ask };
}

export function submissionPayload(desk: Desk, person: Person, view: View, values: Fields): Fields {
  return {
    type: 'view_submission',
    ...common(desk, person),
    view: { ...view, state: { values } },
  };
}

export function eventPayload(desk: Desk, event: Fields): Fields {
  return {
    token: IDENTITY.verificationToken,
    team_id: IDENTITY.team.id,
    api_app_id: IDENTITY.app.id,
    event: { event_ts: desk.store.stamp(), ...event },
    type: 'event_callback',
    event_id: `Ev${randomBytes(5).toString('hex').toUpperCase()}`,
    event_time: Math.floor(desk.now() / 1000),
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
function common(desk: Desk, person: Person): Fields {
  return {
    user: { id: person.id, username: person.name, name: person.name, team_id: person.team_id },
    team: TEAM,
    api_app_id: IDENTITY.app.id,
    token: IDENTITY.verificationToken,
    trigger_id: desk.triggers.issue(person.id, desk.settings.triggerMs),
    is_enterprise_install: false,
    enterprise: null,
  };
}

function placePayload(desk: Desk, person: Person, place: Place): Fields {
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
        message: presentMessage(desk.store, channel.id, message, { metadata: false }),
        response_url: responseUrl(desk, { channel: channel.id, user: person.id, ts: message.ts, ...thread }),
      };
    }
    case 'ephemeral': {
      const { channel, ephemeral } = place;
      return {
        container: { type: 'message', message_ts: ephemeral.ts, channel_id: channel.id, is_ephemeral: true },
        channel: { id: channel.id, name: payloadNameOf(channel) },
        response_url: responseUrl(desk, { channel: channel.id, user: person.id, ts: ephemeral.ts }),
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

function responseUrl(desk: Desk, origin: Origin): string {
  return `${desk.url}/response/${desk.responseUrls.issue(origin)}`;
}
