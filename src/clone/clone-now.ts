// Use case: an API client's request becomes a clone at once, without approval. The plan and the create are the same as in
// Slack. The CallerReference comes from the client's own key, so that a repeated request finds what it created before.
import { createHash } from 'node:crypto';
import type { Tag } from '@aws-sdk/client-cloudfront';
import { digest } from './digest.js';
import { readMainHost } from './distribution.js';
import { createFindClone, type ExecuteClone } from './execute-clone.js';
import { type Refusal as AnyRefusal, type CloneNowOutcome, cloneNowOutcomes, createRefuse, quote } from './outcome.js';
import type { ClonePlan } from './plan.js';
import type { Distribution, Distributions } from './ports.js';
import type { PrepareClone } from './prepare-clone.js';
import type { CloneRequest } from './request.js';
import { readTag, requestTag, tagKeys } from './tags.js';

type Refusal = AnyRefusal<CloneNowOutcome>;

const refuse = createRefuse<CloneNowOutcome>(cloneNowOutcomes);

export interface CloneNowRequest {
  readonly request: CloneRequest;
  /** Who asks, as the tags say it. */
  readonly caller: string;
  readonly callerReference: string;
  /** An earlier order may have had the same reference, and have been carried out. */
  readonly isRepeatable: boolean;
  /** What the card tag says until there is a card. */
  readonly card: string;
  /** The reference has to have one of these ETags; undefined where any will do. */
  readonly etags?: readonly string[];
  readonly now: Date;
}

export interface DirectClone {
  readonly ok: true;
  readonly distribution: Distribution;
  /** `earlier`: an order with the same key made it. */
  readonly madeBy: 'us' | 'earlier';
  /** Undefined where a repeated order cannot be planned any more, such as when its reference is gone. */
  readonly plan: ClonePlan | undefined;
  readonly awsRequestId?: string;
}

/** A clone that a program made, as people are told of it. */
export interface ApiClone {
  readonly distribution: Distribution;
  readonly plan: ClonePlan | undefined;
  readonly madeBy: DirectClone['madeBy'];
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
  /** Reads may be shared with other orders of the same moment; what decides is CloudFront's answer to the create. */
  readonly prepare: PrepareClone;
  readonly execute: ExecuteClone;
  readonly distributions: Pick<Distributions, 'read' | 'readTags' | 'list'>;
}

export interface CloneNow {
  /** What the order would make; creates nothing. */
  preview(order: Pick<CloneNowRequest, 'request' | 'caller' | 'etags' | 'now'>): Promise<ClonePlan | Refusal>;
  /** One distribution an order, however often it is repeated. */
  make(order: CloneNowRequest): Promise<DirectClone | Refusal>;
}

export function createCloneNow({ prepare, execute, distributions }: CloneNowPorts): CloneNow {
  const findClone = createFindClone(distributions);

  return {
    async preview({ request, caller, etags, now }) {
      const plan = await prepare({ request, requestedBy: caller, now });
      return (plan.ok ? refuseEtag(plan, etags) : undefined) ?? plan;
    },

    async make(order) {
      const { request, caller, callerReference, now } = order;
      const asked = { request, requestedBy: caller, now };
      const [own, plan] = await Promise.all([findClone(request.domain, callerReference), prepare(asked)]);
      // What an earlier order made may be there, though it cannot be looked for now.
      if (!own.ok) return order.isRepeatable ? { ...own, created: 'unknown' } : own;
      if (own.value) return repeat(own.value, order);
      if (plan.ok) return send(order, plan);
      const late = await findLate(order, plan);
      if (late === 'ours-or-nobody-knows') return order.isRepeatable ? sendAgain(order, plan) : plan;
      return late === undefined ? plan : repeat(late, order);
    },
  };

  async function send(order: CloneNowRequest, plan: ClonePlan, wasSentBefore = false): Promise<DirectClone | Refusal> {
    const { request, caller, callerReference, card, isRepeatable } = order;
    const stale = refuseEtag(plan, order.etags);
    if (stale) return wasSentBefore ? { ...stale, created: 'unknown' } : stale;
    const made = await execute(plan, {
      callerReference,
      approvedBy: caller,
      card,
      request: fingerprint(request),
      // Whoever sent the same key at the same moment may hold the alias; lists show it seconds later.
      mayBeSentElsewhere: async () => isRepeatable,
    });
    if (!made.ok) {
      // The key was used for another domain.
      return made.reason === 'alias_moved' ? refuse('key_reused', made.also ? { also: made.also } : {}) : made;
    }
    // Two of the same at once, or a create whose answer was lost: what is there must be what was asked for.
    const other = made.madeBy === 'earlier' ? await refuseOther(made.distribution, request) : undefined;
    return other ?? { ...made, plan };
  }

  /**
   * The alias is taken, and AWS does not show by what: perhaps by the distribution of this very key. Only the create
   * tells, because DistributionAlreadyExists names the ID; if somebody else holds the alias, AWS refuses it.
   */
  async function sendAgain(order: CloneNowRequest, taken: Refusal): Promise<DirectClone | Refusal> {
    const { request, caller, now } = order;
    const plan = await prepare({ request, requestedBy: caller, now, mayHoldAlias: true });
    return plan.ok ? send(order, plan, true) : taken;
  }

  /**
   * Who has the alias, when the plan was refused for it. AWS may name a holder that is not in the list yet: the same
   * order, carried out at this very moment. Undefined: somebody else, or another reason.
   */
  async function findLate(
    { request, callerReference }: CloneNowRequest,
    { outcome, holder, isHolderForeign }: Refusal,
  ): Promise<Distribution | 'ours-or-nobody-knows' | undefined> {
    if (outcome !== 'alias_in_use' || isHolderForeign) return undefined;
    const found = holder === undefined ? undefined : await distributions.read(holder);
    if (!found?.ok) return 'ours-or-nobody-knows';
    const isOurs = found.value.config.CallerReference === callerReference;
    return isOurs && found.value.config.Aliases?.Items?.includes(request.domain) ? found.value : undefined;
  }

  /** The answer to an order that was carried out before: its distribution, planned again for what is left to do. */
  async function repeat(own: Distribution, { request, caller, now }: CloneNowRequest): Promise<DirectClone | Refusal> {
    const other = await refuseOther(own, request);
    if (other) return other;
    const plan = await prepare({ request, requestedBy: caller, now, own: own.id });
    return { ok: true, distribution: own, madeBy: 'earlier', plan: plan.ok ? plan : undefined };
  }

  async function refuseOther(own: Distribution, request: CloneRequest): Promise<Refusal | undefined> {
    const tags = await distributions.readTags(own.arn);
    if (!tags.ok) return { ...tags, created: 'unknown' };
    const asked = readTag(tags.value, requestTag);
    const isSame = asked === undefined ? looksAlike(own, tags.value, request) : asked === fingerprint(request);
    if (isSame) return undefined;
    return refuse('key_reused', { also: `It created ${quote(own.id)} from another origin or reference.` });
  }
}

function refuseEtag({ reference }: ClonePlan, etags: readonly string[] | undefined): Refusal | undefined {
  if (etags === undefined || etags.includes(reference.etag)) return undefined;
  return refuse('reference_changed', { also: `The ETag of ${quote(reference.id)} is ${quote(reference.etag)} now.` });
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
 * The claim at CloudFront for a key of a program. Each caller has keys of its own, so that none can guess or spoil
 * another's; `parts` are the key and, within a bulk order, the domain.
 */
export function toIdempotencyReference(caller: string, ...parts: readonly string[]): string {
  const plain = `cf-clone:${caller}:${parts.join(':')}`;
  if (parts.length === 1 && plain.length <= maxReferenceLength && /^[\w.:/+=-]+$/.test(plain)) return plain;
  const hash = createHash('sha256')
    .update(JSON.stringify([caller, ...parts]))
    .digest('hex');
  return `cf-clone:${caller.slice(0, 50)}:${hash}`;
}
