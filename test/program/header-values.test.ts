// An error of AWS that repeats the value of an origin header, through the built program: the value reaches neither the
// card, its thread, anybody's screen, the REST answer, nor the log.
import { channel, type Program, people, readThread, requestCard, startProgram, until } from '../support/program.js';
import { postClone } from '../support/program-rest.js';

jest.setTimeout(60_000);

const create = 'CreateDistributionWithTags';
let program: Program;
let secret = '';

beforeAll(async () => {
  program = await startProgram({ mode: 'http', rest: true, speed: 10 });
  const xml = program.aws.store.distributions.get('EREFERENCE0001')?.xml ?? '';
  const values = [...xml.matchAll(/<HeaderValue>([^<]+)</g)].map(([, value = '']) => value);
  secret = values.find(({ length }) => length > 8) ?? '';
  expect(secret).not.toBe('');
});
afterAll(() => program.close());

function repeat(code: string, status: number): void {
  const message = `The value ${secret} (here: "${secret.slice(0, 14)}…") is not allowed.`;
  program.aws.faults.set([{ operation: create, kind: 'refuse', times: 'always', code, status, message }]);
}

const refusals = [
  ['InvalidArgument', 400],
  ['CNAMEAlreadyExists', 409],
  ['AccessDenied', 403],
  ['InternalError', 500],
] as const;

it.each(refusals)('%s (%i) says in the thread and on the card what AWS says without it', async (code, status) => {
  repeat(code, status);
  const domain = `${code.toLowerCase()}.example.com`;
  const card = await requestCard(program, `${domain} new-origin.example.net EREFERENCE0001`);
  await program.slack.click({ user: people.bo, channel, ts: card.ts, action_id: 'cf_clone_approve' });
  // The card is written before its thread.
  const isTold = () => readThread(program, card.ts).some((text) => text.includes('(hidden)'));
  await until('the word in the thread', isTold, 40_000);
});

it.each(refusals)('%s (%i) answers by REST what AWS says without it', async (code, status) => {
  repeat(code, status);
  const { json } = await postClone(program, { domain: `rest-${code.toLowerCase()}.example.com` }, `key-${code}`);
  expect(String(json.detail)).toContain('(hidden)');
  expect(JSON.stringify(json)).not.toContain(secret.slice(0, 8));
});

it('shows no piece of it anywhere', () => {
  expect(program.aws.calls.list(create).length).toBeGreaterThanOrEqual(refusals.length * 2);
  const shown = JSON.stringify([
    program.slack.store.messages(channel),
    program.slack.store.ephemerals(),
    program.slack.calls.all(),
    program.replicas.map(({ lines }) => lines),
  ]);
  expect(shown).toContain('(hidden)');
  for (let at = 0; at + 8 <= secret.length; at++) expect(shown).not.toContain(secret.slice(at, at + 8));
});
