// Origins that CloudFront cannot use, alone or together with the reference's behaviors and origin groups.

/** Kinds of hosts that speak no gRPC. */
export type HostWithoutGrpc = 's3' | 's3-website' | 'lambda-url' | 'api-gateway' | 'vpc';

/** The path pattern of a behavior; undefined for the default behavior. */
type Path = string | undefined;

export interface OriginRefusals {
  s3_without_bucket: { readonly host: string };
  s3_acceleration: { readonly host: string };
  s3_multi_region: { readonly host: string };
  private_host: { readonly host: string };

  host_in_cache_key: { readonly path: Path; readonly policy: string; readonly host: string };
  /** `header`: `Host`, or `*` for all headers. */
  host_to_bucket: { readonly path: Path; readonly header: string; readonly host: string };
  grpc_unsupported: { readonly path: Path; readonly host: string; readonly hostKind: HostWithoutGrpc };
  media_group_member: { readonly groupId: string; readonly originId: string; readonly host: string };

  /** The reference's default behavior leads to no origin. */
  default_target_missing: { readonly target: string | undefined };
}
