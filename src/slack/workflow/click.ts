// A click on a button: who clicked what, and where.

import type { Entry } from '../../observability/audit-log.js';
import { actions } from '../card/buttons.js';
import { toPlaceFacts } from '../card/log-facts.js';
import type { BotIdentity } from '../client/web-api.js';

export interface Click {
  readonly channel: string;
  readonly ts: string;
  readonly userId: string;
  /** As people call them; empty where Slack does not say. */
  readonly userName?: string;
  /** The message that the thread hangs on, for a button inside a thread. */
  readonly threadTs?: string | undefined;
  /** The clicker's own workspace, where Slack says it. */
  readonly userTeam: string | undefined;
  /** The value of the button. On a card, it is the digest of the plan that was on the screen. */
  readonly value: string;
  /** Opens a modal, within three seconds of the click. */
  readonly triggerId: string;
  /** Where the person who clicked is answered. */
  readonly answerUrl?: string;
  /** What the person wrote with the decision. */
  readonly comment?: string | undefined;
}

/** The thread in which a click is answered. The parent of a thread stands in the channel, and so does the answer to it. */
export function findAnswerThread({ ts, threadTs }: Click): string | undefined {
  return threadTs === ts ? undefined : threadTs;
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
  if (actionId === actions.approve || actionId === actions.retry || actionId === actions.approveWithComment) {
    return { event: 'approval', ...place, approver: click.userId };
  }
  return { event: 'request', ...place, requester: click.userId };
}
