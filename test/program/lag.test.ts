// The built program where lists of AWS and reads of Slack lag behind writes: the last message is true, whatever is killed.
import {
  ask,
  channel,
  listClones,
  listWhispers,
  openChannel,
  people,
  raiseStage,
  readThread,
  type Stage,
  stateOf,
  until,
} from '../support/stage.js';
import { orderClone } from '../support/stage-rest.js';

jest.setTimeout(120_000);

const patienceMs = 60_000;
/** So many seconds pass in one second of the machine. */
const speed = 4;

let stage: Stage;
afterEach(() => stage.close());

const click = (ts: string, action: string, user: string, place = channel) =>
  stage.slack.click({ user, channel: place, ts, action_id: `cf_clone_${action}` });
const stateNow = (ts: string, place = channel) => stateOf(stage.slack.store.find(place, ts) ?? {});
const isDone = (ts: string, place = channel) => ['cloned', 'deployed'].includes(String(stateNow(ts, place)));
const results = (ts: string, place = channel) =>
  readThread(stage, ts, place).filter((text) => text.startsWith('Created '));
const denials = (ts: string, place = channel) =>
  readThread(stage, ts, place).filter((text) => /Nothing was created|^Not created/.test(text));

/** Every order in which CloudFront may check alias and CallerReference. */
const orders = [
  ['the CallerReference', false],
  ['the alias', true],
] as const;

describe.each(orders)('lists that lag, where CloudFront checks %s first', (_name, isAliasCheckedFirst) => {
  const raise = async (options: Partial<Parameters<typeof raiseStage>[0]> = {}) => {
    stage = await raiseStage({ mode: 'http', deploySeconds: 600, speed, ...options });
    Object.assign(stage.aws.store, { listLagSeconds: 8, isAliasCheckedFirst });
  };

  it('a process killed after the create: the next one reports the distribution', async () => {
    await raise();
    const card = await ask(stage);
    stage.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind: 'lost-after', times: 'always' }]);
    await click(card.ts, 'approve', people.bo);
    await until('the distribution', () => listClones(stage).length === 1);
    await stage.replicas[0]?.stop('SIGKILL');
    stage.aws.faults.clear();
    await stage.startReplica();
    await until('the card to say cloned', () => isDone(card.ts), patienceMs);
    expect(results(card.ts)).toHaveLength(1);
    expect(denials(card.ts)).toEqual([]);
    expect(listClones(stage)).toHaveLength(1);
  });

  it('approved in time and killed during a slow create: the card does not expire', async () => {
    await raise({ env: { APPROVAL_TTL: '40s' } });
    const card = await ask(stage);
    stage.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind: 'slow', delayMs: 60_000, times: 1 }]);
    await click(card.ts, 'approve', people.bo);
    await until('the create', () => stage.aws.faults.list().length === 0);
    await stage.replicas[0]?.stop('SIGKILL');
    const clock = stage.aws.store.now;
    await until('its time to be over', () => clock().getTime() > Number(card.ts) * 1_000 + 41_000);
    await stage.startReplica();
    await until('the card to say cloned', () => isDone(card.ts), patienceMs);
    expect(results(card.ts)).toHaveLength(1);
    expect(denials(card.ts)).toEqual([]);
    expect(listClones(stage)).toHaveLength(1);
  });

  it('two replicas clicked at once: the thread does not say that nothing was created', async () => {
    await raise({ replicas: 2 });
    for (let round = 0; round < 3; round++) {
      const place = openChannel(stage, `C0ROUND0000${round}`);
      const text = `r${round}.example.com new-origin.example.net EREFERENCE0001`;
      const card = await ask(stage, text, people.ana, place);
      const [first, second] = stage.replicas;
      if (!first || !second) throw new Error('there are not two replicas');
      stage.pointAt(first);
      const one = click(card.ts, 'approve', people.ana, place);
      stage.pointAt(second);
      await Promise.all([one, click(card.ts, 'approve', people.bo, place)]);
      await until('the card to say cloned', () => isDone(card.ts, place), patienceMs);
      await until('one result', () => results(card.ts, place).length === 1, patienceMs);
      expect(denials(card.ts, place)).toEqual([]);
      expect(listClones(stage)).toHaveLength(round + 1);
    }
    const told = [people.ana, people.bo].flatMap((user) => listWhispers(stage, user));
    expect(told.filter((text) => /Nothing was created/.test(text))).toEqual([]);
  });

  it('a request repeated with its key answers the same distribution', async () => {
    await raise({ rest: true });
    const first = await orderClone(stage, {}, 'key-1');
    expect(first.status).toBe(201);
    const again = await orderClone(stage, {}, 'key-1');
    expect(again.json).toMatchObject({ distributionId: first.json.distributionId });
    expect(listClones(stage)).toHaveLength(1);
  });

  it('two requests with one key at the same moment get the same distribution, on two replicas too', async () => {
    await raise({ rest: true, replicas: 2 });
    const domain = 'pair.example.com';
    const [one, other] = await Promise.all(
      stage.replicas.map((replica) => orderClone(stage, { domain }, 'key-2', replica)),
    );
    expect([one?.status, other?.status].every((status) => status === 200 || status === 201)).toBe(true);
    expect(one?.json.distributionId).toEqual(other?.json.distributionId);
    expect(listClones(stage)).toHaveLength(1);
  });
});

describe('reads of Slack that lag by 1.5 seconds', () => {
  it('a cancel and an approval at the same moment: "Cancelled" is said only when nothing was created', async () => {
    stage = await raiseStage({ mode: 'http', replicas: 2, deploySeconds: 600, speed });
    Object.assign(stage.slack.settings, { readLagMs: 1_500 });
    const [first, second] = stage.replicas;
    if (!first || !second) throw new Error('there are not two replicas');
    const cards: { ts: string; place: string }[] = [];
    for (let round = 0; round < 4; round++) {
      const place = openChannel(stage, `C0CANCEL0000${round}`);
      const text = `c${round}.example.com new-origin.example.net EREFERENCE0001`;
      const { ts } = await ask(stage, text, people.ana, place);
      stage.pointAt(first);
      const approving = click(ts, 'approve', people.bo, place);
      stage.pointAt(second);
      await Promise.all([approving, click(ts, 'cancel', people.ana, place)]);
      cards.push({ ts, place });
    }
    for (const { ts, place } of cards) {
      await until('the end', () => isDone(ts, place) || stateNow(ts, place) === 'cancelled', patienceMs);
      const confirmed = () => readThread(stage, ts, place).filter((text) => text.startsWith('Cancelled by'));
      if (isDone(ts, place)) {
        await until(
          'the cancel to be told that it is late',
          () => readThread(stage, ts, place).some((text) => text.includes('cancelled too late')),
          patienceMs,
        );
        expect(confirmed()).toEqual([]);
      } else {
        await until('the cancel to be confirmed', () => confirmed().length === 1, patienceMs);
        expect(results(ts, place)).toEqual([]);
      }
    }
    const done = cards.filter(({ ts, place }) => isDone(ts, place)).length;
    expect(listClones(stage)).toHaveLength(done);
  });
});

describe('a replica that dies while another runs', () => {
  it('has its card taken over, without a start', async () => {
    stage = await raiseStage({ mode: 'http', replicas: 2, deploySeconds: 600, speed });
    const [first, second] = stage.replicas;
    if (!first || !second) throw new Error('there are not two replicas');
    stage.pointAt(first);
    const card = await ask(stage);
    stage.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind: 'lost-after', times: 'always' }]);
    await click(card.ts, 'approve', people.bo);
    await until('the distribution', () => listClones(stage).length === 1);
    await first.stop('SIGKILL');
    stage.aws.faults.clear();
    await until('the card to say cloned', () => isDone(card.ts), patienceMs);
    expect(results(card.ts)).toHaveLength(1);
    expect(listClones(stage)).toHaveLength(1);
  });
});
