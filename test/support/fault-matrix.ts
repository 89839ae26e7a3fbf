// The calls to the outside that the fault matrix goes through, and what its rows look at.
import { channel, type Program, people, readThread, stateOf } from './program.js';

export const aws = [
  'GetDistribution',
  'ListCertificates',
  'ListTagsForResource',
  'ListDomainConflicts',
  'ListUsers',
  'AdminListGroupsForUser',
  'CreateDistributionWithTags',
] as const;
export const slack = ['users.info', 'conversations.replies', 'chat.update', 'chat.postMessage'] as const;
export type Call = (typeof aws)[number] | (typeof slack)[number];
export type Kind = 'lost-before' | 'lost-after' | 'throttled' | 'slow' | 'refused';

export const isAws = (call: Call): boolean => aws.some((name) => name === call);

export function arrange(program: Program, call: Call, kind: Kind): void {
  const times = kind === 'refused' ? ('always' as const) : 1;
  const delay = kind === 'slow' ? { delayMs: 700 } : {};
  if (isAws(call)) {
    const kinds = { throttled: 'throttle', refused: 'refuse' } as const;
    const named = kind === 'throttled' || kind === 'refused' ? kinds[kind] : kind;
    program.aws.faults.set([{ operation: call, kind: named, times, ...delay }]);
    return;
  }
  const kinds = { throttled: 'rate-limited', refused: 'error' } as const;
  const named = kind === 'throttled' || kind === 'refused' ? kinds[kind] : kind;
  program.slack.faults.add({ method: call, kind: named, times, retryAfter: 1, error: 'fatal_error', ...delay });
}

export const state = (program: Program, ts: string, place = channel) =>
  stateOf(program.slack.store.find(place, ts) ?? {});
export const results = (program: Program, ts: string, place = channel) =>
  readThread(program, ts, place).filter((text) => text.startsWith('Created '));
export const approve = (program: Program, ts: string, place = channel) =>
  program.slack.click({ user: people.bo, channel: place, ts, action_id: 'cf_clone_approve' });
export const isDone = (program: Program, ts: string, place = channel) =>
  ['cloned', 'deployed'].includes(String(state(program, ts, place)));

/** Lists that lag behind creates, and CloudFront checking the alias first; reads of Slack that lag. */
export function lag(program: Program): void {
  Object.assign(program.aws.store, { listLagSeconds: 6, isAliasCheckedFirst: true });
  Object.assign(program.slack.settings, { readLagMs: 1_500 });
}
