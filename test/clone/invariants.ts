// What must hold for the clone of any reference: checked on made-up references and on real ones. Nothing here asks the
// code under test what it would do; the allowed edits are worked out from the reference alone.
import type { CacheBehavior, DefaultCacheBehavior, DistributionConfig, Origin } from '@aws-sdk/client-cloudfront';
import { type CloneConfig, cloneDistribution } from '../../src/clone/distribution.js';
import type { CloneOutcome } from '../../src/clone/outcome.js';
import { buildPlan } from '../../src/clone/plan.js';
import { changeReasons } from '../../src/messages/changes.js';
import { good, makeCertificate, makeInput } from './references.js';

export interface Wanted {
  readonly domain: string;
  readonly origin: string;
}

const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/for-the-clone';
const blocks = ['S3OriginConfig', 'CustomOriginConfig', 'VpcOriginConfig'] as const;

/** Clones and plans, and checks all that must hold; answers what came out. */
export function checkClone(reference: DistributionConfig, wanted: Wanted): CloneOutcome | 'planned' {
  const before = structuredClone(reference);
  const cloned = cloneDistribution(reference, { ...wanted, certificateArn });
  expect(reference).toEqual(before);
  const refusal = expectedRefusal(reference, wanted.origin);
  if (!cloned.ok || refusal) {
    expect(cloned).toMatchObject({ ok: false, outcome: refusal });
    checkSecrets(reference, cloned);
    return refusal ?? 'planned';
  }
  const { config } = cloned.value;
  checkMadeAnew(config, wanted);
  checkTargets(config);
  checkQuantities(config, 'config');
  checkNothingElse(reference, config, wanted.origin);
  checkForwarding(config);
  checkReplaced(reference, config, wanted.origin);
  const again = good(cloneDistribution({ ...config, CallerReference: 'again' }, { ...wanted, certificateArn }));
  expect(again.config).toEqual(config);
  checkPlan(reference, wanted, config);
  return 'planned';
}

function expectedRefusal(reference: DistributionConfig, host: string): CloneOutcome | undefined {
  const parameters = reference.TenantConfig?.ParameterDefinitions ?? [];
  if (reference.ConnectionMode === 'tenant-only' || parameters.length > 0) return 'reference_tenant_only';
  if (reference.Staging) return 'reference_staging';
  const main = mainOrigin(reference);
  if (!main) return 'reference_unsupported';
  const isKnown = sameHost(main, host) || originsOf(reference).some((o) => o.VpcOriginConfig && sameHost(o, host));
  const isReached = isKnown || main.VpcOriginConfig !== undefined;
  if (host.startsWith('internal-') && !isReached) return 'origin_unsupported';
  return hasRefusedCombination(reference, host) ? 'origin_unsupported' : undefined;
}

/** Combinations that CloudFront refuses: media groups with another kind of member, and Host sent to a bucket. */
function hasRefusedCombination(reference: DistributionConfig, host: string): boolean {
  const replaced = replacedPlaces(reference, host).flatMap((place) => originsOf(reference)[place] ?? []);
  const isVpc = originsOf(reference).some((o) => o.VpcOriginConfig && sameHost(o, host));
  const kind = isVpc ? 'vpc' : kindOf({ Id: '', DomainName: host });
  const groups = reference.OriginGroups?.Items ?? [];
  const holds = (Id: string | undefined, ids: (string | undefined)[]): boolean =>
    ids.includes(Id) ||
    groups.some((group) => group.Id === Id && group.Members?.Items?.some(({ OriginId }) => ids.includes(OriginId)));
  const ids = replaced.map(({ Id }) => Id);
  const media = groups.filter(({ SelectionCriteria }) => SelectionCriteria === 'media-quality-based');
  if (kind !== 'mediapackagev2' && media.some(({ Id }) => holds(Id, ids))) return true;
  const buckets = replaced.filter((o) => kind === 's3' && !(kindOf(o) === 's3' && o.CustomOriginConfig));
  return behaviorsOf(reference).some(
    ({ TargetOriginId, CachePolicyId, ForwardedValues }) =>
      !CachePolicyId &&
      ForwardedValues?.Headers?.Items?.some((name) => ['host', '*'].includes(name.toLowerCase())) &&
      holds(
        TargetOriginId,
        buckets.map(({ Id }) => Id),
      ),
  );
}

function originsOf(config: CloneConfig): Origin[] {
  return config.Origins?.Items ?? [];
}

function behaviorsOf(config: CloneConfig): (DefaultCacheBehavior | CacheBehavior)[] {
  const first = config.DefaultCacheBehavior;
  return [...(first ? [first] : []), ...(config.CacheBehaviors?.Items ?? [])];
}

function sameHost(origin: Origin, host: string): boolean {
  return origin.DomainName?.toLowerCase() === host.toLowerCase();
}

/** The origin behind the default behavior; none where it dangles. */
function mainOrigin(config: CloneConfig): Origin | undefined {
  const target = config.DefaultCacheBehavior?.TargetOriginId;
  const direct = originsOf(config).find(({ Id }) => Id === target);
  if (direct) return direct;
  const group = config.OriginGroups?.Items?.find(({ Id }) => Id === target);
  const first = group?.Members?.Items?.[0]?.OriginId;
  return originsOf(config).find(({ Id }) => Id === first);
}

/** Places in the list of the origins that get the new host. */
function replacedPlaces(reference: CloneConfig, host: string): number[] {
  const main = mainOrigin(reference);
  if (!main || sameHost(main, host)) return [];
  return originsOf(reference).flatMap((origin, place) => (sameHost(origin, main.DomainName ?? '') ? [place] : []));
}

function checkMadeAnew(config: CloneConfig, { domain }: Wanted): void {
  expect(config).not.toHaveProperty('CallerReference');
  expect(config).not.toHaveProperty('ContinuousDeploymentPolicyId');
  expect(config).not.toHaveProperty('AnycastIpListId');
  expect(config.Staging ?? false).toBe(false);
  expect(config.Aliases).toEqual({ Quantity: 1, Items: [domain] });
  expect(config.Comment).toBe(domain.slice(0, 128));
  expect(config.ViewerCertificate).toEqual({
    CloudFrontDefaultCertificate: false,
    ACMCertificateArn: certificateArn,
    SSLSupportMethod: 'sni-only',
    MinimumProtocolVersion: expect.stringMatching(/^TLSv1\.[23]_20\d\d$/),
  });
}

function checkTargets(config: CloneConfig): void {
  const origins = originsOf(config).map(({ Id }) => Id);
  const groups = config.OriginGroups?.Items ?? [];
  const targets = [...origins, ...groups.map(({ Id }) => Id)];
  for (const { TargetOriginId } of behaviorsOf(config)) expect(targets).toContain(TargetOriginId);
  for (const { OriginId } of groups.flatMap(({ Members }) => Members?.Items ?? [])) expect(origins).toContain(OriginId);
}

function checkQuantities(node: unknown, path: string): void {
  if (typeof node !== 'object' || node === null) return;
  const members = new Map(Object.entries(node));
  if (members.has('Quantity')) {
    const items: unknown = members.get('Items');
    expect([path, members.get('Quantity')]).toEqual([path, Array.isArray(items) ? items.length : 0]);
    expect([path, items]).not.toEqual([path, []]);
  }
  for (const [name, member] of members) checkQuantities(member, `${path}.${name}`);
}

function checkForwarding(config: CloneConfig): void {
  for (const behavior of behaviorsOf(config)) {
    if (!behavior.CachePolicyId) continue;
    for (const member of ['ForwardedValues', 'MinTTL', 'DefaultTTL', 'MaxTTL']) {
      expect(behavior).not.toHaveProperty(member);
    }
  }
}

/** Every leaf of a configuration with its place in it. Empty lists and objects are leaves too. */
function leavesOf(node: unknown, path: string, leaves: Map<string, unknown>): Map<string, unknown> {
  const members = typeof node === 'object' && node !== null ? Object.entries(node) : [];
  if (members.length === 0) return leaves.set(path, node);
  for (const [name, member] of members) leavesOf(member, path === '' ? name : `${path}.${name}`, leaves);
  return leaves;
}

function checkNothingElse(reference: DistributionConfig, config: CloneConfig, host: string): void {
  const old = leavesOf(reference, '', new Map());
  const now = leavesOf(config, '', new Map());
  const differ = [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path) !== now.get(path));
  const behaviors: [string, DefaultCacheBehavior | CacheBehavior | undefined][] = [
    ['DefaultCacheBehavior', reference.DefaultCacheBehavior],
    ...(reference.CacheBehaviors?.Items ?? []).map((one, place): [string, CacheBehavior] => [
      `CacheBehaviors.Items.${place}`,
      one,
    ]),
  ];
  const allowed = [
    ...['CallerReference', 'Aliases', 'Comment', 'ViewerCertificate', 'ContinuousDeploymentPolicyId'],
    ...['AnycastIpListId', 'Staging'],
    ...replacedPlaces(reference, host).flatMap((place) =>
      ['DomainName', 'OriginPath', 'OriginAccessControlId', ...blocks].map((name) => `Origins.Items.${place}.${name}`),
    ),
    ...behaviors.flatMap(([path, behavior]) =>
      behavior?.CachePolicyId
        ? ['ForwardedValues', 'MinTTL', 'DefaultTTL', 'MaxTTL'].map((name) => `${path}.${name}`)
        : [],
    ),
  ];
  const isAllowed = (path: string): boolean =>
    allowed.some((prefix) => path === prefix || path.startsWith(`${prefix}.`)) ||
    // An empty list gives way to its quantity, and a quantity to its list.
    (path.endsWith('.Items') && Array.isArray(old.get(path)) && !now.has(path)) ||
    (path.endsWith('.Quantity') && now.has(path));
  expect(differ.filter((path) => !isAllowed(path))).toEqual([]);
}

/** Kinds as far as they matter here, told by the labels of the host. */
function kindOf(origin: Origin): string {
  if (origin.VpcOriginConfig) return 'vpc';
  const labels = (origin.DomainName ?? '').toLowerCase().split('.');
  if (!labels.includes('amazonaws') && labels.at(-1) !== 'aws') return 'plain';
  if (labels.some((label) => label.startsWith('s3-website'))) return 's3-website';
  if (labels.slice(1).some((label) => label === 's3' || label.startsWith('s3-'))) return 's3';
  // The regional name of an API Gateway custom domain serves any API: CloudFront sees a custom origin like any other.
  if (labels[0]?.startsWith('d-') && labels.includes('execute-api')) return 'plain';
  const services = ['lambda-url', 'execute-api', 'mediapackagev2', 'mediastore'];
  return services.find((service) => labels.includes(service)) ?? 'plain';
}

function checkReplaced(reference: DistributionConfig, config: CloneConfig, host: string): void {
  for (const place of replacedPlaces(reference, host)) {
    const old = originsOf(reference)[place];
    const now = originsOf(config)[place];
    if (!old || !now) throw new Error(`origin ${place} is gone`);
    const there = blocks.filter((block) => now[block] !== undefined);
    expect(now.DomainName).toBe(host);
    expect(now.Id).toBe(old.Id);
    expect(there).toHaveLength(1);
    const kind = kindOf(now);
    const isCustomBucket = kindOf(old) === 's3' && old.CustomOriginConfig !== undefined;
    const [expected] = kind === 's3' && !isCustomBucket ? [blocks[0]] : kind === 'vpc' ? [blocks[2]] : [blocks[1]];
    expect(there).toEqual([expected]);
    if (now.OriginAccessControlId) {
      expect(now.OriginAccessControlId).toBe(old.OriginAccessControlId);
      expect(kind).toBe(kindOf(old));
      expect(['s3', 'lambda-url', 'mediapackagev2', 'mediastore']).toContain(kind);
    }
    if (now.OriginPath) expect([kind, now.OriginPath]).toEqual([kindOf(old), old.OriginPath]);
    expect(now.CustomOriginConfig?.OriginMtlsConfig).toBeUndefined();
    checkBlock(kind, old, now);
  }
}

/** Where the kind stays, the block stays, unknown members and all; only the client certificate goes. */
function checkBlock(kind: string, old: Origin, now: Origin): void {
  const protocol = now.CustomOriginConfig?.OriginProtocolPolicy;
  if (kind === 's3-website') expect(protocol).toBe('http-only');
  if (kind !== kindOf(old)) {
    if (now.CustomOriginConfig && kind !== 's3-website') expect(protocol).toBe('https-only');
    if (now.CustomOriginConfig) expect(now.CustomOriginConfig).toMatchObject({ HTTPPort: 80, HTTPSPort: 443 });
    return;
  }
  if (kind === 's3' && old.S3OriginConfig) expect(now.S3OriginConfig).toEqual(old.S3OriginConfig);
  if (kind !== 'vpc' && old.CustomOriginConfig) {
    const { OriginMtlsConfig: _dropped, ...kept } = old.CustomOriginConfig;
    expect(now.CustomOriginConfig).toEqual(kept);
  }
}

function checkPlan(reference: DistributionConfig, { domain, origin }: Wanted, config: CloneConfig): void {
  const certificate = makeCertificate({ arn: certificateArn, names: [domain] });
  const input = makeInput(reference, { domain, origin, certificates: [certificate] });
  const { config: planned, ...rest } = good(buildPlan(input));
  expect(planned).toEqual(config);
  checkSecrets(reference, rest);
  expect(new Set(rest.changes.map(({ path }) => path)).size).toBe(rest.changes.length);
  for (const change of rest.changes) {
    expect(change.before).not.toBe(change.after);
    expect(changeReasons[change.reason]).not.toBe('');
  }
  expect(rest.counts.changed + rest.counts.leftOut).toBe(rest.changes.length);
  const other = makeInput(withOtherSecrets(reference), { domain, origin, certificates: [certificate] });
  expect(good(buildPlan(other)).digest).toBe(rest.digest);
}

function withOtherSecrets(reference: DistributionConfig): DistributionConfig {
  const other = structuredClone(reference);
  for (const header of originsOf(other).flatMap(({ CustomHeaders }) => CustomHeaders?.Items ?? [])) {
    header.HeaderValue = `other-${header.HeaderValue ?? ''}`;
  }
  return other;
}

function checkSecrets(reference: DistributionConfig, told: unknown): void {
  const text = JSON.stringify(told);
  const headers = originsOf(reference).flatMap(({ CustomHeaders }) => CustomHeaders?.Items ?? []);
  for (const { HeaderValue } of headers) if (HeaderValue) expect(text).not.toContain(HeaderValue);
}
