// Edits a line of the bot in a thread.
import type { Line } from '../card/post-once.js';
import { refusedDrawings } from '../card/repository.js';
import type { SlackApi } from '../client/web-api.js';

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
    if (!refusedDrawings.has(edited.error)) return false;
  }
  return false;
}
