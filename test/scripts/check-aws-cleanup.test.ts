// The check of a real account leaves nothing behind, and touches nothing of anybody else.

import { config, customOrigin, makeBehavior } from '../../sandbox/fakes/aws/reference-parts.js';
import { checkPrefix, checkTag } from '../../scripts/check-aws/samples.js';
import { type AwsCheck, startAwsCheck } from '../support/aws-check.js';

jest.setTimeout(180_000);

let awsCheck: AwsCheck;
beforeEach(async () => {
  awsCheck = await startAwsCheck();
});
afterEach(() => awsCheck.close());

/** Aborts as soon as so many creates have been answered. */
function interruptAfter(creates: number): void {
  const { calls } = awsCheck.aws;
  const record = calls.record.bind(calls);
  jest.spyOn(calls, 'record').mockImplementation((call) => {
    record(call);
    if (call.operation === 'CreateDistributionWithTags' && awsCheck.creates() === creates) awsCheck.controller.abort();
  });
}

test.each([1, 2, 15])('interrupted after %i creates, it deletes everything', async (creates) => {
  interruptAfter(creates);
  const checked = await awsCheck.run();
  expect(checked.ending).toBe('interrupted');
  expect(awsCheck.creates()).toBeLessThanOrEqual(creates + 1);
  expect(awsCheck.standing()).toEqual([]);
  expect(checked.find('cleanup', 'distributions of this run')).toMatchObject({ verdict: 'ok' });
});

test.each(['clean', 'run'] as const)('what an interrupted run could not delete, the next %s deletes', async (next) => {
  interruptAfter(3);
  awsCheck.aws.faults.set([{ operation: 'DeleteDistribution', kind: 'refuse', times: 'always' }]);
  const first = await awsCheck.run();
  expect(first.find('cleanup', 'distributions of this run')).toMatchObject({
    verdict: 'failed',
    detail: expect.stringContaining('--clean'),
  });
  expect(awsCheck.standing().length).toBeGreaterThan(1);

  jest.restoreAllMocks();
  awsCheck.aws.faults.clear();
  const before = awsCheck.creates();
  const second = await awsCheck.run({ isCleanOnly: next === 'clean' });
  expect(second.find('cleanup', 'distributions of earlier runs')).toMatchObject({ verdict: 'ok' });
  expect(awsCheck.standing()).toEqual([]);
  if (next === 'clean') expect(awsCheck.creates()).toBe(before);
});

test('a create whose answer is lost leaves nothing, though lists lag', async () => {
  awsCheck.aws.store.listLagSeconds = 30;
  awsCheck.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind: 'lost-after', times: 1 }]);
  const checked = await awsCheck.run();
  expect(checked.find('create', 'disabled reference')).toMatchObject({ verdict: 'failed' });
  expect(awsCheck.standing()).toEqual([]);
});

test('distributions of other people stay, also with a name like those of the check', async () => {
  const seed = (id: string, callerReference: string, Key: string, rest: object = {}) =>
    awsCheck.aws.store.seedDistribution({
      id,
      config: config({
        CallerReference: callerReference,
        Comment: `${checkPrefix}of-somebody`,
        Enabled: false,
        Origins: { Quantity: 1, Items: [customOrigin('main', 'origin.example.net')] },
        DefaultCacheBehavior: makeBehavior('main'),
        ...rest,
      }),
      tags: [{ Key, Value: 'somebody' }],
    });
  seed('EOTHERTAG00001', `${checkPrefix}somebody-reference`, 'team');
  seed('ETAGGEDBYHAND1', 'made by hand', checkTag);
  seed('EOTHERRUN00001', `${checkPrefix}another-reference`, checkTag);
  seed('EENABLED000001', `${checkPrefix}somebody-reference`, checkTag, { Enabled: true });
  const checked = await awsCheck.run({ isCleanOnly: true });
  expect(awsCheck.aws.calls.list('DeleteDistribution')).toEqual([]);
  const line = checked.find('cleanup', 'distributions of earlier runs');
  expect(line?.detail).toContain('EENABLED000001 is left: somebody enabled it');
  for (const id of ['EOTHERTAG00001', 'ETAGGEDBYHAND1', 'EOTHERRUN00001']) expect(line?.detail).not.toContain(id);
});

test('a tag that AWS does not tell at first is asked for again', async () => {
  interruptAfter(1);
  awsCheck.aws.faults.set([{ operation: 'ListTagsForResource', kind: 'throttle', times: 8 }]);
  const checked = await awsCheck.run();
  expect(checked.find('cleanup', 'distributions of this run')).toMatchObject({ verdict: 'ok' });
  expect(awsCheck.standing()).toEqual([]);
});

test('a tag that the role may not read leaves the distribution', async () => {
  interruptAfter(1);
  awsCheck.aws.faults.set([{ operation: 'ListTagsForResource', kind: 'refuse', times: 'always' }]);
  const checked = await awsCheck.run();
  expect(checked.find('cleanup', 'distributions of this run')).toMatchObject({
    verdict: 'failed',
    detail: expect.stringContaining('is left: ListTagsForResource is denied'),
  });
  expect(awsCheck.aws.calls.list('DeleteDistribution')).toEqual([]);
});
