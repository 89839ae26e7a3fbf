// Random interleavings of two replicas, two people, crashes, and the answers of AWS and Slack, whose reads and lists lag.
// It must never come to two distributions, a lost or doubled result, a create that nobody approved, one after a cancel
// that was said to count, or a last message that is not true.

import { keyOf } from '../../src/slack/card/place.js';
import { recordPlan } from '../../src/slack/card/plan-record.js';
import { cardStates, mayBecome, readRecord, resultEventType, toMetadata } from '../../src/slack/card/record.js';
import type { Respond } from '../../src/slack/client/respond.js';
import { explainInSlack } from '../../src/slack/messages.js';
import { startChannelWatch } from '../../src/slack/workflow/channel-watch.js';
import { readDecisionMarks } from '../../src/slack/workflow/decision-marks.js';
import { editCard } from '../../src/slack/workflow/edit-card.js';
import { createRequestEdit } from '../../src/slack/workflow/edit-request.js';
import { handleClick } from '../../src/slack/workflow/handle-click.js';
import { expireLater } from '../../src/slack/workflow/recover.js';
import fc from '../support/property.js';
import { channel, type Nature, type Replica, Simulation, startMs, type Trouble, toOrigin } from './simulation.js';

type Act =
  | { readonly kind: 'approve' | 'cancel' | 'retry'; readonly user: string; readonly replica: number }
  /** `die` leaves the card to the other replica; `crash` is a replica that starts again. */
  | { readonly kind: 'crash' | 'die'; readonly replica: number }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'edit'; readonly user: string; readonly replica: number }
  | { readonly kind: 'edit reference' };

const user = fc.constantFrom('UANA', 'UBO');
const replica = fc.integer({ min: 0, max: 1 });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('approve' as const), user, replica }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel' as const), user, replica }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('retry' as const), user, replica }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('crash' as const, 'die' as const), replica }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(3, 15, 70, 400) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('edit' as const), user, replica }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('edit reference' as const) }) },
);
const trouble: fc.Arbitrary<Trouble> = fc.constantFrom('none', 'none', 'none', 'lost before', 'lost after', 'refused');
const nature: fc.Arbitrary<Nature> = fc.record({
  readLagsMs: fc.array(fc.constantFrom(0, 0, 500, 1_500), { maxLength: 6 }),
  listLagMs: fc.constantFrom(0, 2_000, 30_000, 200_000),
  isAliasCheckedFirst: fc.boolean(),
  isAliasForeign: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

function postCard(simulation: Simulation, ttlSeconds: number): string {
  const record = {
    v: 1 as const,
    state: 'pending' as const,
    request: 'r1',
    ...recordPlan(simulation.plan()),
    requested_by: 'UANA',
    requester_name: 'ana',
    expires_at: startMs / 1_000 + ttlSeconds,
  };
  return simulation.addMessage({ text: 'card', metadata: toMetadata(record) }).ts;
}

function cardOf(simulation: Simulation, ts: string) {
  const message = simulation.messages.find((candidate) => candidate.ts === ts);
  const record = readRecord(message === undefined ? undefined : { ...message });
  if (!record) throw new Error('the card is gone');
  return record;
}

function tick(simulation: Simulation): void {
  for (const { context, isAlive } of simulation.replicas) if (isAlive) context.concurrency.scheduler.tick();
}

function start(simulation: Simulation, ts: string): Replica {
  const next = simulation.startReplica();
  expireLater(next.context, { channel, ts }, cardOf(simulation, ts));
  next.context.concurrency.backgroundTasks.start('watch', () => startChannelWatch(next.context), simulation.onFault);
  return next;
}

function perform(simulation: Simulation, replicas: Replica[], ts: string, one: Act, digest: string): void {
  switch (one.kind) {
    case 'edit reference':
      simulation.version++;
      return;
    case 'wait':
      simulation.time += one.seconds * 1_000;
      tick(simulation);
      return;
    case 'die':
    case 'crash': {
      const dying = replicas[one.replica];
      if (dying) dying.isAlive = false;
      const isLast = replicas.every(({ isAlive }) => !isAlive);
      if (one.kind === 'crash' || isLast) replicas[one.replica] = start(simulation, ts);
      return;
    }
    case 'approve':
    case 'retry':
    case 'cancel': {
      const context = findLiving(replicas, one.replica);
      if (!context) return;
      const click = { channel, ts, userId: one.user, userTeam: 'T1', value: digest, triggerId: 'trigger' };
      const respond: Respond = async (message) => {
        if (typeof message === 'string') simulation.respond(one.user, message);
        else if ('text' in message) simulation.respond(one.user, message.text);
      };
      context.concurrency.backgroundTasks.start(
        one.kind,
        () =>
          context.concurrency.cardMutex.runExclusive(keyOf(click), () =>
            handleClick(context, one.kind, click, respond),
          ),
        simulation.onFault,
      );
      return;
    }
    case 'edit': {
      const context = findLiving(replicas, one.replica);
      if (!context) return;
      const { digest: seenDigest, revision = 0 } = cardOf(simulation, ts);
      const command = {
        place: { channel, ts },
        seen: { digest: seenDigest, revision },
        work: createRequestEdit(context, {
          domain: 'www.example.com',
          origin: toOrigin(revision + 1),
          reference: { by: 'id', id: 'EREF0001' },
        }),
        reason: undefined,
        userId: one.user,
      };
      context.concurrency.backgroundTasks.start(
        'edit',
        async () => {
          const result = await editCard(context, command);
          if (result.kind === 'refused') simulation.respond(one.user, explainInSlack(result.refusal));
        },
        simulation.onFault,
      );
      return;
    }
    default:
      one satisfies never;
  }
}

/** A load balancer sends clicks to a replica that lives. */
function findLiving(replicas: readonly Replica[], wanted: number): Replica['context'] | undefined {
  const living = replicas.filter(({ isAlive }) => isAlive);
  const chosen = replicas[wanted];
  return (chosen?.isAlive ? chosen : living[0])?.context;
}

/** Nothing goes wrong any more, and whatever waits comes due. */
async function settle(simulation: Simulation): Promise<void> {
  simulation.createTroubles = [];
  simulation.postTroubles = [];
  for (const seconds of [30, 30, 60, 60, 120, 120, 300, 300, 600, 2_000, 2_000, 60]) {
    simulation.time += seconds * 1_000;
    tick(simulation);
    await simulation.scheduler.waitIdle();
  }
}

const deniesCreation = /nothing was created|^not created|nothing is created/i;

it('never makes two distributions, loses a result, creates without an approval that counts, or ends untruthfully', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(act, { minLength: 1, maxLength: 8 }),
      fc.array(trouble, { maxLength: 4 }),
      fc.array(trouble, { maxLength: 4 }),
      nature,
      fc.constantFrom(10, 60, 3_600),
      async (scheduler, acts, createTroubles, postTroubles, behavior, ttlSeconds) => {
        const simulation = new Simulation(scheduler, behavior);
        simulation.createTroubles = [...createTroubles];
        simulation.postTroubles = [...postTroubles];
        const ts = postCard(simulation, ttlSeconds);
        const replicas = [start(simulation, ts), start(simulation, ts)];
        for (const one of acts) {
          // Acts start at any moment of the others' work.
          void scheduler
            .schedule(Promise.resolve())
            .then(() => perform(simulation, replicas, ts, one, cardOf(simulation, ts).digest));
        }
        await scheduler.waitIdle();
        await settle(simulation);

        const card = cardOf(simulation, ts);
        const thread = simulation.messages.filter(({ thread_ts }) => thread_ts === ts);
        const results = thread.filter(({ metadata }) => metadata?.event_type === resultEventType);
        const edited = readDecisionMarks({ thread, record: card }).edits.findLast(
          ({ revision }) => revision <= (card.revision ?? 0),
        );
        // What was said before an edit was about the request as it was then.
        const denials = thread.filter(
          ({ text, ts: at }) => deniesCreation.test(text) && Number(at) > Number(edited?.ts ?? 0),
        );
        const approvals = acts.filter(({ kind }) => kind === 'approve' || kind === 'retry');
        expect(cardStates).toContain(card.state);
        expect(simulation.distributions.length).toBeLessThanOrEqual(1);
        expect(simulation.createdAfterCancel).toBe(false);
        expect(simulation.createdBeforeEdit).toBe(false);
        expect(simulation.faults).toBe(0);
        expect(simulation.untrue).toEqual([]);
        if (simulation.distributions.length === 1) {
          expect(approvals.length).toBeGreaterThan(0);
          expect(card.state).toBe('deployed');
          expect(card.distribution).toBe('E1');
          expect(card.origin).toBe(simulation.distributions[0]?.config.Comment);
          expect(results).toHaveLength(1);
          expect(denials).toEqual([]);
        } else {
          expect(results).toHaveLength(0);
          expect(['pending', 'cancelled', 'failed', 'expired']).toContain(card.state);
        }
      },
    ),
    { numRuns: Number(process.env.MODEL_RUNS ?? 400) },
  );
});

it.each([
  ['pending', ['pending', 'cloning', 'cancelled', 'expired', 'cloned']],
  ['cloning', ['cloning', 'cloned', 'failed', 'cancelled', 'expired', 'pending']],
  ['cloned', ['deployed', 'cloned']],
  ['deployed', ['deployed', 'serving', 'cloned']],
  ['serving', ['serving', 'deployed', 'cloned']],
  ['cancelled', ['pending', 'cloned']],
  ['expired', ['pending', 'cloned']],
  ['failed', ['cloning', 'cancelled', 'pending', 'cloned', 'failed']],
] as const)('lets a card in state %s become %j and nothing else', (from, allowed) => {
  const reachable = cardStates.filter((to) => mayBecome(from, to));
  expect([...reachable].sort()).toEqual([...allowed].sort());
});
