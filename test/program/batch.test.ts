// Several clones in one card, by the built program: from the form to the DNS records; killed in the middle; stopped.
import { aliasesOf } from '../../sandbox/fakes/aws/store.js';
import {
  channel,
  listClones,
  listEphemerals,
  type Program,
  type ProgramOptions,
  people,
  readThread,
  startProgram,
  until,
} from '../support/program.js';
import { asFields } from '../support/slack-wire.js';

jest.setTimeout(180_000);

let program: Program;
afterEach(() => program.close());

const domains = Array.from({ length: 12 }, (_, index) => `m${index}.example.com`);
const option = (value: string) => ({
  type: 'external_select',
  selected_option: { text: { type: 'plain_text', text: value }, value },
});
const card = () =>
  program.slack.store.messages(channel).find(({ metadata }) => metadata?.event_type === 'cf_clone_batch');
const record = () => asFields(card()?.metadata?.event_payload);
const waitForState = (state: string) => until(`the card to be ${state}`, () => record().state === state, 60_000);
const thread = () => readThread(program, card()?.ts ?? '');
const press = (action_id: string) => program.slack.click({ user: people.bo, channel, ts: card()?.ts ?? '', action_id });

async function ask(options: Partial<ProgramOptions> = {}, lines = domains): Promise<void> {
  program = await startProgram({ mode: 'http', deploySeconds: 600, speed: 10, ...options });
  program.slack.settings.triggerMs = 30_000;
  await program.slack.command({ user: people.ana, channel, text: 'many' });
  const view = await until('the form', () => program.slack.views.modals()[0]);
  await program.slack.submit({
    user: people.ana,
    view_id: view.id,
    values: {
      reference: { reference: option('EREFERENCE0001') },
      lines: { lines: lines.join('\n') },
      origin: { origin: 'new-origin.example.net' },
    },
  });
  await until('the card', () => card());
  await until('its buttons', () => JSON.stringify(card()?.blocks).includes('cf_clone_approve'));
}

function expectEachOnce(wanted: readonly string[] = domains): void {
  expect(listClones(program).flatMap(aliasesOf).sort()).toEqual([...wanted].sort());
}

test('leads from lines to distributions and their DNS records', async () => {
  await ask();
  await press('cf_clone_approve');
  await waitForState('cloned');
  expectEachOnce();
  expect(record()).toMatchObject({ lines: 12, lines_created: 12, lines_failed: 0 });
  await until('the records', () => thread().some((text) => text.includes('name,type,value')));
});

test('killed while creates are under way, the next process creates the rest, and none twice', async () => {
  await ask();
  program.aws.faults.latencyMs = 200;
  await press('cf_clone_approve');
  await until('some to be made', () => listClones(program).length >= 3, 60_000);
  await program.replicas[0]?.stop('SIGKILL');
  program.aws.faults.latencyMs = 0;
  await program.startReplica();
  await waitForState('cloned');
  expectEachOnce();
  expect(record()).toMatchObject({ lines: 12, lines_created: 12, lines_failed: 0 });
});

test('stopped in the middle, it finishes what has begun and says what was created', async () => {
  await ask();
  program.aws.faults.latencyMs = 300;
  await press('cf_clone_approve');
  await until('the stop to be offered', () => JSON.stringify(card()?.blocks).includes('cf_clone_stop'), 60_000);
  await press('cf_clone_stop');
  await waitForState('cloned');
  const made = listClones(program).length;
  expect(made).toBeLessThan(domains.length);
  expect(record()).toMatchObject({ lines_created: made, lines_stopped: domains.length - made });
});

test('Retry carries out the failed lines alone', async () => {
  await ask({}, domains.slice(0, 4));
  program.aws.faults.set([
    { operation: 'CreateDistributionWithTags', kind: 'refuse', code: 'TooManyDistributions', times: 1 },
  ]);
  await press('cf_clone_approve');
  await waitForState('failed');
  expect(record()).toMatchObject({ lines: 4, lines_created: 3, lines_failed: 1 });
  await press('cf_clone_retry');
  await waitForState('cloned');
  expectEachOnce(domains.slice(0, 4));
});

test('two approvals on two replicas at the same moment create each line once', async () => {
  await ask({ replicas: 2 });
  program.aws.faults.latencyMs = 100;
  await Promise.all([press('cf_clone_approve'), press('cf_clone_approve')]);
  await waitForState('cloned');
  expectEachOnce();
});

test('fifty lines are carried out at the rate that CloudFront allows', async () => {
  const many = Array.from({ length: 50 }, (_, index) => `n${index}.example.com`);
  await ask({}, many);
  program.aws.limits.set({ CreateDistributionWithTags: { perSecond: 1, burst: 5 } });
  await press('cf_clone_approve');
  await waitForState('cloned');
  expectEachOnce(many);
});

test('a missing reply in the thread refuses the approval', async () => {
  await ask();
  const { store } = program.slack;
  const reply = store
    .replies(channel, card()?.ts ?? '')
    .find(({ metadata }) => metadata?.event_type === 'cf_clone_batch_items');
  expect(reply).toBeDefined();
  if (reply) store.remove(channel, reply);
  await press('cf_clone_approve');
  await until('the answer', () => listEphemerals(program, people.bo).some((text) => text.includes('lines')), 30_000);
  expect(listClones(program)).toEqual([]);
});
