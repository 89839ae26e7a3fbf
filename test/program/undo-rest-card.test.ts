// An undo by REST is shown in the announce channel, by the built program: once, with its steps and Restore, also after a kill.
import {
  channel,
  listCards,
  listClones,
  listEphemerals,
  type Program,
  people,
  readThread,
  startProgram,
  stateOf,
  until,
} from '../support/program.js';
import { postClone, rest } from '../support/program-rest.js';

jest.setTimeout(180_000);

const speed = 20;
const deploySeconds = 30;

let program: Program;
afterEach(() => program?.close());

const listUndos = () =>
  program.slack.store.messages(channel).filter(({ metadata }) => metadata?.event_type === 'cf_clone_undo');
const undo = () => listUndos()[0];
const isUndo = (state: string) => stateOf(undo() ?? {}) === state;
const read = (id: string) => program.aws.store.distributions.get(id);
const tagOf = (id: string) => read(id)?.tags.find(({ Key }) => Key === 'cf-clone:undo')?.Value ?? '';
const remove = (id: string) => rest(program, 'DELETE', `/clone_distribution/${id}`);

async function start(grace: string, replicas = 1): Promise<void> {
  const env = { UNDO_GRACE: grace, COGNITO_API_UNDO_SCOPES: 'cfclone/write' };
  program = await startProgram({ mode: 'http', rest: true, env, speed, deploySeconds, replicas });
}

async function makeClone(): Promise<string> {
  const { json } = await postClone(program);
  const id = String(json.distributionId);
  const isAnnounced = () =>
    read(id)?.tags.some(({ Key, Value }) => Key === 'cf-clone:card' && Value.startsWith('https'));
  await until('the card of the clone', isAnnounced, 40_000);
  return id;
}

it('has a card with the steps, which Restore ends', async () => {
  await start('1h');
  const id = await makeClone();
  expect((await remove(id)).status).toBe(202);
  await until('the clone to be disabled', () => isUndo('disabled'), 60_000);
  expect(undo()?.text).toMatch(/^api\.example\.com: undone, and can be restored\..*Undone through the REST API by/);
  expect(JSON.stringify(undo()?.blocks)).toContain('cf_clone_undo_restore');
  expect(tagOf(id)).toContain('/archives/');
  expect(listCards(program)[0]?.text).toContain('undone');
  // The client is told the same as before.
  expect((await remove(id)).status).toBe(202);
  await program.slack.click({ user: people.bo, channel, ts: undo()?.ts ?? '', action_id: 'cf_clone_undo_restore' });
  await until('the clone to be restored', () => isUndo('restored'), 60_000);
  expect(read(id)?.xml).toContain('api.example.com');
  expect(read(id)?.tags.some(({ Key }) => Key.startsWith('cf-clone:undo'))).toBe(false);
  expect(listCards(program)[0]?.text).not.toContain('undone');
  expect(listUndos()).toHaveLength(1);
  expect(listEphemerals(program, people.bo)).toEqual([]);
});

it('has one card in the end where two replicas follow it, and the card says that the clone is deleted', async () => {
  await start('60s', 2);
  const id = await makeClone();
  await remove(id);
  await until('the card to say it', () => isUndo('deleted'), 90_000);
  expect(listClones(program)).toEqual([]);
  await Promise.all(program.replicas.map((replica) => replica.stop('SIGTERM')));
  expect(listUndos()).toHaveLength(1);
  const told = readThread(program, undo()?.ts ?? '').filter((text) => text.startsWith('Deleted the clone'));
  expect(told).toEqual([expect.stringContaining('Undone through the REST API by')]);
});

it.each([
  ['before its card is posted', 'chat.postMessage'],
  ['before its tag names the card', 'TagResource'],
] as const)('has one card where the process is killed %s', async (_moment, call) => {
  await start('1h');
  const id = await makeClone();
  // The first TagResource of an undo is the approval.
  if (call === 'TagResource') {
    expect((await remove(id)).status).toBe(202);
    program.aws.faults.set([{ operation: call, kind: 'slow', delayMs: 60_000, times: 1 }]);
  } else {
    program.slack.faults.add({ method: call, kind: 'slow', delayMs: 60_000, times: 1 });
    expect((await remove(id)).status).toBe(202);
    await until('the post', () => program.slack.faults.pending().length === 0, 40_000);
  }
  if (call === 'TagResource') await until('the card', undo, 40_000);
  await program.replicas[0]?.stop('SIGKILL');
  program.aws.faults.clear();
  await program.startReplica();
  await until('the clone to be disabled', () => isUndo('disabled'), 60_000);
  expect(listUndos()).toHaveLength(1);
  expect(tagOf(id)).toContain('/archives/');
});
