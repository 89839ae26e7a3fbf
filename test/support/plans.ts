// Plans and card records for tests of what is drawn from them. No server is needed.
import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import type { ClonePlan } from '../../src/clone/plan.js';
import { buildPlan } from '../../src/clone/plan.js';
import type { Result } from '../../src/clone/result.js';
import { nameRequester, recordPlan } from '../../src/slack/card/plan-record.js';
import type { CardRecord } from '../../src/slack/card/record.js';
import type { Card } from '../../src/slack/card/repository.js';
import { certificateArn, created, domain, origin, reference, referenceConfig } from './aws-answers.js';
import { arnOf, hostOf } from './aws-wire.js';

export const now = new Date('2026-11-23T09:00:00Z');

export interface PlanOptions {
  readonly config?: DistributionConfig;
  readonly etag?: string;
  readonly domain?: string;
  readonly origin?: string;
}

export function planOf(options: PlanOptions = {}): ClonePlan {
  const plan = buildPlanOf(options);
  if (!plan.ok) throw new Error(plan.outcome);
  return plan.value;
}

/** The plan, or why there is none. */
export function buildPlanOf(options: PlanOptions = {}): Result<ClonePlan> {
  return buildPlan({
    domain: options.domain ?? domain,
    origin: options.origin ?? origin,
    requestedBy: 'U0ANA ana',
    reference: {
      id: reference,
      arn: arnOf(reference),
      etag: options.etag ?? 'ETAG1',
      domainName: hostOf(reference),
      status: 'Deployed',
      config: options.config ?? referenceConfig,
      tags: [{ Key: 'team', Value: 'web' }],
    },
    certificates: [
      {
        arn: certificateArn,
        names: [`*.${(options.domain ?? domain).split('.').slice(1).join('.')}`],
        keyAlgorithm: 'EC_prime256v1',
        status: 'ISSUED',
        type: 'AMAZON_ISSUED',
        notAfter: new Date('2027-04-15T09:00:00Z'),
        extendedKeyUsages: [],
      },
    ],
    aliasHolders: [],
    foreignHolders: [],
    forwardsHost: new Map(),
    accessControls: [],
    renewal: undefined,
    createsAccessControls: false,
    now,
  });
}

export function recordFor(plan: ClonePlan, changes: Partial<CardRecord> = {}): CardRecord {
  return {
    v: 1,
    state: 'pending',
    request: 'a-request',
    ...recordPlan(plan),
    requested_by: 'U0ANA',
    requester_name: 'ana',
    expires_at: now.getTime() / 1_000 + 28_800,
    ...changes,
  };
}

export function cardFor(record: CardRecord): Card {
  return {
    ok: true,
    channel: 'C0CDN',
    ts: '1.2',
    record,
    lasting: [],
    thread: [],
    callerReference: 'cf-clone-T0CDN-C0CDN-1.2',
    permalink: 'https://example.slack.com/archives/C0CDN/p12',
  };
}

export const made = { decided_by: 'U0BO', distribution: created, distribution_domain: hostOf(created) } as const;
export const requester = nameRequester({ requested_by: 'U0ANA', requester_name: 'ana' });

/** A reference whose clone differs in hundreds of fields, each with a long path, and whose values are long. */
export function sprawlingConfig(): DistributionConfig {
  const names = Array.from({ length: 100 }, (_, index) => `origin-${index}-${'x'.repeat(100)}`);
  return {
    ...referenceConfig,
    Comment: '<!channel> & *bold* `code` '.padEnd(128, '!'),
    Origins: {
      Quantity: names.length,
      Items: names.map((Id) => ({
        Id,
        DomainName: 'old.example.net',
        OriginPath: `/${'p'.repeat(200)}`,
        CustomHeaders: {
          Quantity: 30,
          Items: Array.from({ length: 30 }, (_, index) => ({ HeaderName: `X-H-${index}`, HeaderValue: 'hush-hush' })),
        },
        S3OriginConfig: { OriginAccessIdentity: 'origin-access-identity/cloudfront/E127EXAMPLE51Z' },
      })),
    },
    DefaultCacheBehavior: { TargetOriginId: names[0], ViewerProtocolPolicy: 'redirect-to-https' },
    CacheBehaviors: {
      Quantity: 75,
      Items: Array.from({ length: 75 }, (_, index) => ({
        PathPattern: `/${index}/${'y'.repeat(240)}`,
        TargetOriginId: names[index],
        ViewerProtocolPolicy: 'redirect-to-https' as const,
        CachePolicyId: 'policy',
        MinTTL: 1,
        DefaultTTL: 2,
        MaxTTL: 3,
      })),
    },
  };
}
