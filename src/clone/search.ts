// Looking for clones weeks later: the words of a search, and whether a clone answers them. The same for the channel's
// cards, for the account's tags, and for API clients.
import { refuse } from './outcome.js';
import type { RefusalDetail } from './refusals/detail.js';
import type { Result } from './result.js';

/** One clone, or the request for one, as any of the records tells it. */
export interface CloneEntry {
  readonly state: string;
  readonly domain: string;
  readonly origin: string;
  readonly reference: string;
  /** Empty until there is one. */
  readonly distribution: string;
  readonly certificate: string;
  readonly requestedBy: Person;
  readonly decidedBy: Person | undefined;
  /** When it was asked for; undefined where the record does not say. */
  readonly askedAt: Date | undefined;
  /** Where it was discussed. */
  readonly link: string;
  /** Why it was asked for, in the requester's words. */
  readonly reason?: string | undefined;
  /** What the person who decided said with it. */
  readonly comment?: string | undefined;
}

export interface Person {
  readonly id: string;
  /** As people call them; empty where only the ID is known. */
  readonly name: string;
}

export interface HistorySearch {
  /** All of them have to match: domain, origin, IDs, people, or what people wrote. */
  readonly words: readonly string[];
  /** The ID of the person or the app client who asked or approved. */
  readonly by: string | undefined;
  readonly from: string | undefined;
  readonly state: string | undefined;
  readonly since: Date | undefined;
  /** The whole account by its tags, not the channel by its cards. */
  readonly isEverywhere: boolean;
}

/**
 * The ID of a Slack user, or of an app client or a user of the user pool, with or without `client:` or `user:` before it.
 * Names are not accepted: people change them, and two people can have the same one.
 */
const personId = /^(?:[UW][A-Z0-9]+|(?:client|user):[\w+-]+|(?=.*\d)[a-z0-9-]{20,128})$/;

const units: Record<string, number> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Words and filters as a search; `states` are the words that the filter `state` takes. */
export function readSearch(
  words: readonly string[],
  given: ReadonlyMap<string, string>,
  { states, now, isEverywhere }: { states: readonly string[]; now: Date; isEverywhere: boolean },
): Result<HistorySearch> {
  const bad = (detail: RefusalDetail) => refuse('invalid_request', { details: [detail] });
  const state = given.get('state')?.toLowerCase();
  if (state !== undefined && !states.includes(state)) {
    return bad({ kind: 'state_unknown', facts: { typed: state, states } });
  }
  const age = given.get('since');
  const duration = /^(\d{1,4})([hdw])$/i.exec(age ?? '');
  if (age !== undefined && !duration) return bad({ kind: 'time_unreadable', facts: { typed: age } });
  const milliseconds = Number(duration?.[1]) * (units[(duration?.[2] ?? '').toLowerCase()] ?? 0);
  const by = given.get('by');
  if (by !== undefined && !personId.test(by)) {
    return bad({ kind: 'person_unreadable', facts: { typed: by } });
  }
  return {
    ok: true,
    value: {
      words: words.map((word) => word.toLowerCase()),
      by,
      from: given.get('from')?.toUpperCase(),
      state,
      since: duration ? new Date(now.getTime() - milliseconds) : undefined,
      isEverywhere,
    },
  };
}

/** Whether a clone answers a search. A word matches in the middle too; `by` matches IDs alone. */
export function matchesSearch(entry: CloneEntry, search: HistorySearch): boolean {
  const people = [entry.requestedBy, ...(entry.decidedBy ? [entry.decidedBy] : [])];
  const { domain, origin, reference, distribution, certificate, reason = '', comment = '' } = entry;
  const facts = [domain, origin, reference, distribution, certificate, reason, comment];
  const haystack = [...facts, ...people.flatMap(({ id, name }) => [id, name, `@${name}`])].map((text) =>
    text.toLowerCase(),
  );
  if (!search.words.every((word) => haystack.some((text) => text.includes(word)))) return false;
  const isBy = ({ id }: Person) => id === search.by || id.replace(/^(?:client|user):/, '') === search.by;
  if (search.by !== undefined && !people.some(isBy)) return false;
  if (search.from !== undefined && entry.reference.toUpperCase() !== search.from) return false;
  if (search.state !== undefined && !isInState(entry.state, search.state)) return false;
  if (search.since !== undefined && (entry.askedAt === undefined || entry.askedAt < search.since)) return false;
  return true;
}

/** What was cloned stays cloned, however far it has come since. */
const stagesOfCloned = ['cloned', 'deployed', 'serving'];

function isInState(state: string, wanted: string): boolean {
  return wanted === 'cloned' ? stagesOfCloned.includes(state) : state === wanted;
}

/** The newest first; what has no time comes last. */
export function sortNewestFirst(entries: readonly CloneEntry[]): CloneEntry[] {
  return [...entries].sort((a, b) => (b.askedAt?.getTime() ?? 0) - (a.askedAt?.getTime() ?? 0));
}

/** The known word that is nearest to a typed one, where it is near at all. */
export function findClosest(typed: string, known: readonly string[]): string | undefined {
  return findNearest(typed, known, 1)[0];
}

/** The known words that are near a typed one, the nearest first. */
export function findNearest(typed: string, known: readonly string[], most: number): string[] {
  const word = typed.toLowerCase();
  return known
    .flatMap((candidate) => {
      const maxDistance = Math.max(2, Math.floor(candidate.length / 3));
      if (Math.abs(candidate.length - word.length) > maxDistance) return [];
      const distance = countEdits(word, candidate);
      return distance <= maxDistance ? [{ candidate, distance }] : [];
    })
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** Levenshtein's distance. */
function countEdits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
