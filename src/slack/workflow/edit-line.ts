// Edits a line of the bot in a thread, found by its metadata.
import type { Line } from '../card/post-once.js';
import { readMark } from '../card/record.js';
import type { Card } from '../card/repository.js';
import type { SlackApi } from '../client/web-api.js';

export interface MarkedLine {
  readonly ts: string;
  readonly result: string | undefined;
}

/** The first line with this mark: it is the one that counts if two replicas posted. */
export function findMarkedLine(card: Pick<Card, 'thread'>, type: string): MarkedLine | undefined {
  for (const message of card.thread) {
    const mark = readMark(message, type);
    if (mark && message.ts !== undefined) return { ts: message.ts, result: mark.result };
  }
  return undefined;
}

/** Newer blocks first; the old ones, and then the text alone, where Slack does not take them. */
export async function editLine(
  slack: Pick<SlackApi, 'update'>,
  channel: string,
  ts: string,
  { text, blocks, plainBlocks, metadata }: Line,
): Promise<boolean> {
  for (const drawing of [blocks, ...(plainBlocks ? [plainBlocks] : []), []]) {
    const edited = await slack.update({ channel, ts, text, blocks: drawing, metadata });
    if (edited.ok) return true;
    if (!isRefusedDrawing(edited.error)) return false;
  }
  return false;
}

function isRefusedDrawing(error: string): boolean {
  return error === 'invalid_blocks' || error === 'msg_blocks_too_long';
}
