// The audit log and the figures of the built program: one line for each decision and outcome, and no secret in any line.
import { auditFields } from '../../src/observability/audit-log.js';
import {
  channel,
  cloneCommand,
  findCard,
  listClones,
  listEphemerals,
  type Program,
  people,
  pressCancel,
  requestCard,
  startProgram,
  until,
} from '../support/program.js';
import { botEnvironment } from '../support/program-process.js';

jest.setTimeout(60_000);

let program: Program;
afterAll(() => program.close());

type Line = Readonly<Record<string, unknown>>;

function auditLog(): Line[] {
  return program.replicas.flatMap(({ lines }) => lines).filter(({ event }) => event !== undefined);
}

function readFigures(): Promise<string> {
  return fetch(`http://127.0.0.1:${program.replicas[0]?.port}/metrics`).then((answer) => answer.text());
}

function digestOf(ts: string): string {
  const payload = program.slack.store.find(channel, ts)?.metadata?.event_payload;
  return typeof payload === 'object' && payload !== null && 'digest' in payload ? String(payload.digest) : '';
}

function press(action: string, ts: string, user: string) {
  return program.slack.click({ user, channel, ts, action_id: action, stale: true, value: digestOf(ts) });
}

async function told(user: string, before: number): Promise<void> {
  await until(`a word for ${user}`, () => listEphemerals(program, user).length > before);
}

const time = expect.any(Number);

it('records a clone from the command to the deployment, and every refusal, one line each', async () => {
  program = await startProgram({ mode: 'http' });
  const card = await requestCard(program);
  expect(await readFigures()).toContain('\ncf_clone_cards_waiting 1\n');

  await press('cf_clone_approve', card.ts, people.dev);
  await told(people.dev, 0);
  await press('cf_clone_approve', card.ts, people.bo);
  await until('the card to say deployed', () => findCard(program, 'deployed'), 30_000);
  await until('the last line', () => auditLog().some(({ event }) => event === 'deploy'));
  await pressCancel(program, { user: people.ana, ts: card.ts, stale: true, value: digestOf(card.ts) });
  await told(people.ana, 0);
  await until('the line of the cancel', () => auditLog().some(({ event }) => event === 'cancel'));
  await program.slack.command({ user: people.dev, channel, text: 'c.example.com o.example.net EREFERENCE0001' });
  await told(people.dev, 1);
  // Words that are not enough open the form.
  await program.slack.command({ user: people.ana, channel, text: 'www.example.com' });
  await until('the form', () => program.slack.views.modals().some(({ callback_id }) => callback_id === 'clone_form'));
  await program.slack.command({ user: people.ana, channel, text: 'help' });
  await told(people.ana, 1);

  const lines = auditLog();
  expect(lines.map(({ event, outcome }) => `${event} ${outcome}`)).toEqual([
    'card card_posted',
    'approval not_allowed',
    'approval approved',
    'create cloned',
    'report reported',
    'deploy deployed',
    'cancel already_decided',
    'request not_allowed',
    'request invalid_request',
  ]);
  const [posted, refused, approved, created, reported, deployed, cancelled, notAllowed, invalid] = lines;

  const [domain, origin, reference] = cloneCommand.split(' ');
  const [clone] = listClones(program);
  const facts = {
    request: posted?.request,
    channel,
    card: expect.stringContaining(`/archives/${channel}/p${card.ts.replace('.', '')}`),
    requester: people.ana,
    domain,
    origin,
    reference,
    etag: expect.stringMatching(/./),
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    certificate: expect.stringContaining('arn:aws:acm:us-east-1:'),
  };
  const made = { ...facts, approver: people.bo, distribution: clone?.id };
  expect(posted?.request).toMatch(/^[0-9a-f-]{36}$/);
  const milliseconds = { identity: time, plan: time, total: time };
  expect(posted).toMatchObject({ ...facts, milliseconds: { ...milliseconds, channel: time, post: time } });
  expect(refused).toMatchObject({ ...facts, approver: people.dev, milliseconds });
  expect(approved).toMatchObject({ ...facts, approver: people.bo, milliseconds });
  expect(created).toMatchObject({ ...made, madeBy: 'us', milliseconds: { create: time, total: time } });
  expect(created?.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(reported).toMatchObject({ ...made, madeBy: 'us', milliseconds: { report: time, total: time } });
  expect(deployed).toMatchObject({ ...made, milliseconds: { deploy: time } });
  expect(cancelled).toMatchObject({ ...facts, canceller: people.ana, distribution: clone?.id });
  expect(notAllowed).toMatchObject({ command: 'clone', channel, requester: people.dev, domain: 'c.example.com' });
  expect(notAllowed?.request).not.toBe(posted?.request);
  expect(invalid).toMatchObject({ command: 'clone', channel, requester: people.ana });
});

it('writes no field that is not documented', () => {
  const known = new Set<string>([...auditFields, 'level', 'time', 'msg']);
  expect(auditLog().flatMap((line) => Object.keys(line).filter((name) => !known.has(name)))).toEqual([]);
});

it('lets no e-mail address, token or header value into any line', () => {
  const environment = botEnvironment(program.slack, program.aws, 'http');
  const config = [...program.aws.store.distributions.values()].map(({ xml }) => xml).join('');
  const headers = [...config.matchAll(/<HeaderValue>([^<]+)<\/HeaderValue>/g)].map(([, value]) => value ?? '');
  expect(headers.length).toBeGreaterThan(0);
  const secrets = [
    environment.SLACK_BOT_TOKEN ?? '',
    environment.SLACK_SIGNING_SECRET ?? '',
    ...headers.filter((value) => value.length > 8),
  ];
  const text = JSON.stringify(program.replicas.map(({ lines }) => lines));
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  expect(text).not.toMatch(/[\w.+-]+@[\w-]+\.[a-z]{2,}|xox[a-z]-|xapp-|hooks\.slack\.com/);
});

it('shows the same on /metrics', async () => {
  const figures = await readFigures();
  const expected = [
    'cf_clone_commands_total{command="clone"} 3',
    'cf_clone_commands_total{command="help"} 1',
    'cf_clone_outcomes_total{event="card",outcome="card_posted"} 1',
    'cf_clone_outcomes_total{event="approval",outcome="approved"} 1',
    'cf_clone_outcomes_total{event="approval",outcome="not_allowed"} 1',
    'cf_clone_outcomes_total{event="create",outcome="cloned"} 1',
    'cf_clone_outcomes_total{event="deploy",outcome="deployed"} 1',
    'cf_clone_outcomes_total{event="request",outcome="invalid_request"} 1',
    'cf_clone_aws_call_seconds_count{service="cloudfront",operation="CreateDistributionWithTags",result="ok"} 1',
    'cf_clone_cards_waiting 0',
    'cf_clone_deployments_followed 0',
  ];
  const lines = figures.split('\n');
  expect(expected.filter((line) => !lines.includes(line))).toEqual([]);
  for (const start of ['cf_clone_aws_call_seconds_count{service="cognito"', 'process_cpu_seconds_total ']) {
    expect(lines.some((line) => line.startsWith(start))).toBe(true);
  }
  expect(figures).toMatch(/cf_clone_slack_call_seconds_count\{method="chat\.postMessage",result="ok"\} [1-9]/);
  expect(figures).not.toMatch(/@|example\.com/);
});
