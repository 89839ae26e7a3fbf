// What is left behind by a killed process is taken up by the next one: approved clones, deployments, cards out of time.
import {
  ask,
  channel,
  findCard,
  listClones,
  people,
  raiseStage,
  readThread,
  type Stage,
  stateOf,
  until,
} from '../support/stage.js';

jest.setTimeout(60_000);

const speed = 4;

let stage: Stage;
afterEach(() => stage.close());

const approve = (ts: string) => stage.slack.click({ user: people.bo, channel, ts, action_id: 'cf_clone_approve' });
const results = (ts: string) => readThread(stage, ts).filter((text) => text.startsWith('Created '));
const stateNow = (ts: string) => stateOf(stage.slack.store.find(channel, ts) ?? {});

describe('a process killed in the middle of a clone', () => {
  it.each([
    ['before the distribution was created', 'lost-before', 1],
    ['after the distribution was created', 'lost-after', 1],
    ['after it was created, with two replicas starting together', 'lost-after', 2],
  ] as const)('%s leaves a card that the next start finishes, once', async (_, kind, starting) => {
    stage = await raiseStage({ mode: 'http', speed });
    const card = await ask(stage);
    // The answer never comes: what the process would have learnt dies with it.
    stage.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind, times: 'always' }]);
    await approve(card.ts);
    await until('the create to be asked for', () => stage.aws.calls.list('CreateDistributionWithTags').length > 0);
    await stage.replicas[0]?.stop('SIGKILL');
    expect(stateNow(card.ts)).toBe('cloning');
    expect(listClones(stage)).toHaveLength(kind === 'lost-after' ? 1 : 0);

    stage.aws.faults.clear();
    await Promise.all(Array.from({ length: starting }, () => stage.startReplica()));
    await until(
      'the card to say cloned',
      () => stateNow(card.ts) === 'cloned' || stateNow(card.ts) === 'deployed',
      30_000,
    );
    await until('the deployment', () => stateNow(card.ts) === 'deployed', 30_000);
    // A stop lets what is under way finish: whatever would be said twice is said, and taken back, by then.
    await Promise.all(stage.replicas.map((replica) => replica.stop('SIGTERM')));
    expect(listClones(stage)).toHaveLength(1);
    expect(results(card.ts)).toHaveLength(1);
    expect(readThread(stage, card.ts).filter((text) => text.startsWith('Deployed after'))).toHaveLength(1);
  });
});

describe('a process killed between the create and its report', () => {
  it('has its result posted by the next one', async () => {
    stage = await raiseStage({ mode: 'socket', speed });
    const card = await ask(stage);
    stage.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind: 'slow', delayMs: 1_500, times: 1 }]);
    await approve(card.ts);
    await until('the approval', () => readThread(stage, card.ts).some((text) => text.startsWith('Approved by')));
    stage.slack.faults.add({ method: 'chat.postMessage', kind: 'slow', delayMs: 20_000, times: 1 });
    await until('the distribution', () => listClones(stage).length === 1);
    await stage.replicas[0]?.stop('SIGKILL');
    stage.slack.faults.clear();
    await stage.startReplica();
    await until(
      'the card to say cloned',
      () => stateNow(card.ts) === 'cloned' || stateNow(card.ts) === 'deployed',
      30_000,
    );
    expect(results(card.ts)).toHaveLength(1);
    expect(listClones(stage)).toHaveLength(1);
  });
});

describe('time', () => {
  it('expires a card by itself', async () => {
    stage = await raiseStage({ mode: 'http', env: { APPROVAL_TTL: '8s' }, speed });
    const card = await ask(stage);
    await until('the card to expire', () => findCard(stage, 'expired'));
    expect(stage.slack.store.find(channel, card.ts)?.text).toContain('Clone expired');
  });

  it('expires a card that ran out while nobody was there', async () => {
    stage = await raiseStage({ mode: 'http', env: { APPROVAL_TTL: '8s' }, speed });
    const card = await ask(stage);
    await stage.replicas[0]?.stop('SIGKILL');
    await until('its time to be over', () => stage.now() > Number(card.ts) * 1_000 + 8_500);
    await stage.startReplica();
    await until('the card to expire', () => findCard(stage, 'expired'));
    expect(listClones(stage)).toHaveLength(0);
  });

  it('tells in thread and card when the clone is deployed, and answers Check DNS', async () => {
    stage = await raiseStage({ mode: 'http', speed });
    const card = await ask(stage);
    await approve(card.ts);
    await until('the deployment', () => findCard(stage, 'deployed'), 30_000);
    const line = stage.slack.store.replies(channel, card.ts).find(({ text }) => text.startsWith('Deployed after'));
    if (!line) throw new Error('the thread does not tell of the deployment');
    expect(line.text).toContain('www.example.com');
    await stage.slack.click({ user: people.dev, channel, ts: line.ts, action_id: 'cf_clone_dns' });
    await until('the answer', () => stage.slack.store.ephemerals(people.dev).some(({ text }) => text.includes('DNS')));
  });
});
