// Messages and ephemerals of the workspace. Holds the facts; who may do what is decided by the methods.
import type { Changes } from './changes.js';
import type { Fields } from './json.js';
import type { Block, Ephemeral, Message } from './messages.js';
import { IDENTITY } from './settings.js';

export interface Content {
  text: string;
  blocks?: Block[] | undefined;
  attachments?: Fields[] | undefined;
  metadata?: Fields | undefined;
}

export interface Draft extends Content {
  user: string;
  thread_ts?: string | undefined;
  broadcast?: boolean;
  files?: Message['files'];
}

/** A field that is left out stays; null takes it away. */
export interface Edit {
  text?: string | undefined;
  blocks?: Block[] | null;
  attachments?: Fields[] | null;
  metadata?: Fields | null;
  editedBy?: string | undefined;
}

/** What the methods that read messages see. */
export type MessageView = Pick<Store, 'messages' | 'find' | 'replies'>;

export class Store {
  private readonly byChannel = new Map<string, Message[]>();
  private readonly ephemeralMessages: Ephemeral[] = [];
  private readonly changes: Changes;
  private readonly now: () => number;
  private readonly readLagMs: () => number;
  private lastMicros = 0;
  /** What channels looked like before their latest changes, for reads that lag. */
  private readonly past = new Map<string, { readonly until: number; readonly messages: readonly Message[] }[]>();

  constructor(changes: Changes, now: () => number, readLagMs: () => number) {
    this.changes = changes;
    this.now = now;
    this.readLagMs = readLagMs;
  }

  /** The messages of a channel as a read sees them, which may lag behind the writes. */
  readView(): MessageView {
    const time = this.now() - this.readLagMs();
    const messages = (channel: string): readonly Message[] =>
      this.past.get(channel)?.find(({ until }) => until > time)?.messages ?? this.messages(channel);
    return {
      messages,
      find: (channel, ts) => messages(channel).find((message) => message.ts === ts),
      replies: (channel, parent) =>
        messages(channel).filter((message) => isReply(message) && message.thread_ts === parent),
    };
  }

  /** Keeps what a channel looks like before a change, as long as a read may lag behind it. */
  private remember(channel: string): void {
    if (this.readLagMs() === 0) return;
    const now = this.now();
    const kept = (this.past.get(channel) ?? []).filter(({ until }) => until > now - this.readLagMs());
    this.past.set(channel, [...kept, { until: now, messages: structuredClone(this.messages(channel)) }]);
  }

  reset(): void {
    this.past.clear();
    this.byChannel.clear();
    this.ephemeralMessages.length = 0;
  }

  /** Every message of a channel, replies too, oldest first. */
  messages(channel: string): readonly Message[] {
    return this.byChannel.get(channel) ?? [];
  }

  find(channel: string, ts: string): Message | undefined {
    return this.messages(channel).find((message) => message.ts === ts);
  }

  replies(channel: string, parent: string): Message[] {
    return this.messages(channel).filter((message) => isReply(message) && message.thread_ts === parent);
  }

  /** A timestamp that no other message has: it is the message's ID. */
  stamp(): string {
    this.lastMicros = Math.max(this.lastMicros + 1, this.now() * 1000);
    return `${Math.floor(this.lastMicros / 1e6)}.${String(this.lastMicros % 1e6).padStart(6, '0')}`;
  }

  post(channel: string, draft: Draft): Message {
    const message: Message = {
      type: 'message',
      ts: this.stamp(),
      user: draft.user,
      team: IDENTITY.team.id,
      text: draft.text,
      ...(draft.user === IDENTITY.bot.user && !draft.files && { bot_id: IDENTITY.bot.id, app_id: IDENTITY.app.id }),
      ...(draft.thread_ts !== undefined && { thread_ts: draft.thread_ts }),
      ...(draft.thread_ts !== undefined && draft.broadcast && { subtype: 'thread_broadcast' as const }),
      ...(draft.blocks && { blocks: draft.blocks }),
      ...(draft.attachments && { attachments: draft.attachments }),
      ...(draft.metadata && { metadata: draft.metadata }),
      ...(draft.files && { files: draft.files }),
    };
    return this.append(channel, message);
  }

  /** What Slack itself writes where somebody was added. */
  postJoin(channel: string, user: string, inviter: string): Message {
    return this.append(channel, {
      type: 'message',
      subtype: 'channel_join',
      ts: this.stamp(),
      user,
      team: IDENTITY.team.id,
      text: `<@${user}> has joined the channel`,
      inviter,
    });
  }

  private append(channel: string, message: Message): Message {
    this.remember(channel);
    const log = this.byChannel.get(channel);
    if (log) log.push(message);
    else this.byChannel.set(channel, [message]);
    this.changes.announce({ type: 'message_posted', channel, message: structuredClone(message) });
    return message;
  }

  update(channel: string, message: Message, edit: Edit): Message {
    this.remember(channel);
    if (edit.text !== undefined) message.text = edit.text;
    if (edit.blocks) message.blocks = edit.blocks;
    if (edit.blocks === null) delete message.blocks;
    if (edit.attachments) message.attachments = edit.attachments;
    if (edit.attachments === null) delete message.attachments;
    if (edit.metadata) message.metadata = edit.metadata;
    if (edit.metadata === null) delete message.metadata;
    if (edit.editedBy !== undefined) message.edited = { user: edit.editedBy, ts: this.stamp() };
    this.changes.announce({ type: 'message_updated', channel, message: structuredClone(message) });
    return message;
  }

  /** A parent with replies leaves a stone behind, so that its thread has a head. */
  remove(channel: string, message: Message): void {
    if (this.replies(channel, message.ts).length > 0) {
      message.subtype = 'tombstone';
      this.update(channel, message, { text: 'This message was deleted.', blocks: null, metadata: null });
      return;
    }
    this.remember(channel);
    this.byChannel.set(
      channel,
      this.messages(channel).filter((other) => other !== message),
    );
    this.changes.announce({ type: 'message_deleted', channel, ts: message.ts });
  }

  /** False where this person has already reacted so. */
  react(channel: string, message: Message, name: string, user: string): boolean {
    const known = message.reactions?.find((reaction) => reaction.name === name);
    if (known?.users.includes(user)) return false;
    if (known) {
      known.users.push(user);
      known.count += 1;
    } else {
      message.reactions = [...(message.reactions ?? []), { name, users: [user], count: 1 }];
    }
    this.changes.announce({ type: 'message_updated', channel, message: structuredClone(message) });
    return true;
  }

  ephemerals(user?: string): readonly Ephemeral[] {
    return this.ephemeralMessages.filter((ephemeral) => user === undefined || ephemeral.user === user);
  }

  postEphemeral(draft: Omit<Ephemeral, 'ts'>): Ephemeral {
    const ephemeral: Ephemeral = { ts: this.stamp(), ...draft };
    this.ephemeralMessages.push(ephemeral);
    this.changes.announce({ type: 'ephemeral_posted', ephemeral: structuredClone(ephemeral) });
    return ephemeral;
  }

  updateEphemeral(ephemeral: Ephemeral, content: Content): void {
    ephemeral.text = content.text;
    if (content.blocks) ephemeral.blocks = content.blocks;
    else delete ephemeral.blocks;
    this.changes.announce({ type: 'ephemeral_updated', ephemeral: structuredClone(ephemeral) });
  }

  removeEphemeral(ephemeral: Ephemeral): void {
    const at = this.ephemeralMessages.indexOf(ephemeral);
    if (at >= 0) this.ephemeralMessages.splice(at, 1);
    this.changes.announce({ type: 'ephemeral_deleted', ephemeral });
  }
}

export function isReply(message: Message): boolean {
  return message.thread_ts !== undefined && message.thread_ts !== message.ts;
}
