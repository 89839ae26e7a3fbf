// The shapes in which things are put into the fake: by a seed, or through the control API.

import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import { z } from 'zod';

// Only looked at from outside: a config may hold members that no SDK knows yet.
const configSchema = z.custom<DistributionConfig>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be a DistributionConfig object',
);

export const tagSchema = z.object({ Key: z.string(), Value: z.string().default('') });

export const distributionSeedSchema = z
  .object({
    id: z
      .string()
      .regex(/^[A-Z0-9]{8,25}$/)
      .optional(),
    config: configSchema.optional(),
    /** A `<DistributionConfig>` document, kept as it is. */
    xml: z.string().optional(),
    tags: z.array(tagSchema).default([]),
    status: z.enum(['Deployed', 'InProgress']).default('Deployed'),
    lastModified: z.iso.datetime().optional(),
    monitoring: z.boolean().default(false),
  })
  .refine((seed) => (seed.config === undefined) !== (seed.xml === undefined), 'give either config or xml');

export const certificateStatusSchema = z.enum([
  'PENDING_VALIDATION',
  'ISSUED',
  'INACTIVE',
  'EXPIRED',
  'VALIDATION_TIMED_OUT',
  'REVOKED',
  'FAILED',
]);

export const keyAlgorithmSchema = z.enum([
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
]);

export const certificateSeedSchema = z.object({
  arn: z.string().regex(/^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/),
  domainName: z.string(),
  /** Every name it covers; the domain name is not added. */
  names: z.array(z.string()).min(1),
  status: certificateStatusSchema.default('ISSUED'),
  type: z.enum(['IMPORTED', 'AMAZON_ISSUED', 'PRIVATE']).default('AMAZON_ISSUED'),
  keyAlgorithm: keyAlgorithmSchema.default('RSA_2048'),
  createdAt: z.iso.datetime(),
  notBefore: z.iso.datetime().optional(),
  notAfter: z.iso.datetime().optional(),
  extendedKeyUsages: z.array(z.string()).default(['TLS_WEB_SERVER_AUTHENTICATION', 'TLS_WEB_CLIENT_AUTHENTICATION']),
  keyUsages: z.array(z.string()).default(['DIGITAL_SIGNATURE', 'KEY_ENCIPHERMENT']),
  managedBy: z.literal('CLOUDFRONT').optional(),
  /** Who signed it. A certificate that its own name signed is self-signed. */
  issuer: z.string().optional(),
  /** RenewalSummary.RenewalStatus, for Amazon-issued certificates. */
  renewalStatus: z.enum(['PENDING_AUTO_RENEWAL', 'PENDING_VALIDATION', 'SUCCESS', 'FAILED']).optional(),
});

export const certificateChangeSchema = z.strictObject({
  arn: z.string(),
  status: certificateStatusSchema.optional(),
  notAfter: z.iso.datetime().optional(),
});

export const userSeedSchema = z.object({
  username: z.string().min(1),
  sub: z.string().optional(),
  enabled: z.boolean().default(true),
  status: z
    .enum([
      'UNCONFIRMED',
      'CONFIRMED',
      'EXTERNAL_PROVIDER',
      'RESET_REQUIRED',
      'FORCE_CHANGE_PASSWORD',
      'ARCHIVED',
      'COMPROMISED',
      'UNKNOWN',
    ])
    .default('CONFIRMED'),
  attributes: z.record(z.string(), z.string()).default({}),
  groups: z.array(z.string()).default([]),
  createdAt: z.iso.datetime().optional(),
});

/** An app client that gets tokens for itself, by its secret. */
export const apiClientSeedSchema = z.object({
  id: z.string().regex(/^[\w+]{1,128}$/),
  secret: z.string().min(1),
  name: z.string(),
  /** What it may ask for. Without any, the client credentials grant is not open to it. */
  scopes: z.array(z.string()).default([]),
});

export const userPoolSeedSchema = z.object({
  id: z.string().regex(/^[\w-]+_[0-9a-zA-Z]+$/),
  groups: z.array(z.string()).default([]),
  users: z.array(userSeedSchema).default([]),
  apiClients: z.array(apiClientSeedSchema).default([]),
});

/** An alias or tenant domain held somewhere else in AWS. */
export const conflictSeedSchema = z.object({
  domain: z.string(),
  resourceType: z.enum(['distribution', 'distribution-tenant']).default('distribution'),
  resourceId: z.string(),
  accountId: z.string().default('210987654321'),
});

export const accessControlSeedSchema = z.object({
  id: z.string(),
  name: z.string(),
  originType: z.enum(['s3', 'mediastore', 'mediapackagev2', 'lambda']),
  signingBehavior: z.enum(['always', 'never', 'no-override']).default('always'),
  description: z.string().default(''),
});

export const requestPolicySeedSchema = z.object({
  id: z.string(),
  name: z.string(),
  headerBehavior: z.enum(['none', 'whitelist', 'allViewer', 'allViewerAndWhitelistCloudFront', 'allExcept']),
  headers: z.array(z.string()).default([]),
  cookieBehavior: z.enum(['none', 'whitelist', 'all', 'allExcept']).default('none'),
  queryStringBehavior: z.enum(['none', 'whitelist', 'all', 'allExcept']).default('none'),
  comment: z.string().default(''),
});

/** Of a cache policy, only the headers of the cache key matter here: they always reach the origin. */
export const cachePolicySeedSchema = z.object({
  id: z.string(),
  name: z.string(),
  headers: z.array(z.string()).default([]),
  comment: z.string().default(''),
});

export type Tag = z.infer<typeof tagSchema>;
export type DistributionSeed = z.input<typeof distributionSeedSchema>;
export type CertificateSeed = z.input<typeof certificateSeedSchema>;
export type Certificate = z.output<typeof certificateSeedSchema>;
export type CertificateChange = z.infer<typeof certificateChangeSchema>;
export type UserSeed = z.input<typeof userSeedSchema>;
export type UserPoolSeed = z.input<typeof userPoolSeedSchema>;
export type User = z.output<typeof userSeedSchema>;
export type ApiClient = z.output<typeof apiClientSeedSchema>;
export type Conflict = z.output<typeof conflictSeedSchema>;
export type AccessControl = z.output<typeof accessControlSeedSchema>;
export type CachePolicy = z.output<typeof cachePolicySeedSchema>;
export type RequestPolicySeed = z.input<typeof requestPolicySeedSchema>;
export type RequestPolicy = z.output<typeof requestPolicySeedSchema>;
