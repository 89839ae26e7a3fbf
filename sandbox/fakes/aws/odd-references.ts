// The references of the sample account that are unusual: old, disabled, or impossible to clone.

import { bucketControl } from './access-controls.js';
import { certificateArn } from './certificates.js';
import {
  acmCertificate,
  bucketOrigin,
  config,
  customOrigin,
  legacyCaching,
  list,
  makeBehavior,
} from './reference-parts.js';
import type { DistributionSeed } from './seed.js';

export function legacy(): DistributionSeed {
  return {
    id: 'EREFLEGACY0001',
    config: config({
      CallerReference: '1468323341',
      Comment: 'downloads & archive <2016>',
      Origins: {
        Quantity: 1,
        Items: [customOrigin('Custom-downloads.example.net', 'downloads.example.net')],
      },
      DefaultCacheBehavior: makeBehavior('Custom-downloads.example.net', legacyCaching()),
      PriceClass: 'PriceClass_All',
      Restrictions: { GeoRestriction: { RestrictionType: 'blacklist', Quantity: 2, Items: ['AQ', 'BV'] } },
    }),
  };
}

export function staging(): DistributionSeed {
  return {
    id: 'EREFSTAGING001',
    config: config({
      CallerReference: 'production-staging-copy',
      Comment: 'staging copy of the production site',
      Origins: {
        Quantity: 1,
        Items: [customOrigin('main', 'web-alb-1612409876.us-east-1.elb.amazonaws.com')],
      },
      DefaultCacheBehavior: makeBehavior('main'),
      ViewerCertificate: acmCertificate(certificateArn('wildcard')),
      Staging: true,
    }),
  };
}

export function tenantOnly(): DistributionSeed {
  return {
    id: 'EREFTENANT0001',
    config: {
      CallerReference: 'tenants-2025-07-01',
      Comment: 'one site per customer',
      DefaultRootObject: 'index.html',
      Origins: {
        Quantity: 1,
        Items: [
          {
            ...bucketOrigin('tenants', 'example-tenants.s3.us-east-1.amazonaws.com', bucketControl),
            OriginPath: '/{{tenant}}',
          },
        ],
      },
      DefaultCacheBehavior: makeBehavior('tenants'),
      Enabled: true,
      ViewerCertificate: acmCertificate(certificateArn('wildcard')),
      HttpVersion: 'http2',
      ConnectionMode: 'tenant-only',
      TenantConfig: {
        ParameterDefinitions: [
          { Name: 'tenant', Definition: { StringSchema: { DefaultValue: 'root', Required: false } } },
        ],
      },
    },
  };
}

export function disabled(): DistributionSeed {
  return {
    id: 'EREFDISABLED01',
    tags: [{ Key: 'Name', Value: 'campaign 2024' }],
    config: config({
      CallerReference: 'campaign-2024-11-05',
      Comment: 'campaign 2024, switched off',
      Aliases: list('campaign.example.com'),
      Origins: {
        Quantity: 1,
        Items: [customOrigin('site', 'example-campaign.s3-website.us-east-1.amazonaws.com')],
      },
      DefaultCacheBehavior: makeBehavior('site'),
      Enabled: false,
      ViewerCertificate: acmCertificate(certificateArn('wildcard')),
    }),
  };
}
