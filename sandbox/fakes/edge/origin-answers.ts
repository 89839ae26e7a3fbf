// What CloudFront gets from an origin, and what it makes of that.
import { childOf, itemsOf, textAt, type XmlElement } from '../aws/cloudfront-xml.js';
import { isCoveredBy, originKindOf } from '../aws/hosts.js';
import type { Store, StoredDistribution } from '../aws/store.js';
import type { Origins } from './origins.js';

export interface EdgeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface OriginRequest {
  readonly distribution: StoredDistribution;
  readonly origin: XmlElement;
  readonly behavior: XmlElement;
  readonly viewerHost: string;
  readonly path: string;
}

const html = 'text/html; charset=utf-8';

export function errorOf(status: number, server: string): EdgeAnswer {
  const body = `<html><body><h1>${status} ERROR</h1></body></html>`;
  return { status, headers: { 'content-type': html, server }, body };
}

export function askOrigin(store: Store, origins: Origins, request: OriginRequest): EdgeAnswer {
  const { distribution, origin, viewerHost, path } = request;
  const host = textAt(origin, 'DomainName').toLowerCase();
  const kind = originKindOf(host);
  const forwardsHost = isHostForwarded(store, request.behavior);
  const isBucket = kind === 's3' && childOf(origin, 'CustomOriginConfig') === undefined;
  // "Restrict access to an Amazon S3 origin": the bucket policy has to name the distribution. New buckets block public
  // access. A forwarded Host: https://github.com/webiny/webiny-js/issues/2639.
  if (isBucket && (forwardsHost || !isLetIn(store, origins, host, distribution))) return errorOf(403, 'AmazonS3');
  // "Specify a default root object": without one, the root of a bucket is a list, which nobody may read here.
  if (isBucket && path === '/') return errorOf(403, 'AmazonS3');
  // "Restrict access to an AWS Lambda function URL origin": the permission of the function has to name the distribution.
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html says of
  // AllViewerExceptHostHeader that function URLs and API Gateway expect their own name as Host.
  if (kind === 'lambda' && (forwardsHost || !isLetIn(store, origins, host, distribution))) return errorOf(403, '');
  if (kind === 'api-gateway' && forwardsHost && !host.startsWith('d-')) return errorOf(403, '');
  if ((kind === 'mediastore' || kind === 'mediapackagev2') && !isLetIn(store, origins, host, distribution)) {
    return errorOf(403, '');
  }
  const state = origins.stateOf(host);
  // "HTTP 502 status code (Bad Gateway)": DNS failure, "NonS3OriginDnsError".
  if (host.endsWith('.invalid')) return errorOf(502, 'CloudFront');
  const speaksHttps = textAt(origin, 'CustomOriginConfig', 'OriginProtocolPolicy') !== 'http-only';
  // "Require HTTPS for communication between CloudFront and your custom origin": a name of the certificate has to match the
  // origin domain or, if it is forwarded, the Host; else 502.
  const wanted = forwardsHost ? [host, viewerHost] : [host];
  const names = state.certificateNames ?? [host];
  if (kind === 'other' && speaksHttps && !wanted.some((name) => isCoveredBy(name, names))) {
    return errorOf(502, 'CloudFront');
  }
  if (state.status !== undefined) return errorOf(state.status, 'nginx');
  const receivedHost = forwardsHost ? viewerHost : host;
  const { canonicalHost } = state;
  // What an origin does with a Host that it does not know is its own affair; many send viewers to the name they know.
  if (kind === 'other' && canonicalHost !== undefined && canonicalHost !== receivedHost) {
    return {
      status: 301,
      headers: { location: `https://${canonicalHost}${path}`, 'content-type': html, server: 'nginx' },
      body: '',
    };
  }
  return {
    status: 200,
    headers: {
      'content-type': html,
      'cache-control': 'max-age=300',
      server: isBucket ? 'AmazonS3' : 'nginx',
    },
    body: '<html><body>Hello</body></html>',
  };
}

/** Whether an origin lets in only distributions that its policy names. */
export function needsPolicy(host: string): boolean {
  const kind = originKindOf(host);
  return kind !== 'other' && kind !== 'api-gateway';
}

/** The policies of the seeded account are in order; a clone is let in only once somebody says so. */
export function isLetIn(store: Store, origins: Origins, host: string, distribution: StoredDistribution): boolean {
  const isSeeded = !store.created().some(({ id }) => id === distribution.id);
  return isSeeded || origins.isLetIn(host, distribution.arn);
}

/** Headers of the cache key always reach the origin, and an origin request policy adds others. */
function isHostForwarded(store: Store, behavior: XmlElement): boolean {
  const legacy = itemsOf(childOf(behavior, 'ForwardedValues'), 'Headers').map(({ text }) => text);
  const cache = store.cachePolicies.get(textAt(behavior, 'CachePolicyId'))?.headers ?? [];
  const names = [...legacy, ...cache].map((name) => name.toLowerCase());
  if (names.some((name) => name === '*' || name === 'host')) return true;
  const policy = store.requestPolicies.get(textAt(behavior, 'OriginRequestPolicyId'));
  if (!policy) return false;
  const isNamed = policy.headers.some((name) => name.toLowerCase() === 'host');
  switch (policy.headerBehavior) {
    case 'none':
      return false;
    case 'whitelist':
      return isNamed;
    case 'allExcept':
      return !isNamed;
    case 'allViewer':
    case 'allViewerAndWhitelistCloudFront':
      return true;
    default:
      return policy.headerBehavior satisfies never;
  }
}
