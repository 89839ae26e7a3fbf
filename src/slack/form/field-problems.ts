// Which field of the form a refusal is about, and how it is said there.
import { toPlainText } from '../../messages/plain-text.js';
import { describeRefusal } from '../../messages/refusal.js';
import { slackTexts } from '../messages.js';
import { escapeText } from '../mrkdwn.js';
import type { Refusal, SlackOutcome } from '../outcomes.js';
import type { FormField } from './form-fields.js';

/** `form`: no single field can be corrected. */
const fieldsByOutcome: Readonly<Record<SlackOutcome, FormField | 'form'>> = {
  reference_not_found: 'reference',
  index_incomplete: 'reference',
  reference_staging: 'reference',
  reference_tenant_only: 'reference',
  reference_unsupported: 'reference',
  shared_resource_gone: 'reference',
  invalid_tags: 'reference',
  origin_unsupported: 'origin',
  no_certificate: 'domain',
  certificate_gone: 'domain',
  alias_in_use: 'domain',
  alias_dns_conflict: 'domain',
  wrong_channel: 'channel',
  not_in_channel: 'channel',

  invalid_request: 'form',
  cloned: 'form',
  no_cognito_user: 'form',
  ambiguous_cognito_user: 'form',
  cognito_user_unusable: 'form',
  not_allowed: 'form',
  own_request: 'form',
  identity_unavailable: 'form',
  not_a_clone: 'form',
  undo_unsupported: 'form',
  undo_under_way: 'form',
  dns_leads_here: 'form',
  clone_changed: 'form',
  access_denied: 'form',
  quota_exceeded: 'form',
  rejected_by_aws: 'form',
  throttled: 'form',
  aws_unavailable: 'form',
  unknown_result: 'form',
  bot_failed: 'form',
  cancelled: 'form',
  expired: 'form',
  already_decided: 'form',
  stale_plan: 'form',
  slack_failed: 'form',
  not_our_workspace: 'form',
  not_a_member: 'form',
  email_unconfirmed: 'form',
};

export function findField({ outcome }: Refusal): FormField | undefined {
  const field = fieldsByOutcome[outcome];
  return field === 'form' ? undefined : field;
}

/** Slack shows the line under a field as plain text, so values stand in quotation marks. */
export function describeAtField(refusal: Refusal): string {
  const { what, next } = describeRefusal(refusal, slackTexts);
  return toPlainText(`${what} ${next}`);
}

/** Above the fields, for words that were not enough: the form itself is the next step. The result is mrkdwn. */
export function explainInForm(refusal: Refusal): string {
  return escapeText(describeRefusal(refusal, slackTexts).what);
}
