// How `npm run check:aws` compares two answers, and by what it knows a distribution of its own.
import { compare, toKey } from '../../scripts/check-aws/compare.js';
import { readOwner } from '../../scripts/check-aws/find-made.js';
import { createReport } from '../../scripts/check-aws/report.js';
import type { Answer } from '../../scripts/check-aws/session.js';
import { refuse } from '../../src/clone/outcome.js';
import type { Distributions } from '../../src/clone/ports.js';

const account = '123456789012';
const fake: Answer = { code: 'InvalidArgument', status: 400, message: 'what the fake says' };

test.each<[string, Answer, Answer | undefined, string, string]>([
  ['the same code and status, in other words', { ...fake, message: 'what AWS says' }, fake, 'same', 'what AWS says'],
  ['another code', { ...fake, code: 'AccessDenied' }, fake, 'differs', 'fake: InvalidArgument 400'],
  ['another status', { ...fake, status: 409 }, fake, 'differs', 'AWS: InvalidArgument 409'],
  ['accepted by AWS alone', { code: 'accepted' }, fake, 'differs', 'AWS: accepted'],
  ['refused by AWS alone', fake, { code: 'accepted' }, 'differs', 'fake: accepted'],
  ['what the fake was not asked', fake, undefined, 'differs', 'was not asked'],
  ['an unclear answer, even if it is the same', { ...fake, isUnclear: true }, fake, 'failed', 'InvalidArgument'],
])('%s', (_name, answer, expected, verdict, detail) => {
  const report = createReport();
  const line = { part: 'refusal', name: 'a probe' } as const;
  compare(report, new Map(expected ? [[toKey(line.part, line.name), expected]] : []), line, answer);
  expect(report.rows).toEqual([{ ...line, verdict, detail: expect.stringContaining(detail) }]);
});

type Tags = Awaited<ReturnType<Distributions['readTags']>>;
const tagged = (value: string): Tags => ({ ok: true, value: [{ Key: 'cf-clone:check', Value: value }] });
const own = `cf-clone-check-run1-clone`;

test.each<[string, Tags, string, string | undefined, string, unknown]>([
  ['its own of this run', tagged('run1'), own, 'run1', account, 'own'],
  ['its own of any run', tagged('run1'), own, undefined, account, 'own'],
  ['of another run', tagged('run1'), own, 'run2', account, 'other'],
  ['without the tag', { ok: true, value: [{ Key: 'team', Value: 'run1' }] }, own, undefined, account, 'other'],
  ['with an empty tag', tagged(''), 'cf-clone-check--clone', undefined, account, 'other'],
  ['tagged by hand', tagged('run1'), 'made by hand', undefined, account, 'other'],
  [
    'with the CallerReference of another run',
    tagged('run1'),
    'cf-clone-check-run10-clone',
    undefined,
    account,
    'other',
  ],
  ['in another account', tagged('run1'), own, 'run1', '210987654321', { problem: expect.stringContaining('account') }],
  ['with tags that AWS does not tell now', refuse('throttled'), own, 'run1', account, 'unclear'],
  ['with tags that may not be read', refuse('access_denied'), own, 'run1', account, { problem: expect.any(String) }],
])('a distribution %s', async (_name, tags, CallerReference, run, owner, expected) => {
  const arn = `arn:aws:cloudfront::${owner}:distribution/E1`;
  const config = { CallerReference, Comment: '', Enabled: false, Origins: undefined, DefaultCacheBehavior: undefined };
  const distributions = { readTags: async () => tags };
  expect(await readOwner({ distributions }, { arn, config }, { account, run })).toEqual(expected);
});
