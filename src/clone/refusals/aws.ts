// What AWS answered. Its messages are redacted before they become facts: they may repeat the value of an origin header.
import type { NoFacts } from '../warnings/found-warning.js';

/** Errors that deserve more than AWS's own message. */
export type AwsErrorKind =
  | 'no_such_distribution'
  | 'certificate_not_accepted'
  | 'target_missing'
  | 'origin_not_accepted'
  | 'access_control_unfit'
  | 'access_control_invalid'
  | 'identity_and_access_control'
  | 'identity_gone'
  | 'web_acl_unusable'
  | 'tags_refused'
  | 'headers_for_bucket'
  | 'realtime_log_foreign'
  | 'function_refused'
  | 'lambda_refused'
  | 'account_unverified'
  | 'log_bucket_closed'
  | 'vpc_origin_gone';

export interface AwsRefusals {
  aws_error: { readonly error: AwsErrorKind };
  /** `message`: undefined where AWS gave none besides the code. */
  aws_said: { readonly service: string; readonly code: string; readonly message: string | undefined };
  cloudfront_said: { readonly message: string };
  /** AWS's message alone. */
  aws_message: { readonly message: string };
  answer_unreadable: { readonly service: string };
  answer_incomplete: NoFacts;
  /** The IAM action that the bot's role may not use. */
  action_denied: { readonly action: string };
  /** The same where nobody waits: the clone is there already. */
  step_denied: { readonly action: string };
  settings_unread: NoFacts;
}

/** Users of the user pool who cannot be used. */
export interface DirectoryRefusals {
  address_unusable: NoFacts;
  user_disabled: NoFacts;
  user_state: { readonly state: string };
  address_unverified: NoFacts;
}
