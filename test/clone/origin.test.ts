import type { CustomOriginConfig, Origin } from '@aws-sdk/client-cloudfront';
import {
  classifyHost,
  classifyOrigin,
  isPrivateHost,
  needsOwnHostHeader,
  type OriginKind,
  originKinds,
  refuseHost,
  regionOfHost,
  replaceHost,
  takesAccessControl,
} from '../../src/clone/origin.js';
import { tell } from '../support/refusals.js';
import { customOrigin, header, newHosts, oldHosts, originOf, vpcOrigin, withUnknown } from './references.js';

describe('classifyHost', () => {
  test.each<[OriginKind, string]>([
    ['s3', 'bucket.s3.eu-west-1.amazonaws.com'],
    ['s3', 'bucket.s3.amazonaws.com'],
    ['s3', 'bucket.s3-eu-west-1.amazonaws.com'],
    ['s3', 'bucket.with.dots.s3.eu-west-1.amazonaws.com'],
    ['s3', 'bucket.s3.dualstack.eu-west-1.amazonaws.com'],
    ['s3', 'bucket.s3.us-gov-west-1.amazonaws.com'],
    ['s3', 'bucket.s3.cn-north-1.amazonaws.com.cn'],
    ['s3', 'my-point-abc123-s3alias.s3.eu-west-1.amazonaws.com'],
    ['s3', 'Bucket.S3.EU-West-1.AmazonAWS.com'],
    ['s3-website', 'site.s3-website-eu-west-1.amazonaws.com'],
    ['s3-website', 'site.s3-website.eu-central-1.amazonaws.com'],
    ['s3-website', 'www.site.com.s3-website-us-east-1.amazonaws.com'],
    ['lambda-url', 'abc123.lambda-url.eu-west-1.on.aws'],
    ['api-gateway', 'a1b2c3.execute-api.eu-west-1.amazonaws.com'],
    ['custom', 'd-a1b2c3.execute-api.eu-west-1.amazonaws.com'],
    ['mediapackage-v2', 'a.egress.b.mediapackagev2.eu-west-1.amazonaws.com'],
    ['mediastore', 'abc.data.mediastore.eu-west-1.amazonaws.com'],
    ['cloudfront', 'd111111abcdef8.cloudfront.net'],
    ['custom', 'app-1.eu-west-1.elb.amazonaws.com'],
    ['custom', 'app-1.elb.eu-west-1.amazonaws.com'],
    ['custom', 'ec2-192-0-2-1.compute-1.amazonaws.com'],
    ['custom', 'abc.mediapackage.eu-west-1.amazonaws.com'],
    ['custom', 'www.example.com'],
    ['custom', 'bucket.s3.eu-west-1.amazonaws.com.example.com'],
    ['custom', 'bucket.s3.example.com'],
    ['custom', 'cloudfront.net.example.com'],
  ])('%s: %s', (kind, host) => {
    expect(classifyHost(host)).toBe(kind);
  });

  test('a VPC origin goes by its block, whatever its host', () => {
    expect(classifyOrigin(vpcOrigin({ DomainName: 'app.example.com' }))).toBe('vpc');
    expect(classifyOrigin({ ...customOrigin(), DomainName: undefined })).toBe('custom');
  });
});

describe('refuseHost', () => {
  test.each([
    ['S3 without a bucket', 's3.amazonaws.com', /without a bucket/],
    ['S3 of a region without a bucket', 's3.eu-west-1.amazonaws.com', /without a bucket/],
    ['S3 of a region in the old spelling', 's3-eu-west-1.amazonaws.com', /without a bucket/],
    ['S3 over IPv6 without a bucket', 's3.dualstack.eu-west-1.amazonaws.com', /without a bucket/],
    ['transfer acceleration', 'bucket.s3-accelerate.amazonaws.com', /Transfer Acceleration/],
    ['transfer acceleration over IPv6', 'bucket.s3-accelerate.dualstack.amazonaws.com', /Transfer Acceleration/],
    ['a multi-region access point', 'mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com', /multi-region/],
    ['an internal load balancer', newHosts.vpc, /inside a private network/],
  ])('refuses %s', (_what, host, sentence) => {
    const refused = refuseHost(host);
    const refusal = refused && tell(refused);
    expect(refusal?.outcome).toBe('origin_unsupported');
    expect(refusal?.what).toMatch(sentence);
    expect(refusal?.what).toContain(host);
    expect(refusal?.next).toMatch(/^(?:Give|Write) /);
  });

  test.each(originKinds.filter((kind) => kind !== 'vpc').map((kind) => [kind]))('takes a host of kind %s', (kind) => {
    expect(refuseHost(newHosts[kind])).toBeUndefined();
  });
});

test.each([
  ['bucket.s3.eu-west-1.amazonaws.com', 'eu-west-1'],
  ['bucket.s3-eu-west-1.amazonaws.com', 'eu-west-1'],
  ['bucket.s3.amazonaws.com', undefined],
  ['abc.lambda-url.ap-southeast-2.on.aws', 'ap-southeast-2'],
  ['app-1.us-east-2.elb.amazonaws.com', 'us-east-2'],
  ['net-1.elb.us-east-2.amazonaws.com', 'us-east-2'],
  ['bucket.s3.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
  ['bucket.s3.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
  ['www.example.com', undefined],
])('the region in %s is %s', (host, region) => {
  expect(regionOfHost(host)).toBe(region);
});

test.each<[OriginKind, boolean, boolean]>([
  ['s3', true, true],
  ['lambda-url', true, true],
  ['mediapackage-v2', true, true],
  ['mediastore', true, true],
  ['api-gateway', false, true],
  ['s3-website', false, false],
  ['vpc', false, false],
  ['cloudfront', false, false],
  ['custom', false, false],
])('%s: access control %s, needs its own Host %s', (kind, accessControl, ownHost) => {
  expect(takesAccessControl(kind)).toBe(accessControl);
  expect(needsOwnHostHeader(kind)).toBe(ownHost);
});

/** A block that differs from every default, so that what is kept can be told from what is made anew. */
const oldBlock: CustomOriginConfig = {
  HTTPPort: 8080,
  HTTPSPort: 8443,
  OriginProtocolPolicy: 'match-viewer',
  OriginSslProtocols: { Quantity: 2, Items: ['TLSv1.1', 'TLSv1.2'] },
  OriginReadTimeout: 45,
  OriginKeepaliveTimeout: 7,
  IpAddressType: 'dualstack',
};
/** S3 websites speak HTTP on port 80 alone. */
const oldWebsiteBlock: CustomOriginConfig = {
  ...oldBlock,
  HTTPPort: 80,
  HTTPSPort: 443,
  OriginProtocolPolicy: 'http-only',
};
const oldBlockOf = (kind: OriginKind): CustomOriginConfig =>
  withUnknown(kind === 's3-website' ? oldWebsiteBlock : oldBlock);
const clientCertificate = { ClientCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/client' };
const newVpcOrigin = vpcOrigin({
  Id: 'inside',
  DomainName: newHosts.vpc,
  VpcOriginConfig: { VpcOriginId: 'vo_new', OwnerAccountId: '444455556666', OriginReadTimeout: 50 },
});

function fullOrigin(kind: OriginKind): Origin {
  const shared = {
    OriginPath: '/old',
    CustomHeaders: { Quantity: 1, Items: [header('X-Origin-Secret')] },
    ConnectionAttempts: 2,
    OriginShield: { Enabled: true, OriginShieldRegion: 'eu-west-1' },
    OriginAccessControlId: takesAccessControl(kind) ? 'E2OAC' : '',
  };
  const block: Partial<Origin> =
    kind === 's3'
      ? { S3OriginConfig: { OriginAccessIdentity: '', OriginReadTimeout: 45 } }
      : kind === 'vpc'
        ? { VpcOriginConfig: { VpcOriginId: 'vo_old', OriginReadTimeout: 45, OriginKeepaliveTimeout: 7 } }
        : { CustomOriginConfig: { ...oldBlockOf(kind), OriginMtlsConfig: clientCertificate } };
  return withUnknown(originOf(kind, { ...shared, ...block }));
}

const replace = (from: OriginKind, to: OriginKind): Origin =>
  replaceHost(fullOrigin(from), newHosts[to], to === 'vpc' ? newVpcOrigin : undefined);

/** Custom and CloudFront hosts are both plain HTTP servers: the block of the one fits the other. */
const isPlain = (kind: OriginKind): boolean => kind === 'custom' || kind === 'cloudfront';

function expectedBlock(from: OriginKind, to: OriginKind): Partial<Origin> {
  if (to === 's3') return { S3OriginConfig: { OriginAccessIdentity: '', OriginReadTimeout: 45 } };
  if (to === 'vpc' && newVpcOrigin.VpcOriginConfig) return { VpcOriginConfig: newVpcOrigin.VpcOriginConfig };
  if (from === to || (isPlain(from) && isPlain(to))) return { CustomOriginConfig: oldBlockOf(from) };
  return {
    CustomOriginConfig: {
      HTTPPort: 80,
      HTTPSPort: 443,
      OriginProtocolPolicy: to === 's3-website' ? 'http-only' : 'https-only',
      OriginSslProtocols: { Quantity: 1, Items: ['TLSv1.2'] },
      OriginReadTimeout: 45,
      OriginKeepaliveTimeout: from === 's3' ? 5 : 7,
    },
  };
}

describe.each(originKinds.map((from) => [from]))('an origin of kind %s with a new host', (from) => {
  test.each(originKinds.map((to) => [to]))('of kind %s gets the one block that fits', (to) => {
    const { S3OriginConfig, CustomOriginConfig, VpcOriginConfig } = replace(from, to);
    const blocks = { S3OriginConfig, CustomOriginConfig, VpcOriginConfig };
    const none = { S3OriginConfig: undefined, CustomOriginConfig: undefined, VpcOriginConfig: undefined };
    expect(blocks).toEqual({ ...none, ...expectedBlock(from, to) });
  });

  test.each(originKinds.map((to) => [to]))('of kind %s keeps path and access control where they fit alone', (to) => {
    const replaced = replace(from, to);
    expect(replaced.OriginPath).toBe(from === to ? '/old' : '');
    expect(replaced.OriginAccessControlId).toBe(from === to && takesAccessControl(to) ? 'E2OAC' : '');
  });

  test.each(originKinds.map((to) => [to]))('of kind %s keeps its Id and all that goes with neither host', (to) => {
    const { Id, CustomHeaders, ConnectionAttempts, OriginShield } = fullOrigin(from);
    const replaced = replace(from, to);
    expect(replaced).toMatchObject({ Id, CustomHeaders, ConnectionAttempts, OriginShield });
    expect(replaced).toHaveProperty('FutureMember.Text', 'kept');
    expect(replaced.DomainName).toBe(newHosts[to]);
    expect(replaced.CustomOriginConfig?.OriginMtlsConfig).toBeUndefined();
  });
});

describe('what an origin does not say is not invented', () => {
  test.each(originKinds.map((to) => [to]))('no path and no access control appear for %s', (to) => {
    const bare: Origin = { Id: 'main', DomainName: oldHosts.s3, S3OriginConfig: { OriginAccessIdentity: '' } };
    const replaced = replaceHost(bare, newHosts[to], to === 'vpc' ? newVpcOrigin : undefined);
    expect(replaced).not.toHaveProperty('OriginPath');
    expect(replaced).not.toHaveProperty('OriginAccessControlId');
    expect(replaced).not.toHaveProperty('CustomHeaders');
  });
});

describe('timeouts of a block made anew', () => {
  test.each([
    ['are the defaults where nothing is told', undefined, undefined, 30],
    ['stay within a shorter response completion timeout', undefined, 20, 20],
    ['are not stretched to a longer one', undefined, 90, 30],
    ['come from the old block', 60, 90, 60],
  ])('%s', (_what, read, completion, expected) => {
    const origin = originOf('s3', {
      S3OriginConfig: { OriginAccessIdentity: '', ...(read === undefined ? {} : { OriginReadTimeout: read }) },
      ...(completion === undefined ? {} : { ResponseCompletionTimeout: completion }),
    });
    const block = replaceHost(origin, newHosts.custom).CustomOriginConfig;
    expect(block).toMatchObject({ OriginReadTimeout: expected, OriginKeepaliveTimeout: 5 });
  });

  test('an S3 block has none where the old one had none', () => {
    const { CustomOriginConfig: _block, ...bare } = customOrigin();
    expect(replaceHost(bare, newHosts.s3).S3OriginConfig).toEqual({ OriginAccessIdentity: '' });
  });
});

describe('an origin access identity', () => {
  const identity = { OriginAccessIdentity: 'origin-access-identity/cloudfront/E2OAI' };
  const origin = originOf('s3', { S3OriginConfig: identity });

  test('stays from bucket to bucket: it is granted by policy, whatever the distribution', () => {
    expect(replaceHost(origin, newHosts.s3).S3OriginConfig).toEqual(identity);
  });

  test.each(originKinds.filter((kind) => kind !== 's3').map((kind) => [kind]))('goes for %s', (to) => {
    const replaced = replaceHost(origin, newHosts[to], to === 'vpc' ? newVpcOrigin : undefined);
    expect(JSON.stringify(replaced)).not.toContain('E2OAI');
  });
});

test('a bucket that was used as a custom origin stays one for another bucket', () => {
  const block = { ...oldBlock, OriginMtlsConfig: clientCertificate };
  const replaced = replaceHost(customOrigin({ DomainName: oldHosts.s3, CustomOriginConfig: block }), newHosts.s3);
  expect(replaced.CustomOriginConfig).toEqual(oldBlock);
  expect(replaced.S3OriginConfig).toBeUndefined();
});

test.each([
  ['internal-app-1.eu-west-1.elb.amazonaws.com', true],
  ['internal-app-1.elb.eu-west-1.amazonaws.com', true],
  ['dualstack.internal-app-1.eu-west-1.elb.amazonaws.com', true],
  ['Internal-App-1.eu-west-1.elb.amazonaws.com', true],
  ['ip-10-0-0-1.ec2.internal', true],
  ['ip-10-0-0-1.eu-west-1.compute.internal', true],
  ['printer.local', true],
  ['app-1.eu-west-1.elb.amazonaws.com', false],
  ['internal-app.example.com', false],
  ['internal.example.com', false],
  ['ec2-192-0-2-1.eu-west-1.compute.amazonaws.com', false],
])('%s is private: %s', (host, expected) => {
  expect(isPrivateHost(host)).toBe(expected);
  expect(refuseHost(host)?.outcome).toBe(expected ? 'origin_unsupported' : undefined);
});

test('the origin given is left as it was', () => {
  const origin = fullOrigin('custom');
  const before = structuredClone(origin);
  const replaced = replaceHost(origin, newHosts.custom);
  replaced.CustomOriginConfig?.OriginSslProtocols?.Items?.push('SSLv3');
  expect(origin).toEqual(before);
});
