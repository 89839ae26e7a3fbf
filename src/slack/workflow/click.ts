// A click on a card, and what became of the card for somebody whose click came later.

import type { CardRecord } from '../card/record.js';
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
  /** The digest of the drawing that was on the clicker's screen. */
  readonly digest: string;
}

/** A click from a shared channel carries the clicker's own team; Bolt's context carries ours. */
export function isFromAnotherWorkspace(click: Click, bot: BotIdentity): boolean {
  if (click.userTeam === undefined || click.userTeam === bot.teamId || click.userTeam === bot.enterpriseId)
    return false;
  // In an Enterprise organisation colleagues have other teams; users.info says whose they are.
  return bot.enterpriseId === undefined;
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
