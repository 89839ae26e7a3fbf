// The configuration of a clone while it is undone: without its aliases and disabled, and exactly as it was again.
import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import { digest } from '../digest.js';

/** What an undo changes of a configuration, and a restore brings back. */
export interface ServedState {
  readonly aliases: readonly string[];
  readonly isEnabled: boolean;
}

export function readServedState(config: DistributionConfig): ServedState {
  return { aliases: config.Aliases?.Items ?? [], isEnabled: config.Enabled !== false };
}

/**
 * Both changes in one update: a disabled distribution that still has the alias stops that name even where the wildcard of
 * another one matches (Developer Guide, "Delete a distribution").
 */
export function switchOff(config: DistributionConfig): DistributionConfig {
  return { ...config, Aliases: { Quantity: 0 }, Enabled: false };
}

export function switchOn(config: DistributionConfig, { aliases, isEnabled }: ServedState): DistributionConfig {
  const items = aliases.length > 0 ? { Items: [...aliases] } : {};
  return { ...config, Aliases: { Quantity: aliases.length, ...items }, Enabled: isEnabled };
}

export function isOff(config: DistributionConfig): boolean {
  const { aliases, isEnabled } = readServedState(config);
  return !isEnabled && aliases.length === 0;
}

export function isServedAs(config: DistributionConfig, { aliases, isEnabled }: ServedState): boolean {
  const now = readServedState(config);
  return now.isEnabled === isEnabled && [...now.aliases].sort().join(' ') === [...aliases].sort().join(' ');
}

/**
 * Tells whether anything but the aliases and Enabled was changed. CloudFront may leave out what is empty, so an empty
 * member counts like a missing one.
 */
export function fingerprintConfig({ Aliases: _aliases, Enabled: _enabled, ...rest }: DistributionConfig): string {
  return digest(dropEmpty(rest)).slice(0, 32);
}

function dropEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropEmpty);
  if (typeof value !== 'object' || value === null) return value === '' ? undefined : value;
  const members = Object.entries(value).map(([name, member]) => [name, dropEmpty(member)] as const);
  const kept = members.filter(([, member]) => member !== undefined && !(Array.isArray(member) && member.length === 0));
  if (kept.length === 0 || (kept.length === 1 && kept[0]?.[0] === 'Quantity' && kept[0][1] === 0)) return undefined;
  return Object.fromEntries(kept);
}
