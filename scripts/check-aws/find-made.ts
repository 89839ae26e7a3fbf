// Finds what the check created: in this run, or in one that was killed.
import { paginateGetResources } from '@aws-sdk/client-resource-groups-tagging-api';
import type { Distribution, Distributions } from '../../src/clone/ports.js';
import { checkPrefix, checkTag } from './samples.js';
import type { Target } from './session.js';

export interface Wanted {
  readonly account: string;
  /** Undefined: of every run. */
  readonly run: string | undefined;
}

/**
 * IDs that may be the check's own. Tags show seconds after a create, and the account's list too; each may know what the
 * other does not. The reasons of reads that failed come along.
 */
export async function findCandidates(
  target: Target,
  { run }: Wanted,
): Promise<{ readonly ids: readonly string[]; readonly problems: readonly string[] }> {
  const ids = new Set<string>();
  const problems: string[] = [];
  const input = {
    ResourceTypeFilters: ['cloudfront:distribution'],
    TagFilters: [{ Key: checkTag, ...(run === undefined ? {} : { Values: [run] }) }],
  };
  try {
    for await (const page of paginateGetResources({ client: target.tagging }, input)) {
      for (const { ResourceARN } of page.ResourceTagMappingList ?? []) {
        const id = ResourceARN?.split('/').at(-1);
        if (id) ids.add(id);
      }
    }
  } catch (error) {
    problems.push(`GetResources: ${target.program.readAwsError(error).code}`);
  }
  const listed = await target.distributions.list();
  if (!listed.ok) problems.push(`ListDistributions: ${listed.outcome}`);
  const prefix = `${checkPrefix}${run ?? ''}`;
  for (const { id, comment, aliases } of listed.ok ? listed.value : []) {
    if ([comment, ...aliases].some((text) => text.startsWith(prefix))) ids.add(id);
  }
  return { ids: [...ids], problems };
}

/** `unclear`: AWS did not say now, and may say later. */
export type Owner = 'own' | 'other' | 'unclear' | { readonly problem: string };

/**
 * Whether a distribution is the check's own: in the account that was named, with the tag of a run, and with a
 * CallerReference of that same run. Anybody may add the tag to a distribution, but nobody can change its CallerReference.
 */
export async function readOwner(
  { distributions }: { readonly distributions: Pick<Distributions, 'readTags'> },
  { arn, config }: Pick<Distribution, 'arn' | 'config'>,
  { account, run }: Wanted,
): Promise<Owner> {
  if (arn.split(':')[4] !== account) return { problem: 'it is in another account' };
  const tags = await distributions.readTags(arn);
  if (!tags.ok) return tags.outcome === 'access_denied' ? { problem: 'ListTagsForResource is denied' } : 'unclear';
  const taggedRun = tags.value.find(({ Key }) => Key === checkTag)?.Value;
  if (!taggedRun || (run !== undefined && taggedRun !== run)) return 'other';
  return config.CallerReference?.startsWith(`${checkPrefix}${taggedRun}-`) ? 'own' : 'other';
}
