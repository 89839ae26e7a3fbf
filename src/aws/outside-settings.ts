// What a distribution has outside its configuration: standard logs v2, additional metrics, Shield Advanced, and a
// flat-rate plan. These are reads for advice, so an error means that AWS does not say. A read that the role is denied is
// not tried again by this process.
import { type CloudFrontClient, GetMonitoringSubscriptionCommand } from '@aws-sdk/client-cloudfront';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DeniedRead, OutsideReads } from '../clone/outside-reads.js';
import type { OutsideSetting } from '../clone/outside-settings.js';
import { createExpiringCache } from '../concurrency/expiring-cache.js';
import { isDenied, readAwsError } from './errors.js';
import { describeProtection, type JsonEndpoints, listSubscriptions } from './json-services.js';
import { listLogDeliveries } from './log-deliveries.js';
import type { SendSigned } from './signed-call.js';

export interface OutsideReadsOptions {
  readonly cloudFront: CloudFrontClient;
  readonly logs: CloudWatchLogsClient;
  readonly send: SendSigned;
  readonly endpoints: JsonEndpoints;
  readonly clock: () => number;
}

/** Each read with the IAM actions that it needs. */
export const readActions = {
  logs: 'logs:DescribeDeliverySources and logs:DescribeDeliveries',
  metrics: 'cloudfront:GetMonitoringSubscription',
  shield: 'shield:DescribeProtection',
  pricing_plan: 'pricingplanmanager:ListSubscriptions',
} as const satisfies Record<OutsideSetting, string>;

/** Milliseconds for which the lists of the whole account are kept, counted from the question. They are advice. */
const listTtlMs = 60_000;
const maxPlanPages = 20;

export function createOutsideReads({ cloudFront, logs, send, endpoints, clock }: OutsideReadsOptions): OutsideReads {
  const denied = new Map<OutsideSetting, DeniedRead>();
  const keep = <T>(load: () => Promise<T>) => {
    const cached = createExpiringCache(load, { ttlMs: listTtlMs, now: clock, isCacheable: () => true });
    return () => cached('all');
  };
  const listDeliveries = keep(() => listLogDeliveries(logs));
  const listPlans = keep(() => listPricingPlans(send, endpoints));

  /** The answer, or undefined where AWS does not say. */
  async function ask<T>(setting: OutsideSetting, read: () => Promise<T>): Promise<T | undefined> {
    if (denied.has(setting)) return undefined;
    try {
      return await read();
    } catch (error) {
      if (isDenied(error)) denied.set(setting, { setting, action: readActions[setting] });
      return undefined;
    }
  }

  return {
    readLogs: (arn) => ask('logs', async () => (await listDeliveries()).get(arn) ?? []),

    hasMetrics: (id) =>
      ask('metrics', () =>
        unless('NoSuchMonitoringSubscription', false, async () => {
          const command = new GetMonitoringSubscriptionCommand({ DistributionId: id });
          const { MonitoringSubscription: found } = await cloudFront.send(command);
          return found?.RealtimeMetricsSubscriptionConfig?.RealtimeMetricsSubscriptionStatus === 'Enabled';
        }),
      ),

    // An account without Shield Advanced gets the same answer as one that does not protect this resource.
    isProtected: (arn) =>
      ask('shield', () =>
        unless('ResourceNotFoundException', false, async () => {
          await describeProtection(send, endpoints, arn);
          return true;
        }),
      ),

    readPricingPlan: (arn) => ask('pricing_plan', async () => (await listPlans()).get(arn) ?? ''),

    listDenied: () => [...denied.values()],
  };
}

/** What AWS answers with this code is no error here. */
async function unless<T>(code: string, value: T, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (readAwsError(error).code === code) return value;
    throw error;
  }
}

/** The tier of each resource that is on a plan (ListSubscriptions). A plan that failed covers nothing. */
async function listPricingPlans(send: SendSigned, endpoints: JsonEndpoints): Promise<ReadonlyMap<string, string>> {
  const tiers = new Map<string, string>();
  let nextToken: string | undefined;
  for (let page = 0; page < maxPlanPages; page += 1) {
    const answer = await listSubscriptions(send, endpoints, nextToken);
    for (const { planTier, status, resourceArns } of answer.subscriptionSummaries) {
      if (status !== 'FAILED') for (const arn of resourceArns) tiers.set(arn, planTier);
    }
    nextToken = answer.nextToken ?? undefined;
    if (nextToken === undefined) return tiers;
  }
  throw new Error(`There are more than ${maxPlanPages} pages.`);
}
