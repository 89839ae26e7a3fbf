// Origin access controls: which hosts need one, and which of the account's fits. Without one CloudFront signs no request,
// and a private bucket, function URL, or media endpoint answers 403. API: OriginAccessControlConfig.
import { createHash } from 'node:crypto';
import type { Origin } from '@aws-sdk/client-cloudfront';
import type { CloneConfig, ReplacedOrigin } from './clone-config.js';
import type { OriginKind } from './origin.js';

/** OriginAccessControlOriginType. */
export type AccessControlType = 's3' | 'lambda' | 'mediapackagev2' | 'mediastore';

export interface AccessControl {
  readonly id: string;
  readonly name: string;
  readonly type: AccessControlType;
  /** SigningBehavior `always`: the only one that does not depend on what viewers send. */
  readonly signsAlways: boolean;
}

/** The access control that a replaced origin got, which its reference did not have. */
export interface ChosenAccessControl {
  readonly originId: string;
  readonly host: string;
  readonly id: string;
  readonly name: string;
}

/** An access control of the bot's own. Its name follows from the host, so that a repeated request finds it again. */
export interface PlannedAccessControl {
  readonly originId: string;
  readonly host: string;
  readonly type: AccessControlType;
  readonly name: string;
  /** Undefined until it was created. */
  readonly id: string | undefined;
}

export interface AccessDecision {
  readonly config: CloneConfig;
  readonly chosen: readonly ChosenAccessControl[];
  /** Those that the bot creates at the approval, or created for the same host before. */
  readonly planned: readonly PlannedAccessControl[];
  /** Replaced origins that need an access control and have none. */
  readonly missing: readonly { readonly originId: string; readonly host: string; readonly type: AccessControlType }[];
}

const typeOfKind: Partial<Record<OriginKind, AccessControlType>> = {
  s3: 's3',
  'lambda-url': 'lambda',
  'mediapackage-v2': 'mediapackagev2',
  mediastore: 'mediastore',
};

/** 40 characters at the most; OriginAccessControlConfig takes 64. */
export function nameAccessControl(type: AccessControlType, host: string): string {
  return `cf-clone-${type}-${createHash('sha256').update(host).digest('hex').slice(0, 16)}`;
}

/** Whether any replaced origin is of a kind that needs signed requests and has no way to sign them. */
export function needsAccessControl(config: CloneConfig, replaced: readonly ReplacedOrigin[]): boolean {
  return listUnsigned(config, replaced).length > 0;
}

/**
 * Attaches a fitting access control of the account to every replaced origin that needs one: one that the distribution
 * uses already, else the first by name. With `createsMissing` the bot creates one where none fits. A copy: the
 * configuration given stays as it is.
 */
export function attachAccessControls(
  config: CloneConfig,
  replaced: readonly ReplacedOrigin[],
  available: readonly AccessControl[],
  createsMissing = false,
): AccessDecision {
  const unsigned = listUnsigned(config, replaced);
  const used = new Set((config.Origins?.Items ?? []).map((origin) => origin.OriginAccessControlId));
  const byName = [...available].sort((a, b) => (a.name < b.name ? -1 : 1));
  const pick = (type: AccessControlType): AccessControl | undefined => {
    const fitting = byName.filter((control) => control.type === type && control.signsAlways);
    return fitting.find(({ id }) => used.has(id)) ?? fitting[0];
  };
  const findOwn = (name: string) => byName.find((control) => control.name === name && control.signsAlways);
  const found = unsigned.map((one) => {
    const name = nameAccessControl(one.type, one.host);
    const own = createsMissing ? findOwn(name) : undefined;
    const control = own ?? pick(one.type);
    return { ...one, name, control, isPlanned: createsMissing && (own !== undefined || control === undefined) };
  });
  const ids = new Map(found.flatMap(({ originId, control }) => (control ? [[originId, control.id] as const] : [])));
  return {
    config: attachByOrigin(config, ids),
    chosen: found.flatMap(({ originId, host, control, isPlanned }) =>
      control && !isPlanned ? [{ originId, host, id: control.id, name: control.name }] : [],
    ),
    planned: found.flatMap(({ originId, host, type, name, control, isPlanned }) =>
      isPlanned ? [{ originId, host, type, name, id: control?.id }] : [],
    ),
    missing: found.flatMap(({ originId, host, type, control, isPlanned }) =>
      control || isPlanned ? [] : [{ originId, host, type }],
    ),
  };
}

/** The configuration with these access controls attached, by origin. */
export function attachByOrigin(config: CloneConfig, ids: ReadonlyMap<string, string>): CloneConfig {
  if (ids.size === 0 || !config.Origins) return config;
  const attach = (origin: Origin): Origin => {
    const id = ids.get(origin.Id ?? '');
    return id === undefined ? origin : { ...origin, OriginAccessControlId: id };
  };
  return { ...config, Origins: { ...config.Origins, Items: config.Origins.Items?.map(attach) } };
}

function listUnsigned(config: CloneConfig, replaced: readonly ReplacedOrigin[]) {
  return (config.Origins?.Items ?? []).flatMap((origin) => {
    const kind = replaced.find(({ id }) => id === origin.Id)?.newKind;
    const type = kind && typeOfKind[kind];
    // A bucket under CustomOriginConfig takes no access control: CloudFront signs only where it has S3OriginConfig.
    const isCustomBucket = kind === 's3' && !origin.S3OriginConfig;
    const hasIdentity = Boolean(origin.S3OriginConfig?.OriginAccessIdentity);
    if (!type || isCustomBucket || hasIdentity || origin.OriginAccessControlId) return [];
    return [{ originId: origin.Id ?? '', host: origin.DomainName ?? '', type }];
  });
}
