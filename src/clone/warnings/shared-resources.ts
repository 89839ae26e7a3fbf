// Warnings about what the clone shares with its reference, and about what is left behind.
import { type CloneConfig, defaultProtocol, keepsProtocol, listBehaviors } from '../distribution.js';
import { quote } from '../outcome.js';
import { type Warning, warn } from './warning.js';

const managedResponseHeaders = new Set([
  '60669652-455b-4ae9-85a4-c4c02393f86c', // SimpleCORS
  '67f7725c-6f97-4210-82d7-5512b31e9d03', // SecurityHeadersPolicy
  '5cc3b908-e619-4b99-88e5-2cf7f45965bd', // CORS-With-Preflight
  'eaab4381-ed33-4a86-88ca-d9558dc6cd63', // CORS-with-preflight-and-SecurityHeadersPolicy
  'e61eb60c-9c35-4d20-a928-2b84e02af89c', // CORS-and-SecurityHeadersPolicy
]);

/** What the reference's configuration brings along to the clone, or cannot. */
export function warnAboutSharing(reference: CloneConfig): Warning[] {
  const behaviors = listBehaviors(reference);
  const warnings: Warning[] = [];
  if (reference.Enabled === false) {
    warnings.push(
      warn(
        'reference_disabled',
        'The reference is disabled, and so the clone will be: it serves nothing.',
        'Enable the clone after creation, or choose another reference.',
      ),
    );
  }
  if (reference.WebACLId) {
    warnings.push(
      warn(
        'shared_web_acl',
        `The clone is protected by the reference’s web ACL ${quote(nameOfArn(reference.WebACLId))}; its rules and its cost are shared.`,
      ),
    );
  }
  if (reference.Logging?.Enabled) {
    const place = `${reference.Logging.Bucket ?? ''}/${reference.Logging.Prefix ?? ''}`;
    warnings.push(
      warn(
        'shared_logs',
        `Access logs go to the reference’s place ${quote(place)}.`,
        'Change the prefix after creation to tell them apart.',
      ),
    );
  }
  if (behaviors.some(({ RealtimeLogConfigArn }) => RealtimeLogConfigArn)) {
    warnings.push(warn('shared_realtime_logs', 'Real-time logs go to the reference’s stream, at extra cost.'));
  }
  if (
    behaviors.some((b) => (b.TrustedKeyGroups?.Items?.length ?? 0) > 0 || (b.TrustedSigners?.Items?.length ?? 0) > 0)
  ) {
    warnings.push(
      warn('shared_keys', 'Keys that sign URLs and cookies for the reference are valid for the clone too.'),
    );
  }
  const functions = behaviors.flatMap((b) => [
    ...(b.FunctionAssociations?.Items ?? []).map(({ FunctionARN }) => FunctionARN),
    ...(b.LambdaFunctionAssociations?.Items ?? []).map(({ LambdaFunctionARN }) => LambdaFunctionARN),
  ]);
  const names = [...new Set(functions.map((arn) => quote(nameOfArn(arn ?? ''))))];
  if (names.length > 0) {
    warnings.push(
      warn(
        'edge_functions',
        `Edge functions run for the clone as well: ${names.join(', ')}.`,
        'Check that none of them has the old host or domain written into it.',
      ),
    );
  }
  const headers = [...new Set(behaviors.map((b) => b.ResponseHeadersPolicyId ?? ''))].filter(
    (id) => id && !managedResponseHeaders.has(id),
  );
  if (headers.length > 0) {
    warnings.push(
      warn(
        'response_headers',
        `Response headers policy ${headers.map(quote).join(', ')} is shared.`,
        'Check that it does not pin CORS or CSP to the reference’s domain.',
      ),
    );
  }
  const pages = (reference.CustomErrorResponses?.Items ?? []).flatMap(({ ResponsePagePath }) => ResponsePagePath || []);
  if (pages.length > 0) {
    warnings.push(
      warn(
        'error_pages',
        `Error pages ${[...new Set(pages)].map(quote).join(', ')} have to exist on the clone’s origin.`,
      ),
    );
  }
  if (behaviors.some(({ FieldLevelEncryptionId }) => FieldLevelEncryptionId)) {
    warnings.push(warn('field_encryption', 'Field-level encryption uses the reference’s keys.'));
  }
  if (reference.ViewerMtlsConfig) {
    warnings.push(
      warn('viewer_mtls', 'Viewers need a client certificate, checked against the reference’s trust store.'),
    );
  }
  const geo = reference.Restrictions?.GeoRestriction;
  if (geo?.RestrictionType && geo.RestrictionType !== 'none') {
    warnings.push(
      warn('geo_restriction', `The ${geo.RestrictionType} of ${geo.Items?.length ?? 0} countries is copied.`),
    );
  }
  if (behaviors.some(({ GrpcConfig }) => GrpcConfig?.Enabled)) {
    warnings.push(warn('grpc_origin', 'gRPC is on; the new origin has to speak HTTP/2 with TLS.'));
  }
  return [...warnings, ...warnAboutLeftOut(reference)];
}

function warnAboutLeftOut(reference: CloneConfig): Warning[] {
  const warnings: Warning[] = [];
  if (reference.ContinuousDeploymentPolicyId) {
    warnings.push(warn('continuous_deployment_dropped', 'The continuous deployment policy stays with the reference.'));
  }
  if (reference.AnycastIpListId) {
    warnings.push(
      warn(
        'static_ips_dropped',
        `The clone is not on the static-IP list ${quote(reference.AnycastIpListId)}.`,
        'Add it after creation if clients or firewalls rely on those addresses.',
      ),
    );
  }
  const certificate = reference.ViewerCertificate;
  // AWS echoes vip for its own certificate, though that has no dedicated addresses.
  const isOwn = certificate?.CloudFrontDefaultCertificate === true;
  if (!isOwn && (certificate?.SSLSupportMethod === 'vip' || certificate?.SSLSupportMethod === 'static-ip')) {
    warnings.push(
      warn('dedicated_ip_dropped', 'The reference has dedicated IP addresses, at a monthly price; the clone uses SNI.'),
    );
  }
  if (certificate?.MinimumProtocolVersion && !certificate.CloudFrontDefaultCertificate && !keepsProtocol(reference)) {
    warnings.push(
      warn(
        'protocol_raised',
        `The minimum protocol rises from ${certificate.MinimumProtocolVersion} to ${defaultProtocol}.`,
        'Very old viewers can no longer connect.',
      ),
    );
  }
  return warnings;
}

/** The part of an ARN that people know it by: a web ACL's or a function's name. */
function nameOfArn(arn: string): string {
  const resource = arn.split(':').slice(5).join(':') || arn;
  const webAcl = /webacl\/([^/]+)\//.exec(resource);
  return webAcl?.[1] ?? resource.replace(/^function[:/]/, '');
}
