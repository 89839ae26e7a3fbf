// Whether a card still waits for a decision, as it was read with its thread.
import type { Card } from '../card/repository.js';
import { decide } from './decide.js';
import { readDecisionMarks } from './decision-marks.js';

/** An approval or a cancel may stand in the thread before the card says so. */
export function isUndecided(card: Card, now: Date): boolean {
  const { record } = card;
  const marks = readDecisionMarks(card);
  const decision = decide({ trigger: { kind: 'recover' }, record, marks, now, requireSecondPerson: false });
  return record.state === 'pending' && decision.kind === 'none';
}
