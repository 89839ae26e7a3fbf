// Every field that differs between two configurations, as data: path, before, after, and the reason; secret values masked.
import type { CloneConfig } from './distribution.js';

export interface Change {
  /** Such as `Origins[main].DomainName`; lists are keyed by Id, path pattern or name, not by position. */
  readonly path: string;
  /** Empty where the field was not there. */
  readonly before: string;
  readonly after: string;
  readonly reason: ChangeReason;
}

/** Why a field of a clone differs from its reference. The sentences are in src/messages/changes.ts. */
export type ChangeReason =
  | 'alias'
  | 'comment'
  | 'certificate'
  | 'minimum_protocol'
  | 'certificate_block'
  | 'origin_host'
  | 'origin_path'
  | 'access_control'
  | 'client_certificate'
  | 'origin_kind'
  | 'continuous_deployment'
  | 'static_ips'
  | 'staging'
  | 'cache_policy'
  | 'origin';

/** A configuration as path → value; header values are masked. Empty strings and empty lists are left out. */
export type FieldMap = ReadonlyMap<string, string>;

export const maskedValue = '(hidden)';

const listKeys = [
  'Id',
  'PathPattern',
  'HeaderName',
  'OriginId',
  'EventType',
  'ErrorCode',
  'KeyGroupId',
  'AwsAccountNumber',
];

/** Deprecated members of ViewerCertificate that repeat the ARN beside them (API reference, ViewerCertificate). */
export const mirrorPaths: ReadonlySet<string> = new Set([
  'ViewerCertificate.Certificate',
  'ViewerCertificate.CertificateSource',
]);

/** Flattens a configuration. Mirrors repeat the ARN and quantities count the items, so both are left out. */
export function listFields(config: unknown): FieldMap {
  const fields = new Map<string, string>();
  walk(config, '', fields);
  return fields;
}

function walk(node: unknown, path: string, fields: Map<string, string>): void {
  if (node === undefined || node === null || node === '' || mirrorPaths.has(path)) return;
  if (Array.isArray(node)) walkList(node, path, fields);
  else if (node instanceof Date) fields.set(path, node.toISOString());
  else if (hasMembers(node)) {
    // Thousands of members a plan, several times: no lists of them in between.
    for (const member of Object.keys(node)) {
      if (member === 'Quantity') continue;
      walk(node[member], member === 'Items' ? path : path === '' ? member : `${path}.${member}`, fields);
    }
  } else fields.set(path, path.endsWith('.HeaderValue') ? maskedValue : String(node));
}

function walkList(list: readonly unknown[], path: string, fields: Map<string, string>): void {
  const scalars = list.filter((item) => typeof item !== 'object');
  if (scalars.length > 0) fields.set(path, scalars.map(String).sort().join(', '));
  for (const [index, item] of list.entries()) {
    if (hasMembers(item)) walk(item, `${path}[${keyOf(item, index)}]`, fields);
  }
}

function keyOf(item: Members, index: number): string {
  const key = listKeys.find((name) => Object.hasOwn(item, name));
  return String(key === undefined ? index : item[key]);
}

type Members = Readonly<Record<string, unknown>>;

function hasMembers(node: unknown): node is Members {
  return typeof node === 'object' && node !== null;
}

/** The first pattern that fits a path gives the reason. */
const reasons: readonly (readonly [RegExp, ChangeReason])[] = [
  [/^Aliases/, 'alias'],
  [/^Comment/, 'comment'],
  [/^ViewerCertificate\.ACMCertificateArn/, 'certificate'],
  [/^ViewerCertificate\.MinimumProtocolVersion/, 'minimum_protocol'],
  [/^ViewerCertificate/, 'certificate_block'],
  [/^Origins\[.*\]\.DomainName/, 'origin_host'],
  [/^Origins\[.*\]\.OriginPath/, 'origin_path'],
  [/^Origins\[.*\]\.(OriginAccessControlId|S3OriginConfig)/, 'access_control'],
  [/^Origins\[.*\]\..*OriginMtlsConfig/, 'client_certificate'],
  [/^Origins\[.*\]/, 'origin_kind'],
  [/^ContinuousDeploymentPolicyId/, 'continuous_deployment'],
  [/^AnycastIpListId/, 'static_ips'],
  [/^Staging/, 'staging'],
  [/(ForwardedValues|TTL)/, 'cache_policy'],
];

/** The fields that differ, in the order of the reference, then what is new. `fields`: the reference's, where known. */
export function listChanges(reference: CloneConfig, clone: CloneConfig, fields = listFields(reference)): Change[] {
  return compareFields(fields, listFields(clone)).map((change) => ({
    ...change,
    reason: reasons.find(([pattern]) => pattern.test(change.path))?.[1] ?? 'origin',
  }));
}

/** The fields that differ between two flattened configurations. */
export function compareFields(before: FieldMap, after: FieldMap): Omit<Change, 'reason'>[] {
  const changes: Omit<Change, 'reason'>[] = [];
  for (const [path, value] of before) {
    const now = after.get(path) ?? '';
    if (now !== value) changes.push({ path, before: value, after: now });
  }
  for (const [path, value] of after) {
    if (value !== '' && !before.has(path)) changes.push({ path, before: '', after: value });
  }
  return changes;
}
