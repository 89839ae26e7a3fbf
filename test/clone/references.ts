// Small references, certificates and plan inputs that the tests of the clone start from.
import type {
  CacheBehavior,
  DefaultCacheBehavior,
  DistributionConfig,
  Origin,
  OriginGroup,
} from '@aws-sdk/client-cloudfront';
import type { Certificate } from '../../src/clone/certificate.js';
import type { OriginKind } from '../../src/clone/origin.js';
import type { Refusal } from '../../src/clone/outcome.js';
import type { PlanInput } from '../../src/clone/plan.js';
import type { Result } from '../../src/clone/result.js';
import type { RefusalText } from '../../src/messages/refusal.js';
import type { SlackOutcome } from '../../src/slack/outcomes.js';
import { tell } from '../support/refusals.js';

export const now = new Date('2026-11-20T12:00:00Z');
export const secret = 'k3-very-secret-value';
export const ownArn = 'arn:aws:acm:us-east-1:111122223333:certificate/own';
export const referenceId = 'E2ABCDEFGHIJKL';

/** A host of every kind, as the reference has it. */
export const oldHosts: Record<OriginKind, string> = {
  s3: 'old-bucket.s3.eu-west-1.amazonaws.com',
  's3-website': 'old-site.s3-website-eu-west-1.amazonaws.com',
  'lambda-url': 'oldfunction.lambda-url.eu-west-1.on.aws',
  'api-gateway': 'oldapi1234.execute-api.eu-west-1.amazonaws.com',
  'mediapackage-v2': 'oldgroup.egress.abc123.mediapackagev2.eu-west-1.amazonaws.com',
  mediastore: 'oldcontainer.data.mediastore.eu-west-1.amazonaws.com',
  vpc: 'internal-old-1.eu-west-1.elb.amazonaws.com',
  cloudfront: 'd111111abcdef8.cloudfront.net',
  custom: 'old-origin.example.com',
};

/** Another host of every kind, as somebody types it. */
export const newHosts: Record<OriginKind, string> = {
  s3: 'new-bucket.s3.eu-west-1.amazonaws.com',
  's3-website': 'new-site.s3-website.eu-west-1.amazonaws.com',
  'lambda-url': 'newfunction.lambda-url.eu-west-1.on.aws',
  'api-gateway': 'newapi1234.execute-api.eu-west-1.amazonaws.com',
  'mediapackage-v2': 'newgroup.egress.abc123.mediapackagev2.eu-west-1.amazonaws.com',
  mediastore: 'newcontainer.data.mediastore.eu-west-1.amazonaws.com',
  vpc: 'internal-new-1.eu-west-1.elb.amazonaws.com',
  cloudfront: 'd222222abcdef8.cloudfront.net',
  custom: 'new-origin.example.net',
};

export function listOf<T>(items: readonly T[]): { Quantity: number; Items?: T[] } {
  return items.length === 0 ? { Quantity: 0 } : { Quantity: items.length, Items: [...items] };
}

/** The value with a member that no version of the API has yet. */
export function withUnknown<T extends object>(value: T, name = 'FutureMember'): T {
  return { ...value, [name]: { Deep: [{ Level: 2 }], Text: 'kept' } };
}

export function customOrigin(over: Partial<Origin> = {}): Origin {
  return {
    Id: 'main',
    DomainName: oldHosts.custom,
    OriginPath: '',
    CustomHeaders: { Quantity: 0 },
    CustomOriginConfig: {
      HTTPPort: 80,
      HTTPSPort: 443,
      OriginProtocolPolicy: 'https-only',
      OriginSslProtocols: { Quantity: 1, Items: ['TLSv1.2'] },
      OriginReadTimeout: 30,
      OriginKeepaliveTimeout: 5,
    },
    ConnectionAttempts: 3,
    ConnectionTimeout: 10,
    OriginAccessControlId: '',
    ...over,
  };
}

export function bucketOrigin(over: Partial<Origin> = {}): Origin {
  const { CustomOriginConfig: _none, ...rest } = customOrigin();
  return { ...rest, DomainName: oldHosts.s3, S3OriginConfig: { OriginAccessIdentity: '' }, ...over };
}

export function vpcOrigin(over: Partial<Origin> = {}): Origin {
  const { CustomOriginConfig: _none, ...rest } = customOrigin();
  return {
    ...rest,
    DomainName: oldHosts.vpc,
    VpcOriginConfig: { VpcOriginId: 'vo_old', OriginReadTimeout: 30, OriginKeepaliveTimeout: 5 },
    ...over,
  };
}

/** An origin with the old host of any kind. */
export function originOf(kind: OriginKind, over: Partial<Origin> = {}): Origin {
  if (kind === 's3') return bucketOrigin(over);
  if (kind === 'vpc') return vpcOrigin(over);
  return customOrigin({ DomainName: oldHosts[kind], ...over });
}

export function header(name: string, value = secret): { HeaderName: string; HeaderValue: string } {
  return { HeaderName: name, HeaderValue: value };
}

export function failoverGroup(id: string, first: string, second: string, over: Partial<OriginGroup> = {}): OriginGroup {
  return {
    Id: id,
    FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [503] } },
    Members: { Quantity: 2, Items: [{ OriginId: first }, { OriginId: second }] },
    ...over,
  };
}

export function behavior(path: string, target: string, over: Partial<CacheBehavior> = {}): CacheBehavior {
  return {
    PathPattern: path,
    TargetOriginId: target,
    ViewerProtocolPolicy: 'redirect-to-https',
    CachePolicyId: 'policy-1',
    ...over,
  };
}

interface Parts {
  readonly origins?: readonly Origin[];
  readonly groups?: readonly OriginGroup[];
  readonly main?: Partial<DefaultCacheBehavior>;
  readonly behaviors?: readonly CacheBehavior[];
  readonly top?: Partial<DistributionConfig>;
}

/** A reference whose default behavior targets its only origin, `main`, unless told otherwise. */
export function makeConfig({ origins, groups, main, behaviors, top }: Parts = {}): DistributionConfig {
  return {
    CallerReference: 'reference-2024',
    Aliases: { Quantity: 1, Items: ['ref.example.com'] },
    DefaultRootObject: 'index.html',
    Origins: { Quantity: origins?.length ?? 1, Items: [...(origins ?? [customOrigin()])] },
    OriginGroups: listOf(groups ?? []),
    DefaultCacheBehavior: {
      TargetOriginId: 'main',
      ViewerProtocolPolicy: 'redirect-to-https',
      CachePolicyId: 'policy-1',
      Compress: true,
      ...main,
    },
    CacheBehaviors: listOf(behaviors ?? []),
    Comment: 'production site',
    PriceClass: 'PriceClass_All',
    Enabled: true,
    ViewerCertificate: {
      CloudFrontDefaultCertificate: false,
      ACMCertificateArn: ownArn,
      SSLSupportMethod: 'sni-only',
      MinimumProtocolVersion: 'TLSv1.2_2021',
    },
    Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } },
    HttpVersion: 'http2',
    IsIPV6Enabled: true,
    ...top,
  };
}

export function makeCertificate(over: Partial<Certificate> = {}): Certificate {
  return {
    arn: ownArn,
    names: ['*.example.com'],
    keyAlgorithm: 'EC_prime256v1',
    status: 'ISSUED',
    type: 'AMAZON_ISSUED',
    notAfter: new Date('2027-05-01T00:00:00Z'),
    extendedKeyUsages: [],
    ...over,
  };
}

/** Everything that a plan needs: `www.example.com` from `new-origin.example.net`, nothing in the way. */
export function makeInput(config: DistributionConfig = makeConfig(), over: Partial<PlanInput> = {}): PlanInput {
  return {
    domain: 'www.example.com',
    origin: newHosts.custom,
    requestedBy: 'ana (U012ABCDEF)',
    reference: {
      id: referenceId,
      arn: `arn:aws:cloudfront::111122223333:distribution/${referenceId}`,
      etag: 'ETAG1',
      domainName: 'd333333abcdef8.cloudfront.net',
      status: 'Deployed',
      config,
      tags: [],
    },
    certificates: [makeCertificate()],
    aliasHolders: [],
    foreignHolders: [],
    forwardsHost: new Map([['policy-1', false]]),
    accessControls: [],
    renewal: undefined,
    createsAccessControls: false,
    now,
    ...over,
  };
}

/** The value of an answer; a refusal fails the test with its facts. */
export function good<T>(answer: Result<T, SlackOutcome>): T {
  if (answer.ok) return answer.value;
  throw new Error(`refused: ${JSON.stringify(answer)}`);
}

/** The other half of an answer. */
export function refused<T extends { readonly ok: boolean }>(answer: T): Extract<T, { ok: false }> {
  if (isRefused(answer)) return answer;
  throw new Error('not refused');
}

/** The same with the sentences that a person is told. */
export function told(answer: { readonly ok: true } | Refusal<SlackOutcome>): Refusal<SlackOutcome> & RefusalText {
  if (answer.ok) throw new Error('not refused');
  return tell(answer);
}

function isRefused<T extends { readonly ok: boolean }>(answer: T): answer is Extract<T, { ok: false }> {
  return !answer.ok;
}
