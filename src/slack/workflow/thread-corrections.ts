// Corrects lines in the thread of a card that say that nothing was created, once a distribution exists.

import type { Card } from '../card/repository.js';
import type { SlackContext } from '../context.js';
import { code, mention } from '../mrkdwn.js';
import { buildDecisionMark, readDecisionMarks } from './decision-marks.js';
import { describeDecision } from './describe-decision.js';

/** Corrects every line that is not true any more. `card` carries the record that is true now. */
export async function correctThread({ slack }: Pick<SlackContext, 'slack'>, card: Card): Promise<void> {
  const { cancels, denials } = readDecisionMarks(card);
  const { channel, record } = card;
  const distribution = code(record.distribution ?? '');
  for (const { ts, by } of cancels) {
    const text = `${mention(by)} cancelled too late: ${describeDecision(record)}`;
    await slack.update({ channel, ts, text, metadata: buildDecisionMark(by, 'too late') });
  }
  for (const { ts, by, result } of denials) {
    const what = result === 'redrawn' ? 'The plan had changed' : 'The distribution was not known yet';
    const text = `${what} when this line was written. It exists now: ${distribution}.`;
    await slack.update({ channel, ts, text, metadata: buildDecisionMark(by, 'superseded') });
  }
}
