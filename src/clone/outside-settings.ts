// Settings of a distribution that CloudFront keeps outside its configuration: a clone does not get them. What the plan
// knows of them, and what counts when two plans are compared.
import type { Refusal } from './outcome.js';
import type { Distribution, Pause, Result } from './ports.js';

/** In the order in which people miss them: a site without its access log is noticed first. */
export const outsideSettings = ['logs', 'metrics', 'shield', 'pricing plan'] as const;
export type OutsideSetting = (typeof outsideSettings)[number];

/** One delivery of standard logs v2, apart from the distribution that it is for. */
export interface LogDelivery {
  /** `ACCESS_LOGS`, or another type that CloudFront sends. */
  readonly logType: string;
  /** ARN of the delivery destination of CloudWatch Logs, in this account or another. */
  readonly destination: string;
  /** `S3`, `CWL` or `FH`; empty where AWS does not say. */
  readonly destinationType: string;
  readonly recordFields?: readonly string[];
  readonly fieldDelimiter?: string;
  readonly s3?: { readonly suffixPath?: string; readonly enableHiveCompatiblePath?: boolean };
}

/** What the reference has outside its configuration. A member is undefined where AWS did not say. */
export interface OutsideSettings {
  readonly logs: readonly LogDelivery[] | undefined;
  readonly hasMetrics: boolean | undefined;
  readonly isProtected: boolean | undefined;
  /** The tier of its flat-rate plan; empty without one. */
  readonly pricingPlan: string | undefined;
}

/** A setting that this call may not read. It is said at the start and in the status, not on each card. */
export interface DeniedRead {
  readonly setting: OutsideSetting;
  readonly action: string;
}

/** Reads for advice: each answers undefined when AWS does not say, and never throws. */
export interface OutsideReads {
  /** The deliveries of one distribution. */
  readLogs(arn: string): Promise<readonly LogDelivery[] | undefined>;
  hasMetrics(id: string): Promise<boolean | undefined>;
  isProtected(arn: string): Promise<boolean | undefined>;
  readPricingPlan(arn: string): Promise<string | undefined>;
  /** What the role may not read, as far as AWS has said so to this process. */
  listDenied(): readonly DeniedRead[];
}

export const nothingKnown: OutsideSettings = {
  logs: undefined,
  hasMetrics: undefined,
  isProtected: undefined,
  pricingPlan: undefined,
};

/** Milliseconds that a plan waits for these reads once it has everything else. */
const graceMs = 500;

/**
 * Reads what the reference has, beside the other reads of a plan. The plan takes what is there when it has everything
 * else, and a little later at the most: no plan fails or takes long for this.
 */
export function readOutside(
  reads: OutsideReads,
  reading: Promise<Result<Distribution> | Refusal>,
  pause: Pause,
): { readonly settle: () => Promise<OutsideSettings> } {
  const known: { -readonly [K in keyof OutsideSettings]: OutsideSettings[K] } = { ...nothingKnown };
  const all = reading.then(async (found) => {
    if (!found.ok) return;
    const { id, arn } = found.value;
    await Promise.all([
      reads.readLogs(arn).then((logs) => Object.assign(known, { logs })),
      reads.hasMetrics(id).then((hasMetrics) => Object.assign(known, { hasMetrics })),
      reads.isProtected(arn).then((isProtected) => Object.assign(known, { isProtected })),
      reads.readPricingPlan(arn).then((pricingPlan) => Object.assign(known, { pricingPlan })),
    ]);
  });
  // A fault of a read is no fault of the plan.
  const done = all.catch(() => undefined);
  return {
    settle: async () => {
      await Promise.race([done, pause(graceMs)]);
      return { ...known };
    },
  };
}
