// What people read about the settings that were created for a clone outside its configuration, or were not.
import type { CopyOutcome } from '../clone/copy-settings.js';
import { nameDestination } from './warnings/outside-settings.js';

const byHand = {
  logs: 'By hand: in the CloudFront console, add the reference’s destination to the standard logging of the clone.',
  metrics: 'By hand: in the CloudFront console, turn on additional metrics for the clone.',
} as const;

/** One paragraph of plain text; empty where there was nothing to do. `reason` says why a step failed. */
export function describeCopy(outcome: CopyOutcome, reason: string): string {
  switch (outcome.kind) {
    case 'nothing':
      return '';
    case 'copied': {
      if (outcome.step === 'metrics') return 'Additional metrics are on, as for the reference.';
      const names = [...new Set(outcome.deliveries.map(nameDestination))].join(', ');
      return `Access logs are delivered to ${names}, like those of the reference.`;
    }
    case 'moved':
      return outcome.step === 'logs'
        ? `The reference’s access log deliveries have changed since the approval, so the clone got none. ${byHand.logs}`
        : `The reference’s additional metrics have changed since the approval, so they are off. ${byHand.metrics}`;
    case 'failed':
      return outcome.step === 'logs'
        ? `The clone has no access log. ${reason} ${byHand.logs}`
        : `Additional metrics are off. ${reason} ${byHand.metrics}`;
    default:
      return outcome satisfies never;
  }
}
