// What an edge location answers to a viewer, by the distribution's configuration. The titles in quotes are pages of the
// CloudFront Developer Guide.
import { childOf, itemsOf, textAt, type XmlElement } from '../aws/cloudfront-xml.js';
import { aliasesOf, type Store, type StoredDistribution } from '../aws/store.js';
import { askOrigin, type EdgeAnswer, errorOf } from './origin-answers.js';
import type { Origins } from './origins.js';

export interface ViewerRequest {
  /** Undefined if the viewer sent none. */
  readonly serverName: string | undefined;
  readonly host: string;
  /** With its query. */
  readonly path: string;
}

/**
 * The distribution that serves a name. "Use custom URLs by adding alternate domain names": the more specific alias counts.
 * A distribution serves nothing before it is deployed for the first time, nor while it is disabled ("Disable a
 * distribution").
 */
export function findServing(store: Store, name: string): StoredDistribution | undefined {
  const serving = [...store.distributions.values()].filter(
    (one) =>
      textAt(one.config, 'Enabled') === 'true' &&
      (store.statusOf(one) === 'Deployed' || one.lastModified.getTime() !== one.createdAt.getTime()),
  );
  const exact = serving.find((one) => one.domainName === name || aliasesOf(one).includes(name));
  if (exact) return exact;
  const wildcards = serving.flatMap((distribution) =>
    aliasesOf(distribution)
      .filter((alias) => alias.startsWith('*.') && name.endsWith(alias.slice(1)))
      .map((alias) => ({ alias, distribution })),
  );
  return wildcards.sort((a, b) => b.alias.length - a.alias.length)[0]?.distribution;
}

export function answerViewer(store: Store, origins: Origins, request: ViewerRequest): EdgeAnswer {
  const { serverName, host } = request;
  // "Restrictions on using alternate domain names", domain fronting: 421 Misdirected Request.
  if (serverName !== host) return finish(errorOf(421, 'CloudFront'));
  const distribution = findServing(store, host);
  // "HTTP 403 status code (Permission Denied)": the alternate domain name is not configured.
  if (!distribution) return finish(errorOf(403, 'CloudFront'));
  const [path = '/'] = request.path.split('?');
  const behavior = findBehavior(distribution.config, path);
  // "Restrict content with signed URLs and signed cookies": without a signature, 403 (MissingKey).
  const needsSignature = ['TrustedKeyGroups', 'TrustedSigners'].some((name) => isEnabled(behavior, name));
  if (needsSignature) return finish(errorOf(403, 'CloudFront'));
  return finish(addPolicyHeaders(behavior, serve(store, origins, { distribution, host, path })));
}

interface Served {
  readonly distribution: StoredDistribution;
  readonly host: string;
  readonly path: string;
}

/** The origin's answer, or the error page that takes its place ("Generate custom error responses"). */
function serve(store: Store, origins: Origins, served: Served): EdgeAnswer {
  const answer = ask(store, origins, served);
  if (answer.status < 400) return answer;
  const page = itemsOf(served.distribution.config, 'CustomErrorResponses').find(
    (response) => textAt(response, 'ErrorCode') === String(answer.status),
  );
  const pagePath = textAt(page, 'ResponsePagePath');
  if (pagePath === '') return answer;
  const shown = ask(store, origins, { ...served, path: pagePath });
  // The error stays where the page itself cannot be had.
  if (shown.status >= 400) return answer;
  const status = Number(textAt(page, 'ResponseCode') || answer.status);
  return { ...shown, status, headers: { ...shown.headers, 'x-cache': 'Error from cloudfront' } };
}

/** Asks the origin, or the members of a group in their order ("Optimize high availability with origin failover"). */
function ask(store: Store, origins: Origins, { distribution, host, path }: Served): EdgeAnswer {
  const { config } = distribution;
  const behavior = findBehavior(config, path);
  const target = textAt(behavior, 'TargetOriginId');
  const group = itemsOf(config, 'OriginGroups').find((one) => textAt(one, 'Id') === target);
  const ids = group ? itemsOf(group, 'Members').map((member) => textAt(member, 'OriginId')) : [target];
  const codes = itemsOf(childOf(group, 'FailoverCriteria'), 'StatusCodes').map(({ text }) => text);
  // "Specify a default root object": only the root of the site.
  const root = textAt(config, 'DefaultRootObject');
  const asked = path === '/' && root !== '' ? `/${root}` : path;
  let answer = errorOf(502, 'CloudFront');
  for (const id of ids) {
    const origin = itemsOf(config, 'Origins').find((one) => textAt(one, 'Id') === id);
    if (!origin) continue;
    answer = askOrigin(store, origins, { distribution, origin, behavior, viewerHost: host, path: asked });
    if (!codes.includes(String(answer.status))) break;
  }
  return answer;
}

/** "Path pattern": the first that matches, in their order. */
function findBehavior(config: XmlElement, path: string): XmlElement {
  const matching = itemsOf(config, 'CacheBehaviors').find((behavior) => {
    const pattern = textAt(behavior, 'PathPattern').replace(/^(?!\/)/, '/');
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    return new RegExp(`^${source}$`).test(path);
  });
  return (
    matching ?? childOf(config, 'DefaultCacheBehavior') ?? { name: 'DefaultCacheBehavior', text: '', children: [] }
  );
}

function isEnabled(behavior: XmlElement, name: string): boolean {
  return textAt(behavior, name, 'Enabled') === 'true';
}

/** "Use managed response headers policies": SecurityHeadersPolicy. */
const securityPolicy = '67f7725c-6f97-4210-82d7-5512b31e9d03';
const securityHeaders = {
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'referrer-policy': 'strict-origin-when-cross-origin',
} as const;

function addPolicyHeaders(behavior: XmlElement, answer: EdgeAnswer): EdgeAnswer {
  if (textAt(behavior, 'ResponseHeadersPolicyId') !== securityPolicy) return answer;
  return { ...answer, headers: { ...answer.headers, ...securityHeaders } };
}

/** "Response headers": x-cache tells an error, also an error that a page hides. */
function finish(answer: EdgeAnswer): EdgeAnswer {
  const cache = answer.status >= 400 ? 'Error from cloudfront' : 'Miss from cloudfront';
  return { ...answer, headers: { 'x-cache': cache, ...answer.headers } };
}
