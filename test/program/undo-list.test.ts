// One clone of several is undone, by the built program: the card that lists them says so of this one alone.
import { aliasesOf } from '../../sandbox/fakes/aws/store.js';
import {
  channel,
  listClones,
  listEphemerals,
  type Program,
  people,
  readThread,
  startProgram,
  stateOf,
  until,
} from '../support/program.js';
import { askForBatch, askForBulk } from '../support/program-lists.js';
import { asFields } from '../support/slack-wire.js';

jest.setTimeout(180_000);

const speed = 20;
const deploySeconds = 30;
const domains = ['a.example.com', 'b.example.com', 'c.example.com'];

let program: Program;
afterEach(() => program?.close());

type FindCard = Awaited<ReturnType<typeof askForBatch>>;

const findUndo = () =>
  program.slack.store
    .messages(channel)
    .filter(({ metadata }) => metadata?.event_type === 'cf_clone_undo')
    .at(-1);
const idOf = (domain: string) => listClones(program).find((one) => aliasesOf(one).includes(domain))?.id ?? '';
const isUndo = (state: string) => stateOf(findUndo() ?? {}) === state;
const shown = (find: FindCard) => JSON.stringify(find()?.blocks ?? []);
const repliesOf = (find: FindCard) => readThread(program, find()?.ts ?? '').join('\n');
const press = (ts: string | undefined, action_id: string) =>
  program.slack.click({ user: people.bo, channel, ts: ts ?? '', action_id });

async function makeBatch(): Promise<FindCard> {
  const find = await askForBatch(program, domains);
  await press(find()?.ts, 'cf_clone_approve');
  await until('the clones to be deployed', () => stateOf(find() ?? {}) === 'deployed', 60_000);
  return find;
}

/** Undoes the clone in the middle, until it can be restored. */
async function undo(find: FindCard): Promise<void> {
  const others = () =>
    [domains[0], domains[2]].map((domain = '') => {
      const clone = program.aws.store.distributions.get(idOf(domain));
      return [clone?.xml, clone?.tags, clone?.etag];
    });
  const id = idOf('b.example.com');
  const before = others();
  await program.slack.command({ user: people.ana, channel, text: 'undo b.example.com' });
  await until('the card of the undo', findUndo, 40_000);
  await press(findUndo()?.ts, 'cf_clone_undo_approve');
  await until('the clone to be disabled', () => isUndo('disabled'), 60_000);
  expect(program.aws.store.distributions.get(id)?.xml).toContain('<Enabled>false</Enabled>');
  expect(others()).toEqual(before);
  expect(shown(find)).toContain(`\`b.example.com\` → \`${id}\` · undone by <@${people.bo}>, and can be restored`);
  expect(shown(find)).toContain('all 3 deployed, 1 undone');
  expect(shown(find).match(/· deployed/g)).toHaveLength(2);
  expect(repliesOf(find).match(/This clone is undone by/g)).toHaveLength(1);
  expect(repliesOf(find)).toMatch(/`b\.example\.com` [^\n]*This clone is undone by/);
}

describe('of a card that people approved', () => {
  it('the line and its reply say so, and the other clones stay', async () => {
    program = await startProgram({ mode: 'http', env: { UNDO_GRACE: '120s' }, speed, deploySeconds });
    const find = await makeBatch();
    const id = idOf('b.example.com');
    await undo(find);
    await program.slack.command({ user: people.ana, channel, text: `status ${id}` });
    await until(
      'the status',
      () => listEphemerals(program, people.ana).some((text) => /\*Undone\*/.test(text)),
      40_000,
    );
    await until('the clone to be deleted', () => isUndo('deleted'), 60_000);
    expect(listClones(program)).toHaveLength(2);
    expect(shown(find)).toContain(`\`b.example.com\` → \`${id}\` · undone by <@${people.bo}>\\n`);
    await program.slack.command({ user: people.ana, channel, text: 'history' });
    const history = await until(
      'the history',
      () => listEphemerals(program, people.ana).find((text) => text.includes('3 clones')),
      40_000,
    );
    expect(history).toContain('`undone` `b.example.com`');
    expect(history.match(/`deployed`/g)).toHaveLength(2);
  });

  it('a restore takes it back', async () => {
    program = await startProgram({ mode: 'http', env: { UNDO_GRACE: '1h' }, speed, deploySeconds });
    const find = await makeBatch();
    await undo(find);
    await press(findUndo()?.ts, 'cf_clone_undo_restore');
    await until('the clone to be restored', () => isUndo('restored'), 60_000);
    expect(shown(find)).not.toContain('undone');
    expect(repliesOf(find)).not.toContain('undone');
    expect(shown(find).match(/· deployed/g)).toHaveLength(3);
    expect(asFields(find()?.metadata?.event_payload)).toMatchObject({ lines_created: 3, lines_undone: 0 });
  });
});

describe('of a bulk by REST', () => {
  const records = (find: FindCard) =>
    readThread(program, find()?.ts ?? '').filter((text) => text.includes('name,type'));

  it('the line and its reply say so', async () => {
    program = await startProgram({ mode: 'http', rest: true, env: { UNDO_GRACE: '1h' }, speed, deploySeconds });
    const find = await askForBulk(program, domains);
    await until('the clones to be deployed', () => stateOf(find() ?? {}) === 'deployed', 60_000);
    expect(records(find)).toHaveLength(1);
    await undo(find);
    await press(findUndo()?.ts, 'cf_clone_undo_restore');
    await until('the clone to be restored', () => isUndo('restored'), 60_000);
    expect(shown(find)).not.toContain('undone');
  });

  it('the DNS records are said by the next process where one was killed before', async () => {
    program = await startProgram({ mode: 'http', rest: true, speed, deploySeconds: 3_600 });
    const find = await askForBulk(program, domains);
    await program.replicas[0]?.stop('SIGKILL');
    await program.startReplica();
    await until('the records', () => records(find).length > 0, 60_000);
    expect(records(find)).toHaveLength(1);
    for (const domain of domains) expect(records(find)[0]).toContain(`${domain},CNAME,`);
  });
});
