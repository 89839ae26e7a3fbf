// What people in Slack and API clients are told alike: what happened, and next steps that fit both. What depends on the
// caller is in slack/messages.ts and http/problems.ts.
import type { CloneOutcome } from '../clone/outcome.js';

/** What happened, as a sentence. */
export const whatHappened: Readonly<Record<CloneOutcome, string>> = {
  cloned: 'The distribution was created.',

  invalid_request: 'The request could not be understood.',
  no_cognito_user: 'No Cognito user has this e-mail address.',
  ambiguous_cognito_user: 'More than one Cognito user has this e-mail address.',
  cognito_user_unusable: 'The Cognito user is disabled, unconfirmed, or its e-mail address is not verified.',
  not_allowed: 'You are not in a Cognito group that may do this.',
  own_request: 'A second person has to approve your request.',
  identity_unavailable: 'The bot could not check who you are.',

  reference_not_found: 'There is no such reference distribution in this account.',
  index_incomplete: 'The distributions of this account are still being read.',
  reference_staging: 'The reference is a staging distribution. A staging distribution cannot have an alias.',
  reference_tenant_only: 'The reference is a multi-tenant distribution.',
  reference_unsupported: 'The reference cannot be cloned to one new origin.',
  origin_unsupported: 'CloudFront cannot use this host as an origin.',
  no_certificate: 'No usable certificate in ACM (us-east-1) covers the domain.',
  certificate_gone: 'The certificate that was approved can no longer be used.',
  alias_in_use: 'The domain is already an alias of another distribution.',
  alias_dns_conflict: 'DNS for the domain points to another CloudFront distribution.',

  not_a_clone: 'This distribution was not created by this bot.',
  undo_unsupported: 'This clone cannot be undone.',
  undo_under_way: 'This clone is being undone already.',
  dns_leads_here: 'DNS leads to this clone.',
  clone_changed: 'The clone was changed since it was shown.',

  access_denied: 'AWS refused: the bot lacks a permission.',
  quota_exceeded: 'A CloudFront quota is used up.',
  shared_resource_gone: 'Something that the reference uses no longer exists.',
  invalid_tags: 'AWS refused the tags.',
  rejected_by_aws: 'AWS refused the new configuration.',
  throttled: 'This account sends AWS too many calls at the moment.',
  aws_unavailable: 'AWS did not answer.',
  unknown_result: 'AWS did not say whether the distribution was created.',
  bot_failed: 'The bot failed.',
};

/** What to do next, as a sentence, wherever this is the same for everybody. */
export const commonNextSteps = {
  cloned: 'Create the DNS record.',

  no_cognito_user: 'Ask an administrator of the Cognito user pool to add you.',
  ambiguous_cognito_user: 'Ask an administrator of the Cognito user pool to remove all but one of these users.',
  cognito_user_unusable: 'Ask an administrator of the Cognito user pool to correct this.',
  not_allowed: 'Ask an administrator of the Cognito user pool to add you to the group.',
  identity_unavailable: 'Try again in a minute. If it fails again, tell the people who run the bot.',

  reference_not_found: 'Check the ID. The CloudFront console shows it in the first column.',
  index_incomplete: 'Give the ID of the distribution, or try again in a minute.',
  reference_staging: 'Use the primary distribution that it belongs to.',
  reference_tenant_only: 'Create a distribution tenant on it instead.',
  reference_unsupported: 'Choose another reference.',
  origin_unsupported: 'Choose another origin host.',
  no_certificate: 'Request or import a certificate for the domain in us-east-1, then try again.',
  alias_in_use: 'Remove the alias there, then try again.',
  alias_dns_conflict: 'Point the DNS record elsewhere and wait until its old TTL is over, then try again.',

  not_a_clone: 'Delete it in CloudFront if it is not needed.',
  undo_unsupported: 'Delete it in CloudFront.',
  undo_under_way: 'Follow that undo, or restore the clone there.',
  dns_leads_here: 'Point the DNS record elsewhere, wait until its old TTL is over, then try again.',
  clone_changed: 'Look at it again, then try again.',

  access_denied: 'Give the bot’s role the permission that AWS names, then try again.',
  quota_exceeded: 'Delete what is not needed or ask AWS for a higher quota, then try again.',
  shared_resource_gone: 'Repair the reference, then try again.',
  invalid_tags: 'Correct the tags of the reference, then try again.',
  rejected_by_aws: 'Correct the reference or the request as AWS says, then try again.',
  throttled: 'Try again in a minute.',
  aws_unavailable: 'Try again in a minute.',
} as const satisfies Partial<Record<CloneOutcome, string>>;
