// Reminders of the built program come at their time, also with two replicas, and not twice.
import { type Program, readThread, requestCard, startProgram, until } from '../support/program.js';

jest.setTimeout(120_000);

/** So many seconds pass in one second of the machine. */
const speed = 5;
const patienceMs = 30_000;

let program: Program;
afterEach(() => program.close());

test('the process that posted the card reminds people in time, at doubling intervals, beside a second replica', async () => {
  program = await startProgram({ mode: 'http', replicas: 2, speed, env: { REMIND_AFTER: '10s' } });
  const card = await requestCard(program);
  const reminders = () =>
    program.slack.store.replies('C0CDN000001', card.ts).filter(({ text }) => text?.includes('Reminder: '));
  await until('the third reminder', () => reminders().length === 3, patienceMs);
  const seconds = reminders().map(({ ts }) => Math.round(Number(ts) - Number(card.ts)));
  // A reminder by the channel watch would come at least 15 seconds late.
  for (const [index, due] of [10, 30, 70].entries()) {
    expect(seconds[index]).toBeGreaterThanOrEqual(due - 1);
    expect(seconds[index]).toBeLessThan(due + 15);
  }
  expect(readThread(program, card.ts)).toHaveLength(3);
});
