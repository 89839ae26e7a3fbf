import { isReason, maxReasonChars, toReason } from '../../src/clone/reason.js';

test.each([
  ['a plain text', 'spring campaign', 'spring campaign'],
  ['nothing', undefined, undefined],
  ['spaces alone', ' \n\t ', undefined],
  ['several lines', ' one\r\ntwo\n\nthree ', 'one two three'],
  ['a character that turns the order around', 'a\u202Eb', 'a b'],
  ['half of a surrogate pair', 'a\uD800', 'a'],
])('of %s', (_what, text, expected) => {
  expect(toReason(text)).toBe(expected);
});

test('is cut at its limit, and not in the middle of a character', () => {
  const reason = toReason('\u{20000}'.repeat(maxReasonChars + 1)) ?? '';
  expect([...reason]).toHaveLength(maxReasonChars);
  expect(reason).not.toMatch(/\p{Cs}/u);
  expect(isReason(reason)).toBe(true);
  expect(isReason(`${reason}x`)).toBe(false);
});
