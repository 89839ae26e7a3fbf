// Posts, edits, reads, and deletes the messages of a run. Each message carries a mark of its own in its metadata, so that a
// bot that runs in the same channel leaves it alone, and so that it is found again whatever happened.
import { isOurs } from '../../src/slack/card/record.js';
import type { Answer } from '../../src/slack/client/call.js';
import type {
  BotIdentity,
  Metadata,
  OutgoingMessage,
  SlackApi,
  ThreadMessage,
} from '../../src/slack/client/web-api.js';

export const checkEventType = 'cf_clone_check';

/** Somebody interrupted the run. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

export interface Messages {
  post(message: Draft): Promise<Answer<{ readonly ts: string }>>;
  update(ts: string, message: Omit<Draft, 'threadTs'>): Promise<Answer<undefined>>;
  /** A message with its replies. */
  readThread(ts: string): Promise<Answer<readonly ThreadMessage[]>>;
  readHistory(): Promise<Answer<readonly ThreadMessage[]>>;
  remove(ts: string): Promise<void>;
  /**
   * Deletes what stands of this run, and what an earlier run could not delete. It cannot be interrupted. The error codes
   * of what could not be read or deleted come back.
   */
  removeAll(since: Date): Promise<string[]>;
  count(): { readonly posted: number; readonly deleted: number };
}

export type Draft = Omit<OutgoingMessage, 'channel'> & { readonly threadTs?: string };

export interface MessagesOptions {
  readonly slack: SlackApi;
  readonly bot: BotIdentity;
  readonly channel: string;
  readonly run: string;
  readonly startedAt: Date;
  readonly signal: AbortSignal;
}

export function createMessages({ slack, bot, channel, run, startedAt, signal }: MessagesOptions): Messages {
  /** Timestamp of each message that stands, and of the thread it stands in. */
  const standing = new Map<string, string | undefined>();
  /** Threads that something was posted to. They outlast their parent as long as they have replies. */
  const threads = new Set<string>();
  const counts = { posted: 0, deleted: 0 };

  const unlessInterrupted = <T>(call: () => Promise<T>): Promise<T> => {
    if (signal.aborted) throw new Interrupted();
    return call();
  };

  async function removeOne(ts: string): Promise<string | undefined> {
    const answer = await slack.remove(channel, ts);
    if (answer.ok) counts.deleted++;
    else if (answer.error !== 'message_not_found') return answer.error;
    standing.delete(ts);
    return undefined;
  }

  /** Also a post whose answer was lost: nobody was told its timestamp. */
  async function findStanding(since: Date): Promise<string | undefined> {
    const history = await slack.readRecent(channel, since);
    if (!history.ok) return history.error;
    for (const { ts } of history.value.filter(isCheck)) if (ts) standing.set(ts, undefined);
    const parents = history.value.filter((message) => isCheck(message) && (message.reply_count ?? 0) > 0);
    for (const { ts } of parents) if (ts) threads.add(ts);
    for (const parent of threads) {
      const thread = await slack.readThread(channel, parent);
      for (const message of thread.ok ? thread.value : []) {
        if (message.ts && message.ts !== parent && isCheck(message)) standing.set(message.ts, parent);
      }
    }
    return undefined;
  }

  function isCheck(message: ThreadMessage): boolean {
    return isOurs(message, bot) && message.metadata?.event_type === checkEventType;
  }

  const mark = (metadata: Metadata | undefined): Metadata => ({
    event_type: checkEventType,
    event_payload: { ...metadata?.event_payload, run, ...(metadata ? { check_type: metadata.event_type } : {}) },
  });

  const unmarkAll = (answer: Answer<readonly ThreadMessage[]>): Answer<readonly ThreadMessage[]> =>
    answer.ok ? { ok: true, value: answer.value.map(unmark) } : answer;

  return {
    post: (message) =>
      unlessInterrupted(async () => {
        if (message.threadTs !== undefined) threads.add(message.threadTs);
        const answer = await slack.post({ ...message, channel, metadata: mark(message.metadata) });
        if (answer.ok) {
          counts.posted++;
          standing.set(answer.value.ts, message.threadTs);
        }
        return answer;
      }),
    update: (ts, message) =>
      unlessInterrupted(() => slack.update({ ...message, channel, ts, metadata: mark(message.metadata) })),
    readThread: (ts) => unlessInterrupted(async () => unmarkAll(await slack.readThread(channel, ts))),
    readHistory: () =>
      unlessInterrupted(async () => unmarkAll(await slack.readRecent(channel, new Date(startedAt.getTime() - 1_000)))),
    remove: async (ts) => void (await removeOne(ts)),

    async removeAll(since) {
      const failures: string[] = [];
      const unread = await findStanding(since);
      if (unread !== undefined) failures.push(unread);
      // Replies first: Slack keeps a deleted parent as long as it has replies.
      const all = [...standing].sort(([, a], [, b]) => Number(a === undefined) - Number(b === undefined));
      for (const [ts] of all) {
        const failure = await removeOne(ts);
        if (failure !== undefined) failures.push(failure);
      }
      return failures;
    },
    count: () => ({ ...counts }),
  };
}

/** The message with the metadata that the bot would have given it. */
function unmark(message: ThreadMessage): ThreadMessage {
  const payload: Record<string, unknown> = { ...message.metadata?.event_payload };
  if (message.metadata?.event_type !== checkEventType) return message;
  const { run: _run, check_type, ...event_payload } = payload;
  return { ...message, metadata: { event_type: typeof check_type === 'string' ? check_type : '', event_payload } };
}
