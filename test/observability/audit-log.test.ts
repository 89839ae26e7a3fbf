// The audit log: one line for each decision and outcome, counted, and nothing in it that is not meant for it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiOutcomes } from '../../src/http/outcomes.js';
import {
  type AuditEvent,
  auditEvents,
  auditFields,
  auditOutcomes,
  createAuditLog,
  type Entry,
} from '../../src/observability/audit-log.js';
import { createLog } from '../../src/observability/log.js';
import { stages } from '../../src/observability/timer.js';
import { slackOutcomes } from '../../src/slack/outcomes.js';
import { asFields, type Fields } from '../support/slack-wire.js';

function open() {
  const text: string[] = [];
  const counted: string[] = [];
  let time = 0;
  const auditLog = createAuditLog({
    log: createLog('info', { write: (line) => void text.push(line) }),
    clock: () => time,
    count: (event, outcome) => void counted.push(`${event} ${outcome}`),
  });
  const lines = (): Fields[] => text.map((line) => asFields(JSON.parse(line)));
  return { auditLog, lines, counted, pass: (milliseconds: number) => (time += milliseconds) };
}

const full: Entry = {
  event: 'create',
  outcome: 'cloned',
  command: 'clone',
  request: 'r-1',
  channel: 'C0CDN',
  card: 'https://example.slack.com/archives/C0CDN/p1',
  requester: 'U0ANA',
  approver: 'U0BO',
  canceller: 'U0BO',
  editor: 'U0BO',
  reason: 'spring campaign',
  comment: 'until Monday',
  domain: 'www.example.com',
  origin: 'new.example.net',
  reference: 'EREF',
  etag: 'ETAG1',
  digest: 'd'.repeat(64),
  certificate: 'arn:aws:acm:us-east-1:1:certificate/c',
  distribution: 'ENEW',
  awsRequestId: 'aws-1',
  slackError: 'not_in_channel',
  madeBy: 'us',
  milliseconds: { create: 12, total: 30 },
};

test('what has no line is counted all the same', () => {
  const { auditLog, lines, counted } = open();
  auditLog.count('request', 'token_invalid');
  expect(lines()).toEqual([]);
  expect(counted).toEqual(['request token_invalid']);
});

test('an entry is one line with all its fields, and one count', () => {
  const { auditLog, lines, counted } = open();
  auditLog.record(full);
  expect(lines()).toEqual([{ level: 'info', time: expect.any(String), msg: 'distribution created', ...full }]);
  expect(Object.keys(full).sort()).toEqual([...auditFields].sort());
  expect(counted).toEqual(['create cloned']);
});

test('a fact that is not known is left out', () => {
  const { auditLog, lines } = open();
  auditLog.record({ event: 'approval', outcome: 'own_request', approver: 'U0ANA', awsRequestId: undefined });
  const [line] = lines();
  expect(Object.keys(line ?? {}).sort()).toEqual(['approver', 'event', 'level', 'msg', 'outcome', 'time']);
});

test('what comes along with an object stays out', () => {
  const { auditLog, lines } = open();
  const person = {
    approver: 'U0ANA',
    email: 'ana@example.com',
    token: 'xoxb-1',
    HeaderValue: 'hush',
    text: 'ana@x.yz',
  };
  auditLog.record({ event: 'approval', outcome: 'approved', ...person });
  expect(JSON.stringify(lines())).not.toMatch(/@|xoxb|hush/);
  expect(lines()[0]).toMatchObject({ approver: 'U0ANA' });
});

test.each<[AuditEvent, Entry['outcome'], string, string]>([
  ['request', 'not_allowed', 'info', 'request refused'],
  ['card', 'card_posted', 'info', 'card posted'],
  ['card', 'slack_failed', 'warn', 'card not posted'],
  ['approval', 'approved', 'info', 'approval taken'],
  ['approval', 'cancelled', 'info', 'approval refused'],
  ['cancel', 'cancelled', 'info', 'card cancelled'],
  ['cancel', 'already_decided', 'info', 'cancel refused'],
  ['redraw', 'stale_plan', 'info', 'card redrawn'],
  ['redraw', 'certificate_gone', 'info', 'card redrawn'],
  ['redraw', 'slack_failed', 'warn', 'card not redrawn'],
  ['create', 'quota_exceeded', 'warn', 'distribution not created'],
  ['create', 'unknown_result', 'warn', 'distribution not created'],
  ['report', 'reported', 'info', 'clone reported'],
  ['report', 'slack_failed', 'warn', 'clone not fully reported'],
  ['deploy', 'deployed', 'info', 'clone deployed'],
  ['deploy', 'follow_ended', 'warn', 'deployment no longer followed'],
  ['expire', 'expired', 'info', 'card expired'],
  ['resume', 'resumed', 'info', 'clone taken up again'],
  ['resume', 'aws_unavailable', 'warn', 'clone not taken up yet'],
])('%s with %s is written at %s as “%s”', (event, outcome, level, msg) => {
  const { auditLog, lines } = open();
  auditLog.record({ event, outcome });
  expect(lines()).toEqual([{ level, time: expect.any(String), event, outcome, msg }]);
});

test('a watch runs on the auditLog’s own clock', async () => {
  const { auditLog, pass } = open();
  const watch = auditLog.startWatch();
  const work = watch.time('report', Promise.resolve());
  pass(40);
  await work;
  expect(watch.read()).toEqual({ report: 40, total: 40 });
});

describe('docs/log.md', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'log.md'), 'utf8');

  test.each([...auditFields, ...auditEvents, ...stages])('names `%s`', (name) => {
    expect(page).toContain(`\`${name}\``);
  });

  test('names the outcomes that people are not told', () => {
    const further = auditOutcomes.filter((outcome) => !(outcome in slackOutcomes || outcome in apiOutcomes));
    expect(further).not.toEqual([]);
    expect(further.filter((outcome) => !page.includes(`\`${outcome}\``))).toEqual([]);
  });
});
