// Use case: carries an approved undo as far as it can go now. Whoever looks at a distribution calls it: after the approval,
// on a schedule, and for a replica that died. It reads, decides the next step, carries it out, and reads again.

import type { Refusal } from '../outcome.js';
import type { Distribution, Distributions, Dns, Pause } from '../ports.js';
import type { StopReason } from '../refusals/undo.js';
import { switchOff, switchOn } from './undo-config.js';
import { decideUndoStep, type UndoStep } from './undo-step.js';
import { allUndoTagKeys, type UndoState, writeDeleteAfter } from './undo-tags.js';
import type { UndoAnswer, UndoWrites } from './undo-writes.js';

/** Where an undo stands after a look. */
export type UndoProgress =
  /** No undo is under way. `isOff`: the distribution is disabled and has no alias all the same. */
  | { readonly kind: 'none'; readonly distribution: Distribution }
  | { readonly kind: 'disabling'; readonly state: UndoState }
  /** Disabled everywhere, and restorable until then. */
  | { readonly kind: 'disabled'; readonly state: UndoState; readonly until: Date }
  /** There is no such distribution any more. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'restored'; readonly state: UndoState }
  | { readonly kind: 'stopped'; readonly reason: StopReason }
  /** AWS refused or did not answer. The next look tries again. */
  | { readonly kind: 'blocked'; readonly step: UndoStep['kind'] | 'read'; readonly refusal: Refusal };

export type AdvanceUndo = (id: string) => Promise<UndoProgress>;

export interface AdvanceUndoPorts {
  readonly distributions: Pick<Distributions, 'read' | 'readTags' | 'tag'>;
  readonly writes: UndoWrites;
  readonly dns: Pick<Dns, 'follow'>;
  readonly now: () => Date;
  readonly pause: Pause;
  /** How long a disabled clone can be restored. */
  readonly graceMs: number;
}

/** Each step leads to the next. More than these are a change by somebody else at each moment. */
const maxSteps = 8;
/** Milliseconds after which a write can be read, before anybody says that something was changed by hand. */
const settleMs = 4_000;

export function createAdvanceUndo(ports: AdvanceUndoPorts): AdvanceUndo {
  const { distributions, writes, dns, now, pause, graceMs } = ports;

  async function look(id: string): Promise<{ distribution: Distribution; step: UndoStep } | UndoProgress> {
    const found = await distributions.read(id);
    if (!found.ok) {
      return found.outcome === 'reference_not_found'
        ? { kind: 'gone' }
        : { kind: 'blocked', step: 'read', refusal: found };
    }
    const tags = await distributions.readTags(found.value.arn);
    if (!tags.ok) return { kind: 'blocked', step: 'read', refusal: tags };
    return { distribution: found.value, step: decideUndoStep(found.value, tags.value, now()) };
  }

  /** Undefined: it is done, or another look is needed. */
  async function carryOut(distribution: Distribution, step: UndoStep): Promise<UndoProgress | undefined> {
    const { id, arn, config, etag } = distribution;
    const blocked = (refusal: Refusal): UndoProgress => ({ kind: 'blocked', step: step.kind, refusal });
    switch (step.kind) {
      case 'none':
        return { kind: 'none', distribution };
      case 'disable':
        if (!step.state.isDnsAccepted && (await leadsHere(distribution, step.state)))
          return stop(arn, 'dns_leads_here');
        return explain(await writes.update(id, switchOff(config), etag), blocked);
      case 'await_deployment':
        return { kind: 'disabling', state: step.state };
      case 'start_grace': {
        const tagged = await distributions.tag(arn, [writeDeleteAfter(etag, new Date(now().getTime() + graceMs))]);
        return tagged.ok ? undefined : blocked(tagged);
      }
      case 'await_grace':
        return { kind: 'disabled', state: step.state, until: step.until };
      case 'delete':
        return explain(await writes.remove(id, etag), blocked);
      case 'restore':
        return explain(await writes.update(id, switchOn(config, step.state.before), etag), blocked);
      case 'finish_restore': {
        const untagged = await writes.untag(arn, allUndoTagKeys);
        return untagged.ok ? { kind: 'restored', state: step.state } : blocked(untagged);
      }
      case 'stop': {
        // A read may be older than the last write, and then nobody changed anything.
        await pause(settleMs);
        const again = await look(id);
        if ('kind' in again || again.step.kind !== 'stop') return undefined;
        return stop(arn, again.step.reason);
      }
      default:
        return step satisfies never;
    }
  }

  /** A stopped undo does not go on by itself when somebody changes the distribution back. */
  async function stop(arn: string, reason: StopReason): Promise<UndoProgress> {
    const untagged = await writes.untag(arn, allUndoTagKeys);
    return untagged.ok ? { kind: 'stopped', reason } : { kind: 'blocked', step: 'stop', refusal: untagged };
  }

  async function leadsHere({ domainName }: Distribution, { before }: UndoState): Promise<boolean> {
    const answers = await Promise.all(before.aliases.map((alias) => dns.follow(alias, domainName)));
    return answers.some(({ points }) => points === 'yes');
  }

  return async (id) => {
    let unknown: UndoProgress | undefined;
    for (let count = 0; count < maxSteps; count++) {
      const found = await look(id);
      if ('kind' in found) return found;
      const progress = await carryOut(found.distribution, found.step);
      if (progress?.kind === 'blocked' && progress.refusal.created === 'unknown' && unknown === undefined) {
        // The answer may have been lost, and what was asked for may be done: the next look tells.
        unknown = progress;
        continue;
      }
      if (progress) return progress;
    }
    const found = await look(id);
    return 'kind' in found ? found : (unknown ?? toWaiting(found));
  };
}

function explain(answer: UndoAnswer, blocked: (refusal: Refusal) => UndoProgress): UndoProgress | undefined {
  switch (answer.kind) {
    case 'done':
    case 'moved':
      return undefined;
    case 'gone':
      return { kind: 'gone' };
    case 'unknown':
      return blocked({ ...answer.refusal, created: 'unknown' });
    case 'refused':
      return blocked(answer.refusal);
    default:
      return answer satisfies never;
  }
}

/** Somebody else changes the distribution all the time. The next look goes on. */
function toWaiting({ distribution, step }: { distribution: Distribution; step: UndoStep }): UndoProgress {
  return 'state' in step ? { kind: 'disabling', state: step.state } : { kind: 'none', distribution };
}
