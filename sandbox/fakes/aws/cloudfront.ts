// CloudFront: which operation a method, path and query mean, and who answers it.

import * as accessControls from './access-control-operations.js';
import { answerError } from './cloudfront-answers.js';
import * as distributions from './cloudfront-distributions.js';
import * as related from './cloudfront-related.js';
import { toValue } from './cloudfront-shapes.js';
import { parseXml } from './cloudfront-xml.js';
import { AwsError } from './errors.js';
import * as monitoring from './monitoring-operations.js';
import * as policies from './policy-operations.js';
import type { Store } from './store.js';
import type { Answer, AwsRequest, Service } from './wire.js';

type Operation = (store: Store, request: AwsRequest, id: string) => Answer;

interface Route {
  readonly operation: string;
  readonly method: string;
  /** `*` stands for one segment, whose first occurrence is the ID. */
  readonly path: string;
  readonly query?: { readonly name: string; readonly value?: string };
  /** Missing for operations that only get a name, so that a refusal can say it. */
  readonly run?: Operation;
}

const apiPath = '/2020-05-31/';

const routes: readonly Route[] = [
  {
    operation: 'CreateDistributionWithTags',
    method: 'POST',
    path: 'distribution',
    query: { name: 'WithTags' },
    run: distributions.createDistributionWithTags,
  },
  { operation: 'CreateDistribution', method: 'POST', path: 'distribution', run: distributions.createDistribution },
  { operation: 'ListDistributions', method: 'GET', path: 'distribution', run: distributions.listDistributions },
  { operation: 'GetDistribution', method: 'GET', path: 'distribution/*', run: distributions.getDistribution },
  { operation: 'DeleteDistribution', method: 'DELETE', path: 'distribution/*', run: distributions.deleteDistribution },
  {
    operation: 'GetDistributionConfig',
    method: 'GET',
    path: 'distribution/*/config',
    run: distributions.getDistributionConfig,
  },
  {
    operation: 'UpdateDistribution',
    method: 'PUT',
    path: 'distribution/*/config',
    run: distributions.updateDistribution,
  },
  {
    operation: 'TagResource',
    method: 'POST',
    path: 'tagging',
    query: { name: 'Operation', value: 'Tag' },
    run: related.tagResource,
  },
  {
    operation: 'UntagResource',
    method: 'POST',
    path: 'tagging',
    query: { name: 'Operation', value: 'Untag' },
    run: related.untagResource,
  },
  { operation: 'ListTagsForResource', method: 'GET', path: 'tagging', run: related.listTagsForResource },
  { operation: 'ListDomainConflicts', method: 'POST', path: 'domain-conflicts', run: related.listDomainConflicts },
  {
    operation: 'ListConflictingAliases',
    method: 'GET',
    path: 'conflicting-alias',
    run: related.listConflictingAliases,
  },
  {
    operation: 'GetOriginAccessControl',
    method: 'GET',
    path: 'origin-access-control/*',
    run: accessControls.getOriginAccessControl,
  },
  {
    operation: 'GetOriginRequestPolicy',
    method: 'GET',
    path: 'origin-request-policy/*',
    run: policies.getOriginRequestPolicy,
  },
  {
    operation: 'GetMonitoringSubscription',
    method: 'GET',
    path: 'distributions/*/monitoring-subscription',
    run: monitoring.getMonitoringSubscription,
  },
  { operation: 'CopyDistribution', method: 'POST', path: 'distribution/*/copy' },
  { operation: 'CreateInvalidation', method: 'POST', path: 'distribution/*/invalidation' },
  { operation: 'AssociateAlias', method: 'PUT', path: 'distribution/*/associate-alias' },
  { operation: 'UpdateDomainAssociation', method: 'POST', path: 'domain-association' },
  {
    operation: 'CreateMonitoringSubscription',
    method: 'POST',
    path: 'distributions/*/monitoring-subscription',
    run: monitoring.createMonitoringSubscription,
  },
  { operation: 'GetCachePolicy', method: 'GET', path: 'cache-policy/*', run: policies.getCachePolicy },
  { operation: 'GetResponseHeadersPolicy', method: 'GET', path: 'response-headers-policy/*' },
  { operation: 'GetVpcOrigin', method: 'GET', path: 'vpc-origin/*' },
  { operation: 'DescribeFunction', method: 'GET', path: 'function/*/describe' },
  { operation: 'ListDistributionsByWebACLId', method: 'GET', path: 'distributionsByWebACLId/*' },
  {
    operation: 'ListOriginAccessControls',
    method: 'GET',
    path: 'origin-access-control',
    run: accessControls.listOriginAccessControls,
  },
  {
    operation: 'CreateOriginAccessControl',
    method: 'POST',
    path: 'origin-access-control',
    run: accessControls.createOriginAccessControl,
  },
];

export function isCloudFront(request: AwsRequest): boolean {
  return request.path.startsWith(apiPath);
}

export function buildCloudFront(store: Store): Service {
  return {
    name: 'cloudfront',
    identify: (request) => findRoute(request)?.route.operation ?? `${request.method} ${request.path}`,
    answer(operation, request) {
      const found = findRoute(request);
      if (found?.route.run === undefined) {
        throw new AwsError('UnsupportedOperation', 400, `The operation ${operation} is not part of the fake.`);
      }
      return found.route.run(store, request, found.id);
    },
    refuse: answerError,
    describe: describeXml,
    // CloudFront throttles with a 400, which only the code tells apart from a bad request.
    throttled: () => new AwsError('Throttling', 400, 'Rate exceeded'),
    unavailable: () => new AwsError('ServiceUnavailable', 503, 'The service is temporarily unavailable.'),
    denied: () => new AwsError('AccessDenied', 403, 'Access denied.'),
  };
}

function findRoute(request: AwsRequest): { route: Route; id: string } | undefined {
  const segments = request.path.slice(apiPath.length).split('/').map(decode);
  for (const route of routes) {
    const pattern = route.path.split('/');
    const isMatch =
      route.method === request.method &&
      pattern.length === segments.length &&
      pattern.every((part, index) => part === '*' || part === segments[index]) &&
      hasQuery(request.query, route.query);
    if (isMatch) return { route, id: segments[pattern.indexOf('*')] ?? '' };
  }
  return undefined;
}

/** A segment that is no valid encoding is left as it is: no ID looks like that, so it will not be found. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The SDK writes `?WithTags=`, the API documentation `?WithTags`: both are the same to a query parser. */
function hasQuery(query: URLSearchParams, wanted: Route['query']): boolean {
  if (wanted === undefined) return true;
  return wanted.value === undefined ? query.has(wanted.name) : query.get(wanted.name) === wanted.value;
}

function describeXml(body: string): unknown {
  if (body === '') return undefined;
  try {
    return toValue(parseXml(body));
  } catch {
    return body;
  }
}
