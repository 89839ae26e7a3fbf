// Slack at its limits: while a pipeline's clones are announced and tracked, a person is served first, and the bot never
// exceeds a tier by its own doing.
import {
  findCard,
  listCards,
  type Program,
  people,
  readThread,
  requestCard,
  startProgram,
  stateOf,
  until,
} from '../support/program.js';
import { postClone } from '../support/program-rest.js';

jest.setTimeout(180_000);

const count = 40;
/** So many seconds pass in one second of the machine. Few, because the machine's own work counts for the person's wait. */
const speed = 4;
const maxCardMs = 5_000;
const maxIdMs = 10_000;

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

  const askedAt = program.now();
  await requestPersonsCard();
  const cardMs = program.now() - askedAt;
  const card = findCard(program, 'pending');
  if (!card) throw new Error('there is no card to approve');
  const approvedAt = program.now();
  await program.slack.click({ user: people.bo, channel: 'C0CDN000001', ts: card.ts, action_id: 'cf_clone_approve' });
  await until('the ID', () => readThread(program, card.ts).find((text) => text.startsWith('Created ')), 60_000);
  const idMs = program.now() - approvedAt;
  // The pipeline's clones were still on their way.
  expect(created().length).toBeLessThan(count + 1);

  const deployed = () => listCards(program).filter((each) => stateOf(each) === 'deployed');
  await until('every clone to be shown as deployed', () => deployed().length === count + 1, 150_000);
  const refused = program.slack.calls.all().filter(({ error }) => error === 'ratelimited');
  expect(refused.map(({ method, at }) => [method, at])).toEqual([]);
  expect(cardMs).toBeLessThanOrEqual(maxCardMs);
  expect(idMs).toBeLessThanOrEqual(maxIdMs);
});

/** Other cards appear meanwhile: this waits for the one that can be approved. */
async function requestPersonsCard(): Promise<void> {
  await requestCard(program, 'person.example.com new-origin.example.net EREFERENCE0001');
  await until('the card', () => findCard(program, 'pending'), 60_000);
}
