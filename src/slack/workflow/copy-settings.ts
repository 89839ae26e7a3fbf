// Creates for a clone what its reference has outside its configuration, where that was approved, and says so once in the
// thread. Until the thread says it, every look at the deployment does it again: after a crash, and on any replica.
import { isPassing } from '../../clone/copy-settings.js';
import type { Distribution } from '../../clone/ports.js';
import { toCardFacts } from '../card/log-facts.js';
import { readCopies, readMarks } from '../card/plan-record.js';
import { deleteRepeats, postOnce } from '../card/post-once.js';
import { settingsEventType } from '../card/record.js';
import { type Card, findMark } from '../card/repository.js';
import { renderCopies } from '../card/settings-line.js';
import type { SlackContext } from '../context.js';

export type CopyContext = Pick<SlackContext, 'cards' | 'clock' | 'auditLog' | 'copySettings'>;

/** True when nothing is left to do or to say. `isLast`: nobody looks again, so a passing failure is said too. */
export async function copySettings(
  context: CopyContext,
  card: Card,
  clone: Pick<Distribution, 'id' | 'arn'>,
  isLast: boolean,
): Promise<boolean> {
  const steps = readCopies(card.record);
  if (steps.length === 0 || !context.copySettings) return true;
  if (findMark(card, settingsEventType) !== undefined) {
    await deleteRepeats(context.cards, card, settingsEventType);
    return true;
  }
  const referenceId = card.record.reference;
  const outcomes = await context.copySettings({ referenceId, clone, steps, shown: readMarks(card.record) });
  if (outcomes.some(isPassing) && !isLast) return false;
  const line = renderCopies(card.record, outcomes);
  if (!line) return true;
  const said = await postOnce(context.cards, card, line, 'after a look', context.clock.pause);
  for (const outcome of outcomes) {
    if (outcome.kind === 'nothing') continue;
    const { outcome: code, awsRequestId } =
      outcome.kind === 'failed'
        ? outcome.refusal
        : { outcome: outcome.kind === 'copied' ? ('settings_copied' as const) : ('stale_plan' as const) };
    context.auditLog.record({ event: 'settings', outcome: code, ...toCardFacts(card), awsRequestId });
  }
  return said !== 'failed';
}
