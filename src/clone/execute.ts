// Use case: an approved plan becomes one distribution, whatever gets lost on the way. The CallerReference is the claim:
// AWS takes it once, so trying again finds what an earlier try made and never makes a second one.

import { quote, type Refusal, refuse } from './outcome.js';
import type { ClonePlan } from './plan.js';
import type { Distribution, Distributions, Pause, Result } from './ports.js';
import { approveTags } from './tags.js';

export interface Approval {
  /** Derived from the card or the Idempotency-Key: the same for every click, every replica and every retry. */
  readonly callerReference: string;
  readonly approvedBy: string;
  readonly card: string;
  /** What a program asked for, as a tag keeps it. */
  readonly request?: string;
}

export type Execution =
  | {
      readonly ok: true;
      readonly distribution: Distribution;
      /** `earlier`: another click, another replica or a try whose answer was lost made it. */
      readonly madeBy: 'us' | 'earlier';
      /** AWS's request ID of the create that was answered. */
      readonly awsRequestId?: string;
    }
  | Refusal;

export type ExecuteClone = (plan: ClonePlan, approval: Approval) => Promise<Execution>;

/** The distribution that was created under this CallerReference for this domain, if there is one. */
export type FindClone = (domain: string, callerReference: string) => Promise<Result<Distribution | undefined>>;

/** Milliseconds before each further try when AWS did not say whether the distribution was created. */
const retryPauses = [1_000, 4_000];
/** A distribution just created may not be readable at once. */
const readPauses = [500, 2_000];

export function makeFindClone(distributions: Pick<Distributions, 'list' | 'read'>): FindClone {
  return async (domain, callerReference) => {
    const list = await distributions.list();
    if (!list.ok) return list;
    for (const { id } of list.value.filter(({ aliases }) => aliases.includes(domain))) {
      const found = await distributions.read(id);
      if (!found.ok) return found;
      if (found.value.config.CallerReference === callerReference) return found;
    }
    return { ok: true, value: undefined };
  };
}

export function makeExecuteClone(distributions: Distributions, pause: Pause): ExecuteClone {
  const findClone = makeFindClone(distributions);
  return async (plan, approval) => {
    const { callerReference } = approval;
    const config = { ...plan.config, CallerReference: callerReference };
    const tags = approveTags(plan.tags, approval);
    let unknown: Refusal | undefined;
    for (const wait of [0, ...retryPauses]) {
      if (wait > 0) await pause(wait);
      const creation = await distributions.create(config, tags);
      switch (creation.kind) {
        case 'created': {
          const { kind: _created, ...answer } = creation;
          return { ok: true, madeBy: 'us', ...answer };
        }
        case 'exists':
          return verify(creation.id, plan.domain, approval);
        case 'alias-taken': {
          const own = await findClone(plan.domain, callerReference);
          if (own.ok && own.value) return { ok: true, distribution: own.value, madeBy: 'earlier' };
          // Without the look, the holder may be our own: claiming that nothing was created could be untrue.
          // After an unknown try the holder may be our own, too new to be listed.
          if (!own.ok) return refuse('unknown_result', { also: creation.refusal.what });
          return unknown ?? (await nameHolder(plan, creation.refusal));
        }
        case 'refused':
          // An earlier try may have been carried out all the same; only its own answer could rule that out.
          return unknown ?? creation.refusal;
        case 'unknown': {
          unknown = creation.refusal;
          const own = await findClone(plan.domain, callerReference);
          if (own.ok && own.value) return { ok: true, distribution: own.value, madeBy: 'earlier' };
          break;
        }
        default:
          return creation satisfies never;
      }
    }
    return unknown ?? refuse('unknown_result');
  };

  /** CreateDistribution does not say who has the alias; the lists may. */
  async function nameHolder(plan: ClonePlan, refusal: Refusal): Promise<Refusal> {
    const list = await distributions.list();
    const own = list.ok ? list.value.find(({ aliases }) => aliases.includes(plan.domain)) : undefined;
    if (own) return { ...refusal, what: `${refusal.what} It is on ${quote(own.id)} of this account.`, holder: own.id };
    const foreign = (await distributions.listForeignHolders(plan.domain, plan.reference.id))?.find(
      ({ alias }) => alias === plan.domain,
    );
    if (!foreign) return refusal;
    const where = `${quote(foreign.distributionId)} in account ${quote(foreign.account ?? 'unknown')}`;
    return { ...refusal, what: `${refusal.what} It is on ${where}.`, holder: foreign.distributionId };
  }

  async function verify(id: string, domain: string, { callerReference, request }: Approval): Promise<Execution> {
    const claim = request === undefined ? 'card' : 'key';
    let found = await distributions.read(id);
    for (const wait of readPauses) {
      if (found.ok) break;
      await pause(wait);
      found = await distributions.read(id);
    }
    if (!found.ok) {
      return refuse('unknown_result', {
        what: `AWS says that ${quote(id)} was created for this ${claim} already, but it could not be read.`,
        also: found.what,
      });
    }
    const { config } = found.value;
    if (config.CallerReference !== callerReference) {
      return refuse('rejected_by_aws', {
        what: `This ${claim}’s reference is already used by ${quote(id)}, which was not made for it.`,
        next: `Look at that distribution; then ${claim === 'card' ? 'run the command again for a new card' : 'send the request with a new key'}.`,
      });
    }
    if (!config.Aliases?.Items?.includes(domain)) {
      if (claim === 'key') {
        const serves = (config.Aliases?.Items ?? []).map(quote).join(', ') || 'no domain';
        return refuse('key_reused', { also: `It made ${quote(id)}, which serves ${serves}.` });
      }
      return refuse('unknown_result', {
        what: `${quote(id)} was created for this card, but it does not serve ${quote(domain)} any more.`,
        next: 'Look at that distribution; for another one, run the command again.',
      });
    }
    return { ok: true, distribution: found.value, madeBy: 'earlier' };
  }
}
