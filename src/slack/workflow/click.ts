// A click on a card, and what became of the card for somebody whose click came later.

import type { Entry } from '../../observability/audit-log.js';
import { toPlaceFacts } from '../card/log-facts.js';
import type { CardRecord } from '../card/record.js';
import { actions } from '../card/state-blocks.js';
import type { BotIdentity } from '../client/web-api.js';
import { code, mention } from '../mrkdwn.js';

export interface Click {
  readonly channel: string;
  readonly ts: string;
  readonly userId: string;
  /** As people call them; empty where Slack does not say. */
  readonly userName?: string;
  /** The message that the thread hangs on, for a button inside a thread. */
  readonly threadTs?: string;
  /** The clicker's own workspace, where Slack says it. */
  readonly userTeam: string | undefined;
  /** The value of the button. On a card, it is the digest of the plan that was on the screen. */
  readonly value: string;
  /** Opens a modal, within three seconds of the click. */
  readonly triggerId: string;
}

/** A click from a shared channel carries the clicker's own team; Bolt's context carries ours. */
export function isFromAnotherWorkspace(click: Click, bot: BotIdentity): boolean {
  if (click.userTeam === undefined || click.userTeam === bot.teamId || click.userTeam === bot.enterpriseId)
    return false;
  // In an Enterprise organisation colleagues have other teams; users.info says whose they are.
  return bot.enterpriseId === undefined;
}

/** What the audit log says of a click that decides nothing on a card, or failed. */
export function toClickFacts(bot: BotIdentity, click: Click, actionId = ''): Omit<Entry, 'outcome'> {
  const place = toPlaceFacts(bot, click);
  if (actionId === actions.cancel) return { event: 'cancel', ...place, canceller: click.userId };
  if (actionId === actions.approve || actionId === actions.retry) {
    return { event: 'approval', ...place, approver: click.userId };
  }
  return { event: 'request', ...place, requester: click.userId };
}

/** What became of a card, for somebody whose click came later; mrkdwn. */
export function describeDecision(record: CardRecord): string {
  const by = record.decided_by ? ` by ${mention(record.decided_by)}` : '';
  switch (record.state) {
    case 'pending':
      return 'This card is waiting for approval.';
    case 'cloning':
      return `This card has been approved${by}; the distribution is being created and its ID follows in the thread.`;
    case 'cloned':
    case 'deployed':
      return `This card was approved${by} and is done: ${code(record.distribution ?? '')}. The thread has the details.`;
    case 'cancelled':
      return `This card was cancelled${by}. Nothing was created.`;
    case 'expired':
      return 'This card expired. Nothing was created; run the command again for a fresh one.';
    case 'failed':
      return `This card was approved${by}, but creating failed; it offers Retry.`;
    default:
      return record.state satisfies never;
  }
}
