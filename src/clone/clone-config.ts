// The clone's configuration while it is decided: the reference's, edited, and which of its origins were replaced.
import type { CacheBehavior, DefaultCacheBehavior, DistributionConfig } from '@aws-sdk/client-cloudfront';
import type { OriginKind } from './origin.js';

/** A configuration without its CallerReference, which belongs to the one who creates, not to the plan. */
export type CloneConfig = Omit<DistributionConfig, 'CallerReference'>;

export interface ReplacedOrigin {
  readonly id: string;
  readonly oldHost: string;
  readonly newHost: string;
  readonly oldKind: OriginKind;
  readonly newKind: OriginKind;
  /** The one that DefaultCacheBehavior leads to; others are replaced because they have the same old host. */
  readonly isMain: boolean;
}

/** The default behavior and all others, in their order. */
export function listBehaviors(config: CloneConfig): (DefaultCacheBehavior | CacheBehavior)[] {
  return [
    ...(config.DefaultCacheBehavior ? [config.DefaultCacheBehavior] : []),
    ...(config.CacheBehaviors?.Items ?? []),
  ];
}

/** Behaviors that lead to one of these origins, directly or through an origin group. */
export function listBehaviorsOf(
  config: CloneConfig,
  originIds: readonly string[],
): (DefaultCacheBehavior | CacheBehavior)[] {
  const groups = (config.OriginGroups?.Items ?? []).filter(({ Members }) =>
    Members?.Items?.some(({ OriginId }) => originIds.includes(OriginId ?? '')),
  );
  const targets = new Set([...originIds, ...groups.map(({ Id }) => Id ?? '')]);
  return listBehaviors(config).filter(({ TargetOriginId }) => targets.has(TargetOriginId ?? ''));
}
