// Clones by REST on bad days, by the built program: Slack is down, or the process dies before the channel is told. The
// caller gets the clone at once all the same, and the channel gets one card in the end.
import { listCards, listClones, type Program, readThread, startProgram, stateOf, until } from '../support/program.js';
import { postClone, rest } from '../support/program-rest.js';

jest.setTimeout(60_000);

const speed = 10;

let program: Program;
afterEach(() => program.close());

const tagOf = () => listClones(program)[0]?.tags.find(({ Key }) => Key === 'cf-clone:card')?.Value ?? '';
const results = () =>
  readThread(program, listCards(program)[0]?.ts ?? '').filter((text) => text.startsWith('Created '));

async function expectOneCard(): Promise<void> {
  await until('the card', () => tagOf().startsWith('https://') && results().length > 0, 45_000);
  // A stop lets what is under way finish: whatever would be said twice is said by then.
  await Promise.all(program.replicas.map((replica) => replica.stop('SIGTERM')));
  expect(listCards(program).map(stateOf)).toHaveLength(1);
  expect(results()).toHaveLength(1);
  expect(listClones(program)).toHaveLength(1);
}

/** As if the clone had been made longer ago than anybody takes to announce it. */
function age(minutes: number): void {
  for (const clone of listClones(program)) {
    clone.tags = clone.tags.map(({ Key, Value }) => ({
      Key,
      Value: Value.replace(/(?<=^announce\/\w+\/)[^/]+/, (at) =>
        new Date(Date.parse(at) - minutes * 60_000).toISOString(),
      ),
    }));
  }
}

describe('Slack down', () => {
  it.each([
    ['loses posts', { method: 'chat.postMessage', kind: 'lost-before', times: 1 }],
    ['loses its answers to posts', { method: 'chat.postMessage', kind: 'lost-after', times: 2 }],
    ['fails at posts', { method: 'chat.postMessage', kind: 'error', error: 'internal_error', times: 1 }],
    ['answers nothing', { method: '*', kind: 'unavailable', times: 'always' }],
  ] as const)('%s: the clone is made at once, the card follows', async (_, fault) => {
    program = await startProgram({ mode: 'http', rest: true, speed, deploySeconds: 600 });
    // What it does at its start goes on until it has read the channels.
    await until('the start to be over', () => program.slack.calls.all('conversations.history').length > 0);
    program.slack.faults.add(fault);
    const { status } = await postClone(program);
    expect(status).toBe(201);
    if (fault.times === 'always') {
      await until('the announcement to fail', () =>
        program.replicas[0]?.lines.some(({ outcome }) => outcome === 'slack_failed'),
      );
      expect(listCards(program)).toHaveLength(0);
      program.slack.faults.clear();
    }
    await expectOneCard();
  });

  it('from the start: clones are made although the bot is not ready, and told when it is', async () => {
    program = await startProgram({ mode: 'http', rest: true, speed, replicas: 0, deploySeconds: 600 });
    program.slack.faults.add({ method: 'auth.test', kind: 'error', error: 'internal_error', times: 'always' });
    const replica = await program.spawnReplica();
    await until('it to ask Slack', () => program.slack.calls.all('auth.test').length > 0);
    const ready = await fetch(`http://127.0.0.1:${replica.port}/readyz`);
    expect(ready.status).toBe(503);
    const made = await postClone(program, {}, 'before-slack');
    expect(made.status).toBe(201);
    expect((await postClone(program, {}, 'before-slack')).json.distributionId).toBe(made.json.distributionId);
    program.slack.faults.clear();
    await replica.whenReady;
    await expectOneCard();
  });

  it('from the start: a stop lets the clone that is under way finish', async () => {
    program = await startProgram({ mode: 'http', rest: true, speed, replicas: 0, deploySeconds: 600 });
    program.slack.faults.add({ method: 'auth.test', kind: 'error', error: 'internal_error', times: 'always' });
    const replica = await program.spawnReplica();
    await until('it to ask Slack', () => program.slack.calls.all('auth.test').length > 0);
    program.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind: 'slow', delayMs: 1_000, times: 1 }]);
    const answer = postClone(program);
    await until('the create', () => program.aws.faults.list().length === 0);
    expect(await replica.stop('SIGTERM')).toBe(0);
    expect((await answer).status).toBe(201);
    expect(listClones(program)).toHaveLength(1);
  });
});

describe('a process killed between the create and the announcement', () => {
  async function leaveBehind(ownSpeed = speed): Promise<void> {
    program = await startProgram({ mode: 'http', rest: true, speed: ownSpeed, deploySeconds: 600 });
    program.slack.faults.add({ method: 'conversations.info', kind: 'slow', delayMs: 60_000, times: 1 });
    expect((await postClone(program)).status).toBe(201);
    await until('the announcement to begin', () => program.slack.faults.pending().length === 0);
    await program.replicas[0]?.stop('SIGKILL');
    expect(listCards(program)).toHaveLength(0);
    expect(tagOf()).toMatch(/^announce\//);
  }

  it.each([1, 2])('is made up for by the next start, with %i replicas, once', async (starting) => {
    await leaveBehind();
    age(5);
    await Promise.all(Array.from({ length: starting }, () => program.startReplica()));
    await expectOneCard();
  });

  it('is left to whoever may be at it, for as long as that can take', async () => {
    // At the usual speed a busy machine may take longer than the bot waits for the other process.
    await leaveBehind(1);
    age(1);
    const replica = await program.startReplica();
    await until('the look at what was left', () => program.aws.calls.list('GetResources').length > 0);
    expect(await replica.stop('SIGTERM')).toBe(0);
    expect(listCards(program)).toHaveLength(0);
    // The status does not take the tag for a link.
    const next = await program.startReplica();
    const { json } = await rest(program, 'GET', `/clone_distribution/${listClones(program)[0]?.id}`, { replica: next });
    expect(json.card).toBeNull();
  });

  it('is announced by a repetition of the request, without waiting', async () => {
    program = await startProgram({ mode: 'http', rest: true, speed, deploySeconds: 600 });
    program.slack.faults.add({ method: 'conversations.info', kind: 'slow', delayMs: 60_000, times: 1 });
    await postClone(program, {}, 'release-1');
    await until('the announcement to begin', () => program.slack.faults.pending().length === 0);
    await program.replicas[0]?.stop('SIGKILL');
    await program.startReplica();
    expect((await postClone(program, {}, 'release-1')).json).toMatchObject({ replayed: true });
    await expectOneCard();
  });
});
