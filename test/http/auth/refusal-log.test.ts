// What the log shows of requests with a refused token: each of a few, a sample of many, and the number of the others.
import { createRefusalLog } from '../../../src/http/auth/refusal-log.js';
import type { ApiOutcome } from '../../../src/http/outcomes.js';
import { createAuditLog } from '../../../src/observability/audit-log.js';
import { createLog } from '../../../src/observability/log.js';
import { asFields, type Fields } from '../../support/slack-wire.js';

function open() {
  const lines: Fields[] = [];
  const counted: string[] = [];
  const scheduled: { run: () => void; delayMs: number }[] = [];
  let time = 0;
  const clock = () => time;
  const log = createLog('info', { write: (line) => void lines.push(asFields(JSON.parse(line))) });
  const auditLog = createAuditLog({ log, clock, count: (event, outcome) => void counted.push(`${event} ${outcome}`) });
  const refusals = createRefusalLog({
    auditLog,
    log,
    clock,
    schedule: (run, delayMs) => scheduled.push({ run, delayMs }),
  });
  let serial = 0;
  return {
    counted,
    scheduled,
    record: (outcome: ApiOutcome, count = 1) => {
      for (let sent = 0; sent < count; sent++) refusals.record(outcome, `r-${++serial}`);
    },
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    /** The lines since the last look. */
    read: () => lines.splice(0),
  };
}

test('a few are written one by one, with their requests, and nothing is scheduled', () => {
  const { record, read, scheduled, counted } = open();
  record('token_invalid');
  record('token_expired');
  expect(read()).toEqual([
    expect.objectContaining({ event: 'request', outcome: 'token_invalid', request: 'r-1', level: 'info' }),
    expect.objectContaining({ event: 'request', outcome: 'token_expired', request: 'r-2', level: 'info' }),
  ]);
  expect(scheduled).toEqual([]);
  expect(counted).toEqual(['request token_invalid', 'request token_expired']);
});

test('of ten thousand at once the log has thirty lines, then one with the number of the rest; all are counted', () => {
  const { record, read, scheduled, counted } = open();
  record('token_invalid', 10_000);
  expect(read()).toHaveLength(30);
  expect(counted).toHaveLength(10_000);
  expect(scheduled.map(({ delayMs }) => delayMs)).toEqual([10_000]);
  scheduled[0]?.run();
  const [line, ...more] = read();
  expect(line).toMatchObject({ level: 'warn', refused: { token_invalid: 9_970 } });
  expect(line).not.toHaveProperty('event');
  expect(more).toEqual([]);
});

test('a flood that goes on has one line in ten seconds and one with the number of the rest', () => {
  const { record, read, scheduled, pass } = open();
  record('token_invalid', 1_000);
  scheduled.pop()?.run();
  read();
  for (let round = 0; round < 6; round++) {
    pass(10_000);
    record('token_invalid', 1_000);
    scheduled.pop()?.run();
    expect(read()).toEqual([
      expect.objectContaining({ event: 'request', outcome: 'token_invalid' }),
      expect.objectContaining({ refused: { token_invalid: 999 } }),
    ]);
  }
});

test('a flood of one outcome does not hide another', () => {
  const { record, read, scheduled } = open();
  record('token_invalid', 100);
  read();
  record('identity_unavailable', 31);
  expect(read().filter(({ outcome }) => outcome === 'identity_unavailable')).toHaveLength(30);
  expect(scheduled).toHaveLength(1);
  scheduled[0]?.run();
  expect(read()).toEqual([expect.objectContaining({ refused: { token_invalid: 70, identity_unavailable: 1 } })]);
});

test('after a silence all are written again', () => {
  const { record, read, scheduled, pass } = open();
  record('token_invalid', 1_000);
  scheduled.pop()?.run();
  pass(300_000);
  read();
  record('token_invalid', 30);
  expect(read()).toHaveLength(30);
  expect(scheduled).toEqual([]);
});

test('the summary does not keep the process alive', () => {
  const { log, auditLog } = { log: createLog('fatal'), auditLog: { record: () => undefined, count: () => undefined } };
  const unref = jest.fn();
  const timer = jest.spyOn(globalThis, 'setTimeout').mockReturnValue(Object.assign(Object.create(null), { unref }));
  try {
    const startWatch = () => createAuditLog({ log, clock: () => 0, count: () => undefined }).startWatch();
    const refusals = createRefusalLog({ auditLog: { ...auditLog, startWatch }, log, clock: () => 0 });
    for (let sent = 0; sent < 31; sent++) refusals.record('token_invalid', 'r');
    expect(timer).toHaveBeenCalledTimes(1);
    expect(unref).toHaveBeenCalledTimes(1);
  } finally {
    timer.mockRestore();
  }
});
