// Measures how long reads lag behind a create: from CloudFront's answer to it until a read begins that shows it.
import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import { checkTag } from './samples.js';
import type { Session } from './session.js';

/** Milliseconds before each round of reads. What no read shows after the last one counts as not shown. */
const readDelaysMs = [0, 500, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
const maxLagMs = readDelaysMs.reduce((sum, delayMs) => sum + delayMs);

/** `string`: the read failed, and why. */
export type Sight = 'shown' | 'absent' | { readonly problem: string };

export interface LaggingRead {
  readonly name: string;
  look(): Promise<Sight>;
}

export async function measureLags(session: Session, createdId: string, reads: readonly LaggingRead[]): Promise<void> {
  const createdAtMs = session.made.createdAtMs.get(createdId) ?? session.now().getTime();
  let left = [...reads];
  const problems = new Map<string, string>();
  for (const delayMs of readDelaysMs) {
    if (left.length === 0) return;
    if (delayMs > 0) await session.pause(delayMs);
    session.checkpoint();
    const readAtMs = session.now().getTime();
    const sights = await Promise.all(left.map(async (read) => ({ read, sight: await read.look() })));
    for (const { read, sight } of sights) {
      if (sight === 'shown') session.measure({ name: read.name, detail: `after ${readAtMs - createdAtMs} ms` });
      else if (sight !== 'absent') problems.set(read.name, sight.problem);
    }
    left = sights.filter(({ sight }) => sight !== 'shown').map(({ read }) => read);
  }
  for (const { name } of left) {
    const problem = problems.get(name);
    const detail = `not within ${maxLagMs / 1_000} s${problem ? ` · ${problem}` : ''}`;
    session.measure({ name, detail });
  }
}

/** The reads that a bot and the clean-up make of any distribution. */
export function listReads({ target, names }: Session, what: string, { id }: { readonly id: string }): LaggingRead[] {
  const { distributions, tagging, program } = target;
  return [
    {
      name: `${what} → GetDistribution`,
      look: async () => {
        const found = await distributions.read(id);
        if (found.ok) return 'shown';
        return found.outcome === 'reference_not_found' ? 'absent' : { problem: found.outcome };
      },
    },
    {
      name: `${what} → ListDistributions`,
      look: async () => {
        const found = await distributions.list();
        if (!found.ok) return { problem: found.outcome };
        return found.value.some((summary) => summary.id === id) ? 'shown' : 'absent';
      },
    },
    {
      name: `${what} → GetResources`,
      look: async () => {
        const input = {
          ResourceTypeFilters: ['cloudfront:distribution'],
          TagFilters: [{ Key: checkTag, Values: [names.run] }],
        };
        try {
          const { ResourceTagMappingList = [] } = await tagging.send(new GetResourcesCommand(input));
          return ResourceTagMappingList.some(({ ResourceARN }) => ResourceARN?.endsWith(`/${id}`)) ? 'shown' : 'absent';
        } catch (error) {
          return { problem: program.readAwsError(error).code };
        }
      },
    },
  ];
}

/** ACM names the users of a certificate, and the bot asks about conflicts through one of them. */
export function readUsersOf({ target, certificateArn }: Session, what: string, id: string): LaggingRead {
  return {
    name: `${what} → DescribeCertificate.InUseBy`,
    look: async () => ((await target.certificates.listUsers(certificateArn)).includes(id) ? 'shown' : 'absent'),
  };
}

/** CloudFront hides the start of the ID. */
export function readConflictsOf({ target, names }: Session, what: string, controlId: string): LaggingRead {
  return {
    name: `${what} → ListDomainConflicts`,
    look: async () => {
      const found = await target.distributions.listDomainConflicts(names.cloneDomain, controlId);
      if (!found.ok) return { problem: found.outcome };
      return found.value.some(({ alias }) => alias === names.cloneDomain) ? 'shown' : 'absent';
    },
  };
}
