// Undo this clone, in the menu of a message, by the built program: of a clone's card, of a reply, and of what is no clone.
import {
  channel,
  listClones,
  listEphemerals,
  type Program,
  people,
  requestCard,
  startProgram,
  stateOf,
  until,
} from '../support/program.js';
import { askForBatch, askForBulk } from '../support/program-lists.js';

jest.setTimeout(180_000);

let program: Program;
afterEach(() => program?.close());

const listUndos = () =>
  program.slack.store.messages(channel).filter(({ metadata }) => metadata?.event_type === 'cf_clone_undo');
const choose = (ts: string, user: string = people.ana) =>
  program.slack.messageShortcut({ user, channel, ts, callback_id: 'undo_this_clone' });

it('posts the card of the undo for the card of a clone, and for a reply in its thread', async () => {
  program = await startProgram({ mode: 'http', speed: 20, deploySeconds: 600 });
  const card = await requestCard(program);
  await program.slack.click({ user: people.bo, channel, ts: card.ts, action_id: 'cf_clone_approve' });
  const isMade = () => stateOf(program.slack.store.find(channel, card.ts) ?? {}) === 'cloned';
  await until('the clone', isMade, 40_000);
  const [clone] = listClones(program);
  const reply = await until('a reply', () => program.slack.store.replies(channel, card.ts)[0], 40_000);
  for (const [index, ts] of [card.ts, reply.ts].entries()) {
    await choose(ts);
    const undo = await until('the card of the undo', () => listUndos()[index], 40_000);
    expect(undo.text).toContain(`CloudFront clone ${clone?.id}`);
    expect(undo.text).toContain(`<@${people.ana}>`);
  }
  await choose(card.ts, people.guest);
  await until('the refusal', () => listEphemerals(program, people.guest)[0], 40_000);
  expect(listUndos()).toHaveLength(2);
});

it('says why it undoes nothing: a card of several clones, one that waits, and a message of a person', async () => {
  program = await startProgram({ mode: 'http', rest: true, speed: 20, deploySeconds: 600 });
  const batch = await askForBatch(program, ['a.example.com', 'b.example.com']);
  const bulk = await askForBulk(program, ['c.example.com', 'd.example.com']);
  const reply = await until('a reply', () => program.slack.store.replies(channel, bulk()?.ts ?? '')[0], 40_000);
  const waiting = await requestCard(program);
  const foreign = program.slack.say({ user: people.bo, channel, text: 'www.example.com is slow' });
  const rows = [
    [batch()?.ts ?? '', 'This card lists several clones.'],
    [bulk()?.ts ?? '', 'This card lists several clones.'],
    [reply.ts, 'This card lists several clones.'],
    [waiting.ts, 'does not belong to a clone that exists'],
    [foreign.ts, 'does not belong to a clone that exists'],
  ] as const;
  for (const [index, [ts, answer]] of rows.entries()) {
    await choose(ts);
    await until('the refusal', () => listEphemerals(program, people.ana).length > index, 40_000);
    expect(listEphemerals(program, people.ana).at(-1)).toContain(answer);
  }
  expect(listUndos()).toEqual([]);
});
