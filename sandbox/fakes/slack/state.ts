// The whole workspace at a glance, for a page that has just been opened.
import type { Desk } from './desk.js';
import type { Fields } from './json.js';
import { IDENTITY } from './settings.js';

/** Without the secrets. */
export function describeSettings(desk: Desk): Fields {
  const { botToken: _bot, appToken: _app, signingSecret: _secret, ...settings } = desk.settings;
  return settings;
}

export function describeState(desk: Desk): Fields {
  return {
    team: IDENTITY.team,
    app: IDENTITY.app,
    bot: IDENTITY.bot,
    settings: describeSettings(desk),
    people: [...desk.world.people.values()],
    channels: [...desk.world.channels.values()].map((channel) => ({
      ...channel,
      is_member: desk.world.hasBot(channel),
      messages: desk.store.messages(channel.id).length,
    })),
    modals: desk.views.modals(),
    homes: desk.views.homesByPerson(),
    sockets: { connections: desk.sockets.count },
    faults: desk.faults.pending(),
  };
}
