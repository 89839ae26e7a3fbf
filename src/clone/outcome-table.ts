// What can become of a clone, one word each: its sentence, its next step, its HTTP status. Who asks by which door does not
// matter; what only programs can meet is in program-outcome.ts.

/** What is true of AWS after the outcome: nothing was made, something was, or nobody can tell yet. */
export type Created = 'nothing' | 'unknown' | 'yes';

export interface OutcomeText {
  /** HTTP status of the REST answer. */
  readonly status: number;
  /** What happened, as a sentence. */
  readonly what: string;
  /** What to do next, as a sentence. */
  readonly next: string;
  readonly created: Created;
}

const nothing = { created: 'nothing' } as const;

export const cloneOutcomes = {
  cloned: { status: 201, created: 'yes', what: 'The distribution was created.', next: 'Create the DNS record.' },
  cancelled: {
    status: 409,
    ...nothing,
    what: 'The request was cancelled.',
    next: 'Run the command again if it is still wanted.',
  },
  expired: {
    status: 409,
    ...nothing,
    what: 'The time to approve is over.',
    next: 'Run the command again for a fresh card.',
  },
  already_decided: {
    status: 409,
    ...nothing,
    what: 'This card has been decided already.',
    next: 'Look at the card and its thread for the result.',
  },
  stale_plan: {
    status: 409,
    ...nothing,
    what: 'The plan has changed since the card was drawn.',
    next: 'Read the redrawn card and decide again.',
  },

  invalid_request: {
    status: 400,
    ...nothing,
    what: 'The request could not be understood.',
    next: 'Type `/cf-clone domain origin ref_dist`, for example `/cf-clone www.example.com new-origin.example.net E2ABCDEFGHIJKL`.',
  },
  wrong_channel: {
    status: 403,
    ...nothing,
    what: 'Clones are not asked for in this conversation.',
    next: 'Run the command in a channel of your own workspace that the bot is in, so that the history stays in one place.',
  },
  not_in_channel: {
    status: 403,
    ...nothing,
    what: 'The bot is not in this channel.',
    next: 'Type `/invite @cf-clone` here, then run the command again.',
  },

  not_our_workspace: {
    status: 403,
    ...nothing,
    what: 'Only people of this workspace can do this.',
    next: 'Ask an operator of this workspace.',
  },
  not_a_member: {
    status: 403,
    ...nothing,
    what: 'Guests, bots and deactivated accounts cannot do this.',
    next: 'Ask an operator who is a full member of this workspace.',
  },
  email_unconfirmed: {
    status: 403,
    ...nothing,
    what: 'Your Slack account has no confirmed e-mail address.',
    next: 'Confirm the address in your Slack account settings, then try again.',
  },
  no_cognito_user: {
    status: 403,
    ...nothing,
    what: 'No Cognito user has your Slack e-mail address.',
    next: 'Ask an administrator of the Cognito user pool to add you.',
  },
  ambiguous_cognito_user: {
    status: 403,
    ...nothing,
    what: 'More than one Cognito user has your Slack e-mail address, so nobody can tell which is you.',
    next: 'Ask an administrator of the Cognito user pool to leave one of them.',
  },
  cognito_user_unusable: {
    status: 403,
    ...nothing,
    what: 'Your Cognito user is disabled, unconfirmed, or its e-mail address is not verified.',
    next: 'Ask an administrator of the Cognito user pool to put that right.',
  },
  not_allowed: {
    status: 403,
    ...nothing,
    what: 'You are not in a Cognito group that may do this.',
    next: 'Ask an administrator of the Cognito user pool to add you to the group.',
  },
  own_request: {
    status: 403,
    ...nothing,
    what: 'Your own request needs a second person to approve it.',
    next: 'Ask another operator to approve.',
  },
  identity_unavailable: {
    status: 503,
    ...nothing,
    what: 'Who you are could not be checked, so nothing was done.',
    next: 'Try again in a minute; if it stays so, tell the people who run the bot.',
  },

  reference_not_found: {
    status: 404,
    ...nothing,
    what: 'There is no such reference distribution in this account.',
    next: 'Check the ID: it is the first column of the CloudFront console.',
  },
  reference_staging: {
    status: 422,
    ...nothing,
    what: 'The reference is a staging distribution; those cannot carry an alias.',
    next: 'Use the primary distribution that it belongs to.',
  },
  reference_tenant_only: {
    status: 422,
    ...nothing,
    what: 'The reference is a multi-tenant distribution.',
    next: 'Create a distribution tenant on it instead: that is what it is made for.',
  },
  reference_unsupported: {
    status: 422,
    ...nothing,
    what: 'The reference cannot be cloned to one new origin.',
    next: 'Choose another reference.',
  },
  origin_unsupported: {
    status: 422,
    ...nothing,
    what: 'CloudFront cannot use this host as an origin.',
    next: 'Type another origin host.',
  },
  no_certificate: {
    status: 422,
    ...nothing,
    what: 'No usable certificate in ACM (us-east-1) covers the domain.',
    next: 'Request or import a certificate for the domain in us-east-1, then run the command again.',
  },
  certificate_gone: {
    status: 409,
    ...nothing,
    what: 'The certificate that was approved can no longer be used.',
    next: 'Read the redrawn card, or run the command again when a certificate is there.',
  },
  alias_in_use: {
    status: 409,
    ...nothing,
    what: 'The domain is an alias of another distribution already.',
    next: 'Remove the alias there, or move it (UpdateDomainAssociation), then run the command again.',
  },
  alias_dns_conflict: {
    status: 409,
    ...nothing,
    what: 'DNS for the domain points to another CloudFront distribution.',
    next: 'Point the DNS record elsewhere and wait for its old TTL, then try again.',
  },

  access_denied: {
    status: 502,
    ...nothing,
    what: 'AWS refused: the bot lacks a permission.',
    next: 'Give the bot’s role the permission that AWS names, then try again.',
  },
  quota_exceeded: {
    status: 409,
    ...nothing,
    what: 'A CloudFront quota is used up.',
    next: 'Delete what is not needed or ask AWS for a higher quota, then try again.',
  },
  shared_resource_gone: {
    status: 409,
    ...nothing,
    what: 'Something that the reference uses no longer exists.',
    next: 'Repair the reference, then run the command again.',
  },
  invalid_tags: {
    status: 422,
    ...nothing,
    what: 'AWS refused the tags.',
    next: 'Correct the tags of the reference, then run the command again.',
  },
  rejected_by_aws: {
    status: 422,
    ...nothing,
    what: 'AWS refused the new configuration.',
    next: 'Correct the reference or the request by what AWS says, then try again.',
  },
  throttled: {
    status: 503,
    ...nothing,
    what: 'AWS is answering too many calls of this account.',
    next: 'Try again in a minute.',
  },
  aws_unavailable: { status: 503, ...nothing, what: 'AWS did not answer.', next: 'Try again in a minute.' },
  unknown_result: {
    status: 502,
    created: 'unknown',
    what: 'AWS did not say whether the distribution was created.',
    next: 'Press Retry: it finds the distribution or creates it, never a second one.',
  },
  slack_failed: { status: 502, ...nothing, what: 'Slack did not take the message.', next: 'Try again in a minute.' },
  bot_failed: {
    status: 500,
    created: 'unknown',
    what: 'The bot failed.',
    next: 'Look at the card and at CloudFront before you try again, and tell the people who run the bot.',
  },
} as const satisfies Record<string, OutcomeText>;
