// The policy statements and commands that origins behind an origin access control need, because their policies name
// distributions. Developer Guide, "Restrict access to an Amazon S3 origin", "... to an AWS Lambda function URL origin",
// "... to an AWS Elemental MediaPackage v2 origin", "... to an AWS Elemental MediaStore origin".
import { type CloneConfig, listBehaviorsOf } from './clone-config.js';
import { classifyHost, regionOfHost } from './origin.js';

export interface Grant {
  readonly host: string;
  /** A sentence that says where the text belongs. */
  readonly instruction: string;
  /** A policy statement or commands, ready to copy. */
  readonly text: string;
}

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
    return describeGrant(host, distributionArn, readUse(config, ids));
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

function describeGrant(host: string, distributionArn: string, use: Use): Grant {
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
  switch (classifyHost(host)) {
    case 's3': {
      const bucket = host.replace(/^(.+)\.s3(?:[.-].*)?\.amazonaws\.com(?:\.cn)?$/, '$1');
      const isWritten = use.methods.has('PUT');
      const keys = isWritten ? 'kms:Decrypt, kms:Encrypt, and kms:GenerateDataKey*' : 'kms:Decrypt';
      const place = `Add to the bucket policy (and allow ${keys} in the key policy if the bucket uses SSE-KMS).`;
      return {
        host,
        instruction: isWritten
          ? `${place} A behavior allows PUT. Leave out s3:PutObject if viewers must not write:`
          : `${place.slice(0, -1)}:`,
        text: statement(isWritten ? ['s3:GetObject', 's3:PutObject'] : 's3:GetObject', `arn:aws:s3:::${bucket}/*`),
      };
    }
    case 'lambda-url': {
      const permit = (action: string, sid: string) =>
        `aws lambda add-permission --region ${regionOfHost(host) ?? 'REGION'} --function-name FUNCTION_NAME --statement-id ${sid}${id} --action ${action} --principal cloudfront.amazonaws.com --source-arn ${distributionArn}`;
      const hasBody = ['POST', 'PUT', 'PATCH'].some((method) => use.methods.has(method));
      return {
        host,
        instruction: hasBody
          ? 'Clients that send a body have to send its SHA-256 in x-amz-content-sha256. Run both, with the name of the function behind the URL:'
          : 'Run both, with the name of the function behind the URL:',
        text: `${permit('lambda:InvokeFunctionUrl', 'AllowCloudFrontUrl')}\n${permit('lambda:InvokeFunction', 'AllowCloudFront')}`,
      };
    }
    case 'mediapackage-v2': {
      const get = 'mediapackagev2:GetObject';
      return {
        host,
        instruction: 'Add to the origin endpoint’s policy, with its own ARN as the resource:',
        text: statement(use.comparesQuality ? [get, 'mediapackagev2:GetHeadObject'] : get, 'ENDPOINT_ARN'),
      };
    }
    case 'mediastore':
      return {
        host,
        instruction: 'Add to the container policy, with its own ARN as the resource:',
        text: statement('mediastore:GetObject', 'CONTAINER_ARN/*'),
      };
    default:
      return { host, instruction: 'Let the origin’s policy name the new distribution:', text: distributionArn };
  }
}
