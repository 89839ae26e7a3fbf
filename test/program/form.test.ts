// The form, by the built program in both modes: opened from the command, filled in with what the bot offers, sent, and
// answered within Slack's three seconds.
import type { SubmitRequest } from '../../sandbox/fakes/slack/requests.js';
import {
  channel,
  listCards,
  listClones,
  listEphemerals,
  type Program,
  type ProgramOptions,
  people,
  readThread,
  requestCard,
  startProgram,
  until,
} from '../support/program.js';
import { asFields } from '../support/slack-wire.js';

jest.setTimeout(60_000);

let program: Program;
afterEach(() => program.close());

const start = async (options: Partial<ProgramOptions> = {}) => {
  program = await startProgram({ mode: 'http', deploySeconds: 600, ...options });
  // A busy machine is not what is tried here.
  program.slack.settings.triggerMs = 30_000;
};
const topView = () => program.slack.views.modals().at(-1);
const shown = () => JSON.stringify(topView()?.blocks ?? []);
const option = (value: string) => ({
  type: 'external_select',
  selected_option: { text: { type: 'plain_text', text: value }, value },
});

async function openForm(text = '', user: string = people.ana): Promise<string> {
  const before = program.slack.views.modals().length;
  await program.slack.command({ user, channel, text });
  const view = await until('the form', () => program.slack.views.modals()[before]);
  return view.id;
}

function fill(reference: string, domain = 'www.example.com'): SubmitRequest['values'] {
  return {
    reference: { reference: option(reference) },
    domain: { domain },
    origin: { origin: 'new-origin.example.net' },
    reason: { reason: 'spring campaign' },
  };
}

async function suggest(view_id: string, value: string, user: string = people.ana): Promise<string[]> {
  const { body } = await program.slack.suggest({ user, view_id, action_id: 'reference', block_id: 'reference', value });
  const { options } = asFields(body);
  return (Array.isArray(options) ? options : []).map((one) => String(asFields(one).value));
}

test.each(['http', 'socket'] as const)('leads from nothing to one card, in %s mode', async (mode) => {
  await start({ mode });
  const view_id = await openForm();
  expect(await suggest(view_id, 'EREFERENCE0001')).toContain('EREFERENCE0001');
  const sent = await program.slack.submit({ user: people.ana, view_id, values: fill('EREFERENCE0001') });
  expect(sent).toMatchObject({ ok: true });
  const card = await until('the card', () => listCards(program)[0]);
  expect(asFields(card.metadata?.event_payload)).toMatchObject({
    domain: 'www.example.com',
    reason: 'spring campaign',
  });
  expect(listEphemerals(program, people.ana)).toEqual([]);
});

test('opens from words that are not enough, filled with them', async () => {
  await start();
  await openForm('www.example.com');
  expect(shown()).toContain('"initial_value":"www.example.com"');
  expect(shown()).toContain('Missing: the origin');
});

test('answers in words where the trigger is too old', async () => {
  await start();
  program.slack.faults.add({ method: 'views.open', kind: 'error', error: 'expired_trigger_id' });
  await program.slack.command({ user: people.ana, channel, text: '' });
  await until('the help', () => listEphemerals(program, people.ana).some((text) => text.includes('ref_dist')));
});

test('shows problems at their fields, and the names of the account to operators alone', async () => {
  await start();
  const view_id = await openForm('', people.dev);
  expect(await suggest(view_id, '', people.dev)).toEqual([]);
  const own = await openForm();
  const { body } = await program.slack.submit({
    user: people.ana,
    view_id: own,
    values: fill('EREFERENCE0001', 'www.nobody-has-a-certificate.test'),
  });
  expect(body).toMatchObject({ response_action: 'errors', errors: { domain: expect.stringContaining('certificate') } });
  const nobody = await program.slack.submit({ user: people.dev, view_id, values: fill('EREFERENCE0001') });
  expect(nobody.body).toMatchObject({ response_action: 'update' });
  expect(JSON.stringify(nobody.body)).toContain('Cognito');
  expect(listCards(program)).toEqual([]);
});

test('is answered in time while AWS is slow, and then says where the card is', async () => {
  await start();
  const view_id = await openForm();
  program.aws.faults.set([{ operation: 'ListCertificates', kind: 'slow', delayMs: 4_000, times: 1 }]);
  const sent = await program.slack.submit({ user: people.ana, view_id, values: fill('EREFERENCE0001') });
  expect(sent).toMatchObject({ ok: true, body: { response_action: 'update' } });
  expect(sent.ms).toBeLessThan(3_000);
  await until('the card in the window', () => shown().includes('/archives/'));
  expect(listCards(program)).toHaveLength(1);
});

test.each(['http', 'socket'] as const)('Edit draws the same card anew, in %s mode', async (mode) => {
  await start({ mode, speed: 10 });
  const card = await requestCard(program);
  const before = program.slack.views.modals().length;
  await program.slack.click({ user: people.bo, channel, ts: card.ts, action_id: 'cf_clone_edit' });
  await until('the form', () => program.slack.views.modals().length > before && shown().includes('initial_value'));
  expect(shown()).toContain('"initial_value":"www.example.com"');
  const view_id = topView()?.id ?? '';
  const sent = await program.slack.submit({
    user: people.bo,
    view_id,
    values: fill('EREFERENCE0001', 'new.example.com'),
  });
  expect(sent.ok).toBe(true);
  await until('the edit in the thread', () =>
    readThread(program, card.ts).some((text) => text.includes('edited the request')),
  );
  expect(listCards(program)).toHaveLength(1);
  expect(asFields(listCards(program)[0]?.metadata?.event_payload)).toMatchObject({
    state: 'pending',
    domain: 'new.example.com',
    edited_by: people.bo,
  });
  await program.slack.click({ user: people.ana, channel, ts: card.ts, action_id: 'cf_clone_approve' });
  await until('the clone', () => listClones(program).length === 1);
  expect(JSON.stringify(listClones(program)[0]?.config)).toContain('new.example.com');
});
