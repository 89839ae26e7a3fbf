// A card of several clones in every state: its frame around the plans or around the results, and its text for search.
import { showInvisible } from '../../clone/visible-text.js';
import type { Block } from '../client/web-api.js';
import { cut, escapeText, inBrackets, mention } from '../mrkdwn.js';
import type { BatchLine } from './batch-lines.js';
import { isLinesBlock } from './batch-plan-blocks.js';
import { fitMessage, maxMessage } from './budget.js';
import { actions, renderButton } from './buttons.js';
import { describeCounts, renderLines, summarizeLines } from './clone-list.js';
import { type CardRecord, type CardState, hasClone } from './record.js';
import { type CardAppearance, renderFoot, renderMentions } from './state-blocks.js';

const maxHeaderChars = 150;
/** Characters for the results of the lines. */
const maxResultChars = 6_500;

export interface BatchDrawing {
  readonly lasting: readonly Block[];
  readonly lines: readonly BatchLine[];
}

export function renderBatchCard(
  record: CardRecord,
  appearance: CardAppearance,
  { lasting, lines }: BatchDrawing,
): Block[] {
  const { state } = record;
  const isWaiting = state === 'pending';
  const kept = lasting.filter((block) => isWaiting || (!isLinesBlock(block) && !isFolded(block, state)));
  const before: Block[] = [
    { type: 'header', block_id: `head:${state}`, text: { type: 'plain_text', text: renderHeadline(record) } },
    ...renderState(record, appearance),
  ];
  const after: Block[] = [
    ...renderMentions(record, appearance),
    renderFoot(record, appearance),
    ...renderButtons(record),
  ];
  // An approval that was not recorded has replaced the plans of the lines already.
  const results = isWaiting && lasting.some(isLinesBlock) ? [] : renderLines(lines, maxResultChars);
  return fitMessage(before, [...kept, ...results], after);
}

/** What was said to decide by stands in the thread and is not needed any more. The results say what was left out. */
function isFolded({ block_id = '' }: Block, state: CardState): boolean {
  if (block_id.startsWith('fact:left_out')) return true;
  return state !== 'cloning' && state !== 'failed' && block_id.startsWith('fact:act');
}

function renderHeadline(record: CardRecord): string {
  const end = `: ${describeBatchState(record)}`;
  return `${cut(showInvisible(record.domain), maxHeaderChars - end.length)}${end}`;
}

/** In a few words, with the counts that matter. */
export function describeBatchState(record: CardRecord): string {
  const { lines = 0, lines_created: created = 0, lines_deployed: deployed = 0, lines_stopped: stopped = 0 } = record;
  const { lines_undone: undone = 0 } = record;
  const some = `${created} of ${lines}`;
  const counts = { lines, created, deployed, stopped, undone };
  switch (record.state) {
    case 'pending':
      return record.is_draft ? 'listing the lines' : 'waiting for approval';
    case 'cloning':
      return `creating, ${some}`;
    case 'cloned':
      return describeCounts(counts, false);
    case 'deployed':
    case 'serving':
      return describeCounts(counts, true);
    case 'cancelled':
      return 'cancelled';
    case 'expired':
      return 'expired';
    case 'failed':
      return `not finished, ${some} created`;
    default:
      return record.state satisfies never;
  }
}

function renderState(record: CardRecord, { note }: CardAppearance): Block[] {
  const text = note ?? describeProgress(record);
  if (text === undefined) return [];
  return [{ type: 'section', block_id: 'state:result', text: { type: 'mrkdwn', text, verbatim: true } }];
}

function describeProgress(record: CardRecord): string | undefined {
  const { lines_failed: failed = 0, lines_stopped: stopped = 0, lines_created: created = 0 } = record;
  switch (record.state) {
    case 'pending':
      return record.is_draft ? 'The thread gets the lines. Then this card can be approved.' : undefined;
    case 'cloning':
      return `Creating the distributions: ${created} of ${record.lines ?? 0}. The thread gets their IDs.`;
    case 'failed':
      return `:x: ${failed} failed, or their result is not known yet. Retry carries out only these.`;
    case 'cancelled':
    case 'expired':
      return ':no_entry_sign: Nothing was created. Ask again if it is still wanted.';
    case 'cloned':
    case 'deployed':
    case 'serving': {
      const rest = stopped > 0 ? ` ${stopped} were not begun and will not be created.` : '';
      return `:white_check_mark: ${created} created.${rest} The thread has the IDs and the DNS records.`;
    }
    default:
      return record.state satisfies never;
  }
}

function renderButtons(record: CardRecord): Block[] {
  const { state, digest, lines = 0, lines_failed: failed = 0 } = record;
  const block_id = `decide:${state}:${digest.slice(0, 16)}`;
  const confirm = (title: string, text: string, yes: string) => ({
    title: { type: 'plain_text' as const, text: title },
    text: { type: 'plain_text' as const, text: cut(text, 300) },
    confirm: { type: 'plain_text' as const, text: yes },
    deny: { type: 'plain_text' as const, text: 'Back' },
  });
  if (state === 'pending' && !record.is_draft) {
    const text = `${countDistributions(lines)}, cloned from ${record.reference}. They are billed from now on.`;
    return [
      {
        type: 'actions',
        block_id,
        elements: [
          {
            ...renderButton(actions.approve, 'Approve', digest),
            style: 'primary',
            confirm: confirm(`Create ${countDistributions(lines)}?`, text, 'Create them'),
          },
          renderButton(actions.cancel, 'Cancel', digest),
          renderButton(actions.approveWithComment, 'Approve with comment', digest),
          renderButton(actions.edit, 'Edit', digest),
        ],
      },
    ];
  }
  if ((state === 'cancelled' || state === 'expired') && !record.is_draft) {
    return [{ type: 'actions', block_id, elements: [renderButton(actions.edit, 'Edit', digest)] }];
  }
  if (state === 'cloning') {
    const text = 'What has begun is finished, and the rest is not created.';
    return [
      {
        type: 'actions',
        block_id,
        elements: [{ ...renderButton(actions.stop, 'Stop', digest), confirm: confirm('Stop here?', text, 'Stop') }],
      },
    ];
  }
  if (state === 'failed' && failed > 0) {
    return [
      {
        type: 'actions',
        block_id,
        elements: [{ ...renderButton(actions.retry, `Retry ${failed}`, digest), style: 'primary' }],
      },
    ];
  }
  return [];
}

function countDistributions(count: number): string {
  return count === 1 ? '1 distribution' : `${count} distributions`;
}

/** The card in words: what notifications, screen readers, and Slack's search see. */
export function summarizeBatch(record: CardRecord, lines: readonly BatchLine[], also = ''): string {
  const asked = `asked by ${mention(record.requested_by)} (${escapeText(record.requester_name)})${inBrackets(record.reason)}`;
  const decided = record.decided_by
    ? `, ${record.state === 'cancelled' ? 'cancelled' : 'approved'} by ${mention(record.decided_by)}${inBrackets(record.comment)}`
    : '';
  const head = `${escapeText(`${record.domain}: ${describeBatchState(record)}. CloudFront clones from reference ${record.reference}, origin ${record.origin}, certificate ${record.certificate_name}`)}, ${asked}${decided}.`;
  const names = summarizeLines(lines);
  const label = hasClone(record) ? 'Distributions' : 'Domains';
  return cut(`${head}${also ? ` ${also}` : ''} ${label}: ${names}`, maxMessage.textChars);
}
