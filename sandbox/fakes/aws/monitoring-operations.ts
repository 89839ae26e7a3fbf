// Additional metrics of a distribution. API: GetMonitoringSubscription, CreateMonitoringSubscription.

import { answerXml, findDistribution } from './cloudfront-answers.js';
import { parseRoot } from './cloudfront-distributions.js';
import { toElement } from './cloudfront-shapes.js';
import { textAt } from './cloudfront-xml.js';
import { AwsError, invalidArgument } from './errors.js';
import type { Store } from './store.js';
import type { Answer, AwsRequest } from './wire.js';

export function getMonitoringSubscription(store: Store, _request: AwsRequest, id: string): Answer {
  if (!findDistribution(store, id).monitoring) {
    throw new AwsError(
      'NoSuchMonitoringSubscription',
      404,
      'A monitoring subscription does not exist for the specified distribution.',
    );
  }
  return answerSubscription();
}

export function createMonitoringSubscription(store: Store, request: AwsRequest, id: string): Answer {
  const distribution = findDistribution(store, id);
  const body = parseRoot(request.body, 'MonitoringSubscription');
  const status = textAt(body, 'RealtimeMetricsSubscriptionConfig', 'RealtimeMetricsSubscriptionStatus');
  if (status !== 'Enabled' && status !== 'Disabled')
    throw invalidArgument('The parameter MonitoringSubscription is not valid.');
  if (distribution.monitoring) {
    throw new AwsError(
      'MonitoringSubscriptionAlreadyExists',
      409,
      'A monitoring subscription already exists for the specified distribution.',
    );
  }
  distribution.monitoring = status === 'Enabled';
  return answerSubscription();
}

function answerSubscription(): Answer {
  const config = { RealtimeMetricsSubscriptionStatus: 'Enabled' };
  return answerXml(toElement('MonitoringSubscription', { RealtimeMetricsSubscriptionConfig: config }));
}
