// Several clones in one card, whatever fails on the way: each line is created once, and the thread says the end once.
import { type Program, people, startProgram, until } from '../support/program.js';
import {
  askForClones,
  type BatchCard,
  countAnswers,
  countEach,
  fillBatchForm,
  openBatchForm,
  tryToAsk,
} from '../support/program-batch.js';

jest.setTimeout(180_000);

/** So many seconds pass in one second of the machine. */
const speed = 15;
/** Slack shows the writes of one replica to another so many milliseconds late, on the clock of the program. */
const readLagMs = 1_000;

let program: Program;
afterEach(() => program?.close());

const namesOf = (prefix: string) => Array.from({ length: 3 }, (_, index) => `${prefix}-${index}.example.com`);
const once = [1, 1, 1];

async function start(replicas = 1): Promise<void> {
  program = await startProgram({ mode: 'http', deploySeconds: 600, speed, replicas });
  program.slack.settings.readLagMs = readLagMs;
}

/** Presses again, as a person would, where the bot says that it did not succeed. */
async function carryOut(card: BatchCard, domains: readonly string[]): Promise<void> {
  const isDone = () => card.record().state === 'cloned' || card.record().state === 'deployed';
  for (let presses = 0; presses < 4 && !isDone(); presses++) {
    const told = countAnswers(program);
    const { state } = card.record();
    const isUnknown = state === 'failed' && card.record().outcome === 'unknown_result';
    if (state === 'pending') await card.press('approve');
    if (state === 'failed' && !isUnknown) await card.press('retry');
    const isAnswered = () => countAnswers(program) > told && card.record().state === 'pending';
    const isFailed = () => card.record().state === 'failed' && card.record().outcome !== 'unknown_result';
    await until('an end', () => isDone() || isAnswered() || isFailed(), 90_000);
  }
  expect(countEach(program, domains)).toEqual(once);
  expect(card.record()).toMatchObject({ lines: 3, lines_created: 3, lines_failed: 0 });
  await until('the records', () => countOf(card, 'name,type,value') === 1, 60_000);
  await until('the end', () => countOf(card, '3 of 3 clones of') === 1, 60_000);
}

const countOf = (card: BatchCard, words: string) => card.thread().filter((text) => text.includes(words)).length;

describe('each call that fails once', () => {
  const rows = [
    ...['CreateDistributionWithTags', 'GetDistribution', 'ListConflictingAliases'].map(
      (call) => ['aws', call] as const,
    ),
    ...['chat.update', 'chat.postMessage', 'conversations.replies'].map((call) => ['slack', call] as const),
  ];

  it.each(rows)('at %s: %s', async (side, call) => {
    await start();
    for (const kind of ['lost-before', 'lost-after', 'throttle'] as const) {
      const domains = namesOf(`${call.replaceAll('.', '').toLowerCase()}-${kind}`);
      const card = await askForClones(program, domains);
      if (side === 'aws') program.aws.faults.set([{ operation: call, kind, times: 1 }]);
      else {
        const named = kind === 'throttle' ? 'rate-limited' : kind;
        program.slack.faults.add({ method: call, kind: named, times: 1, retryAfter: 1 });
      }
      await carryOut(card, domains);
      program.aws.faults.clear();
    }
  });

  it('before the card is there: it is asked for once, or the person is told', async () => {
    await start();
    for (const kind of ['lost-before', 'lost-after', 'rate-limited'] as const) {
      const domains = namesOf(`post-${kind}`);
      program.slack.faults.add({ method: 'chat.postMessage', kind, times: 1, retryAfter: 1 });
      const card = await tryToAsk(program, domains);
      if (!card) {
        // A card that arrived is found, although the answer was lost.
        expect([kind, countEach(program, domains)]).toEqual(['lost-before', [0, 0, 0]]);
        continue;
      }
      await carryOut(card, domains);
    }
  });
});

describe('a replica that is killed', () => {
  const moments: [string, (card: BatchCard, domains: readonly string[]) => () => boolean][] = [
    ['as soon as the card says that it creates', (card) => () => card.record().state === 'cloning'],
    ['when the first is created', (_card, domains) => () => countEach(program, domains).includes(1)],
    ['when all are created', (_card, domains) => () => countEach(program, domains).every((count) => count === 1)],
    ['when the card says that they are created', (card) => () => card.record().state === 'cloned'],
    ['when the end is said', (card) => () => countOf(card, '3 of 3 clones of') > 0],
  ];

  it.each(moments)('%s is replaced', async (_moment, toCondition) => {
    await start();
    const domains = namesOf('killed');
    const card = await askForClones(program, domains);
    program.aws.faults.latencyMs = 40;
    await card.press('approve');
    await until('the moment', toCondition(card, domains), 60_000);
    await program.replicas[0]?.stop('SIGKILL');
    program.aws.faults.latencyMs = 0;
    await program.startReplica();
    await until('a state', () => card.record().state !== 'cloning', 90_000);
    await carryOut(card, domains);
  });

  it('while it lists the lines leaves a draft that nobody can approve, and that says so', async () => {
    await start();
    const domains = Array.from({ length: 30 }, (_, index) => `draft-${index}.example.com`);
    const { id } = await openBatchForm(program);
    await program.slack.submit({ user: people.ana, view_id: id, values: fillBatchForm(domains) });
    const draft = await until('the draft', () => program.slack.store.messages('C0CDN000001').find(isDraft), 60_000);
    await program.replicas[0]?.stop('SIGKILL');
    await program.startReplica();
    await until(
      'the draft to expire',
      () => program.slack.store.find('C0CDN000001', draft.ts)?.text?.includes('expired'),
      90_000,
    );
    const said = () => program.slack.store.replies('C0CDN000001', draft.ts).map(({ text }) => text ?? '');
    expect(said().filter((text) => text.includes('before it had listed all lines'))).toHaveLength(1);
    expect(countEach(program, domains).every((count) => count === 0)).toBe(true);
  });
});

const isDraft = ({ metadata }: { metadata?: Readonly<Record<string, unknown>> }) =>
  JSON.stringify(metadata ?? {}).includes('is_draft');

describe('two replicas', () => {
  it('create each line once when both get an approval, and a stop leaves nothing half done', async () => {
    await start(2);
    const [first, second] = program.replicas;
    if (!first || !second) throw new Error('two replicas are needed');
    const domains = namesOf('both');
    const card = await askForClones(program, domains);
    program.pointAt(first);
    const approving = card.press('approve');
    program.pointAt(second);
    await Promise.all([approving, card.press('approve', people.ana)]);
    await until('a state', () => card.record().state !== 'pending', 60_000);
    await carryOut(card, domains);
  });

  it('agree on one of an approval and a cancel at the same moment', async () => {
    await start(2);
    const [first, second] = program.replicas;
    if (!first || !second) throw new Error('two replicas are needed');
    for (const round of [1, 2]) {
      const domains = namesOf(`race-${round}`);
      const card = await askForClones(program, domains);
      await program.slack.click({
        user: people.ana,
        channel: 'C0CDN000001',
        ts: card.ts,
        action_id: 'cf_clone_cancel',
      });
      const modal = await until('the modal', () =>
        program.slack.views.modals().find(({ private_metadata }) => private_metadata?.includes(card.ts)),
      );
      program.pointAt(first);
      const approving = card.press('approve');
      program.pointAt(second);
      await Promise.all([approving, program.slack.submit({ user: people.ana, view_id: modal.id, values: {} })]);
      await card.waitForState('cloned', 'cancelled');
      const made = countEach(program, domains);
      const created = made.filter((count) => count === 1).length;
      expect(made.every((count) => count <= 1)).toBe(true);
      expect(Number(card.record().lines_created ?? 0)).toBe(created);
      if (card.record().state === 'cancelled') expect(created).toBe(0);
    }
  });
});
