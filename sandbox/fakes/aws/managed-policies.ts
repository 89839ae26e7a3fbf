// CloudFront's own cache policies and origin request policies, those a clone has to reason about.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html

import type { CachePolicy, RequestPolicy } from './seed.js';

const all = { cookieBehavior: 'all', queryStringBehavior: 'all', comment: '' } as const;
const none = { cookieBehavior: 'none', queryStringBehavior: 'none', comment: '' } as const;

export const managedRequestPolicies: readonly RequestPolicy[] = [
  {
    id: '216adef6-5c7f-47e4-b989-5492eafa07d3',
    name: 'Managed-AllViewer',
    headerBehavior: 'allViewer',
    headers: [],
    ...all,
  },
  {
    id: '33f36d7e-f396-46d9-90e0-52428a34d9dc',
    name: 'Managed-AllViewerAndCloudFrontHeaders-2022-06',
    headerBehavior: 'allViewerAndWhitelistCloudFront',
    headers: ['CloudFront-Viewer-Country', 'CloudFront-Viewer-Address', 'CloudFront-Forwarded-Proto'],
    ...all,
  },
  {
    id: 'bf0718e1-ba1e-49d1-88b1-f726733018ae',
    name: 'Managed-HostHeaderOnly',
    headerBehavior: 'whitelist',
    headers: ['host'],
    ...none,
  },
  {
    id: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    name: 'Managed-AllViewerExceptHostHeader',
    headerBehavior: 'allExcept',
    headers: ['host'],
    ...all,
  },
  {
    id: '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf',
    name: 'Managed-CORS-S3Origin',
    headerBehavior: 'whitelist',
    headers: ['origin', 'access-control-request-headers', 'access-control-request-method'],
    ...none,
  },
];

const keyHeaders = ['host', 'origin', 'x-http-method-override', 'x-http-method', 'x-method-override'];

export const managedCachePolicies: readonly CachePolicy[] = [
  { id: '658327ea-f89d-4fab-a63d-7e88639e58f6', name: 'Managed-CachingOptimized', headers: [], comment: '' },
  { id: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad', name: 'Managed-CachingDisabled', headers: [], comment: '' },
  {
    id: '83da9c7e-98b4-4e11-a168-04f0df8e2c65',
    name: 'UseOriginCacheControlHeaders',
    headers: keyHeaders,
    comment: '',
  },
  {
    id: '4cc15a8a-d715-48a4-82b8-cc0b614638fe',
    name: 'UseOriginCacheControlHeaders-QueryStrings',
    headers: keyHeaders,
    comment: '',
  },
  {
    id: '2e54312d-136d-493c-8eb9-b001f22f67d2',
    name: 'Managed-Amplify',
    headers: ['authorization', 'cloudfront-viewer-country', 'host'],
    comment: '',
  },
];
