// What the approver should know before saying yes: a closed list of kinds, each with its weight and the facts of the case.
import type { AccessFacts } from './access.js';
import type { AliasOverlapFacts } from './alias-overlap.js';
import type { CertificateFacts } from './certificate.js';
import type { ErrorPageFacts } from './error-pages.js';
import type { FoundWarning } from './found-warning.js';
import type { OriginHostFacts } from './origin-host.js';
import type { ReplacedOriginFacts } from './origins.js';
import type { OutsideSettingFacts } from './outside-settings.js';
import type { ReferenceFacts } from './reference.js';
import type { RoutingFacts } from './routing.js';
import type { SharedResourceFacts } from './shared-resources.js';

/** How much it matters: `stop` before approving, `act` after creating, `know` it. */
export type Weight = 'stop' | 'act' | 'know';

/** Every kind that a source finds, with its facts. */
export interface WarningFacts
  extends AccessFacts,
    AliasOverlapFacts,
    CertificateFacts,
    ErrorPageFacts,
    OriginHostFacts,
    OutsideSettingFacts,
    ReferenceFacts,
    ReplacedOriginFacts,
    RoutingFacts,
    SharedResourceFacts {}

export type WarningKind = keyof WarningFacts;

const weights: Readonly<Record<WarningKind, Weight>> = {
  secret_header: 'stop',
  alias_overlap: 'stop',
  alias_overlap_indexed: 'stop',
  reference_disabled: 'stop',
  host_header_forwarded: 'stop',
  host_header_needed: 'stop',
  host_header_unknown: 'stop',
  origin_is_cloudfront: 'stop',
  origin_unresolved: 'stop',
  origin_not_public: 'stop',
  origin_loop: 'stop',
  origin_certificate: 'stop',
  certificate_expiring: 'stop',
  access_control_missing: 'stop',
  endpoint_needs_signature: 'stop',
  identity_limits: 'stop',
  media_quality_member: 'stop',
  vpc_origin_dropped: 'stop',
  grpc_origin: 'stop',
  pricing_plan_sharing: 'stop',
  origin_certificate_expiring: 'act',
  conflict_check_incomplete: 'act',
  other_origin_kept: 'act',
  failover_kept: 'act',
  grant_needed: 'act',
  identity_grant_needed: 'act',
  access_control_dropped: 'act',
  access_control_chosen: 'act',
  access_control_planned: 'act',
  website_features_lost: 'act',
  body_hash_needed: 'act',
  host_certificate_needed: 'act',
  error_codes_hidden: 'act',
  client_certificate_dropped: 'act',
  origin_protocol: 'act',
  origin_path_dropped: 'act',
  stage_needed: 'act',
  static_ips_dropped: 'act',
  tags_left_out: 'act',
  access_logs_left_out: 'act',
  protection_left_out: 'act',
  pricing_plan_left_out: 'act',
  response_timeout: 'act',
  origin_path_kept: 'know',
  origins_replaced_together: 'know',
  shared_web_acl: 'know',
  shared_logs: 'know',
  shared_realtime_logs: 'know',
  shared_keys: 'know',
  edge_functions: 'know',
  response_headers: 'know',
  error_pages: 'know',
  root_object_kept: 'know',
  bucket_as_custom_origin: 'know',
  vpc_origin_kept: 'know',
  field_encryption: 'know',
  viewer_mtls: 'know',
  geo_restriction: 'know',
  continuous_deployment_dropped: 'know',
  dedicated_ip_dropped: 'know',
  protocol_raised: 'know',
  origin_shield: 'know',
  origin_ipv6: 'know',
  global_bucket_host: 'know',
  reference_in_progress: 'know',
  access_logs_planned: 'know',
  metrics_left_out: 'know',
  metrics_planned: 'know',
  outside_settings_unknown: 'know',
};

export const warningKinds = Object.keys(weights);

/**
 * Kinds that time, a passing failure of AWS, or a replica that has not read the account yet brings and takes: they do not
 * change what was approved.
 */
export const passingKinds: ReadonlySet<WarningKind> = new Set([
  'certificate_expiring',
  'origin_unresolved',
  'origin_not_public',
  'origin_loop',
  'origin_certificate',
  'origin_certificate_expiring',
  'reference_in_progress',
  'conflict_check_incomplete',
  'alias_overlap_indexed',
  'host_header_unknown',
  // These count in the digest by what the card has shown: see settleMarks.
  'access_logs_left_out',
  'access_logs_planned',
  'metrics_left_out',
  'metrics_planned',
  'protection_left_out',
  'pricing_plan_left_out',
  'pricing_plan_sharing',
  'outside_settings_unknown',
]);

/** A kind with its facts and its weight. describeWarning in src/messages puts it into words. */
export type Warning = FoundWarning<WarningFacts> & { readonly weight: Weight };

const order: readonly Weight[] = ['stop', 'act', 'know'];

/** The weightiest first, otherwise in the order in which they were found. */
export function sortWarnings(found: readonly FoundWarning<WarningFacts>[]): Warning[] {
  const weighed = found.map((one): Warning => ({ ...one, weight: weights[one.kind] }));
  return weighed.sort((a, b) => order.indexOf(a.weight) - order.indexOf(b.weight));
}
