// The replies in the thread of a card of several clones: what each line is, and everything that is needed to use its clone.
import type { Block } from '../client/web-api.js';
import { code, cut } from '../mrkdwn.js';
import { renderBatchLine } from './batch-blocks.js';
import type { BatchLine } from './batch-lines.js';
import { joinLines, maxMessage } from './budget.js';
import { toConsoleAddress } from './console-link.js';

export interface BatchMessage {
  /** What notifications, screen readers, and Slack's search see. */
  readonly text: string;
  readonly blocks: Block[];
}

export function renderBatchReply(lines: readonly BatchLine[], reference: string): BatchMessage {
  const texts = lines.map((line) => renderDetails(line, reference));
  return {
    text: cut(texts.join('\n'), maxMessage.textChars),
    blocks: joinLines(texts.map((text) => cut(text, maxMessage.sectionChars))).map((text, index) => ({
      type: 'section',
      block_id: `batch:lines:${index}`,
      text: { type: 'mrkdwn', text, verbatim: true },
    })),
  };
}

function renderDetails(line: BatchLine, reference: string): string {
  const { domain, origin, certificate, state, distribution, distribution_domain = '', grants } = line;
  if (distribution === undefined) {
    return certificate === ''
      ? renderBatchLine(line)
      : `${renderBatchLine(line)} · origin ${code(origin)} · certificate ${code(certificate)}`;
  }
  const lets = grants ? ` These origins must let it in: ${grants.split(' ').map(code).join(', ')}.` : '';
  return `• ${state === 'deployed' ? 'Deployed' : 'Created'} ${code(distribution)} (${code(distribution_domain)}) for ${code(domain)} from reference ${code(reference)} with origin ${code(origin)} and certificate ${code(certificate)}. <${toConsoleAddress(distribution)}|Open it in the console>.${lets}`;
}
