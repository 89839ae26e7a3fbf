// What CloudFront refuses in a behavior together with its origin: forwarded Host, gRPC; and in an origin group.

import { childOf, itemsOf, textAt, type XmlElement } from './cloudfront-xml.js';
import { AwsError, invalidArgument } from './errors.js';
import { originKindOf } from './hosts.js';
import type { Store } from './store.js';

export function listBehaviors(config: XmlElement): XmlElement[] {
  const main = childOf(config, 'DefaultCacheBehavior');
  return [...(main === undefined ? [] : [main]), ...itemsOf(config, 'CacheBehaviors')];
}

export function checkBehaviorTargets(config: XmlElement, store: Store): void {
  checkMediaGroups(config);
  for (const behavior of listBehaviors(config)) {
    const origins = listTargets(config, behavior);
    if (origins.some((origin) => childOf(origin, 'S3OriginConfig'))) checkBucketHeaders(behavior, store);
    if (textAt(behavior, 'GrpcConfig', 'Enabled') === 'true') checkGrpc(config, behavior, origins);
  }
}

/** The origin of a behavior, or the members of its group. */
function listTargets(config: XmlElement, behavior: XmlElement): XmlElement[] {
  const target = textAt(behavior, 'TargetOriginId');
  const group = itemsOf(config, 'OriginGroups').find((candidate) => textAt(candidate, 'Id') === target);
  const ids = group ? itemsOf(group, 'Members').map((member) => textAt(member, 'OriginId')) : [target];
  return itemsOf(config, 'Origins').filter((origin) => ids.includes(textAt(origin, 'Id')));
}

/**
 * A bucket cannot be cached by Host: Developer Guide, "Select the headers to base caching on" (Host is among the
 * exceptions "for Amazon S3 origins"); CreateDistribution lists InvalidHeadersForS3Origin. "All headers" cannot be chosen
 * for a bucket either: https://github.com/awsdocs/amazon-ses-developer-guide/issues/54. An origin request policy with
 * Host is accepted, and the bucket answers 403: https://github.com/webiny/webiny-js/issues/2639.
 */
function checkBucketHeaders(behavior: XmlElement, store: Store): void {
  const policy = store.cachePolicies.get(textAt(behavior, 'CachePolicyId'));
  const legacy = itemsOf(childOf(behavior, 'ForwardedValues'), 'Headers').map((header) => header.text);
  const headers = [...legacy, ...(policy?.headers ?? [])];
  if (headers.some((name) => name === '*' || name.toLowerCase() === 'host')) {
    throw new AwsError(
      'InvalidHeadersForS3Origin',
      400,
      'The headers specified are not valid for an Amazon S3 origin.',
    );
  }
}

/**
 * Developer Guide, "Using gRPC with CloudFront distributions": POST and HTTP/2 are needed, and HTTPS to the origin;
 * "Restrict access with VPC origins": no gRPC. AWS documents no error for these, nor for hosts that speak no gRPC
 * (buckets, function URLs, API Gateway). The fake refuses them all, so that nobody finds out later.
 */
function checkGrpc(config: XmlElement, behavior: XmlElement, origins: readonly XmlElement[]): void {
  const refuse = (why: string) => invalidArgument(`The parameter GrpcConfig cannot be enabled: ${why}`);
  if (!itemsOf(behavior, 'AllowedMethods').some((method) => method.text === 'POST')) {
    throw refuse('the cache behavior does not allow POST.');
  }
  if (!/^http2/.test(textAt(config, 'HttpVersion'))) throw refuse('the distribution does not support HTTP/2.');
  for (const origin of origins) {
    if (childOf(origin, 'VpcOriginConfig')) throw refuse('VPC origins do not support gRPC.');
    if (textAt(origin, 'CustomOriginConfig', 'OriginProtocolPolicy') === 'http-only') {
      throw refuse('the origin is reached over HTTP.');
    }
    const kind = originKindOf(textAt(origin, 'DomainName'));
    if (kind === 's3' || kind === 'lambda' || kind === 'api-gateway') throw refuse('the origin does not support it.');
  }
}

/** Developer Guide, "Media quality-aware resiliency": "this feature only supports MediaPackage v2 origins". */
function checkMediaGroups(config: XmlElement): void {
  for (const group of itemsOf(config, 'OriginGroups')) {
    if (textAt(group, 'SelectionCriteria') !== 'media-quality-based') continue;
    const ids = itemsOf(group, 'Members').map((member) => textAt(member, 'OriginId'));
    const members = itemsOf(config, 'Origins').filter((origin) => ids.includes(textAt(origin, 'Id')));
    if (members.some((origin) => originKindOf(textAt(origin, 'DomainName')) !== 'mediapackagev2')) {
      throw invalidArgument(
        'The parameter SelectionCriteria is not valid: media-quality-based requires MediaPackage v2 origins.',
      );
    }
  }
}
