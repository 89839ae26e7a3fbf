// The outcomes that people in Slack can meet: those of the core, and those of channels, cards, and Slack accounts.
import { type Refusal as AnyRefusal, type Created, cloneOutcomes, createRefuse } from '../clone/outcome.js';

export const slackOutcomes = {
  ...cloneOutcomes,
  cancelled: 'nothing',
  expired: 'nothing',
  already_decided: 'nothing',
  stale_plan: 'nothing',

  wrong_channel: 'nothing',
  not_in_channel: 'nothing',
  slack_failed: 'nothing',

  not_our_workspace: 'nothing',
  not_a_member: 'nothing',
  email_unconfirmed: 'nothing',
} as const satisfies Record<string, Created>;

export type SlackOutcome = keyof typeof slackOutcomes;
export type Refusal = AnyRefusal<SlackOutcome>;

export const refuse = createRefuse<SlackOutcome>(slackOutcomes);
