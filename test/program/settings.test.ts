// With AUTOMATE=logs,metrics the built program creates for the clone what its reference has outside its configuration,
// says so once in the thread, and catches up after a crash. What the role lacks is found out at the start.
import {
  channel,
  listClones,
  listEphemerals,
  type Program,
  people,
  readThread,
  requestCard,
  startProgram,
  until,
} from '../support/program.js';
import type { Replica } from '../support/program-process.js';

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

test('what passes by itself is tried again before anything is said', async () => {
  program = await startProgram({ mode: 'http', deploySeconds: 600, speed: 10, env });
  const message = 'Requested resource is currently being updated. Please try again later.';
  const conflict = { code: 'ConflictException', status: 400, message } as const;
  program.aws.faults.set([{ operation: 'CreateDelivery', kind: 'refuse', times: 1, ...conflict }]);
  const card = await requestCard(program);
  await approve(card.ts);
  const [line] = await until('the line', () => lines(card.ts).length > 0 && lines(card.ts), 30_000);
  expect(line).toContain('Access logs are delivered to');
  expect(deliveries()).toHaveLength(1);
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

test('what the role lacks is said once at the start and in the status, and on no card', async () => {
  program = await startProgram({ mode: 'http', deploySeconds: 600, speed: 10, env: { CHECK_PERMISSIONS: 'true' } });
  const checked = (replica: Replica | undefined) =>
    replica?.lines.filter(({ msg }) => String(msg).startsWith('the role lacks')) ?? [];
  await until('the first check', () => checked(program.replicas[0]).length > 0, 30_000);
  expect(checked(program.replicas[0])).toMatchObject([{ level: 'info', msg: 'the role lacks no permission to read' }]);

  const denied = ['DescribeProtection', 'DescribeDeliveries'];
  program.aws.faults.set(denied.map((operation) => ({ operation, kind: 'refuse', times: 'always' })));
  const second = await program.startReplica();
  await until('the second check', () => checked(second).length > 0, 30_000);
  expect(checked(second)).toMatchObject([
    { level: 'warn', lacking: [{ actions: ['logs:DescribeDeliveries', 'shield:DescribeProtection'] }] },
  ]);
  await program.slack.command({ user: people.ana, channel, text: 'status' });
  const [status] = await until(
    'the status',
    () => listEphemerals(program, people.ana).length > 0 && listEphemerals(program, people.ana),
  );
  expect(status).toContain('The role lacks logs:DescribeDeliveries, shield:DescribeProtection');
  expect(status).toContain('The next start of the bot checks again.');
  await program.slack.command({ user: people.ana, channel, text: 'status EREFERENCE0001' });
  const ofReference = await until('the other status', () => listEphemerals(program, people.ana)[1]);
  expect(ofReference).toContain('lacks permissions');
  const card = await requestCard(program);
  expect(JSON.stringify(card.blocks)).not.toMatch(/Shield|could not read/);
});
