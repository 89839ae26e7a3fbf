// Several clones in one card, by the built program: from the form to the DNS records; killed in the middle; stopped.
import { aliasesOf } from '../../sandbox/fakes/aws/store.js';
import {
  channel,
  listClones,
  listEphemerals,
  type Program,
  type ProgramOptions,
  people,
  pressCancel,
  startProgram,
  until,
} from '../support/program.js';
import { askForClones, type BatchCard, fillBatchForm } from '../support/program-batch.js';

jest.setTimeout(180_000);

let program: Program;
afterEach(() => program.close());

const many = Array.from({ length: 50 }, (_, index) => `n${index}.example.com`);
const domains = Array.from({ length: 12 }, (_, index) => `m${index}.example.com`);
let card: BatchCard;
const record = () => card.record();
const waitForState = (state: string) => card.waitForState(state);
const thread = () => card.thread();

async function ask(options: Partial<ProgramOptions> = {}, lines = domains): Promise<void> {
  program = await startProgram({ mode: 'http', deploySeconds: 600, speed: 10, ...options });
  card = await askForClones(program, lines);
}

const findFiles = () => program.slack.store.replies(channel, card.ts).find((message) => message.files)?.files;

function expectEachOnce(wanted: readonly string[] = domains): void {
  expect(listClones(program).flatMap(aliasesOf).sort()).toEqual([...wanted].sort());
}

test('leads from lines to distributions and their DNS records', async () => {
  await ask();
  await card.press('approve');
  await waitForState('cloned');
  expectEachOnce();
  expect(record()).toMatchObject({ lines: 12, lines_created: 12, lines_failed: 0 });
  await until('the records', () => thread().some((text) => text.includes('name,type,value')));
  const files = await until('the files', () => findFiles());
  expect(files.map(({ name }) => name)).toEqual(['dns-records.csv', 'route53-example.com.json']);
  const [csv, batch] = files.map(({ content }) => content ?? '');
  const [clone] = listClones(program);
  expect(csv).toMatch(/^name,type,value\n/);
  expect(csv?.split('\n')).toHaveLength(14);
  const changes: { Changes: { Action: string; ResourceRecordSet: { AliasTarget: { DNSName: string } } }[] } =
    JSON.parse(batch ?? '');
  expect(changes.Changes).toHaveLength(24);
  expect(changes.Changes.some((one) => one.ResourceRecordSet.AliasTarget.DNSName === clone?.domainName)).toBe(true);
  expect(program.slack.store.replies(channel, card.ts).filter((message) => message.files)).toHaveLength(1);
});

test('without files:write, the thread has the records as text alone', async () => {
  program = await startProgram({ mode: 'http', deploySeconds: 1, speed: 10 });
  const { settings } = program.slack;
  settings.scopes = settings.scopes.filter((scope) => scope !== 'files:write');
  card = await askForClones(program, domains.slice(0, 2));
  await card.press('approve');
  await card.waitForState('deployed');
  await until('the records', () => thread().some((text) => text.includes('name,type,value')));
  expect(findFiles()).toBeUndefined();
  // One attempt with two files: later looks at the card do not ask again.
  expect(program.slack.calls.all('files.getUploadURLExternal')).toHaveLength(2);
});

test('killed while creates are under way, the next process creates the rest, and none twice', async () => {
  await ask();
  program.aws.faults.latencyMs = 200;
  await card.press('approve');
  await until('some to be made', () => listClones(program).length >= 3, 60_000);
  await program.replicas[0]?.stop('SIGKILL');
  program.aws.faults.latencyMs = 0;
  await program.startReplica();
  await waitForState('cloned');
  expectEachOnce();
  expect(record()).toMatchObject({ lines: 12, lines_created: 12, lines_failed: 0 });
});

test('stopped in the middle, it finishes what has begun and says what was created', async () => {
  await ask({}, many);
  program.aws.faults.latencyMs = 300;
  await card.press('approve');
  await until('the stop to be offered', () => JSON.stringify(card.message()?.blocks).includes('cf_clone_stop'), 60_000);
  await card.press('stop');
  await waitForState('cloned');
  const made = listClones(program).length;
  expect(made).toBeLessThan(many.length);
  expect(record()).toMatchObject({ lines_created: made, lines_stopped: many.length - made });
});

test('Retry carries out the failed lines alone', async () => {
  await ask({}, domains.slice(0, 4));
  program.aws.faults.set([
    { operation: 'CreateDistributionWithTags', kind: 'refuse', code: 'TooManyDistributions', times: 1 },
  ]);
  await card.press('approve');
  await waitForState('failed');
  expect(record()).toMatchObject({ lines: 4, lines_created: 3, lines_failed: 1 });
  await card.press('retry');
  await waitForState('cloned');
  expectEachOnce(domains.slice(0, 4));
});

test('two approvals on two replicas at the same moment create each line once', async () => {
  await ask({ replicas: 2 });
  program.aws.faults.latencyMs = 100;
  await Promise.all([card.press('approve'), card.press('approve')]);
  await waitForState('cloned');
  expectEachOnce();
});

test('fifty lines are carried out at the rate that CloudFront allows', async () => {
  await ask({}, many);
  program.aws.limits.set({ CreateDistributionWithTags: { perSecond: 1, burst: 5 } });
  await card.press('approve');
  await waitForState('cloned');
  expectEachOnce(many);
});

test('a missing reply in the thread refuses the approval', async () => {
  await ask();
  const { store } = program.slack;
  const reply = store.replies(channel, card.ts).find(({ metadata }) => metadata?.event_type === 'cf_clone_batch_items');
  expect(reply).toBeDefined();
  if (reply) store.remove(channel, reply);
  await card.press('approve');
  await until('the answer', () => listEphemerals(program, people.bo).some((text) => text.includes('lines')), 30_000);
  expect(listClones(program)).toEqual([]);
});

describe('a card that waits', () => {
  const three = domains.slice(0, 3);
  const referenceOf = () => {
    const found = program.aws.store.distributions.get('EREFERENCE0001');
    if (!found) throw new Error('the reference is missing');
    return found;
  };

  test('is drawn anew when the reference has changed, and the next approval creates what it shows', async () => {
    await ask({}, three);
    const { digest } = record();
    program.aws.store.mergeConfig(referenceOf(), { DefaultRootObject: 'home.html' });
    await card.press('approve');
    await until('the answer', () =>
      listEphemerals(program, people.bo).some((text) => text.includes('plan has changed')),
    );
    expect(listClones(program)).toEqual([]);
    await until('the new digest', () => record().digest !== digest && record().state === 'pending');
    await card.press('approve');
    await waitForState('cloned');
    expectEachOnce(three);
    expect(listClones(program).every(({ xml }) => xml.includes('home.html'))).toBe(true);
  });

  test('is cancelled as a whole', async () => {
    await ask({}, three);
    await pressCancel(program, { user: people.ana, ts: card.ts });
    await waitForState('cancelled');
    await card.press('approve');
    await until('the answer', () => listEphemerals(program, people.bo).some((text) => text.includes('cancelled')));
    expect(listClones(program)).toEqual([]);
  });

  test('is edited: lines come and go, a line that was left out is corrected, and all is approved anew', async () => {
    const left = 'www.no-certificate.test';
    await ask({}, [...domains, left]);
    expect(record()).toMatchObject({ lines: 12, lines_left_out: 1 });
    await program.slack.click({ user: people.ana, channel, ts: card.ts, action_id: 'cf_clone_edit' });
    const isFilled = () =>
      program.slack.views
        .modals()
        .find((view) => view.callback_id === 'clone_lines_form' && view.private_metadata?.includes(card.ts));
    const view = await until('the form', isFilled);
    expect(JSON.stringify(view.blocks)).toContain(`m0.example.com new-origin.example.net\\nm1.example.com`);
    expect(JSON.stringify(view.blocks)).toContain(left);
    const wanted = ['m1.example.com', 'm0.example.com', 'added.example.com'];
    await program.slack.submit({ user: people.ana, view_id: view.id, values: fillBatchForm(wanted) });
    await until('the new lines', () => record().lines === 3);
    await until('what was edited', () => thread().some((text) => text.includes('added `added.example.com`')));
    expect(thread().filter((text) => text.includes('m7.example.com'))).toEqual([]);
    await card.press('approve');
    await waitForState('cloned');
    expectEachOnce(wanted);
  });
});

test('Cancel that was begun before the approval, and sent while the clones are created, stops them', async () => {
  await ask({}, many);
  await program.slack.click({ user: people.ana, channel, ts: card.ts, action_id: 'cf_clone_cancel' });
  const modal = await until('the modal', () =>
    program.slack.views.modals().find(({ private_metadata }) => private_metadata?.includes(card.ts)),
  );
  program.aws.faults.latencyMs = 300;
  await card.press('approve');
  await until('the run', () => record().state === 'cloning' && listClones(program).length > 0, 60_000);
  await program.slack.submit({ user: people.ana, view_id: modal.id, values: {} });
  await waitForState('cloned');
  const made = listClones(program).length;
  expect(made).toBeLessThan(many.length);
  expect(record()).toMatchObject({ lines_created: made, lines_stopped: many.length - made });
});
