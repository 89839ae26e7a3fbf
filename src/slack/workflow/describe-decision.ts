// Says what became of a card, for somebody whose click came later.

import { type CardRecord, isBatch } from '../card/record.js';
import type { Card } from '../card/repository.js';
import { code, mention } from '../mrkdwn.js';
import { readDecisionMarks } from './decision-marks.js';

/** A card that was approved a moment ago may still say that it is pending. The result is mrkdwn. */
export function describeCardNow({ record, thread }: Pick<Card, 'record' | 'thread'>): string {
  const approval = readDecisionMarks({ thread }).approvals[0];
  if (record.state !== 'pending' || !approval) return describeDecision(record);
  return describeDecision({ ...record, state: 'cloning', decided_by: approval.by });
}

/** The result is mrkdwn. */
export function describeDecision(record: CardRecord): string {
  const by = record.decided_by ? ` by ${mention(record.decided_by)}` : '';
  switch (record.state) {
    case 'pending':
      return 'This card is waiting for approval.';
    case 'cloning':
      return `This card has been approved${by}; the distribution is being created and its ID follows in the thread.`;
    case 'cloned':
    case 'deployed':
    case 'serving':
      return isBatch(record)
        ? `This card was approved${by} and is done: ${record.lines_created ?? 0} of ${record.lines ?? 0} distributions exist. The thread has the details.`
        : `This card was approved${by} and is done: ${code(record.distribution ?? '')}. The thread has the details.`;
    case 'cancelled':
      return `This card was cancelled${by}. Nothing was created.`;
    case 'expired':
      return 'This card expired. Nothing was created; run the command again for a fresh one.';
    case 'failed':
      return `This card was approved${by}, but the creation failed. The card offers Retry.`;
    default:
      return record.state satisfies never;
  }
}
