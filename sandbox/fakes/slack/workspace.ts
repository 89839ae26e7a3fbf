// The people and conversations of the workspace, and what the bot may see of them.
import type { Fields } from './json.js';
import type { Channel, Patch, Person } from './members.js';
import { PEOPLE, SEED_CHANNELS } from './seed.js';
import { IDENTITY } from './settings.js';
import { SlackError } from './slack-error.js';

export class Workspace {
  readonly people = new Map<string, Person>();
  readonly channels = new Map<string, Channel>();

  constructor() {
    this.reset();
  }

  reset(): void {
    this.people.clear();
    this.channels.clear();
    for (const person of PEOPLE) this.putPerson(person);
    for (const channel of SEED_CHANNELS) this.putChannel(channel);
  }

  /** Adds a member of the workspace, or changes the named fields of one. */
  putPerson(patch: Patch<Person>): Person {
    const name = patch.name ?? patch.id.toLowerCase();
    const known: Person = this.people.get(patch.id) ?? {
      id: patch.id,
      team_id: IDENTITY.team.id,
      name,
      real_name: name,
      email: `${name}@example.com`,
      deleted: false,
      is_bot: false,
      is_app_user: false,
      is_restricted: false,
      is_ultra_restricted: false,
      is_stranger: false,
      is_invited_user: false,
      is_email_confirmed: true,
    };
    const person = { ...known, ...stated(patch) };
    this.people.set(person.id, person);
    return person;
  }

  /** Adds a public channel that the bot is in, or changes the named fields of one. */
  putChannel(patch: Patch<Channel>): Channel {
    const known: Channel = this.channels.get(patch.id) ?? {
      id: patch.id,
      name: patch.id.toLowerCase(),
      kind: 'public',
      members: [IDENTITY.bot.user],
      is_archived: false,
      is_ext_shared: false,
    };
    const channel = { ...known, ...stated(patch) };
    this.channels.set(channel.id, channel);
    return channel;
  }

  hasBot(channel: Channel): boolean {
    return channel.members.includes(IDENTITY.bot.user);
  }

  /** A conversation by ID or #name. What the bot cannot see does not exist for it. */
  visible(idOrName: string | undefined): Channel {
    const channel = this.find(idOrName ?? '');
    if (!channel || (channel.kind !== 'public' && !this.hasBot(channel))) throw new SlackError('channel_not_found');
    return channel;
  }

  /** A conversation whose messages the bot may read: a bot token needs membership even in public channels. */
  readable(idOrName: string | undefined): Channel {
    const channel = this.visible(idOrName);
    if (!this.hasBot(channel)) throw new SlackError('not_in_channel');
    return channel;
  }

  writable(idOrName: string | undefined, writesPublic: boolean): Channel {
    const channel = this.visible(idOrName);
    if (channel.is_archived) throw new SlackError('is_archived');
    if (!this.hasBot(channel) && !writesPublic) throw new SlackError('not_in_channel');
    return channel;
  }

  private find(idOrName: string): Channel | undefined {
    const name = idOrName.replace(/^#/, '');
    return this.channels.get(idOrName) ?? [...this.channels.values()].find((channel) => channel.name === name);
  }
}

/** The other side of a direct message with the bot. */
export function peerOf(channel: Channel): string | undefined {
  return channel.members.find((member) => member !== IDENTITY.bot.user);
}

/** What interaction payloads call a conversation: only public channels have their own name there. */
export function payloadNameOf(channel: Channel): string {
  switch (channel.kind) {
    case 'public':
      return channel.name;
    case 'private':
    case 'mpim':
      return 'privategroup';
    case 'im':
      return 'directmessage';
    default: {
      const kind: never = channel.kind;
      return kind;
    }
  }
}

function stated<T extends Fields>(patch: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(patch).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
