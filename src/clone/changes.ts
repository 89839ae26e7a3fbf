// Every field that differs between two configurations, as data: path, before, after and why; secret values masked.
import type { CloneConfig } from './distribution.js';

export interface Change {
  /** Such as `Origins[main].DomainName`; lists are keyed by Id, path pattern or name, not by position. */
  readonly path: string;
  /** Empty where the field was not there. */
  readonly before: string;
  readonly after: string;
  readonly why: string;
}

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

/** Why a field of a clone differs from its reference; the first rule that fits speaks. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^Aliases/, 'the clone answers for this domain alone'],
  [/^Comment/, 'names the clone'],
  [/^ViewerCertificate\.ACMCertificateArn/, 'the certificate that covers the domain'],
  [/^ViewerCertificate\.MinimumProtocolVersion/, 'older protocols are not carried over'],
  [/^ViewerCertificate/, 'made anew for the ACM certificate'],
  [/^Origins\[.*\]\.DomainName/, 'the new origin'],
  [/^Origins\[.*\]\.OriginPath/, 'belonged to the old kind of host'],
  [/^Origins\[.*\]\.(OriginAccessControlId|S3OriginConfig)/, 'access control goes by the kind of host'],
  [/^Origins\[.*\]\..*OriginMtlsConfig/, 'the client certificate was meant for the old host'],
  [/^Origins\[.*\]/, 'goes by the kind of host'],
  [/^ContinuousDeploymentPolicyId/, 'belongs to the reference and its staging distribution'],
  [/^AnycastIpListId/, 'joining a static-IP list is a decision of its own'],
  [/^Staging/, 'the clone serves viewers directly'],
  [/(ForwardedValues|TTL)/, 'not allowed beside a cache policy'],
];

/** The fields that differ, in the order of the reference, then what is new. `fields`: the reference's, where known. */
export function listChanges(reference: CloneConfig, clone: CloneConfig, fields = listFields(reference)): Change[] {
  return compareFields(fields, listFields(clone)).map((change) => ({
    ...change,
    why: reasons.find(([pattern]) => pattern.test(change.path))?.[1] ?? 'follows from the change of origin',
  }));
}

/** The fields that differ between two flattened configurations. */
export function compareFields(before: FieldMap, after: FieldMap): Omit<Change, 'why'>[] {
  const changes: Omit<Change, 'why'>[] = [];
  for (const [path, value] of before) {
    const now = after.get(path) ?? '';
    if (now !== value) changes.push({ path, before: value, after: now });
  }
  for (const [path, value] of after) {
    if (value !== '' && !before.has(path)) changes.push({ path, before: '', after: value });
  }
  return changes;
}
