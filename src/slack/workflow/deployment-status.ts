// How often a deployment is looked at, and what CloudFront says of several. Clones, cards of several clones, and bulks are
// tracked so.
import { mapConcurrently } from '../../concurrency/map-concurrently.js';
import type { AwsReads } from '../context.js';

const firstWaitMs = 5_000;
const maxWaitMs = 60_000;
const waitGrowthFactor = 1.5;
const maxConcurrentReads = 5;

/** A deployment takes minutes; what takes so long is CloudFront's to explain. */
export const maxTrackingMs = 6 * 3_600_000;

/** Milliseconds before the next look. They grow. `attempts`: looks so far. */
export function toTrackingWaitMs(attempts: number): number {
  return Math.min(firstWaitMs * waitGrowthFactor ** attempts, maxWaitMs);
}

export interface DeploymentStatuses {
  readonly deployed: ReadonlySet<string>;
  /** There is no such distribution any more. */
  readonly gone: ReadonlySet<string>;
}

/** `ids`: of distributions. One that CloudFront does not answer for is in neither set. */
export async function readStatuses(
  { distributions }: Pick<AwsReads, 'distributions'>,
  ids: readonly string[],
): Promise<DeploymentStatuses> {
  const deployed = new Set<string>();
  const gone = new Set<string>();
  const read = async (id: string) => ({ id, found: await distributions.read(id) });
  for await (const { id, found } of mapConcurrently(ids, maxConcurrentReads, read)) {
    if (found.ok && found.value.status === 'Deployed') deployed.add(id);
    else if (!found.ok && found.outcome === 'reference_not_found') gone.add(id);
  }
  return { deployed, gone };
}
