// Nothing that is shown hides a part of itself.

import { quote, showInvisible } from '../../src/clone/visible-text.js';
import fc from '../support/property.js';

const between = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

it.each([
  // The bidirectional controls of Unicode Standard Annex 9.
  ...[0x061c, 0x200e, 0x200f, ...between(0x202a, 0x202e), ...between(0x2066, 0x2069)],
  // Other characters without a picture of their own.
  ...[0x00, 0x07, 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x034f, 0x115f, 0x180e, 0x200b, 0x200c, 0x200d, 0x2028, 0x2029],
  ...[0x2060, 0x2064, 0x206f, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xfff9, 0xe0041],
])('character %i is shown by its number', (code) => {
  const number = code.toString(16).toUpperCase().padStart(4, '0');
  expect(showInvisible(`a${String.fromCodePoint(code)}b`)).toBe(`a<U+${number}>b`);
});

it.each([
  ['evil\u202Egnp.exe', 'evil<U+202E>gnp.exe'],
  ['\u2066\u2069', '<U+2066><U+2069>'],
  ['half \uD83D of a pair', 'half <U+D83D> of a pair'],
  ['one\r\n\ttwo', 'one two'],
])('%j is shown as %j', (text, expected) => {
  expect(showInvisible(text)).toBe(expected);
});

it.each([
  'www.example.com',
  'Ana Müller-Łoś',
  '日本語 العربية עברית',
  'e\u0301 (a letter with an accent of its own)',
  'love ❤️ and ☎︎',
  'family 👩‍👩‍👧‍👦 with skin 👩🏽‍🚀 and flag 🇩🇪 🏳️‍🌈',
  'keycap 1️⃣',
  '<U+202E>',
])('%s stays as it is', (text) => {
  expect(showInvisible(text)).toBe(text);
});

it('leaves no control of direction in any text, and changes nothing twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = showInvisible(text);
      expect(shown).not.toMatch(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\p{Cc}]/u);
      expect(showInvisible(shown)).toBe(shown);
    }),
  );
});

describe('quote', () => {
  test.each([
    ['sets text off', 'a', '`a`'],
    ['leaves no backtick inside', 'a`b`c', '`a’b’c`'],
    ['keeps 120 characters', 'x'.repeat(120), `\`${'x'.repeat(120)}\``],
    ['shows what cannot be seen', 'a\u202Eb', '`a<U+202E>b`'],
    ['keeps to one line', 'a\nb', '`a b`'],
    ['cuts what is longer', 'x'.repeat(121), `\`${'x'.repeat(117)}…\``],
  ])('%s', (_what, text, expected) => {
    expect(quote(text)).toBe(expected);
  });
});
