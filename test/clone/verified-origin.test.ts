// Which origin answers for a path, and whether it sees the viewer's Host.
import { findVerifiedOrigin, matchesPattern } from '../../src/clone/verified-origin.js';

test.each([
  ['/images/*', '/images/a.png', true],
  ['images/*', '/images/a.png', true],
  ['/images/*', '/image/a.png', false],
  ['/Images/*', '/images/a.png', false],
  ['*.jpg', '/a/b.jpg', true],
  ['*.jpg', '/a/b.jpeg', false],
  ['/a??.jpg', '/ant.jpg', true],
  ['/a??.jpg', '/an.jpg', false],
  ['/a*b*c', '/aXbYbZc', true],
  ['/a*b*c', '/aXcYb', false],
  ['/a*a', '/a', false],
  ['*', '/', true],
  ['/api', '/api', true],
  ['/api', '/api/x', false],
])('the pattern %s and the path %s: %s', (pattern, path, expected) => {
  expect(matchesPattern(pattern, path)).toBe(expected);
});

const config = {
  Comment: '',
  Enabled: true,
  Origins: {
    Quantity: 3,
    Items: [
      { Id: 'files', DomainName: 'Files.s3.us-east-1.amazonaws.com', S3OriginConfig: { OriginAccessIdentity: '' } },
      { Id: 'app', DomainName: 'app.example.net' },
      { Id: 'api', DomainName: 'api.example.net' },
    ],
  },
  OriginGroups: {
    Quantity: 1,
    Items: [
      {
        Id: 'group',
        FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [404] } },
        Members: { Quantity: 2, Items: [{ OriginId: 'files' }, { OriginId: 'app' }] },
      },
    ],
  },
  DefaultCacheBehavior: {
    TargetOriginId: 'group',
    ViewerProtocolPolicy: 'https-only' as const,
    CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  },
  CacheBehaviors: {
    Quantity: 3,
    Items: [
      {
        PathPattern: '/api/*',
        TargetOriginId: 'api',
        ViewerProtocolPolicy: 'https-only' as const,
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3',
      },
      {
        PathPattern: '/legacy/*',
        TargetOriginId: 'app',
        ViewerProtocolPolicy: 'https-only' as const,
        ForwardedValues: {
          QueryString: false,
          Cookies: { Forward: 'none' as const },
          Headers: { Quantity: 1, Items: ['Host'] },
        },
      },
      {
        PathPattern: '/own/*',
        TargetOriginId: 'app',
        ViewerProtocolPolicy: 'https-only' as const,
        CachePolicyId: 'policy-of-the-account',
      },
    ],
  },
};

test.each([
  ['/', { host: 'files.s3.us-east-1.amazonaws.com', kind: 's3', forwardsHost: false }],
  ['/api/v1?x=/legacy/', { host: 'api.example.net', kind: 'custom', forwardsHost: true }],
  ['/legacy/x', { host: 'app.example.net', kind: 'custom', forwardsHost: true }],
  ['/own/x', { host: 'app.example.net', kind: 'custom', forwardsHost: undefined }],
])('%s', (path, expected) => {
  expect(findVerifiedOrigin(config, path)).toEqual(expected);
});

test('a configuration without origins has none', () => {
  expect(findVerifiedOrigin({ ...config, Origins: { Quantity: 0, Items: [] } }, '/')).toBeUndefined();
});
