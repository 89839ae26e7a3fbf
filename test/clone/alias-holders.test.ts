// What is said of a domain that is taken: who has it, and a step that can work.
import { type AliasHolder, explainTakenAlias, isInAnotherAccount, overlaps } from '../../src/clone/alias-holders.js';
import { tell } from '../support/refusals.js';

const domain = 'www.example.com';
const reference = { id: 'EREF', arn: 'arn:aws:cloudfront::111122223333:distribution/EREF' };
const holder = (distributionId: string, account?: string): AliasHolder => ({
  alias: domain,
  distributionId,
  ...(account ? { account } : {}),
});

interface Case {
  readonly aliasHolders?: readonly AliasHolder[];
  readonly indexedHolders?: readonly AliasHolder[];
  readonly foreignHolders?: readonly AliasHolder[];
}
const explain = ({ aliasHolders = [], foreignHolders = [], indexedHolders = [] }: Case) => {
  const refusal = explainTakenAlias({ domain, reference, aliasHolders, indexedHolders, foreignHolders });
  return refusal && tell(refusal);
};

test.each<[string, Case, RegExp, boolean]>([
  ['the reference', { aliasHolders: [holder('EREF')] }, /`EREF` already, the reference itself/, false],
  ['a distribution that was read', { aliasHolders: [holder('E1')] }, /`E1` already, a distribution of this/, false],
  ['a distribution of the index', { indexedHolders: [holder('E1')] }, /`E1` already, a distribution of this/, false],
  [
    'the index and AWS alike, in full',
    { indexedHolders: [holder('E1')], foreignHolders: [holder('*1', '******223333')] },
    /`E1` already/,
    false,
  ],
  ['AWS, perhaps here', { foreignHolders: [holder('***7', '******223333')] }, /`\*\*\*7` in account/, false],
  ['AWS, in another account', { foreignHolders: [holder('***7', '******999999')] }, /`\*\*\*7` in account/, true],
  [
    'a distribution tenant',
    { foreignHolders: [{ ...holder('dt_**7', '******223333'), isTenant: true }] },
    /the distribution tenant `dt_\*\*7` in account/,
    false,
  ],
])('a domain that is held by %s', (_what, input, sentence, isForeign) => {
  const refusal = explain(input);
  expect(refusal?.outcome).toBe('alias_in_use');
  expect(refusal?.what).toMatch(sentence);
  expect(refusal?.isHolderForeign ?? false).toBe(isForeign);
});

test('a domain that nobody holds is no refusal', () => {
  expect(explain({ foreignHolders: [{ alias: '*.example.com', distributionId: 'E1' }] })).toBeUndefined();
});

describe('the advice', () => {
  const own = explain({ aliasHolders: [holder('E1')] })?.next ?? '';
  const foreign = explain({ foreignHolders: [holder('***7', '******999999')] })?.next ?? '';

  // UpdateDomainAssociation needs a target that exists, and the domain is taken by the target afterwards.
  test.each([
    ['of this account', own],
    ['of another account', foreign],
  ])('for a distribution %s never is to move the domain and to try again', (_what, next) => {
    expect(next).not.toMatch(/\bmove[^.]*then try again/);
    expect(next.indexOf('clone to another name')).toBeGreaterThan(-1);
    expect(next.indexOf('clone to another name')).toBeLessThan(
      next.indexOf('aws cloudfront update-domain-association'),
    );
    expect(next).toContain('same certificate covers');
  });

  test('says what removing the alias first costs', () => {
    expect(own).toMatch(/^Remove the alias there, then try again\. The domain answers with an error/);
  });

  test('for another account names its owner and the proof by DNS', () => {
    expect(foreign).toMatch(/owner of that account/);
    expect(foreign).toMatch(/disabled/);
    expect(foreign).toMatch(/TXT record/);
  });
});

test.each([
  ['a', 'a', true],
  ['*.example.com', 'a.b.example.com', true],
  ['a.example.com', '*.example.com', true],
  ['example.com', '*.example.com', false],
  ['a.example.com', 'b.example.com', false],
])('%s and %s overlap: %s', (one, other, expected) => {
  expect(overlaps(one, other)).toBe(expected);
});

test.each([
  ['******223333', false],
  ['******999999', true],
  ['', false],
])('account %p is certainly another one: %s', (account, expected) => {
  expect(isInAnotherAccount({ alias: domain, distributionId: '*', account }, reference.arn)).toBe(expected);
});
