// Slack at its limits: while a pipeline's clones are announced and tracked, a person is served first, and the bot never
// exceeds a tier by its own doing.
import {
  channel,
  findCard,
  listCards,
  type Program,
  people,
  readThread,
  startProgram,
  stateOf,
  until,
} from '../support/program.js';
import { postClone } from '../support/program-rest.js';

jest.setTimeout(180_000);

const count = 40;
/** So many seconds pass in one second of the machine. Few, because the machine's own work counts for the person's wait. */
const speed = 3;
const maxCardMs = 5_000;
const maxIdMs = 10_000;
/** The middle one of so many counts: a busy machine may stumble once. */
const rounds = 3;

let program: Program;
afterEach(() => program.close());

const created = () => listCards(program).filter((card) => ['cloned', 'deployed'].includes(String(stateOf(card))));

it('serves a person at once while 40 clones by REST are announced and tracked', async () => {
  program = await startProgram({ mode: 'http', rest: true, speed, deploySeconds: 60 });
  program.slack.settings.isMetered = true;
  const made = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      postClone(program, { domain: `r${index}.example.com` }, `key-${index}`),
    ),
  );
  expect(made.map(({ status }) => status)).toEqual(made.map(() => 201));
  await until('the first announcements', () => created().length >= 5, 60_000);
  expect(created().length).toBeLessThan(count);

  const waits: { readonly cardMs: number; readonly idMs: number }[] = [];
  for (let round = 0; round < rounds; round++) waits.push(await cloneAsPerson(round));
  // The pipeline's clones were still on their way.
  expect(created().length).toBeLessThan(count + rounds);

  const deployed = () => listCards(program).filter((each) => stateOf(each) === 'deployed');
  await until('every clone to be shown as deployed', () => deployed().length === count + rounds, 150_000);
  const refused = program.slack.calls.all().filter(({ error }) => error === 'ratelimited');
  expect(refused.map(({ method, at }) => [method, at])).toEqual([]);
  expect(median(waits.map(({ cardMs }) => cardMs))).toBeLessThanOrEqual(maxCardMs);
  expect(median(waits.map(({ idMs }) => idMs))).toBeLessThanOrEqual(maxIdMs);
});

/** One person asks and another approves; how long each waits, on the program's clock. */
async function cloneAsPerson(round: number): Promise<{ cardMs: number; idMs: number }> {
  const askedAtMs = program.now();
  const text = `person${round}.example.com new-origin.example.net EREFERENCE0001`;
  await program.slack.command({ user: people.ana, channel, text });
  // Cards of the pipeline appear meanwhile: this waits for the one that can be approved.
  const card = await until('the card', () => findCard(program, 'pending'), 60_000);
  const approvedAtMs = program.now();
  await program.slack.click({ user: people.bo, channel, ts: card.ts, action_id: 'cf_clone_approve' });
  await until('the ID', () => readThread(program, card.ts).find((line) => line.startsWith('Created ')), 60_000);
  await until('the card to say so', () => findCard(program, 'pending') === undefined, 60_000);
  return { cardMs: approvedAtMs - askedAtMs, idMs: program.now() - approvedAtMs };
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
