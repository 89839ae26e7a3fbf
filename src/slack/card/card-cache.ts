// The cards of a channel as they were read: the first search reads all pages, later ones what is new or still open.
// Bounded: a channel's oldest cards go first, then the channels that nobody asked about for longest.
import type { CloneEntry } from '../../clone/search.js';
import type { Answer, BotIdentity, SlackApi, ThreadMessage } from '../client/web-api.js';
import { type CardRecord, isOurs, readRecord, toPermalink } from './record.js';

export interface Archive {
  /**
   * Every card of the channel, newest first. `onProgress` hears of the cards found so far while old pages are read for
   * the first time.
   */
  read(
    channel: string,
    onProgress?: (soFar: readonly CloneEntry[]) => Promise<void>,
  ): Promise<Answer<readonly CloneEntry[]>>;
}

interface Shelf {
  /** By the timestamp of the card's message. */
  readonly cards: Map<string, CloneEntry>;
  newest: string;
  readAt: number;
}

const pageSize = 999;
const maxCards = 20_000;
const maxChannels = 50;
/** Milliseconds after which a channel is read anew: retention may have deleted what is kept here. */
const shelfLife = 6 * 3_600_000;
/** States from which a card still moves. */
const openStates = new Set(['pending', 'cloning', 'cloned', 'failed']);

/** `openFor`: milliseconds for which a card may still move; what is older is read once. */
export function makeArchive(
  slack: Pick<SlackApi, 'readPage'>,
  bot: BotIdentity,
  now: () => Date,
  openFor: number,
): Archive {
  const shelves = new Map<string, Shelf>();

  return {
    async read(channel, onProgress) {
      const kept = shelves.get(channel);
      const isFresh = kept !== undefined && now().getTime() - kept.readAt < shelfLife;
      const shelf: Shelf = isFresh ? kept : { cards: new Map(), newest: '0', readAt: now().getTime() };
      const from = isFresh ? findOldestOpen(shelf, new Date(now().getTime() - openFor)) : '0';
      let cursor: string | undefined;
      let newest = shelf.newest;
      do {
        const page = await slack.readPage(channel, { oldest: from, limit: pageSize, ...(cursor ? { cursor } : {}) });
        if (!page.ok) return page;
        for (const message of page.value.messages) {
          if (message.ts !== undefined && message.ts > newest) newest = message.ts;
          const entry = isOurs(message, bot) ? toEntry(message, channel, bot.url) : undefined;
          if (entry && message.ts) shelf.cards.set(message.ts, entry);
        }
        cursor = page.value.next;
        if (cursor && onProgress) await onProgress(list(shelf));
      } while (cursor && shelf.cards.size < maxCards);
      shelf.newest = newest;
      keep(channel, shelf);
      return { ok: true, value: list(shelf) };
    },
  };

  function keep(channel: string, shelf: Shelf): void {
    const stamps = [...shelf.cards.keys()].sort();
    for (const ts of stamps.slice(0, Math.max(0, stamps.length - maxCards))) shelf.cards.delete(ts);
    shelves.delete(channel);
    shelves.set(channel, shelf);
    // A Map keeps its order: the first is the one that nobody asked about for longest.
    for (const oldest of shelves.keys()) {
      if (shelves.size <= maxChannels) break;
      shelves.delete(oldest);
    }
  }
}

/** Where reading has to begin so that nothing new and nothing that may have moved is missed. */
function findOldestOpen(shelf: Shelf, since: Date): string {
  let oldest = shelf.newest;
  for (const [ts, { state, askedAt }] of shelf.cards) {
    const isOpen = openStates.has(state) && askedAt !== undefined && askedAt >= since;
    if (isOpen && ts < oldest) oldest = ts;
  }
  // Slack leaves out the message at `oldest` itself.
  return oldest === '0' ? '0' : (Number(oldest) - 0.000_001).toFixed(6);
}

function list(shelf: Shelf): CloneEntry[] {
  return [...shelf.cards].sort(([a], [b]) => (a < b ? 1 : -1)).map(([, entry]) => entry);
}

function toEntry(message: ThreadMessage, channel: string, workspace: string): CloneEntry | undefined {
  const record = readRecord(message);
  return record && message.ts
    ? describeRecord(record, message.ts, toPermalink(workspace, channel, message.ts))
    : undefined;
}

function describeRecord(record: CardRecord, ts: string, link: string): CloneEntry {
  return {
    state: record.state,
    domain: record.domain,
    origin: record.origin,
    reference: record.reference,
    distribution: record.distribution ?? '',
    certificate: record.certificate_name,
    requestedBy: { id: record.requested_by, name: record.requester_name },
    decidedBy: record.decided_by ? { id: record.decided_by, name: record.decider_name ?? '' } : undefined,
    askedAt: new Date(Math.floor(Number(ts)) * 1_000),
    link,
  };
}
