// A plan that takes longer than two seconds: the person reads so, and then the card or the refusal.
import { channel, cloneCommand, listCards, type Program, people, startProgram, until } from '../support/program.js';

jest.setTimeout(60_000);

let program: Program;
beforeAll(async () => {
  program = await startProgram({ mode: 'http', deploySeconds: 600, speed: 4 });
});
afterAll(() => program.close());
beforeEach(() => {
  program.slack.calls.clear();
  program.slack.faults.clear();
});

/** What the bot sent to response_urls. */
const sent = () => program.slack.calls.all('response_url').map(({ args }) => args);
const isNotice = (args: unknown) => JSON.stringify(args).includes('Planning…');

/** AWS keeps the plan waiting until it is let go. */
function holdPlan(): void {
  program.aws.faults.add({ operation: 'ListCertificates', kind: 'slow', times: 1, delayMs: 30_000 });
}

async function typeAndWait(user: string = people.ana): Promise<void> {
  holdPlan();
  await program.slack.command({ user, channel, text: cloneCommand });
  await until('the notice', () => sent().some(isNotice));
}

it('says so once, and takes it away when the card is there', async () => {
  const before = listCards(program).length;
  await typeAndWait();
  expect(listCards(program)).toHaveLength(before);
  program.aws.faults.letGo();
  await until('the removal', () => sent().some(({ delete_original }) => delete_original === true));
  expect(listCards(program)).toHaveLength(before + 1);
  expect(sent()).toMatchObject([
    { response_type: 'ephemeral', text: expect.stringContaining('www.example.com') },
    { delete_original: true },
  ]);
});

it('says so before a refusal, which replaces it', async () => {
  await typeAndWait(people.dev);
  program.aws.faults.letGo();
  await until('the refusal', () => sent().some((args) => JSON.stringify(args).includes('cdn-operators')));
  expect(sent()).toMatchObject([{ replace_original: false }, { response_type: 'ephemeral', replace_original: true }]);
});

it('posts the card as well where Slack does not take the notice or its removal', async () => {
  const before = listCards(program).length;
  program.slack.faults.add({ method: 'response_url', kind: 'unavailable', times: 2 });
  await typeAndWait();
  program.aws.faults.letGo();
  await until('the card', () => listCards(program).length === before + 1);
  await until('both attempts', () => program.slack.faults.pending().length === 0);
  expect(sent()).toHaveLength(2);
});
