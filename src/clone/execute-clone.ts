// Use case: an approved plan becomes one distribution. AWS takes a CallerReference once, so sending the same create again
// finds what an earlier attempt created and never creates a second distribution.

import { retry } from '../concurrency/retry.js';
import { attachByOrigin } from './access-control.js';
import type { CloneConfig } from './clone-config.js';
import { addFact, quote, type Refusal, refuse } from './outcome.js';
import { type AliasHolder, type ClonePlan, isInAnotherAccount } from './plan.js';
import type { CreatedClone, Distribution, Distributions, Pause, Result } from './ports.js';
import { approveTags } from './tags.js';

export interface Approval {
  /** Derived from the card or the Idempotency-Key: the same for every click, every replica and every retry. */
  readonly callerReference: string;
  readonly approvedBy: string;
  readonly card: string;
  /** What an API client asked for, as a tag keeps it. */
  readonly request?: string;
  /** A create with this CallerReference may have been sent before: no refusal proves that nothing was created. */
  readonly wasSentBefore?: boolean;
  /**
   * Whether somebody else may have sent it at the same moment. Asked only when the alias is taken and no list shows by
   * whom.
   */
  readonly mayBeSentElsewhere?: () => Promise<boolean>;
}

export type CreateResult = ({ readonly ok: true } & CreatedClone) | Refusal;

export type ExecuteClone = (plan: ClonePlan, approval: Approval) => Promise<CreateResult>;

/** The distribution that was created under this CallerReference for this domain, if there is one. */
export type FindClone = (domain: string, callerReference: string) => Promise<Result<Distribution | undefined>>;

/** Milliseconds before each further try when AWS did not say whether the distribution was created. */
const retryPausesMs = [1_000, 4_000];
/** The same when the alias is taken by a distribution that no list shows yet. Lists lag behind creates by seconds. */
const aliasPausesMs = [1_000, 2_000, 3_000, 3_000, 3_000, 3_000];
/** A distribution just created may not be readable at once. */
const readPausesMs = [500, 2_000];

export function createFindClone(distributions: Pick<Distributions, 'list' | 'read'>): FindClone {
  return async (domain, callerReference) => {
    const found = await findHolder(distributions, domain, callerReference);
    return found.ok ? { ok: true, value: found.value.own } : found;
  };
}

interface Holder {
  /** The distribution that was created under the CallerReference. */
  readonly own?: Distribution;
  /** The distribution of this account that has the alias and was created under another CallerReference. */
  readonly other?: Distribution;
}

async function findHolder(
  distributions: Pick<Distributions, 'list' | 'read'>,
  domain: string,
  callerReference: string,
): Promise<Result<Holder>> {
  const list = await distributions.list();
  if (!list.ok) return list;
  let other: Distribution | undefined;
  for (const { id } of list.value.filter(({ aliases }) => aliases.includes(domain))) {
    const found = await distributions.read(id);
    if (!found.ok) return found;
    if (found.value.config.CallerReference === callerReference) return { ok: true, value: { own: found.value } };
    other = found.value;
  }
  return { ok: true, value: other ? { other } : {} };
}

/**
 * Sends the create until AWS has said what became of it. Only an answer of AWS counts: CreateDistribution takes a
 * CallerReference once and names the ID in DistributionAlreadyExists, while lists lag and other answers may come first.
 */
export function createExecuteClone(distributions: Distributions, pause: Pause): ExecuteClone {
  return async (plan, approval) => {
    const { callerReference } = approval;
    const access = await createAccessControls(plan);
    if (!access.ok) return approval.wasSentBefore ? doubt(access) : access;
    const config = { ...access.value, CallerReference: callerReference };
    const tags = approveTags(plan.tags, approval);
    let unknown: Refusal | undefined;
    let wasSentBefore = approval.wasSentBefore ?? false;
    const again = (refusal: Refusal, reason: 'alias-taken' | 'no-answer'): Attempt => {
      unknown = refusal;
      return { result: refusal, retryReason: reason };
    };

    async function send(): Promise<Attempt> {
      const answer = await distributions.create(config, tags);
      switch (answer.kind) {
        case 'created': {
          const { kind: _created, ...created } = answer;
          return { result: { ok: true, madeBy: 'us', ...created } };
        }
        case 'exists':
          return { result: await verify(answer.id, plan.domain, approval) };
        case 'alias-taken': {
          const holder = await findHolder(distributions, plan.domain, callerReference);
          if (holder.ok && holder.value.own) return found(holder.value.own);
          // One alias has one holder. A holder that was created for something else means that nothing came of this.
          if (holder.ok && holder.value.other) return final(nameOwnHolder(answer.refusal, holder.value.other));
          // Without the look, the holder may be our own: claiming that nothing was created could be untrue.
          if (!holder.ok) return final(refuse('unknown_result', { cause: answer.refusal }));
          const foreign = await findForeignHolder(plan);
          if (foreign && isInAnotherAccount(foreign, plan.certificate.certificate.arn)) {
            return final(nameForeignHolder(answer.refusal, foreign));
          }
          wasSentBefore ||= unknown !== undefined || ((await approval.mayBeSentElsewhere?.()) ?? false);
          if (!wasSentBefore) return final(foreign ? nameForeignHolder(answer.refusal, foreign) : answer.refusal);
          const refusal = refuse('unknown_result', {
            what: `CloudFront says that ${quote(plan.domain)} is taken, and no list shows by which distribution yet.`,
            also: 'It may be the distribution of this very request.',
            cause: answer.refusal,
          });
          return again(refusal, 'alias-taken');
        }
        case 'refused':
          // An earlier try may have been carried out all the same; only its own answer could rule that out.
          if (unknown) return final(unknown);
          return final(wasSentBefore ? doubt(answer.refusal) : answer.refusal);
        case 'unknown': {
          const holder = await findHolder(distributions, plan.domain, callerReference);
          return holder.ok && holder.value.own ? found(holder.value.own) : again(answer.refusal, 'no-answer');
        }
        default:
          return answer satisfies never;
      }
    }

    // Each reason has its own delays. Those for the alias go on where they were after an attempt without an answer.
    const aliasDelaysMs = aliasPausesMs.values();
    const sendUntilAliasShows = () =>
      retry(send, { delaysMs: aliasDelaysMs, isRetryable: ({ retryReason }) => retryReason === 'alias-taken', pause });
    const { result } = await retry(sendUntilAliasShows, {
      delaysMs: retryPausesMs,
      isRetryable: ({ retryReason }) => retryReason === 'no-answer',
      pause,
    });
    return result;
  };

  /** The plan's configuration with every access control that the bot creates. Their names make a repetition find them. */
  async function createAccessControls(plan: ClonePlan): Promise<Result<CloneConfig>> {
    const ids = new Map<string, string>();
    for (const { originId, name, type, id } of plan.accessControls) {
      if (id !== undefined) continue;
      const created = await distributions.createAccessControl(name, type);
      if (!created.ok) return created;
      ids.set(originId, created.value);
    }
    return { ok: true, value: attachByOrigin(plan.config, ids) };
  }

  function nameOwnHolder(refusal: Refusal, { id }: Distribution): Refusal {
    return { ...addFact(refusal, `It is on ${quote(id)} of this account.`), holder: id };
  }

  /** CreateDistribution does not say who has the alias; ListDomainConflicts may. */
  async function findForeignHolder(plan: ClonePlan): Promise<AliasHolder | undefined> {
    const holders = await distributions.listForeignHolders(plan.domain, plan.reference.id);
    return holders?.find(({ alias }) => alias === plan.domain);
  }

  function nameForeignHolder(refusal: Refusal, { distributionId, account = 'unknown' }: AliasHolder): Refusal {
    const fact = `It is on ${quote(distributionId)} in account ${quote(account)}.`;
    return { ...addFact(refusal, fact), holder: distributionId };
  }

  async function verify(id: string, domain: string, { callerReference }: Approval): Promise<CreateResult> {
    const found = await retry(() => distributions.read(id), {
      delaysMs: readPausesMs,
      isRetryable: ({ ok }) => !ok,
      pause,
    });
    if (!found.ok) {
      return refuse('unknown_result', {
        what: `AWS says that ${quote(id)} was already created for this request, but it could not be read.`,
        cause: found,
      });
    }
    const { config } = found.value;
    if (config.CallerReference !== callerReference) {
      return refuse('rejected_by_aws', {
        what: `${quote(id)} already uses the CallerReference of this request, but it was not created for it.`,
        reason: 'caller_reference_taken',
      });
    }
    if (!config.Aliases?.Items?.includes(domain)) {
      const serves = (config.Aliases?.Items ?? []).map(quote).join(', ') || 'no domain';
      return refuse('unknown_result', {
        what: `This request was carried out before, but its distribution does not serve ${quote(domain)} any more.`,
        also: `The distribution is ${quote(id)}, which serves ${serves}.`,
        reason: 'alias_moved',
      });
    }
    return { ok: true, distribution: found.value, madeBy: 'earlier' };
  }
}

/** What one attempt came to, and why another one may help. */
interface Attempt {
  readonly result: CreateResult;
  readonly retryReason?: 'alias-taken' | 'no-answer';
}

const final = (result: CreateResult): Attempt => ({ result });
const found = (distribution: Distribution): Attempt => ({ result: { ok: true, distribution, madeBy: 'earlier' } });

/** What AWS refuses now says nothing about a create that was sent earlier. */
function doubt(cause: Refusal): Refusal {
  const { awsRequestId } = cause;
  return refuse('unknown_result', { cause, ...(awsRequestId ? { awsRequestId } : {}) });
}
