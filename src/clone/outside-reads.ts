// Reads what a reference has outside its configuration, beside the other reads of a plan.
import {
  type LogDelivery,
  nothingKnown,
  type OutsideFindings,
  type OutsideSetting,
  type OutsideSettings,
  outsideSettings,
  toMarks,
} from './outside-settings.js';
import type { Distribution, Pause } from './ports.js';

/** A setting that the role may not read. It is not said on each card. */
export interface DeniedRead {
  readonly setting: OutsideSetting;
  /** The IAM actions that it needs. */
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

/** Milliseconds that a plan waits for these reads once it has everything else. */
const graceMs = 500;

/**
 * Starts as soon as the reference is found. `settle` gives what is there when the plan has everything else, or a little
 * later, but not where the plan is hurried: no plan fails or takes long for these reads.
 */
export function readOutside(
  reads: OutsideReads,
  finding: Promise<Pick<Distribution, 'id' | 'arn'> | undefined>,
  pause: Pause,
): { readonly settle: (options?: { readonly isHurried: boolean }) => Promise<OutsideFindings> } {
  const known: { -readonly [Member in keyof OutsideSettings]: OutsideSettings[Member] } = { ...nothingKnown };
  const all = finding.then(async (found) => {
    if (!found) return;
    const { id, arn } = found;
    await Promise.all([
      reads.readLogs(arn).then((logs) => Object.assign(known, { logs })),
      reads.hasMetrics(id).then((hasMetrics) => Object.assign(known, { hasMetrics })),
      reads.isProtected(arn).then((isProtected) => Object.assign(known, { isProtected })),
      reads.readPricingPlan(arn).then((pricingPlan) => Object.assign(known, { pricingPlan })),
    ]);
  });
  // A fault of these reads is no fault of the plan.
  const done = all.catch(() => undefined);
  return {
    settle: async ({ isHurried } = { isHurried: false }) => {
      if (!isHurried) await Promise.race([done, pause(graceMs)]);
      const settings = { ...known };
      const marks = toMarks(settings);
      const denied = reads.listDenied().map(({ setting }) => setting);
      const unread = outsideSettings.filter((setting) => marks[setting] === undefined && !denied.includes(setting));
      return { settings, unread };
    },
  };
}
