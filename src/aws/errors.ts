// What AWS's error codes mean for a clone: an outcome with the facts of the case. Codes: CreateDistribution's error
// list in the CloudFront API reference; ACM's and Cognito's common errors.
import type { Redaction } from '../clone/header-values.js';
import { type CloneOutcome, type Refusal, refuse } from '../clone/outcome.js';
import type { AwsErrorKind } from '../clone/refusals/aws.js';
import type { RefusalDetail } from '../clone/refusals/detail.js';
import { tunnelErrorCode } from '../network/proxy.js';

interface AwsError {
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
}

/** The parts of an SDK or socket error that matter; the only place where a foreign error is looked into. */
export function readAwsError(error: unknown): AwsError {
  const fields: Map<string, unknown> = new Map(error instanceof Error ? Object.entries(error) : []);
  const metadata = fields.get('$metadata');
  const meta: Map<string, unknown> = new Map(
    typeof metadata === 'object' && metadata !== null ? Object.entries(metadata) : [],
  );
  const status = meta.get('httpStatusCode');
  const requestId = meta.get('requestId');
  const socketCode = fields.get('code');
  const name = error instanceof Error ? error.name : 'Error';
  return {
    code: status === undefined && typeof socketCode === 'string' ? socketCode : name,
    message: error instanceof Error ? error.message : String(error),
    status: typeof status === 'number' ? status : undefined,
    requestId: typeof requestId === 'string' ? requestId : undefined,
  };
}

const throttles = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
  'RequestThrottled',
  'RequestThrottledException',
]);
const denials = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'NotAuthorizedException',
  'UnauthorizedOperation',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'ExpiredToken',
  'ExpiredTokenException',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'CredentialsProviderError',
]);
/** Nothing reached AWS, so nothing can have happened there. */
const unsent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  tunnelErrorCode,
  'CredentialsProviderError',
]);

/** Codes that deserve more than AWS's message. */
const explained: Record<string, { readonly outcome: CloneOutcome; readonly error: AwsErrorKind }> = {
  NoSuchDistribution: { outcome: 'reference_not_found', error: 'no_such_distribution' },
  InvalidViewerCertificate: { outcome: 'certificate_gone', error: 'certificate_not_accepted' },
  NoSuchOrigin: { outcome: 'rejected_by_aws', error: 'target_missing' },
  InvalidOrigin: { outcome: 'rejected_by_aws', error: 'origin_not_accepted' },
  InvalidDomainNameForOriginAccessControl: { outcome: 'rejected_by_aws', error: 'access_control_unfit' },
  InvalidOriginAccessControl: { outcome: 'rejected_by_aws', error: 'access_control_invalid' },
  IllegalOriginAccessConfiguration: { outcome: 'rejected_by_aws', error: 'identity_and_access_control' },
  InvalidOriginAccessIdentity: { outcome: 'shared_resource_gone', error: 'identity_gone' },
  InvalidWebACLId: { outcome: 'shared_resource_gone', error: 'web_acl_unusable' },
  InvalidTagging: { outcome: 'invalid_tags', error: 'tags_refused' },
  InvalidHeadersForS3Origin: { outcome: 'rejected_by_aws', error: 'headers_for_bucket' },
  RealtimeLogConfigOwnerMismatch: { outcome: 'rejected_by_aws', error: 'realtime_log_foreign' },
  InvalidFunctionAssociation: { outcome: 'rejected_by_aws', error: 'function_refused' },
  InvalidLambdaFunctionAssociation: { outcome: 'rejected_by_aws', error: 'lambda_refused' },
};

/** A call that sends no secret has none in its errors. */
const showAll: Redaction = { message: (text) => text, word: (text) => text };

/** The call that was made: whose answer it is, and which IAM actions it needs. */
export interface AwsCall {
  readonly service: string;
  readonly action: string;
}

/** Messages that mean something else than their code says. */
const explainedMessages: readonly {
  readonly message: RegExp;
  readonly outcome: CloneOutcome;
  readonly error: AwsErrorKind;
}[] = [
  // CreateDistribution answers AccessDenied with this, which is no missing permission.
  { message: /account must be verified/i, outcome: 'rejected_by_aws', error: 'account_unverified' },
  {
    // AccessDenied for the bucket's ACL, or InvalidArgument where its owner is enforced (Developer Guide, "Standard
    // logging (legacy)").
    message: /CloudFront logs|does not enable ACL|s3:\w+BucketAcl/i,
    outcome: 'access_denied',
    error: 'log_bucket_closed',
  },
  { message: /vpc origin does not exist/i, outcome: 'shared_resource_gone', error: 'vpc_origin_gone' },
];

/** A refusal for whatever AWS or the way to AWS answered; unknown codes show AWS's own message. */
export function explainAwsError(error: unknown, { service, action }: AwsCall, redaction = showAll): Refusal {
  const { code, message, status, requestId } = readAwsError(error);
  const aws = requestId ? { awsRequestId: requestId } : {};
  // The SDK could not read what it was sent; its message about that helps nobody and could repeat a part of it.
  if (isSuccess(status)) {
    return refuse('aws_unavailable', { details: [{ kind: 'answer_unreadable', facts: { service } }], ...aws });
  }
  const hasMessage = message !== '' && message !== code && message !== 'UnknownError';
  const said: RefusalDetail = {
    kind: 'aws_said',
    facts: { service, code: redaction.word(code), message: hasMessage ? redaction.message(message) : undefined },
  };
  const refuseAs = (outcome: CloneOutcome, ...details: readonly RefusalDetail[]) =>
    refuse(outcome, { details: [...details, said], ...aws });
  const byMessage = explainedMessages.find((one) => one.message.test(message));
  const known = byMessage && status !== undefined && status < 500 ? byMessage : explained[code];
  if (known) return refuseAs(known.outcome, { kind: 'aws_error', facts: { error: known.error } });
  if (throttles.has(code)) return refuseAs('throttled');
  if (denials.has(code)) {
    if (!isPermission(code)) return refuseAs('access_denied');
    // AWS's message may name another action than that of the call, or none at all.
    const named = /to perform: ([a-z0-9-]+:[A-Za-z]+\*?)/.exec(message)?.[1];
    return refuseAs('access_denied', {
      kind: 'action_denied',
      facts: { action: named ? redaction.word(named) : action },
    });
  }
  if (/^TooMany|LimitExceeded$/.test(code)) return refuseAs('quota_exceeded');
  if (/^NoSuch|DoesNotExist$|^EntityNotFound$/.test(code)) return refuseAs('shared_resource_gone');
  return refuseAs(status === undefined || status >= 500 ? 'aws_unavailable' : 'rejected_by_aws');
}

/** Whether the role may not make the call. */
export function isDenied(error: unknown): boolean {
  return isPermission(readAwsError(error).code);
}

function isPermission(code: string): boolean {
  return /^AccessDenied|^UnauthorizedOperation$|^NotAuthorized/.test(code);
}

export type AwsFailure = 'throttled' | 'unavailable' | 'error';

/** What kind of failure it was, for the figures: too many calls, no answer or AWS's own fault, or a plain "no". */
export function classifyAwsError(error: unknown): AwsFailure {
  const { code, status } = readAwsError(error);
  if (throttles.has(code)) return 'throttled';
  return status === undefined || status >= 500 || isSuccess(status) ? 'unavailable' : 'error';
}

/** Whether a failed write may have been carried out all the same: no answer, one that cannot be read, or AWS's fault. */
export function isAmbiguous(error: unknown): boolean {
  const { code, status } = readAwsError(error);
  if (unsent.has(code) || throttles.has(code)) return false;
  return status === undefined || status >= 500 || isSuccess(status);
}

/** AWS took the call, and yet there is an error: its answer broke off, or is not what the SDK expects. */
function isSuccess(status: number | undefined): boolean {
  return status !== undefined && status < 400;
}
