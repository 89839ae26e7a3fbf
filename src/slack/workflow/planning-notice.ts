// Tells the person who typed the command that the plan takes longer than usual.
import type { Respond } from '../client/respond.js';
import type { Clock, Concurrency } from '../context.js';
import { code } from '../mrkdwn.js';

export interface NoticeContext {
  readonly concurrency: Pick<Concurrency, 'scheduler'>;
  readonly clock: Pick<Clock, 'now'>;
}

const noticeAfterMs = 2_000;

export interface PlanningNotice {
  /** Answers the person. Afterwards no notice comes. */
  readonly respond: Respond;
  readonly cancel: () => void;
}

/** Schedules the notice. */
export function announcePlanning(
  { concurrency, clock }: NoticeContext,
  { requestId, domain }: { readonly requestId: string; readonly domain: string },
  respond: Respond,
): PlanningNotice {
  const key = `planning:${requestId}`;
  // The sentence stays true where Slack does not take it away: see PrivateMessage.
  const text = `:hourglass_flowing_sand: Planning… The card for ${code(domain)} will appear in this channel. If there is none, you will read the reason here.`;
  concurrency.scheduler.schedule(key, new Date(clock.now().getTime() + noticeAfterMs), () => {
    void respond({ text, isTemporary: true });
  });
  const cancel = () => concurrency.scheduler.cancel(key);
  return {
    cancel,
    respond: (message) => {
      // At once: an answer that Slack does not take is sent again later, and no notice may come in between.
      cancel();
      return respond(message);
    },
  };
}
