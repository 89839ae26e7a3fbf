// The findings of a verification in plain text: what is so, its likely cause, and what helps. Whoever shows it escapes it.

import type { SiteFailureReason } from '../clone/site-answer.js';
import type { Finding } from '../clone/verification.js';
import type { VerifiedOrigin } from '../clone/verified-origin.js';
import { quote } from '../clone/visible-text.js';

const maxNames = 5;

/** One finding as a short paragraph. */
export function describeFinding(finding: Finding): string {
  switch (finding.code) {
    case 'unreachable':
      return `The clone gave no answer: ${describeFailure(finding.reason)}.`;
    case 'reference_unavailable':
      return `The reference gave no answer to compare with: ${describeFailure(finding.reason)}.`;
    case 'certificate_wrong_name':
      return `Viewers are shown a certificate for ${listNames(finding.names)}, which does not cover the domain. The change may not have reached every edge location yet.`;
    case 'certificate_out_of_date':
      return `Viewers are shown a certificate that is valid from ${toDay(finding.validFrom)} to ${toDay(finding.validTo)}.`;
    case 'certificate_untrusted':
      return 'Viewers are shown a certificate that this machine does not trust.';
    case 'redirect_elsewhere':
      return `${finding.status}: the answer leads to ${quote(finding.to)}, ${describeOwner(finding.whose)}. ${describeHostRule(finding.origin)}${describeReference(finding)}`;
    case 'bucket_denies':
      return `403 from S3: the policy of the bucket${nameHost(finding.origin)} does not let the clone in, or there is no such object. The statement to add came with the ID of the clone.${describeReference(finding)}`;
    case 'origin_denies':
      return `403 from the origin${nameHost(finding.origin)}: ${explainOriginDenial(finding.origin)}${describeReference(finding)}`;
    case 'edge_denies':
      return `403 from CloudFront: a web ACL, a geographic restriction, or a signed URL keeps the bot out, or this edge location does not know the domain yet.${describeReference(finding)}`;
    case 'unauthorized':
      return '401: the clone asks for a login and the reference does not.';
    case 'not_found':
      return `${finding.status}: the origin${nameHost(finding.origin)} has nothing at this path. Check the origin path, and whether the content is there.`;
    case 'origin_unusable':
      return `502: CloudFront cannot use the origin${nameHost(finding.origin)}. Most often its certificate does not fit: it has to cover the origin’s name or the forwarded Host, be in date, and come from a public authority with its whole chain. A host that does not resolve answers 502 too.${describeReference(finding)}`;
    case 'origin_silent':
      return `504: the origin${nameHost(finding.origin)} does not answer CloudFront in time. A firewall or security group may not let CloudFront in.${describeReference(finding)}`;
    case 'service_unavailable':
      return `503: the origin${nameHost(finding.origin)} has no capacity, or a function at the edge failed.${describeReference(finding)}`;
    case 'server_error':
      return `${finding.status}: the origin${nameHost(finding.origin)} fails. Its own log tells why.${describeReference(finding)}`;
    case 'client_error':
      return `${finding.status}: the origin${nameHost(finding.origin)} does not take the request.`;
    case 'redirect_loop':
      return `${finding.status}: the answer leads back to the same address, so browsers go in a circle. Most often the origin sends HTTP requests to HTTPS while CloudFront asks it by HTTP. Let CloudFront use HTTPS to the origin.${describeReference(finding)}`;
    case 'error_page':
      return `${finding.status}, but the origin${nameHost(finding.origin)} answered with an error, and a custom error response hides it.`;
    case 'same_as_reference':
      return `${finding.status}, as the reference answers.`;
    case 'status_differs':
      return `The clone answers ${finding.clone}, the reference ${finding.reference}.`;
    case 'content_type_differs':
      return 'The content type differs. The new origin may serve other content, or not know the type of the file.';
    case 'caching_differs':
      return 'The cache headers differ. They come from the origin, so the clone may be cached for another time.';
    case 'security_headers_missing':
      return `The reference has security headers that the clone lacks: ${listNames(finding.names)}. The old origin sent them; a response headers policy can.`;
    case 'security_headers_differ':
      return `Security headers have other values: ${listNames(finding.names)}.`;
    default:
      return finding satisfies never;
  }
}

function describeFailure(reason: SiteFailureReason): string {
  switch (reason) {
    case 'dns_unavailable':
      return 'DNS could not be asked for its addresses';
    case 'no_public_address':
      return 'DNS has no public address of it yet';
    case 'not_connected':
      return 'no connection to port 443 in time, perhaps because a firewall or proxy of the bot does not allow it';
    case 'no_handshake':
      return 'no TLS handshake under its name; the edge location may not know the domain yet';
    case 'no_answer':
      return 'no answer within 5 seconds';
    default:
      return reason satisfies never;
  }
}

function describeOwner(whose: 'origin' | 'reference' | 'other'): string {
  switch (whose) {
    case 'origin':
      return 'the origin itself, which viewers should not need to know';
    case 'reference':
      return 'the reference';
    case 'other':
      return 'another host';
    default:
      return whose satisfies never;
  }
}

/** An origin that sees only its own name cannot know which name viewers use. */
function describeHostRule(origin: VerifiedOrigin | undefined): string {
  switch (origin?.forwardsHost) {
    case false:
      return 'The Host header is the likely cause: the origin is not sent the viewer’s Host, so it redirects to the name that it knows. Forward Host, or set the site’s address at the origin.';
    case true:
      return 'The Host header is the likely cause: the origin gets the viewer’s Host and does not know this domain yet. Add it there.';
    case undefined:
      return 'The Host header is the likely cause: the origin redirects to the name that it takes for its own.';
  }
}

function explainOriginDenial(origin: VerifiedOrigin | undefined): string {
  const kind = origin?.kind;
  switch (kind) {
    case 'lambda-url':
      return 'the permission of the function does not name the clone, or the viewer’s Host is forwarded.';
    case 'api-gateway':
      return 'the viewer’s Host is forwarded, which API Gateway does not know, or the API asks for a key.';
    case 'mediapackage-v2':
    case 'mediastore':
      return 'its policy does not name the clone.';
    case 's3-website':
      return 'the objects of the bucket are not public.';
    case 's3':
    case 'vpc':
    case 'cloudfront':
    case 'custom':
    case undefined:
      return 'it does not let this request in. It may know CloudFront by a secret header or by addresses.';
    default:
      return kind satisfies never;
  }
}

function describeReference({ referenceToo }: { readonly referenceToo: boolean }): string {
  return referenceToo
    ? ' The reference answers the same, so this path proves nothing: set VERIFY_PATH to one that works there.'
    : '';
}

function nameHost(origin: VerifiedOrigin | undefined): string {
  return origin ? ` ${quote(origin.host)}` : '';
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, maxNames).map(quote).join(', ') || 'no name';
  return names.length > maxNames ? `${shown} and ${names.length - maxNames} more` : shown;
}

function toDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
