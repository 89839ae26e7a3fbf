// Names that overlap the domain, and the check for conflicts that AWS did not answer.

import { refuse } from '../../../src/clone/outcome.js';
import { buildPlan } from '../../../src/clone/plan.js';
import { describeWarning } from '../../../src/messages/describe-warning.js';
import { good, makeConfig, makeInput } from '../references.js';

const planOf = (over: Parameters<typeof makeInput>[1]) => good(buildPlan(makeInput(makeConfig(), over)));
const sentencesOf = (over: Parameters<typeof makeInput>[1], wanted: string) =>
  planOf(over).warnings.flatMap((warning) => (warning.kind === wanted ? [describeWarning(warning).sentence] : []));
const indexed = [{ alias: '*.example.com', distributionId: 'E1' }];
const masked = [{ alias: '*.example.com', distributionId: '*1', account: '****3333' }];

test('what only the index knows is said and leaves the digest as it is: another replica may not know it yet', () => {
  const without = planOf({ foreignHolders: undefined });
  const plan = planOf({ foreignHolders: undefined, indexedHolders: indexed });
  expect(plan.warnings.map(({ kind, weight }) => [kind, weight])).toContainEqual(['alias_overlap_indexed', 'stop']);
  expect(plan.digest).toBe(without.digest);
});

test('what AWS says is in the digest, and the index only names the distribution in full', () => {
  const plan = planOf({ foreignHolders: masked, indexedHolders: indexed });
  expect(plan.warnings.map(({ kind }) => kind)).toEqual(['alias_overlap']);
  expect(sentencesOf({ foreignHolders: masked, indexedHolders: indexed }, 'alias_overlap')[0]).toContain('`E1`');
  expect(plan.digest).toBe(planOf({ foreignHolders: masked }).digest);
  expect(plan.digest).not.toBe(planOf({}).digest);
});

test('a name that both know is told once', () => {
  const below = [{ alias: 'a.example.com', distributionId: 'E1' }];
  const over = {
    domain: '*.example.com',
    indexedHolders: below,
    foreignHolders: [{ ...below[0], alias: 'a.example.com', distributionId: '*1' }],
  };
  expect(sentencesOf(over, 'alias_overlap')).toEqual([expect.stringMatching(/^`a\.example\.com` keep/)]);
});

test.each([
  ['lacks the permission', refuse('access_denied'), /lacks `cloudfront:ListDomainConflicts`/],
  [
    'has no distribution to ask through',
    undefined,
    /could not ask before the creation whether another AWS account has the domain\.$/,
  ],
  [
    'got no answer',
    refuse('throttled'),
    /could not ask before the creation whether another AWS account has the domain\.$/,
  ],
])('the card says so when the role %s', (_what, conflictsRefusal, expected) => {
  const [sentence] = sentencesOf({ foreignHolders: undefined, conflictsRefusal }, 'conflict_check_incomplete');
  expect(sentence).toMatch(expected);
});
