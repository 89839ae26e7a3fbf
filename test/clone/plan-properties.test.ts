// What holds for any input, not only for those that somebody thought of.

import { coversName } from '../../src/clone/certificate.js';
import { digest } from '../../src/clone/digest.js';
import { normalizeHostname, parseHostname } from '../../src/clone/hostname.js';
import { parseReference } from '../../src/clone/request.js';
import { toTagValue } from '../../src/clone/tags.js';
import { normalizeText, parseCloneWords } from '../../src/slack/listeners/commands/parse-clone.js';
import fc from '../support/property.js';
import { tell } from '../support/refusals.js';
import { references, requests } from './arbitrary.js';
import { checkClone } from './invariants.js';

const parseClone = (text: string) => parseCloneWords(normalizeText(text).split(' ').filter(Boolean));

describe('the clone of any reference', () => {
  test('keeps what must be kept, edits what must be edited, and tells no secret', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(requests, ({ reference, wanted }) => {
        seen.add(checkClone(reference, wanted));
      }),
      { numRuns: 250 },
    );
    expect([...seen]).toEqual(expect.arrayContaining(['planned', 'reference_staging', 'reference_tenant_only']));
  });

  test('has a digest that does not depend on the order of its members', () => {
    const reverse = (node: unknown): unknown => {
      if (Array.isArray(node)) return node.map(reverse);
      if (typeof node !== 'object' || node === null) return node;
      return Object.fromEntries(
        Object.entries(node)
          .reverse()
          .map(([name, member]) => [name, reverse(member)]),
      );
    };
    fc.assert(fc.property(references, (reference) => digest(reverse(reference)) === digest(reference)));
  });
});

describe('coversName', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'www', 'example'), { minLength: 1, maxLength: 4 });
  const names = fc
    .tuple(fc.boolean(), words)
    .map(([wildcard, labels]) => [...(wildcard ? ['*'] : []), ...labels].join('.'))
    .filter((name) => name.includes('.'));

  test('agrees with comparing label by label, a star standing for any one label but a star', () => {
    const model = (certificate: string, hostname: string): boolean => {
      const [left, right] = [certificate.split('.'), hostname.split('.')];
      if (left.length !== right.length) return false;
      return left.every((label, index) => label === right[index] || (label === '*' && right[index] !== '*'));
    };
    fc.assert(
      fc.property(names, names, (certificate, hostname) => {
        expect(coversName(certificate, hostname)).toBe(model(certificate, hostname));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('parseHostname', () => {
  const parts = ['a', 'www', 'example', 'com', '.', '.', '.', '-', '_', '*', '1', '127.0.0.1', '\u00e9', 'xn--'];
  const traps = [
    'http://',
    ':',
    '8080',
    '/',
    '?',
    '#',
    '\\',
    '@',
    ' ',
    '\t',
    '\n',
    '\u00a0',
    '[',
    ']',
    '<',
    '>',
    '|',
    '%61',
  ];
  const typed = fc.oneof(
    fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 9 }).map((list) => list.join('')),
    fc.array(fc.constantFrom(...parts, ...traps), { minLength: 1, maxLength: 9 }).map((list) => list.join('')),
    fc.tuple(fc.constantFrom(...traps), fc.nat({ max: 15 })).map(([trap, index]) => {
      const host = 'www.example.com';
      return host.slice(0, index) + trap + host.slice(index);
    }),
    fc.string({ unit: 'binary' }),
    fc.domain(),
    fc.webUrl(),
    fc.ipV4(),
    fc.ipV6(),
    fc.emailAddress(),
  );
  const role = fc.constantFrom('domain', 'origin');

  test('accepts nothing with another scheme than that of a site, a port, a path or a space', () => {
    fc.assert(
      fc.property(typed, role, (text, as) => {
        const parsed = parseHostname(text, as);
        if (!parsed.ok) return;
        expect(text.replace(/^https?:\/\//i, '').replace(/\/$/, '')).not.toMatch(/[\s:/?#\\@[\]<>|%]/);
        expect(parsed.hostname).toMatch(/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)+$/);
        expect(parsed.hostname.length).toBeLessThanOrEqual(253);
        expect(parsed.hostname).not.toMatch(/[^.]{64}|(^|\.)\d+$/);
        if (as === 'origin') expect(parsed.hostname).not.toContain('*');
      }),
      { numRuns: 3_000 },
    );
  });

  test('changes nothing more in what it has accepted, and compares as it is', () => {
    fc.assert(
      fc.property(typed, role, (text, as) => {
        const parsed = parseHostname(text, as);
        if (!parsed.ok) return;
        expect(parseHostname(parsed.hostname, as)).toEqual(parsed);
        expect(normalizeHostname(parsed.hostname)).toBe(parsed.hostname);
      }),
      { numRuns: 3_000 },
    );
  });

  test('accepts every domain of the grammar', () => {
    fc.assert(
      fc.property(fc.domain(), role, (domain, as) => {
        // Punycode labels have rules of their own.
        fc.pre(!/(^|\.)xn--/.test(domain));
        expect(parseHostname(domain, as)).toEqual({ ok: true, hostname: domain.toLowerCase() });
      }),
    );
  });
});

describe('text that somebody types', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });

  test('never makes the parsers throw, and a refusal always says what to type', () => {
    fc.assert(
      fc.property(text, text, text, (one, two, three) => {
        const parsed = parseClone(`${one} ${two} ${three}`);
        if (!parsed.ok)
          expect(tell(parsed)).toMatchObject({ outcome: 'invalid_request', next: expect.stringContaining('/') });
        parseReference(one);
      }),
    );
  });

  test('has no space around it and no two in a row, once normalized', () => {
    fc.assert(fc.property(text, (typed) => expect(normalizeText(typed)).not.toMatch(/^\s|\s$|\s\s/)));
  });

  test('becomes a tag value that AWS takes', () => {
    fc.assert(fc.property(text, (typed) => expect(toTagValue(typed)).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u)));
  });
});
