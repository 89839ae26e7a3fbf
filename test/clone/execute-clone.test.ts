import {
  type Approval,
  createExecuteClone,
  createFindClone,
  createFindIndexedClone,
} from '../../src/clone/execute-clone.js';
import { refuse } from '../../src/clone/outcome.js';
import { buildPlan } from '../../src/clone/plan.js';
import type { CreateAnswer, Distribution } from '../../src/clone/ports.js';
import type { Result } from '../../src/clone/result.js';
import { explain, tell } from '../support/refusals.js';
import { answer, makeAccount, makeDistribution, makeIndex, makeSummary } from './fake-ports.js';
import { good, makeConfig, makeInput, newHosts, refused, told } from './references.js';

const plan = good(buildPlan(makeInput()));
const approval = {
  callerReference: 'cf-clone-T1-C1-17.0001',
  approvedBy: 'ben (U2)',
  card: 'https://example.com/card',
};

const ours = makeDistribution('E9OURS', { ...plan.config, CallerReference: approval.callerReference });
const theirs = makeDistribution('E9THEIRS', { ...plan.config, CallerReference: 'somebody-else' });
const elsewhere = makeDistribution('E9ELSEWHERE', makeConfig());

const created: CreateAnswer = { kind: 'created', distribution: ours };
const exists: CreateAnswer = { kind: 'exists', id: 'E9OURS' };
const unknown: CreateAnswer = { kind: 'unknown', refusal: refuse('unknown_result', { awsRequestId: 'req-unknown' }) };
const taken: CreateAnswer = { kind: 'alias-taken', refusal: refuse('alias_in_use', { holder: 'E7' }) };
const denied: CreateAnswer = { kind: 'refused', refusal: refuse('access_denied') };

async function execute(
  script: readonly CreateAnswer[],
  existing: readonly Distribution[] = [],
  more: Partial<Approval> = {},
) {
  const account = makeAccount(script, existing);
  const index = makeIndex(existing.map(({ id, config }) => makeSummary(id, config.Aliases?.Items)));
  const executeClone = createExecuteClone(account.distributions, account.pause, index);
  const execution = await executeClone(plan, { ...approval, ...more });
  return { execution, index, ...account };
}

describe('an approved plan', () => {
  test('is created with its configuration, its CallerReference and all its tags', async () => {
    const { execution, created: sent, calls } = await execute([created]);
    expect(execution).toEqual({ ok: true, value: { distribution: ours, madeBy: 'us' } });
    expect(calls).toEqual(['create']);
    expect(sent[0]?.config).toEqual({ ...plan.config, CallerReference: approval.callerReference });
    expect(sent[0]?.tags).toEqual([
      ...plan.tags,
      { Key: 'cf-clone:approved-by', Value: 'ben U2' },
      { Key: 'cf-clone:card', Value: 'https://example.com/card' },
    ]);
  });

  test('is in the index at once', async () => {
    const { index } = await execute([created]);
    expect(index.added).toEqual([ours]);
  });

  test('that AWS refuses is not tried again', async () => {
    const { execution, calls } = await execute([denied]);
    expect(refused(execution)).toEqual(denied.refusal);
    expect(calls).toEqual(['create']);
  });
});

describe('an access control that the approval creates', () => {
  const bucketPlan = good(
    buildPlan(makeInput(makeConfig(), { origin: newHosts.s3, accessControls: [], createsAccessControls: true })),
  );
  async function executeWith(answer: Result<string>, more: Partial<Approval> = {}) {
    const account = makeAccount([created]);
    const asked: string[][] = [];
    const createAccessControl = async (name: string, type: string) => {
      asked.push([name, type]);
      return answer;
    };
    const distributions = { ...account.distributions, createAccessControl };
    const execution = await createExecuteClone(distributions, account.pause)(bucketPlan, { ...approval, ...more });
    return { execution, asked, sent: account.created };
  }

  test('is there before the distribution, which names it', async () => {
    const { execution, asked, sent } = await executeWith({ ok: true, value: 'E2NEW' });
    expect(execution.ok).toBe(true);
    expect(asked).toEqual([[bucketPlan.accessControls[0]?.name, 's3']]);
    expect(sent[0]?.config.Origins?.Items?.[0]).toMatchObject({ OriginAccessControlId: 'E2NEW' });
  });

  test('stops the create where it is refused', async () => {
    const { execution, sent } = await executeWith(refuse('access_denied'));
    expect(refused(execution).outcome).toBe('access_denied');
    expect(sent).toEqual([]);
  });

  test('leaves the result open where a create may have been sent before', async () => {
    const { execution } = await executeWith(refuse('throttled'), { wasSentBefore: true });
    expect(refused(execution).outcome).toBe('unknown_result');
  });
});

describe('a CallerReference that was used before', () => {
  test('is ours when the distribution carries it and serves the domain', async () => {
    const { execution, calls } = await execute([exists], [ours]);
    expect(execution).toEqual({ ok: true, value: { distribution: ours, madeBy: 'earlier' } });
    expect(calls).toEqual(['create', 'read E9OURS']);
  });

  test.each([
    ['carries another CallerReference', 'rejected_by_aws', { ...theirs, id: 'E9OURS' }],
    [
      'serves another domain',
      'unknown_result',
      { ...ours, config: { ...ours.config, Aliases: elsewhere.config.Aliases } },
    ],
    ['serves no domain', 'unknown_result', { ...ours, config: { ...ours.config, Aliases: { Quantity: 0 } } }],
  ])('is not reported as the clone when the distribution %s', async (_what, outcome, found) => {
    const { execution } = await execute([exists], [found]);
    const refusal = told(execution);
    expect(refusal.outcome).toBe(outcome);
    expect(refusal.what).toContain('E9OURS');
  });

  test('is read again after two pauses before nobody can tell', async () => {
    const { execution, pauses, calls } = await execute([exists], []);
    const refusal = told(execution);
    expect(refusal).toMatchObject({ outcome: 'unknown_result', created: 'unknown' });
    expect(refusal.what).toContain('E9OURS');
    expect(pauses).toHaveLength(2);
    expect(calls.filter((call) => call === 'read E9OURS')).toHaveLength(3);
    expect(calls.filter((call) => call === 'create')).toHaveLength(1);
  });

  test('is found when only a later read answers', async () => {
    const account = makeAccount([exists], [ours]);
    let reads = 0;
    const read = async (id: string) => (reads++ === 0 ? refuse('throttled') : account.distributions.read(id));
    const execution = await createExecuteClone({ ...account.distributions, read }, account.pause)(plan, approval);
    expect(execution).toMatchObject({ ok: true, value: { madeBy: 'earlier' } });
    expect(account.pauses).toEqual([500]);
  });
});

describe('an alias that is taken', () => {
  test('is ours when a distribution with our CallerReference has it', async () => {
    const { execution } = await execute([taken], [elsewhere, theirs, ours]);
    expect(execution).toEqual({ ok: true, value: { distribution: ours, madeBy: 'earlier' } });
  });

  test('is somebody else’s when none has, and nothing was created', async () => {
    const { execution, created: sent } = await execute([taken], [elsewhere, theirs]);
    expect(told(execution)).toMatchObject({ outcome: 'alias_in_use', holder: theirs.id });
    expect(told(execution).what).toContain(theirs.id);
    expect(explain(told(execution))).toContain('Nothing was created.');
    expect(sent).toHaveLength(1);
  });

  test.each(['list', 'read'] as const)('is an unknown result when the look for ours fails at %s', async (method) => {
    const account = makeAccount(Array<CreateAnswer>(7).fill(taken), [ours]);
    const distributions = { ...account.distributions, [method]: async () => refuse('throttled') };
    const executeClone = createExecuteClone(distributions, account.pause);
    const refusal = told(await executeClone(plan, { ...approval, wasSentBefore: true }));
    expect(refusal).toMatchObject({ outcome: 'unknown_result', created: 'unknown' });
  });

  test('after a try that nobody could tell about may be ours, not listed yet', async () => {
    const { execution, pauses } = await execute([unknown, ...Array<CreateAnswer>(7).fill(taken)], []);
    expect(told(execution).created).toBe('unknown');
    expect(pauses).toEqual([1_000, 1_000, 2_000, 3_000, 3_000, 3_000, 3_000]);
  });

  test('by somebody else is refused without reading the account', async () => {
    const { execution, calls } = await execute([taken], [elsewhere, theirs]);
    expect(told(execution).outcome).toBe('alias_in_use');
    expect(calls).toEqual(['create', 'read E9THEIRS']);
  });

  test('by a distribution that is gone meanwhile, as the index says, is no unknown result', async () => {
    const account = makeAccount([taken], []);
    const index = makeIndex([makeSummary('E9GONE', [plan.domain])]);
    const execution = await createExecuteClone(account.distributions, account.pause, index)(plan, approval);
    expect(told(execution)).toMatchObject({ outcome: 'alias_in_use', created: 'nothing' });
  });

  test('by nobody that a list shows is a refusal when nobody else can have sent the create', async () => {
    const { execution } = await execute([taken], [], { mayBeSentElsewhere: async () => false });
    expect(told(execution)).toMatchObject({ outcome: 'alias_in_use', created: 'nothing' });
  });

  test.each([
    ['somebody else may have sent the create', { mayBeSentElsewhere: async () => true }],
    ['the create may have been sent before', { wasSentBefore: true }],
  ])('by nobody that a list shows is sent again when %s, until CloudFront names the ID', async (_name, more) => {
    const account = makeAccount([taken, taken, exists], []);
    const read = async () => ({ ok: true as const, value: ours });
    const distributions = { ...account.distributions, read };
    const execution = await createExecuteClone(distributions, account.pause)(plan, { ...approval, ...more });
    expect(execution).toEqual({ ok: true, value: { distribution: ours, madeBy: 'earlier' } });
    expect(account.created.map(({ config }) => config.CallerReference)).toEqual(
      Array(3).fill(approval.callerReference),
    );
  });

  test('that stays unexplained is an unknown result: nobody is told that nothing was created', async () => {
    const { execution } = await execute(Array<CreateAnswer>(7).fill(taken), [], { wasSentBefore: true });
    expect(told(execution)).toMatchObject({ outcome: 'unknown_result', created: 'unknown' });
    expect(explain(told(execution))).not.toContain('Nothing was created');
  });

  test('by another account is a refusal at once, even when the create may have been sent before', async () => {
    const account = makeAccount([taken], []);
    const holder = { alias: plan.domain, distributionId: '*****FOREIGN', account: '********9999' };
    const distributions = { ...account.distributions, listDomainConflicts: () => answer([holder]) };
    const execution = await createExecuteClone(distributions, account.pause)(plan, {
      ...approval,
      wasSentBefore: true,
    });
    expect(told(execution)).toMatchObject({ outcome: 'alias_in_use', holder: '*****FOREIGN' });
  });
});

test('a refusal says nothing about a create that may have been sent before', async () => {
  const { execution } = await execute([denied], [], { wasSentBefore: true });
  expect(told(execution)).toMatchObject({ outcome: 'unknown_result', created: 'unknown' });
  expect(told(execution).what).toContain(tell(denied.refusal).what);
});

describe('an answer that does not say whether it was done', () => {
  test.each<[string, CreateAnswer[], 'us' | 'earlier']>([
    ['the second try creates', [unknown, created], 'us'],
    ['the third try creates', [unknown, unknown, created], 'us'],
    ['the second try says that it exists', [unknown, exists], 'earlier'],
  ])('is tried again after a pause: %s', async (_what, script, madeBy) => {
    const account = makeAccount(script, [ours]);
    const execution = await createExecuteClone(account.distributions, account.pause)(plan, approval);
    expect(execution).toEqual({ ok: true, value: { distribution: ours, madeBy } });
    expect(account.pauses).toEqual([1_000, 4_000].slice(0, script.length - 1));
  });

  test('is said when the tries are used up, and there are three of them', async () => {
    const { execution, created: sent, pauses } = await execute([unknown, unknown, unknown], [elsewhere]);
    expect(told(execution)).toMatchObject({ outcome: 'unknown_result', awsRequestId: 'req-unknown' });
    expect(sent).toHaveLength(3);
    expect(pauses).toEqual([1_000, 4_000]);
  });

  test('stays unknown when a later try is refused: the first may have been carried out', async () => {
    const { execution, created: sent } = await execute([unknown, denied], []);
    expect(told(execution)).toMatchObject({ outcome: 'unknown_result', created: 'unknown' });
    expect(sent).toHaveLength(2);
  });

  test('never changes the CallerReference, the configuration or the tags between tries', async () => {
    const { created: sent } = await execute([unknown, unknown, unknown]);
    expect(new Set(sent.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(sent[0]?.config.CallerReference).toBe(approval.callerReference);
  });
});

describe('findClone', () => {
  test('reads only the distributions that carry the domain', async () => {
    const { distributions, calls } = makeAccount([], [elsewhere, theirs, ours]);
    const found = await createFindClone(distributions)(plan.domain, approval.callerReference);
    expect(found).toEqual({ ok: true, value: ours });
    expect(calls).toEqual(['list', 'read E9THEIRS', 'read E9OURS']);
  });

  test('does not read the account where the index knows the distribution', async () => {
    const { distributions, calls } = makeAccount([], [elsewhere, theirs, ours]);
    const index = makeIndex([makeSummary(ours.id, [plan.domain])]);
    const found = await createFindClone(distributions, index)(plan.domain, approval.callerReference);
    expect(found).toEqual({ ok: true, value: ours });
    expect(calls).toEqual(['read E9OURS']);
  });

  test('through the index alone never reads the account', async () => {
    const { distributions, calls } = makeAccount([], [ours]);
    const found = await createFindIndexedClone(distributions, makeIndex([]))(plan.domain, approval.callerReference);
    expect(found).toEqual({ ok: true, value: undefined });
    expect(calls).toEqual([]);
  });

  test('finds nothing where nothing is', async () => {
    const { distributions } = makeAccount([], [elsewhere]);
    const found = await createFindClone(distributions)(plan.domain, approval.callerReference);
    expect(found).toEqual({ ok: true, value: undefined });
  });
});
