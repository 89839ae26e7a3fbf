// GET /clones: the clones of the account by their tags, with the same filters as the chat command.
import * as z from 'zod';
import { type CloneEntry, matchesSearch, readSearch, sortNewestFirst } from '../../clone/search.js';
import { jsonResponse } from '../request.js';
import { jsonContent, maxJsonBytes } from './document-parts.js';
import { defineRoute } from './route.js';
import { requestId, text } from './schemas.js';

/** The states that tags and the distribution's status can tell. Cards know more states. */
const states = ['cloned', 'deployed'] as const;
const defaultLimit = 50;
const maxLimit = 500;

/** The filters are checked together by `readSearch`, as those of the chat command are. */
const filter = (description: string, schema: Readonly<Record<string, unknown>> = {}) =>
  text.optional().meta({ description, ...schema });
const wholeNumber = (defaultValue: number, description: string, schema: Readonly<Record<string, unknown>> = {}) =>
  text
    .refine((value) => /^\d{1,6}$/.test(value), 'Send a whole number.')
    .default(String(defaultValue))
    .meta({ description, type: 'integer', default: defaultValue, minimum: 0, ...schema });

const listQuery = z.strictObject({
  q: filter('Words that all have to occur in the domain, the origin, an ID, or a person.'),
  by: filter(
    'The ID of who asked or approved, as requestedBy and approvedBy give it: a Slack user, or client:… or user:… of the API. Names are refused.',
  ),
  from: filter('The ID of the reference.'),
  state: filter('The state of the clone.', { enum: [...states] }),
  since: filter('The maximum age, such as 12h, 30d or 8w.', { pattern: '^\\d{1,4}[hdwHDW]$' }),
  limit: wholeNumber(defaultLimit, 'The maximum number of clones in the response.', { maximum: maxLimit }),
  offset: wholeNumber(0, 'The number of clones to skip.'),
});

const person = z.object({ id: text, name: text });
const historyEntry = z
  .object({
    state: text,
    domain: text,
    origin: text,
    reference: text,
    distributionId: text,
    requestedBy: person,
    approvedBy: person.nullable(),
    askedAt: z.iso.datetime().nullable(),
    card: text.nullable(),
  })
  .meta({ id: 'HistoryEntry' });
const historySchema = z
  .object({
    requestId,
    total: z.int(),
    clones: z.array(historyEntry),
    next: text.nullable().meta({ description: 'The path of the next page. null on the last page.' }),
  })
  .meta({ id: 'History' });
type HistoryResponse = z.infer<typeof historySchema>;

export const listClones = defineRoute({
  method: 'GET',
  path: '/clones',
  tag: 'Clones',
  operationId: 'listClones',
  summary: 'List the clones of the account',
  description: 'Returns the clones of the AWS account, newest first. It reads the tags that cf-clone sets.',
  query: listQuery,
  headers: [],
  maxBodyBytes: maxJsonBytes,
  responses: { '200': { description: 'One page of clones.', content: jsonContent('History') } },
  problemStatuses: [400, 502],

  async handle({ taggedClones, now }, { request, query }) {
    const { q = '', limit, offset, ...filters } = query;
    const given = Object.entries(filters).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    );
    const parsed = readSearch(q.split(/\s+/).filter(Boolean), new Map(given), {
      states,
      now: now(),
      isEverywhere: true,
    });
    if (!parsed.ok) return { ...parsed, next: 'Send what /openapi.json describes.' };
    const clones = await taggedClones.list();
    if (!clones.ok) return clones;
    const matches = sortNewestFirst(clones.value.filter((entry) => matchesSearch(entry, parsed.value)));
    const start = Number(offset);
    const end = start + Math.min(Math.max(Number(limit), 1), maxLimit);
    const response: HistoryResponse = {
      requestId: request.id,
      total: matches.length,
      clones: matches.slice(start, end).map(describeEntry),
      next: end < matches.length ? `/clones?${writeNextQuery(request.query, end)}` : null,
    };
    return jsonResponse(200, response);
  },
});

function writeNextQuery(query: URLSearchParams, offset: number): string {
  const next = new URLSearchParams(query);
  next.set('offset', String(offset));
  return next.toString();
}

function describeEntry(entry: CloneEntry): HistoryResponse['clones'][number] {
  return {
    state: entry.state,
    domain: entry.domain,
    origin: entry.origin,
    reference: entry.reference,
    distributionId: entry.distribution,
    requestedBy: entry.requestedBy,
    approvedBy: entry.decidedBy ?? null,
    askedAt: entry.askedAt?.toISOString() ?? null,
    card: entry.link.startsWith('https://') ? entry.link : null,
  };
}
