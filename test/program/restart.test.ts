// What is left behind by a killed process is taken up by the next one: approved clones, deployments, cards out of time.
import {
  channel,
  findCard,
  listClones,
  type Program,
  people,
  readThread,
  requestCard,
  startProgram,
  stateOf,
  until,
} from '../support/program.js';

jest.setTimeout(60_000);

const speed = 10;

let program: Program;
afterEach(() => program.close());

const approve = (ts: string) => program.slack.click({ user: people.bo, channel, ts, action_id: 'cf_clone_approve' });
const results = (ts: string) => readThread(program, ts).filter((text) => text.startsWith('Created '));
const stateNow = (ts: string) => stateOf(program.slack.store.find(channel, ts) ?? {});

describe('a process killed in the middle of a clone', () => {
  it.each([
    ['before the distribution was created', 'lost-before', 1],
    ['after the distribution was created', 'lost-after', 1],
    ['after it was created, with two replicas starting together', 'lost-after', 2],
  ] as const)('%s leaves a card that the next start finishes, once', async (_, kind, starting) => {
    program = await startProgram({ mode: 'http', speed });
    const card = await requestCard(program);
    // The answer never comes: what the process would have learnt dies with it.
    program.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind, times: 'always' }]);
    await approve(card.ts);
    await until('the create to be asked for', () => program.aws.calls.list('CreateDistributionWithTags').length > 0);
    await program.replicas[0]?.stop('SIGKILL');
    expect(stateNow(card.ts)).toBe('cloning');
    expect(listClones(program)).toHaveLength(kind === 'lost-after' ? 1 : 0);

    program.aws.faults.clear();
    await Promise.all(Array.from({ length: starting }, () => program.startReplica()));
    await until(
      'the card to say cloned',
      () => stateNow(card.ts) === 'cloned' || stateNow(card.ts) === 'deployed',
      30_000,
    );
    await until('the deployment', () => stateNow(card.ts) === 'deployed', 30_000);
    // A stop lets what is under way finish: whatever would be said twice is said, and taken back, by then.
    await Promise.all(program.replicas.map((replica) => replica.stop('SIGTERM')));
    expect(listClones(program)).toHaveLength(1);
    expect(results(card.ts)).toHaveLength(1);
    expect(readThread(program, card.ts).filter((text) => text.startsWith('Deployed after'))).toHaveLength(1);
  });
});

describe('a process killed between the create and its report', () => {
  it('has its result posted by the next one', async () => {
    program = await startProgram({ mode: 'socket', speed });
    const card = await requestCard(program);
    program.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind: 'slow', delayMs: 1_500, times: 1 }]);
    await approve(card.ts);
    await until('the approval', () => readThread(program, card.ts).some((text) => text.startsWith('Approved by')));
    program.slack.faults.add({ method: 'chat.postMessage', kind: 'slow', delayMs: 20_000, times: 1 });
    await until('the distribution', () => listClones(program).length === 1);
    await program.replicas[0]?.stop('SIGKILL');
    program.slack.faults.clear();
    await program.startReplica();
    await until(
      'the card to say cloned',
      () => stateNow(card.ts) === 'cloned' || stateNow(card.ts) === 'deployed',
      30_000,
    );
    expect(results(card.ts)).toHaveLength(1);
    expect(listClones(program)).toHaveLength(1);
  });
});

describe('time', () => {
  it('expires a card by itself', async () => {
    program = await startProgram({ mode: 'http', env: { APPROVAL_TTL: '8s' }, speed });
    const card = await requestCard(program);
    await until('the card to expire', () => findCard(program, 'expired'));
    expect(program.slack.store.find(channel, card.ts)?.text).toContain(': expired. CloudFront clone');
  });

  it('expires a card that ran out while nobody was there', async () => {
    program = await startProgram({ mode: 'http', env: { APPROVAL_TTL: '8s' }, speed });
    const card = await requestCard(program);
    await program.replicas[0]?.stop('SIGKILL');
    await until('its time to be over', () => program.now() > Number(card.ts) * 1_000 + 8_500);
    await program.startReplica();
    await until('the card to expire', () => findCard(program, 'expired'));
    expect(listClones(program)).toHaveLength(0);
  });

  it('tells in thread and card when the clone is deployed, and answers Check DNS', async () => {
    program = await startProgram({ mode: 'http', speed });
    const card = await requestCard(program);
    await approve(card.ts);
    await until('the deployment', () => findCard(program, 'deployed'), 30_000);
    const line = program.slack.store.replies(channel, card.ts).find(({ text }) => text.startsWith('Deployed after'));
    if (!line) throw new Error('the thread does not tell of the deployment');
    expect(line.text).toContain('www.example.com');
    await program.slack.click({ user: people.dev, channel, ts: line.ts, action_id: 'cf_clone_dns' });
    await until('the answer', () =>
      program.slack.store.ephemerals(people.dev).some(({ text }) => text.includes('DNS')),
    );
  });
});
