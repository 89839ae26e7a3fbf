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
