// 200 people at once: every command and every click is acknowledged in time, and every one is answered.
import {
  listCards,
  listClones,
  openChannel,
  people,
  raiseStage,
  type Stage,
  stateOf,
  until,
} from '../support/stage.js';

jest.setTimeout(180_000);

const count = 200;
/** Slack takes about one post a second in a channel; spread over these, the wait stays short. */
const channels = 25;
/** Slack shows an error to the person after three seconds. */
const patience = 3_000;

let stage: Stage;
afterEach(() => stage.close());

it('acknowledges and answers 200 commands and 200 clicks', async () => {
  stage = await raiseStage({ mode: 'http', deploySeconds: 600 });
  stage.aws.faults.latencyMs = 20;
  const places = Array.from({ length: channels }, (_, index) =>
    openChannel(stage, `C0LOAD${String(index).padStart(5, '0')}`),
  );
  const cards = () => places.flatMap((place) => listCards(stage, place).map((card) => ({ place, card })));

  const commands = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      stage.slack.command({
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
      stage.slack.click({ user: people.bo, channel: place, ts: card.ts, action_id: 'cf_clone_approve' }),
    ),
  );
  expect(clicks.filter(({ ok, ms }) => !ok || ms > patience)).toEqual([]);
  await until('all clones', () => cards().every(({ card }) => stateOf(card) === 'cloned'), 120_000);
  expect(listClones(stage)).toHaveLength(count);
  const busiest = stage.aws.calls.list().filter(({ status }) => status === 400);
  expect(busiest).toEqual([]);
});
