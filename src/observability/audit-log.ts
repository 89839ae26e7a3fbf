// One structured line for every decision and outcome, counted as it is written. The fields are documented for whoever
// collects them (docs/log.md): a closed list, so that nothing else can come in with an object that is passed along.
import { type ApiOutcome, apiOutcomes } from '../http/outcomes.js';
import { type SlackOutcome, slackOutcomes } from '../slack/outcomes.js';
import type { Log } from './log.js';
import { createStopwatch, type Milliseconds, type Monotonic, type Stopwatch } from './timer.js';

/** What each event is called when it came out as it should, and when not. */
const titles = {
  request: { done: 'request taken', not: 'request refused' },
  card: { done: 'card posted', not: 'card not posted' },
  approval: { done: 'approval taken', not: 'approval refused' },
  cancel: { done: 'card cancelled', not: 'cancel refused' },
  redraw: { done: 'card redrawn', not: 'card not redrawn' },
  edit: { done: 'request edited', not: 'request not edited' },
  create: { done: 'distribution created', not: 'distribution not created' },
  report: { done: 'clone reported', not: 'clone not fully reported' },
  settings: { done: 'settings created for the clone', not: 'settings not created for the clone' },
  deploy: { done: 'clone deployed', not: 'deployment no longer followed' },
  verify: { done: 'clone verified', not: 'clone does not answer as it should' },
  serve: { done: 'clone serves its domain', not: 'clone does not serve its domain any more' },
  remind: { done: 'people reminded of a card', not: 'people not reminded of a card' },
  notify: { done: 'requester told in a direct message', not: 'requester not told in a direct message' },
  expire: { done: 'card expired', not: 'card not expired' },
  restore: { done: 'restore of a clone asked for', not: 'restore of a clone refused' },
  undo: { done: 'undo went on', not: 'undo did not go on' },
  resume: { done: 'clone taken up again', not: 'clone not taken up yet' },
} as const;

export type AuditEvent = keyof typeof titles;

/** What can become of things besides the outcomes that people are told. */
const furtherOutcomes = [
  'card_posted',
  'approved',
  'edited',
  'reported',
  'settings_copied',
  'deployed',
  'follow_ended',
  'verified',
  'verification_failed',
  'serving',
  'not_serving',
  'reminded',
  'notified',
  'resumed',
  'clone_disabled',
  'clone_deleted',
  'clone_restored',
] as const;

export type AuditOutcome = SlackOutcome | ApiOutcome | (typeof furtherOutcomes)[number];

/** The outcomes that are what the event is for; all others are a "no". */
const goals: Readonly<Record<AuditEvent, readonly AuditOutcome[]>> = {
  request: ['planned'],
  card: ['card_posted'],
  approval: ['approved'],
  cancel: ['cancelled'],
  redraw: ['stale_plan', 'certificate_gone'],
  edit: ['edited'],
  create: ['cloned'],
  report: ['reported'],
  settings: ['settings_copied'],
  deploy: ['deployed'],
  verify: ['verified'],
  serve: ['serving'],
  remind: ['reminded'],
  notify: ['notified'],
  expire: ['expired'],
  restore: ['approved'],
  undo: ['clone_disabled', 'clone_deleted', 'clone_restored'],
  resume: ['resumed'],
};

/** Outcomes that the people who run the bot may have to do something about. */
const troubles: ReadonlySet<AuditOutcome> = new Set<AuditOutcome>([
  'identity_unavailable',
  'access_denied',
  'quota_exceeded',
  'shared_resource_gone',
  'throttled',
  'aws_unavailable',
  'unknown_result',
  'slack_failed',
  'bot_failed',
  'follow_ended',
  'verification_failed',
  'not_serving',
]);

/** The facts of a line, in their order. People are Slack's user IDs. */
const factNames = [
  'command',
  'request',
  'channel',
  'card',
  'requester',
  'approver',
  'canceller',
  'editor',
  'reason',
  'comment',
  'domain',
  'origin',
  'reference',
  'etag',
  'digest',
  'certificate',
  'distribution',
  'awsRequestId',
  'slackError',
  'madeBy',
] as const;

export type Facts = Readonly<Partial<Record<Exclude<(typeof factNames)[number], 'madeBy'>, string | undefined>>> & {
  readonly madeBy?: 'us' | 'earlier';
};

export interface Entry extends Facts {
  readonly event: AuditEvent;
  readonly outcome: AuditOutcome;
  readonly milliseconds?: Milliseconds;
}

export interface AuditLog {
  /** Writes one line and counts it. */
  record(entry: Entry): void;
  /** Counts what has no line of its own. */
  count(event: AuditEvent, outcome: AuditOutcome): void;
  /** Measures the stages of what will be recorded. */
  startWatch(): Stopwatch;
}

export interface AuditLogOptions {
  readonly log: Log;
  readonly clock: Monotonic;
  readonly count: (event: AuditEvent, outcome: AuditOutcome) => void;
}

/** What may stand in a line, for those who document and check it. */
export const auditFields = ['event', 'outcome', ...factNames, 'milliseconds'] as const;
export const auditEvents: readonly string[] = Object.keys(titles);
export const auditOutcomes: readonly string[] = [
  ...new Set([...Object.keys(slackOutcomes), ...Object.keys(apiOutcomes), ...furtherOutcomes]),
];

export function createAuditLog({ log, clock, count }: AuditLogOptions): AuditLog {
  return {
    record(entry) {
      const { event, outcome } = entry;
      const line: Record<string, unknown> = { event, outcome };
      for (const name of factNames) if (entry[name] !== undefined) line[name] = entry[name];
      if (entry.milliseconds) line.milliseconds = entry.milliseconds;
      const isDone = goals[event].includes(outcome);
      log[troubles.has(outcome) ? 'warn' : 'info'](line, isDone ? titles[event].done : titles[event].not);
      count(event, outcome);
    },
    count,
    startWatch: () => createStopwatch(clock),
  };
}
