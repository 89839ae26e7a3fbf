// Cache policies and origin request policies, as far as headers go. API: GetCachePolicy, GetOriginRequestPolicy.

import { answerXml } from './cloudfront-answers.js';
import { toElement } from './cloudfront-shapes.js';
import { AwsError } from './errors.js';
import type { Store } from './store.js';
import type { Answer, AwsRequest } from './wire.js';

const lastModified = '2020-05-31T00:00:00.000Z';

export function getCachePolicy(store: Store, _request: AwsRequest, id: string): Answer {
  const policy = store.cachePolicies.get(id);
  if (policy === undefined) throw new AwsError('NoSuchCachePolicy', 404, 'The cache policy does not exist.');
  const config = {
    Comment: policy.comment,
    Name: policy.name,
    DefaultTTL: 86400,
    MaxTTL: 31536000,
    MinTTL: 1,
    ParametersInCacheKeyAndForwardedToOrigin: {
      EnableAcceptEncodingGzip: true,
      EnableAcceptEncodingBrotli: true,
      HeadersConfig: {
        HeaderBehavior: policy.headers.length > 0 ? 'whitelist' : 'none',
        ...listHeaders(policy.headers),
      },
      CookiesConfig: { CookieBehavior: 'none' },
      QueryStringsConfig: { QueryStringBehavior: 'none' },
    },
  };
  return answerXml(toElement('CachePolicy', { Id: id, LastModifiedTime: lastModified, CachePolicyConfig: config }), {
    headers: { etag: 'E23ZP02F085DFQ' },
  });
}

export function getOriginRequestPolicy(store: Store, _request: AwsRequest, id: string): Answer {
  const policy = store.requestPolicies.get(id);
  if (policy === undefined) {
    throw new AwsError('NoSuchOriginRequestPolicy', 404, 'The origin request policy does not exist.');
  }
  const config = {
    Comment: policy.comment,
    Name: policy.name,
    HeadersConfig: { HeaderBehavior: policy.headerBehavior, ...listHeaders(policy.headers) },
    CookiesConfig: { CookieBehavior: policy.cookieBehavior },
    QueryStringsConfig: { QueryStringBehavior: policy.queryStringBehavior },
  };
  const body = { Id: id, LastModifiedTime: lastModified, OriginRequestPolicyConfig: config };
  return answerXml(toElement('OriginRequestPolicy', body), { headers: { etag: 'E23ZP02F085DFQ' } });
}

function listHeaders(headers: readonly string[]) {
  return headers.length > 0 ? { Headers: { Quantity: headers.length, Items: headers } } : {};
}
