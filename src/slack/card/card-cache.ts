// Cache of the cards of each channel, for the history. The first search reads all pages; later ones read what is new or still
// open. The cache is bounded: the oldest cards of a channel go first, then the channels that nobody asked about for longest.
import type { CloneEntry } from '../../clone/search.js';
import type { Answer, BotIdentity, SlackApi, ThreadMessage } from '../client/web-api.js';
import { isUnderWay, readUndoRecord, type UndoRecord } from '../undo/undo-record.js';
import { type BatchLine, isCreated, isUndone, listCovered, readBatchLines } from './batch-lines.js';
import {
  type BulkItem,
  type BulkRecord,
  isDeployed,
  listBulkItems,
  readBulkRecord,
  readBulkReplies,
} from './bulk-record.js';
import { type CardRecord, isBatch, isOurs, readRecord, toPermalink } from './record.js';

export interface CardCache {
  /**
   * Every card of the channel, newest first. `onProgress` hears of the cards found so far while old pages are read for
   * the first time.
   */
  read(
    channel: string,
    onProgress?: (soFar: readonly CloneEntry[]) => Promise<void>,
  ): Promise<Answer<readonly CloneEntry[]>>;
}

interface ChannelEntry {
  /** By the timestamp of the card's message. The card of a bulk has several. */
  readonly cards: Map<string, readonly CloneEntry[]>;
  /** The cards of undos by the timestamp of their messages, because the card of a clone may be too old to be read again. */
  readonly undos: Map<string, UndoRecord>;
  newest: string;
  readAt: number;
}

const pageSize = 999;
const maxCards = 20_000;
const maxChannels = 50;
/** Milliseconds after which a channel is read anew: retention may have deleted what is kept here. */
const cacheTtlMs = 6 * 3_600_000;
/** States from which a card still moves. */
const openStates = new Set(['pending', 'cloning', 'cloned', 'failed', 'undone']);
/** A deployed clone becomes serving when its DNS record is made, which the bot looks for during a week. */
const deployedForMs = 7 * 86_400_000;

/** `openFor`: milliseconds for which a card may still move; what is older is read once. */
export function createCardCache(
  slack: Pick<SlackApi, 'readPage' | 'readThread'>,
  bot: BotIdentity,
  now: () => Date,
  openFor: number,
): CardCache {
  const channels = new Map<string, ChannelEntry>();

  return {
    async read(channel, onProgress) {
      const kept = channels.get(channel);
      const isFresh = kept !== undefined && now().getTime() - kept.readAt < cacheTtlMs;
      const entry: ChannelEntry = isFresh
        ? kept
        : { cards: new Map(), undos: new Map(), newest: '0', readAt: now().getTime() };
      const from = isFresh ? findOldestOpen(entry, now(), openFor) : '0';
      let cursor: string | undefined;
      let newest = entry.newest;
      do {
        const page = await slack.readPage(channel, { oldest: from, limit: pageSize, ...(cursor ? { cursor } : {}) });
        if (!page.ok) return page;
        for (const message of page.value.messages) {
          if (message.ts !== undefined && message.ts > newest) newest = message.ts;
          if (message.ts === undefined || !isOurs(message, bot)) continue;
          const undo = readUndoRecord(message);
          if (undo) entry.undos.set(message.ts, undo);
          const card = await readEntries(channel, message.ts, message);
          if (!card.ok) return card;
          if (card.value.length > 0) entry.cards.set(message.ts, card.value);
        }
        cursor = page.value.next;
        if (cursor && onProgress) await onProgress(list(entry));
      } while (cursor && entry.cards.size < maxCards);
      entry.newest = newest;
      keep(channel, entry);
      return { ok: true, value: list(entry) };
    },
  };

  /** The clones of a bulk, and the lines of a card of several clones, are in the thread. */
  async function readEntries(
    channel: string,
    ts: string,
    message: ThreadMessage,
  ): Promise<Answer<readonly CloneEntry[]>> {
    const link = toPermalink(bot.url, channel, ts);
    const record = readRecord(message);
    if (record && isBatch(record)) {
      const thread = await slack.readThread(channel, ts);
      if (!thread.ok) return thread;
      const ours = thread.value.filter((one) => isOurs(one, bot));
      const lines = listCovered(readBatchLines(ours, record));
      return { ok: true, value: lines.map((line) => describeLine(record, line, { ts, link })) };
    }
    if (record) return { ok: true, value: [describeRecord(record, ts, link)] };
    const bulk = readBulkRecord(message);
    if (!bulk) return { ok: true, value: [] };
    const thread = await slack.readThread(channel, ts);
    if (!thread.ok) return thread;
    const items = listBulkItems(readBulkReplies(thread.value, bot));
    return { ok: true, value: items.map((item) => describeItem(bulk, item, link)) };
  }

  function keep(channel: string, entry: ChannelEntry): void {
    const stamps = [...entry.cards.keys()].sort();
    for (const ts of stamps.slice(0, Math.max(0, stamps.length - maxCards))) entry.cards.delete(ts);
    channels.delete(channel);
    channels.set(channel, entry);
    // A Map keeps its order: the first is the one that nobody asked about for longest.
    for (const oldest of channels.keys()) {
      if (channels.size <= maxChannels) break;
      channels.delete(oldest);
    }
  }
}

/** Where reading has to begin so that nothing new and nothing that may have moved is missed. */
function findOldestOpen(entry: ChannelEntry, now: Date, openFor: number): string {
  let oldest = entry.newest;
  const isOpen = ({ state, askedAt }: CloneEntry): boolean => {
    const movesForMs = openStates.has(state) ? openFor : state === 'deployed' ? openFor + deployedForMs : 0;
    return askedAt !== undefined && now.getTime() - askedAt.getTime() <= movesForMs;
  };
  for (const [ts, clones] of entry.cards) {
    if (clones.some(isOpen) && ts < oldest) oldest = ts;
  }
  for (const [ts, undo] of entry.undos) {
    const isOpenUndo = undo.state === 'pending' || isUnderWay(undo);
    if (isOpenUndo && now.getTime() - Number(ts) * 1_000 <= openFor && ts < oldest) oldest = ts;
  }
  // Slack leaves out the message at `oldest` itself.
  return oldest === '0' ? '0' : (Number(oldest) - 0.000_001).toFixed(6);
}

function list(entry: ChannelEntry): CloneEntry[] {
  const undone = new Set(
    [...entry.undos.values()]
      .filter(({ state }) => state === 'disabled' || state === 'deleted')
      .map(({ distribution }) => distribution),
  );
  const toCurrent = (clone: CloneEntry) => (undone.has(clone.distribution) ? { ...clone, state: 'undone' } : clone);
  return [...entry.cards].sort(([a], [b]) => (a < b ? 1 : -1)).flatMap(([, clones]) => clones.map(toCurrent));
}

function describeItem(bulk: BulkRecord, item: BulkItem, link: string): CloneEntry {
  const caller = { id: bulk.requested_by, name: bulk.requester_name };
  return {
    state: isUndone(item) ? 'undone' : isDeployed(item) ? 'deployed' : 'cloned',
    domain: item.domain,
    origin: item.origin,
    reference: item.reference,
    distribution: item.distribution,
    certificate: item.certificate,
    requestedBy: caller,
    decidedBy: caller,
    askedAt: new Date(item.created_at * 1_000),
    link,
  };
}

function describeRecord(record: CardRecord, ts: string, link: string): CloneEntry {
  return {
    state: record.undone === undefined ? record.state : 'undone',
    domain: record.domain,
    origin: record.origin,
    reference: record.reference,
    distribution: record.distribution ?? '',
    certificate: record.certificate_name,
    requestedBy: { id: record.requested_by, name: record.requester_name },
    decidedBy: record.decided_by ? { id: record.decided_by, name: record.decider_name ?? '' } : undefined,
    askedAt: new Date(Math.floor(Number(ts)) * 1_000),
    link,
    reason: record.reason,
    comment: record.comment,
  };
}

/** A line as an entry of its own. What was created has its own state, and the rest has the state of the card. */
function describeLine(record: CardRecord, line: BatchLine, { ts, link }: { ts: string; link: string }): CloneEntry {
  const entry = describeRecord(record, ts, link);
  return {
    ...entry,
    state: toEntryState(record, line),
    domain: line.domain,
    origin: line.origin,
    distribution: line.distribution ?? '',
    certificate: line.certificate,
  };
}

function toEntryState({ state }: CardRecord, line: BatchLine): string {
  if (isUndone(line)) return 'undone';
  if (isCreated(line)) return line.state === 'deployed' ? 'deployed' : 'cloned';
  if (line.state === 'stopped') return 'cancelled';
  if (line.state === 'failed' || line.state === 'unknown') return 'failed';
  return state;
}
