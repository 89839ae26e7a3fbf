// The replies in the thread of a card of several clones, all of one reference.
import type { BatchLine } from './batch-lines.js';
import { type ListMessage, renderReply } from './clone-list.js';

export function renderBatchReply(lines: readonly BatchLine[], reference: string): ListMessage {
  return renderReply(lines.map((line) => ({ ...line, reference })));
}
