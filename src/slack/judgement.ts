// What a click on a card may still do, decided on the card as it is now.
import { type Refusal, refuse } from '../clone/outcome.js';
import type { BotIdentity } from './api.js';
import { code, mention } from './mrkdwn.js';
import type { CardRecord } from './record.js';

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
export function isForeign(click: Click, bot: BotIdentity): boolean {
  if (click.userTeam === undefined || click.userTeam === bot.teamId || click.userTeam === bot.enterpriseId)
    return false;
  // In an Enterprise organisation colleagues have other teams; users.info says whose they are.
  return bot.enterpriseId === undefined;
}

/** The card's part of the guard order: still to be decided, in time, and the drawing that was on the screen. */
export function judgeCard(
  record: CardRecord,
  click: Click,
  wanted: { readonly state: 'pending' | 'failed'; readonly now: Date },
): Refusal | undefined {
  if (record.state !== wanted.state) return refuse(record.state === 'expired' ? 'expired' : 'already_decided');
  // A result that nobody knows has to stay findable, however late.
  const mayExpire = record.outcome !== 'unknown_result';
  if (mayExpire && wanted.now.getTime() >= record.expires_at * 1_000) return refuse('expired');
  if (click.digest !== record.digest) {
    return refuse('stale_plan', { what: 'The card was redrawn with a new plan after you opened it.' });
  }
  return undefined;
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
