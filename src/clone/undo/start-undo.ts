// Use cases: begin an approved undo, and ask for its end. Both write tags alone. advance-undo.ts does what the tags say.
import type { Distributions } from '../ports.js';
import type { UndoObstacle } from '../refusals/undo.js';
import type { Result } from '../result.js';
import { toApproval, type UndoPlan } from './prepare-undo.js';
import { isOff } from './undo-config.js';
import { readUndoState, writeRestore, writeUndoApproval } from './undo-tags.js';

export type StartUndo = (
  plan: UndoPlan,
  approval: { readonly where: string; readonly by: string },
) => Promise<Result<'started' | UndoObstacle>>;

export function createStartUndo(distributions: Pick<Distributions, 'readTags' | 'tag'>): StartUndo {
  return async (plan, approval) => {
    const { id, arn } = plan.distribution;
    // Another card may have been approved since the plan was made.
    const tags = await distributions.readTags(arn);
    if (!tags.ok) return tags;
    const state = readUndoState(tags.value);
    if (state === 'unreadable') return { ok: true, value: { kind: 'under_way', id, where: '' } };
    if (state !== undefined && state.where !== approval.where) {
      return { ok: true, value: { kind: 'under_way', id, where: state.where } };
    }
    const wanted = writeUndoApproval(toApproval(plan, approval), tags.value);
    if (wanted === undefined) return { ok: true, value: { kind: 'no_room_for_tags', id } };
    const tagged = await distributions.tag(arn, wanted);
    return tagged.ok ? { ok: true, value: 'started' } : tagged;
  };
}

/** `not_disabled`: there is nothing to restore yet, or nothing any more. */
export type AskRestore = (id: string, by: string) => Promise<Result<'asked' | 'not_disabled'>>;

/**
 * Only a disabled clone is restored. Before that, an update that disables it may be on its way, and only another ETag would
 * stop it.
 */
export function createAskRestore(distributions: Pick<Distributions, 'read' | 'readTags' | 'tag'>): AskRestore {
  return async (id, by) => {
    const found = await distributions.read(id);
    if (!found.ok) return found;
    const tags = await distributions.readTags(found.value.arn);
    if (!tags.ok) return tags;
    const state = readUndoState(tags.value);
    if (state === undefined || state === 'unreadable' || !isOff(found.value.config)) {
      return { ok: true, value: 'not_disabled' };
    }
    const tagged = await distributions.tag(found.value.arn, [writeRestore(by)]);
    return tagged.ok ? { ok: true, value: 'asked' } : tagged;
  };
}
