// CloudFront's own origin request policies, those a clone has to reason about.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html

import type { RequestPolicy } from './seed.js';

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
