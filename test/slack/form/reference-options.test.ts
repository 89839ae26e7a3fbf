// The references that the form offers: by alias, comment, ID, and CloudFront's own name, quickly in a large account.
import type { DistributionSummary } from '../../../src/clone/origin-facts.js';
import { maxChoiceChars } from '../../../src/slack/form/form-fields.js';
import { suggestReferences } from '../../../src/slack/form/reference-options.js';

const summary = (id: string, aliases: readonly string[], comment = ''): DistributionSummary => ({
  id,
  arn: `arn:aws:cloudfront::111122223333:distribution/${id}`,
  domainName: `d${id.toLowerCase()}.cloudfront.net`,
  aliases,
  comment,
  status: 'Deployed',
  origin: 'origin.example.net',
});

const index = (all: readonly DistributionSummary[], state: 'complete' | 'incomplete' = 'complete') => ({
  state,
  search: (isWanted: (one: DistributionSummary) => boolean) => all.filter(isWanted),
});

const account = index([
  summary('E1SHOP0000001', ['shop.example.com', 'store.example.com'], 'the shop'),
  summary('E2BLOG0000002', ['blog.example.com'], 'Production Blog'),
  summary('E3NONE0000003', []),
]);
const valuesOf = (typed: string) => suggestReferences(account, typed).map(({ value }) => value);

test.each([
  ['an alias', 'shop.ex', 'E1SHOP0000001'],
  ['another alias', 'store', 'E1SHOP0000001'],
  ['a comment, in any case', 'production b', 'E2BLOG0000002'],
  ['an ID in lower case', 'e3none', 'E3NONE0000003'],
  ['the name that CloudFront gave', 'de3none0000003.cloudfront.net', 'E3NONE0000003'],
  ['words in any order', 'blog production', 'E2BLOG0000002'],
])('finds %s', (_name, typed, id) => {
  expect(valuesOf(typed)[0]).toBe(id);
});

test('offers everything before anybody types, and nothing that does not fit', () => {
  expect(valuesOf('')).toEqual(['E2BLOG0000002', 'E3NONE0000003', 'E1SHOP0000001']);
  expect(valuesOf('no such thing')).toEqual([]);
});

test('what fits exactly comes first, and the alias that was typed is shown', () => {
  const near = index([summary('E1', ['a.shop.example.com']), summary('E2', ['shop.example.com', 'x.example.com'])]);
  expect(suggestReferences(near, 'shop.example.com')[0]).toEqual({ text: 'shop.example.com · E2', value: 'E2' });
  expect(suggestReferences(near, 'x.ex')[0]?.text).toContain('x.example.com');
});

test('an ID that is not known yet can be chosen as it was typed', () => {
  const empty = index([], 'incomplete');
  expect(suggestReferences(empty, ' E2ABCDEFGHIJKL ')).toEqual([
    { text: '“E2ABCDEFGHIJKL” as typed', value: 'E2ABCDEFGHIJKL' },
  ]);
  expect(suggestReferences(empty, 'shop')).toEqual([]);
  expect(suggestReferences(empty, '')).toEqual([]);
  // Once is enough.
  expect(valuesOf('e3none0000003')).toEqual(['E3NONE0000003']);
});

test('in an account of 3,000 distributions: at most 100 options within Slack’s limits, in a tenth of a second', () => {
  const comment = 'The production site of a customer, with a comment that is as long as CloudFront allows: '.padEnd(
    128,
    'x',
  );
  const large = index(
    Array.from({ length: 3_000 }, (_, at) =>
      summary(
        `E${String(at).padStart(13, '0')}`,
        [`site-${at}.${'long-'.repeat(10)}example.com`, `www.site-${at}.example.com`],
        comment,
      ),
    ),
  );
  for (const typed of ['', 's', 'site-2999', 'production', 'E0000000002999']) {
    const start = performance.now();
    const choices = suggestReferences(large, typed);
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(choices.length).toBeLessThanOrEqual(100);
    expect(choices.length).toBeGreaterThan(0);
    for (const { text, value } of choices) {
      expect(text.length).toBeLessThanOrEqual(maxChoiceChars);
      expect(text).toContain(value);
    }
  }
});
