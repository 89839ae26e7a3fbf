// The whole workspace at a glance, for a page that has just been opened.

import type { Fields } from './json.js';
import type { ServerContext } from './server-context.js';
import { IDENTITY } from './settings.js';

/** Without the secrets. */
export function describeSettings(context: ServerContext): Fields {
  const { botToken: _bot, appToken: _app, signingSecret: _secret, ...settings } = context.settings;
  return settings;
}

export function describeState(context: ServerContext): Fields {
  return {
    team: IDENTITY.team,
    app: IDENTITY.app,
    bot: IDENTITY.bot,
    settings: describeSettings(context),
    people: [...context.workspace.people.values()],
    channels: [...context.workspace.channels.values()].map((channel) => ({
      ...channel,
      is_member: context.workspace.hasBot(channel),
      messages: context.store.messages(channel.id).length,
    })),
    modals: context.views.modals(),
    homes: context.views.homesByPerson(),
    sockets: { connections: context.sockets.count },
    faults: context.faults.pending(),
  };
}
