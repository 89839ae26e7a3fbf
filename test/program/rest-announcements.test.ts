// Clones by REST on bad days, by the built program: Slack is down, or the process dies before the channel is told. The
// caller gets the clone at once all the same, and the channel gets one card in the end.
import { listCards, listClones, raiseStage, readThread, type Stage, stateOf, until } from '../support/stage.js';
import { orderClone, rest } from '../support/stage-rest.js';

jest.setTimeout(60_000);

const speed = 4;

let stage: Stage;
afterEach(() => stage.close());

const tagOf = () => listClones(stage)[0]?.tags.find(({ Key }) => Key === 'cf-clone:card')?.Value ?? '';
const results = () => readThread(stage, listCards(stage)[0]?.ts ?? '').filter((text) => text.startsWith('Created '));

async function expectOneCard(): Promise<void> {
  await until('the card', () => tagOf().startsWith('https://') && results().length > 0, 45_000);
  // A stop lets what is under way finish: whatever would be said twice is said by then.
  await Promise.all(stage.replicas.map((replica) => replica.stop('SIGTERM')));
  expect(listCards(stage).map(stateOf)).toHaveLength(1);
  expect(results()).toHaveLength(1);
  expect(listClones(stage)).toHaveLength(1);
}

/** As if the clone had been made longer ago than anybody takes to announce it. */
function age(minutes: number): void {
  for (const clone of listClones(stage)) {
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
    stage = await raiseStage({ mode: 'http', rest: true, speed, deploySeconds: 600 });
    // What it does at its start goes on until it has read the channels.
    await until('the start to be over', () => stage.slack.calls.all('conversations.history').length > 0);
    stage.slack.faults.add(fault);
    const { status } = await orderClone(stage);
    expect(status).toBe(201);
    if (fault.times === 'always') {
      await until('the announcement to fail', () =>
        stage.replicas[0]?.lines.some(({ outcome }) => outcome === 'slack_failed'),
      );
      expect(listCards(stage)).toHaveLength(0);
      stage.slack.faults.clear();
    }
    await expectOneCard();
  });

  it('from the start: clones are made although the bot is not ready, and told when it is', async () => {
    stage = await raiseStage({ mode: 'http', rest: true, speed, replicas: 0, deploySeconds: 600 });
    stage.slack.faults.add({ method: 'auth.test', kind: 'error', error: 'internal_error', times: 'always' });
    const replica = await stage.launchReplica();
    await until('it to ask Slack', () => stage.slack.calls.all('auth.test').length > 0);
    const ready = await fetch(`http://127.0.0.1:${replica.port}/readyz`);
    expect(ready.status).toBe(503);
    const made = await orderClone(stage, {}, 'before-slack');
    expect(made.status).toBe(201);
    expect((await orderClone(stage, {}, 'before-slack')).json.distributionId).toBe(made.json.distributionId);
    stage.slack.faults.clear();
    await replica.whenReady;
    await expectOneCard();
  });

  it('from the start: a stop lets the clone that is under way finish', async () => {
    stage = await raiseStage({ mode: 'http', rest: true, speed, replicas: 0, deploySeconds: 600 });
    stage.slack.faults.add({ method: 'auth.test', kind: 'error', error: 'internal_error', times: 'always' });
    const replica = await stage.launchReplica();
    await until('it to ask Slack', () => stage.slack.calls.all('auth.test').length > 0);
    stage.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind: 'slow', delayMs: 1_000, times: 1 }]);
    const answer = orderClone(stage);
    await until('the create', () => stage.aws.faults.list().length === 0);
    expect(await replica.stop('SIGTERM')).toBe(0);
    expect((await answer).status).toBe(201);
    expect(listClones(stage)).toHaveLength(1);
  });
});

describe('a process killed between the create and the announcement', () => {
  async function leaveBehind(): Promise<void> {
    stage = await raiseStage({ mode: 'http', rest: true, speed, deploySeconds: 600 });
    stage.slack.faults.add({ method: 'conversations.info', kind: 'slow', delayMs: 60_000, times: 1 });
    expect((await orderClone(stage)).status).toBe(201);
    await until('the announcement to begin', () => stage.slack.faults.pending().length === 0);
    await stage.replicas[0]?.stop('SIGKILL');
    expect(listCards(stage)).toHaveLength(0);
    expect(tagOf()).toMatch(/^announce\//);
  }

  it.each([1, 2])('is made up for by the next start, with %i replicas, once', async (starting) => {
    await leaveBehind();
    age(5);
    await Promise.all(Array.from({ length: starting }, () => stage.startReplica()));
    await expectOneCard();
  });

  it('is left to whoever may be at it, for as long as that can take', async () => {
    await leaveBehind();
    age(1);
    const replica = await stage.startReplica();
    await until('the look at what was left', () => stage.aws.calls.list('GetResources').length > 0);
    expect(await replica.stop('SIGTERM')).toBe(0);
    expect(listCards(stage)).toHaveLength(0);
    // The status does not take the tag for a link.
    const next = await stage.startReplica();
    const { json } = await rest(stage, 'GET', `/clone_distribution/${listClones(stage)[0]?.id}`, { replica: next });
    expect(json.card).toBeNull();
  });

  it('is announced by a repetition of the request, without waiting', async () => {
    stage = await raiseStage({ mode: 'http', rest: true, speed, deploySeconds: 600 });
    stage.slack.faults.add({ method: 'conversations.info', kind: 'slow', delayMs: 60_000, times: 1 });
    await orderClone(stage, {}, 'release-1');
    await until('the announcement to begin', () => stage.slack.faults.pending().length === 0);
    await stage.replicas[0]?.stop('SIGKILL');
    await stage.startReplica();
    expect((await orderClone(stage, {}, 'release-1')).json).toMatchObject({ replayed: true });
    await expectOneCard();
  });
});
