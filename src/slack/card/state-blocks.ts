// The part of a card that changes with its state: head line, result, foot and buttons; and its text for search.
import * as z from 'zod';
import { showInvisible } from '../../clone/visible-text.js';
import type { Block, ThreadMessage } from '../client/web-api.js';
import { code, cut, escapeText, mention, time } from '../mrkdwn.js';
import { type BlockStyle, lastingPrefix } from './plan-blocks.js';
import { type CardRecord, type CardState, isApiClient } from './record.js';

export const actions = {
  approve: 'cf_clone_approve',
  cancel: 'cf_clone_cancel',
  retry: 'cf_clone_retry',
  checkDns: 'cf_clone_dns',
  newer: 'cf_clone_newer',
  older: 'cf_clone_older',
  share: 'cf_clone_share',
} as const;

const maxTextChars = 3_900;

const heads: Record<CardState, string> = {
  pending: 'waiting for approval',
  cloning: 'creating',
  cloned: 'created',
  deployed: 'deployed',
  cancelled: 'cancelled',
  expired: 'expired',
  failed: 'not finished',
};

/** What the face needs beyond the record. */
export interface CardAppearance {
  readonly approvers: readonly string[];
  /** The one who asked may not approve. */
  readonly requireSecondPerson: boolean;
  /** What happened, where the state needs saying: the reason of a failure. Already escaped. */
  readonly note?: string;
}

/** The whole card: the state's face around the lasting part. */
export function renderCard(
  record: CardRecord,
  face: CardAppearance,
  lasting: readonly Block[],
  style: BlockStyle,
): Block[] {
  const { state } = record;
  return [
    {
      type: 'header',
      block_id: `head:${state}`,
      text: { type: 'plain_text', text: `Clone a CloudFront distribution: ${heads[state]}` },
    },
    ...(lasting.length > 0 ? keepLasting(lasting, state) : renderRecord(record)),
    ...renderState(record, face, style),
    {
      type: 'context',
      block_id: `foot:${state}`,
      elements: [{ type: 'mrkdwn', text: renderFoot(record, face), verbatim: true }],
    },
    ...renderButtons(record),
  ];
}

/** What moved matters while it waits to be decided; afterwards the plan is what it is. */
function keepLasting(lasting: readonly Block[], state: CardState): readonly Block[] {
  if (state === 'pending') return lasting;
  return lasting.filter(({ block_id }) => !block_id?.startsWith(`${lastingPrefix}:moved`));
}

/** The facts alone, for a card whose drawing could not be read back. */
function renderRecord(record: CardRecord): Block[] {
  const lines = [
    `*Domain*  ${code(record.domain)}`,
    `*Origin*  ${code(record.origin)}`,
    `*Reference*  ${code(record.reference)}`,
    `*Certificate*  ${code(record.certificate_name)} ${code(record.certificate)}`,
  ];
  return [
    {
      type: 'section',
      block_id: `${lastingPrefix}:facts`,
      text: { type: 'mrkdwn', text: lines.join('\n'), verbatim: true },
    },
  ];
}

function renderState(record: CardRecord, face: CardAppearance, style: BlockStyle): Block[] {
  if (style === 'modern' && (record.state === 'cloning' || record.state === 'cloned')) return [renderProgress(record)];
  const line = describeState(record, face);
  if (line === undefined) return [];
  if (style === 'modern') {
    const level =
      record.state === 'failed'
        ? 'error'
        : record.state === 'cloned' || record.state === 'deployed'
          ? 'success'
          : 'default';
    return [{ type: 'alert', block_id: 'state:result', level, text: { type: 'mrkdwn', text: line, verbatim: true } }];
  }
  return [{ type: 'section', block_id: 'state:result', text: { type: 'mrkdwn', text: line, verbatim: true } }];
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
      task('dns', `Point ${showInvisible(record.domain)} to it (yours to do)`, 'pending'),
    ],
  };
}

function describeState(record: CardRecord, face: CardAppearance): string | undefined {
  switch (record.state) {
    case 'pending':
      return face.note;
    case 'cloning':
      return 'Creating the distribution; the ID follows in the thread.';
    case 'cloned':
    case 'deployed':
      return `${code(record.distribution ?? '')} · ${code(record.distribution_domain ?? '')}`;
    case 'failed':
      return face.note ?? `Not finished: ${code(record.outcome ?? 'unknown')}.`;
    case 'cancelled':
    case 'expired':
      return 'Nothing was created. Run the command again if it is still wanted.';
    default:
      return record.state satisfies never;
  }
}

function renderFoot(record: CardRecord, face: CardAppearance): string {
  if (isApiClient(record.requested_by)) return `ReportedClone through the REST API by ${nameApiClient(record)}`;
  const asked = `Asked by ${mention(record.requested_by)}`;
  const decided = record.decided_by ? mention(record.decided_by) : '';
  switch (record.state) {
    case 'pending': {
      const who = face.approvers.map(code).join(', ');
      const others = face.requireSecondPerson ? `, but not ${mention(record.requested_by)},` : '';
      return `${asked} · ${who}${others} can approve until ${time(new Date(record.expires_at * 1_000))}`;
    }
    case 'cancelled':
      return `${asked} · cancelled by ${decided}`;
    case 'expired':
      return `${asked} · nobody approved in time`;
    case 'cloning':
    case 'cloned':
    case 'deployed':
    case 'failed':
      return `${asked} · approved by ${decided}`;
    default:
      return record.state satisfies never;
  }
}

/** The caller of the REST API: the ID that tags and log lines have, and the name where it is a person's. */
export function nameApiClient({ requested_by, requester_name }: CardRecord): string {
  return [code(requested_by), escapeText(requester_name)].filter(Boolean).join(' ');
}

function renderButtons(record: CardRecord): Block[] {
  if (record.state !== 'pending' && record.state !== 'failed') return [];
  const isRetry = record.state === 'failed';
  const value = record.digest;
  return [
    {
      type: 'actions',
      // Slack keeps a block's state by its ID: a new drawing gets new buttons.
      block_id: `decide:${record.state}:${record.digest.slice(0, 16)}`,
      elements: [
        {
          type: 'button',
          action_id: isRetry ? actions.retry : actions.approve,
          style: 'primary',
          text: { type: 'plain_text', text: isRetry ? 'Retry' : 'Approve' },
          value,
          confirm: {
            title: { type: 'plain_text', text: 'Create this distribution?' },
            text: { type: 'plain_text', text: cut(confirmText(record), 300) },
            confirm: { type: 'plain_text', text: 'Create it' },
            deny: { type: 'plain_text', text: 'Back' },
          },
        },
        ...(isRetry
          ? []
          : [
              {
                type: 'button' as const,
                action_id: actions.cancel,
                text: { type: 'plain_text' as const, text: 'Cancel' },
                value,
              },
            ]),
      ],
    },
  ];
}

function confirmText(record: CardRecord): string {
  const [domain = '', origin = ''] = [record.domain, record.origin].map((host) => cut(showInvisible(host), 90));
  return `${domain} from ${origin}, cloned from ${record.reference}. It is billed from now on.`;
}

const openings: Record<CardState, string> = {
  pending: 'Clone waiting for approval',
  cloning: 'Clone being created',
  cloned: 'Clone created',
  deployed: 'Clone deployed',
  cancelled: 'Clone cancelled',
  expired: 'Clone expired',
  failed: 'Clone not finished',
};

/** The card in words: what notifications, screen readers and Slack's search see. */
export function summarizeCard(record: CardRecord, also = ''): string {
  const made = record.distribution ? ` ${record.distribution} (${record.distribution_domain ?? ''})` : '';
  const decided =
    record.decided_by && !isApiClient(record.decided_by)
      ? `, ${record.state === 'cancelled' ? 'cancelled' : 'approved'} by ${mention(record.decided_by)}`
      : '';
  const outcome = record.outcome && record.state === 'failed' ? `, outcome ${record.outcome}` : '';
  const facts = escapeText(
    `${openings[record.state]}:${made} ${record.domain} from origin ${record.origin}, reference ${record.reference}, certificate ${record.certificate_name} (${record.certificate})`,
  );
  const asked = isApiClient(record.requested_by)
    ? `, made through the REST API by ${nameApiClient(record)}`
    : `, asked by ${mention(record.requested_by)} (${escapeText(record.requester_name)})`;
  return cut(`${facts}${asked}${decided}${outcome}.${also ? ` ${also}` : ''}`, maxTextChars);
}

const blockSchema = z.array(z.looseObject({ type: z.string(), block_id: z.string().optional() }));

/** The lasting part of a card as Slack gives it back. */
export function readLastingBlocks(message: ThreadMessage): Block[] {
  const parsed = blockSchema.safeParse(message.blocks);
  if (!parsed.success) return [];
  // Slack returns the blocks that we sent; their exact type is Slack's to keep.
  return parsed.data.filter(({ block_id }) => block_id?.startsWith(lastingPrefix)) as unknown as Block[];
}
