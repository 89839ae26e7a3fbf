// The reads of what a reference has outside its configuration: beside the others, for a short time, and never in the way.

import { type OutsideReads, readOutside } from '../../src/clone/outside-reads.js';
import { absentIndex } from '../../src/clone/ports.js';
import { createPrepareClone } from '../../src/clone/prepare-clone.js';
import { shareOutsideReads } from '../../src/clone/shared-outside-reads.js';
import { answer, defer, fakeCertificates, fakeDistributions, makeDistribution, settle } from './fake-ports.js';
import { good, makeCertificate, makeConfig, newHosts, now, referenceId } from './references.js';

const reference = makeDistribution(referenceId, makeConfig());
const found = Promise.resolve(reference);
const never = () => new Promise<never>(() => undefined);
const atOnce = async () => undefined;

function makeReads(over: Partial<OutsideReads> = {}): OutsideReads {
  return {
    readLogs: async () => [],
    hasMetrics: async () => true,
    isProtected: async () => false,
    readPricingPlan: async () => '',
    listDenied: () => [],
    ...over,
  };
}

test('everything that AWS says is there', async () => {
  expect(await readOutside(makeReads(), found, never).settle()).toEqual({
    settings: { logs: [], hasMetrics: true, isProtected: false, pricingPlan: '' },
    unread: [],
  });
});

test('what does not come in time is unread, and the rest is there', async () => {
  const reads = readOutside(makeReads({ readLogs: never }), found, atOnce);
  await settle();
  expect(await reads.settle()).toMatchObject({ settings: { logs: undefined, hasMetrics: true }, unread: ['logs'] });
});

test('what the role may not read is unknown, and not said again', async () => {
  const denied = makeReads({
    isProtected: async () => undefined,
    listDenied: () => [{ setting: 'shield', action: 'shield:DescribeProtection' }],
  });
  expect(await readOutside(denied, found, never).settle()).toMatchObject({
    settings: { isProtected: undefined },
    unread: [],
  });
});

test('a fault of a read, and a reference that cannot be read, are no faults of these reads', async () => {
  const faulty = makeReads({ hasMetrics: () => Promise.reject(new Error('a fault')) });
  expect((await readOutside(faulty, found, never).settle()).unread).toContain('metrics');
  const gone = Promise.resolve(undefined);
  expect((await readOutside(makeReads(), gone, never).settle()).unread).toHaveLength(4);
  const broken = Promise.reject(new Error('a fault'));
  expect((await readOutside(makeReads(), broken, never).settle()).unread).toHaveLength(4);
});

test('requests of the same moment share the reads, and an answer that failed is not kept', async () => {
  let asked = 0;
  const shared = shareOutsideReads(
    makeReads({
      hasMetrics: async () => {
        asked += 1;
        return asked === 1 ? undefined : true;
      },
    }),
    1_000,
    () => 0,
  );
  expect(await Promise.all([shared.hasMetrics('E1'), shared.hasMetrics('E1')])).toEqual([undefined, undefined]);
  expect(await shared.hasMetrics('E1')).toBe(true);
  expect(await shared.hasMetrics('E1')).toBe(true);
  expect(asked).toBe(2);
});

function prepareWith(
  reads: OutsideReads,
  readTags: () => ReturnType<typeof answer<[]>> = () => answer([]),
  { isUnattended = false, guessArn = async (_id: string): Promise<string | undefined> => undefined } = {},
) {
  const distributions = fakeDistributions({
    read: () => answer(reference),
    readTags,
    guessArn,
    cachesByHost: async () => false,
    forwardsHost: async () => false,
    listDomainConflicts: () => answer([]),
    listAccessControls: async () => [],
  });
  const certificates = fakeCertificates({ list: () => answer([makeCertificate()]), listUsers: async () => [] });
  const outside = { reads, pause: never };
  const prepare = createPrepareClone({ distributions, certificates, index: absentIndex, outside });
  const request = {
    domain: 'www.example.com',
    origin: newHosts.custom,
    reference: { by: 'id', id: referenceId },
  } as const;
  return prepare({ request, requestedBy: 'ana', now, isUnattended });
}

test('the plan says what the clone will not have', async () => {
  const plan = good(await prepareWith(makeReads()));
  expect(plan.warnings.map(({ kind }) => kind)).toContain('metrics_left_out');
  expect(plan.outside).toEqual({ logs: '', metrics: 'on', shield: '', pricing_plan: '' });
});

test('these reads run in the same round as those that follow the reference', async () => {
  const calls: string[] = [];
  const tags = defer<Awaited<ReturnType<typeof answer<[]>>>>();
  const plan = prepareWith(
    makeReads({
      hasMetrics: async () => {
        calls.push('metrics');
        return false;
      },
    }),
    () => {
      calls.push('tags');
      return tags.promise;
    },
  );
  await settle();
  expect(calls.sort()).toEqual(['metrics', 'tags']);
  tags.keep({ ok: true, value: [] });
  expect((await plan).ok).toBe(true);
});

test('where the ARN is known from the ID, they do not even wait for the reference', async () => {
  const asked: string[] = [];
  const reads = makeReads({
    readLogs: async (arn) => {
      asked.push(arn);
      return [];
    },
  });
  const guessArn = async (id: string) => `arn:of:${id}`;
  await prepareWith(reads, undefined, { guessArn });
  expect(asked).toEqual([`arn:of:${referenceId}`]);
});

test('a create that follows at once does not wait for them', async () => {
  const plan = good(await prepareWith(makeReads({ readLogs: never }), undefined, { isUnattended: true }));
  expect(plan.outside).toMatchObject({ metrics: 'on' });
  expect(plan.warnings.map(({ kind }) => kind)).toContain('outside_settings_unknown');
});
