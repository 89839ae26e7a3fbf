// Many clones in one request, by the built program: stopped, killed and throttled in the middle. A repetition with the
// same key does what is missing, and nothing is made twice.
import { aliasesOf } from '../../sandbox/fakes/aws/store.js';
import { listClones, type Program, startProgram, until } from '../support/program.js';
import { cloneRequest, openRest, rest } from '../support/program-rest.js';

jest.setTimeout(120_000);

interface Result {
  readonly index: number;
  readonly domain: string;
  readonly outcome: string;
  readonly status: number;
}

let program: Program;
afterEach(() => program.close());

const size = 14;
const items = Array.from({ length: size }, (_, index) => ({ ...cloneRequest, domain: `b${index}.example.com` }));
/** Fewer where AWS is asked four times for each: the SDK waits longer from try to try. */
const few = items.slice(0, 4);
const key = { 'idempotency-key': 'nightly' };
const path = '/clone_distributions';

async function ask(
  wanted = items,
): Promise<{ results: readonly Result[]; summary: Readonly<Record<string, unknown>> }> {
  const { status, json } = await rest(program, 'POST', path, { body: { items: wanted }, headers: key });
  expect(status).toBe(200);
  return { results: Object(json).results, summary: Object(json).summary };
}

function expectEachOnce(wanted = items): void {
  const aliases = listClones(program).flatMap(aliasesOf);
  expect([...aliases].sort()).toEqual(wanted.map(({ domain }) => domain).sort());
}

const countOf = (results: readonly Result[], wanted: string) =>
  results.filter(({ outcome }) => outcome === wanted).length;

it('hands each result on while later items are still under way', async () => {
  program = await startProgram({ mode: 'socket', rest: true, deploySeconds: 600, speed: 10 });
  program.aws.faults.latencyMs = 50;
  const answer = await openRest(program, 'POST', path, {
    body: { items },
    headers: { ...key, accept: 'application/x-ndjson' },
  });
  expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
  const madeAtFirst: number[] = [];
  let text = '';
  for await (const piece of answer.body ?? []) {
    madeAtFirst.push(listClones(program).length);
    text += Buffer.from(piece).toString('utf8');
  }
  expect(madeAtFirst[0]).toBeLessThan(size);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(lines).toHaveLength(size + 1);
  expect(lines.at(-1)).toMatchObject({ summary: { items: size, cloned: size, refused: 0 } });
  expectEachOnce();
});

it('stopped in the middle, ends what is under way, says of the rest that it was not begun, and leaves with 0', async () => {
  program = await startProgram({ mode: 'http', rest: true, deploySeconds: 600, speed: 10 });
  program.aws.faults.latencyMs = 100;
  const answer = ask();
  await until('some to be made', () => listClones(program).length >= 3);
  expect(await program.replicas[0]?.stop('SIGTERM')).toBe(0);
  const { results, summary } = await answer;
  const cloned = countOf(results, 'cloned');
  expect(results.map(({ index }) => index)).toEqual(items.map((_, index) => index));
  expect(countOf(results, 'out_of_time')).toBe(size - cloned);
  expect(cloned).toBeLessThan(size);
  expect(summary).toMatchObject({ items: size, cloned, refused: size - cloned });
  expect(listClones(program)).toHaveLength(cloned);

  await program.startReplica();
  expect((await ask()).summary).toMatchObject({ cloned: size, replayed: cloned, refused: 0 });
  expectEachOnce();
});

it('killed in the middle, is brought to its end by the same request', async () => {
  program = await startProgram({ mode: 'http', rest: true, deploySeconds: 600, speed: 10 });
  program.aws.faults.latencyMs = 100;
  const answer = ask().then(
    () => 'answered',
    () => 'cut off',
  );
  await until('some to be made', () => listClones(program).length >= 7);
  await program.replicas[0]?.stop('SIGKILL');
  expect(await answer).toBe('cut off');
  await program.startReplica();
  const { summary } = await ask();
  expect(summary).toMatchObject({ items: size, cloned: size, refused: 0 });
  expect(Number(summary.replayed)).toBeGreaterThanOrEqual(7);
  expectEachOnce();
});

describe('throttled', () => {
  it('for a while, makes them all', async () => {
    program = await startProgram({ mode: 'http', rest: true, deploySeconds: 600, speed: 10 });
    program.aws.limits.set({
      CreateDistributionWithTags: { perSecond: 4, burst: 4 },
      GetDistribution: { perSecond: 20, burst: 10 },
    });
    const { results, summary } = await ask();
    expect(results).toHaveLength(size);
    const cloned = countOf(results, 'cloned');
    expect(countOf(results, 'throttled')).toBe(size - cloned);
    expect(summary).toMatchObject({ cloned, refused: size - cloned });
    expect(listClones(program)).toHaveLength(cloned);
    program.aws.limits.set({});
    await ask();
    expectEachOnce();
  });

  it('for good, says so of each, and a repetition does what is missing', async () => {
    program = await startProgram({ mode: 'http', rest: true, deploySeconds: 600, speed: 10 });
    // Each item tries four times; some get through first.
    program.aws.limits.set({ CreateDistributionWithTags: { perSecond: 0.001, burst: 2 } });
    const { results } = await ask(few);
    expect(countOf(results, 'cloned')).toBe(2);
    expect(results.filter(({ outcome }) => outcome === 'throttled').map(({ status }) => status)).toEqual(
      Array.from({ length: few.length - 2 }, () => 503),
    );
    expect(listClones(program)).toHaveLength(2);
    program.aws.limits.set({});
    expect((await ask(few)).summary).toMatchObject({ cloned: few.length, replayed: 2, refused: 0 });
    expectEachOnce(few);
  });

  it('by a fault of one call, ends with an outcome an item', async () => {
    program = await startProgram({ mode: 'http', rest: true, deploySeconds: 600, speed: 10 });
    program.aws.faults.set([{ operation: 'ListCertificates', kind: 'throttle', times: 'always' }]);
    const { results } = await ask(few);
    expect(countOf(results, 'throttled')).toBe(few.length);
    expect(listClones(program)).toHaveLength(0);
    program.aws.faults.clear();
    expect((await ask(few)).summary).toMatchObject({ cloned: few.length });
    expectEachOnce(few);
  });
});
