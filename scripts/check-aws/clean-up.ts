// Deletes what the check created. CloudFront deletes a distribution only once it is deployed, so this waits.
import { DeleteDistributionCommand } from '@aws-sdk/client-cloudfront';
import type { Pause } from '../../src/clone/ports.js';
import { findCandidates, readOwner, type Wanted } from './find-made.js';
import type { Report } from './report.js';
import type { Made, Target } from './session.js';

export interface CleanUp extends Wanted {
  readonly target: Target;
  readonly made: Made;
  readonly now: () => Date;
  readonly pause: Pause;
  readonly report: Report;
}

/** CloudFront names no time for a deployment. It takes minutes. */
const maxWaitMs = 40 * 60_000;
const pollMs = 15_000;
/** After this time the lists show a distribution whose create had no answer. */
const settleMs = 60_000;

/** `other`: it is not the check's own, and nobody has to hear of it. */
type State = 'deleted' | 'gone' | 'other' | 'waiting' | { readonly left: string };

/** Whether nothing is left that it may delete. */
export async function cleanUp(work: CleanUp): Promise<boolean> {
  const { target, made, now, pause, report, run } = work;
  const deadlineMs = now().getTime() + maxWaitMs;
  const left = new Map<string, string>();
  const done = new Set<string>();
  let deleted = 0;
  let problems: readonly string[] = [];
  let hasSettled = !made.isAnyUnanswered;
  let isListed = false;
  let open: readonly string[] = [...made.createdAtMs.keys()];

  for (;;) {
    // The account's list may be long, so it is read at first, and again when nothing has to be waited for.
    if (open.length === 0 || !isListed) {
      const found = await findCandidates(target, work);
      problems = found.problems;
      isListed = true;
      open = [...new Set([...open, ...found.ids])].filter((id) => !done.has(id) && !left.has(id));
      if (open.length === 0 && hasSettled) break;
    }
    const waiting: string[] = [];
    for (const id of open) {
      const state = await remove(work, id);
      if (state === 'waiting') waiting.push(id);
      else if (typeof state === 'object') left.set(id, state.left);
      else done.add(id);
      if (state === 'deleted') deleted += 1;
    }
    open = waiting;
    if (now().getTime() >= deadlineMs) {
      for (const id of open) left.set(id, `not deleted within ${maxWaitMs / 60_000} minutes`);
      break;
    }
    if (open.length > 0) await pause(pollMs);
    else if (!hasSettled) {
      await pause(settleMs);
      hasSettled = true;
    }
  }

  const detail = [
    `${deleted} deleted`,
    ...[...left].map(([id, why]) => `${id} is left: ${why}`),
    ...problems,
    ...(left.size + problems.length > 0 ? ['run it again with --clean'] : []),
  ];
  const isClean = left.size === 0 && problems.length === 0;
  const name = run === undefined ? 'distributions of earlier runs' : 'distributions of this run';
  if (run !== undefined || deleted > 0 || !isClean) {
    report.add({ part: 'cleanup', name, verdict: isClean ? 'ok' : 'failed', detail: detail.join(' · ') });
  }
  return isClean;
}

async function remove({ target, made, now, report, ...wanted }: CleanUp, id: string): Promise<State> {
  const found = await target.distributions.read(id);
  if (!found.ok) {
    if (found.outcome === 'reference_not_found') return 'gone';
    return found.outcome === 'access_denied' ? { left: 'GetDistribution is denied' } : 'waiting';
  }
  const owner = await readOwner(target, found.value, wanted);
  // What this run created has its tag. Anything else that has not was only named like it.
  if (owner === 'other' && !made.createdAtMs.has(id)) return 'other';
  if (owner === 'other') return { left: 'it has no tag of this check any more' };
  if (owner === 'unclear') return 'waiting';
  if (owner !== 'own') return { left: owner.problem };
  if (found.value.config.Enabled === true) return { left: 'somebody enabled it' };
  if (found.value.status !== 'Deployed') return 'waiting';
  const createdAtMs = made.createdAtMs.get(id);
  if (createdAtMs !== undefined && !isMeasured(report)) {
    const seconds = Math.round((now().getTime() - createdAtMs) / 1_000);
    report.add({ part: 'lag', name: deployedName, verdict: 'measured', detail: `within ${seconds} s` });
  }
  try {
    await target.cloudFront.send(new DeleteDistributionCommand({ Id: id, IfMatch: found.value.etag }));
    return 'deleted';
  } catch (error) {
    const { code } = target.program.readAwsError(error);
    return target.program.isDenied(error) ? { left: `DeleteDistribution: ${code}` } : 'waiting';
  }
}

const deployedName = 'create → Deployed, the first that was seen';

function isMeasured({ rows }: Report): boolean {
  return rows.some(({ name }) => name === deployedName);
}
