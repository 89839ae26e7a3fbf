// The figures of one process, as Prometheus reads them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCertificates } from '../../src/aws/acm.js';
import { closeAwsClients, createAwsClients } from '../../src/aws/clients.js';
import { awsServices } from '../../src/aws/middleware/call-metrics.js';
import { createScheduler } from '../../src/concurrency/scheduler.js';
import { tokenRefusalReasons } from '../../src/http/auth/token-refusal.js';
import { commandNames, createMetrics } from '../../src/observability/metrics.js';
import { createSlackApi } from '../../src/slack/client/web-api.js';
import { requestRefusals } from '../../src/slack/transport/verify-request.js';
import '../support/test-bot.js';
import { jsonAnswer, jsonError, onListCertificates } from '../support/aws-wire.js';
import { botToken, channel, startSlackMock } from '../support/slack-wire.js';
import { skipRetryDelays } from '../support/time.js';

function open() {
  let time = 0;
  const scheduler = createScheduler(() => new Date(0));
  const metrics = createMetrics({
    clock: () => time,
    countWaiting: () => scheduler.count('expire:'),
    countFollowed: () => scheduler.count('follow:'),
    countVerified: () => scheduler.count('verify:'),
  });
  const read = async (name: string): Promise<string[]> =>
    (await metrics.print()).text.split('\n').filter((line) => line.startsWith(name));
  return { scheduler, metrics, read, pass: (milliseconds: number) => (time += milliseconds) };
}

test('commands are there from the start, at zero, and counted by name', async () => {
  const { metrics, read } = open();
  expect(await read('cf_clone_commands_total')).toEqual(
    commandNames.map((command) => `cf_clone_commands_total{command="${command}"} 0`),
  );
  metrics.countCommand('clone');
  metrics.countCommand('clone');
  metrics.countCommand('unknown');
  expect(await read('cf_clone_commands_total')).toEqual(
    expect.arrayContaining([
      'cf_clone_commands_total{command="clone"} 2',
      'cf_clone_commands_total{command="unknown"} 1',
      'cf_clone_commands_total{command="help"} 0',
    ]),
  );
});

test('outcomes are counted by event', async () => {
  const { metrics, read } = open();
  metrics.countOutcome('create', 'cloned');
  metrics.countOutcome('approval', 'not_allowed');
  metrics.countOutcome('approval', 'not_allowed');
  expect(await read('cf_clone_outcomes_total')).toEqual([
    'cf_clone_outcomes_total{event="create",outcome="cloned"} 1',
    'cf_clone_outcomes_total{event="approval",outcome="not_allowed"} 2',
  ]);
});

test('refused tokens are there from the start, at zero, and counted by reason', async () => {
  const { metrics, read } = open();
  const name = 'cf_clone_api_tokens_refused_total';
  expect(await read(name)).toEqual(tokenRefusalReasons.map((reason) => `${name}{reason="${reason}"} 0`));
  metrics.countRefusedToken('key');
  metrics.countRefusedToken('key');
  expect(await read(name)).toContain(`${name}{reason="key"} 2`);
});

test('refused requests of Slack’s path are there from the start, and counted by reason', async () => {
  const { metrics, read } = open();
  const name = 'cf_clone_slack_requests_refused_total';
  expect(await read(name)).toEqual(requestRefusals.map((reason) => `${name}{reason="${reason}"} 0`));
  metrics.countRefusedSlackRequest('unsigned');
  metrics.countRefusedSlackRequest('unsigned');
  expect(await read(`${name}{reason="unsigned"}`)).toEqual([`${name}{reason="unsigned"} 2`]);
});

test('what waits and what is followed is read off the scheduler', async () => {
  const { scheduler, read } = open();
  const later = new Date(1_000);
  for (const key of ['expire:C1:1', 'expire:C1:2', 'follow:C1:3', 'verify:C1:5', 'resume:C1:4']) {
    scheduler.schedule(key, later, () => undefined);
  }
  expect(await read('cf_clone_cards_waiting')).toEqual(['cf_clone_cards_waiting 2']);
  expect(await read('cf_clone_deployments_followed')).toEqual(['cf_clone_deployments_followed 1']);
  expect(await read('cf_clone_verifications_scheduled')).toEqual(['cf_clone_verifications_scheduled 1']);
  scheduler.cancel('expire:C1:1');
  expect(await read('cf_clone_cards_waiting')).toEqual(['cf_clone_cards_waiting 1']);
});

test('the connections of Socket Mode are those that Slack counted last', async () => {
  const { metrics, read } = open();
  expect(await read('cf_clone_slack_sockets')).toEqual(['cf_clone_slack_sockets 0']);
  metrics.setSlackSockets(3);
  metrics.setSlackSockets(2);
  expect(await read('cf_clone_slack_sockets')).toEqual(['cf_clone_slack_sockets 2']);
});

test('the process’s own figures have their usual names, and two bots share nothing', async () => {
  const one = open();
  const other = open();
  one.metrics.countOutcome('create', 'cloned');
  expect(await other.read('cf_clone_outcomes_total')).toEqual([]);
  expect(await other.read('process_cpu_user_seconds_total')).toHaveLength(1);
  expect(await other.read('nodejs_version_info')).toHaveLength(1);
});

describe('calls to AWS', () => {
  skipRetryDelays();
  const refused = jsonError(400, 'AccessDeniedException', 'no');
  const empty = jsonAnswer({ CertificateSummaryList: [] });

  test.each([
    ['ok', empty, 1],
    ['error', refused, 1],
    ['throttled', jsonError(400, 'ThrottlingException', 'Rate exceeded'), 4],
    ['unavailable', jsonError(500, 'InternalFailure', 'sorry'), 4],
    ['unavailable', 'dropped', 4],
  ] as const)('are timed as %s, all their tries as one', async (result, answer, times) => {
    const { metrics, read } = open();
    const clients = createAwsClients('us-east-1', { time: metrics.timeAwsCall });
    const wire = onListCertificates(answer, { times });
    await createCertificates(clients.acm).list();
    expect(wire.requests).toHaveLength(times);
    expect(await read('cf_clone_aws_call_seconds_count')).toEqual([
      `cf_clone_aws_call_seconds_count{service="acm",operation="ListCertificates",result="${result}"} 1`,
    ]);
    closeAwsClients(clients);
  });

  test('last as long as the clock says', async () => {
    const { metrics, read, pass } = open();
    const end = metrics.timeAwsCall('cloudfront', 'ListDistributions');
    pass(300);
    end('ok');
    const labels = 'service="cloudfront",operation="ListDistributions",result="ok"';
    expect(await read('cf_clone_aws_call_seconds_sum')).toEqual([`cf_clone_aws_call_seconds_sum{${labels}} 0.3`]);
    expect(await read('cf_clone_aws_call_seconds_bucket{le="0.2"')).toEqual([expect.stringMatching(/ 0$/)]);
    expect(await read('cf_clone_aws_call_seconds_bucket{le="0.5"')).toEqual([expect.stringMatching(/ 1$/)]);
  });
});

describe('calls to Slack', () => {
  function reach() {
    const { metrics, read } = open();
    const slack = startSlackMock();
    const time = metrics.timeSlackCall;
    const pause = async () => undefined;
    const api = createSlackApi({ botToken, apiUrl: undefined, pause, now: () => new Date(), time });
    return { slack, api, counts: () => read('cf_clone_slack_call_seconds_count') };
  }
  const count = (method: string, result: string, times: number) =>
    `cf_clone_slack_call_seconds_count{method="${method}",result="${result}"} ${times}`;

  test('are timed a try at a time, by what became of each', async () => {
    const { slack, api, counts } = reach();
    slack.fail('users.info', { kind: 'lost', carriedOut: false }, { times: 1 });
    slack.fail('users.info', { kind: 'unavailable' }, { times: 1 });
    slack.fail('users.info', { kind: 'rate-limited', seconds: 1 }, { times: 1 });
    await api.readPerson('U0ANA');
    await api.readPerson('U0NOBODY');
    expect(await counts()).toEqual([
      count('users.info', 'lost', 2),
      count('users.info', 'rate_limited', 1),
      count('users.info', 'ok', 1),
      count('users.info', 'error', 1),
    ]);
  });

  test('are named by their method', async () => {
    const { api, counts } = reach();
    await api.identifyBot();
    const posted = await api.post({ channel, text: 'hello' });
    const ts = posted.ok ? posted.value.ts : '';
    await api.update({ channel, ts, text: 'hello again' });
    await api.readThread(channel, ts);
    await api.readRecent(channel, new Date(0));
    await api.remove(channel, ts);
    const methods = (await counts()).map((line) => /method="([^"]+)"/.exec(line)?.[1]);
    expect(methods).toEqual([
      'auth.test',
      'chat.postMessage',
      'chat.update',
      'conversations.replies',
      'conversations.history',
      'chat.delete',
    ]);
  });
});

test('docs/log.md names every metric, command and service', async () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'log.md'), 'utf8');
  const { text } = await open().metrics.print();
  const names = [...text.matchAll(/^# TYPE (cf_clone_\S+)/gm)].map(([, name]) => name ?? '');
  expect(names).toHaveLength(11);
  for (const name of [...names, ...commandNames, ...awsServices, ...tokenRefusalReasons])
    expect(page).toContain(`\`${name}\``);
});
