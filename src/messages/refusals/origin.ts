// Origins that CloudFront cannot use, alone or together with the reference's behaviors and origin groups.
import type { HostWithoutGrpc, OriginRefusals } from '../../clone/refusals/origin.js';
import { quote } from '../../clone/visible-text.js';
import type { DetailTexts } from './text.js';

const noGrpc: Readonly<Record<HostWithoutGrpc, string>> = {
  s3: 'S3 buckets do not support gRPC',
  's3-website': 'S3 websites do not support HTTPS',
  'lambda-url': 'Lambda function URLs do not support gRPC',
  'api-gateway': 'API Gateway does not support gRPC',
  vpc: 'VPC origins do not support gRPC',
};

export const originTexts: DetailTexts<OriginRefusals> = {
  s3_without_bucket: ({ host }) => ({
    what: `${quote(host)} is an S3 host without a bucket.`,
    next: 'Give the bucket’s own host, such as `bucket.s3.us-east-1.amazonaws.com`.',
  }),
  s3_acceleration: ({ host }) => ({
    what: `${quote(host)} is an S3 Transfer Acceleration host, which cannot be an origin.`,
    next: 'Give the bucket’s regional host.',
  }),
  s3_multi_region: ({ host }) => ({
    what: `${quote(host)} is an S3 multi-region access point; it needs an access control of its own.`,
    next: 'Give a bucket’s host.',
  }),
  private_host: ({ host }) => ({
    what: `${quote(host)} exists only inside a private network. CloudFront reaches such a host only through a VPC origin, and a host name does not say through which.`,
    next: 'Give a public host, or use a reference whose main origin is a VPC origin.',
  }),

  host_in_cache_key: ({ path, policy, host }) => ({
    what: `${nameBehavior(path)} caches by the viewer’s ${quote('Host')} header (cache policy ${quote(policy)}), which CloudFront does not allow for the S3 bucket ${quote(host)}.`,
    next: 'Use a reference whose behavior has another cache policy, such as CachingOptimized.',
  }),
  host_to_bucket: ({ path, header, host }) => ({
    what: `${nameBehavior(path)} forwards ${quote(header)} to the origin, which CloudFront does not allow for the S3 bucket ${quote(host)}.`,
    next: `Use a reference whose behavior does not forward ${header === '*' ? 'all headers' : quote('Host')}.`,
  }),
  grpc_unsupported: ({ path, host, hostKind }) => ({
    what: `${nameBehavior(path)} has gRPC switched on, and it would lead to ${quote(host)}: ${noGrpc[hostKind]}.`,
    next: 'Give a host that speaks gRPC over HTTPS, or use a reference without gRPC.',
  }),
  media_group_member: ({ groupId, originId, host }) => ({
    what: `The origin group ${quote(groupId)} selects its origin by media quality, and its member ${quote(originId)} would become ${quote(host)}. CloudFront allows only AWS Elemental MediaPackage v2 in such a group.`,
    next: 'Give the host of a MediaPackage v2 channel, or use a reference whose group fails over by status codes.',
  }),

  default_target_missing: ({ target }) => ({
    what: `The reference’s default behavior targets ${quote(target ?? 'nothing')}, which is not one of its origins.`,
  }),
};

function nameBehavior(path: string | undefined): string {
  return path === undefined ? 'The default behavior' : `The behavior ${quote(path)}`;
}
