// The words of a search, and which clones answer them.

import { refuse } from '../../../src/clone/outcome.js';
import { type CloneEntry, matchesSearch } from '../../../src/clone/search.js';
import { parseHistory } from '../../../src/slack/workflow/parse-history.js';
import { told } from '../../clone/references.js';
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
  return parsed.value;
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
    ['by:<@U0ANA>', true],
    ['by:<@U0BO>', true],
    ['by: <@U0BO>', true],
    ['by:<@U0CARL>', false],
    ['<@U0BO>', true],
    ['by:U0CARL00001', false],
    ['by:client:1example23456789abcdefghij', false],
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
    ['www by:<@U0ANA> from:E2ABCDEFGHIJKL state:cloned since:30d', true],
    ['www by:<@U0ANA> from:E2ABCDEFGHIJKL state:cloned since:1d', false],
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
    expect(told(parseHistory(text, states, now))).toMatchObject({
      ok: false,
      outcome: 'invalid_request',
      what: expect.stringContaining(hint),
    });
    expect(refuse('invalid_request').created).toBe('nothing');
  });

  it.each(['by:ana', 'by:@ana', 'by:@ana maria', 'by:u0ana', 'by:URSULA', 'by:URSULABEST', 'by:<!subteam^S012ABCDEF>'])(
    'a name finds nobody by mistake: %s is refused',
    (text) => {
      const parsed = parseHistory(text, states, now);
      expect(parsed).toMatchObject({ ok: false, outcome: 'invalid_request' });
      expect(parsed.ok ? '' : parsed.what).toMatch(/^`by:` needs a mention, and Slack sent `/);
      expect(parsed.ok ? '' : parsed.next).toContain('pick the person from the list');
    },
  );

  it.each([
    ['by:@ana', true],
    ['by:ana', false],
  ])('%s: whether the manifest may be the cause', (text, isManifest) => {
    const parsed = parseHistory(text, states, now);
    expect(!parsed.ok && parsed.next?.includes('should_escape')).toBe(isManifest);
  });

  it('tells two people of the same name apart', () => {
    const namesake = { ...entry, requestedBy: { id: 'U0ANA2', name: 'ana' }, decidedBy: undefined };
    expect(matchesSearch(namesake, search('by:<@U0ANA>'))).toBe(false);
    const renamed = { ...entry, requestedBy: { id: 'U0CARL', name: 'U0ANA' }, decidedBy: undefined };
    expect(matchesSearch(renamed, search('by:<@U0ANA>'))).toBe(false);
  });

  it('finds what an app client made, with and without the prefix of its ID', () => {
    const made = { ...entry, requestedBy: { id: 'client:1example23456789abcdefghij', name: '' }, decidedBy: undefined };
    expect(matchesSearch(made, search('by:client:1example23456789abcdefghij'))).toBe(true);
    expect(matchesSearch(made, { ...search(''), by: '1example23456789abcdefghij' })).toBe(true);
    expect(matchesSearch(made, search('by:client:other'))).toBe(false);
  });

  it('takes everywhere in any place', () => {
    expect(search('www Everywhere by:<@U0ANA>')).toMatchObject({ isEverywhere: true, words: ['www'], by: 'U0ANA' });
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
        if (parsed.ok && matchesSearch(entry, parsed.value)) expect(matchesSearch(entry, search(''))).toBe(true);
      }),
    );
  });
});
