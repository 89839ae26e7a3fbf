import { createHash } from 'node:crypto';
import { digest, toCanonicalJson } from '../../src/clone/digest.js';
import fc from '../support/property.js';

describe('canonical JSON', () => {
  test.each([
    [
      'sorts the keys at every depth',
      { b: 1, a: { d: [{ f: 1, e: 2 }], c: 3 } },
      '{"a":{"c":3,"d":[{"e":2,"f":1}]},"b":1}',
    ],
    ['keeps the order of lists', [2, 1], '[2,1]'],
    ['leaves out what is undefined', { a: undefined, b: null }, '{"b":null}'],
    ['writes dates as text', { a: new Date(0) }, '{"a":"1970-01-01T00:00:00.000Z"}'],
  ])('%s', (_what, value, expected) => {
    expect(toCanonicalJson(value)).toBe(expected);
  });
});

describe('digest', () => {
  test('is the SHA-256 of the canonical JSON', () => {
    expect(digest({ b: 1, a: 2 })).toBe(createHash('sha256').update('{"a":2,"b":1}').digest('hex'));
  });

  test('does not depend on the order in which members were written', () => {
    expect(digest({ a: 1, b: { c: 2, d: 3 } })).toBe(digest({ b: { d: 3, c: 2 }, a: 1 }));
  });

  test.each([
    ['another value', { a: 2 }],
    ['another type', { a: '1' }],
    ['another key', { b: 1 }],
    ['one more member', { a: 1, b: null }],
    ['a list around it', [{ a: 1 }]],
  ])('changes with %s', (_what, value) => {
    expect(digest(value)).not.toBe(digest({ a: 1 }));
  });
});

test('canonical JSON is JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // JSON has no -0: what it keeps of a value is what has to come back.
      expect(JSON.parse(toCanonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
