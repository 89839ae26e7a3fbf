// POST /clone_distributions: many orders in one request, a few at a time, an outcome an item. One bad item does not stop
// the rest, and a repetition with the same key does what is missing.
import { normalizeHostname } from '../../clone/hostname.js';
import type { OrderClone } from '../../clone/order.js';
import { outcomes, refuse } from '../../clone/outcome.js';
import type { ApiDesk, Authorized } from '../context.js';
import { runAll } from '../map-concurrently.js';
import { answerProblem, describeProblem } from '../problems.js';
import { type ApiRequest, type ApiResponse, answerJson } from '../request.js';
import { check, type Read, readBody, readFlag, readIfMatch, readKey, readQuery } from '../validate.js';
import { type Asked, carryOut, type Done } from './clone-distribution.js';
import {
  type BulkAnswer,
  type BulkItemInput,
  type BulkLine,
  type BulkResult,
  bulkInput,
  bulkItemInput,
} from './schemas.js';

/** Items under way at the same time: CloudFront's own limit is not published, its calls wait in line behind this. */
const itemsAtOnce = 5;
/** Milliseconds for which the items share what they read of the reference, the certificates and the aliases. */
const sharedFor = 30_000;

const ndjson = 'application/x-ndjson';

interface Bulk {
  readonly items: readonly unknown[];
  readonly isDryRun: boolean;
  readonly key: string | undefined;
}

export async function answerBulk(desk: ApiDesk, authorized: Authorized): Promise<ApiResponse> {
  const { request, caller } = authorized;
  const bulk = readBulk(request);
  if (!bulk.ok) {
    desk.journal.record({ event: 'request', outcome: bulk.outcome, request: request.id, requester: caller.id });
    return answerProblem(bulk, request.id);
  }
  const lines = runBulk(desk, authorized, bulk.value);
  if (wantsLines(request)) {
    const headers = { 'content-type': `${ndjson}; charset=utf-8`, 'cache-control': 'no-store' };
    return { status: 200, headers, body: writeLines(lines) };
  }
  const results: BulkResult[] = [];
  for await (const line of lines) {
    if ('result' in line) results.push(line.result);
    else return answerJson(200, { requestId: request.id, results: inOrder(results), ...line } satisfies BulkAnswer);
  }
  throw new Error('a bulk ended without its summary');
}

function readBulk(request: ApiRequest): Read<Bulk> {
  const query = readQuery(request.query, ['dry_run']);
  if (!query.ok) return query;
  const flag = readFlag('dry_run', query.value.dry_run);
  if (!flag.ok) return flag;
  const body = readBody(request);
  if (!body.ok) return body;
  const input = check(bulkInput, body.value ?? {});
  if (!input.ok) return input;
  const key = readKey(request.headers.get('idempotency-key'));
  if (!key.ok) return key;
  const { items, dry_run } = input.value;
  return { ok: true, value: { items, isDryRun: flag.value ?? dry_run ?? false, key: key.value } };
}

function wantsLines(request: ApiRequest): boolean {
  return (request.headers.get('accept') ?? '').toLowerCase().includes(ndjson);
}

/** A line an item as soon as it is done, in whatever order; then the summary. */
async function* runBulk(desk: ApiDesk, authorized: Authorized, bulk: Bulk): AsyncGenerator<BulkLine> {
  const { request } = authorized;
  const orders = desk.takeOrders(sharedFor);
  const firsts = findFirsts(bulk.items);
  const summary = { requestId: request.id, items: bulk.items.length, cloned: 0, replayed: 0, planned: 0, refused: 0 };
  const work = (item: unknown, index: number) => runItem(desk, orders, authorized, { bulk, item, index, firsts });
  for await (const result of runAll(bulk.items, itemsAtOnce, work)) {
    if (result.clone) summary.cloned++;
    else if (result.plan) summary.planned++;
    else summary.refused++;
    if (result.clone?.replayed) summary.replayed++;
    yield { result };
  }
  yield { summary };
}

async function runItem(
  desk: ApiDesk,
  orders: OrderClone,
  authorized: Authorized,
  { bulk, item, index, firsts }: { bulk: Bulk; item: unknown; index: number; firsts: ReadonlyMap<string, number> },
): Promise<BulkResult> {
  const { request } = authorized;
  const typed = domainOf(item);
  const end = (done: Done): BulkResult => describeDone(done, { index, domain: typed, requestId: request.id });
  if (!request.mayBegin()) return end({ kind: 'refused', refusal: refuse('out_of_time') });
  const input = check(bulkItemInput, item);
  if (!input.ok) return end({ kind: 'refused', refusal: input });
  const first = firsts.get(normalizeHostname(typed)) ?? index;
  if (first !== index) {
    const what = `Item ${first} has the same domain.`;
    const next = 'Name each domain once; a distribution can be the alias of one clone alone.';
    return end({ kind: 'refused', refusal: refuse('invalid_request', { what, next }) });
  }
  try {
    return end(await carryOut(desk, orders, authorized, toAsked(input.value, bulk, request)));
  } catch (error) {
    // A fault in one item is that item's; what it may have made is found by a repetition with the key.
    desk.log.error({ err: error, request: request.id }, 'an item of a bulk failed');
    return end({ kind: 'refused', refusal: refuse('bot_failed') });
  }
}

function toAsked(item: BulkItemInput, { isDryRun, key }: Bulk, request: ApiRequest): Asked {
  return {
    typed: item,
    isDryRun,
    etags: readIfMatch(item.if_match),
    // By the domain, not by the place in the list: a repetition may leave out what is done.
    key: [key ?? request.id, normalizeHostname(item.domain)],
    isRepeatable: key !== undefined,
  };
}

function describeDone(
  done: Done,
  { index, domain, requestId }: { readonly index: number; readonly domain: string; readonly requestId: string },
): BulkResult {
  const head = { index, domain };
  switch (done.kind) {
    case 'cloned':
      return { ...head, outcome: 'cloned', status: outcomes.cloned.status, clone: done.answer };
    case 'planned':
      return { ...head, outcome: 'planned', status: outcomes.planned.status, plan: done.answer };
    case 'refused': {
      const problem = describeProblem(done.refusal, requestId);
      return { ...head, outcome: problem.outcome, status: problem.status, problem };
    }
    default:
      return done satisfies never;
  }
}

/** Which item names each domain first. */
function findFirsts(items: readonly unknown[]): ReadonlyMap<string, number> {
  const firsts = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const domain = normalizeHostname(domainOf(item));
    if (!firsts.has(domain)) firsts.set(domain, index);
  }
  return firsts;
}

function domainOf(item: unknown): string {
  const domain = typeof item === 'object' && item !== null && 'domain' in item ? item.domain : undefined;
  return typeof domain === 'string' ? domain.slice(0, 300) : '';
}

function inOrder(results: readonly BulkResult[]): BulkResult[] {
  return [...results].sort((a, b) => a.index - b.index);
}

async function* writeLines(lines: AsyncIterable<BulkLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}
