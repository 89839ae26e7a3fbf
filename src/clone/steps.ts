// What is left to do once the distribution exists: the DNS record, and the grants that name it.
import type { CloneConfig } from './distribution.js';
import { classifyHost, regionOfHost } from './origin.js';

export interface Grant {
  readonly host: string;
  /** A sentence that says where the text belongs. */
  readonly instruction: string;
  /** A policy statement or commands, ready to copy. */
  readonly text: string;
}

/** Route 53's hosted zone of every CloudFront distribution, for alias records. */
const cloudFrontZone = 'Z2FDTNDATAQYW2';

export interface DnsRecord {
  /** The record where any DNS host can carry it; undefined at the top of a zone, where a CNAME is impossible. */
  readonly cname: string | undefined;
  /** The same as an alias record of Route 53. */
  readonly alias: string;
}

/** The exact record to create. Which name is the top of a zone, only two labels tell. */
export function describeDnsRecord(domain: string, distributionDomain: string, config: CloneConfig): DnsRecord {
  const types = config.IsIPV6Enabled ? 'A and AAAA' : 'A';
  const isApex = domain.split('.').length === 2;
  return {
    cname: isApex ? undefined : `${domain} CNAME ${distributionDomain}`,
    alias: `${domain} ${types} ALIAS ${distributionDomain} (zone ${cloudFrontZone})`,
  };
}

/**
 * The statements that origins behind an origin access control need, because their policies name distributions.
 * Developer Guide, "Restrict access to an Amazon S3 origin" and "... to an AWS Lambda function URL origin".
 */
export function listGrants(config: CloneConfig, distributionArn: string): Grant[] {
  const hosts = (config.Origins?.Items ?? [])
    .filter(({ OriginAccessControlId }) => OriginAccessControlId)
    .map(({ DomainName }) => DomainName ?? '');
  return [...new Set(hosts)].map((host) => describeGrant(host, distributionArn));
}

function describeGrant(host: string, distributionArn: string): Grant {
  const id = distributionArn.split('/').at(-1) ?? '';
  const principal = { Service: 'cloudfront.amazonaws.com' };
  const condition = { StringEquals: { 'AWS:SourceArn': distributionArn } };
  const statement = (sid: string, action: string, resource: string): string =>
    JSON.stringify(
      {
        Sid: `${sid}${id}`,
        Effect: 'Allow',
        Principal: principal,
        Action: action,
        Resource: resource,
        Condition: condition,
      },
      null,
      2,
    );
  switch (classifyHost(host)) {
    case 's3': {
      const bucket = host.replace(/^(.+)\.s3(?:[.-].*)?\.amazonaws\.com(?:\.cn)?$/, '$1');
      return {
        host,
        instruction:
          'Add to the bucket policy (and allow kms:Decrypt in the key policy where the bucket uses SSE-KMS):',
        text: statement('AllowCloudFront', 's3:GetObject', `arn:aws:s3:::${bucket}/*`),
      };
    }
    case 'lambda-url': {
      const permit = (action: string, sid: string) =>
        `aws lambda add-permission --region ${regionOfHost(host) ?? 'REGION'} --function-name FUNCTION_NAME --statement-id ${sid}${id} --action ${action} --principal cloudfront.amazonaws.com --source-arn ${distributionArn}`;
      return {
        host,
        instruction: 'Run both, with the name of the function behind the URL:',
        text: `${permit('lambda:InvokeFunctionUrl', 'AllowCloudFrontUrl')}\n${permit('lambda:InvokeFunction', 'AllowCloudFront')}`,
      };
    }
    case 'mediapackage-v2':
      return {
        host,
        instruction: 'Add to the origin endpoint’s policy, with its own ARN as the resource:',
        text: statement('AllowCloudFront', 'mediapackagev2:GetObject', 'ENDPOINT_ARN'),
      };
    case 'mediastore':
      return {
        host,
        instruction: 'Add to the container policy, with its own ARN as the resource:',
        text: statement('AllowCloudFront', 'mediastore:GetObject', 'CONTAINER_ARN/*'),
      };
    default:
      return { host, instruction: 'Let the origin’s policy name the new distribution:', text: distributionArn };
  }
}

/** Where the console shows a distribution. */
export function toConsoleAddress(distributionId: string): string {
  return `https://us-east-1.console.aws.amazon.com/cloudfront/v4/home#/distributions/${encodeURIComponent(distributionId)}`;
}
