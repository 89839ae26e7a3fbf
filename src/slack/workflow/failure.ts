// What the card and the thread say when the create failed: why, what is true of AWS, and what to do.
import type { Card } from '../card/repository.js';
import type { SlackContext } from '../context.js';
import { explainInSlack } from '../messages.js';
import { code, mention } from '../mrkdwn.js';
import type { Refusal } from '../outcomes.js';
import { buildDecisionMark } from './decision-marks.js';
import { type TellContext, tellRequester } from './tell-requester.js';

/** The card says why it failed and offers Retry. The line can be corrected later. */
export async function writeFailure(
  context: TellContext & Pick<SlackContext, 'cards'>,
  card: Card,
  refusal: Refusal,
): Promise<void> {
  const { record } = card;
  await context.cards.write(
    card,
    { ...record, state: 'failed', outcome: refusal.outcome },
    { note: explainInSlack(refusal) },
  );
  const asked = record.decided_by === record.requested_by ? '' : ` Requested by ${mention(record.requested_by)}.`;
  const approved = record.decided_by ? ` Approved by ${mention(record.decided_by)}.` : '';
  const head = refusal.created === 'nothing' ? 'Not created' : 'Not known whether created';
  const text = `${head}: ${code(record.domain)} from reference ${code(record.reference)}. ${explainInSlack(refusal)} (${code(refusal.outcome)})${asked}${approved}`;
  const metadata = buildDecisionMark(record.decided_by ?? record.requested_by, 'not_created');
  await context.cards.say(card, { text, metadata });
  tellRequester(context, card, { text, actor: record.decided_by });
}
