// The part of a card that changes with its state: head line, result, foot and buttons; and its text for search.
import * as z from 'zod';
import { showInvisible } from '../../clone/visible-text.js';
import type { Block, ThreadMessage } from '../client/web-api.js';
import { code, cut, escapeText, inBrackets, link, mention, mentionAll, time } from '../mrkdwn.js';
import { fitMessage, maxMessage } from './budget.js';
import { renderButtons } from './buttons.js';
import { toConsoleAddress } from './console-link.js';
import { keepLasting } from './fold-plan.js';
import { type BlockStyle, detailPrefixes, lastingPrefix, linkDomain, toCertificateAddress } from './plan-blocks.js';
import { type CardRecord, type CardState, hasClone, isApiClient } from './record.js';
import { listSteps, renderSteps, summarizeSteps } from './steps.js';

const maxHeaderChars = 150;
const maxNoteChars = 1_500;
const maxGroups = 6;

const heads: Record<CardState, string> = {
  pending: 'waiting for approval',
  cloning: 'creating',
  cloned: 'created',
  deployed: 'deployed',
  serving: 'serving',
  cancelled: 'cancelled',
  expired: 'expired',
  failed: 'not finished',
};

/** What the drawing needs beyond the record. */
export interface CardAppearance {
  readonly approvers: readonly string[];
  /** The one who asked may not approve. */
  readonly requireSecondPerson: boolean;
  /** IDs of the people and user groups that a pending card mentions. */
  readonly mentions?: readonly string[];
  /** What happened, where the state needs saying: the reason of a failure. Already escaped. */
  readonly note?: string;
}

/** The whole card: the state's frame around the lasting part. */
export function renderCard(
  record: CardRecord,
  appearance: CardAppearance,
  lasting: readonly Block[],
  style: BlockStyle,
): Block[] {
  const { state } = record;
  const plan = lasting.length > 0 ? keepLasting(lasting, state) : renderRecord(record);
  const isDetail = ({ block_id }: Block) => detailPrefixes.some((prefix) => block_id?.startsWith(prefix));
  const before: Block[] = [
    { type: 'header', block_id: `head:${state}`, text: { type: 'plain_text', text: renderHeadline(record) } },
    ...renderState(record, appearance, style),
  ];
  const after: Block[] = [
    ...renderMentions(record, appearance),
    renderFoot(record, appearance),
    ...renderButtons(record),
  ];
  const details = plan.filter(isDetail);
  const fitting = fitMessage(before, plan, after);
  const isKept = (block: Block) => fitting.includes(block);
  // Nobody should have to scroll past every difference to the buttons.
  return [...before, ...plan.filter((block) => !isDetail(block) && isKept(block)), ...after, ...details.filter(isKept)];
}

/** The domain first, then the state: "www.example.com: waiting for approval". */
function renderHeadline({ domain, state, undone }: CardRecord): string {
  const end = `: ${undone === undefined ? heads[state] : 'undone'}`;
  return `${cut(showInvisible(domain), maxHeaderChars - end.length)}${end}`;
}

/** The facts alone, for a card whose drawing could not be read back. */
function renderRecord(record: CardRecord): Block[] {
  const lines = [
    `CloudFront clone of ${link(toConsoleAddress(record.reference), record.reference)} for ${linkDomain(record.domain)}`,
    `*Origin*  ${code(record.origin)}`,
    `*Certificate*  ${link(toCertificateAddress(record.certificate), record.certificate_name)}`,
  ];
  return [
    {
      type: 'section',
      block_id: `${lastingPrefix}:facts`,
      text: { type: 'mrkdwn', text: lines.join('\n'), verbatim: true },
    },
  ];
}

function renderState(record: CardRecord, appearance: CardAppearance, style: BlockStyle): Block[] {
  if (record.undone !== undefined) return [renderUndone(record)];
  if (style === 'modern' && (record.state === 'cloning' || record.state === 'cloned')) return [renderProgress(record)];
  const line = describeState(record, appearance);
  if (line === undefined) return [];
  return [{ type: 'section', block_id: 'state:result', text: { type: 'mrkdwn', text: line, verbatim: true } }];
}

/** What an undo has left of the clone. Whoever looks for the details follows the link. */
function renderUndone({ distribution = '', undone, undo_card }: CardRecord): Block {
  const clone = `*${code(distribution)}*`;
  const what =
    undone === 'deleted'
      ? `:wastebasket: ${clone} was undone: it is deleted.`
      : `:hourglass_flowing_sand: ${clone} is undone: it has no alias and is disabled. It can be restored until it is deleted.`;
  const where = undo_card === undefined ? '' : ` ${link(undo_card, 'Card of the undo')}`;
  return {
    type: 'section',
    block_id: 'state:undone',
    text: { type: 'mrkdwn', text: `${what}${where}`, verbatim: true },
  };
}

/** What is done and what is under way, while something is. */
function renderProgress(record: CardRecord): Block {
  const isMade = record.state === 'cloned';
  const made = isMade ? ` ${record.distribution ?? ''} (${record.distribution_domain ?? ''})` : '';
  const task = (task_id: string, title: string, status: 'complete' | 'in_progress' | 'pending') =>
    ({ type: 'task_card', task_id, title, status }) as const;
  return {
    type: 'plan',
    block_id: `state:${record.state}`,
    title: isMade ? `Created${made}; CloudFront is deploying it` : 'Creating the distribution',
    tasks: [
      task('checked', 'Plan and approver checked again', 'complete'),
      task('create', `Create the distribution${made}`, isMade ? 'complete' : 'in_progress'),
      task('deploy', 'Deploy to all edge locations', isMade ? 'in_progress' : 'pending'),
      ...listSteps(record).map(({ id, title, isDone }) =>
        task(
          id,
          id === 'dns' ? `Point ${showInvisible(record.domain)} to it (by you)` : `Change the ${title} (by you)`,
          isDone ? 'complete' : 'pending',
        ),
      ),
    ],
  };
}

function describeState(record: CardRecord, appearance: CardAppearance): string | undefined {
  switch (record.state) {
    case 'pending':
      return appearance.note === undefined ? undefined : cut(appearance.note, maxNoteChars);
    case 'cloning':
      return 'Creating the distribution; the ID follows in the thread.';
    case 'cloned':
    case 'deployed':
    case 'serving':
      return describeMade(record);
    case 'failed':
      return `:x: ${cut(appearance.note ?? `Not finished: ${code(record.outcome ?? 'unknown')}.`, maxNoteChars)}`;
    case 'cancelled':
    case 'expired':
      return ':no_entry_sign: Nothing was created. Press Edit, or run the command again, if it is still wanted.';
    default:
      return record.state satisfies never;
  }
}

/** The ID first: it is what somebody looks for when the work is done. */
function describeMade(record: CardRecord): string {
  const { distribution = '', distribution_domain = '', domain } = record;
  const places = [link(toConsoleAddress(distribution), 'console'), linkDomain(domain)];
  const made = `:white_check_mark: *${code(distribution)}* · ${code(distribution_domain)} · ${places.join(' · ')}`;
  return [made, ...describeVerified(record), renderSteps(record)].join('\n');
}

/** The details are in the thread. */
function describeVerified({ state, verified, serving_at }: CardRecord): string[] {
  if (state === 'serving') {
    const since = serving_at === undefined ? '' : ` since ${time(new Date(serving_at * 1_000))}`;
    return [`*Verification*  :white_check_mark: passed, serving${since}`];
  }
  switch (verified) {
    case 'passed':
      return ['*Verification*  :white_check_mark: passed through its own addresses'];
    case 'failed':
      return ['*Verification*  :warning: does not answer as it should; the thread says why'];
    case undefined:
      return [];
    default:
      return verified satisfies never;
  }
}

export function renderFoot(record: CardRecord, appearance: CardAppearance): Block {
  return {
    type: 'context',
    block_id: `foot:${record.state}`,
    elements: [{ type: 'mrkdwn', text: describePeople(record, appearance), verbatim: true }],
  };
}

function describePeople(record: CardRecord, appearance: CardAppearance): string {
  if (isApiClient(record.requested_by)) return `Cloned through the REST API by ${nameApiClient(record)}`;
  const isEdited = record.edited_by !== undefined && record.edited_by !== record.requested_by;
  const edited = isEdited ? ` · edited by ${mention(record.edited_by ?? '')}` : '';
  const asked = `Requested by ${mention(record.requested_by)}${inBrackets(record.reason)}${edited}`;
  const decided = record.decided_by ? `${mention(record.decided_by)}${inBrackets(record.comment)}` : '';
  switch (record.state) {
    case 'pending': {
      const who = nameGroups(appearance.approvers);
      const others = appearance.requireSecondPerson ? `, but not ${mention(record.requested_by)},` : '';
      return `${asked} · ${who}${others} can approve until ${time(new Date(record.expires_at * 1_000))}`;
    }
    case 'cancelled':
      return `${asked} · cancelled by ${decided}`;
    case 'expired':
      return `${asked} · nobody approved in time`;
    case 'cloning':
    case 'cloned':
    case 'deployed':
    case 'serving':
    case 'failed':
      return `${asked} · approved by ${decided}`;
    default:
      return record.state satisfies never;
  }
}

/** Slack notifies people of a new message alone, so a card mentions them with its post. Its edits tell nobody again. */
export function renderMentions({ state }: CardRecord, { mentions = [] }: CardAppearance): Block[] {
  if (state !== 'pending' || mentions.length === 0) return [];
  const text = askForDecision(mentions);
  return [{ type: 'section', block_id: 'decide:mention', text: { type: 'mrkdwn', text, verbatim: true } }];
}

/** The result is mrkdwn. */
export function askForDecision(mentions: readonly string[]): string {
  return `${mentionAll(mentions)} Please approve or cancel this.`;
}

function nameGroups(groups: readonly string[]): string {
  const named = groups.slice(0, maxGroups).map((group) => code(cut(group, 128)));
  const rest = groups.length - named.length;
  return `${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** The caller of the REST API: the ID that tags and log lines have, and the name where it is a person's. */
export function nameApiClient({ requested_by, requester_name }: CardRecord): string {
  return [code(requested_by), escapeText(requester_name)].filter(Boolean).join(' ');
}

/** The card in words: what notifications, screen readers and Slack's search see. */
export function summarizeCard(record: CardRecord, also = ''): string {
  const made = record.distribution ? ` ${record.distribution} (${record.distribution_domain ?? ''})` : '';
  const decided =
    record.decided_by && !isApiClient(record.decided_by)
      ? `, ${record.state === 'cancelled' ? 'cancelled' : 'approved'} by ${mention(record.decided_by)}${inBrackets(record.comment)}`
      : '';
  const outcome = record.outcome && record.state === 'failed' ? `, outcome ${record.outcome}` : '';
  const facts = escapeText(
    `${record.domain}: ${record.undone === undefined ? heads[record.state] : 'undone'}. CloudFront clone${made} from origin ${record.origin}, reference ${record.reference}, certificate ${record.certificate_name} (${record.certificate})`,
  );
  const asked = isApiClient(record.requested_by)
    ? `, made through the REST API by ${nameApiClient(record)}`
    : `, asked by ${mention(record.requested_by)} (${escapeText(record.requester_name)})${inBrackets(record.reason)}`;
  const verified = record.verified === undefined ? '' : ` Verification ${record.verified}.`;
  const steps = hasClone(record) ? `${verified} ${summarizeSteps(record)}` : '';
  return cut(`${facts}${asked}${decided}${outcome}.${steps}${also ? ` ${also}` : ''}`, maxMessage.textChars);
}

const blockSchema = z.array(z.looseObject({ type: z.string(), block_id: z.string().optional() }));

/** The lasting part of a card as Slack gives it back. */
export function readLastingBlocks(message: ThreadMessage): Block[] {
  const parsed = blockSchema.safeParse(message.blocks);
  if (!parsed.success) return [];
  // Slack returns the blocks that we sent; their exact type is Slack's to keep.
  return parsed.data.filter(({ block_id }) => block_id?.startsWith(lastingPrefix)) as unknown as Block[];
}
