import fc from 'fast-check';
import { copyDeep } from '../../src/clone/copy.js';
import { makeConfig, withUnknown } from './references.js';

/** No invalid dates: toEqual holds one different from itself, and no answer of AWS has them. */
const values: fc.Arbitrary<unknown>[] = [
  fc.string(),
  fc.boolean(),
  fc.double(),
  fc.constantFrom(null, undefined),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array(),
];

describe('copyDeep', () => {
  test('gives what structuredClone gives', () => {
    fc.assert(
      fc.property(fc.object({ values, withMap: true }), (value) => {
        expect(copyDeep(value)).toEqual(structuredClone(value));
      }),
    );
  });

  test('shares nothing with its original', () => {
    const config = withUnknown(makeConfig());
    const before = JSON.stringify(config);
    const copy = copyDeep(config);
    blank(copy);
    expect(JSON.stringify(config)).toBe(before);
  });

  test('copies dates', () => {
    const value = { at: new Date(5) };
    const copy = copyDeep(value);
    copy.at.setTime(6);
    expect(value.at.getTime()).toBe(5);
  });
});

/** Overwrites every member at every depth. */
function blank(node: object): void {
  for (const [name, member] of Object.entries(node)) {
    if (typeof member === 'object' && member !== null) blank(member);
    Reflect.set(node, name, undefined);
  }
}
