// What people in Slack are told of each outcome.
import { commonNextSteps, whatHappened } from '../messages/outcomes.js';
import { describeRefusal, type Purpose, type RefusalTexts } from '../messages/refusal.js';
import { escapeText } from './mrkdwn.js';
import type { Refusal, SlackOutcome } from './outcomes.js';

const what: Readonly<Record<SlackOutcome, string>> = {
  ...whatHappened,
  cancelled: 'The request was cancelled.',
  expired: 'The time to approve is over.',
  already_decided: 'This card has been decided already.',
  stale_plan: 'The plan has changed since the card was drawn.',

  wrong_channel: 'You cannot ask for clones in this conversation.',
  not_in_channel: 'The bot is not in this channel.',
  slack_failed: 'Slack did not take the message.',

  not_our_workspace: 'Only people of this workspace can do this.',
  not_a_member: 'Guests, bots, and deactivated accounts cannot do this.',
  email_unconfirmed: 'Your Slack account has no confirmed e-mail address.',
  no_cognito_user: 'No Cognito user has your Slack e-mail address.',
  ambiguous_cognito_user:
    'More than one Cognito user has your Slack e-mail address, so the bot cannot tell which one is you.',
  cognito_user_unusable: 'Your Cognito user is disabled, unconfirmed, or its e-mail address is not verified.',
};

const next: Readonly<Record<SlackOutcome, string>> = {
  ...commonNextSteps,
  cancelled: 'Run the command again if the clone is still wanted.',
  expired: 'Run the command again for a new card.',
  already_decided: 'Look at the card and its thread for the result.',
  stale_plan: 'Read the redrawn card and decide again.',

  invalid_request:
    'Type `/cf-clone domain origin ref_dist`, for example `/cf-clone www.example.com new-origin.example.net E2ABCDEFGHIJKL`.',
  wrong_channel:
    'Run the command in a channel of your own workspace that the bot is in, so that the history stays in one place.',
  not_in_channel: 'Type `/invite @cf-clone` here, then run the command again.',
  slack_failed: 'Try again in a minute.',

  not_our_workspace: 'Ask an operator of this workspace.',
  not_a_member: 'Ask an operator who is a full member of this workspace.',
  email_unconfirmed: 'Confirm the address in your Slack account settings, then try again.',
  own_request: 'Ask another operator to approve.',

  certificate_gone: 'Read the redrawn card, or run the command again when there is a usable certificate.',
  unknown_result: 'Press Retry. It finds the distribution or creates it, and never creates a second one.',
  bot_failed: 'Look at the card and at CloudFront before you try again, and tell the people who run the bot.',
};

export const slackTexts: RefusalTexts<SlackOutcome> = {
  what,
  next,
  nextByDetail: {
    caller_reference_taken: 'Look at that distribution, then run the command again for a new card.',
    alias_moved: 'Look at that distribution. If you need another one, run the command again.',
  },
  nextForReaders: { bot_failed: 'Try again. If it fails again, tell the people who run the bot.' },
};

/** What happened, whether anything was created, and what to do next; mrkdwn. */
export function explainInSlack(refusal: Refusal, purpose: Purpose = 'create'): string {
  return escapeText(describeRefusal(refusal, slackTexts, purpose).paragraph);
}
