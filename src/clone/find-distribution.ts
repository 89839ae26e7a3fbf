// Finds distributions by their names through the index. Nobody is told what the index says before that one distribution was
// read and still has the name.
import { matchesAlias } from './alias-holders.js';
import { normalizeHostname } from './hostname.js';
import type { DistributionSummary } from './origin-facts.js';
import { type Refusal, refuse } from './outcome.js';
import type { Distribution, DistributionIndex, Distributions } from './ports.js';
import type { NearName } from './refusals/names.js';
import { parseReference, showReference } from './request.js';
import type { Result } from './result.js';
import { findNearest, type HistorySearch } from './search.js';

export interface NamePorts {
  readonly distributions: Pick<Distributions, 'read'>;
  readonly index: DistributionIndex;
}

/** How many distributions are read to answer one question. */
const maxReads = 5;
const maxNearest = 3;
/** Names that are compared with the one that was typed. Comparing takes some microseconds each. */
const maxCompared = 5_000;

/** The one distribution that has this alias, or this domain name of its own. */
export async function findByName(ports: NamePorts, name: string): Promise<Result<Distribution>> {
  const { distributions, index } = ports;
  const candidates = index.find(name).slice(0, maxReads);
  const answers = await Promise.all(candidates.map(({ id }) => distributions.read(id)));
  // What cannot be read may be the one, or a second one.
  const failed = answers.find((answer) => !answer.ok && answer.outcome !== 'reference_not_found');
  if (failed) return failed;
  const named = answers.flatMap((answer) =>
    answer.ok && listNames(answer.value).includes(name) ? [answer.value] : [],
  );
  const [first, ...others] = named;
  if (first && others.length === 0) return { ok: true, value: first };
  if (first) {
    const facts = { name, ids: named.map(({ id }) => id) };
    return refuse('reference_not_found', { details: [{ kind: 'name_ambiguous', facts }] });
  }
  return refuseName(ports, name);
}

/** Distributions of the index that still have a wanted name when they are read: a few at the most. */
export async function readIndexed(
  { distributions }: Pick<NamePorts, 'distributions'>,
  candidates: readonly DistributionSummary[],
  isWanted: (name: string) => boolean,
): Promise<Distribution[]> {
  const ids = [...new Set(candidates.map(({ id }) => id))].slice(0, maxReads);
  const answers = await Promise.all(ids.map((id) => distributions.read(id)));
  return answers.flatMap((answer) => (answer.ok && listNames(answer.value).some(isWanted) ? [answer.value] : []));
}

/** `from` may name the reference by an alias or by its d….cloudfront.net name, where the index knows one of that name. */
export function resolveReference(search: HistorySearch, index: Pick<DistributionIndex, 'find'>): HistorySearch {
  if (search.from === undefined || !search.from.includes('.')) return search;
  const parsed = parseReference(search.from);
  const name = parsed.ok && parsed.name.by !== 'id' ? showReference(parsed.name) : undefined;
  const [found, ...others] = name === undefined ? [] : index.find(name);
  return found && others.length === 0 ? { ...search, from: found.id } : search;
}

async function refuseName(ports: NamePorts, name: string): Promise<Refusal> {
  const { state } = ports.index;
  if (state === 'absent') {
    return refuse('invalid_request', { details: [{ kind: 'name_without_index', facts: { name } }] });
  }
  const facts = { name, nearest: await findNearNames(ports, name) };
  return state === 'incomplete'
    ? refuse('index_incomplete', { details: [{ kind: 'name_not_read_yet', facts }] })
    : refuse('reference_not_found', { details: [{ kind: 'name_unknown', facts }] });
}

/** The names that come nearest: wildcards that the name falls under first. */
async function findNearNames(ports: NamePorts, name: string): Promise<readonly NearName[]> {
  const known = ports.index.search(() => true).flatMap(({ aliases }) => aliases);
  const [firstLabel = ''] = name.split('.');
  const parent = name.slice(firstLabel.length);
  const isAlike = (alias: string) => alias.endsWith(parent) || alias.startsWith(`${firstLabel}.`);
  const wider = known.filter((alias) => matchesAlias(alias, name));
  const wanted = new Set(
    [...wider, ...findNearest(name, known.filter(isAlike).slice(0, maxCompared), maxNearest)].slice(0, maxNearest),
  );
  if (wanted.size === 0) return [];
  const candidates = [...wanted].flatMap((alias) => ports.index.find(alias));
  const found = await readIndexed(ports, candidates, (alias) => wanted.has(alias));
  const names = found.flatMap((one) =>
    listNames(one).flatMap((alias) => (wanted.has(alias) ? [{ alias, id: one.id }] : [])),
  );
  return names.slice(0, maxNearest);
}

function listNames({ domainName, config }: Distribution): readonly string[] {
  return [domainName, ...(config.Aliases?.Items ?? []).map(normalizeHostname)];
}
