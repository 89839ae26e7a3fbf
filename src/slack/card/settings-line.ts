// The line in the thread that says what was created for the clone outside its configuration.
import type { CopyOutcome } from '../../clone/copy-settings.js';
import { describeCopy } from '../../messages/copied-settings.js';
import { explainInSlack } from '../messages.js';
import { code, cut, escapeText } from '../mrkdwn.js';
import { maxMessage } from './budget.js';
import type { Line } from './post-once.js';
import { buildMark, type CardRecord, settingsEventType } from './record.js';

/** Undefined where there is nothing to say: the reference has none of the settings. */
export function renderCopies(record: CardRecord, outcomes: readonly CopyOutcome[]): Line | undefined {
  const said = outcomes.flatMap((outcome) => {
    const reason = outcome.kind === 'failed' ? explainInSlack(outcome.refusal, 'read') : '';
    const text = describeCopy(outcome, reason);
    const sign = outcome.kind === 'copied' ? ':white_check_mark:' : ':warning:';
    return text === '' ? [] : [`${sign} ${escapeText(text)}`];
  });
  if (said.length === 0) return undefined;
  const distribution = record.distribution ?? '';
  const text = cut([`Settings outside the configuration of ${code(distribution)}:`, ...said].join('\n'), 3_000);
  return {
    text: cut(text, maxMessage.textChars),
    blocks: [{ type: 'section', block_id: 'settings:line', text: { type: 'mrkdwn', text, verbatim: true } }],
    metadata: buildMark(settingsEventType, record.decided_by ?? record.requested_by, distribution),
  };
}
