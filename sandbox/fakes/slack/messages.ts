// Messages and ephemerals, as the fake keeps them.
import type { Fields } from './json.js';

export type Block = { type: string; block_id?: string } & Fields;

export interface Message {
  type: 'message';
  /** https://docs.slack.dev/reference/events/message/channel_join */
  subtype?: 'thread_broadcast' | 'tombstone' | 'channel_join';
  ts: string;
  user: string;
  team: string;
  text: string;
  bot_id?: string;
  app_id?: string;
  blocks?: Block[];
  attachments?: Fields[];
  metadata?: Fields;
  /** https://docs.slack.dev/reference/objects/file-object, and what was uploaded. */
  files?: { id: string; name: string; title: string; content: string | undefined }[];
  thread_ts?: string;
  /** Who added the member that joined. */
  inviter?: string;
  edited?: { user: string; ts: string };
  reactions?: { name: string; users: string[]; count: number }[];
}

export interface Ephemeral {
  ts: string;
  channel: string;
  /** The only person who sees it. */
  user: string;
  /** Who speaks: the bot, or Slack itself where the bot did not answer. */
  author: string;
  text: string;
  blocks?: Block[];
  thread_ts?: string;
}
