// A program's claim at CloudFront, and what its card tag says; the orders themselves are held to their word over HTTP.
import fc from 'fast-check';
import { fingerprint, toOrderReference } from '../../src/clone/order.js';
import { readProgramCard, writeProgramCard } from '../../src/clone/program-card.js';
import { toTagValue } from '../../src/clone/tags.js';

describe('the claim', () => {
  test.each([
    ['a plain key', ['order-17'], 'cf-clone:client:abc:order-17'],
    ['a UUID', ['0b0e7a1c-2f3d-4e5f-8a9b-0c1d2e3f4a5b'], 'cf-clone:client:abc:0b0e7a1c-2f3d-4e5f-8a9b-0c1d2e3f4a5b'],
  ])('%s can be read in it', (_what, parts, expected) => {
    expect(toOrderReference('client:abc', ...parts)).toBe(expected);
  });

  const key = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 255 });
  const caller = fc.constantFrom('client:abc', 'client:abcd', 'user:0b0e7a1c-2f3d-4e5f-8a9b-0c1d2e3f4a5b');
  const claim = fc.tuple(caller, fc.array(key, { minLength: 1, maxLength: 2 }));

  test('is the same for the same and another for anything else, of a length that CloudFront takes', () => {
    fc.assert(
      fc.property(claim, claim, ([one, parts], [other, others]) => {
        const a = toOrderReference(one, ...parts);
        const b = toOrderReference(other, ...others);
        expect(a).toMatch(/^[\x21-\x7e]{1,128}$/);
        expect(a === b).toBe(JSON.stringify([one, parts]) === JSON.stringify([other, others]));
      }),
      { numRuns: 2_000 },
    );
  });
});

test('requests differ by each of their parts', () => {
  const request = { domain: 'a.example.com', origin: 'o.example.net', reference: { by: 'id', id: 'E1' } } as const;
  const all = [
    request,
    { ...request, domain: 'b.example.com' },
    { ...request, origin: 'p.example.net' },
    { ...request, reference: { by: 'id', id: 'E2' } } as const,
    { ...request, reference: { by: 'domainName', domainName: 'd1.cloudfront.net' } } as const,
  ].map(fingerprint);
  expect(new Set(all).size).toBe(all.length);
  expect(fingerprint({ ...request })).toBe(all[0]);
});

describe('the card tag of a program’s clone', () => {
  const askedAt = new Date('2026-11-25T02:03:04.567Z');
  test.each([
    [
      'to be announced',
      { channel: 'C0CDN000001', askedAt, request: 'r-1' },
      'announce/C0CDN000001/2026-11-25T02:03:04.567Z/r-1',
    ],
    ['told nobody', { channel: undefined, askedAt, request: 'r-1' }, 'program/2026-11-25T02:03:04.567Z/r-1'],
  ])('%s', (_what, card, text) => {
    expect(writeProgramCard(card)).toBe(text);
    expect(toTagValue(text)).toBe(text);
    expect(readProgramCard(text)).toEqual(card);
  });

  test.each([
    '',
    'https://example.slack.com/archives/C1/p1700000000000100',
    'announce/C1/yesterday/r',
    'program/x',
    'other/2026-11-25T02:03:04Z/r',
  ])('%p is none', (text) => expect(readProgramCard(text)).toBeUndefined());
});
