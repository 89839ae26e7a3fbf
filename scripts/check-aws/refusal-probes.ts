// Creates that the fake refuses, each with a rule of its own, and the accepted ones beside them that show why. One that AWS
// accepts leaves a disabled distribution, which is deleted with the others.
import type { DistributionConfig, Tag } from '@aws-sdk/client-cloudfront';
import {
  behavior,
  bucketOrigin,
  buildConfig,
  certificate,
  customOrigin,
  grpcBehavior,
  legacyBehavior,
  list,
  type Names,
} from './samples.js';

export interface RefusalProbe {
  readonly name: string;
  readonly config: DistributionConfig;
  readonly tags?: readonly Tag[];
}

/** The managed cache policy UseOriginCacheControlHeaders. Host is in its cache key (Developer Guide, "Managed policies"). */
const cachesByHost = '83da9c7e-98b4-4e11-a168-04f0df8e2c65';
/** The managed origin request policy HostHeaderOnly. */
const sendsHost = 'bf0718e1-ba1e-49d1-88b1-f726733018ae';
const missingControl = 'E0000000000000';

export function listRefusalProbes(names: Names, certificateArn: string): RefusalProbe[] {
  const { run, bucketHost, newOrigin, freeDomain } = names;
  let count = 0;
  const probe = (name: string, rest: Partial<DistributionConfig>, tags?: readonly Tag[]): RefusalProbe => {
    count += 1;
    return { name, config: buildConfig(names, `refusal-${count}`, rest), ...(tags ? { tags } : {}) };
  };
  const bucket = list(bucketOrigin(bucketHost));
  const host = (origin: string) => ({ Origins: list(customOrigin(origin)) });
  const grpc = (origin: string) => ({ ...host(origin), DefaultCacheBehavior: grpcBehavior() });

  return [
    // What the bot refuses before anyone approves.
    probe('S3 bucket, nothing forwarded', { Origins: bucket }),
    probe('S3 bucket, Host forwarded', { Origins: bucket, DefaultCacheBehavior: legacyBehavior('Host') }),
    probe('S3 bucket, all headers forwarded', { Origins: bucket, DefaultCacheBehavior: legacyBehavior('*') }),
    probe('S3 bucket, cached by Host', {
      Origins: bucket,
      DefaultCacheBehavior: behavior({ CachePolicyId: cachesByHost }),
    }),
    probe('S3 bucket, Host sent to it without being cached by', {
      Origins: bucket,
      DefaultCacheBehavior: behavior({ OriginRequestPolicyId: sendsHost }),
    }),
    probe('gRPC to a host of your own', grpc(newOrigin)),
    probe('gRPC to an S3 bucket', { Origins: bucket, DefaultCacheBehavior: grpcBehavior() }),
    probe('gRPC to an S3 website', {
      Origins: list(reachedByHttp(`${run}.s3-website-us-east-1.amazonaws.com`)),
      DefaultCacheBehavior: grpcBehavior(),
    }),
    probe('gRPC to a Lambda function URL', grpc(`cfclonecheck${run}.lambda-url.us-east-1.on.aws`)),
    probe('gRPC to API Gateway', grpc('cfcloneche.execute-api.us-east-1.amazonaws.com')),
    probe('media-quality group of MediaPackage v2', mediaGroup(mediaHost('one'), mediaHost('two'))),
    probe('media-quality group with a plain host', mediaGroup(mediaHost('one'), newOrigin)),
    probe('internal load balancer without a VPC origin', host('internal-check-1.us-east-1.elb.amazonaws.com')),
    probe('private EC2 name without a VPC origin', host('ip-10-0-0-1.ec2.internal')),
    probe('name under .local without a VPC origin', host('origin.local')),
    // Rules of origins that a clone rests on.
    probe('IP address as an origin', host('192.0.2.1')),
    probe('origin without a dot', host('localhost')),
    probe('S3 bucket with a custom block', host(bucketHost)),
    probe('plain host with an S3 block', { Origins: list(bucketOrigin(newOrigin)) }),
    probe('origin with both blocks', { Origins: list({ ...customOrigin(bucketHost), ...bucketOrigin(bucketHost) }) }),
    probe('access control that does not exist', {
      Origins: list({ ...bucketOrigin(bucketHost), OriginAccessControlId: missingControl }),
    }),
    probe('behavior without its origin', { DefaultCacheBehavior: behavior({ TargetOriginId: 'missing' }) }),
    // Other rules of a create that a clone rests on.
    probe('cache policy and forwarded values', {
      DefaultCacheBehavior: { ...legacyBehavior('Origin'), ...behavior() },
    }),
    probe('comment of 129 characters', { Comment: 'x'.repeat(129) }),
    probe('alias in capital letters', {
      Aliases: list(freeDomain.toUpperCase()),
      ViewerCertificate: certificate(certificateArn),
    }),
    probe('alias without a certificate', { Aliases: list(freeDomain) }),
    probe('alias that the certificate does not cover', {
      Aliases: list(names.uncoveredDomain),
      ViewerCertificate: certificate(certificateArn),
    }),
    probe('SSLv3 with SNI', {
      ViewerCertificate: {
        ACMCertificateArn: certificateArn,
        SSLSupportMethod: 'sni-only',
        MinimumProtocolVersion: 'SSLv3',
      },
    }),
    probe('tag that begins with aws:', {}, [{ Key: 'aws:check', Value: run }]),
  ];
}

/** Hosts of channels that nobody has (MediaPackage User Guide, "Origination endpoints"). */
function mediaHost(name: string): string {
  return `cfclone${name}.egress.cfcheck.mediapackagev2.us-east-1.amazonaws.com`;
}

function mediaGroup(first: string, second: string): Partial<DistributionConfig> {
  return {
    Origins: list(customOrigin(first), customOrigin(second, 'second')),
    OriginGroups: list({
      Id: 'group',
      FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [500] } },
      Members: { Quantity: 2, Items: [{ OriginId: 'main' }, { OriginId: 'second' }] },
      SelectionCriteria: 'media-quality-based',
    }),
    DefaultCacheBehavior: behavior({ TargetOriginId: 'group' }),
  };
}

function reachedByHttp(host: string) {
  return {
    Id: 'main',
    DomainName: host,
    CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'http-only' as const },
  };
}
