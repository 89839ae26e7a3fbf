// What AWS's error codes mean for a clone: an outcome with a sentence and a next step. Codes: CreateDistribution's error
// list in the CloudFront API reference; ACM's and Cognito's common errors.
import type { Redaction } from '../clone/header-values.js';
import { type CloneOutcome, type Refusal, refuse } from '../clone/outcome.js';
import { quote } from '../clone/visible-text.js';
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

/** Sentences for codes that deserve more than AWS's message; each with its next step where the outcome's does not fit. */
const explained: Record<string, { outcome: CloneOutcome; what: string; next?: string }> = {
  NoSuchDistribution: { outcome: 'reference_not_found', what: 'There is no such distribution in this account.' },
  InvalidViewerCertificate: {
    outcome: 'certificate_gone',
    what: 'CloudFront does not accept the certificate for this domain.',
    next: 'Check in ACM (us-east-1) that the certificate is issued and in date and has its complete chain, then try again.',
  },
  NoSuchOrigin: {
    outcome: 'rejected_by_aws',
    what: 'A behavior or origin group names an origin that is not there.',
    next: 'Look at the reference’s behaviors and origin groups.',
  },
  InvalidOrigin: { outcome: 'rejected_by_aws', what: 'CloudFront does not accept the origin.' },
  InvalidDomainNameForOriginAccessControl: {
    outcome: 'rejected_by_aws',
    what: 'An origin access control does not fit its host.',
    next: 'Look at the origin access controls of the reference.',
  },
  InvalidOriginAccessControl: {
    outcome: 'rejected_by_aws',
    what: 'An origin access control is not valid for its origin.',
    next: 'Look at the origin access controls of the reference.',
  },
  IllegalOriginAccessConfiguration: {
    outcome: 'rejected_by_aws',
    what: 'An origin has both an origin access identity and an origin access control.',
    next: 'Take one of them off the reference.',
  },
  InvalidOriginAccessIdentity: {
    outcome: 'shared_resource_gone',
    what: 'The origin access identity does not exist any more.',
  },
  InvalidWebACLId: {
    outcome: 'shared_resource_gone',
    what: 'The reference’s web ACL cannot be used for the clone.',
    next: 'Check that the web ACL exists and is not bound to a pricing plan of the reference.',
  },
  InvalidTagging: { outcome: 'invalid_tags', what: 'AWS refused the tags.' },
  InvalidHeadersForS3Origin: {
    outcome: 'rejected_by_aws',
    what: 'A behavior forwards headers that an S3 origin does not take.',
    next: 'Use a reference whose behaviors suit an S3 origin.',
  },
  RealtimeLogConfigOwnerMismatch: {
    outcome: 'rejected_by_aws',
    what: 'The real-time log configuration belongs to another AWS account.',
    next: 'Take it off the reference, or use one of this account.',
  },
  InvalidFunctionAssociation: { outcome: 'rejected_by_aws', what: 'An edge function cannot be attached.' },
  InvalidLambdaFunctionAssociation: {
    outcome: 'rejected_by_aws',
    what: 'A Lambda@Edge function cannot be attached.',
    next: 'Check that the version exists in us-east-1 and that the bot’s role may use it (lambda:GetFunction, lambda:EnableReplication*).',
  },
};

/** A call that sends no secret has none in its errors. */
const showAll: Redaction = { message: (text) => text, word: (text) => text };

/** The call that was made: whose answer it is, and which IAM actions it needs. */
export interface AwsCall {
  readonly service: string;
  readonly action: string;
}

/** Messages that mean something else than their code says. Each with the step that helps. */
const explainedMessages: readonly {
  readonly message: RegExp;
  readonly outcome: CloneOutcome;
  readonly what?: string;
  readonly next: string;
}[] = [
  {
    // CreateDistribution answers AccessDenied with this, which is no missing permission.
    message: /account must be verified/i,
    outcome: 'rejected_by_aws',
    what: 'AWS has not verified this account for CloudFront yet.',
    next: 'Only AWS Support can do that. Open a case, then try again.',
  },
  {
    // AccessDenied for the bucket's ACL, or InvalidArgument where its owner is enforced (Developer Guide, "Standard
    // logging (legacy)").
    message: /CloudFront logs|does not enable ACL|s3:\w+BucketAcl/i,
    outcome: 'access_denied',
    what: 'CloudFront cannot write access logs to the reference’s log bucket.',
    next: 'Give the bot’s role s3:GetBucketAcl and s3:PutBucketAcl on the reference’s log bucket, and let the bucket take ACLs.',
  },
  {
    message: /vpc origin does not exist/i,
    outcome: 'shared_resource_gone',
    next: 'Check that the VPC origin exists. If it belongs to another account, that account has to share it with this one.',
  },
];

/** A refusal for whatever AWS or the way to AWS answered; unknown codes show AWS's own message. */
export function explainAwsError(error: unknown, { service, action }: AwsCall, redaction = showAll): Refusal {
  const { code, message, status, requestId } = readAwsError(error);
  const aws = requestId ? { awsRequestId: requestId } : {};
  // The SDK could not read what it was sent; its message about that helps nobody and could repeat a part of it.
  if (isSuccess(status)) return refuse('aws_unavailable', { also: `${service}’s answer cannot be read.`, ...aws });
  const shownCode = quote(redaction.word(code));
  const said =
    message && message !== code && message !== 'UnknownError'
      ? `${service} says ${shownCode}: ${quote(redaction.message(message))}`
      : `${service} says ${shownCode}.`;
  const byMessage = explainedMessages.find((one) => one.message.test(message));
  if (byMessage && status !== undefined && status < 500) {
    const { outcome, what, next } = byMessage;
    return refuse(outcome, { ...(what ? { what } : {}), also: said, next, ...aws });
  }
  const known = explained[code];
  if (known)
    return refuse(known.outcome, { what: known.what, also: said, ...(known.next ? { next: known.next } : {}), ...aws });
  if (throttles.has(code)) return refuse('throttled', { also: said, ...aws });
  if (denials.has(code)) {
    // AWS's message may name another action than that of the call, or none at all.
    const named = /to perform: ([a-z0-9-]+:[A-Za-z]+\*?)/.exec(message)?.[1];
    return refuse('access_denied', {
      also: said,
      ...(isPermission(code)
        ? { next: `Give the bot’s role ${named ? redaction.word(named) : action}, then try again.` }
        : {}),
      ...aws,
    });
  }
  if (/^TooMany|LimitExceeded$/.test(code)) return refuse('quota_exceeded', { also: said, ...aws });
  if (/^NoSuch|DoesNotExist$|^EntityNotFound$/.test(code))
    return refuse('shared_resource_gone', { also: said, ...aws });
  if (status === undefined || status >= 500) return refuse('aws_unavailable', { also: said, ...aws });
  return refuse('rejected_by_aws', { also: said, ...aws });
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
