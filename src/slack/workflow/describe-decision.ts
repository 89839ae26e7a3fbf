// What became of a card, for somebody whose click came later.

import type { Card } from '../card/repository.js';
import { describeDecision } from './click.js';
import { readDecisionMarks } from './decision-marks.js';

/** A card that was approved a moment ago may still say that it is pending. The result is mrkdwn. */
export function describeCardNow({ record, thread }: Pick<Card, 'record' | 'thread'>): string {
  const approval = readDecisionMarks({ thread }).approvals[0];
  if (record.state !== 'pending' || !approval) return describeDecision(record);
  return describeDecision({ ...record, state: 'cloning', decided_by: approval.by });
}
