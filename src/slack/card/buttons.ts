// The buttons of cards: their action IDs, and which of them a card of one clone offers in each state.
import { showInvisible } from '../../clone/visible-text.js';
import type { Block } from '../client/web-api.js';
import { cut } from '../mrkdwn.js';
import { type CardRecord, isApiClient } from './record.js';

export const actions = {
  approve: 'cf_clone_approve',
  approveWithComment: 'cf_clone_approve_comment',
  cancel: 'cf_clone_cancel',
  retry: 'cf_clone_retry',
  /** Ends the creating of several clones. */
  stop: 'cf_clone_stop',
  openCard: 'cf_clone_open',
  edit: 'cf_clone_edit',
  plan: 'cf_clone_plan',
  checkDns: 'cf_clone_dns',
  verify: 'cf_clone_verify',
  newer: 'cf_clone_newer',
  older: 'cf_clone_older',
  share: 'cf_clone_share',
  /** In the thread of a clone: asks for the card of an undo. */
  undo: 'cf_clone_undo',
} as const;

/** Slack's limit for the text of a header. */
export function renderButtons(record: CardRecord): Block[] {
  if (record.state === 'cancelled' || record.state === 'expired') return renderEditAlone(record);
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
        ...(mayBeEdited(record) ? [renderButton(actions.edit, 'Edit', value)] : []),
        ...(isRetry ? [] : [renderButton(actions.cancel, 'Cancel', value)]),
        renderButton(actions.plan, 'Show the whole plan', value),
        ...(isRetry ? [] : [renderButton(actions.approveWithComment, 'Approve with comment', value)]),
      ],
    },
  ];
}

/** What is over can be asked for again. */
function renderEditAlone(record: CardRecord): Block[] {
  if (!mayBeEdited(record)) return [];
  const block_id = `decide:${record.state}:${record.digest.slice(0, 16)}`;
  return [{ type: 'actions', block_id, elements: [renderButton(actions.edit, 'Edit', record.digest)] }];
}

/** Not where a create may have been sent: its result is to be found, and a new request gets a card of its own. */
function mayBeEdited({ requested_by, outcome, was_sent }: CardRecord): boolean {
  return !isApiClient(requested_by) && outcome !== 'unknown_result' && was_sent !== true;
}

export function renderButton(action_id: string, text: string, value: string) {
  return { type: 'button' as const, action_id, text: { type: 'plain_text' as const, text }, value };
}

function confirmText(record: CardRecord): string {
  const [domain = '', origin = ''] = [record.domain, record.origin].map((host) => cut(showInvisible(host), 90));
  return `${domain} from ${origin}, cloned from ${record.reference}. It is billed from now on.`;
}
