// Use case: an API client's request becomes a clone at once, without approval. The plan and the create are the same as in
// Slack. The CallerReference comes from the client's own key, so that a repeated request finds what it created before.
import { createHash } from 'node:crypto';
import type { Tag } from '@aws-sdk/client-cloudfront';
import { digest } from './digest.js';
import { readMainHost } from './distribution.js';
import { createFindClone, type ExecuteClone } from './execute-clone.js';
import { type Refusal as AnyRefusal, type CloneNowOutcome, cloneNowOutcomes, createRefuse } from './outcome.js';
import type { ClonePlan } from './plan.js';
import type { CreatedClone, Distribution, DistributionIndex, Distributions } from './ports.js';
import type { PrepareClone } from './prepare-clone.js';
import type { CloneRequest } from './request.js';
import type { Result } from './result.js';
import { readTag, requestTag, tagKeys } from './tags.js';

type Refusal = AnyRefusal<CloneNowOutcome>;

const refuse = createRefuse<CloneNowOutcome>(cloneNowOutcomes);

export interface CloneNowRequest {
  readonly cloneRequest: CloneRequest;
  /** Who asks, as the tags say it. */
  readonly caller: string;
  readonly callerReference: string;
  /** An earlier request may have had the same CallerReference, and may have been carried out. */
  readonly isRepeatable: boolean;
  /** What the card tag says until there is a card. */
  readonly card: string;
  /** The reference has to have one of these ETags; undefined where any will do. */
  readonly etags?: readonly string[];
  readonly now: Date;
}

export interface PlannedClone extends CreatedClone {
  /** Undefined where a repeated request cannot be planned any more, such as when its reference is gone. */
  readonly plan: ClonePlan | undefined;
}

/** A clone of an API client, with what its announcement says. */
export interface ApiClone extends CreatedClone {
  readonly plan: ClonePlan | undefined;
  readonly domain: string;
  readonly origin: string;
  readonly reference: string;
  /** As the tags say it: `client:ID`, or `user:SUB name`. */
  readonly caller: string;
  readonly request: string;
  /** One of several clones of the same request. */
  readonly isBulk: boolean;
  readonly askedAt: Date;
}

export interface CloneNowPorts {
  /** Its reads may be shared with other requests of the same moment. CloudFront's answer to the create decides. */
  readonly prepare: PrepareClone;
  readonly execute: ExecuteClone;
  readonly distributions: Pick<Distributions, 'read' | 'readTags' | 'list'>;
  readonly index?: DistributionIndex;
}

export interface CloneNow {
  /** What the request would create. Nothing is created. */
  preview(
    request: Pick<CloneNowRequest, 'cloneRequest' | 'caller' | 'etags' | 'now'>,
  ): Promise<Result<ClonePlan, CloneNowOutcome>>;
  /** Creates one distribution per request, however often the request is repeated. */
  make(request: CloneNowRequest): Promise<Result<PlannedClone, CloneNowOutcome>>;
}

export function createCloneNow({ prepare, execute, distributions, index }: CloneNowPorts): CloneNow {
  const findClone = createFindClone(distributions, index);

  return {
    async preview({ cloneRequest, caller, etags, now }) {
      const plan = await prepare({ request: cloneRequest, requestedBy: caller, now });
      return (plan.ok ? refuseEtag(plan.value, etags) : undefined) ?? plan;
    },

    async make(request) {
      const { cloneRequest, caller, now, isRepeatable } = request;
      const plan = await prepare({ request: cloneRequest, requestedBy: caller, now, isUnattended: true });
      if (!plan.ok && plan.outcome === 'alias_in_use') return settleTaken(request, plan);
      // The answer to the create tells what an earlier request with the same key created.
      if (plan.ok && !refuseEtag(plan.value, request.etags)) return send(request, plan.value);
      const earlier = isRepeatable ? await findEarlier(request) : undefined;
      return earlier ?? (plan.ok ? send(request, plan.value) : plan);
    },
  };

  /** Before the create AWS says that the alias is taken: perhaps by what an earlier request with the same key created. */
  async function settleTaken(request: CloneNowRequest, taken: Refusal): Promise<Result<PlannedClone, CloneNowOutcome>> {
    const late = await findLate(request, taken);
    if (late === 'ours-or-nobody-knows') return request.isRepeatable ? sendAgain(request, taken) : taken;
    return late === undefined ? taken : repeat(late, request);
  }

  /** What an earlier request with the same key created; undefined where there is nothing. */
  async function findEarlier(request: CloneNowRequest): Promise<Result<PlannedClone, CloneNowOutcome> | undefined> {
    const own = await findClone(request.cloneRequest.domain, request.callerReference);
    // It may be there, though it cannot be looked for now.
    if (!own.ok) return { ...own, created: 'unknown' };
    return own.value && repeat(own.value, request);
  }

  async function send(
    request: CloneNowRequest,
    plan: ClonePlan,
    wasSentBefore = false,
  ): Promise<Result<PlannedClone, CloneNowOutcome>> {
    const { cloneRequest, caller, callerReference, card, isRepeatable } = request;
    const stale = refuseEtag(plan, request.etags);
    if (stale) return wasSentBefore ? { ...stale, created: 'unknown' } : stale;
    const result = await execute(plan, {
      callerReference,
      approvedBy: caller,
      card,
      request: fingerprint(cloneRequest),
      // Whoever sent the same key at the same moment may hold the alias; lists show it seconds later.
      mayBeSentElsewhere: async () => isRepeatable,
    });
    if (!result.ok) {
      // The key was used for another domain.
      const { details = [] } = result;
      if (details.some(({ kind }) => kind === 'alias_moved')) {
        return refuse('key_reused', { details: details.filter(({ kind }) => kind === 'earlier_serves') });
      }
      // What AWS refuses now says nothing about an earlier request with the same key.
      const isAnswered = result.created === 'nothing' && result.outcome !== 'alias_in_use';
      return isRepeatable && isAnswered ? ((await findEarlier(request)) ?? result) : result;
    }
    // Two of the same at once, or a create whose answer was lost: what is there must be what was asked for.
    const clone = result.value;
    const other = clone.madeBy === 'earlier' ? await refuseOther(clone.distribution, cloneRequest) : undefined;
    return other ?? { ok: true, value: { ...clone, plan } };
  }

  /**
   * The alias is taken, and AWS does not show by what: perhaps by the distribution of this very key. Only the create
   * tells, because DistributionAlreadyExists names the ID; if somebody else holds the alias, AWS refuses it.
   */
  async function sendAgain(request: CloneNowRequest, taken: Refusal): Promise<Result<PlannedClone, CloneNowOutcome>> {
    const { cloneRequest, caller, now } = request;
    const options = { mayHoldAlias: true, isUnattended: true };
    const plan = await prepare({ request: cloneRequest, requestedBy: caller, now, ...options });
    return plan.ok ? send(request, plan.value, true) : taken;
  }

  /**
   * Who has the alias, when the plan was refused for it. AWS may name a holder that is not in the list yet: the same
   * request, carried out at this very moment. Undefined: somebody else, or another reason.
   */
  async function findLate(
    { cloneRequest, callerReference }: CloneNowRequest,
    { outcome, holder, isHolderForeign }: Refusal,
  ): Promise<Distribution | 'ours-or-nobody-knows' | undefined> {
    if (outcome !== 'alias_in_use' || isHolderForeign) return undefined;
    // AWS hides the start of an ID where it tells of conflicts.
    const found = holder === undefined || holder.startsWith('*') ? undefined : await distributions.read(holder);
    if (!found?.ok) return 'ours-or-nobody-knows';
    const isOurs = found.value.config.CallerReference === callerReference;
    return isOurs && found.value.config.Aliases?.Items?.includes(cloneRequest.domain) ? found.value : undefined;
  }

  /** The answer to a request that was carried out before: its distribution, planned again for what is left to do. */
  async function repeat(
    own: Distribution,
    { cloneRequest, caller, now }: CloneNowRequest,
  ): Promise<Result<PlannedClone, CloneNowOutcome>> {
    const other = await refuseOther(own, cloneRequest);
    if (other) return other;
    const plan = await prepare({ request: cloneRequest, requestedBy: caller, now, own: own.id });
    return { ok: true, value: { distribution: own, madeBy: 'earlier', plan: plan.ok ? plan.value : undefined } };
  }

  async function refuseOther(own: Distribution, request: CloneRequest): Promise<Refusal | undefined> {
    const tags = await distributions.readTags(own.arn);
    if (!tags.ok) return { ...tags, created: 'unknown' };
    const asked = readTag(tags.value, requestTag);
    const isSame = asked === undefined ? looksAlike(own, tags.value, request) : asked === fingerprint(request);
    if (isSame) return undefined;
    return refuse('key_reused', { details: [{ kind: 'other_request', facts: { id: own.id } }] });
  }
}

function refuseEtag({ reference }: ClonePlan, etags: readonly string[] | undefined): Refusal | undefined {
  if (etags === undefined || etags.includes(reference.etag)) return undefined;
  const { id, etag } = reference;
  return refuse('reference_changed', { details: [{ kind: 'etag_changed', facts: { id, etag } }] });
}

/** Without the tag: what the distribution itself still says of the request. */
function looksAlike({ config }: Distribution, tags: readonly Tag[], { origin, reference }: CloneRequest): boolean {
  const isSameReference = reference.by !== 'id' || readTag(tags, tagKeys.reference) === reference.id;
  return isSameReference && readMainHost(config) === origin;
}

/** Tells requests apart; short, because it is a tag. */
export function fingerprint({ domain, origin, reference }: CloneRequest): string {
  return digest({ domain, origin, reference }).slice(0, 32);
}

/** CloudFront publishes no length; 128 characters of plain text have never been refused. */
const maxReferenceLength = 128;

/**
 * The CallerReference for a key of an API client. Each caller has keys of its own, so that none can guess or spoil
 * another's; `parts` are the key and, within a bulk request, the domain.
 */
export function toIdempotencyReference(caller: string, ...parts: readonly string[]): string {
  const plain = `cf-clone:${caller}:${parts.join(':')}`;
  if (parts.length === 1 && plain.length <= maxReferenceLength && /^[\w.:/+=-]+$/.test(plain)) return plain;
  const hash = createHash('sha256')
    .update(JSON.stringify([caller, ...parts]))
    .digest('hex');
  return `cf-clone:${caller.slice(0, 50)}:${hash}`;
}
