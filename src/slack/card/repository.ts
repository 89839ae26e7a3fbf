// Reads cards afresh from Slack, with their threads, and writes them back with their state.

import type { Answer, Block, BotIdentity, Metadata, SlackApi } from '../client/web-api.js';
import type { Refusal } from '../outcomes.js';
import { renderBatchCard, summarizeBatch } from './batch-blocks.js';
import { type BatchLine, readBatchLines } from './batch-lines.js';
import type { Place } from './place.js';
import type { BlockStyle } from './plan-blocks.js';
import { type RecordedMessage, readMessage } from './read-message.js';
import { type CardRecord, isBatch, mayBecome, readMark, readRecord, toCallerReference, toMetadata } from './record.js';
import { askForDecision, type CardAppearance, renderCard, summarizeCard } from './state-blocks.js';

export interface Card extends RecordedMessage<CardRecord> {
  readonly callerReference: string;
}

export interface CardRepository {
  read(channel: string, ts: string): Promise<Card | Refusal>;
  /** Writes state and drawing in one edit; `lasting` stays as it was unless given. */
  write(
    card: Card,
    record: CardRecord,
    extra?: {
      note?: string;
      lasting?: (style: BlockStyle) => Block[];
      /** Of several clones; the lines as the thread shows them unless given. */
      lines?: readonly BatchLine[];
    },
  ): Promise<Answer<undefined>>;
  post(
    channel: string,
    record: CardRecord,
    lasting: (style: BlockStyle) => Block[],
    also: string,
    lines?: readonly BatchLine[],
  ): Promise<Answer<{ ts: string }>>;
  /** One line in the card's thread. */
  say(
    place: Place,
    message: { text: string; blocks?: readonly Block[]; metadata?: Metadata; hurried?: boolean },
  ): Promise<Answer<{ ts: string }>>;
  /** Takes back a line that another replica had said already. */
  deleteLine(card: Pick<Card, 'channel'>, ts: string): Promise<Answer<undefined>>;
}

/** Where threads are read and written: of clones, and of their undos. */
export interface ThreadStore extends Pick<CardRepository, 'say' | 'deleteLine'> {
  read(channel: string, ts: string): Promise<({ readonly ok: true } & Pick<Card, 'channel' | 'thread'>) | Refusal>;
}

/** What stands in the thread under a mark, such as the ID under the result's; undefined where there is none yet. */
export function findMark(card: Pick<Card, 'thread'>, type: string): string | undefined {
  return listMarks(card, type)[0]?.result;
}

/** The lines with this mark; the first one counts if two replicas posted. */
export function listMarks(
  card: Pick<Card, 'thread'>,
  type: string,
): { readonly ts: string; readonly result: string }[] {
  return card.thread.flatMap((message) => {
    const mark = readMark(message, type);
    return mark?.result && message.ts ? [{ ts: message.ts, result: mark.result }] : [];
  });
}

/** Messages that say again what stands in the thread already; the first one counts, for every replica the same. */
export function listRepeats(card: Pick<Card, 'thread'>, type: string): string[] {
  return listMarks(card, type)
    .slice(1)
    .map(({ ts }) => ts);
}

/** What Slack answers to blocks that it does not know, or that it counts otherwise than the budget does. */
export const refusedDrawings: ReadonlySet<string> = new Set(['invalid_blocks', 'msg_blocks_too_long']);

/** Who may approve, as the card says it. */
type Who = Pick<CardAppearance, 'approvers' | 'requireSecondPerson' | 'mentions'>;

export function createCardRepository(slack: SlackApi, bot: BotIdentity, who: Who): CardRepository {
  /** Newer blocks first; the old ones where Slack does not know the new. */
  async function draw<T>(send: (style: BlockStyle) => Promise<Answer<T>>): Promise<Answer<T>> {
    const modern = await send('modern');
    return !modern.ok && refusedDrawings.has(modern.error) ? send('plain') : modern;
  }

  return {
    async read(channel, ts) {
      const next = 'Run the command again for a fresh card.';
      const found = await readMessage({ slack, bot }, { channel, ts }, readRecord, next);
      return found.ok ? { ...found, callerReference: toCallerReference(bot.teamId, channel, ts) } : found;
    },

    write(card, record, extra) {
      const from = card.record.state;
      if (!mayBecome(from, record.state)) throw new Error(`a card cannot go from ${from} to ${record.state}`);
      const appearance: CardAppearance = { ...who, ...(extra?.note ? { note: extra.note } : {}) };
      const lines = isBatch(record) ? (extra?.lines ?? readBatchLines(card.thread, record)) : [];
      return draw((style) =>
        slack.update({
          channel: card.channel,
          ts: card.ts,
          text: isBatch(record) ? summarizeBatch(record, lines, extra?.note) : summarizeCard(record, extra?.note),
          blocks: render(record, appearance, extra?.lasting?.(style) ?? card.lasting, style, lines),
          metadata: toMetadata(record),
        }),
      );
    },

    post(channel, record, lasting, also, lines = []) {
      const { mentions = [] } = who;
      const asked = record.state === 'pending' && mentions.length > 0 ? [askForDecision(mentions)] : [];
      return draw((style) =>
        slack.post({
          channel,
          text: isBatch(record)
            ? summarizeBatch(record, lines, asked.join(' '))
            : summarizeCard(record, [...asked, also].join(' ')),
          blocks: render(record, who, lasting(style), style, lines),
          metadata: toMetadata(record),
        }),
      );
    },

    say: ({ channel, ts }, message) => slack.post({ ...message, channel, threadTs: ts }),
    deleteLine: (card, ts) => slack.remove(card.channel, ts),
  };
}

function render(
  record: CardRecord,
  appearance: CardAppearance,
  lasting: readonly Block[],
  style: BlockStyle,
  lines: readonly BatchLine[],
): Block[] {
  return isBatch(record)
    ? renderBatchCard(record, appearance, { lasting, lines })
    : renderCard(record, appearance, lasting, style);
}
