// Which settings outside the configuration are created for a clone, and what hinders it.
import { type CopyOutcome, createCopySettings, isPassing, type OutsideWrites } from '../../src/clone/copy-settings.js';
import { refuse } from '../../src/clone/outcome.js';
import type { OutsideReads } from '../../src/clone/outside-reads.js';
import { type LogDelivery, markLogs, type OutsideMarks, type OutsideStep } from '../../src/clone/outside-settings.js';
import { tell } from '../support/refusals.js';

const clone = { id: 'ECLONE', arn: 'arn:aws:cloudfront::111122223333:distribution/ECLONE' };
const delivery: LogDelivery = {
  logType: 'ACCESS_LOGS',
  destination: 'arn:logs',
  destinationType: 'S3',
  s3: { suffixPath: 'EREF/{yyyy}' },
};

function makeCopier(reads: Partial<OutsideReads> = {}, writes: Partial<OutsideWrites> = {}) {
  const asked: unknown[] = [];
  const copy = createCopySettings(
    {
      readLogs: async (arn) => {
        asked.push(arn);
        return [delivery];
      },
      hasMetrics: async () => true,
      isProtected: async () => false,
      readPricingPlan: async () => '',
      listDenied: () => [],
      ...reads,
    },
    {
      createDelivery: async (to, what) => {
        asked.push([to.id, what]);
        return { ok: true, value: undefined };
      },
      createMetrics: async (id) => {
        asked.push(id);
        return { ok: true, value: undefined };
      },
      ...writes,
    },
  );
  const run = (steps: readonly OutsideStep[], shown: OutsideMarks = {}): Promise<readonly CopyOutcome[]> =>
    copy({ referenceId: 'EREF', clone, steps, shown });
  return { run, asked };
}

test('what the reference has is created for the clone, in a folder of its own', async () => {
  const { run, asked } = makeCopier();
  const outcomes = await run(['logs', 'metrics'], { logs: markLogs([delivery]), metrics: 'on' });
  expect(outcomes).toEqual([
    { step: 'logs', kind: 'copied', deliveries: [delivery] },
    { step: 'metrics', kind: 'copied' },
  ]);
  expect(asked).toEqual([
    'arn:aws:cloudfront::111122223333:distribution/EREF',
    ['ECLONE', { ...delivery, s3: { suffixPath: 'ECLONE/{yyyy}' } }],
    'ECLONE',
  ]);
});

test.each<[string, Partial<OutsideReads>, OutsideMarks, CopyOutcome['kind'][]]>([
  ['the card has shown none', {}, { logs: '', metrics: '' }, ['nothing', 'nothing']],
  [
    'there are none, and the card did not know',
    { readLogs: async () => [], hasMetrics: async () => false },
    {},
    ['nothing', 'nothing'],
  ],
  ['there are some, and the card did not know', {}, {}, ['copied', 'copied']],
  [
    'they changed since the approval',
    { hasMetrics: async () => false },
    { logs: 'other', metrics: 'on' },
    ['moved', 'moved'],
  ],
])('when %s', async (_when, reads, shown, kinds) => {
  const { run } = makeCopier(reads);
  expect((await run(['logs', 'metrics'], shown)).map(({ kind }) => kind)).toEqual(kinds);
});

test('nothing else is done than what was approved', async () => {
  const { run, asked } = makeCopier();
  expect(await run([])).toEqual([]);
  expect(await run(['metrics'])).toEqual([{ step: 'metrics', kind: 'copied' }]);
  expect(asked).toEqual(['ECLONE']);
});

test('a read that AWS does not answer passes; one that the role lacks names the permission', async () => {
  const unread = { readLogs: async () => undefined, hasMetrics: async () => undefined };
  const [passing] = await makeCopier(unread).run(['logs']);
  expect(passing && isPassing(passing)).toBe(true);
  const denied = { setting: 'metrics', action: 'cloudfront:GetMonitoringSubscription' } as const;
  const [lacking] = await makeCopier({ ...unread, listDenied: () => [denied] }).run(['metrics']);
  if (lacking?.kind !== 'failed') throw new Error('not refused');
  expect(tell(lacking.refusal)).toMatchObject({
    outcome: 'access_denied',
    next: expect.stringContaining(denied.action),
  });
  expect(lacking && isPassing(lacking)).toBe(false);
});

test('a write that AWS refuses fails, and the other step is done', async () => {
  const { run } = makeCopier({}, { createDelivery: async () => refuse('access_denied') });
  expect((await run(['logs', 'metrics'])).map(({ kind }) => kind)).toEqual(['failed', 'copied']);
});
