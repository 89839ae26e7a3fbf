// Use case: an approved plan becomes one distribution. AWS takes a CallerReference once, so sending the same create again
// finds what an earlier attempt created and never creates a second distribution.

import { retry } from '../concurrency/retry.js';
import { attachByOrigin } from './access-control.js';
import { type AliasHolder, isInAnotherAccount } from './alias-holders.js';
import type { CloneConfig } from './clone-config.js';
import { normalizeHostname } from './hostname.js';
import { addDetail, type Refusal, refuse } from './outcome.js';
import type { ClonePlan } from './plan.js';
import {
  absentIndex,
  type CreatedClone,
  type Distribution,
  type DistributionIndex,
  type Distributions,
  type Pause,
} from './ports.js';
import type { Result } from './result.js';
import { approveTags } from './tags.js';

export interface Approval {
  /** Derived from the card or the Idempotency-Key: the same for every click, every replica and every retry. */
  readonly callerReference: string;
  readonly approvedBy: string;
  readonly card: string;
  /** What an API client asked for, as a tag keeps it. */
  readonly request?: string;
  /** Why a person asked for the clone. */
  readonly reason?: string | undefined;
  /** A create with this CallerReference may have been sent before: no refusal proves that nothing was created. */
  readonly wasSentBefore?: boolean;
  /**
   * Whether somebody else may have sent it at the same moment. Asked only when the alias is taken and no list shows by
   * whom.
   */
  readonly mayBeSentElsewhere?: () => Promise<boolean>;
}

export type ExecuteClone = (plan: ClonePlan, approval: Approval) => Promise<Result<CreatedClone>>;

/** The distribution that was created under this CallerReference for this domain, if there is one. */
export type FindClone = (domain: string, callerReference: string) => Promise<Result<Distribution | undefined>>;

/** Milliseconds before each further try when AWS did not say whether the distribution was created. */
const retryPausesMs = [1_000, 4_000];
/** The same when the alias is taken by a distribution that no list shows yet. Lists lag behind creates by seconds. */
const aliasPausesMs = [1_000, 2_000, 3_000, 3_000, 3_000, 3_000];
/** A distribution just created may not be readable at once. */
const readPausesMs = [500, 2_000];

/** Looks into the index first, and then through the whole account. */
export function createFindClone(
  distributions: Pick<Distributions, 'list' | 'read'>,
  index: DistributionIndex = absentIndex,
): FindClone {
  const findInIndex = createFindIndexedClone(distributions, index);
  return async (domain, callerReference) => {
    const indexed = await findInIndex(domain, callerReference);
    if (indexed.ok && indexed.value) return indexed;
    const found = await findListedHolder(distributions, domain, callerReference);
    return found.ok ? { ok: true, value: found.value.own } : found;
  };
}

/** Looks into the index alone: nobody waits for the account. Another process may have created one that is not there yet. */
export function createFindIndexedClone(
  distributions: Pick<Distributions, 'read'>,
  index: DistributionIndex,
): FindClone {
  return async (domain, callerReference) => {
    const found = await findIndexedHolder(distributions, index, domain, callerReference);
    return found.ok ? { ok: true, value: found.value.own } : found;
  };
}

interface Holder {
  /** The distribution that was created under the CallerReference. */
  readonly own?: Distribution;
  /** The distribution of this account that has the alias and was created under another CallerReference. */
  readonly other?: Distribution;
}

async function findListedHolder(
  distributions: Pick<Distributions, 'list' | 'read'>,
  domain: string,
  callerReference: string,
): Promise<Result<Holder>> {
  const list = await distributions.list();
  if (!list.ok) return list;
  const holders = list.value.filter(({ aliases }) => aliases.includes(domain));
  return readHolder(distributions, holders, { domain, callerReference, mayBeGone: false });
}

/** What the index says may be minutes old. */
function findIndexedHolder(
  distributions: Pick<Distributions, 'read'>,
  index: DistributionIndex,
  domain: string,
  callerReference: string,
): Promise<Result<Holder>> {
  return readHolder(distributions, index.find(domain), { domain, callerReference, mayBeGone: true });
}

/** Only what a distribution says of itself counts. */
async function readHolder(
  distributions: Pick<Distributions, 'read'>,
  candidates: readonly { readonly id: string }[],
  wanted: { readonly domain: string; readonly callerReference: string; readonly mayBeGone: boolean },
): Promise<Result<Holder>> {
  const { domain, callerReference, mayBeGone } = wanted;
  let other: Distribution | undefined;
  for (const { id } of candidates) {
    const found = await distributions.read(id);
    if (!found.ok && mayBeGone && found.outcome === 'reference_not_found') continue;
    if (!found.ok) return found;
    if (!found.value.config.Aliases?.Items?.map(normalizeHostname).includes(domain)) continue;
    if (found.value.config.CallerReference === callerReference) return { ok: true, value: { own: found.value } };
    other = found.value;
  }
  return { ok: true, value: other ? { other } : {} };
}

/**
 * Sends the create until AWS has said what became of it. Only an answer of AWS counts: CreateDistribution takes a
 * CallerReference once and names the ID in DistributionAlreadyExists, while lists lag and other answers may come first.
 */
export function createExecuteClone(
  distributions: Distributions,
  pause: Pause,
  index: DistributionIndex = absentIndex,
): ExecuteClone {
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
          index.add(created.distribution);
          return { result: { ok: true, value: { madeBy: 'us', ...created } } };
        }
        case 'exists':
          return { result: await verify(answer.id, plan.domain, approval) };
        case 'alias-taken': {
          const indexed = await findIndexedHolder(distributions, index, plan.domain, callerReference);
          if (!indexed.ok) return final(refuse('unknown_result', { cause: answer.refusal }));
          const known = settle(indexed.value, answer.refusal);
          if (known) return known;
          const foreign = await findForeignHolder(plan);
          if (foreign && isInAnotherAccount(foreign, plan.certificate.certificate.arn)) {
            return final(nameForeignHolder(answer.refusal, foreign));
          }
          wasSentBefore ||= unknown !== undefined || ((await approval.mayBeSentElsewhere?.()) ?? false);
          if (!wasSentBefore) return final(foreign ? nameForeignHolder(answer.refusal, foreign) : answer.refusal);
          // The holder may be our own, and AWS may never name it. Only then is the account's list worth its time.
          const listed = await findListedHolder(distributions, plan.domain, callerReference);
          if (!listed.ok) return again(refuse('unknown_result', { cause: answer.refusal }), 'alias-taken');
          const settled = settle(listed.value, answer.refusal);
          if (settled) return settled;
          const refusal = refuse('unknown_result', {
            details: [{ kind: 'holder_unknown', facts: { domain: plan.domain } }],
            cause: answer.refusal,
          });
          return again(refusal, 'alias-taken');
        }
        case 'refused':
          // An earlier try may have been carried out all the same; only its own answer could rule that out.
          if (unknown) return final(unknown);
          return final(wasSentBefore ? doubt(answer.refusal) : answer.refusal);
        case 'unknown':
          return again(answer.refusal, 'no-answer');
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

  /** One alias has one holder. A holder that was created for something else means that nothing came of this. */
  function settle({ own, other }: Holder, refusal: Refusal): Attempt | undefined {
    if (own) return found(own);
    return other ? final(nameOwnHolder(refusal, other)) : undefined;
  }

  function nameOwnHolder(refusal: Refusal, { id }: Distribution): Refusal {
    return { ...addDetail(refusal, { kind: 'holder_here', facts: { id } }), holder: id };
  }

  /** CreateDistribution does not say who has the alias; ListDomainConflicts may. */
  async function findForeignHolder(plan: ClonePlan): Promise<AliasHolder | undefined> {
    const holders = await distributions.listDomainConflicts(plan.domain, plan.reference.id);
    return holders.ok ? holders.value.find(({ alias }) => alias === plan.domain) : undefined;
  }

  function nameForeignHolder(refusal: Refusal, holder: AliasHolder): Refusal {
    return { ...addDetail(refusal, { kind: 'holder', facts: { holder } }), holder: holder.distributionId };
  }

  async function verify(id: string, domain: string, { callerReference }: Approval): Promise<Result<CreatedClone>> {
    const found = await retry(() => distributions.read(id), {
      delaysMs: readPausesMs,
      isRetryable: ({ ok }) => !ok,
      pause,
    });
    if (!found.ok) {
      return refuse('unknown_result', {
        details: [{ kind: 'earlier_unreadable', facts: { id } }],
        cause: found,
      });
    }
    const { config } = found.value;
    if (config.CallerReference !== callerReference) {
      return refuse('rejected_by_aws', { details: [{ kind: 'caller_reference_taken', facts: { id } }] });
    }
    if (!config.Aliases?.Items?.includes(domain)) {
      return refuse('unknown_result', {
        details: [
          { kind: 'alias_moved', facts: { domain } },
          { kind: 'earlier_serves', facts: { id, aliases: config.Aliases?.Items ?? [] } },
        ],
      });
    }
    return { ok: true, value: { distribution: found.value, madeBy: 'earlier' } };
  }
}

/** What one attempt came to, and why another one may help. */
interface Attempt {
  readonly result: Result<CreatedClone>;
  readonly retryReason?: 'alias-taken' | 'no-answer';
}

const final = (result: Result<CreatedClone>): Attempt => ({ result });
const found = (distribution: Distribution): Attempt => ({
  result: { ok: true, value: { distribution, madeBy: 'earlier' } },
});

/** What AWS refuses now says nothing about a create that was sent earlier. */
function doubt(cause: Refusal): Refusal {
  const { awsRequestId } = cause;
  return refuse('unknown_result', { cause, ...(awsRequestId ? { awsRequestId } : {}) });
}
