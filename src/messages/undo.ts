// What people in Slack are told of a clone that is undone.
import type { LeftBehind } from '../clone/undo/prepare-undo.js';
import { quote } from '../clone/visible-text.js';

/** What stays when the clone is deleted, and is left to people; one sentence each. */
export function describeLeftBehind({
  logDeliveries,
  hasMetrics,
  isProtected,
  accessControls,
}: LeftBehind): readonly string[] {
  const deliveries = logDeliveries === 1 ? 'One log delivery' : `${logDeliveries} log deliveries`;
  return [
    ...(logDeliveries ? [`${deliveries} of CloudWatch Logs and the logs that were written.`] : []),
    ...(isProtected ? ['The Shield Advanced protection.'] : []),
    ...accessControls.map(
      (name) => `The origin access control ${quote(name)}. Other clones of the same origin may use it.`,
    ),
    'DNS records, the certificate, and what the policies of origins allow.',
    ...(hasMetrics ? ['The additional metrics end with the distribution.'] : []),
  ];
}
