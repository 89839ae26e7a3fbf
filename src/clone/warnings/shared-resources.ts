// Warnings about what the clone shares with its reference, and about what is left behind.
import type { GeoRestrictionType } from '@aws-sdk/client-cloudfront';
import { type CloneConfig, defaultProtocol, keepsProtocol, listBehaviors } from '../distribution.js';
import type { FoundWarning, NoFacts } from './found-warning.js';

export interface SharedResourceFacts {
  reference_disabled: NoFacts;
  shared_web_acl: { readonly name: string };
  /** Bucket and prefix. */
  shared_logs: { readonly place: string };
  shared_realtime_logs: NoFacts;
  shared_keys: NoFacts;
  edge_functions: { readonly names: readonly string[] };
  response_headers: { readonly policyIds: readonly string[] };
  error_pages: { readonly paths: readonly string[] };
  field_encryption: NoFacts;
  viewer_mtls: NoFacts;
  geo_restriction: { readonly type: GeoRestrictionType; readonly countryCount: number };
  grpc_origin: NoFacts;
  continuous_deployment_dropped: NoFacts;
  static_ips_dropped: { readonly listId: string };
  dedicated_ip_dropped: NoFacts;
  protocol_raised: { readonly from: string; readonly to: string };
}

type Found = FoundWarning<SharedResourceFacts>;

const managedResponseHeaders = new Set([
  '60669652-455b-4ae9-85a4-c4c02393f86c', // SimpleCORS
  '67f7725c-6f97-4210-82d7-5512b31e9d03', // SecurityHeadersPolicy
  '5cc3b908-e619-4b99-88e5-2cf7f45965bd', // CORS-With-Preflight
  'eaab4381-ed33-4a86-88ca-d9558dc6cd63', // CORS-with-preflight-and-SecurityHeadersPolicy
  'e61eb60c-9c35-4d20-a928-2b84e02af89c', // CORS-and-SecurityHeadersPolicy
]);

/** What the reference's configuration brings along to the clone, or cannot. */
export function warnAboutSharing(reference: CloneConfig): Found[] {
  const behaviors = listBehaviors(reference);
  const found: Found[] = [];
  if (reference.Enabled === false) found.push({ kind: 'reference_disabled', facts: {} });
  if (reference.WebACLId) found.push({ kind: 'shared_web_acl', facts: { name: nameOfArn(reference.WebACLId) } });
  if (reference.Logging?.Enabled) {
    const place = `${reference.Logging.Bucket ?? ''}/${reference.Logging.Prefix ?? ''}`;
    found.push({ kind: 'shared_logs', facts: { place } });
  }
  if (behaviors.some(({ RealtimeLogConfigArn }) => RealtimeLogConfigArn)) {
    found.push({ kind: 'shared_realtime_logs', facts: {} });
  }
  if (
    behaviors.some((b) => (b.TrustedKeyGroups?.Items?.length ?? 0) > 0 || (b.TrustedSigners?.Items?.length ?? 0) > 0)
  ) {
    found.push({ kind: 'shared_keys', facts: {} });
  }
  const functions = behaviors.flatMap((b) => [
    ...(b.FunctionAssociations?.Items ?? []).map(({ FunctionARN }) => FunctionARN),
    ...(b.LambdaFunctionAssociations?.Items ?? []).map(({ LambdaFunctionARN }) => LambdaFunctionARN),
  ]);
  const names = [...new Set(functions.map((arn) => nameOfArn(arn ?? '')))];
  if (names.length > 0) found.push({ kind: 'edge_functions', facts: { names } });
  const policyIds = [...new Set(behaviors.map((b) => b.ResponseHeadersPolicyId ?? ''))].filter(
    (id) => id && !managedResponseHeaders.has(id),
  );
  if (policyIds.length > 0) found.push({ kind: 'response_headers', facts: { policyIds } });
  const pages = (reference.CustomErrorResponses?.Items ?? []).flatMap(({ ResponsePagePath }) => ResponsePagePath || []);
  if (pages.length > 0) found.push({ kind: 'error_pages', facts: { paths: [...new Set(pages)] } });
  if (behaviors.some(({ FieldLevelEncryptionId }) => FieldLevelEncryptionId)) {
    found.push({ kind: 'field_encryption', facts: {} });
  }
  if (reference.ViewerMtlsConfig) found.push({ kind: 'viewer_mtls', facts: {} });
  const geo = reference.Restrictions?.GeoRestriction;
  if (geo?.RestrictionType && geo.RestrictionType !== 'none') {
    found.push({
      kind: 'geo_restriction',
      facts: { type: geo.RestrictionType, countryCount: geo.Items?.length ?? 0 },
    });
  }
  if (behaviors.some(({ GrpcConfig }) => GrpcConfig?.Enabled)) found.push({ kind: 'grpc_origin', facts: {} });
  return [...found, ...warnAboutLeftOut(reference)];
}

function warnAboutLeftOut(reference: CloneConfig): Found[] {
  const found: Found[] = [];
  if (reference.ContinuousDeploymentPolicyId) found.push({ kind: 'continuous_deployment_dropped', facts: {} });
  if (reference.AnycastIpListId) {
    found.push({ kind: 'static_ips_dropped', facts: { listId: reference.AnycastIpListId } });
  }
  const certificate = reference.ViewerCertificate;
  // AWS echoes vip for its own certificate, though that has no dedicated addresses.
  const isOwn = certificate?.CloudFrontDefaultCertificate === true;
  if (!isOwn && (certificate?.SSLSupportMethod === 'vip' || certificate?.SSLSupportMethod === 'static-ip')) {
    found.push({ kind: 'dedicated_ip_dropped', facts: {} });
  }
  if (certificate?.MinimumProtocolVersion && !certificate.CloudFrontDefaultCertificate && !keepsProtocol(reference)) {
    found.push({ kind: 'protocol_raised', facts: { from: certificate.MinimumProtocolVersion, to: defaultProtocol } });
  }
  return found;
}

/** The part of an ARN that people know it by: a web ACL's or a function's name. */
function nameOfArn(arn: string): string {
  const resource = arn.split(':').slice(5).join(':') || arn;
  const webAcl = /webacl\/([^/]+)\//.exec(resource);
  return webAcl?.[1] ?? resource.replace(/^function[:/]/, '');
}
