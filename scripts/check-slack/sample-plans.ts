// Two plans to draw cards of: an ordinary one, and one of the largest reference that AWS allows.
import type { DistributionConfig, Origin } from '@aws-sdk/client-cloudfront';
import { buildPlan, type ClonePlan } from '../../src/clone/plan.js';

export interface SamplePlan {
  readonly name: 'ordinary' | 'largest';
  readonly plan: ClonePlan;
}

const domain = 'check.example.com';
const account = '123456789012';
const certificateArn = `arn:aws:acm:us-east-1:${account}:certificate/00000000-0000-4000-8000-000000000000`;
const bucket = 'check-assets.s3.us-east-1.amazonaws.com';

export function buildSamplePlans(now: Date): SamplePlan[] {
  return [
    { name: 'ordinary', plan: planOf(ordinaryConfig, now) },
    { name: 'largest', plan: planOf(buildLargestConfig(), now) },
  ];
}

function planOf(config: DistributionConfig, now: Date): ClonePlan {
  const id = 'E0REFERENCE000';
  const plan = buildPlan({
    domain,
    origin: 'new-origin.example.net',
    requestedBy: 'check-slack',
    reference: {
      id,
      arn: `arn:aws:cloudfront::${account}:distribution/${id}`,
      etag: 'E0ETAG00000000',
      domainName: 'd0reference000.cloudfront.net',
      status: 'Deployed',
      config,
      tags: [],
    },
    certificates: [
      {
        arn: certificateArn,
        names: ['*.example.com'],
        keyAlgorithm: 'EC_prime256v1',
        status: 'ISSUED',
        type: 'AMAZON_ISSUED',
        notAfter: new Date(now.getTime() + 150 * 86_400_000),
        extendedKeyUsages: [],
      },
    ],
    aliasHolders: [],
    foreignHolders: [],
    forwardsHost: new Map(),
    accessControls: [],
    createsAccessControls: false,
    renewal: undefined,
    now,
  });
  if (!plan.ok) throw new Error(`the sample cannot be planned: ${plan.outcome}`);
  return plan.value;
}

const frame = {
  CallerReference: 'the-reference',
  Aliases: { Quantity: 1, Items: ['reference.example.com'] },
  Comment: 'production site',
  Enabled: true,
  IsIPV6Enabled: true,
  ViewerCertificate: {
    ACMCertificateArn: certificateArn,
    SSLSupportMethod: 'sni-only',
    MinimumProtocolVersion: 'TLSv1.2_2021',
  },
} as const;

const customOrigin = {
  HTTPPort: 80,
  HTTPSPort: 443,
  OriginProtocolPolicy: 'https-only',
  OriginSslProtocols: { Quantity: 1, Items: ['TLSv1.2'] },
} as const;

const ordinaryConfig: DistributionConfig = {
  ...structuredClone(frame),
  Aliases: { Quantity: 1, Items: ['reference.example.com'] },
  Origins: {
    Quantity: 2,
    Items: [
      {
        Id: 'main',
        DomainName: 'old-origin.example.net',
        CustomHeaders: {
          Quantity: 1,
          Items: [{ HeaderName: 'X-Origin-Secret', HeaderValue: 'a value that is hidden' }],
        },
        CustomOriginConfig: { ...customOrigin, OriginSslProtocols: { Quantity: 1, Items: ['TLSv1.2'] } },
      },
      {
        Id: 'assets',
        DomainName: bucket,
        OriginAccessControlId: 'E0ACCESS000000',
        S3OriginConfig: { OriginAccessIdentity: '' },
      },
    ],
  },
  DefaultCacheBehavior: { TargetOriginId: 'main', ViewerProtocolPolicy: 'redirect-to-https' },
  CacheBehaviors: {
    Quantity: 1,
    Items: [{ PathPattern: '/static/*', TargetOriginId: 'assets', ViewerProtocolPolicy: 'redirect-to-https' }],
  },
};

/** 100 origins and 75 behaviors with long names, and characters that Slack escapes. */
function buildLargestConfig(): DistributionConfig {
  const origins = Array.from({ length: 100 }, (_, index): Origin => {
    const isBucket = index % 2 === 1;
    return {
      Id: `origin-${index}-${'x'.repeat(100)}`,
      DomainName: isBucket ? `check-${index}-${'b'.repeat(40)}.s3.us-east-1.amazonaws.com` : 'old-origin.example.net',
      OriginPath: `/${'p'.repeat(200)}`,
      ...(isBucket
        ? { OriginAccessControlId: 'E0ACCESS000000', S3OriginConfig: { OriginAccessIdentity: '' } }
        : { CustomOriginConfig: { ...customOrigin, OriginSslProtocols: { Quantity: 1, Items: ['TLSv1.2'] } } }),
    };
  });
  const ids = origins.map(({ Id }) => Id ?? '');
  return {
    ...structuredClone(frame),
    Aliases: { Quantity: 1, Items: ['reference.example.com'] },
    Comment: '<!channel> & *bold* `code` '.padEnd(128, '!'),
    Origins: { Quantity: origins.length, Items: origins },
    DefaultCacheBehavior: { TargetOriginId: ids[0], ViewerProtocolPolicy: 'redirect-to-https' },
    CacheBehaviors: {
      Quantity: 75,
      Items: ids.slice(0, 75).map((id, index) => ({
        PathPattern: `/${index}/${'y'.repeat(240)}`,
        TargetOriginId: id,
        ViewerProtocolPolicy: 'redirect-to-https',
      })),
    },
  };
}
