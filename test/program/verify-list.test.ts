// The verification of several clones by the built program: one reply in the thread, also where the process died before it.
import { channel, type Program, people, readThread, startProgram, stateOf, until } from '../support/program.js';
import { askForBatch, askForBulk } from '../support/program-lists.js';
import { asFields } from '../support/slack-wire.js';

jest.setTimeout(180_000);

let program: Program;
afterEach(() => program?.close());

const domains = ['a.example.com', 'b.example.com', 'c.example.com'];
type FindCard = Awaited<ReturnType<typeof askForBatch>>;

const said = (find: FindCard) =>
  readThread(program, find()?.ts ?? '').filter((text) => text.includes('clones answer as they should'));
const start = () => startProgram({ mode: 'http', rest: true, verifyPath: '/', speed: 20, deploySeconds: 60 });

async function makeBatch(): Promise<FindCard> {
  const find = await askForBatch(program, domains);
  await program.slack.click({ user: people.bo, channel, ts: find()?.ts ?? '', action_id: 'cf_clone_approve' });
  return find;
}

it.each([
  ['that people approved', makeBatch],
  ['of a bulk by REST', () => askForBulk(program, domains)],
])('of a card %s, when all are deployed', async (_kind, make) => {
  program = await start();
  const find = await make();
  await until('the reply', () => said(find).length > 0, 90_000);
  expect(said(find)).toEqual([expect.stringContaining('3 of 3 clones answer as they should')]);
  await until(
    'the card to know it',
    () => asFields(find()?.metadata?.event_payload).verification !== undefined,
    30_000,
  );
  expect(stateOf(find() ?? {})).toBe('deployed');
});

it.each([
  ['that people approved', makeBatch],
  ['of a bulk by REST', () => askForBulk(program, domains)],
])('of a card %s, by the next process where one was killed before', async (_kind, make) => {
  program = await start();
  const find = await make();
  await until('all to be deployed', () => stateOf(find() ?? {}) === 'deployed', 90_000);
  await program.replicas[0]?.stop('SIGKILL');
  expect(said(find)).toEqual([]);
  await program.startReplica();
  await until('the reply', () => said(find).length > 0, 90_000);
  expect(said(find)).toHaveLength(1);
});
