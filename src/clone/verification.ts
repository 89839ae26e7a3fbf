// Compares what a viewer gets from the clone with what the reference gives, and names the likely cause of each difference.
// It holds codes and facts; the sentences are in src/messages/verification.ts.
import { coversName } from './certificate.js';
import type { ServerCertificate } from './origin-facts.js';
import type { NamedHeader, ShownHeader, SiteAnswer, SiteFailureReason, SiteResponse } from './site-answer.js';
import type { VerifiedOrigin } from './verified-origin.js';

export interface VerificationInput {
  /** What the clone was asked for, as server name and Host. */
  readonly host: string;
  readonly clone: SiteAnswer;
  readonly reference: { readonly host: string; readonly answer: SiteAnswer };
  /** Undefined if the clone's configuration could not be read. */
  readonly origin: VerifiedOrigin | undefined;
  readonly now: Date;
}

/** Problems of the certificate that viewers are shown. */
type CertificateFinding =
  | { readonly code: 'certificate_wrong_name'; readonly names: readonly string[] }
  | { readonly code: 'certificate_out_of_date'; readonly validFrom: Date; readonly validTo: Date }
  | { readonly code: 'certificate_untrusted' };

/** Likely causes of an answer that is no success. `referenceToo`: the reference answers the same. */
type StatusFinding = {
  readonly status: number;
  readonly origin: VerifiedOrigin | undefined;
  readonly referenceToo: boolean;
} & (
  | {
      readonly code: /** S3 answers 403: its bucket policy does not name the clone, or there is no such object. */
        | 'bucket_denies'
        | 'origin_denies'
        /** CloudFront itself answers 403. */
        | 'edge_denies'
        | 'unauthorized'
        | 'not_found'
        /** CloudFront answers 502: it cannot agree with the origin on TLS, or finds no host. */
        | 'origin_unusable'
        | 'origin_silent'
        | 'service_unavailable'
        | 'server_error'
        | 'client_error'
        | 'redirect_loop'
        /** The origin answered with an error, and a custom error response hides it. */
        | 'error_page';
    }
  | {
      readonly code: 'redirect_elsewhere';
      readonly to: string;
      readonly whose: 'origin' | 'reference' | 'other';
    }
);

/** What is only different. */
type Difference =
  | { readonly code: 'same_as_reference'; readonly status: number }
  | { readonly code: 'reference_unavailable'; readonly reason: SiteFailureReason }
  | { readonly code: 'status_differs'; readonly clone: number; readonly reference: number }
  | { readonly code: 'content_type_differs' }
  | { readonly code: 'caching_differs' }
  | { readonly code: 'security_headers_missing'; readonly names: readonly string[] }
  | { readonly code: 'security_headers_differ'; readonly names: readonly string[] };

export type Finding =
  | { readonly code: 'unreachable'; readonly reason: SiteFailureReason }
  | CertificateFinding
  | StatusFinding
  | Difference;

export interface Verification {
  /** The clone answers viewers as it should. Mere differences do not stand against it. */
  readonly isPassed: boolean;
  readonly findings: readonly Finding[];
}

/** Compares two answers to the same path. */
export function verify(input: VerificationInput): Verification {
  const { clone, host, now } = input;
  if (clone.kind === 'failure') {
    return { isPassed: false, findings: [{ code: 'unreachable', reason: clone.reason }] };
  }
  const problems: Finding[] = [...judgeCertificate(clone.certificate, host, now)];
  const status = judgeStatus(clone, input);
  const isSame = status !== undefined && isUsual(status);
  if (status && !isSame) problems.push(status);
  const differences = isSame ? sameAsReference(clone) : compare(clone, input.reference.answer, status !== undefined);
  return { isPassed: problems.length === 0, findings: [...problems, ...differences] };
}

function judgeCertificate(shown: ServerCertificate | undefined, host: string, now: Date): CertificateFinding[] {
  if (!shown) return [{ code: 'certificate_untrusted' }];
  const { names, validFrom, validTo, isTrusted } = shown;
  if (!names.some((name) => coversName(name, host))) return [{ code: 'certificate_wrong_name', names }];
  if (validFrom > now || validTo <= now) return [{ code: 'certificate_out_of_date', validFrom, validTo }];
  return isTrusted ? [] : [{ code: 'certificate_untrusted' }];
}

/** The likely cause of a status; undefined for a success. */
function judgeStatus(clone: SiteResponse, { origin, reference }: VerificationInput): StatusFinding | undefined {
  const { status, redirectHost } = clone;
  const facts = { status, origin, referenceToo: isAlike(clone, reference.answer) };
  if (redirectHost !== undefined) {
    const whose = redirectHost === origin?.host ? 'origin' : redirectHost === reference.host ? 'reference' : 'other';
    return { ...facts, code: 'redirect_elsewhere', to: redirectHost, whose };
  }
  if (clone.isRedirectLoop) return { ...facts, code: 'redirect_loop' };
  const code = nameStatus(clone, origin);
  return code === undefined ? undefined : { ...facts, code };
}

function nameStatus(
  { status, headers }: SiteResponse,
  origin: VerifiedOrigin | undefined,
): Exclude<StatusFinding['code'], 'redirect_elsewhere' | 'redirect_loop'> | undefined {
  const server = headers.server?.toLowerCase() ?? '';
  const isFromEdge = server === 'cloudfront';
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      // S3 signs its answers with this name, and answers 403 for objects that are missing unless ListBucket is allowed.
      if (server === 'amazons3' || (origin?.kind === 's3' && !isFromEdge)) return 'bucket_denies';
      return isFromEdge ? 'edge_denies' : 'origin_denies';
    case 404:
    case 410:
      return 'not_found';
    case 502:
      return isFromEdge ? 'origin_unusable' : 'server_error';
    case 503:
      return 'service_unavailable';
    case 504:
      return isFromEdge ? 'origin_silent' : 'server_error';
    default:
      if (status >= 500) return 'server_error';
      if (status >= 400) return 'client_error';
      // CloudFront says "Error from cloudfront" for an error of the origin even if an error page replaces the status.
      return isErrorPage(headers) ? 'error_page' : undefined;
  }
}

function isErrorPage(headers: Readonly<Partial<Record<ShownHeader, string>>>): boolean {
  return headers['x-cache']?.toLowerCase() === 'error from cloudfront';
}

/** The reference answers with the same status from the same kind of server, and redirects to the same host. */
function isAlike(clone: SiteResponse, reference: SiteAnswer): boolean {
  return (
    reference.kind === 'response' &&
    reference.status === clone.status &&
    reference.redirectHost === clone.redirectHost &&
    reference.isRedirectLoop === clone.isRedirectLoop &&
    isErrorPage(reference.headers) === isErrorPage(clone.headers)
  );
}

/**
 * An answer that the reference gives too, and that says nothing against the clone: a login, an API without a page at
 * this path. A refusal of S3 or CloudFront and an error of the server prove nothing, although the reference has them too.
 */
function isUsual({ code, referenceToo }: StatusFinding): boolean {
  const usual: readonly StatusFinding['code'][] = [
    'unauthorized',
    'not_found',
    'client_error',
    'origin_denies',
    'redirect_elsewhere',
    'error_page',
  ];
  return referenceToo && usual.includes(code);
}

function sameAsReference({ status }: SiteResponse): Difference[] {
  return [{ code: 'same_as_reference', status }];
}

const cachingHeaders = ['cache-control'] as const;
const securityHeaders = [
  'strict-transport-security',
  'x-content-type-options',
  'x-frame-options',
  'referrer-policy',
] as const satisfies readonly ShownHeader[];
const securityNames = ['content-security-policy', 'permissions-policy'] as const satisfies readonly NamedHeader[];

/** What differs from the reference. An answer with a problem of its own is not compared in detail. */
function compare(clone: SiteResponse, reference: SiteAnswer, hasProblem: boolean): Difference[] {
  if (reference.kind === 'failure') return [{ code: 'reference_unavailable', reason: reference.reason }];
  const { status } = reference;
  if (hasProblem) return [];
  if (status !== clone.status) return [{ code: 'status_differs', clone: clone.status, reference: status }];
  const differs = (name: ShownHeader) => clone.headers[name] !== reference.headers[name];
  const missing = [
    ...securityHeaders.filter((name) => reference.headers[name] !== undefined && clone.headers[name] === undefined),
    ...securityNames.filter((name) => reference.present.includes(name) && !clone.present.includes(name)),
  ];
  const changed = securityHeaders.filter((name) => differs(name) && clone.headers[name] !== undefined);
  const found: Difference[] = [];
  if (differs('content-type')) found.push({ code: 'content_type_differs' });
  if (cachingHeaders.some(differs)) found.push({ code: 'caching_differs' });
  if (missing.length > 0) found.push({ code: 'security_headers_missing', names: missing });
  if (changed.length > 0) found.push({ code: 'security_headers_differ', names: changed });
  return found;
}
