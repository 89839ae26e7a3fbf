// Lines of several clones: words, CSV, one origin for all; and what is wrong with each line.
import { maxLines, parseLines } from '../../src/clone/parse-lines.js';
import { describeLineProblems } from '../../src/messages/line-problems.js';

const a = { domain: 'a.example.com', origin: 'o1.example.net' };
const b = { domain: 'b.example.com', origin: 'o2.example.net' };

test.each([
  ['words', 'a.example.com o1.example.net\nb.example.com o2.example.net'],
  ['empty lines and other line ends', '\r\n a.example.com   o1.example.net \r\n\r\nb.example.com o2.example.net\r\n'],
  ['commas', 'a.example.com,o1.example.net\nb.example.com, o2.example.net'],
  ['semicolons and quotes', '"a.example.com";"o1.example.net"\n"b.example.com";"o2.example.net"'],
  ['tabs', 'a.example.com\to1.example.net\nb.example.com\to2.example.net'],
  ['a header', 'domain,origin\na.example.com,o1.example.net\nb.example.com,o2.example.net'],
  [
    'a header with other columns',
    'Origin,Owner,Alias\no1.example.net,web,a.example.com\no2.example.net,,b.example.com',
  ],
  ['addresses of sites and capitals', 'https://A.example.com/ o1.example.net\nb.example.com. o2.example.net'],
])('reads %s', (_what, text) => {
  expect(parseLines(text)).toEqual({ ok: true, lines: [a, b] });
});

test('takes one origin for all, and the own origin of a line before it', () => {
  const lines = [{ ...a, origin: 'all.example.net' }, b];
  expect(parseLines('a.example.com\nb.example.com o2.example.net', 'all.example.net')).toEqual({ ok: true, lines });
});

test.each([
  ['a.example.com', 'Line 1: The origin is missing'],
  ['\na.example.com o.example.net extra', 'Line 2: There are 3 words'],
  ['a.example.com o.example.net\nA.example.com p.example.net', 'Line 2: `a.example.com` is in line 1 already'],
  ['a.example.com a.example.com', 'Line 1: Domain and origin are both `a.example.com`'],
  ['single o.example.net', 'Line 1: `single` is a single word'],
  ['a.example.com 192.0.2.1', 'Line 1: `192.0.2.1` is an IP address'],
  ['', 'Give one line for each clone.'],
  ['domain,origin', 'Give one line for each clone.'],
])('says of %j what is wrong', (text, sentence) => {
  const parsed = parseLines(text);
  if (parsed.ok) throw new Error('it was taken');
  expect(describeLineProblems(parsed.problems, parsed.whole)).toContain(sentence);
});

test('takes as many lines as a card holds, which are 50 at least, and no more', () => {
  const list = (count: number) => Array.from({ length: count }, (_, index) => `d${index}.example.com`).join('\n');
  expect(maxLines).toBeGreaterThanOrEqual(50);
  expect(parseLines(list(maxLines), 'o.example.net')).toMatchObject({ ok: true });
  expect(parseLines(list(maxLines + 1), 'o.example.net')).toMatchObject({
    ok: false,
    whole: { kind: 'too_many_lines', lines: maxLines + 1 },
  });
});
