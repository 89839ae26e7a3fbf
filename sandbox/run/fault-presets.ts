// Faults of Slack and AWS that can be switched on by name: what each does to the fakes, and what a person should see.
import type { Fault as AwsFault } from '../fakes/aws/faults.js';
import type { FakeAws } from '../fakes/aws/server.js';
import type { OriginState } from '../fakes/edge/origins.js';
import type { FakeEdge } from '../fakes/edge/server.js';
import type { Fault as SlackFault } from '../fakes/slack/faults.js';
import type { FakeSlack } from '../fakes/slack/server.js';
import type { FaultView } from './views.js';

interface FaultPreset {
  readonly title: string;
  readonly sentence: string;
  readonly kind: 'toggle' | 'once';
  readonly aws?: AwsFault;
  readonly slack?: SlackFault;
  /** What every custom origin is like. */
  readonly origins?: OriginState;
  /** Added to every call of AWS. */
  readonly awsLatencyMs?: number;
  readonly refusedBlocks?: readonly string[];
  /** Slack counts calls and refuses those over its limits. */
  readonly isMetered?: true;
}

const slowMs = 2_500;

export const faultPresets: Readonly<Record<string, FaultPreset>> = {
  'slow-aws': {
    title: 'Slow AWS',
    sentence: `Every AWS call takes ${slowMs / 1000} s longer. The command is still acknowledged at once; after two seconds the person reads “Planning…”, and the card comes later.`,
    kind: 'toggle',
    awsLatencyMs: slowMs,
  },
  throttled: {
    title: 'Throttled',
    sentence: 'AWS answers “rate exceeded” to everything. The bot tries again, then says so; nothing is created.',
    kind: 'toggle',
    aws: { operation: '*', kind: 'throttle', times: 'always' },
  },
  'lost-create': {
    title: 'Lost answer after create',
    sentence: 'The next create is done, but its answer never arrives. The bot asks again and finds its own: one clone.',
    kind: 'once',
    aws: { operation: 'CreateDistributionWithTags', kind: 'lost-after', times: 1 },
  },
  'slow-create': {
    title: 'Slow create',
    sentence: 'The next create takes 8 s: time to kill the bot between create and report.',
    kind: 'once',
    aws: { operation: 'CreateDistributionWithTags', kind: 'slow', times: 1, delayMs: 8_000 },
  },
  'cloudfront-503': {
    title: 'CloudFront 503',
    sentence: 'Every create is answered 503. The card says that it is not finished and offers Retry.',
    kind: 'toggle',
    aws: { operation: 'CreateDistributionWithTags', kind: 'unavailable', times: 'always' },
  },
  'access-denied': {
    title: 'Access denied',
    sentence: 'The bot’s role may not create. The card says which permission it lacks and offers Retry.',
    kind: 'toggle',
    aws: { operation: 'CreateDistributionWithTags', kind: 'refuse', times: 'always' },
  },
  'cognito-down': {
    title: 'Cognito does not answer',
    sentence: 'Nobody can be checked, so everybody is refused, operators too.',
    kind: 'toggle',
    aws: { operation: 'ListUsers', kind: 'unavailable', times: 'always' },
  },
  'origin-certificate': {
    title: 'Origins with a wrong certificate',
    sentence: 'Custom origins show a certificate for another name. CloudFront answers 502, and the thread says why.',
    kind: 'toggle',
    origins: { certificateNames: ['other.example.net'] },
  },
  'origin-redirect': {
    title: 'Origins that redirect',
    sentence:
      'Custom origins send viewers to the name that they know. The thread says that the Host header is the cause.',
    kind: 'toggle',
    origins: { canonicalHost: 'old.example.net' },
  },
  'slack-429': {
    title: 'Slack 429',
    sentence: 'The next three Slack calls are answered “too many requests, wait 2 s”. The card is late, never doubled.',
    kind: 'once',
    slack: { method: '*', kind: 'rate-limited', times: 3, retryAfter: 2 },
  },
  metered: {
    title: 'Slack’s rate limits',
    sentence:
      'Slack counts: 20, 50 or 100 calls a minute by method, and one post a second in a channel. More is answered 429.',
    kind: 'toggle',
    isMetered: true,
  },
  'lost-post': {
    title: 'Lost answer after post',
    sentence: 'The next post reaches the channel, but Slack’s answer is lost. The bot looks before it posts again.',
    kind: 'once',
    slack: { method: 'chat.postMessage', kind: 'lost-after', times: 1 },
  },
  'slack-slow': {
    title: 'Slow Slack',
    sentence: 'Every Slack call takes 2 s longer.',
    kind: 'toggle',
    slack: { method: '*', kind: 'slow', times: 'always', delayMs: 2_000 },
  },
  'old-blocks': {
    title: 'Workspace without the new blocks',
    sentence: 'Alert, container, plan and table are refused as invalid_blocks. The card is drawn with plain sections.',
    kind: 'toggle',
    refusedBlocks: ['alert', 'container', 'plan', 'table', 'task_card'],
  },
};

/** Everything in which something can go wrong. */
export interface Fakes {
  readonly aws: FakeAws;
  readonly slack: FakeSlack;
  readonly edge: FakeEdge;
}

export function setFault(name: string, isOn: boolean, { aws, slack, edge }: Fakes): boolean {
  const preset = faultPresets[name];
  if (!preset) return false;
  if (preset.awsLatencyMs !== undefined) aws.faults.latencyMs = isOn ? preset.awsLatencyMs : 0;
  if (preset.refusedBlocks) slack.settings.refusedBlocks = isOn ? [...preset.refusedBlocks] : [];
  if (preset.isMetered) slack.settings.isMetered = isOn;
  if (preset.origins) edge.origins.everywhere = isOn ? preset.origins : {};
  const { aws: awsFault, slack: slackFault } = preset;
  if (awsFault) {
    const others = aws.faults.list().filter((fault) => !isSameAws(fault, awsFault));
    // What names an operation comes before what means all of them: the first that fits is taken.
    const all = isOn ? [...others, awsFault] : others;
    aws.faults.set(all.toSorted((one, other) => Number(one.operation === '*') - Number(other.operation === '*')));
  }
  if (slackFault) {
    const others = slack.faults.pending().filter((fault) => !isSameSlack(fault, slackFault));
    slack.faults.clear();
    slack.faults.add(...others, ...(isOn ? [slackFault] : []));
  }
  return true;
}

export function showFaults(fakes: Fakes): FaultView[] {
  return Object.entries(faultPresets).map(([name, preset]) => ({
    name,
    title: preset.title,
    sentence: preset.sentence,
    side: preset.slack || preset.refusedBlocks || preset.isMetered ? 'Slack' : 'AWS',
    kind: preset.kind,
    isOn: isOn(preset, fakes),
  }));
}

function isOn(preset: FaultPreset, { aws, slack, edge }: Fakes): boolean {
  if (preset.origins) return edge.origins.everywhere === preset.origins;
  const { aws: awsFault, slack: slackFault } = preset;
  if (awsFault) return aws.faults.list().some((fault) => isSameAws(fault, awsFault));
  if (slackFault) return slack.faults.pending().some((fault) => isSameSlack(fault, slackFault));
  if (preset.refusedBlocks) return slack.settings.refusedBlocks.length > 0;
  if (preset.isMetered) return slack.settings.isMetered;
  return aws.faults.latencyMs > 0;
}

function isSameAws(one: AwsFault, other: AwsFault): boolean {
  return one.operation === other.operation && one.kind === other.kind;
}

function isSameSlack(one: SlackFault, other: SlackFault): boolean {
  return one.method === other.method && one.kind === other.kind;
}
