import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import {
  type AccessControl,
  attachAccessControls,
  nameAccessControl,
  needsAccessControl,
} from '../../src/clone/access-control.js';
import { cloneDistribution } from '../../src/clone/distribution.js';
import type { OriginKind } from '../../src/clone/origin.js';
import { buildPlan } from '../../src/clone/plan.js';
import { bucketOrigin, customOrigin, good, makeConfig, makeInput, newHosts, oldHosts, originOf } from './references.js';

const control = (id: string, type: AccessControl['type'], over: Partial<AccessControl> = {}): AccessControl => ({
  id,
  name: `name of ${id}`,
  type,
  signsAlways: true,
  ...over,
});
const account = [
  control('S3', 's3'),
  control('FN', 'lambda'),
  control('MP', 'mediapackagev2'),
  control('MS', 'mediastore'),
];

function decide(reference: DistributionConfig, origin: string, available: readonly AccessControl[] = account) {
  const { config, replaced } = good(
    cloneDistribution(reference, { domain: 'www.example.com', origin, certificateArn: 'arn:new' }),
  );
  return { ...attachAccessControls(config, replaced, available), needs: needsAccessControl(config, replaced) };
}

test.each<[OriginKind, string]>([
  ['s3', 'S3'],
  ['lambda-url', 'FN'],
  ['mediapackage-v2', 'MP'],
  ['mediastore', 'MS'],
])('a new host of kind %s gets the access control %s', (kind, id) => {
  const { config, chosen, missing, needs } = decide(makeConfig(), newHosts[kind]);
  expect(needs).toBe(true);
  expect(config.Origins?.Items?.[0]).toMatchObject({ OriginAccessControlId: id, DomainName: newHosts[kind] });
  expect(chosen).toEqual([{ originId: 'main', host: newHosts[kind], id, name: `name of ${id}` }]);
  expect(missing).toEqual([]);
});

test.each<[OriginKind]>([['s3-website'], ['api-gateway'], ['cloudfront'], ['custom']])(
  'a new host of kind %s needs none',
  (kind) => {
    const { config, chosen, missing, needs } = decide(makeConfig(), newHosts[kind]);
    expect({ needs, chosen, missing }).toEqual({ needs: false, chosen: [], missing: [] });
    expect(config.Origins?.Items?.[0]?.OriginAccessControlId).toBe('');
  },
);

test.each<[string, DistributionConfig]>([
  ['has one of the same kind already', makeConfig({ origins: [bucketOrigin({ OriginAccessControlId: 'OLD' })] })],
  [
    'has an origin access identity',
    makeConfig({
      origins: [bucketOrigin({ S3OriginConfig: { OriginAccessIdentity: 'origin-access-identity/cloudfront/E1' } })],
    }),
  ],
  ['is a bucket under CustomOriginConfig', makeConfig({ origins: [customOrigin({ DomainName: oldHosts.s3 })] })],
])('an origin that %s keeps what it has', (_what, reference) => {
  const before = reference.Origins?.Items?.[0]?.OriginAccessControlId;
  const { config, chosen, needs } = decide(reference, newHosts.s3);
  expect({ needs, chosen }).toEqual({ needs: false, chosen: [] });
  expect(config.Origins?.Items?.[0]?.OriginAccessControlId).toBe(before);
});

test('one that the distribution uses already comes first, then the first by name', () => {
  const available = [control('B', 's3'), control('A', 's3'), control('USED', 's3', { name: 'zz' })];
  const other = bucketOrigin({
    Id: 'other',
    DomainName: 'other.s3.eu-west-1.amazonaws.com',
    OriginAccessControlId: 'USED',
  });
  expect(decide(makeConfig({ origins: [customOrigin(), other] }), newHosts.s3, available).chosen).toMatchObject([
    { originId: 'main', id: 'USED' },
  ]);
  expect(decide(makeConfig(), newHosts.s3, available).chosen).toMatchObject([{ id: 'A' }]);
});

test.each<[string, readonly AccessControl[]]>([
  ['the account has none', []],
  ['none is of its type', [control('FN', 'lambda')]],
  ['none signs always', [control('S3', 's3', { signsAlways: false })]],
])('a host is told to be without access control where %s', (_what, available) => {
  const { config, chosen, missing } = decide(makeConfig(), newHosts.s3, available);
  expect(chosen).toEqual([]);
  expect(missing).toEqual([{ originId: 'main', host: newHosts.s3, type: 's3' }]);
  expect(config.Origins?.Items?.[0]?.OriginAccessControlId).toBe('');
});

test('the configuration given stays as it is', () => {
  const { config, replaced } = good(
    cloneDistribution(makeConfig({ origins: [originOf('s3-website')] }), {
      domain: 'www.example.com',
      origin: newHosts.s3,
      certificateArn: 'arn:new',
    }),
  );
  const before = structuredClone(config);
  attachAccessControls(config, replaced, account);
  expect(config).toEqual(before);
});

describe('with AUTOMATE=access', () => {
  const name = nameAccessControl('s3', newHosts.s3);
  const own = control('OWN', 's3', { name });
  const planWith = (accessControls: readonly AccessControl[] | undefined, createsAccessControls = true) =>
    good(buildPlan(makeInput(makeConfig(), { origin: newHosts.s3, accessControls, createsAccessControls })));
  const kindsOf = (plan: ReturnType<typeof planWith>) => plan.warnings.map(({ kind }) => kind);

  test('the name follows from type and host, and fits into 64 characters', () => {
    expect(name).toBe(nameAccessControl('s3', newHosts.s3));
    expect(nameAccessControl('mediapackagev2', `${'x'.repeat(240)}.example.com`).length).toBeLessThanOrEqual(64);
    expect(nameAccessControl('s3', newHosts.custom)).not.toBe(name);
    expect(nameAccessControl('lambda', newHosts.s3)).not.toBe(name);
  });

  test('one is planned where none fits, and the card says so', () => {
    const plan = planWith([]);
    expect(plan.accessControls).toEqual([{ originId: 'main', host: newHosts.s3, type: 's3', name, id: undefined }]);
    expect(kindsOf(plan)).toContain('access_control_planned');
    expect(kindsOf(plan)).not.toContain('access_control_missing');
  });

  test('the plan is the same after it was created, so that a repeated attempt is too', () => {
    const before = planWith([]);
    const after = planWith([control('A', 's3'), own].slice(1));
    expect(after.accessControls).toMatchObject([{ name, id: 'OWN' }]);
    expect(after.config.Origins?.Items?.[0]?.OriginAccessControlId).toBe('OWN');
    expect(after.digest).toBe(before.digest);
  });

  test('one of the account that fits is chosen as before', () => {
    const plan = planWith([control('A', 's3')]);
    expect(plan.accessControls).toEqual([]);
    expect(kindsOf(plan)).toContain('access_control_chosen');
  });

  test('nothing is created without the list, or without the step', () => {
    for (const plan of [planWith(undefined), planWith([], false)]) {
      expect(plan.accessControls).toEqual([]);
      expect(kindsOf(plan)).toContain('access_control_missing');
    }
  });
});
