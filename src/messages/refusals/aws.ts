// What AWS answered, and what helps.
import type { AwsErrorKind, AwsRefusals, DirectoryRefusals } from '../../clone/refusals/aws.js';
import { quote } from '../../clone/visible-text.js';
import type { DetailText, DetailTexts } from './text.js';

/** The next step only where that of the outcome does not fit. */
const errorTexts: Readonly<Record<AwsErrorKind, DetailText>> = {
  no_such_distribution: { what: 'There is no such distribution in this account.' },
  certificate_not_accepted: {
    what: 'CloudFront does not accept the certificate for this domain.',
    next: 'Check in ACM (us-east-1) that the certificate is issued and in date and has its complete chain, then try again.',
  },
  target_missing: {
    what: 'A behavior or origin group names an origin that is not there.',
    next: 'Look at the reference’s behaviors and origin groups.',
  },
  origin_not_accepted: { what: 'CloudFront does not accept the origin.' },
  access_control_unfit: {
    what: 'An origin access control does not fit its host.',
    next: 'Look at the origin access controls of the reference.',
  },
  access_control_invalid: {
    what: 'An origin access control is not valid for its origin.',
    next: 'Look at the origin access controls of the reference.',
  },
  identity_and_access_control: {
    what: 'An origin has both an origin access identity and an origin access control.',
    next: 'Take one of them off the reference.',
  },
  identity_gone: { what: 'The origin access identity does not exist any more.' },
  web_acl_unusable: {
    what: 'The reference’s web ACL cannot be used for the clone.',
    next: 'Check that the web ACL exists and is not bound to a pricing plan of the reference.',
  },
  tags_refused: { what: 'AWS refused the tags.' },
  headers_for_bucket: {
    what: 'A behavior forwards headers that an S3 origin does not take.',
    next: 'Use a reference whose behaviors suit an S3 origin.',
  },
  realtime_log_foreign: {
    what: 'The real-time log configuration belongs to another AWS account.',
    next: 'Take it off the reference, or use one of this account.',
  },
  function_refused: { what: 'An edge function cannot be attached.' },
  lambda_refused: {
    what: 'A Lambda@Edge function cannot be attached.',
    next: 'Check that the version exists in us-east-1 and that the bot’s role may use it (lambda:GetFunction, lambda:EnableReplication*).',
  },
  account_unverified: {
    what: 'AWS has not verified this account for CloudFront yet.',
    next: 'Only AWS Support can do that. Open a case, then try again.',
  },
  log_bucket_closed: {
    what: 'CloudFront cannot write access logs to the reference’s log bucket.',
    next: 'Give the bot’s role s3:GetBucketAcl and s3:PutBucketAcl on the reference’s log bucket, and let the bucket take ACLs.',
  },
  vpc_origin_gone: {
    next: 'Check that the VPC origin exists. If it belongs to another account, that account has to share it with this one.',
  },
};

export const awsTexts: DetailTexts<AwsRefusals> = {
  aws_error: ({ error }) => errorTexts[error],
  aws_said: ({ service, code, message }) => ({
    also:
      message === undefined ? `${service} says ${quote(code)}.` : `${service} says ${quote(code)}: ${quote(message)}`,
  }),
  cloudfront_said: ({ message }) => ({ also: `CloudFront says ${quote(message)}` }),
  aws_message: ({ message }) => ({ also: message }),
  answer_unreadable: ({ service }) => ({ also: `${service}’s answer cannot be read.` }),
  answer_incomplete: () => ({ also: 'CloudFront’s answer is incomplete.' }),
  action_denied: ({ action }) => ({ next: `Give the bot’s role ${action}, then try again.` }),
  step_denied: ({ action }) => ({ next: `Give the bot’s role ${action}.` }),
  settings_unread: () => ({ what: 'AWS did not say what the reference has.' }),
};

export const directoryTexts: DetailTexts<DirectoryRefusals> = {
  address_unusable: () => ({ what: 'This e-mail address cannot be looked up in Cognito.' }),
  user_disabled: () => ({ what: 'Your Cognito user is disabled.' }),
  user_state: ({ state }) => ({ what: `Your Cognito user is in state ${quote(state)}.` }),
  address_unverified: () => ({ what: 'The e-mail address of your Cognito user is not verified.' }),
};
