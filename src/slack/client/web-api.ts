// Slack's Web API as the bot uses it: every call with a time limit, reads retried, posts never repeated blindly.
// WebClient's defaults would wait for ever and repeat posts after a lost answer, which doubles messages.
import type { KnownBlock, MessageMetadata, View } from '@slack/types';
import { type ConversationsRepliesResponse, LogLevel, type UsersInfoResponse, WebClient } from '@slack/web-api';
import type { Pause } from '../../clone/ports.js';
import { type Answer, createCall, type TimeSlackCall } from './call.js';
import { createSlackQueues } from './rate-limits.js';

export type ThreadMessage = NonNullable<ConversationsRepliesResponse['messages']>[number];
export type SlackPerson = NonNullable<UsersInfoResponse['user']>;
export type Block = KnownBlock;
export type Metadata = MessageMetadata;

export type { Answer } from './call.js';

export interface BotIdentity {
  readonly teamId: string;
  readonly enterpriseId: string | undefined;
  readonly botId: string;
  readonly userId: string;
  /** The workspace's address, such as `https://example.slack.com/`. */
  readonly url: string;
}

export interface OutgoingMessage {
  readonly channel: string;
  /** Plain facts in mrkdwn: what notifications, screen readers and Slack's search see. Escaped by the caller. */
  readonly text: string;
  readonly blocks?: readonly Block[];
  readonly metadata?: Metadata;
}

export interface FileMessage {
  readonly channel: string;
  readonly threadTs: string;
  /** What the message says above the files; mrkdwn. */
  readonly text: string;
  readonly files: readonly { readonly name: string; readonly content: string }[];
}

export interface NamedChannel {
  readonly id: string;
  readonly name: string;
  /** Shared with another organisation. */
  readonly isShared: boolean;
}

export interface SlackApi {
  identifyBot(): Promise<Answer<BotIdentity>>;
  readPerson(userId: string): Promise<Answer<SlackPerson>>;
  readChannel(
    channel: string,
  ): Promise<
    Answer<{ readonly isMember: boolean | undefined; readonly isShared: boolean; readonly isDirect: boolean }>
  >;
  /** A message and all its replies, with metadata. Empty when there is no such message. */
  readThread(channel: string, ts: string): Promise<Answer<readonly ThreadMessage[]>>;
  /** The newest messages of a channel since a moment, newest first, with metadata; a thousand at the most. */
  readRecent(channel: string, oldest: Date): Promise<Answer<readonly ThreadMessage[]>>;
  /** One page of a channel's messages, newest first, with metadata; `next` where there are older ones. */
  readPage(
    channel: string,
    page: { readonly oldest: string; readonly limit: number; readonly cursor?: string },
  ): Promise<Answer<{ readonly messages: readonly ThreadMessage[]; readonly next: string | undefined }>>;
  /** The channels that the bot is in; with a person, those of them that this person is in too. */
  listChannels(userId?: string): Promise<Answer<readonly string[]>>;
  /** The channels that the bot and this person are both in. */
  listNamedChannels(userId: string): Promise<Answer<readonly NamedChannel[]>>;
  /** Shows one person a text in a channel, for those who cannot be answered through a response_url. */
  postEphemeral(channel: string, userId: string, text: string): Promise<Answer<undefined>>;
  /** Shows a person the bot's Home tab. */
  publishHome(userId: string, blocks: readonly Block[]): Promise<Answer<undefined>>;
  /** Opens a modal. Slack accepts the trigger for three seconds and once. */
  openView(triggerId: string, view: View): Promise<Answer<{ readonly viewId: string }>>;
  updateView(viewId: string, view: View): Promise<Answer<undefined>>;
  /** Takes back one of our own messages. */
  remove(channel: string, ts: string): Promise<Answer<undefined>>;
  /**
   * One post, not repeated after a lost answer: the caller has to look first. A rate limit is waited for, unless
   * `hurried`: then the caller is told, because somebody else may post the same meanwhile.
   */
  post(
    message: OutgoingMessage & { readonly threadTs?: string; readonly hurried?: boolean },
  ): Promise<Answer<{ readonly ts: string }>>;
  /**
   * Posts files, such as to copy from. Slack takes no metadata with them. The scope files:write is optional: `missing_scope`
   * where the bot does not have it. https://docs.slack.dev/messaging/working-with-files#upload
   */
  postFiles(message: FileMessage): Promise<Answer<undefined>>;
  /** Edits are the same however often they arrive, so they are repeated. */
  update(message: OutgoingMessage & { readonly ts: string }): Promise<Answer<undefined>>;
}

export interface SlackSettings {
  readonly botToken: string;
  readonly apiUrl: string | undefined;
  readonly pause: Pause;
  readonly now: () => Date;
  /** Milliseconds that one call may take. */
  readonly timeout?: number;
  /** Hears how long each call takes. */
  readonly time?: TimeSlackCall;
}

const maxConcurrentCalls = 10;
const maxRecentPosts = 1_000;

const untimed: TimeSlackCall = () => () => undefined;

const nothing = (): void => undefined;
/** For a WebClient whose failures are answers. */
export const silentLogger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};

export function createSlackApi(settings: SlackSettings): SlackApi {
  const { botToken, apiUrl, pause, now, timeout = 8_000, time = untimed } = settings;
  const shared = {
    timeout,
    rejectRateLimitedCalls: true,
    maxRequestConcurrency: maxConcurrentCalls,
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
  };
  const client = new WebClient(botToken, {
    ...shared,
    // Every failure comes back as an Answer; the client's own lines would go past the log and what it hides.
    logger: silentLogger,
    retryConfig: { retries: 0 },
  });

  const call = createCall(createSlackQueues(now, pause), pause, time);
  /** A token gets another scope by an installation, after which the bot starts anew. */
  let lacksFileScope = false;

  const readPage: SlackApi['readPage'] = (channel, { oldest, limit, cursor }) =>
    call({ kind: 'read', method: 'conversations.history' }, async () => {
      const page = await client.conversations.history({
        channel,
        oldest,
        limit,
        include_all_metadata: true,
        ...(cursor ? { cursor } : {}),
      });
      return { messages: page.messages ?? [], next: page.response_metadata?.next_cursor || undefined };
    });

  const listChannels = (userId?: string): Promise<Answer<NamedChannel[]>> =>
    readPages((cursor) =>
      call({ kind: 'read', method: 'users.conversations' }, async () => {
        const page = await client.users.conversations({
          types: 'public_channel,private_channel',
          exclude_archived: true,
          limit: 200,
          ...(userId ? { user: userId } : {}),
          ...(cursor ? { cursor } : {}),
        });
        const items = (page.channels ?? []).flatMap(({ id, name, is_ext_shared, is_pending_ext_shared }) =>
          id ? [{ id, name: name ?? '', isShared: Boolean(is_ext_shared || is_pending_ext_shared) }] : [],
        );
        return { items, next: page.response_metadata?.next_cursor };
      }),
    );

  return {
    identifyBot: () =>
      call({ kind: 'read', method: 'auth.test' }, async () => {
        const who = await client.auth.test();
        return {
          teamId: who.team_id ?? '',
          enterpriseId: who.enterprise_id,
          botId: who.bot_id ?? '',
          userId: who.user_id ?? '',
          url: who.url ?? 'https://slack.com/',
        };
      }),
    readPerson: (user) =>
      call({ kind: 'read', method: 'users.info' }, async () => (await client.users.info({ user })).user ?? {}),
    readChannel: (channel) =>
      call({ kind: 'read', method: 'conversations.info' }, async () => {
        const found = (await client.conversations.info({ channel })).channel;
        return {
          isMember: found?.is_member,
          isShared: Boolean(found?.is_ext_shared || found?.is_pending_ext_shared),
          isDirect: Boolean(found?.is_im || found?.is_mpim),
        };
      }),
    readThread: (channel, ts) =>
      readPages((cursor) =>
        call({ kind: 'read', method: 'conversations.replies' }, async () => {
          const page = await client.conversations.replies({
            channel,
            ts,
            limit: 200,
            include_all_metadata: true,
            ...(cursor ? { cursor } : {}),
          });
          return { items: page.messages ?? [], next: page.response_metadata?.next_cursor };
        }),
      ),
    readPage,
    readRecent: async (channel, oldest) => {
      const messages: ThreadMessage[] = [];
      let cursor: string | undefined;
      do {
        const page = await readPage(channel, {
          oldest: String(oldest.getTime() / 1_000),
          limit: 200,
          ...(cursor ? { cursor } : {}),
        });
        if (!page.ok) return page;
        messages.push(...page.value.messages);
        cursor = page.value.next;
      } while (cursor && messages.length < maxRecentPosts);
      return { ok: true, value: messages };
    },
    listChannels: async (userId) => {
      const found = await listChannels(userId);
      return found.ok ? { ok: true, value: found.value.map(({ id }) => id) } : found;
    },
    listNamedChannels: async (userId) => {
      // With a person, Slack names public channels that the bot is not in, too.
      const [theirs, ours] = await Promise.all([listChannels(userId), listChannels()]);
      if (!theirs.ok) return theirs;
      if (!ours.ok) return ours;
      const ids = new Set(ours.value.map(({ id }) => id));
      return { ok: true, value: theirs.value.filter(({ id }) => ids.has(id)) };
    },
    postEphemeral: (channel, user, text) =>
      call({ kind: 'hurried post', method: 'chat.postEphemeral' }, async () => {
        await client.chat.postEphemeral({ channel, user, text, ...plainParsing });
        return undefined;
      }),
    publishHome: (user_id, blocks) =>
      call({ kind: 'edit', method: 'views.publish' }, async () => {
        await client.views.publish({ user_id, view: { type: 'home', blocks: [...blocks] } });
        return undefined;
      }),
    openView: (trigger_id, view) =>
      call({ kind: 'hurried post', method: 'views.open' }, async () => {
        const opened = await client.views.open({ trigger_id, view });
        return { viewId: opened.view?.id ?? '' };
      }),
    updateView: (view_id, view) =>
      call({ kind: 'edit', method: 'views.update' }, async () => {
        await client.views.update({ view_id, view });
        return undefined;
      }),
    remove: (channel, ts) =>
      call({ kind: 'edit', method: 'chat.delete' }, async () => {
        await client.chat.delete({ channel, ts });
        return undefined;
      }),
    post: ({ threadTs, hurried, ...message }) =>
      call(
        { kind: hurried ? 'hurried post' : 'post', method: 'chat.postMessage', channel: message.channel },
        async () => {
          const posted = await client.chat.postMessage({
            ...plainParsing,
            channel: message.channel,
            text: message.text,
            ...(message.blocks ? { blocks: [...message.blocks] } : {}),
            ...(message.metadata ? { metadata: message.metadata } : {}),
            ...(threadTs ? { thread_ts: threadTs } : {}),
          });
          return { ts: posted.ts ?? '' };
        },
      ),
    postFiles: async ({ channel, threadTs, text, files }) => {
      if (lacksFileScope) return { ok: false, lost: false, error: 'missing_scope' };
      const posted = await call({ kind: 'hurried post', method: 'files.completeUploadExternal', channel }, async () => {
        await client.filesUploadV2({
          channel_id: channel,
          thread_ts: threadTs,
          initial_comment: text,
          file_uploads: files.map(({ name, content }) => ({ filename: name, content })),
        });
        return undefined;
      });
      lacksFileScope = !posted.ok && posted.error === 'missing_scope';
      return posted;
    },
    update: (message) =>
      call({ kind: 'edit', method: 'chat.update' }, async () => {
        await client.chat.update({
          ...plainParsing,
          channel: message.channel,
          ts: message.ts,
          text: message.text,
          ...(message.blocks ? { blocks: [...message.blocks] } : {}),
          ...(message.metadata ? { metadata: message.metadata } : {}),
        });
        return undefined;
      }),
  };
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** All pages of a list. Each page is a call, and counts as one for Slack's rate limits. */
async function readPages<T>(read: (cursor: string | undefined) => Promise<Answer<Page<T>>>): Promise<Answer<T[]>> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    if (!page.ok) return page;
    items.push(...page.value.items);
    cursor = page.value.next || undefined;
  } while (cursor);
  return { ok: true, value: items };
}

/** Names in a message are text: no link, no mention, no preview comes of them. */
const plainParsing = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;
