import type { Tag } from '@aws-sdk/client-cloudfront';
import { approveTags, planTags, reasonTag, tagKeys, toTagValue } from '../../src/clone/tags.js';

const clone = { domain: 'www.example.com', referenceId: 'E2ABCDEFGHIJKL', requestedBy: 'ana (U012ABCDEF)' };
const record = [
  { Key: 'cf-clone:reference', Value: 'E2ABCDEFGHIJKL' },
  { Key: 'cf-clone:requested-by', Value: 'ana U012ABCDEF' },
];

describe('the tags of a plan', () => {
  test.each<[string, Tag[], Tag[]]>([
    ['are the record alone, where the reference has none', [], []],
    ['are the reference’s own', [{ Key: 'team', Value: 'web' }], [{ Key: 'team', Value: 'web' }]],
    ['keep a tag without a value', [{ Key: 'flag', Value: undefined }], [{ Key: 'flag', Value: undefined }]],
    ['leave out those of AWS', [{ Key: 'aws:cloudformation:stack-name', Value: 'stack' }], []],
    ['leave out those of AWS in any case', [{ Key: 'AWS:x', Value: 'stack' }], []],
    ['leave out the reference’s own record', [{ Key: 'cf-clone:approved-by', Value: 'somebody else' }], []],
    ['keep keys that only look like one', [{ Key: 'awsome', Value: 'x' }], [{ Key: 'awsome', Value: 'x' }]],
    ['make the name the domain', [{ Key: 'Name', Value: 'production' }], [{ Key: 'Name', Value: 'www.example.com' }]],
    ['leave another `name` alone', [{ Key: 'name', Value: 'production' }], [{ Key: 'name', Value: 'production' }]],
  ])('%s', (_what, reference, copied) => {
    expect(planTags(reference, clone)).toEqual({ tags: [...copied, ...record], leftOut: [] });
  });

  test.each([
    [46, 0],
    [47, 1],
    [50, 4],
  ])('of %i copied ones, %i find no room beside the four of the record', (count, without) => {
    const reference = Array.from({ length: count }, (_, index) => ({ Key: `key-${index}`, Value: 'v' }));
    const planned = planTags(reference, clone);
    expect(planned.leftOut).toEqual(reference.slice(count - without).map(({ Key }) => Key));
    expect(approveTags(planned.tags, { approvedBy: 'ben', card: 'card' })).toHaveLength(Math.min(count, 46) + 4);
  });
});

test('approval adds who approved and where it was discussed', () => {
  const tags = approveTags(record, { approvedBy: 'ben (U99)', card: 'https://example.slack.com/archives/C1/p17' });
  expect(tags).toEqual([
    ...record,
    { Key: tagKeys.approvedBy, Value: 'ben U99' },
    { Key: tagKeys.card, Value: 'https://example.slack.com/archives/C1/p17' },
  ]);
});

describe('the reason as a tag', () => {
  const approval = { approvedBy: 'ben', card: 'card' };

  test('is added with the approval, without the characters that AWS refuses', () => {
    const tags = approveTags(record, { ...approval, reason: 'spring “campaign” <2027>' });
    expect(tags.at(-1)).toEqual({ Key: reasonTag, Value: 'spring campaign 2027' });
  });

  test.each([undefined, '***'])('%s leaves no tag', (reason) => {
    expect(approveTags(record, { ...approval, reason })).toHaveLength(4);
  });

  test.each([
    [45, 50],
    [46, 50],
  ])('with %i copied tags finds room only below the limit of 50', (count, expected) => {
    const reference = Array.from({ length: count }, (_, index) => ({ Key: `key-${index}`, Value: 'v' }));
    const tags = approveTags(planTags(reference, clone).tags, { ...approval, reason: 'why' });
    expect(tags).toHaveLength(expected);
    expect(tags.some(({ Key }) => Key === reasonTag)).toBe(count === 45);
  });
});

describe('a tag value', () => {
  test.each([
    ['keeps what AWS takes', 'Ana M\u00fcller_1.2:/=+-@', 'Ana M\u00fcller_1.2:/=+-@'],
    ['loses what AWS does not take', 'a<b>&c"d\'e(f)', 'a b c d e f'],
    ['has no line ends', 'a\n\tb', 'a b'],
    ['has no space around it', ' (a) ', 'a'],
    ['is cut at 256', 'x'.repeat(300), 'x'.repeat(256)],
    ['may be empty', '***', ''],
  ])('%s', (_what, text, expected) => {
    expect(toTagValue(text)).toBe(expected);
  });

  test('is not cut in the middle of a character', () => {
    expect(toTagValue(`${'x'.repeat(255)}\u{20000}`)).not.toMatch(/\p{Cs}/u);
  });
});
