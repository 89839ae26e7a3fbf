// The figures of one process in Prometheus' format: what was asked and became of it, how the ways to AWS and Slack are.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { AwsResult, AwsService, TimeAwsCall } from '../aws/middleware/call-metrics.js';
import type { TimeApiRequest } from '../http/api.js';
import { type TokenRefusalReason, tokenRefusalReasons } from '../http/auth/token-refusal.js';
import type { SlackResult, TimeSlackCall } from '../slack/client/call.js';
import type { SlackMethod } from '../slack/client/methods.js';
import type { Subcommand } from '../slack/listeners/commands/parse-command.js';
import { type RequestRefusal, requestRefusals } from '../slack/transport/verify-request.js';
import type { AuditEvent, AuditOutcome } from './audit-log.js';
import type { Monotonic } from './timer.js';

/** What `/cf-clone` is asked for. Never the text itself, so that nobody can fill the registry by typing. */
export const commandNames = [
  'clone',
  'form',
  'help',
  'history',
  'status',
  'unknown',
] as const satisfies readonly Subcommand[];

export interface Metrics {
  countCommand(command: Subcommand): void;
  countOutcome(event: AuditEvent, outcome: AuditOutcome): void;
  countRefusedToken(reason: TokenRefusalReason): void;
  countRefusedSlackRequest(reason: RequestRefusal): void;
  setSlackSockets(sockets: number): void;
  readonly timeAwsCall: TimeAwsCall;
  readonly timeSlackCall: TimeSlackCall;
  readonly timeApiRequest: TimeApiRequest;
  /** The text that Prometheus reads, and its type. */
  print(): Promise<{ readonly type: string; readonly text: string }>;
}

export interface MetricsOptions {
  readonly clock: Monotonic;
  readonly countWaiting: () => number;
  readonly countFollowed: () => number;
  readonly countVerified: () => number;
}

/** Seconds; a call may take up to four tries of 10 seconds. */
const buckets = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 40];

export function createMetrics({ clock, countWaiting, countFollowed, countVerified }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const commands = new Counter({
    name: 'cf_clone_commands_total',
    help: 'Slash commands, by what was asked for.',
    labelNames: ['command'] as const,
    registers,
  });
  // From zero, so that the first command of a process shows as a rise.
  for (const command of commandNames) commands.inc({ command }, 0);
  const outcomes = new Counter({
    name: 'cf_clone_outcomes_total',
    help: 'Decisions and outcomes: the lines of the auditLog, and the refused tokens that it leaves out.',
    labelNames: ['event', 'outcome'] as const,
    registers,
  });
  const refusedTokens = new Counter({
    name: 'cf_clone_api_tokens_refused_total',
    help: 'Requests to the REST API whose token does not count, by the check that failed.',
    labelNames: ['reason'] as const,
    registers,
  });
  for (const reason of tokenRefusalReasons) refusedTokens.inc({ reason }, 0);
  const refusedSlackRequests = new Counter({
    name: 'cf_clone_slack_requests_refused_total',
    help: 'Requests to the path of Slack that were not passed on, by reason.',
    labelNames: ['reason'] as const,
    registers,
  });
  for (const reason of requestRefusals) refusedSlackRequests.inc({ reason }, 0);
  const awsCalls = new Histogram({
    name: 'cf_clone_aws_call_seconds',
    help: 'Calls to AWS with their retries, without the wait for a place in line.',
    labelNames: ['service', 'operation', 'result'] as const,
    buckets,
    registers,
  });
  const slackCalls = new Histogram({
    name: 'cf_clone_slack_call_seconds',
    help: 'Calls to Slack, each try by itself.',
    labelNames: ['method', 'result'] as const,
    buckets,
    registers,
  });
  const apiRequests = new Histogram({
    name: 'cf_clone_api_request_seconds',
    help: 'Requests to the REST API, from their arrival to the head of the answer.',
    labelNames: ['route', 'status'] as const,
    buckets,
    registers,
  });
  const slackSockets = new Gauge({
    name: 'cf_clone_slack_sockets',
    help: 'Socket Mode connections of the app, as Slack counted them when this process last opened one.',
    registers,
  });
  addGauge('cf_clone_cards_waiting', 'Cards that this process expects to expire if nobody decides.', countWaiting);
  addGauge('cf_clone_deployments_followed', 'Clones whose deployment this process is following.', countFollowed);
  addGauge('cf_clone_verifications_scheduled', 'Deployed clones that this process verifies again.', countVerified);

  function addGauge(name: string, help: string, count: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(count());
      },
    });
  }

  const startTimer = (): (() => number) => {
    const from = clock();
    return () => Math.max(0, clock() - from) / 1_000;
  };

  return {
    countCommand: (command) => commands.inc({ command }),
    countOutcome: (event, outcome) => outcomes.inc({ event, outcome }),
    countRefusedToken: (reason) => refusedTokens.inc({ reason }),
    countRefusedSlackRequest: (reason) => refusedSlackRequests.inc({ reason }),
    setSlackSockets: (sockets) => slackSockets.set(sockets),
    timeAwsCall: (service: AwsService, operation: string) => {
      const readSeconds = startTimer();
      return (result: AwsResult) => awsCalls.observe({ service, operation, result }, readSeconds());
    },
    timeSlackCall: (method: SlackMethod) => {
      const readSeconds = startTimer();
      return (result: SlackResult) => slackCalls.observe({ method, result }, readSeconds());
    },
    timeApiRequest: (route) => {
      const readSeconds = startTimer();
      return (status) => apiRequests.observe({ route, status: String(status) }, readSeconds());
    },
    print: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}
