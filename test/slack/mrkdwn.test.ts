// Text for Slack: nothing that came from outside may act.
import { code, cut, escapeText, mention, time } from '../../src/slack/mrkdwn.js';

test.each([
  ['a & b', 'a &amp; b'],
  ['<!channel>', '&lt;!channel&gt;'],
  ['<https://evil.example|www.example.com>', '&lt;https://evil.example|www.example.com&gt;'],
  ['&lt;', '&amp;lt;'],
  ['one\r\ntwo\n\nthree', 'one two three'],
  ['moc.elpmaxe\u202E', 'moc.elpmaxe&lt;U+202E&gt;'],
  ['zero\u200Bwidth', 'zero&lt;U+200B&gt;width'],
  ['', ''],
])('%j is escaped as %j', (text, expected) => {
  expect(escapeText(text)).toBe(expected);
});

test.each([
  ['www.example.com', '`www.example.com`'],
  ['a`b', '`a’b`'],
  ['a <b> & c', '`a &lt;b&gt; &amp; c`'],
  ['\u2066a\u2069', '`&lt;U+2066&gt;a&lt;U+2069&gt;`'],
  ['', ''],
])('%j in a code span is %j', (text, expected) => {
  expect(code(text)).toBe(expected);
});

test.each([
  ['short', 10, 'short'],
  ['exactly ten', 11, 'exactly ten'],
  ['much too long', 5, 'much…'],
])('%j cut at %i is %j', (text, length, expected) => {
  expect(cut(text, length)).toBe(expected);
  expect(cut(text, length).length).toBeLessThanOrEqual(length);
});

test.each([
  ['U0ANA', '<@U0ANA>'],
  ['W0ANA', '<@W0ANA>'],
  ['!channel', '`!channel`'],
  ['U0ANA> <!here', '`U0ANA&gt; &lt;!here`'],
  ['S0GROUP', '`S0GROUP`'],
])('%s is mentioned as %s', (id, expected) => {
  expect(mention(id)).toBe(expected);
});

test('a moment is shown in the reader’s time zone, with UTC for clients that cannot', () => {
  const shown = time(new Date('2026-11-23T18:40:59.999Z'));
  expect(shown).toMatch(/^<!date\^1795459259\^.*\|2026-11-23 18:40 UTC>$/);
});
