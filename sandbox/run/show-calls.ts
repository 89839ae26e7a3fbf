// What the bot asked of the two fakes, newest first, in one list.
import type { Call } from '../fakes/aws/calls.js';
import type { FakeAws } from '../fakes/aws/server.js';
import type { CallRecord } from '../fakes/slack/calls.js';
import type { FakeSlack } from '../fakes/slack/server.js';
import type { CallView } from './views.js';

const maxCalls = 60;

const services = {
  cloudfront: 'CloudFront',
  acm: 'ACM',
  'cognito-idp': 'Cognito',
  tagging: 'Tagging',
  logs: 'Logs',
  shield: 'Shield',
  pricingplanmanager: 'Pricing plans',
} as const;

export function showCalls(aws: FakeAws, slack: FakeSlack): CallView[] {
  const asked = [
    ...aws.calls.list().slice(-maxCalls).map(showAwsCall),
    ...slack.calls.all().slice(-maxCalls).map(showSlackCall),
  ];
  return asked.sort((one, other) => other.at.localeCompare(one.at)).slice(0, maxCalls);
}

function showAwsCall({ at, service, operation, status, ms }: Call): CallView {
  return {
    at,
    to: services[service],
    operation,
    answer: status === 0 ? 'answer lost' : String(status),
    isRefused: status === 0 || status >= 400,
    ms,
  };
}

function showSlackCall({ at, method, ok, error, fault, ms }: CallRecord): CallView {
  const answer = ok ? 'ok' : (error ?? 'refused');
  return {
    at,
    to: 'Slack',
    operation: method,
    answer: fault !== undefined && fault !== answer ? `${answer} (${fault})` : answer,
    isRefused: !ok || fault !== undefined,
    ms: Math.round(ms),
  };
}
