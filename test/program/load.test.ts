// 200 people at once: every command and every click is acknowledged in time, and every one is answered.
import {
  listCards,
  listClones,
  openChannel,
  type Program,
  people,
  startProgram,
  stateOf,
  until,
} from '../support/program.js';

jest.setTimeout(180_000);

const count = 200;
/** Slack takes about one post a second in a channel; spread over these, the wait stays short. */
const channels = 25;
/** 200 approvals read 600 threads, and Slack allows 50 reads a minute (conversations.replies, tier 3). */
const speed = 30;
/** Slack shows an error to the person after three seconds. */
const patience = 3_000;

let program: Program;
afterEach(() => program.close());

it('acknowledges and answers 200 commands and 200 clicks', async () => {
  program = await startProgram({ mode: 'http', speed, deploySeconds: 60_000 });
  program.aws.faults.latencyMs = 20;
  const places = Array.from({ length: channels }, (_, index) =>
    openChannel(program, `C0LOAD${String(index).padStart(5, '0')}`),
  );
  const cards = () => places.flatMap((place) => listCards(program, place).map((card) => ({ place, card })));

  const commands = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      program.slack.command({
        user: people.ana,
        channel: places[index % channels] ?? '',
        text: `l${index}.example.com new-origin.example.net EREFERENCE0001`,
      }),
    ),
  );
  expect(commands.filter(({ ok, ms }) => !ok || ms > patience)).toEqual([]);
  await until('all cards', () => cards().length === count, 120_000);

  const clicks = await Promise.all(
    cards().map(({ place, card }) =>
      program.slack.click({ user: people.bo, channel: place, ts: card.ts, action_id: 'cf_clone_approve' }),
    ),
  );
  expect(clicks.filter(({ ok, ms }) => !ok || ms > patience)).toEqual([]);
  await until('all clones', () => cards().every(({ card }) => stateOf(card) === 'cloned'), 120_000);
  expect(listClones(program)).toHaveLength(count);
  // Shield says with 400 that a distribution is not protected (ResourceNotFoundException); anything else is a call too many.
  const refused = program.aws.calls.list().filter(({ status, operation }) => {
    return status === 400 && operation !== 'DescribeProtection';
  });
  expect(refused).toEqual([]);
});
