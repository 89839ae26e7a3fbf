// Random interleavings of two replicas, two people, crashes and the answers of AWS and Slack. It must never come to two
// distributions, a lost or doubled result, a create that nobody approved, or one after a cancel that was said to count.
import fc from 'fast-check';
import { approve } from '../../src/slack/approve.js';
import { cancel } from '../../src/slack/cancel.js';
import { keyOf, recordPlan } from '../../src/slack/desk.js';
import { cardStates, mayBecome, readRecord, resultEventType, toMetadata } from '../../src/slack/record.js';
import { takeUp } from '../../src/slack/resume.js';
import type { Whisper } from '../../src/slack/whisper.js';
import { channel, type Replica, type Trouble, World } from './world.js';

type Act =
  | { readonly kind: 'approve' | 'cancel' | 'retry'; readonly user: string; readonly replica: number }
  | { readonly kind: 'crash'; readonly replica: number }
  | { readonly kind: 'edit reference' };

const user = fc.constantFrom('UANA', 'UBO');
const replica = fc.integer({ min: 0, max: 1 });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('approve' as const), user, replica }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel' as const), user, replica }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('retry' as const), user, replica }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('crash' as const), replica }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('edit reference' as const) }) },
);
const trouble: fc.Arbitrary<Trouble> = fc.constantFrom('none', 'none', 'none', 'lost before', 'lost after', 'refused');

function postCard(world: World): string {
  const plan = world.plan();
  const record = {
    v: 1 as const,
    state: 'pending' as const,
    request: 'r1',
    ...recordPlan(plan),
    requested_by: 'UANA',
    requester_name: 'ana',
    expires_at: world.time / 1_000 + 3_600,
  };
  return world.addMessage({ text: 'card', metadata: toMetadata(record) }).ts;
}

function cardOf(world: World, ts: string) {
  const message = world.messages.find((candidate) => candidate.ts === ts);
  const record = readRecord(message === undefined ? undefined : { ...message });
  if (!record) throw new Error('the card is gone');
  return record;
}

function perform(world: World, replicas: Replica[], ts: string, one: Act, digest: string): void {
  switch (one.kind) {
    case 'edit reference':
      // Once the alias is taken nobody plans any more; an edit then changes nothing that matters here.
      world.version++;
      return;
    case 'crash': {
      const dying = replicas[one.replica];
      if (dying) dying.isAlive = false;
      const next = world.startReplica();
      replicas[one.replica] = next;
      next.desk.work.start('take up', () => takeUp(next.desk), world.onFault);
      return;
    }
    case 'approve':
    case 'retry':
    case 'cancel': {
      const { desk } = replicas[one.replica] ?? {};
      if (!desk) return;
      const click = { channel, ts, userId: one.user, userTeam: 'T1', digest };
      const whisper: Whisper = async (message) => {
        const text = typeof message === 'string' ? message : message.text;
        world.whispers.push({ user: one.user, text });
      };
      const decide = (): Promise<void> => {
        if (one.kind === 'cancel') return cancel(desk, click, whisper);
        return approve(desk, click, one.kind === 'retry' ? 'failed' : 'pending', whisper);
      };
      desk.work.start(one.kind, () => desk.turns.take(keyOf(click), decide), world.onFault);
      return;
    }
    default:
      one satisfies never;
  }
}

/** Everything that was left is taken up by a last start, with nothing going wrong any more. */
async function settle(world: World): Promise<void> {
  world.createTroubles = [];
  world.postTroubles = [];
  for (let round = 0; round < 3; round++) {
    for (const { desk, isAlive } of world.replicas) {
      if (isAlive) desk.work.start('take up', () => takeUp(desk), world.onFault);
    }
    await world.scheduler.waitIdle();
    // Whatever waits on an agenda for a while is due now.
    world.time += 120_000;
    for (const { desk, isAlive } of world.replicas) if (isAlive) desk.agenda.beat();
    await world.scheduler.waitIdle();
  }
}

it('never makes two distributions, loses a result or creates without an approval that counts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(act, { minLength: 1, maxLength: 7 }),
      fc.array(trouble, { maxLength: 4 }),
      fc.array(trouble, { maxLength: 4 }),
      async (scheduler, acts, createTroubles, postTroubles) => {
        const world = new World(scheduler);
        world.createTroubles = [...createTroubles];
        world.postTroubles = [...postTroubles];
        const ts = postCard(world);
        const replicas = [world.startReplica(), world.startReplica()];
        for (const one of acts) {
          // Acts start at any moment of the others' work.
          void scheduler
            .schedule(Promise.resolve())
            .then(() => perform(world, replicas, ts, one, cardOf(world, ts).digest));
        }
        await scheduler.waitIdle();
        await settle(world);

        const card = cardOf(world, ts);
        const results = world.messages.filter(({ metadata }) => metadata?.event_type === resultEventType);
        const approvals = acts.filter(({ kind }) => kind === 'approve' || kind === 'retry');
        expect(cardStates).toContain(card.state);
        expect(world.distributions.length).toBeLessThanOrEqual(1);
        expect(world.createdAfterCancel).toBe(false);
        expect(world.faults).toBe(0);
        if (world.distributions.length === 1) {
          expect(approvals.length).toBeGreaterThan(0);
          expect(card.state).toBe('deployed');
          expect(card.distribution).toBe('E1');
          expect(results).toHaveLength(1);
        } else {
          expect(results).toHaveLength(0);
          expect(['pending', 'cancelled', 'failed']).toContain(card.state);
        }
        const cancelled = world.messages.find(({ metadata }) => metadata?.event_payload.result === 'cancelled');
        if (cancelled) expect(world.distributions).toHaveLength(0);
      },
    ),
    { numRuns: Number(process.env.MODEL_RUNS ?? 400) },
  );
});

it.each([
  ['pending', ['pending', 'cloning', 'cancelled', 'expired', 'cloned']],
  ['cloning', ['cloning', 'cloned', 'failed', 'cancelled', 'expired', 'pending']],
  ['cloned', ['deployed', 'cloned']],
  ['deployed', ['cloned']],
  ['cancelled', ['cloned']],
  ['expired', ['cloned']],
  ['failed', ['cloning', 'cancelled', 'pending', 'cloned']],
] as const)('lets a card in state %s become %j and nothing else', (from, allowed) => {
  const reachable = cardStates.filter((to) => mayBecome(from, to));
  expect([...reachable].sort()).toEqual([...allowed].sort());
});
