// An account whose list of distributions takes longer to read than anybody waits: nothing that people or programs ask for
// waits for it.
import {
  findCard,
  listClones,
  listEphemerals,
  type Program,
  people,
  readThread,
  requestCard,
  startProgram,
  until,
} from '../support/program.js';
import { postClone } from '../support/program-rest.js';

jest.setTimeout(60_000);

let program: Program;
beforeAll(async () => {
  program = await startProgram({ mode: 'http', rest: true, deploySeconds: 600, replicas: 0 });
  program.aws.faults.set([{ operation: 'ListDistributions', kind: 'slow', delayMs: 300_000, times: 'always' }]);
  program.pointAt(await program.startReplica());
});
afterAll(async () => {
  // A request that is held back would hold the stop.
  await program.replicas[0]?.stop('SIGKILL');
  await program.close();
});

const tell = async (text: string) => {
  const before = listEphemerals(program, people.ana).length;
  await program.slack.command({ user: people.ana, channel: 'C0CDN000001', text });
  return until('the answer', () => listEphemerals(program, people.ana)[before]);
};
const listAnswers = () => program.aws.calls.list('ListDistributions');

it('a command gets its card, and an approval its ID', async () => {
  const card = await requestCard(program);
  await program.slack.click({ user: people.bo, channel: 'C0CDN000001', ts: card.ts, action_id: 'cf_clone_approve' });
  await until('the card to say cloned', () => findCard(program, 'cloned'));
  expect(readThread(program, card.ts).some((text) => text.startsWith('Created '))).toBe(true);
  expect(listAnswers()).toEqual([]);
});

it('a clone by REST gets its answer, and so does its repetition', async () => {
  const first = await postClone(program, {}, 'key-1');
  expect(first.status).toBe(201);
  const again = await postClone(program, {}, 'key-1');
  expect(again.json).toMatchObject({ distributionId: first.json.distributionId, replayed: true });
  expect(listAnswers()).toEqual([]);
});

it('a domain that is taken is refused', async () => {
  const [made] = listClones(program);
  expect(await tell('www.example.com new-origin.example.net EREFERENCE0001')).toContain(made?.id);
  expect(listAnswers()).toEqual([]);
});

it('a reference by alias is told that the account is still being read', async () => {
  expect(await tell('new.example.com new-origin.example.net ref.example.com')).toContain('still being read');
});

it('the status of what this process created is known, and that of others by their IDs', async () => {
  expect(await tell('status www.example.com')).toContain(listClones(program)[0]?.id);
  expect(await tell('status EREFERENCE0001')).toContain('EREFERENCE0001');
});

it('the history of the account shows the clones with their domains', async () => {
  expect(await tell('history everywhere')).toMatch(/www\.example\.com[\s\S]*so far|so far[\s\S]*www\.example\.com/);
  expect(listAnswers()).toEqual([]);
});
