// The distributions of the sample account: the kinds that people really clone, and those that cannot be.

import { bucketControl, lambdaControl } from './access-controls.js';
import { certificateArn } from './certificates.js';
import { disabled, legacy, staging, tenantOnly } from './odd-references.js';
import {
  acmCertificate,
  apiBehavior,
  bucketOrigin,
  config,
  customOrigin,
  list,
  makeBehavior,
  makePathBehavior,
} from './reference-parts.js';
import type { DistributionSeed } from './seed.js';

const webAcl =
  'arn:aws:wafv2:us-east-1:123456789012:global/webacl/site-protection/0f5b7a1e-0000-4000-8000-000000000001';

export function createDistributionSeeds(now: Date): DistributionSeed[] {
  const lastModified = new Date(now.getTime() - 40 * 24 * 60 * 60 * 1000).toISOString();
  return [main, bucket, failover, edge, legacy, staging, tenantOnly, disabled].map((build) => ({
    ...build(),
    lastModified,
  }));
}

/** The one in every example: a load balancer with an API, static files in a bucket, a shared secret. */
function main(): DistributionSeed {
  return {
    id: 'EREFERENCE0001',
    tags: [
      { Key: 'Name', Value: 'ref.example.com' },
      { Key: 'team', Value: 'web' },
      { Key: 'cost-center', Value: '4711' },
    ],
    monitoring: true,
    config: config({
      CallerReference: 'production-2025-02-11',
      Comment: 'production site',
      Aliases: list('ref.example.com'),
      DefaultRootObject: 'index.html',
      Origins: {
        Quantity: 2,
        Items: [
          bucketOrigin('static-assets', 'example-site-static.s3.us-east-1.amazonaws.com', bucketControl),
          customOrigin('main', 'web-alb-1612409876.us-east-1.elb.amazonaws.com', {
            CustomHeaders: {
              Quantity: 2,
              Items: [
                { HeaderName: 'X-Origin-Secret', HeaderValue: 'correct-horse-battery-staple' },
                { HeaderName: 'X-Forwarded-Site', HeaderValue: 'ref' },
              ],
            },
          }),
        ],
      },
      DefaultCacheBehavior: makeBehavior('main', { OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3' }),
      CacheBehaviors: list(
        makePathBehavior('/api/*', 'main', {
          ...apiBehavior(),
          OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3',
        }),
        makePathBehavior('/static/*', 'static-assets', {
          OriginRequestPolicyId: '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf',
          ResponseHeadersPolicyId: '67f7725c-6f97-4210-82d7-5512b31e9d03',
        }),
      ),
      CustomErrorResponses: list({
        ErrorCode: 503,
        ResponsePagePath: '/static/maintenance.html',
        ResponseCode: '503',
        ErrorCachingMinTTL: 5,
      }),
      Logging: {
        Enabled: true,
        IncludeCookies: false,
        Bucket: 'example-cdn-logs.s3.amazonaws.com',
        Prefix: 'ref.example.com/',
      },
      ViewerCertificate: acmCertificate(certificateArn('wildcard')),
      WebACLId: webAcl,
      HttpVersion: 'http2and3',
    }),
  };
}

function bucket(): DistributionSeed {
  return {
    id: 'EREFS3OAC00001',
    tags: [{ Key: 'Name', Value: 'spa.example.com' }],
    config: config({
      CallerReference: 'spa-2024-09-30',
      Comment: 'single-page app',
      Aliases: list('spa.example.com'),
      DefaultRootObject: 'index.html',
      Origins: {
        Quantity: 1,
        Items: [bucketOrigin('spa', 'example-spa.s3.eu-central-1.amazonaws.com', bucketControl)],
      },
      DefaultCacheBehavior: makeBehavior('spa'),
      CustomErrorResponses: list(
        { ErrorCode: 403, ResponsePagePath: '/index.html', ResponseCode: '200', ErrorCachingMinTTL: 10 },
        { ErrorCode: 404, ResponsePagePath: '/index.html', ResponseCode: '200', ErrorCachingMinTTL: 10 },
      ),
      ViewerCertificate: acmCertificate(certificateArn('wildcard')),
    }),
  };
}

/** Images come from the bucket, and from the function that makes them when they are not there yet. */
function failover(): DistributionSeed {
  return {
    id: 'EREFGROUP00001',
    tags: [{ Key: 'Name', Value: 'images' }],
    config: config({
      CallerReference: 'images-2025-05-02',
      Comment: 'image resizing with failover',
      Origins: {
        Quantity: 2,
        Items: [
          bucketOrigin('image-cache', 'example-image-cache.s3.eu-central-1.amazonaws.com', bucketControl),
          customOrigin('image-maker', 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-central-1.on.aws', {
            OriginAccessControlId: lambdaControl,
          }),
        ],
      },
      OriginGroups: list({
        Id: 'images',
        FailoverCriteria: { StatusCodes: { Quantity: 2, Items: [403, 404] } },
        Members: { Quantity: 2, Items: [{ OriginId: 'image-cache' }, { OriginId: 'image-maker' }] },
        SelectionCriteria: 'default' as const,
      }),
      DefaultCacheBehavior: makeBehavior('images'),
    }),
  };
}

function edge(): DistributionSeed {
  return {
    id: 'EREFEDGE000001',
    tags: [{ Key: 'Name', Value: 'docs.example.com' }],
    config: config({
      CallerReference: 'docs-2025-01-20',
      Comment: 'documentation with edge code',
      Aliases: list('docs.example.com'),
      Origins: {
        Quantity: 1,
        Items: [
          customOrigin('docs', 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com', {
            OriginPath: '/prod',
            OriginShield: { Enabled: true, OriginShieldRegion: 'eu-central-1' },
          }),
        ],
      },
      DefaultCacheBehavior: makeBehavior('docs', {
        OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
        FunctionAssociations: list({
          FunctionARN: 'arn:aws:cloudfront::123456789012:function/rewrite-index',
          EventType: 'viewer-request' as const,
        }),
        LambdaFunctionAssociations: list({
          LambdaFunctionARN: 'arn:aws:lambda:us-east-1:123456789012:function:docs-router:7',
          EventType: 'origin-request' as const,
          IncludeBody: false,
        }),
      }),
      ViewerCertificate: acmCertificate(certificateArn('wildcard')),
    }),
  };
}
