// What an account has beside the configurations of its distributions: deliveries of access logs, protections of Shield
// Advanced, and flat-rate plans.

import { z } from 'zod';

export const logDestinationSeedSchema = z.object({
  arn: z.string().regex(/^arn:aws:logs:us-east-1:\d{12}:delivery-destination:[\w-]{1,60}$/),
  type: z.enum(['S3', 'CWL', 'FH']).default('S3'),
});

export const s3ConfigurationSchema = z.object({
  suffixPath: z.string().optional(),
  enableHiveCompatiblePath: z.boolean().optional(),
});

/** A source with its deliveries, in the form in which somebody writes them down. */
export const logSourceSeedSchema = z.object({
  name: z.string().regex(/^[\w-]{1,60}$/),
  resourceArn: z.string(),
  logType: z.string().default('ACCESS_LOGS'),
  deliveries: z
    .array(
      z.object({
        destinationArn: z.string(),
        recordFields: z.array(z.string()).default([]),
        fieldDelimiter: z.string().optional(),
        s3: s3ConfigurationSchema.optional(),
      }),
    )
    .default([]),
});

/** SubscriptionSummary of the Pricing Plan Manager. */
export const pricingPlanSeedSchema = z.object({
  tier: z.enum(['FREE', 'PRO', 'BUSINESS', 'PREMIUM']),
  status: z.enum(['PENDING_APPROVAL', 'ACTIVE', 'SYNC_IN_PROGRESS', 'FAILED']).default('ACTIVE'),
  resourceArns: z.array(z.string()).min(1).max(10),
});

export const outsideSeedSchema = z.object({
  logDestinations: z.array(logDestinationSeedSchema).default([]),
  logSources: z.array(logSourceSeedSchema).default([]),
  /** ARNs of what Shield Advanced protects. */
  protections: z.array(z.string()).default([]),
  pricingPlans: z.array(pricingPlanSeedSchema).default([]),
});

export type OutsideSeed = z.input<typeof outsideSeedSchema>;
type Parsed = z.output<typeof outsideSeedSchema>;

export interface StoredLogSource {
  readonly name: string;
  readonly resourceArn: string;
  readonly logType: string;
  tags: Readonly<Record<string, string>>;
}

export interface StoredDelivery {
  readonly id: string;
  readonly sourceName: string;
  readonly destinationArn: string;
  readonly recordFields: readonly string[];
  readonly fieldDelimiter: string | undefined;
  readonly s3: z.output<typeof s3ConfigurationSchema> | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export class OutsideState {
  readonly destinations = new Map<string, Parsed['logDestinations'][number]>();
  readonly sources = new Map<string, StoredLogSource>();
  readonly protections = new Set<string>();
  deliveries: StoredDelivery[] = [];
  plans: Parsed['pricingPlans'] = [];
  #count = 0;

  /** Forgets everything and puts in what the seed says; none of the rules of AWS are asked. */
  reset(seed: OutsideSeed = {}): void {
    const { logDestinations, logSources, protections, pricingPlans } = outsideSeedSchema.parse(seed);
    for (const map of [this.destinations, this.sources, this.protections]) map.clear();
    this.deliveries = [];
    this.plans = pricingPlans;
    for (const destination of logDestinations) this.destinations.set(destination.arn, destination);
    for (const arn of protections) this.protections.add(arn);
    for (const { deliveries, ...source } of logSources) {
      this.sources.set(source.name, { ...source, tags: {} });
      for (const { destinationArn, recordFields, fieldDelimiter, s3 } of deliveries) {
        this.addDelivery({ sourceName: source.name, destinationArn, recordFields, fieldDelimiter, s3, tags: {} });
      }
    }
  }

  addDelivery(delivery: Omit<StoredDelivery, 'id'>): StoredDelivery {
    this.#count += 1;
    const added = { ...delivery, id: `delivery${String(this.#count).padStart(8, '0')}` };
    this.deliveries.push(added);
    return added;
  }
}
