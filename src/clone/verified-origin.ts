// Which origin of a distribution answers for a path: by the first behavior whose pattern matches (Developer Guide, "Path
// pattern"), and through the first member of an origin group.
import type { CacheBehavior, DefaultCacheBehavior } from '@aws-sdk/client-cloudfront';
import type { CloneConfig } from './clone-config.js';
import { listLegacyHostHeaders, readPolicyForwarding } from './host-header.js';
import { classifyOrigin, type OriginKind } from './origin.js';

export interface VerifiedOrigin {
  readonly host: string;
  readonly kind: OriginKind;
  /** Whether the viewer's Host reaches it; undefined if a policy decides that this code does not know. */
  readonly forwardsHost: boolean | undefined;
}

export function findVerifiedOrigin(config: CloneConfig, path: string): VerifiedOrigin | undefined {
  const behavior = findBehavior(config, path);
  const target = behavior?.TargetOriginId;
  const group = config.OriginGroups?.Items?.find(({ Id }) => Id === target);
  const originId = group ? group.Members?.Items?.[0]?.OriginId : target;
  const origin = config.Origins?.Items?.find(({ Id }) => Id === originId);
  if (!behavior || !origin) return undefined;
  return {
    host: (origin.DomainName ?? '').toLowerCase(),
    kind: classifyOrigin(origin),
    forwardsHost: readForwarding(behavior),
  };
}

function findBehavior(config: CloneConfig, path: string): DefaultCacheBehavior | CacheBehavior | undefined {
  const [pathname = ''] = path.split('?');
  const matching = config.CacheBehaviors?.Items?.find(({ PathPattern }) => matchesPattern(PathPattern ?? '', pathname));
  return matching ?? config.DefaultCacheBehavior;
}

/** `*` stands for any characters, `?` for one; the slash at the start may be left out. Patterns are case-sensitive. */
export function matchesPattern(pattern: string, path: string): boolean {
  const wanted = pattern.startsWith('/') ? pattern : `/${pattern}`;
  let start = 0;
  const pieces = wanted.split('*');
  for (const [index, piece] of pieces.entries()) {
    const isLast = index === pieces.length - 1;
    const at = isLast && index > 0 ? path.length - piece.length : findPiece(path, piece, start, index === 0);
    if (at < start || !equalsPiece(path, piece, at)) return false;
    start = at + piece.length;
  }
  return start === path.length;
}

function findPiece(path: string, piece: string, from: number, isAnchored: boolean): number {
  const last = isAnchored ? from : path.length - piece.length;
  for (let at = from; at <= last; at++) if (equalsPiece(path, piece, at)) return at;
  return -1;
}

function equalsPiece(path: string, piece: string, at: number): boolean {
  if (at + piece.length > path.length) return false;
  for (let index = 0; index < piece.length; index++) {
    if (piece[index] !== '?' && piece[index] !== path[at + index]) return false;
  }
  return true;
}

function readForwarding(behavior: DefaultCacheBehavior | CacheBehavior): boolean | undefined {
  const { CachePolicyId, OriginRequestPolicyId } = behavior;
  if (listLegacyHostHeaders(behavior).length > 0) return true;
  const policies = [CachePolicyId, OriginRequestPolicyId].filter((id) => id !== undefined && id !== '');
  const answers = policies.map((id) => readPolicyForwarding(id ?? '', new Map()));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}
