// Finds the lines in a card's thread that say something else of DNS than what is true now. Pure: nothing is sent from here.
import * as z from 'zod';
import type { DnsAnswer } from '../../clone/ports.js';
import type { Block, Metadata, ThreadMessage } from '../client/web-api.js';
import { time } from '../mrkdwn.js';
import { renderDeployed } from './deployed-line.js';
import { buildMark, type CardRecord, deployedEventType, type Mark, readMark, resultEventType } from './record.js';
import type { Card } from './repository.js';
import { dnsHead, dnsInText } from './thread-messages.js';

/** A line as it has to be. */
export interface LineEdit {
  readonly ts: string;
  readonly text: string;
  readonly blocks?: readonly Block[];
  readonly metadata: Metadata;
}

/** `record` holds what DNS says now. A line that says so already needs no edit. */
export function listDnsEdits(card: Pick<Card, 'thread'>, record: CardRecord, dns: DnsAnswer): LineEdit[] {
  if (dns.points === 'unknown') return [];
  const found = dns.points === 'no' ? dns.found : undefined;
  return card.thread.flatMap((message): LineEdit[] => {
    const { ts } = message;
    if (ts === undefined) return [];
    const result = readMark(message, resultEventType);
    if (result && result.dns_at !== record.dns_at) return editResult(message, ts, result, record.dns_at);
    const deployed = readMark(message, deployedEventType);
    if (deployed && (deployed.dns_at !== record.dns_at || deployed.dns_found !== found)) {
      return [{ ts, ...renderDeployed(record, record.deployed_at ?? Math.floor(Number(ts)), dns) }];
    }
    return [];
  });
}

const blocksSchema = z.array(
  z.looseObject({
    type: z.string(),
    block_id: z.string().optional(),
    text: z.looseObject({ text: z.string() }).optional(),
  }),
);

/** Only what the line says of DNS is replaced. The record itself stays in it, so that it can be read and put back. */
function editResult(message: ThreadMessage, ts: string, mark: Mark, dnsAt: number | undefined): LineEdit[] {
  const text = replaceInText(message.text ?? '', dnsAt);
  if (text === undefined) return [];
  const metadata = buildMark(resultEventType, mark.by, mark.result, { dns_at: dnsAt });
  const parsed = blocksSchema.safeParse(message.blocks ?? []);
  const isDns = ({ block_id }: { block_id?: string | undefined }) => block_id === dnsHead.blockId;
  // Slack did not take the blocks of this line when it was posted: the text alone says it all.
  if (!parsed.success || !parsed.data.some(isDns)) return [{ ts, text, metadata }];
  const blocks = parsed.data.map((block) => {
    const old = block.text?.text;
    if (!isDns(block) || old === undefined) return block;
    const rest = old.slice(old.indexOf('\n') + 1);
    return { ...block, text: { ...block.text, text: `${renderHead(dnsAt)}\n${rest}` } };
  });
  // Slack returns the blocks that were sent; their exact type is Slack's to keep.
  return [{ ts, text, blocks: blocks as unknown as Block[], metadata }];
}

function renderHead(dnsAt: number | undefined): string {
  return dnsAt === undefined
    ? dnsHead.open
    : `:white_check_mark: ${dnsHead.done}, seen ${time(new Date(dnsAt * 1_000))}`;
}

function replaceInText(text: string, dnsAt: number | undefined): string | undefined {
  for (const separator of [dnsInText.done, dnsInText.open]) {
    const at = text.lastIndexOf(separator);
    if (at < 0) continue;
    const next = dnsAt === undefined ? dnsInText.open : dnsInText.done;
    return `${text.slice(0, at)}${next}${text.slice(at + separator.length)}`;
  }
  return undefined;
}
