// Standard logs v2 of distributions: deliveries of CloudWatch Logs, always in us-east-1 (Developer Guide, "Configure
// standard logging (v2)"). AWS lists all sources and all deliveries of the account and knows no filter.
import {
  type CloudWatchLogsClient,
  type Delivery,
  paginateDescribeDeliveries,
  paginateDescribeDeliverySources,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogDelivery } from '../clone/outside-settings.js';

/** DescribeDeliverySources and DescribeDeliveries give 50 at the most. */
const pageSize = 50;
/** AWS takes 5 of these calls a second, so more pages than this cannot be waited for. */
const maxPages = 80;

/** The deliveries of every distribution, by its ARN. */
export type AccountDeliveries = ReadonlyMap<string, readonly LogDelivery[]>;

/** The two lists are read at the same time. Throws what AWS answers, and where the account has too many to read. */
export async function listLogDeliveries(client: CloudWatchLogsClient): Promise<AccountDeliveries> {
  const [sources, deliveries] = await Promise.all([
    readPages(paginateDescribeDeliverySources({ client, pageSize }, {}), (page) => page.deliverySources),
    readPages(paginateDescribeDeliveries({ client, pageSize }, {}), (page) => page.deliveries),
  ]);
  const found = new Map<string, LogDelivery[]>();
  for (const { name, logType = '', resourceArns = [] } of sources) {
    const own = deliveries.filter(({ deliverySourceName }) => deliverySourceName === name);
    for (const arn of resourceArns) {
      const known = found.get(arn) ?? [];
      found.set(arn, [...known, ...own.map((delivery) => toLogDelivery(logType, delivery))]);
    }
  }
  return found;
}

async function readPages<P, T>(pages: AsyncIterable<P>, toItems: (page: P) => readonly T[] | undefined): Promise<T[]> {
  const items: T[] = [];
  let count = 0;
  for await (const page of pages) {
    items.push(...(toItems(page) ?? []));
    count += 1;
    if (count >= maxPages) throw new Error(`There are more than ${maxPages} pages.`);
  }
  return items;
}

function toLogDelivery(logType: string, delivery: Delivery): LogDelivery {
  const { recordFields, fieldDelimiter, s3DeliveryConfiguration: s3 } = delivery;
  const { suffixPath, enableHiveCompatiblePath } = s3 ?? {};
  return {
    logType,
    destination: delivery.deliveryDestinationArn ?? '',
    destinationType: delivery.deliveryDestinationType ?? '',
    ...(recordFields?.length ? { recordFields } : {}),
    ...(fieldDelimiter ? { fieldDelimiter } : {}),
    ...(s3
      ? {
          s3: {
            ...(suffixPath ? { suffixPath } : {}),
            ...(enableHiveCompatiblePath === undefined ? {} : { enableHiveCompatiblePath }),
          },
        }
      : {}),
  };
}
