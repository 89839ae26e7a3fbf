// Bad days, by the built program: several replicas, lost answers, a stop in the middle. Whatever happens there is one
// distribution or none, one result in the thread, and a true last word on the card.
import { aliasesOf } from '../../sandbox/fakes/aws/store.js';
import {
  channel,
  findCard,
  listClones,
  listEphemerals,
  type Program,
  people,
  pressCancel,
  readThread,
  requestCard,
  startProgram,
  stateOf,
  until,
} from '../support/program.js';

jest.setTimeout(40_000);

let program: Program;
afterEach(() => program.close());

const approve = (ts: string, user: string = people.bo) =>
  program.slack.click({ user, channel, ts, action_id: 'cf_clone_approve', stale: true, value: digestOf(ts) });
const cancel = (ts: string, user: string = people.ana) =>
  pressCancel(program, { user, ts, stale: true, value: digestOf(ts) });

function digestOf(ts: string): string {
  const payload = program.slack.store.find(channel, ts)?.metadata?.event_payload;
  return typeof payload === 'object' && payload !== null && 'digest' in payload ? String(payload.digest) : '';
}

function results(ts: string): string[] {
  return readThread(program, ts).filter((text) => text.startsWith('Created '));
}

describe('two replicas', () => {
  it('make one distribution and one post of twelve clicks by two people', async () => {
    program = await startProgram({ mode: 'http', replicas: 2, deploySeconds: 600, speed: 10 });
    const card = await requestCard(program);
    program.aws.faults.latencyMs = 30;
    await Promise.all(
      Array.from({ length: 12 }, (_, index) => {
        const replica = program.replicas[index % 2];
        if (replica) program.pointAt(replica);
        return approve(card.ts, index % 3 === 0 ? people.ana : people.bo);
      }),
    );
    await until('the card to say cloned', () => findCard(program, 'cloned'));
    const log = () => program.replicas.flatMap(({ lines }) => lines);
    await until('every click to be answered', () => {
      const told = listEphemerals(program, people.ana).length + listEphemerals(program, people.bo).length;
      return told + log().filter(({ outcome }) => outcome === 'cloned').length >= 12;
    });

    expect(listClones(program)).toHaveLength(1);
    expect(results(card.ts)).toHaveLength(1);
    expect(stateOf(program.slack.store.find(channel, card.ts) ?? {})).toBe('cloned');
    const [clone] = listClones(program);
    const approver = clone?.tags.find(({ Key }) => Key === 'cf-clone:approved-by')?.Value ?? '';
    expect(program.slack.store.find(channel, card.ts)?.text).toContain(`approved by <@${approver}>`);
  });

  it('let one of an approval and a cancel at the same moment win, and say the same to both', async () => {
    program = await startProgram({ mode: 'http', replicas: 2, deploySeconds: 600, speed: 10 });
    const [first, second] = program.replicas;
    if (!first || !second) throw new Error('two replicas are needed');
    for (const round of [1, 2, 3, 4]) {
      const card = await requestCard(program, `r${round}.example.com new-origin.example.net EREFERENCE0001`);
      program.pointAt(first);
      const approving = approve(card.ts);
      program.pointAt(second);
      await Promise.all([approving, cancel(card.ts)]);
      const last = await until('a last word', () => {
        const state = stateOf(program.slack.store.find(channel, card.ts) ?? {});
        return (state === 'cloned' || state === 'cancelled') && state;
      });
      await until(
        'both to be told',
        () => listEphemerals(program, people.ana).length + listEphemerals(program, people.bo).length >= round,
      );
      const made = listClones(program).filter((clone) => aliasesOf(clone).includes(`r${round}.example.com`));
      expect(made).toHaveLength(last === 'cloned' ? 1 : 0);
      expect(results(card.ts)).toHaveLength(last === 'cloned' ? 1 : 0);
      expect(stateOf(program.slack.store.find(channel, card.ts) ?? {})).toBe(last);
    }
  });
});

describe('a cancel', () => {
  it('is final, also for a client that still shows Approve', async () => {
    program = await startProgram({ mode: 'http', deploySeconds: 600, speed: 10 });
    const card = await requestCard(program);
    const digest = digestOf(card.ts);
    await cancel(card.ts);
    await until('the card to say cancelled', () => findCard(program, 'cancelled'));
    await program.slack.click({
      user: people.bo,
      channel,
      ts: card.ts,
      action_id: 'cf_clone_approve',
      stale: true,
      value: digest,
    });
    const [told] = await until(
      'the answer',
      () => listEphemerals(program, people.bo).length > 0 && listEphemerals(program, people.bo),
    );
    expect(told).toContain('cancelled');
    expect(listClones(program)).toHaveLength(0);
  });
});

describe('a lost answer of CreateDistribution', () => {
  it.each([
    ['after it took effect', 'lost-after'],
    ['before it took effect', 'lost-before'],
  ] as const)('%s still ends with one distribution, reported once', async (_, kind) => {
    program = await startProgram({ mode: 'http', deploySeconds: 600, speed: 10 });
    const card = await requestCard(program);
    program.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind, times: 1 }]);
    await approve(card.ts);
    await until('the card to say cloned', () => findCard(program, 'cloned'));
    expect(listClones(program)).toHaveLength(1);
    expect(results(card.ts)).toHaveLength(1);
  });
});

describe('a refusal of CreateDistribution', () => {
  it('leaves a card that says why and offers Retry, which then succeeds', async () => {
    program = await startProgram({ mode: 'http', deploySeconds: 600, speed: 10 });
    const card = await requestCard(program);
    program.aws.faults.set([
      {
        operation: 'CreateDistributionWithTags',
        kind: 'refuse',
        code: 'TooManyDistributions',
        status: 400,
        message: 'Too many',
        times: 1,
      },
    ]);
    await approve(card.ts);
    const failed = await until('the card to say failed', () => findCard(program, 'failed'));
    expect(JSON.stringify(failed.blocks)).toContain('quota');
    await until('the thread to say so', () => readThread(program, card.ts).join('\n').includes('Nothing was created'));
    expect(listClones(program)).toHaveLength(0);

    await program.slack.click({ user: people.bo, channel, ts: card.ts, action_id: 'cf_clone_retry' });
    await until('the card to say cloned', () => findCard(program, 'cloned'));
    expect(listClones(program)).toHaveLength(1);
  });
});

describe('Slack in trouble', () => {
  it('gets the result in the thread once, though the answer to the post was lost', async () => {
    program = await startProgram({ mode: 'http', deploySeconds: 600, speed: 10 });
    const card = await requestCard(program);
    program.slack.faults.add({ method: 'chat.postMessage', kind: 'lost-after', times: 1 });
    await approve(card.ts);
    await until('the card to say cloned', () => findCard(program, 'cloned'));
    expect(results(card.ts)).toHaveLength(1);
  });

  it('shows the card with plain blocks where Slack does not know the new ones', async () => {
    program = await startProgram({ mode: 'http', deploySeconds: 600, speed: 10 });
    program.slack.settings.refusedBlocks = ['alert', 'container', 'plan'];
    const card = await requestCard(program);
    expect(JSON.stringify(card.blocks)).toContain('X-Origin-Secret');
    await approve(card.ts);
    await until('the card to say cloned', () => findCard(program, 'cloned'));
  });
});

describe('SIGTERM', () => {
  it.each(['http', 'socket'] as const)('in the middle of a clone lets it finish, in %s mode', async (mode) => {
    program = await startProgram({ mode, deploySeconds: 600, speed: 10 });
    const card = await requestCard(program);
    program.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind: 'slow', delayMs: 1_000, times: 1 }]);
    await approve(card.ts);
    await until('the card to say cloning', () => findCard(program, 'cloning'));
    const code = await program.replicas[0]?.stop('SIGTERM');
    expect(code).toBe(0);
    expect(findCard(program, 'cloned')).toBeDefined();
    expect(results(card.ts)).toHaveLength(1);
  });
});
