// Somebody stops the creating of several clones. The thread says so first; the process that works on the card finds it
// before it begins the next lines, and says what was created.
import type { Stopwatch } from '../../../observability/timer.js';
import { toCardFacts } from '../../card/log-facts.js';
import type { Card } from '../../card/repository.js';
import type { Respond } from '../../client/respond.js';
import type { SlackContext } from '../../context.js';
import { inBrackets, mention } from '../../mrkdwn.js';
import { refuse } from '../../outcomes.js';
import { replyWithRefusal } from '../../reply-with-refusal.js';
import { buildDecisionMark } from '../decision-marks.js';

export async function stopBatch(
  context: Pick<SlackContext, 'cards' | 'auditLog'>,
  card: Card,
  { by, comment, watch }: { readonly by: string; readonly comment?: string | undefined; readonly watch: Stopwatch },
  respond: Respond,
): Promise<void> {
  const posted = await context.cards.say(card, {
    text: `${mention(by)} is stopping this${inBrackets(comment)}. What has begun is finished, and the rest is not created.`,
    metadata: buildDecisionMark(by, 'stopping', comment),
  });
  const facts = { event: 'cancel', ...toCardFacts(card), canceller: by, milliseconds: watch.read() } as const;
  if (posted.ok) {
    context.auditLog.record({ ...facts, outcome: 'cancelled' });
    return;
  }
  const refusal = refuse('slack_failed', { what: 'Slack did not record the stop.', next: 'Press Stop again.' });
  return replyWithRefusal(context, { ...facts, slackError: posted.error }, { ...refusal, created: 'unknown' }, respond);
}
