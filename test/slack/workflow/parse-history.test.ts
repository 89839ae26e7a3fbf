// The words of a search, and which clones answer them.

import { refuse } from '../../../src/clone/outcome.js';
import { type CloneEntry, matchesSearch } from '../../../src/clone/search.js';
import { parseHistory } from '../../../src/slack/workflow/parse-history.js';
import fc from '../../support/property.js';

const now = new Date('2026-11-23T12:00:00Z');
const states = ['pending', 'cloned', 'cancelled'];

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

function search(text: string) {
  const parsed = parseHistory(text, states, now);
  if (!parsed.ok) throw new Error(parsed.outcome);
  return parsed.search;
}

describe('a search', () => {
  it.each([
    ['', true],
    ['www', true],
    ['WWW.Example', true],
    ['www new-origin', true],
    ['www somebody-else', false],
    ['E9NEW', true],
    ['e2abc', true],
    ['ana', true],
    ['u0bo', true],
    ['by:@ana', true],
    ['by:ana', true],
    ['by:<@U0BO>', true],
    ['by:@an', false],
    ['by:@carl', false],
    ['from:E2ABCDEFGHIJKL', true],
    ['from:e2abcdefghijkl', true],
    ['from:E2ABC', false],
    ['state:cloned', true],
    ['state:CLONED', true],
    ['state:pending', false],
    ['since:3d', true],
    ['since:71h', false],
    ['since:1w', true],
    ['since:2d', false],
    ['www by:@ana from:E2ABCDEFGHIJKL state:cloned since:30d', true],
    ['www by:@ana from:E2ABCDEFGHIJKL state:cloned since:1d', false],
  ])('%j answers %s', (text, matches) => {
    expect(matchesSearch(entry, search(text))).toBe(matches);
  });

  it('finds nothing recent in what has no time', () => {
    expect(matchesSearch({ ...entry, askedAt: undefined }, search('since:1w'))).toBe(false);
    expect(matchesSearch({ ...entry, askedAt: undefined }, search('www'))).toBe(true);
  });

  it.each([
    ['state:gone', 'pending'],
    ['since:soon', '30d'],
    ['since:', '30d'],
    ['by:', '@ana'],
  ])('%j is told what to type', (text, hint) => {
    expect(parseHistory(text, states, now)).toMatchObject({
      ok: false,
      outcome: 'invalid_request',
      what: expect.stringContaining(hint),
    });
    expect(refuse('invalid_request').created).toBe('nothing');
  });

  it('takes everywhere in any place', () => {
    expect(search('www Everywhere by:@ana')).toMatchObject({ isEverywhere: true, words: ['www'], by: 'ana' });
    expect(search('www').isEverywhere).toBe(false);
  });

  it('matches a part of each of its words, in any order', () => {
    const facts = [entry.domain, entry.origin, entry.reference, entry.distribution];
    const part = fc
      .constantFrom(...facts)
      .chain((fact) =>
        fc
          .tuple(fc.nat(fact.length - 1), fc.integer({ min: 1, max: 8 }))
          .map(([start, length]) => fact.slice(start, start + length)),
      );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (words) => {
        expect(matchesSearch(entry, { ...search(''), words: words.map((word) => word.toLowerCase()) })).toBe(true);
      }),
    );
  });

  it('never throws and never finds more than without it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseHistory(text, states, now);
        if (parsed.ok && matchesSearch(entry, parsed.search)) expect(matchesSearch(entry, search(''))).toBe(true);
      }),
    );
  });
});
