// Warnings about what CloudFront keeps outside a distribution's configuration, and the clone therefore will not have.
import type { CloneConfig } from '../clone-config.js';
import { listBehaviors } from '../distribution.js';
import type { LogDelivery, OutsideFindings, OutsideSetting, OutsideStep } from '../outside-settings.js';
import type { FoundWarning, NoFacts } from './found-warning.js';

type Deliveries = { readonly deliveries: readonly Pick<LogDelivery, 'destination' | 'destinationType'>[] };

export interface OutsideSettingFacts {
  access_logs_left_out: Deliveries;
  /** The bot creates them for the clone. */
  access_logs_planned: Deliveries;
  metrics_left_out: NoFacts;
  metrics_planned: NoFacts;
  protection_left_out: NoFacts;
  pricing_plan_left_out: { readonly tier: string };
  /** What a plan keeps for one distribution, and the clone would share. */
  pricing_plan_sharing: { readonly shared: readonly ('web ACL' | 'CloudFront functions')[] };
  outside_settings_unknown: { readonly settings: readonly OutsideSetting[] };
}

/** `copies`: what the bot creates for the clone after the create. */
export function warnAboutOutsideSettings(
  reference: CloneConfig,
  { settings, unread }: OutsideFindings,
  copies: readonly OutsideStep[],
): FoundWarning<OutsideSettingFacts>[] {
  const { logs = [], hasMetrics, isProtected, pricingPlan } = settings;
  const found: FoundWarning<OutsideSettingFacts>[] = [];
  if (logs.length > 0) {
    const deliveries = logs.map(({ destination, destinationType }) => ({ destination, destinationType }));
    const kind = copies.includes('logs') ? 'access_logs_planned' : 'access_logs_left_out';
    found.push({ kind, facts: { deliveries } });
  }
  if (hasMetrics) found.push({ kind: copies.includes('metrics') ? 'metrics_planned' : 'metrics_left_out', facts: {} });
  if (isProtected) found.push({ kind: 'protection_left_out', facts: {} });
  if (pricingPlan) {
    found.push({ kind: 'pricing_plan_left_out', facts: { tier: pricingPlan } });
    const shared = listShared(reference);
    if (shared.length > 0) found.push({ kind: 'pricing_plan_sharing', facts: { shared } });
  }
  if (unread.length > 0) found.push({ kind: 'outside_settings_unknown', facts: { settings: unread } });
  return found;
}

/** Developer Guide, "CloudFront flat-rate pricing plans": these may serve the distribution of the plan alone. */
function listShared(reference: CloneConfig): ('web ACL' | 'CloudFront functions')[] {
  const hasFunctions = listBehaviors(reference).some((b) => (b.FunctionAssociations?.Items?.length ?? 0) > 0);
  return [
    ...(reference.WebACLId ? ['web ACL' as const] : []),
    ...(hasFunctions ? ['CloudFront functions' as const] : []),
  ];
}
