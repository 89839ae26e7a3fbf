// The policy statements and commands that origins behind an origin access control need, because their policies name
// distributions. Developer Guide, "Restrict access to an Amazon S3 origin", "... to an AWS Lambda function URL origin",
// "... to an AWS Elemental MediaPackage v2 origin", "... to an AWS Elemental MediaStore origin".
import { type CloneConfig, listBehaviorsOf } from './clone-config.js';
import { classifyHost, regionOfHost } from './origin.js';

export type Grant = GrantNeed & {
  readonly host: string;
  /** A policy statement or commands, ready to copy. */
  readonly text: string;
};

/** Where the text belongs, and what else has to be known there. The sentences are in src/messages/grants.ts. */
export type GrantNeed =
  /** `allowsPut`: a behavior lets viewers write to the bucket. */
  | { readonly kind: 's3'; readonly allowsPut: boolean }
  /** `allowsBody`: a behavior lets viewers send a body to the function. */
  | { readonly kind: 'lambda-url'; readonly allowsBody: boolean }
  | { readonly kind: 'mediapackage-v2' | 'mediastore' | 'other' };

/** What has to name the new distribution; `other` where the kind of host is not known. */
export const grantKinds = ['s3', 'lambda-url', 'mediapackage-v2', 'mediastore', 'other'] as const;
export type GrantKind = (typeof grantKinds)[number];

/** The kinds of grants that a distribution needs, each once. */
export function listGrantKinds(config: CloneConfig): GrantKind[] {
  const found = new Set(listGuardedOrigins(config).map(({ DomainName }) => toGrantKind(DomainName ?? '')));
  return grantKinds.filter((kind) => found.has(kind));
}

function toGrantKind(host: string): GrantKind {
  const kind = classifyHost(host);
  return grantKinds.find((known) => known === kind) ?? 'other';
}

function listGuardedOrigins(config: CloneConfig) {
  return (config.Origins?.Items ?? []).filter(({ OriginAccessControlId }) => OriginAccessControlId);
}

/** One grant for each host behind an origin access control, complete for what the behaviors allow. */
export function listGrants(config: CloneConfig, distributionArn: string): Grant[] {
  const origins = listGuardedOrigins(config);
  const hosts = [...new Set(origins.map(({ DomainName }) => DomainName ?? ''))];
  return hosts.map((host) => {
    const ids = origins.filter(({ DomainName }) => DomainName === host).map(({ Id }) => Id ?? '');
    return buildGrant(host, distributionArn, readUse(config, ids));
  });
}

/** What the clone asks of a host. */
interface Use {
  readonly methods: ReadonlySet<string>;
  /** A group compares media quality, for which CloudFront sends HEAD to both members. */
  readonly comparesQuality: boolean;
}

function readUse(config: CloneConfig, originIds: readonly string[]): Use {
  const groups = (config.OriginGroups?.Items ?? []).filter(({ Members }) =>
    Members?.Items?.some(({ OriginId }) => originIds.includes(OriginId ?? '')),
  );
  const behaviors = listBehaviorsOf(config, originIds);
  return {
    methods: new Set(behaviors.flatMap(({ AllowedMethods }) => AllowedMethods?.Items ?? [])),
    comparesQuality: groups.some(({ SelectionCriteria }) => SelectionCriteria === 'media-quality-based'),
  };
}

function buildGrant(host: string, distributionArn: string, use: Use): Grant {
  const id = distributionArn.split('/').at(-1) ?? '';
  const statement = (action: string | readonly string[], resource: string): string =>
    JSON.stringify(
      {
        Sid: `AllowCloudFront${id}`,
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: action,
        Resource: resource,
        Condition: { StringEquals: { 'AWS:SourceArn': distributionArn } },
      },
      null,
      2,
    );
  const kind = toGrantKind(host);
  switch (kind) {
    case 's3': {
      const bucket = host.replace(/^(.+)\.s3(?:[.-].*)?\.amazonaws\.com(?:\.cn)?$/, '$1');
      const allowsPut = use.methods.has('PUT');
      return {
        kind,
        host,
        allowsPut,
        text: statement(allowsPut ? ['s3:GetObject', 's3:PutObject'] : 's3:GetObject', `arn:aws:s3:::${bucket}/*`),
      };
    }
    case 'lambda-url': {
      const permit = (action: string, sid: string) =>
        `aws lambda add-permission --region ${regionOfHost(host) ?? 'REGION'} --function-name FUNCTION_NAME --statement-id ${sid}${id} --action ${action} --principal cloudfront.amazonaws.com --source-arn ${distributionArn}`;
      const allowsBody = ['POST', 'PUT', 'PATCH'].some((method) => use.methods.has(method));
      return {
        kind,
        host,
        allowsBody,
        text: `${permit('lambda:InvokeFunctionUrl', 'AllowCloudFrontUrl')}\n${permit('lambda:InvokeFunction', 'AllowCloudFront')}`,
      };
    }
    case 'mediapackage-v2': {
      const get = 'mediapackagev2:GetObject';
      return {
        kind,
        host,
        text: statement(use.comparesQuality ? [get, 'mediapackagev2:GetHeadObject'] : get, 'ENDPOINT_ARN'),
      };
    }
    case 'mediastore':
      return { kind, host, text: statement('mediastore:GetObject', 'CONTAINER_ARN/*') };
    case 'other':
      return { kind, host, text: distributionArn };
  }
}
