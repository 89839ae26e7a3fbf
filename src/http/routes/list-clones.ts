// GET /clones: the account's clones by their tags, with the filters of the chat command.
import { type CloneEntry, matchesSearch, readSearch, sortNewestFirst } from '../../clone/history.js';
import { quote, refuse } from '../../clone/outcome.js';
import type { ApiDesk, Authorized } from '../context.js';
import { answerProblem } from '../problems.js';
import { type ApiResponse, answerJson } from '../request.js';
import { readQuery } from '../validate.js';
import type { HistoryAnswer } from './schemas.js';

export const historyParameters = ['q', 'by', 'from', 'state', 'since', 'limit', 'offset'] as const;
/** What a distribution's tags and status can tell; cards know more states. */
export const historyStates = ['cloned', 'deployed'] as const;

const usualLimit = 50;
const mostLimit = 500;

export async function answerClones(desk: ApiDesk, { request }: Authorized): Promise<ApiResponse> {
  const query = readQuery(request.query, historyParameters);
  if (!query.ok) return answerProblem(query, request.id);
  const { q = '', limit = String(usualLimit), offset = '0', ...filters } = query.value;
  for (const [name, value] of [
    ['limit', limit],
    ['offset', offset],
  ] as const) {
    if (/^\d{1,6}$/.test(value)) continue;
    const what = `${quote(name)} is ${quote(value)}.`;
    return answerProblem(refuse('invalid_request', { what, next: 'Send a whole number.' }), request.id);
  }
  const parsed = readSearch(q.split(/\s+/).filter(Boolean), new Map(Object.entries(filters)), {
    states: historyStates,
    now: desk.now(),
    isEverywhere: true,
  });
  if (!parsed.ok) return answerProblem(parsed, request.id);
  const found = await desk.taggedClones.list();
  if (!found.ok) return answerProblem(found, request.id);
  const matches = sortNewestFirst(found.value.filter((entry) => matchesSearch(entry, parsed.search)));
  const start = Number(offset);
  const end = start + Math.min(Math.max(Number(limit), 1), mostLimit);
  const answer: HistoryAnswer = {
    requestId: request.id,
    total: matches.length,
    clones: matches.slice(start, end).map(describeEntry),
    next: end < matches.length ? `/clones?${turnTo(query.value, end)}` : null,
  };
  return answerJson(200, answer);
}

function turnTo(query: Readonly<Record<string, string>>, offset: number): string {
  return new URLSearchParams({ ...query, offset: String(offset) }).toString();
}

function describeEntry(entry: CloneEntry): HistoryAnswer['clones'][number] {
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
