import { explain, type Outcome, outcomes, quote, refuse } from '../../src/clone/outcome.js';

const all = Object.entries(outcomes);
const words = all.map(([word]) => [word as Outcome] as const);

describe('every outcome', () => {
  test.each(all)('%s says what happened and what to do next, in sentences', (_word, { what, next }) => {
    for (const text of [what, next]) {
      expect(text).toMatch(/^[A-Z].*[^.]\.$/);
      expect(text).not.toMatch(/\$\{|undefined|null/);
    }
  });

  test.each(all)('%s has an HTTP status that fits', (word, { status, created }) => {
    expect(status >= 200 && status < 300).toBe(word === 'cloned' || word === 'planned');
    expect(status).toBeLessThan(600);
    if (created === 'unknown') expect(status).toBeGreaterThanOrEqual(500);
  });

  test.each(words)('%s tells whether anything was created', (word) => {
    const text = explain(refuse(word));
    const said = {
      nothing: /Nothing was created\./,
      unknown: /Whether anything was created is not known yet\./,
      yes: /was created\./,
    }[outcomes[word].created];
    expect(text).toMatch(said);
    if (outcomes[word].created !== 'nothing') expect(text).not.toContain('Nothing was created');
  });

  test('whose result nobody can tell is one of these', () => {
    expect(all.filter(([, { created }]) => created === 'unknown').map(([word]) => word)).toEqual([
      'unknown_result',
      'bot_failed',
    ]);
  });
});

describe('refuse', () => {
  test('uses the outcome’s own sentences', () => {
    expect(refuse('expired')).toEqual({
      ok: false,
      outcome: 'expired',
      what: 'The time to approve is over.',
      next: 'Run the command again for a fresh card.',
      created: 'nothing',
    });
  });

  test('takes other sentences, something to add, and what AWS told', () => {
    const detail = { what: 'No.', also: 'Really.', next: 'Ask.', awsRequestId: 'req-1', holder: 'E1' };
    expect(refuse('alias_in_use', detail)).toEqual({
      ok: false,
      outcome: 'alias_in_use',
      what: 'No. Really.',
      next: 'Ask.',
      created: 'nothing',
      awsRequestId: 'req-1',
      holder: 'E1',
    });
  });

  test('explains in one paragraph, with the number of the AWS request', () => {
    const refusal = refuse('throttled', { awsRequestId: 'req-1' });
    expect(explain(refusal)).toBe(
      'AWS is answering too many calls of this account. (AWS request req-1) Nothing was created. Try again in a minute.',
    );
  });
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
