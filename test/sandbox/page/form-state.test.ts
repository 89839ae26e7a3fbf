// What a form on the page still lacks, and what of it is sent.
import { findMissing, keepKnown } from '../../../sandbox/page/form-state.js';

const input = (block_id: string, element: Record<string, unknown>, more = {}) => ({
  type: 'input',
  block_id,
  element: { type: 'plain_text_input', action_id: 'a', ...element },
  ...more,
});
const text = (value: string | null) => ({ a: { type: 'plain_text_input', value } });

test('a required input must hold something, touched or as it opened', () => {
  const blocks = [input('typed', {}), input('opened', { initial_value: 'x' }), input('bare', {}), input('emptied', {})];
  const values = { typed: text('x'), emptied: text(null) };
  expect(Object.keys(findMissing(blocks, values))).toEqual(['bare', 'emptied']);
});

test('what was emptied is not held, though it opened with something', () => {
  expect(findMissing([input('a', { initial_value: 'x' })], { a: text(null) })).toHaveProperty('a');
});

test('an optional input may be empty, and a section is no input', () => {
  expect(findMissing([input('a', {}, { optional: true }), { type: 'section', block_id: 'b' }], {})).toEqual({});
});

test('a select needs an option', () => {
  const select = input('a', { type: 'external_select' });
  expect(findMissing([select], { a: { a: { type: 'external_select', selected_option: null } } })).toHaveProperty('a');
  expect(findMissing([select], { a: { a: { type: 'external_select', selected_option: { value: 'E1' } } } })).toEqual(
    {},
  );
});

test('inputs that an update took away are not sent', () => {
  expect(keepKnown([input('a', {})], { a: text('x'), gone: text('y') })).toEqual({ a: text('x') });
});
