// With AUTOMATE=logs,metrics the built program creates for the clone what its reference has outside its configuration,
// says so once in the thread, and catches up after a crash.
import {
  channel,
  listClones,
  type Program,
  people,
  readThread,
  requestCard,
  startProgram,
  until,
} from '../support/program.js';

jest.setTimeout(120_000);

const env = { AUTOMATE: 'logs,metrics' };
let program: Program;
afterEach(() => program.close());

const approve = (ts: string) => program.slack.click({ user: people.bo, channel, ts, action_id: 'cf_clone_approve' });
const lines = (ts: string) => readThread(program, ts).filter((text) => text.startsWith('Settings outside'));
const deliveries = () => program.aws.store.outside.deliveries.slice(1);

test('the access log and the metrics of the reference are created for the clone', async () => {
  program = await startProgram({ mode: 'http', deploySeconds: 600, speed: 10, env });
  const card = await requestCard(program);
  const [step] = JSON.stringify(card.blocks).match(/After creation, the bot delivers[^"]*/) ?? [];
  expect(step).toContain('cdn-access-logs');
  await approve(card.ts);
  const [line = ''] = await until('the line', () => lines(card.ts).length > 0 && lines(card.ts), 30_000);
  const [clone] = listClones(program);
  expect(line).toContain(clone?.id);
  expect(line).toContain('Access logs are delivered to `cdn-access-logs` (S3)');
  expect(line).toContain('Additional metrics are on');
  expect(clone?.monitoring).toBe(true);
  expect(deliveries()).toMatchObject([{ sourceName: `cf-clone-${clone?.id}-ACCESS_LOGS` }]);
});

test('a missing permission is said with what to do by hand, and the clone stays', async () => {
  program = await startProgram({ mode: 'http', deploySeconds: 600, speed: 10, env });
  program.aws.faults.set([{ operation: 'PutDeliverySource', kind: 'refuse', times: 'always' }]);
  const card = await requestCard(program);
  await approve(card.ts);
  const [line = ''] = await until('the line', () => lines(card.ts).length > 0 && lines(card.ts), 30_000);
  expect(line).toContain('The clone has no access log.');
  expect(line).toContain('logs:PutDeliverySource');
  expect(line).toContain('By hand:');
  expect(line).not.toContain('Nothing was created');
  expect(listClones(program)).toHaveLength(1);
});

test.each(['CreateDelivery', 'CreateMonitoringSubscription'])(
  'a process killed at %s leaves what the next one does and says once',
  async (operation) => {
    program = await startProgram({ mode: 'http', deploySeconds: 600, speed: 10, env });
    program.aws.faults.set([{ operation, kind: 'slow', delayMs: 60_000, times: 1 }]);
    const card = await requestCard(program);
    await approve(card.ts);
    await until('the call', () => program.aws.faults.list().length === 0, 30_000);
    await program.replicas[0]?.stop('SIGKILL');
    await program.startReplica();
    await until('the line', () => lines(card.ts).length > 0, 60_000);
    program.aws.faults.letGo();
    expect(lines(card.ts)).toHaveLength(1);
    expect(listClones(program)[0]?.monitoring).toBe(true);
    expect(deliveries()).toHaveLength(1);
  },
);
