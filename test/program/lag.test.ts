// The built program where lists of AWS and reads of Slack lag behind writes: the last message is true, whatever is killed.
import {
  channel,
  listClones,
  listEphemerals,
  openChannel,
  type Program,
  people,
  pressCancel,
  readThread,
  requestCard,
  startProgram,
  stateOf,
  until,
} from '../support/program.js';
import { postClone } from '../support/program-rest.js';

jest.setTimeout(120_000);

const patienceMs = 60_000;
/** So many seconds pass in one second of the machine. */
const speed = 10;

let program: Program;
afterEach(() => program.close());

const click = (ts: string, action: string, user: string, place = channel) =>
  program.slack.click({ user, channel: place, ts, action_id: `cf_clone_${action}` });
const stateNow = (ts: string, place = channel) => stateOf(program.slack.store.find(place, ts) ?? {});
const isDone = (ts: string, place = channel) => ['cloned', 'deployed'].includes(String(stateNow(ts, place)));
const results = (ts: string, place = channel) =>
  readThread(program, ts, place).filter((text) => text.startsWith('Created '));
const denials = (ts: string, place = channel) =>
  readThread(program, ts, place).filter((text) => /Nothing was created|^Not created/.test(text));

/**
 * A cancel that left its line in the thread is answered there. One that came when the approval could be seen already left
 * no line, and the person alone is told.
 */
const isToldLate = (ts: string, place: string): boolean => {
  const thread = readThread(program, ts, place);
  if (thread.some((text) => text.includes('is cancelling the clone'))) return false;
  const told = program.slack.store.ephemerals(people.ana).filter((ephemeral) => ephemeral.channel === place);
  return (
    thread.some((text) => text.includes('cancelled too late')) ||
    told.some(({ text }) => text.includes('was approved') || text.includes('has been approved'))
  );
};

/** Every order in which CloudFront may check alias and CallerReference. */
const orders = [
  ['the CallerReference', false],
  ['the alias', true],
] as const;

describe.each(orders)('lists that lag, where CloudFront checks %s first', (_name, isAliasCheckedFirst) => {
  const raise = async (options: Partial<Parameters<typeof startProgram>[0]> = {}) => {
    program = await startProgram({ mode: 'http', deploySeconds: 600, speed, ...options });
    Object.assign(program.aws.store, { listLagSeconds: 8, isAliasCheckedFirst });
  };

  it('a process killed after the create: the next one reports the distribution', async () => {
    await raise();
    const card = await requestCard(program);
    program.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind: 'lost-after', times: 'always' }]);
    await click(card.ts, 'approve', people.bo);
    await until('the distribution', () => listClones(program).length === 1);
    await program.replicas[0]?.stop('SIGKILL');
    program.aws.faults.clear();
    await program.startReplica();
    await until('the card to say cloned', () => isDone(card.ts), patienceMs);
    expect(results(card.ts)).toHaveLength(1);
    expect(denials(card.ts)).toEqual([]);
    expect(listClones(program)).toHaveLength(1);
  });

  it('approved in time and killed during a slow create: the card does not expire', async () => {
    await raise({ env: { APPROVAL_TTL: '40s' } });
    const card = await requestCard(program);
    program.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind: 'slow', delayMs: 60_000, times: 1 }]);
    await click(card.ts, 'approve', people.bo);
    await until('the create', () => program.aws.faults.list().length === 0);
    await program.replicas[0]?.stop('SIGKILL');
    const clock = program.aws.store.now;
    await until('its time to be over', () => clock().getTime() > Number(card.ts) * 1_000 + 41_000);
    await program.startReplica();
    await until('the card to say cloned', () => isDone(card.ts), patienceMs);
    expect(results(card.ts)).toHaveLength(1);
    expect(denials(card.ts)).toEqual([]);
    expect(listClones(program)).toHaveLength(1);
  });

  it('two replicas clicked at once: the thread does not say that nothing was created', async () => {
    await raise({ replicas: 2 });
    for (let round = 0; round < 3; round++) {
      const place = openChannel(program, `C0ROUND0000${round}`);
      const text = `r${round}.example.com new-origin.example.net EREFERENCE0001`;
      const card = await requestCard(program, text, people.ana, place);
      const [first, second] = program.replicas;
      if (!first || !second) throw new Error('there are not two replicas');
      program.pointAt(first);
      const one = click(card.ts, 'approve', people.ana, place);
      program.pointAt(second);
      await Promise.all([one, click(card.ts, 'approve', people.bo, place)]);
      await until('the card to say cloned', () => isDone(card.ts, place), patienceMs);
      await until('one result', () => results(card.ts, place).length === 1, patienceMs);
      expect(denials(card.ts, place)).toEqual([]);
      expect(listClones(program)).toHaveLength(round + 1);
    }
    const told = [people.ana, people.bo].flatMap((user) => listEphemerals(program, user));
    expect(told.filter((text) => /Nothing was created/.test(text))).toEqual([]);
  });

  it('a request repeated with its key answers the same distribution', async () => {
    await raise({ rest: true });
    const first = await postClone(program, {}, 'key-1');
    expect(first.status).toBe(201);
    const again = await postClone(program, {}, 'key-1');
    expect(again.json).toMatchObject({ distributionId: first.json.distributionId });
    expect(listClones(program)).toHaveLength(1);
  });

  it('two requests with one key at the same moment get the same distribution, on two replicas too', async () => {
    await raise({ rest: true, replicas: 2 });
    const domain = 'pair.example.com';
    const [one, other] = await Promise.all(
      program.replicas.map((replica) => postClone(program, { domain }, 'key-2', replica)),
    );
    expect([one?.status, other?.status].every((status) => status === 200 || status === 201)).toBe(true);
    expect(one?.json.distributionId).toEqual(other?.json.distributionId);
    expect(listClones(program)).toHaveLength(1);
  });
});

describe('reads of Slack that lag by 1.5 seconds', () => {
  it('a cancel and an approval at the same moment: "Cancelled" is said only when nothing was created', async () => {
    program = await startProgram({ mode: 'http', replicas: 2, deploySeconds: 600, speed });
    Object.assign(program.slack.settings, { readLagMs: 1_500 });
    const [first, second] = program.replicas;
    if (!first || !second) throw new Error('there are not two replicas');
    const cards: { ts: string; place: string }[] = [];
    for (let round = 0; round < 4; round++) {
      const place = openChannel(program, `C0CANCEL0000${round}`);
      const text = `c${round}.example.com new-origin.example.net EREFERENCE0001`;
      const { ts } = await requestCard(program, text, people.ana, place);
      program.pointAt(first);
      const approving = click(ts, 'approve', people.bo, place);
      program.pointAt(second);
      await Promise.all([approving, pressCancel(program, { user: people.ana, ts, place })]);
      cards.push({ ts, place });
    }
    for (const { ts, place } of cards) {
      await until('the end', () => isDone(ts, place) || stateNow(ts, place) === 'cancelled', patienceMs);
      const confirmed = () => readThread(program, ts, place).filter((text) => text.startsWith('Cancelled by'));
      if (isDone(ts, place)) {
        await until('the cancel to be told that it is late', () => isToldLate(ts, place), patienceMs);
        expect(confirmed()).toEqual([]);
      } else {
        await until('the cancel to be confirmed', () => confirmed().length === 1, patienceMs);
        expect(results(ts, place)).toEqual([]);
      }
    }
    const done = cards.filter(({ ts, place }) => isDone(ts, place)).length;
    expect(listClones(program)).toHaveLength(done);
  });
});

describe('a replica that dies while another runs', () => {
  it('has its card taken over, without a start', async () => {
    program = await startProgram({ mode: 'http', replicas: 2, deploySeconds: 600, speed });
    const [first, second] = program.replicas;
    if (!first || !second) throw new Error('there are not two replicas');
    program.pointAt(first);
    const card = await requestCard(program);
    program.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind: 'lost-after', times: 'always' }]);
    await click(card.ts, 'approve', people.bo);
    await until('the distribution', () => listClones(program).length === 1);
    await first.stop('SIGKILL');
    program.aws.faults.clear();
    await until('the card to say cloned', () => isDone(card.ts), patienceMs);
    expect(results(card.ts)).toHaveLength(1);
    expect(listClones(program)).toHaveLength(1);
  });
});
