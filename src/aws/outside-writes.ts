// Creates for a clone what its reference has outside its configuration: deliveries of access logs, and additional
// metrics. Names follow from the distribution's ID, so that a repetition finds what an earlier attempt created.
import { type CloudFrontClient, CreateMonitoringSubscriptionCommand } from '@aws-sdk/client-cloudfront';
import {
  type CloudWatchLogsClient,
  CreateDeliveryCommand,
  PutDeliverySourceCommand,
  paginateDescribeDeliverySources,
} from '@aws-sdk/client-cloudwatch-logs';
import type { OutsideWrites } from '../clone/copy-settings.js';
import { refuse } from '../clone/outcome.js';
import type { LogDelivery } from '../clone/outside-settings.js';
import type { Distribution } from '../clone/ports.js';
import { explainAwsError, readAwsError } from './errors.js';
import { listLogDeliveries } from './log-deliveries.js';

/** What each step needs of IAM. */
export const writeActions = {
  logs: 'logs:PutDeliverySource, logs:CreateDelivery and cloudfront:AllowVendedLogDeliveryForResource',
  metrics: 'cloudfront:CreateMonitoringSubscription',
} as const;

const conflict = 'ConflictException';

export function createOutsideWrites(cloudFront: CloudFrontClient, logs: CloudWatchLogsClient): OutsideWrites {
  return {
    async createDelivery(clone, delivery) {
      try {
        const deliverySourceName = await putSource(clone, delivery.logType);
        await logs.send(
          new CreateDeliveryCommand({
            deliverySourceName,
            deliveryDestinationArn: delivery.destination,
            ...(delivery.recordFields ? { recordFields: [...delivery.recordFields] } : {}),
            ...(delivery.fieldDelimiter === undefined ? {} : { fieldDelimiter: delivery.fieldDelimiter }),
            ...(delivery.s3 ? { s3DeliveryConfiguration: delivery.s3 } : {}),
          }),
        );
        return { ok: true, value: undefined };
      } catch (error) {
        const { code, message } = readAwsError(error);
        // Another delivery to the same destination is being created at this moment.
        if (code === conflict && /being updated/i.test(message)) {
          return refuse('throttled', { details: [{ kind: 'aws_message', facts: { message } }] });
        }
        if (code === conflict && (await isThere(clone, delivery))) return { ok: true, value: undefined };
        return explainAwsError(error, { service: 'CloudWatch Logs', action: writeActions.logs });
      }
    },

    async createMetrics(id) {
      try {
        const status = { RealtimeMetricsSubscriptionStatus: 'Enabled' } as const;
        await cloudFront.send(
          new CreateMonitoringSubscriptionCommand({
            DistributionId: id,
            MonitoringSubscription: { RealtimeMetricsSubscriptionConfig: status },
          }),
        );
        return { ok: true, value: undefined };
      } catch (error) {
        if (readAwsError(error).code === 'MonitoringSubscriptionAlreadyExists') return { ok: true, value: undefined };
        return explainAwsError(error, { service: 'CloudFront', action: writeActions.metrics });
      }
    },
  };

  /** The name of the source. AWS takes one source for each distribution, and somebody else may have made it. */
  async function putSource({ id, arn }: Pick<Distribution, 'id' | 'arn'>, logType: string): Promise<string> {
    const name = `cf-clone-${id}-${logType}`;
    try {
      await logs.send(new PutDeliverySourceCommand({ name, resourceArn: arn, logType }));
      return name;
    } catch (error) {
      if (readAwsError(error).code !== conflict) throw error;
      const existing = await findSource(arn, logType);
      if (existing === undefined) throw error;
      return existing;
    }
  }

  async function findSource(arn: string, logType: string): Promise<string | undefined> {
    for await (const { deliverySources } of paginateDescribeDeliverySources({ client: logs, pageSize: 50 }, {})) {
      const found = deliverySources?.find((one) => one.logType === logType && one.resourceArns?.includes(arn));
      if (found?.name) return found.name;
    }
    return undefined;
  }

  async function isThere({ arn }: Pick<Distribution, 'arn'>, { destination }: LogDelivery): Promise<boolean> {
    const found = await listLogDeliveries(logs).catch(() => undefined);
    return found?.get(arn)?.some((one) => one.destination === destination) ?? false;
  }
}
