// The undo of clones, through the built program: asked, approved, disabled, deleted or restored, whatever fails on the way.
import {
  channel,
  cloneCommand,
  findCard,
  listClones,
  listEphemerals,
  type Program,
  people,
  readThread,
  requestCard,
  startProgram,
  stateOf,
  until,
} from '../support/program.js';
import { postClone, rest } from '../support/program-rest.js';

jest.setTimeout(120_000);

/** So many seconds pass in one second of the machine. */
const speed = 20;
/** Seconds. */
const grace = 120;
const deploySeconds = 30;
const env = { UNDO_GRACE: `${grace}s` };

let program: Program;
afterEach(() => program?.close());

const listUndos = () =>
  program.slack.store.messages(channel).filter(({ metadata }) => metadata?.event_type === 'cf_clone_undo');
const undoState = (ts: string) => stateOf(program.slack.store.find(channel, ts) ?? {});
const isState = (ts: string, ...states: string[]) => states.includes(String(undoState(ts)));

async function makeClone(text = cloneCommand) {
  const before = listClones(program).length;
  const card = await requestCard(program, text);
  await program.slack.click({ user: people.bo, channel, ts: card.ts, action_id: 'cf_clone_approve' });
  const clone = await until('the clone', () => listClones(program)[before], 40_000);
  const isMade = () =>
    ['cloned', 'deployed', 'serving'].includes(String(stateOf(program.slack.store.find(channel, card.ts) ?? {})));
  await until('the card of the clone', isMade, 40_000);
  return { card, clone };
}

async function askUndo(wanted: string, user: string = people.ana) {
  const before = listUndos().length;
  await program.slack.command({ user, channel, text: `undo ${wanted}` });
  return until('the card of the undo', () => listUndos()[before], 40_000);
}

const press = (ts: string, action: 'approve' | 'cancel' | 'restore', user: string = people.bo) =>
  program.slack.click({ user, channel, ts, action_id: `cf_clone_undo_${action}` });
const isThere = (id: string) => program.aws.store.distributions.has(id);
const read = (id: string) => program.aws.store.distributions.get(id);

describe('one replica', () => {
  it('removes the alias, disables, waits, and deletes; and the clone’s card says so', async () => {
    program = await startProgram({ mode: 'http', env, speed, deploySeconds });
    const others = [...program.aws.store.distributions.keys()];
    const { card, clone } = await makeClone();
    const undo = await askUndo(clone.id);
    expect(undo.text).toContain('CloudFront clone');
    await press(undo.ts, 'approve');
    await until('the clone to be disabled', () => isState(undo.ts, 'disabled'), 60_000);
    expect(program.aws.calls.list('UpdateDistribution')).toHaveLength(1);
    expect(isThere(clone.id)).toBe(true);
    expect(program.slack.store.find(channel, card.ts)?.text).toContain('undone');
    await until('the clone to be deleted', () => isState(undo.ts, 'deleted'), 60_000);
    expect([...program.aws.store.distributions.keys()]).toEqual(others);
    expect(readThread(program, undo.ts).filter((text) => text.startsWith('Deleted the clone'))).toHaveLength(1);
    expect(readThread(program, card.ts).filter((text) => text.startsWith('Undone:'))).toHaveLength(1);
    await program.slack.command({ user: people.ana, channel, text: 'history' });
    await until(
      'the history',
      () => listEphemerals(program, people.ana).find((text) => text.includes('`undone`')),
      40_000,
    );
  });

  it('restores the clone as it was, and the clone’s card says again what it said', async () => {
    program = await startProgram({ mode: 'http', env: { UNDO_GRACE: '1h' }, speed, deploySeconds });
    const { card, clone } = await makeClone();
    const before = JSON.stringify(clone.tags);
    const undo = await askUndo('www.example.com').catch(() => askUndo(clone.id));
    await press(undo.ts, 'approve');
    await until('the clone to be disabled', () => isState(undo.ts, 'disabled'), 60_000);
    await press(undo.ts, 'restore', people.ana);
    await until('the clone to be restored', () => isState(undo.ts, 'restored'), 60_000);
    expect(read(clone.id)?.xml).toContain('www.example.com');
    expect(read(clone.id)?.xml).toContain('<Enabled>true</Enabled>');
    expect(JSON.stringify(read(clone.id)?.tags)).toBe(before);
    await until(
      'the card of the clone',
      () => !program.slack.store.find(channel, card.ts)?.text?.includes('undone'),
      40_000,
    );
    expect(readThread(program, undo.ts).filter((text) => text.startsWith('Restored the clone'))).toHaveLength(1);
  });

  it('does not touch what it did not create', async () => {
    program = await startProgram({ mode: 'http', env, speed, deploySeconds });
    await program.slack.command({ user: people.ana, channel, text: 'undo EREFERENCE0001' });
    const told = await until('the refusal', () => listEphemerals(program, people.ana)[0], 40_000);
    expect(told).toMatch(/was not created by this bot.*Nothing was changed/);
    expect(listUndos()).toHaveLength(0);
  });

  it('asks for a second person where DNS leads to the clone', async () => {
    program = await startProgram({ mode: 'http', env, speed, deploySeconds });
    const { clone } = await makeClone();
    program.point('www.example.com', clone.domainName);
    const undo = await askUndo(clone.id);
    expect(undo.text).toContain('DNS leads to this clone');
    await press(undo.ts, 'approve', people.ana);
    await until(
      'the refusal',
      () => listEphemerals(program, people.ana).find((text) => text.includes('second person')),
      40_000,
    );
    expect(undoState(undo.ts)).toBe('pending');
    await press(undo.ts, 'approve', people.bo);
    await until('the clone to be disabled', () => isState(undo.ts, 'disabled'), 60_000);
  });

  it('draws the card again when DNS leads to the clone since', async () => {
    program = await startProgram({ mode: 'http', env, speed, deploySeconds });
    const { clone } = await makeClone();
    const undo = await askUndo(clone.id);
    program.point('www.example.com', clone.domainName);
    await press(undo.ts, 'approve', people.bo);
    await until(
      'the redrawing',
      () => listEphemerals(program, people.bo).find((text) => text.includes('has changed')),
      40_000,
    );
    expect(program.slack.store.find(channel, undo.ts)?.text).toContain('DNS leads to this clone');
    expect(program.aws.calls.list('UpdateDistribution')).toHaveLength(0);
  });

  it('says which permission is missing, and goes on when the role has it', async () => {
    program = await startProgram({ mode: 'http', env, speed, deploySeconds });
    const { clone } = await makeClone();
    const undo = await askUndo(clone.id);
    program.aws.faults.set([{ operation: 'UpdateDistribution', kind: 'refuse', times: 'always' }]);
    await press(undo.ts, 'approve');
    await until(
      'the card to name it',
      () => program.slack.store.find(channel, undo.ts)?.text?.includes('cloudfront:UpdateDistribution'),
      60_000,
    );
    program.aws.faults.clear();
    await until('the clone to be deleted', () => !isThere(clone.id), 60_000);
  });

  it('a cancel leaves everything as it was', async () => {
    program = await startProgram({ mode: 'http', env, speed, deploySeconds });
    const { clone } = await makeClone();
    const undo = await askUndo(clone.id);
    await press(undo.ts, 'cancel', people.ana);
    await until('the card to say cancelled', () => isState(undo.ts, 'cancelled'), 40_000);
    await program.slack.click({
      user: people.bo,
      channel,
      ts: undo.ts,
      action_id: 'cf_clone_undo_approve',
      stale: true,
      value: 'x',
    });
    await until('the answer', () => listEphemerals(program, people.bo).length > 0, 40_000);
    expect(program.aws.calls.list('UpdateDistribution')).toHaveLength(0);
    expect(findCard(program, 'pending')).toBeUndefined();
  });

  const calls = [
    'GetDistribution',
    'ListTagsForResource',
    'TagResource',
    'UpdateDistribution',
    'DeleteDistribution',
  ] as const;
  const slackCalls = ['conversations.replies', 'chat.update', 'chat.postMessage'] as const;
  const kinds = ['lost-before', 'lost-after', 'throttle'] as const;
  it('each call that fails once ends in one deleted clone and one line', async () => {
    // There are many rows, and each waits for two deployments and a grace time.
    program = await startProgram({ mode: 'http', env, speed: 3 * speed, deploySeconds: 5 });
    let serial = 0;
    const rows = [...calls, ...slackCalls].flatMap((call) => kinds.map((kind) => [call, kind] as const));
    for (const [call, kind] of rows) {
      const { clone } = await makeClone(`u${++serial}.example.com new-origin.example.net EREFERENCE0001`);
      const undo = await askUndo(clone.id);
      const isAws = calls.some((name) => name === call);
      if (isAws) program.aws.faults.set([{ operation: call, kind, times: 1 }]);
      else {
        const named = kind === 'throttle' ? 'rate-limited' : kind;
        program.slack.faults.add({ method: call, kind: named, times: 1, retryAfter: 1 });
      }
      const told = listEphemerals(program, people.bo).length;
      await press(undo.ts, 'approve');
      const isLeft = () => isState(undo.ts, 'pending') && listEphemerals(program, people.bo).length > told;
      await until(`${call} ${kind}: the end`, () => isState(undo.ts, 'deleted') || isLeft(), 60_000);
      if (isLeft()) {
        // It was refused, and nothing was changed. The next click goes through.
        await press(undo.ts, 'approve');
        await until(`${call} ${kind}: the second click`, () => isState(undo.ts, 'deleted'), 60_000);
      }
      expect([call, kind, isThere(clone.id)]).toEqual([call, kind, false]);
      const lines = readThread(program, undo.ts).filter((text) => text.startsWith('Deleted the clone'));
      expect([call, kind, lines.length]).toEqual([call, kind, 1]);
    }
  }, 600_000);
});

describe('by REST', () => {
  const restEnv = { COGNITO_API_UNDO_SCOPES: 'cfclone/write' };

  it('the bot goes on with what a client asked for once', async () => {
    program = await startProgram({ mode: 'http', rest: true, env: { ...env, ...restEnv }, speed, deploySeconds });
    const made = await postClone(program);
    const id = String(made.json.distributionId);
    expect((await rest(program, 'DELETE', `/clone_distribution/${id}`)).status).toBe(202);
    await until('the clone to be deleted', () => !isThere(id), 90_000);
    expect((await rest(program, 'DELETE', `/clone_distribution/${id}`)).status).toBe(204);
  });

  it('people restore it in Slack', async () => {
    program = await startProgram({
      mode: 'http',
      rest: true,
      env: { UNDO_GRACE: '1h', ...restEnv },
      speed,
      deploySeconds,
    });
    const made = await postClone(program);
    const id = String(made.json.distributionId);
    await rest(program, 'DELETE', `/clone_distribution/${id}`);
    expect(read(id)?.xml).toContain('<Enabled>false</Enabled>');
    await program.slack.command({ user: people.ana, channel, text: `restore ${id}` });
    await until('the clone to be restored', () => read(id)?.xml.includes('<Enabled>true</Enabled>'), 60_000);
    await until(
      'its tags to be gone',
      () => !read(id)?.tags.some(({ Key }) => Key.startsWith('cf-clone:undo')),
      60_000,
    );
    expect(read(id)?.xml).toContain('api.example.com');
  });
});

describe('two replicas', () => {
  it('delete one clone of six clicks, and say so once', async () => {
    program = await startProgram({ mode: 'http', env, replicas: 2, speed, deploySeconds });
    const { clone } = await makeClone();
    const undo = await askUndo(clone.id);
    await Promise.all(
      Array.from({ length: 6 }, (_, index) => {
        const replica = program.replicas[index % 2];
        if (replica) program.pointAt(replica);
        return press(undo.ts, 'approve', index % 3 ? people.bo : people.ana);
      }),
    );
    await until('the clone to be deleted', () => isState(undo.ts, 'deleted'), 90_000);
    expect(isThere(clone.id)).toBe(false);
    const lines = () => readThread(program, undo.ts).filter((text) => text.startsWith('Deleted the clone'));
    await until('one line', () => lines().length === 1, 40_000);
  });

  it('let one of an approval and a cancel at the same moment win', async () => {
    program = await startProgram({ mode: 'http', env, replicas: 2, speed, deploySeconds: 5 });
    const [first, second] = program.replicas;
    if (!first || !second) throw new Error('two replicas are needed');
    for (const round of [1, 2, 3]) {
      const { clone } = await makeClone(`r${round}.example.com new-origin.example.net EREFERENCE0001`);
      const undo = await askUndo(clone.id);
      program.pointAt(first);
      const approving = press(undo.ts, 'approve');
      program.pointAt(second);
      await Promise.all([approving, press(undo.ts, 'cancel', people.ana)]);
      await until('a last word', () => isState(undo.ts, 'deleted', 'cancelled'), 90_000);
      expect(isThere(clone.id)).toBe(isState(undo.ts, 'cancelled'));
      if (isThere(clone.id))
        expect(read(clone.id)?.tags.some(({ Key }) => Key.startsWith('cf-clone:undo'))).toBe(false);
    }
  });

  const moments = [
    ['the approval is recorded', 'disabling'],
    ['it is disabled', 'disabled'],
  ] as const;
  it.each(moments)('a replica killed when %s is replaced', async (_what, state) => {
    program = await startProgram({ mode: 'http', env, speed, deploySeconds });
    const { clone } = await makeClone();
    const undo = await askUndo(clone.id);
    await press(undo.ts, 'approve');
    await until(`the card to say ${state}`, () => isState(undo.ts, state), 60_000);
    await program.replicas[0]?.stop('SIGKILL');
    await program.startReplica();
    await until(
      'the clone to be deleted, or the card to wait again',
      () => isState(undo.ts, 'deleted', 'pending'),
      90_000,
    );
    if (isState(undo.ts, 'pending')) {
      await press(undo.ts, 'approve');
      await until('the clone to be deleted', () => isState(undo.ts, 'deleted'), 90_000);
    }
    expect(isThere(clone.id)).toBe(false);
  });

  it.each(['UpdateDistribution', 'DeleteDistribution', 'TagResource'])(
    'a replica killed within %s is replaced',
    async (operation) => {
      program = await startProgram({ mode: 'http', env, speed, deploySeconds });
      const { clone } = await makeClone();
      const undo = await askUndo(clone.id);
      program.aws.faults.set([{ operation, kind: 'slow', times: 1, delayMs: 3_000 }]);
      const before = program.aws.faults.list().length;
      await press(undo.ts, 'approve');
      await until('the call', () => program.aws.faults.list().length < before, 60_000);
      await program.replicas[0]?.stop('SIGKILL');
      await program.startReplica();
      await until('the end', () => isState(undo.ts, 'deleted', 'pending'), 90_000);
      if (isState(undo.ts, 'pending')) {
        await press(undo.ts, 'approve');
        await until('the clone to be deleted', () => isState(undo.ts, 'deleted'), 90_000);
      }
      expect(isThere(clone.id)).toBe(false);
      expect(readThread(program, undo.ts).filter((text) => text.startsWith('Deleted the clone'))).toHaveLength(1);
    },
  );
});
