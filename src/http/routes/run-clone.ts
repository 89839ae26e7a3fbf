// Plans or creates one clone. Both routes that create clones use it. It also writes the audit log and announces the clone.
import { type CloneNow, toIdempotencyReference } from '../../clone/clone-now.js';
import { writePendingAnnouncement } from '../../clone/pending-announcement.js';
import type { ClonePlan } from '../../clone/plan.js';
import type { CreatedClone } from '../../clone/ports.js';
import { type CloneRequest, parseRequest, showReference } from '../../clone/request.js';
import type { Facts } from '../../observability/audit-log.js';
import type { ApiContext } from '../context.js';
import type { Refusal } from '../outcomes.js';
import { toCloneResponse, toPlanResponse } from './responses.js';
import type { AuthorizedRequest } from './route.js';
import type { CloneResponse, PlanResponse } from './schemas.js';

/** What the client sent, before anything is looked up at AWS. */
export interface CloneParameters {
  readonly input: { readonly domain: string; readonly origin: string; readonly ref_dist: string };
  readonly isDryRun: boolean;
  readonly etags: readonly string[] | undefined;
  /** Requests with the same parts are repetitions of each other. */
  readonly idempotencyParts: readonly string[];
  /** True if the client sent an Idempotency-Key. Otherwise the parts belong to this request alone. */
  readonly isRepeatable: boolean;
  /** One of several items of the same request: they are announced together. */
  readonly isBulk: boolean;
}

export type CloneResult =
  | { readonly kind: 'cloned'; readonly response: CloneResponse }
  | { readonly kind: 'planned'; readonly response: PlanResponse }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export async function runClone(
  context: ApiContext,
  cloneNow: CloneNow,
  { request, caller }: AuthorizedRequest,
  { input, isDryRun, etags, idempotencyParts, isRepeatable, isBulk }: CloneParameters,
): Promise<CloneResult> {
  const { auditLog } = context;
  const stopwatch = auditLog.startWatch();
  const askedAt = context.now();
  const callerFacts: Facts = { request: request.id, requester: caller.id };
  const refuseWith = (facts: Facts, refusal: Refusal): CloneResult => {
    auditLog.record({ event: 'request', outcome: refusal.outcome, ...facts, awsRequestId: refusal.awsRequestId });
    return { kind: 'refused', refusal };
  };
  const parsed = parseRequest({ domain: input.domain, origin: input.origin, reference: input.ref_dist });
  if (!parsed.ok) return refuseWith(callerFacts, parsed);
  const cloneRequest = parsed.value;
  const facts = { ...callerFacts, ...factsOfRequest(cloneRequest) };
  const options = { cloneRequest, caller: caller.label, now: askedAt, ...(etags ? { etags } : {}) };

  if (isDryRun) {
    const preview = await stopwatch.time('plan', cloneNow.preview(options));
    if (!preview.ok) return refuseWith(facts, preview);
    const plan = preview.value;
    const milliseconds = stopwatch.read();
    auditLog.record({ event: 'request', outcome: 'planned', ...facts, ...factsOfPlan(plan), milliseconds });
    return { kind: 'planned', response: toPlanResponse(plan, request.id) };
  }
  if (caller.mayNotCreate) return refuseWith(facts, caller.mayNotCreate);

  // The response needs it, and the create takes longer.
  const askedZone = context.dns.isZoneTop(cloneRequest.domain);
  const creating = cloneNow.make({
    ...options,
    callerReference: toIdempotencyReference(caller.id, ...idempotencyParts),
    isRepeatable,
    card: writePendingAnnouncement({ channel: context.announceChannel, askedAt, request: request.id, isBulk }),
  });
  const result = await stopwatch.time('create', creating);
  const milliseconds = stopwatch.read();
  if (!result.ok) {
    const { outcome, awsRequestId } = result;
    auditLog.record({ event: 'create', outcome, ...facts, awsRequestId, milliseconds });
    return { kind: 'refused', refusal: result };
  }
  const clone = result.value;
  const { distribution, plan, madeBy } = clone;
  auditLog.record({
    event: 'create',
    outcome: 'cloned',
    ...facts,
    ...(plan ? factsOfPlan(plan) : {}),
    ...factsOfClone(clone),
    milliseconds,
  });
  await context.announce({
    distribution,
    plan,
    madeBy,
    domain: cloneRequest.domain,
    origin: cloneRequest.origin,
    reference: plan?.reference.id ?? facts.reference,
    caller: caller.label,
    request: request.id,
    isBulk,
    askedAt,
  });
  const response = { requestId: request.id, isRepeatable, isZoneTop: await askedZone };
  return { kind: 'cloned', response: toCloneResponse(clone, cloneRequest, response) };
}

function factsOfRequest({ domain, origin, reference }: CloneRequest) {
  return { domain, origin, reference: showReference(reference) };
}

function factsOfPlan({ reference, digest, certificate }: ClonePlan): Facts {
  return { reference: reference.id, etag: reference.etag, digest, certificate: certificate.certificate.arn };
}

function factsOfClone({ distribution, madeBy, awsRequestId }: CreatedClone): Facts {
  return { distribution: distribution.id, madeBy, awsRequestId };
}
