// What is wrong with a request, in words that name no type of zod.
import { z } from 'zod';
import { bulkInput, bulkItemInput } from '../../src/http/routes/bulk-schemas.js';
import { checkSchema } from '../../src/http/validate.js';

const page = z.strictObject({ limit: z.int().min(1).max(100), state: z.enum(['cloned', 'deployed']).optional() });

function tell(schema: z.ZodType, value: unknown): string {
  const checked = checkSchema(schema, value);
  return checked.ok ? '' : (checked.what ?? '');
}

const item = { domain: 'www.example.com', origin: 'new-origin.example.net', ref_dist: 'E2ABCDEFGHIJKL' };

test.each([
  ['a missing member', bulkItemInput, { ...item, origin: undefined }, '`origin` is missing.'],
  ['a member of another type', bulkItemInput, { ...item, origin: 5 }, '`origin` must be a text.'],
  ['an empty member', bulkItemInput, { ...item, origin: '' }, '`origin` is empty.'],
  [
    'a member that is too long',
    bulkItemInput,
    { ...item, origin: 'a'.repeat(2_001) },
    '`origin` must have at most 2,000 characters.',
  ],
  ['a member that is not known', bulkItemInput, { ...item, ref: 'x' }, 'There is no member `ref` here.'],
  ['no items', bulkInput, { items: [] }, '`items` is empty.'],
  [
    'too many items',
    bulkInput,
    { items: Array.from({ length: 101 }, () => item) },
    '`items` must have at most 100 entries.',
  ],
  ['a list in place of an object', bulkInput, [], 'The request must be an object.'],
  ['no body', bulkInput, undefined, 'The request is missing.'],
  ['no list', bulkInput, { items: {} }, '`items` must be a list.'],
  ['a text for a flag', bulkInput, { items: [item], dry_run: 'yes' }, '`dry_run` must be true or false.'],
  ['a number that is too large', page, { limit: 101 }, '`limit` must be at most 100.'],
  ['a number that is too small', page, { limit: 0 }, '`limit` must be at least 1.'],
  ['a fraction', page, { limit: 1.5 }, '`limit` must be a whole number.'],
  ['another word than those allowed', page, { limit: 1, state: 'x' }, '`state` must be one of `cloned`, `deployed`.'],
])('%s', (_name, schema, value, sentence) => {
  expect(tell(schema, value)).toBe(`The request is not valid. ${sentence}`);
});

test('several problems are told together, five at the most', () => {
  expect(tell(bulkItemInput, {})).toBe(
    'The request is not valid. `domain` is missing. `origin` is missing. `ref_dist` is missing.',
  );
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`x${index}`, z.string()]));
  expect(tell(z.object(many), {}).match(/is missing/g)).toHaveLength(5);
});

test('the message of a schema stays, with every character visible', () => {
  const schema = z.object({ when: z.string().refine(() => false, 'Send a time, not \u202Ethis.') });
  expect(tell(schema, { when: 'x' })).toBe('The request is not valid. `when`: Send a time, not <U+202E>this.');
});
