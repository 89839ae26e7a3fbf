// Decides what comes next for a distribution whose undo was approved. Pure: the distribution, its tags, and the time go in.
// Every step can be repeated, and whoever looks decides the same. CloudFront settles races: each write names the ETag that it
// is for, so of a delete and a restore at the same moment one is refused.
import type { Tag } from '@aws-sdk/client-cloudfront';
import type { Distribution } from '../ports.js';
import type { StopReason } from '../refusals/undo.js';
import { isOwnClone } from './own-clone.js';
import { fingerprintConfig, isOff, isServedAs } from './undo-config.js';
import { readUndoState, type UndoState } from './undo-tags.js';

export type UndoStep =
  /** No undo was approved, or it was restored. */
  | { readonly kind: 'none' }
  | { readonly kind: 'disable'; readonly state: UndoState }
  /** Disabled, and not everywhere yet. */
  | { readonly kind: 'await_deployment'; readonly state: UndoState }
  | { readonly kind: 'start_grace'; readonly state: UndoState }
  | { readonly kind: 'await_grace'; readonly state: UndoState; readonly until: Date }
  | { readonly kind: 'delete'; readonly state: UndoState }
  | { readonly kind: 'restore'; readonly state: UndoState }
  /** It serves as before. The tags of the undo are to be removed. */
  | { readonly kind: 'finish_restore'; readonly state: UndoState }
  | { readonly kind: 'stop'; readonly reason: StopReason };

export function decideUndoStep(distribution: Distribution, tags: readonly Tag[], now: Date): UndoStep {
  const { config, etag, status } = distribution;
  const state = readUndoState(tags);
  if (state === undefined) return { kind: 'none' };
  if (!isOwnClone(config.CallerReference, tags)) return { kind: 'stop', reason: 'not_ours' };
  if (state === 'unreadable') return { kind: 'stop', reason: 'tags_changed' };
  const isUnchanged = fingerprintConfig(config) === state.fingerprint;
  if (!isUnchanged) return { kind: 'stop', reason: 'changed_by_hand' };
  if (state.restoredBy !== undefined) {
    if (isServedAs(config, state.before)) return { kind: 'finish_restore', state };
    return isOff(config) ? { kind: 'restore', state } : { kind: 'stop', reason: 'changed_by_hand' };
  }
  if (isOff(config)) {
    if (status !== 'Deployed') return { kind: 'await_deployment', state };
    if (state.deleteAfter?.etag !== etag) return { kind: 'start_grace', state };
    const until = state.deleteAfter.at;
    return now < until ? { kind: 'await_grace', state, until } : { kind: 'delete', state };
  }
  const isAsApproved = etag === state.etag && isServedAs(config, state.before);
  return isAsApproved ? { kind: 'disable', state } : { kind: 'stop', reason: 'changed_by_hand' };
}
