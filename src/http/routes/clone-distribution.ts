// POST /clone_distribution: one order, planned or carried out.
import { type OrderClone, type Ordered, toOrderReference } from '../../clone/order.js';
import { type Refusal, refuse } from '../../clone/outcome.js';
import type { ClonePlan } from '../../clone/plan.js';
import { writeProgramCard } from '../../clone/program-card.js';
import { type CloneRequest, parseRequest } from '../../clone/request.js';
import type { Facts } from '../../journal.js';
import type { ApiDesk, Authorized } from '../context.js';
import { addressProgram, answerProblem } from '../problems.js';
import { type ApiRequest, type ApiResponse, answerJson } from '../request.js';
import { check, type Read, readBody, readFlag, readIfMatch, readKey, readQuery } from '../validate.js';
import { describeClone, describePlan } from './describe.js';
import { type CloneAnswer, type CloneInput, cloneInput, type PlanAnswer } from './schemas.js';

/** An order as it was asked for, before anything is looked up. */
export interface Asked {
  readonly typed: Pick<CloneInput, 'domain' | 'origin' | 'ref_dist'>;
  readonly isDryRun: boolean;
  readonly etags: readonly string[] | undefined;
  /** What makes repetitions the same. */
  readonly key: readonly string[];
  /** The key is the caller's; otherwise it is made for this request, and no other has it. */
  readonly isRepeatable: boolean;
}

export type Done =
  | { readonly kind: 'cloned'; readonly answer: CloneAnswer }
  | { readonly kind: 'planned'; readonly answer: PlanAnswer }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export async function answerClone(desk: ApiDesk, { request, caller }: Authorized): Promise<ApiResponse> {
  const asked = readAsked(request);
  if (!asked.ok) {
    recordRefusal(desk, { request: request.id, requester: caller.id }, asked);
    return answerProblem(asked, request.id);
  }
  // What one order reads, it reads once.
  const orders = desk.takeOrders(Number.POSITIVE_INFINITY);
  const done = await carryOut(desk, orders, { request, caller }, asked.value);
  switch (done.kind) {
    case 'cloned': {
      const location = { location: `/clone_distribution/${done.answer.distributionId}` };
      return answerJson(
        201,
        done.answer,
        done.answer.replayed ? { ...location, 'idempotency-replayed': 'true' } : location,
      );
    }
    case 'planned':
      return answerJson(200, done.answer);
    case 'refused':
      return answerProblem(done.refusal, request.id);
    default:
      return done satisfies never;
  }
}

/** The three parameters come in the query, as in the published solution, or in the body. */
function readAsked(request: ApiRequest): Read<Asked> {
  const query = readQuery(request.query, ['domain', 'origin', 'ref_dist', 'dry_run']);
  if (!query.ok) return query;
  const { dry_run, ...words } = query.value;
  const flag = readFlag('dry_run', dry_run);
  if (!flag.ok) return flag;
  const body = readBody(request);
  if (!body.ok) return body;
  const inQuery = Object.keys(words).length > 0;
  if (inQuery && body.value !== undefined) {
    return refuse('invalid_request', {
      what: 'There are parameters in the query and a body as well.',
      next: 'Send domain, origin and ref_dist in one of them.',
    });
  }
  const input = check(cloneInput, inQuery ? words : (body.value ?? {}));
  if (!input.ok) return input;
  const key = readKey(request.headers.get('idempotency-key'));
  if (!key.ok) return key;
  return {
    ok: true,
    value: {
      typed: input.value,
      isDryRun: flag.value ?? input.value.dry_run ?? false,
      etags: readIfMatch(request.headers.get('if-match')),
      key: [key.value ?? request.id],
      isRepeatable: key.value !== undefined,
    },
  };
}

/** Plans the order, or makes the clone, and sees to it that it is written down and told. */
export async function carryOut(
  desk: ApiDesk,
  orders: OrderClone,
  { request, caller }: Authorized,
  { typed, isDryRun, etags, key, isRepeatable }: Asked,
): Promise<Done> {
  const watch = desk.journal.startWatch();
  const askedAt = desk.now();
  const facts: Facts = { request: request.id, requester: caller.id };
  const refused = (about: Facts, refusal: Refusal): Done => {
    recordRefusal(desk, about, refusal);
    return { kind: 'refused', refusal: addressProgram(refusal) };
  };
  const parsed = parseRequest({ domain: typed.domain, origin: typed.origin, reference: typed.ref_dist });
  if (!parsed.ok) return refused(facts, parsed);
  const wanted = parsed.request;
  const about = { ...facts, ...describeRequest(wanted) };
  const order = { request: wanted, caller: caller.label, now: askedAt, ...(etags ? { etags } : {}) };

  if (isDryRun) {
    const plan = await watch.time('plan', orders.preview(order));
    if (!plan.ok) return refused(about, plan);
    desk.journal.record({
      event: 'request',
      outcome: 'planned',
      ...about,
      ...factsOfPlan(plan),
      milliseconds: watch.read(),
    });
    return { kind: 'planned', answer: describePlan(plan, request.id) };
  }
  if (caller.mayNotCreate) return refused(about, caller.mayNotCreate);

  const made = await watch.time(
    'create',
    orders.make({
      ...order,
      callerReference: toOrderReference(caller.id, ...key),
      isRepeatable,
      card: writeProgramCard({ channel: desk.announceChannel, askedAt, request: request.id }),
    }),
  );
  if (!made.ok) {
    desk.journal.record({
      event: 'create',
      outcome: made.outcome,
      ...about,
      awsRequestId: made.awsRequestId,
      milliseconds: watch.read(),
    });
    return { kind: 'refused', refusal: addressProgram(made) };
  }
  desk.journal.record({
    event: 'create',
    outcome: 'cloned',
    ...about,
    ...(made.plan ? factsOfPlan(made.plan) : {}),
    ...factsOfMade(made),
    milliseconds: watch.read(),
  });
  const { ok: _made, awsRequestId: _aws, ...clone } = made;
  await desk.announce({
    ...clone,
    domain: wanted.domain,
    origin: wanted.origin,
    reference: made.plan?.reference.id ?? about.reference,
    caller: caller.label,
    request: request.id,
    askedAt,
  });
  return {
    kind: 'cloned',
    answer: describeClone(made, wanted, { requestId: request.id, isRepeatable }),
  };
}

function recordRefusal(desk: ApiDesk, about: Facts, { outcome, awsRequestId }: Refusal): void {
  desk.journal.record({ event: 'request', outcome, ...about, awsRequestId });
}

function describeRequest({ domain, origin, reference }: CloneRequest) {
  return { domain, origin, reference: reference.by === 'id' ? reference.id : reference.domainName };
}

function factsOfPlan({ reference, digest, certificate }: ClonePlan): Facts {
  return { reference: reference.id, etag: reference.etag, digest, certificate: certificate.certificate.arn };
}

function factsOfMade({ distribution, madeBy, awsRequestId }: Ordered): Facts {
  return { distribution: distribution.id, madeBy, awsRequestId };
}
