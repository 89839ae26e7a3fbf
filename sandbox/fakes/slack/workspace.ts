// The people and conversations of the workspace, and what the bot may see of them.
import type { Fields } from './json.js';
import type { Channel, Patch, Person, UserGroup } from './members.js';
import { PEOPLE, SEED_CHANNELS, USER_GROUPS } from './seed.js';
import { IDENTITY } from './settings.js';
import { SlackError } from './slack-error.js';

export class Workspace {
  readonly people = new Map<string, Person>();
  readonly channels = new Map<string, Channel>();
  readonly userGroups = new Map<string, UserGroup>();

  constructor() {
    this.reset();
  }

  reset(): void {
    this.people.clear();
    this.channels.clear();
    this.userGroups.clear();
    for (const person of PEOPLE) this.putPerson(person);
    for (const channel of SEED_CHANNELS) this.putChannel(channel);
    for (const group of USER_GROUPS) this.putUserGroup(group);
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

  /** Adds a user group, or changes the named fields of one. */
  putUserGroup(patch: Patch<UserGroup>): UserGroup {
    const known = this.userGroups.get(patch.id) ?? {
      id: patch.id,
      handle: patch.id.toLowerCase(),
      name: '',
      users: [],
    };
    const group = { ...known, ...stated(patch) };
    this.userGroups.set(group.id, group);
    return group;
  }

  /** The bot's direct message with a person, where there is one. */
  findDirect(user: string): Channel | undefined {
    return [...this.channels.values()].find(
      (channel) => channel.kind === 'im' && this.hasBot(channel) && channel.members.includes(user),
    );
  }

  /** The bot's direct message with a person, opened where there is none. */
  openDirect(user: string): Channel {
    const { name } = this.people.get(user) ?? { name: user.toLowerCase() };
    return (
      this.findDirect(user) ??
      this.putChannel({ id: `D${user.slice(1)}`, name, kind: 'im', members: [IDENTITY.bot.user, user] })
    );
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
