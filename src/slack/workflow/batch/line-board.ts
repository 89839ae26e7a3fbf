// What a run of a card of several clones knows of its lines, and writing it to the thread and to the card. The process that
// works on the card writes; what another one found meanwhile is never written over with less.
import {
  type BatchLine,
  type BatchReply,
  countLines,
  isCreated,
  isSameReply,
  readBatchReplies,
  toLineMetadata,
  updateReply,
} from '../../card/batch-lines.js';
import { renderBatchReply } from '../../card/batch-replies.js';
import type { CardRecord } from '../../card/record.js';
import { type Card, refusedDrawings } from '../../card/repository.js';
import type { SlackContext } from '../../context.js';

export type BoardContext = Pick<SlackContext, 'slack' | 'cards' | 'clock'>;

export interface LineBoard {
  readonly lines: () => readonly BatchLine[];
  /** The same, by the reply that has them. */
  readonly linesByReply: () => readonly (readonly BatchLine[])[];
  set(line: BatchLine): void;
  /** Takes over what the thread knows of distributions. */
  learn(thread: Card['thread']): void;
  /** Writes the replies that changed. False where Slack did not take one. */
  writeReplies(): Promise<boolean>;
  /** Writes the replies that changed, then the card. False where Slack did not take all of them. */
  write(change: Partial<CardRecord>): Promise<boolean>;
}

export function createLineBoard(context: BoardContext, card: Card): LineBoard {
  const { request, reference } = card.record;
  let replies = readBatchReplies(card.thread, request);
  const known = new Map(replies.flatMap(({ lines }) => lines.map((line) => [line.domain, line] as const)));
  const lines = () => [...known.values()];

  async function writeReplies(): Promise<boolean> {
    let isWritten = true;
    const written: BatchReply[] = [];
    for (const reply of replies) {
      const next = updateReply(reply, known);
      const isTaken = isSameReply(reply, next) || (await writeReply(context, card, next, reference));
      written.push(isTaken ? next : reply);
      isWritten &&= isTaken;
    }
    replies = written;
    return isWritten;
  }

  return {
    lines,
    linesByReply: () => replies.map((reply) => reply.lines.map((line) => known.get(line.domain) ?? line)),
    writeReplies,
    set: (line) => void known.set(line.domain, line),

    learn(thread) {
      replies = readBatchReplies(thread, request);
      for (const line of replies.flatMap((reply) => reply.lines)) {
        const now = known.get(line.domain);
        if (!now || (isCreated(line) && (!isCreated(now) || now.state === 'created'))) known.set(line.domain, line);
        // Whoever follows an undo writes this, and nobody else knows it better.
        else if (isCreated(line)) known.set(line.domain, { ...now, undone: line.undone, undone_by: line.undone_by });
      }
    },

    async write(change) {
      const isWritten = await writeReplies();
      const record = { ...card.record, ...countLines(lines()), ...change };
      const edited = await context.cards.write(card, record, { lines: lines() });
      return isWritten && edited.ok;
    },
  };
}

/** Slack may know fewer blocks than the bot: then the text alone says it. */
export async function writeReply(
  { slack }: Pick<SlackContext, 'slack'>,
  { channel, record }: Pick<Card, 'channel' | 'record'>,
  reply: BatchReply,
  reference: string,
): Promise<boolean> {
  if (reply.ts === undefined) return false;
  const metadata = toLineMetadata(record.request, reply);
  const { text, blocks } = renderBatchReply(reply.lines, reference);
  const edited = await slack.update({ channel, ts: reply.ts, text, blocks, metadata });
  if (edited.ok || !refusedDrawings.has(edited.error)) return edited.ok;
  return (await slack.update({ channel, ts: reply.ts, text, blocks: [], metadata })).ok;
}
