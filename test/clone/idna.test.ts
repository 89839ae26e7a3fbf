// Host names with letters beyond ASCII, and Punycode: what counts is the same on every Node release. The lists hold what
// Node 20 and Node 24 decide differently by themselves.
import { createHash } from 'node:crypto';
import { toUnicode } from 'tr46';
import { normalizeHostname, parseHostname } from '../../src/clone/hostname.js';
import { toAscii } from '../../src/clone/idna.js';
import fc from '../support/property.js';

const read = (name: string): string | undefined => {
  const parsed = parseHostname(name, 'domain');
  return parsed.ok ? parsed.hostname : undefined;
};

describe('a name is taken', () => {
  test.each([
    ['in Punycode', 'xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['in Punycode with capitals', 'XN--Bcher-KVA.example', 'xn--bcher-kva.example'],
    ['in Punycode with no letter of ASCII', 'xn--fiqs8s.example', 'xn--fiqs8s.example'],
    ['in Punycode as the last label', 'example.xn--p1ai', 'example.xn--p1ai'],
    ['in Punycode from right to left', 'xn--mgberp4a5d4ar.example', 'xn--mgberp4a5d4ar.example'],
    ['in Punycode behind a wildcard', '*.xn--bcher-kva.example', '*.xn--bcher-kva.example'],
    ['in Punycode with a full-width letter', '\uff58n--bcher-kva.example', 'xn--bcher-kva.example'],
    ['in letters', 'b\u00fccher.example', 'xn--bcher-kva.example'],
    ['in letters with a mark of their own', 'bu\u0308cher.example', 'xn--bcher-kva.example'],
    ['in capitals', 'B\u00dcCHER.EXAMPLE', 'xn--bcher-kva.example'],
    ['with a sharp s', 'stra\u00dfe.example', 'xn--strae-oqa.example'],
    ['with a joiner where the script needs it', '\u0928\u094d\u200d\u0937.example', 'xn--l2b4a0dw70k.example'],
    ['with a capital that has had no small letter in older rules', 'a\u04c0.example', 'xn--a-c2b.example'],
    ['with hyphens where Punycode has them', 'ab--cd.example', 'ab--cd.example'],
    ['with Punycode’s mark inside a label', 'axn--b.example', 'axn--b.example'],
  ])('%s', (_what, name, hostname) => {
    expect(read(name)).toBe(hostname);
    expect(normalizeHostname(name)).toBe(hostname);
  });
});

describe('a name is refused, and compared as it stands', () => {
  test.each([
    ['broken Punycode', 'xn--a.example'],
    ['broken Punycode as the last label', 'example.xn--a'],
    ['broken Punycode behind a wildcard', '*.xn--a.example'],
    ['broken Punycode beside letters', 'b\u00fccher.xn--a.example'],
    ['Punycode of nothing', 'xn--.example'],
    ['Punycode of a hyphen', 'xn---.example'],
    ['Punycode of ASCII alone', 'xn--abc-.example'],
    ['Punycode that breaks off', 'xn--bcher-kva0.example'],
    ['Punycode beyond Unicode', 'xn--999999999.example'],
    ['Punycode of a letter and its mark, which are one letter', 'xn--u-ccb.example'],
    ['Punycode that begins with a mark', 'xn--e-xbb.example'],
    ['Punycode of a capital', 'xn--ab-5da.example'],
    ['Punycode of Punycode', 'xn--xn---epa.example'],
    ['Punycode of both directions', 'xn--a-zgc.example'],
    ['Punycode with a letter beyond ASCII', 'xn--\u00e9.example'],
    ['full-width letters that make broken Punycode', '\uff58\uff4e\uff0d\uff0da.example'],
    ['broken Punycode with a hyphen that is not seen', 'xn--a\u00ad.example'],
    ['both directions in a label', 'a\u05be.example'],
    ['a joiner in front', '\u200da.example'],
    ['a digit of another script in front', '\u0661a.example'],
    ['a number in hexadecimal at the end', 'b\u00fccher.0x1f'],
    ['a full-width number at the end', 'b\u00fccher.\uff11'],
    ['half a character', 'a\ud800b.example'],
  ])('%s', (_what, name) => {
    for (const role of ['domain', 'origin'] as const) expect(parseHostname(name, role).ok).toBe(false);
  });

  test('a dot of another kind at the end is taken off too', () => {
    expect(normalizeHostname('b\u00fccher.example\u3002')).toBe('xn--bcher-kva.example');
  });

  test('what has no other form stays as it is', () => {
    expect(normalizeHostname('XN--A.example')).toBe('xn--a.example');
    expect(normalizeHostname('*.xn--a.example')).toBe('*.xn--a.example');
  });
});

describe('whatever the name', () => {
  const part = fc.oneof(
    fc.stringMatching(/^[a-z0-9-]{1,8}$/),
    fc.stringMatching(/^xn--[a-z0-9-]{0,12}$/),
    fc.stringMatching(/^[\u00a0-\u05ff]{1,5}$/),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }),
    fc.constantFrom('xn--bcher-kva', 'b\u00fccher', '\uff58n--', 'xn--fiqs8s', '\u2488'),
  );
  const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));

  test('what is taken is read as itself, and all its Punycode means letters that are encoded the same again', () => {
    fc.assert(
      fc.property(name, (typed) => {
        const hostname = read(typed);
        if (hostname === undefined) return;
        expect(hostname).toMatch(/^[a-z0-9.-]+$/);
        expect(read(hostname)).toBe(hostname);
        // A slash at the end is taken off what people type, and is no part of a name.
        expect(normalizeHostname(typed.replace(/\/$/, ''))).toBe(hostname);
        if (/^[\0-\x7f]*$/.test(typed))
          expect(hostname).toBe(typed.toLowerCase().replace(/\/$/, '').replace(/\.$/, ''));
        for (const label of hostname.split('.').filter((candidate) => candidate.startsWith('xn--'))) {
          const { domain, error } = toUnicode(label, { checkBidi: true, checkJoiners: true });
          expect([error, /[^\0-\x7f]/.test(domain), toAscii(domain)]).toEqual([false, true, label]);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test('normalizing a host name twice changes nothing more', () => {
    fc.assert(
      fc.property(name, (typed) => {
        const once = normalizeHostname(typed);
        // A text that is no host name, such as two dots, has no form in which names are compared.
        if (read(once) !== undefined) expect(normalizeHostname(once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** The blocks that people write in, and those with the odd cases: signs, marks, compatibility forms. */
const ranges = [
  [0x80, 0x23ff],
  [0x3000, 0x33ff],
  [0xa640, 0xabff],
  [0xfb00, 0xffff],
] as const;

test('a name with any of some thousand characters is decided as on every other release', () => {
  const hash = createHash('sha256');
  for (const [first, last] of ranges) {
    for (let code = first; code <= last; code++)
      hash.update(`${read(`a${String.fromCodePoint(code)}.example`) ?? ''}\n`);
  }
  // Another version of the library may decide otherwise; then this is the place to see it, and to say so.
  expect(hash.digest('hex')).toBe('b19acc40a6b1b7e0119a7388588cfcc1902e9824d583e7df98a2dfade12b36a8');
});
