// The order of the clones that a search finds, and words that are nearly right.
import { type CloneEntry, findClosest, matchesSearch, readSearch, sortNewestFirst } from '../../src/clone/search.js';

const entry: CloneEntry = {
  state: 'cloned',
  domain: 'www.example.com',
  origin: 'new-origin.example.net',
  reference: 'E2ABCDEFGHIJKL',
  distribution: 'E9NEW000000001',
  certificate: '*.example.com',
  requestedBy: { id: 'U0ANA', name: 'ana' },
  decidedBy: { id: 'U0BO', name: 'bo' },
  askedAt: new Date('2026-11-20T12:00:00Z'),
  link: 'https://example.slack.com/archives/C1/p1700000000000100',
};

it('puts the newest first and what has no time last', () => {
  const old = { ...entry, askedAt: new Date(1_000) };
  const unknown = { ...entry, askedAt: undefined };
  expect(sortNewestFirst([unknown, old, entry])).toEqual([entry, old, unknown]);
});

it.each([
  ['histroy', 'history'],
  ['HISTORY', 'history'],
  ['stats', 'status'],
  ['hlep', 'help'],
  ['deploy', undefined],
  ['x', undefined],
])('takes %s for %s', (typed, word) => {
  expect(findClosest(typed, ['help', 'history', 'status'])).toBe(word);
});

it.each([
  ['what was asked for', 'spring', true],
  ['what was said with the decision', 'monday', true],
  ['what nobody wrote', 'autumn', false],
])('finds a clone by %s', (_what, word, expected) => {
  const parsed = readSearch([word], new Map(), { states: [], now: new Date(), isEverywhere: false });
  if (!parsed.ok) throw new Error(parsed.outcome);
  const told = { ...entry, reason: 'Spring campaign', comment: 'until Monday' };
  expect(matchesSearch(told, parsed.value)).toBe(expected);
});

it.each([
  ['cloned', ['cloned', 'deployed', 'serving']],
  ['deployed', ['deployed']],
  ['pending', ['pending']],
])('state:%s finds %j', (wanted, found) => {
  const states = ['pending', 'cloning', 'cloned', 'deployed', 'serving', 'cancelled', 'failed'];
  const parsed = readSearch([], new Map([['state', wanted]]), { states, now: new Date(), isEverywhere: false });
  if (!parsed.ok) throw new Error(parsed.outcome);
  expect(states.filter((state) => matchesSearch({ ...entry, state }, parsed.value))).toEqual(found);
});
