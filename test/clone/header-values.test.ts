// What AWS says of a configuration never shows the value of an origin custom header: whole, cut off, or escaped.

import { maskedValue } from '../../src/clone/changes.js';
import { type Redaction, redactHeaderValues } from '../../src/clone/header-values.js';
import fc from '../support/property.js';
import { customOrigin, header } from './references.js';

const secret = 'correct-horse-battery-staple';

function redact(...values: readonly string[]): Redaction {
  const Items = values.map((value, index) => header(`X-Secret-${index}`, value));
  const origin = customOrigin({ CustomHeaders: { Quantity: Items.length, Items } });
  return redactHeaderValues({ Origins: { Quantity: 1, Items: [origin] } });
}

describe('a message shows the rest without', () => {
  test.each<readonly [what: string, value: string, message: string, shown: string]>([
    ['the value', secret, `The value '${secret}' is not allowed.`, "The value '(hidden)' is not allowed."],
    ['it anywhere', secret, `${secret}:${secret}.`, '(hidden):(hidden).'],
    ['it inside a word', secret, `X${secret}Y`, 'X(hidden)Y'],
    ['it in other letters', 'Correct-Horse', 'no correct-HORSE here', 'no (hidden) here'],
    ['its spaces around', `  ${secret} `, `value=${secret}, header=x`, 'value=(hidden), header=x'],
    ['its spaces in it', 'correct  horse\tbattery', 'not correct horse battery!', 'not (hidden)!'],
    ['line ends in it', secret, 'correct-horse-\n  battery-staple is bad', '(hidden) is bad'],
    ['it in XML', 'a<b>&"c\'d" e', 'is a&lt;b&gt;&amp;&quot;c&#39;d&quot; e no', 'is (hidden) no'],
    ['it in XML by numbers', 'a<b>&"c\'d"', 'a&#60;b&#x3E;&#x26;&#34;c&apos;d&#X22;', '(hidden)'],
    ['it in XML twice', 'key="a&b"', 'Got key=&amp;quot;a&amp;amp;b&amp;quot; instead', 'Got (hidden) instead'],
    ['it in JSON', 'say "horse"\\battery', 'Got "say \\"horse\\"\\\\battery".', 'Got "(hidden)".'],
    ['it in JSON by numbers', 'key=<horse>', 'Got key\\u003d\\u003Chorse\\u003e.', 'Got (hidden).'],
    ['it percent-encoded', 'key=a/b+ü', 'at key%3Da%2Fb%2B%C3%BC now', 'at (hidden) now'],
    ['it all percent-encoded', 'horse', 'at %68%6f%72%73%65 now', 'at (hidden) now'],
    ['it, when it looks escaped itself', 'a%20b&amp;c', 'is a%20b&amp;c no', 'is (hidden) no'],
    ['it, when AWS undid its escapes', 'a%20b&amp;cd', 'is a b&cd no', 'is (hidden) no'],
    ['its beginning', secret, 'The value correct-horse-bat… is too long', 'The value (hidden)… is too long'],
    ['its end', secret, 'The value ...tery-staple is too long', 'The value ...(hidden) is too long'],
    ['its middle', secret, 'near "horse-battery" at 7', 'near "(hidden)" at 7'],
    [
      'a short beginning that is cut off',
      secret,
      'The value corre... is too long',
      'The value (hidden)... is too long',
    ],
    ['a short beginning in quotation marks', secret, "The value 'corr' is", "The value '(hidden)' is"],
    ['a short beginning before asterisks', secret, 'The value corr**** is', 'The value (hidden)**** is'],
    ['a short beginning at the end', secret, 'The value is correc', 'The value is (hidden)'],
    ['a short end behind an ellipsis', secret, 'The value …taple is', 'The value …(hidden) is'],
    ['a short end at the start', secret, 'staple is too long', '(hidden) is too long'],
    ['a value of four characters', 'prod', 'The stage prod is unknown', 'The stage (hidden) is unknown'],
  ])('%s', (_what, value, message, shown) => {
    expect(redact(value).message(message)).toBe(shown);
  });

  test('any of several values, of any origin', () => {
    const origins = ['first-secret', 'second-secret'].map((value) =>
      customOrigin({ CustomHeaders: { Quantity: 1, Items: [header('X-Secret', value)] } }),
    );
    const { message } = redactHeaderValues({ Origins: { Quantity: 2, Items: origins } });
    expect(message('first-secret or second-secret')).toBe('(hidden) or (hidden)');
  });

  test('values that overlap', () => {
    expect(redact('horse-battery', 'battery-staple').message('a horse-battery-staple b')).toBe('a (hidden) b');
  });
});

describe('a message stays as it is', () => {
  const message = 'One or more of the CNAMEs are already associated with a different resource.';
  test.each<readonly [string, readonly string[]]>([
    ['without headers', []],
    ['where it repeats none', [secret]],
    ['with a part of a value that is a common word', ['source-of-truth']],
    ['with an empty value', ['']],
    ['with a value of spaces alone', ['   ']],
  ])('%s', (_what, values) => {
    expect(redact(...values).message(message)).toBe(message);
  });

  test('with an origin that has no headers at all', () => {
    const { CustomHeaders: _none, ...origin } = customOrigin();
    expect(redactHeaderValues({ Origins: { Quantity: 1, Items: [origin] } }).message(message)).toBe(message);
    expect(redactHeaderValues({ Origins: undefined }).message(message)).toBe(message);
  });
});

describe('a value of three characters or fewer', () => {
  test.each(['1', 'on', 'ref', 'R E F'])(
    '%s hides the whole message, for a hole in it would tell the value',
    (value) => {
      expect(redact(value).message('The reference 1 is on.')).toBe(maskedValue);
    },
  );

  test('hides nothing where the message does not contain it', () => {
    expect(redact('7').message('The reference 1 is on.')).toBe('The reference 1 is on.');
  });

  test('does not hide an error code, in which it is chance', () => {
    expect(redact('a').word('InvalidArgument')).toBe('InvalidArgument');
    expect(redact(secret).word(secret)).toBe(maskedValue);
  });
});

describe('whatever the value', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.string({ maxLength: 30, unit: 'binary' }),
    fc.stringMatching(/^[ab"'<&;#x%26…. -]{0,12}$/),
  );
  /** White space and control characters are no part of a value (RFC 9110, 5.5). */
  const value = text.map((word) => word.replace(/^[\s\p{Cc}]+|[\s\p{Cc}]+$/gu, '')).filter((word) => word !== '');
  const xml = (word: string) => word.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
  const forms: readonly ((word: string) => string)[] = [
    (word) => word,
    (word) => ` ${word} `,
    xml,
    (word) => xml(xml(word)),
    (word) => JSON.stringify(word).slice(1, -1),
    (word) => word.replace(/[^\w]/gu, (mark) => encodeURIComponent(mark)),
  ];
  const parts = (shown: string) => shown.split(maskedValue);

  test('no message that repeats it shows it', () => {
    fc.assert(
      fc.property(value, text, text, (word, before, after) => {
        for (const part of parts(redact(word).message(`${before}${word}${after}`))) expect(part).not.toContain(word);
      }),
      { numRuns: 2_000 },
    );
  });

  test('no message that repeats it escaped shows it', () => {
    // No beginning of an escape, which would take a part of the value for its end.
    const around = fc.stringMatching(/^[\w .:,'"=-]{0,20}$/);
    fc.assert(
      fc.property(value, around, around, fc.constantFrom(...forms), (word, before, after, form) => {
        for (const part of parts(redact(word).message(`${before}${form(word)}${after}`))) {
          expect(part).not.toContain(word);
          expect(part).not.toContain(form(word));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('no message shows any of several, however they are woven into one another', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), fc.infiniteStream(fc.nat()), (words, chance) => {
        const pick = () => words[(chance.next().value ?? 0) % words.length] ?? '';
        const message = Array.from({ length: 5 }, () => pick().slice((chance.next().value ?? 0) % 3)).join('');
        for (const part of parts(redact(...words).message(message))) {
          for (const word of words) expect(part).not.toContain(word);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('no message shows eight characters of it in a row', () => {
    const long = fc.stringMatching(/^[\w!~-]{9,40}$/);
    fc.assert(
      fc.property(long, fc.nat(), fc.nat(), text, text, (word, from, length, before, after) => {
        const start = from % (word.length - 7);
        const piece = word.slice(start, start + 8 + (length % 32));
        for (const part of parts(redact(word).message(`${before}${piece}${after}`))) {
          for (let at = 0; at + 8 <= word.length; at++) expect(part).not.toContain(word.slice(at, at + 8));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('a message without it is not changed', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9]{4,40}$/), fc.stringMatching(/^[a-z ]{0,60}$/), (word, message) => {
        fc.pre(/[0-9]/.test(word.slice(0, 4)) && /[0-9]/.test(word.slice(-4)));
        expect(redact(word).message(message)).toBe(message);
      }),
    );
  });
});

test('the largest configuration and a long message take no time to speak of', () => {
  const values = Array.from({ length: 30 }, (_, index) => `${index}-`.padEnd(1_783, `secret${index}`));
  const { message } = redact(...values);
  expect(message(`${values[7]} is bad. `.padEnd(1_000_000, '&amp;%26\\u0026'))).toMatch(/^\(hidden\) is bad\. &amp;/);
});
