// The fault matrix of a clone by REST, through the built program: each call to the outside once lost before and after
// its effect, throttled, slow, refused, and with the process killed while it is under way. After one repetition of the
// same request at the most there is one distribution, or a refusal that says that nothing was created.
import { aliasesOf } from '../../sandbox/fakes/aws/store.js';
import { listClones, type Program, startProgram, until } from '../support/program.js';
import { postClone, type RestReply } from '../support/program-rest.js';

jest.setTimeout(120_000);

const calls = [
  'GetDistribution',
  'ListCertificates',
  'ListTagsForResource',
  'ListDomainConflicts',
  'CreateDistributionWithTags',
  'Jwks_GET',
] as const;
type Call = (typeof calls)[number];

/** What is answered as long as the call is refused. */
const refused: Record<Call, { readonly status: number; readonly outcome?: string; readonly created?: 'unknown' }> = {
  GetDistribution: { status: 502, outcome: 'access_denied' },
  ListCertificates: { status: 502, outcome: 'access_denied' },
  ListTagsForResource: { status: 502, outcome: 'access_denied' },
  // A courtesy of AWS, not a condition.
  ListDomainConflicts: { status: 201 },
  CreateDistributionWithTags: { status: 502, outcome: 'access_denied' },
  // With the former keys at hand, a key that is not among them is an unknown one.
  Jwks_GET: { status: 401, outcome: 'token_invalid' },
};

const passing = [
  ['lost-before', { kind: 'lost-before' }],
  ['lost-after', { kind: 'lost-after' }],
  ['throttled', { kind: 'throttle' }],
  ['slow', { kind: 'slow', delayMs: 700 }],
] as const;
const rows = calls.flatMap((call) => passing.map(([name, fault]) => [call, name, fault] as const));

let program: Program;
let serial = 0;
beforeAll(async () => {
  program = await startProgram({ mode: 'http', rest: true, deploySeconds: 600, speed: 10 });
});
afterAll(() => program.close());

/** An order of its own, as often as it is sent. */
function newOrder(call: string) {
  const domain = `f${++serial}.example.com`;
  // The pool's keys are kept: only a token that is signed with another makes them be read.
  if (call === 'Jwks_GET') program.aws.tokens.rotate();
  return {
    send: () => postClone(program, { domain }, `key-${serial}`),
    made: () => listClones(program).filter((clone) => aliasesOf(clone).includes(domain)),
  };
}

type Sent = ReturnType<typeof newOrder>;

/** Nothing was made, and the answer says so, or that it cannot say. */
function expectNothing({ json }: RestReply, order: Sent, created = 'nothing'): void {
  expect(json.created).toBe(created);
  expect(String(json.detail).includes('Nothing was created')).toBe(created === 'nothing');
  expect(order.made()).toHaveLength(0);
}

async function expectOne(order: Sent): Promise<void> {
  const { status, json } = await order.send();
  expect(status).toBe(201);
  expect(order.made().map(({ id }) => id)).toEqual([json.distributionId]);
}

it.each(rows)('%s %s ends in one distribution', async (call, _, fault) => {
  const order = newOrder(call);
  program.aws.faults.set([{ operation: call, times: 1, ...fault }]);
  const first = await order.send();
  expect(program.aws.faults.list()).toEqual([]);
  if (first.status !== 201) expectNothing(first, order);
  await expectOne(order);
});

it.each(calls)('%s refused is told so, and ends in one distribution when it is not any more', async (call) => {
  const order = newOrder(call);
  program.aws.faults.set([{ operation: call, kind: 'refuse', times: 'always' }]);
  const first = await order.send();
  const { status, outcome, created } = refused[call];
  expect([first.status, first.json.outcome]).toEqual([status, outcome]);
  if (first.status !== 201) expectNothing(first, order, created);
  program.aws.faults.clear();
  await expectOne(order);
});

it.each(calls)('the process killed during %s: the same request ends in one distribution', async (call) => {
  const order = newOrder(call);
  const killed = program.replicas.at(-1);
  program.aws.faults.set([{ operation: call, kind: 'slow', delayMs: 60_000, times: 1 }]);
  const first = order.send().then(
    () => 'answered',
    () => 'cut off',
  );
  await until('the call', () => program.aws.faults.list().length === 0);
  await killed?.stop('SIGKILL');
  expect(await first).toBe('cut off');
  await program.startReplica();
  await expectOne(order);
});

it.each(['lost-before', 'lost-after'] as const)(
  'the process killed while the answer of the create is %s: the same request ends in one distribution',
  async (kind) => {
    const order = newOrder('CreateDistributionWithTags');
    const before = program.aws.calls.list('CreateDistributionWithTags').length;
    program.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind, times: 'always' }]);
    const first = order.send().catch(() => undefined);
    await until('the create', () => program.aws.calls.list('CreateDistributionWithTags').length > before);
    await program.replicas.at(-1)?.stop('SIGKILL');
    await first;
    expect(order.made()).toHaveLength(kind === 'lost-after' ? 1 : 0);
    program.aws.faults.clear();
    await program.startReplica();
    await expectOne(order);
  },
);
