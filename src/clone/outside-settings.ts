// Settings of a distribution that CloudFront keeps outside its configuration: a clone does not get them. What the plan
// knows of them, and what counts when a plan is made again.
import { digest } from './digest.js';

/** In the order in which people miss them: a site without its access log is noticed first. */
export const outsideSettings = ['logs', 'metrics', 'shield', 'pricing_plan'] as const;
export type OutsideSetting = (typeof outsideSettings)[number];

/** Those that the bot can create for the clone, where AUTOMATE says so. */
export const outsideSteps = ['logs', 'metrics'] as const satisfies readonly OutsideSetting[];
export type OutsideStep = (typeof outsideSteps)[number];

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

export const nothingKnown: OutsideSettings = {
  logs: undefined,
  hasMetrics: undefined,
  isProtected: undefined,
  pricingPlan: undefined,
};

/** What was found in time. */
export interface OutsideFindings {
  readonly settings: OutsideSettings;
  /** What AWS did not say, though the role may read it as far as anybody knows. */
  readonly unread: readonly OutsideSetting[];
}

/**
 * The settings as short texts that can be compared and kept on a card: empty where the reference has no such setting, left
 * out where nobody knows.
 */
export type OutsideMarks = { readonly [Setting in OutsideSetting]?: string | undefined };

export function toMarks({ logs, hasMetrics, isProtected, pricingPlan }: OutsideSettings): OutsideMarks {
  return {
    ...(logs ? { logs: markLogs(logs) } : {}),
    ...(hasMetrics === undefined ? {} : { metrics: hasMetrics ? 'on' : '' }),
    ...(isProtected === undefined ? {} : { shield: isProtected ? 'on' : '' }),
    ...(pricingPlan === undefined ? {} : { pricing_plan: pricingPlan }),
  };
}

/** Tells deliveries apart by where they lead and what they write. */
export function markLogs(logs: readonly LogDelivery[]): string {
  return logs.length === 0 ? '' : digest(logs).slice(0, 16);
}

/**
 * What counts when a plan is made again for a card. A read can fail for a moment, so what is unknown now counts as the
 * card has shown it, and what the card has not shown does not count at all.
 */
export function settleMarks(now: OutsideMarks, shown: OutsideMarks | undefined): OutsideMarks {
  if (!shown) return now;
  const settled: { [Setting in OutsideSetting]?: string } = {};
  for (const setting of outsideSettings) {
    const before = shown[setting];
    if (before !== undefined) settled[setting] = now[setting] ?? before;
  }
  return settled;
}
