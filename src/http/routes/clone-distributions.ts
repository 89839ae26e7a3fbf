// POST /clone_distributions: clones several distributions in one request, a few at the same time, with one outcome per
// item. An item that fails does not stop the others. A repetition with the same key does what is missing.
import * as z from 'zod';
import type { CloneNow } from '../../clone/clone-now.js';
import { normalizeHostname, parseHostname } from '../../clone/hostname.js';
import { mapConcurrently } from '../../concurrency/map-concurrently.js';
import type { ApiContext } from '../context.js';
import { refuse } from '../outcomes.js';
import { describeProblem, outcomeStatuses } from '../problems.js';
import { type ApiRequest, jsonResponse } from '../request.js';
import { checkSchema, readIfMatch } from '../validate.js';
import { type BulkLine, type BulkResponse, type BulkResult, bulkInput, bulkItemInput } from './bulk-schemas.js';
import { jsonContent, maxJsonBytes, schemaRef } from './document-parts.js';
import { type AuthorizedRequest, defineRoute } from './route.js';
import { type CloneParameters, type CloneResult, runClone } from './run-clone.js';
import { dryRunParameter } from './schemas.js';

/** CloudFront's own limit is not published. Its calls wait in a queue behind this one. */
const maxConcurrentItems = 5;
/** The items share what was read of the reference, the certificates and the aliases. */
const cacheTtlMs = 30_000;

const ndjson = 'application/x-ndjson';

interface Bulk extends AuthorizedRequest {
  readonly context: ApiContext;
  readonly cloneNow: CloneNow;
  readonly items: readonly unknown[];
  readonly isDryRun: boolean;
  readonly idempotencyKey: string | undefined;
}

export const cloneDistributions = defineRoute({
  method: 'POST',
  path: '/clone_distributions',
  tag: 'Bulk',
  operationId: 'cloneDistributions',
  summary: 'Clone several distributions',
  description:
    'Clones several distributions and returns one outcome per item. With `Accept: application/x-ndjson`, each result is sent as one line as soon as it exists, and the summary is the last line. If some items failed, repeat the request with the same Idempotency-Key: it does what is missing.',
  query: z.strictObject({ dry_run: dryRunParameter }),
  headers: ['Idempotency-Key'],
  bodySchema: bulkInput,
  requestBody: {
    required: true,
    schema: {
      allOf: [schemaRef('BulkInput'), { type: 'object', properties: { items: { items: schemaRef('BulkItemInput') } } }],
    },
  },
  maxBodyBytes: maxJsonBytes,
  responses: {
    '200': {
      description: 'Each item has its own outcome and status.',
      content: { ...jsonContent('BulkAnswer'), [ndjson]: { schema: schemaRef('BulkLine') } },
    },
  },
  problemStatuses: [400, 408, 413, 415, 431],

  async handle(context, { request, caller, query, body, idempotencyKey }) {
    const { items, dry_run: isDryRunInBody = false } = body ?? { items: [] };
    const cloneNow = context.createCloneNow({ cacheTtlMs });
    const isDryRun = query.dry_run ?? isDryRunInBody;
    const lines = runBulk({ context, cloneNow, request, caller, items, isDryRun, idempotencyKey });
    if (acceptsLines(request)) {
      const headers = { 'content-type': `${ndjson}; charset=utf-8`, 'cache-control': 'no-store' };
      return { status: 200, headers, body: writeLines(lines) };
    }
    const results: BulkResult[] = [];
    for await (const line of lines) {
      if ('result' in line) results.push(line.result);
      else {
        results.sort((a, b) => a.index - b.index);
        return jsonResponse(200, { requestId: request.id, results, ...line } satisfies BulkResponse);
      }
    }
    throw new Error('a bulk request ended without its summary');
  },
});

function acceptsLines(request: ApiRequest): boolean {
  return (request.headers.get('accept') ?? '').toLowerCase().includes(ndjson);
}

/** Yields one line per item as soon as it is done, in any order, and then the summary. */
async function* runBulk(bulk: Bulk): AsyncGenerator<BulkLine> {
  const { request, items } = bulk;
  const firstIndexes = findFirstIndexes(items);
  const summary = { requestId: request.id, items: items.length, cloned: 0, replayed: 0, planned: 0, refused: 0 };
  const work = (item: unknown, index: number) => runItem(bulk, item, index, firstIndexes);
  for await (const result of mapConcurrently(items, maxConcurrentItems, work)) {
    if (result.clone) summary.cloned++;
    else if (result.plan) summary.planned++;
    else summary.refused++;
    if (result.clone?.replayed) summary.replayed++;
    yield { result };
  }
  yield { summary };
}

async function runItem(
  bulk: Bulk,
  item: unknown,
  index: number,
  firstIndexes: ReadonlyMap<string, number>,
): Promise<BulkResult> {
  const { context, cloneNow, request, caller } = bulk;
  const domain = readDomain(item);
  const describe = (result: CloneResult): BulkResult =>
    describeResult(result, { index, domain, requestId: request.id });
  if (!request.hasTimeLeft()) return describe({ kind: 'refused', refusal: refuse('out_of_time') });
  const input = checkSchema(bulkItemInput, item);
  if (!input.ok) return describe({ kind: 'refused', refusal: input });
  const firstIndex = firstIndexes.get(nameDomain(domain)) ?? index;
  if (firstIndex !== index) {
    const what = `Item ${firstIndex} has the same domain.`;
    const next = 'Use each domain once. A domain can be the alias of only one clone.';
    return describe({ kind: 'refused', refusal: refuse('invalid_request', { what, next }) });
  }
  try {
    return describe(await runClone(context, cloneNow, { request, caller }, toParameters(bulk, input.value)));
  } catch (error) {
    // The other items go on. If a distribution was created, a repetition with the same key finds it.
    context.log.error({ err: error, request: request.id }, 'an item of a bulk failed');
    return describe({ kind: 'refused', refusal: refuse('bot_failed') });
  }
}

function toParameters(
  { isDryRun, idempotencyKey, request, items }: Bulk,
  item: z.infer<typeof bulkItemInput>,
): CloneParameters {
  return {
    input: item,
    isDryRun,
    etags: readIfMatch(item.if_match),
    // The domain identifies the item, not its position: a repetition may leave out items that are done.
    idempotencyParts: [idempotencyKey ?? request.id, nameDomain(item.domain)],
    isRepeatable: idempotencyKey !== undefined,
    isBulk: items.length > 1,
  };
}

function describeResult(
  result: CloneResult,
  { index, domain, requestId }: { readonly index: number; readonly domain: string; readonly requestId: string },
): BulkResult {
  const head = { index, domain };
  switch (result.kind) {
    case 'cloned':
      return { ...head, outcome: 'cloned', status: outcomeStatuses.cloned, clone: result.response };
    case 'planned':
      return { ...head, outcome: 'planned', status: outcomeStatuses.planned, plan: result.response };
    case 'refused': {
      const problem = describeProblem(result.refusal, requestId);
      return { ...head, outcome: problem.outcome, status: problem.status, problem };
    }
    default:
      return result satisfies never;
  }
}

/** One name for each way to write a domain, such as the address of its site. */
function nameDomain(typed: string): string {
  const parsed = parseHostname(typed, 'domain');
  return parsed.ok ? parsed.hostname : normalizeHostname(typed);
}

/** The position of the first item with each domain. */
function findFirstIndexes(items: readonly unknown[]): ReadonlyMap<string, number> {
  const firstIndexes = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const domain = nameDomain(readDomain(item));
    if (!firstIndexes.has(domain)) firstIndexes.set(domain, index);
  }
  return firstIndexes;
}

/** The domain of an item that was not checked yet; cut, because the response repeats it. */
function readDomain(item: unknown): string {
  const domain = typeof item === 'object' && item !== null && 'domain' in item ? item.domain : undefined;
  return typeof domain === 'string' ? domain.slice(0, 300) : '';
}

async function* writeLines(lines: AsyncIterable<BulkLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}
