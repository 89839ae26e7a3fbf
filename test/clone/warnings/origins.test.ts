import type { CacheBehavior, DefaultCacheBehavior, DistributionConfig } from '@aws-sdk/client-cloudfront';
import { cloneDistribution } from '../../../src/clone/distribution.js';
import { type OriginKind, originKinds } from '../../../src/clone/origin.js';
import { warnAboutReplacedOrigins } from '../../../src/clone/warnings/origins.js';
import {
  listUnknownHostPolicies,
  warnAboutHostHeader,
  warnAboutKeptOrigins,
} from '../../../src/clone/warnings/routing.js';
import type { WarningKind } from '../../../src/clone/warnings/warning.js';
import { describeWarning } from '../../../src/messages/describe-warning.js';
import {
  behavior,
  bucketOrigin,
  customOrigin,
  failoverGroup,
  good,
  header,
  makeConfig,
  newHosts,
  oldHosts,
  originOf,
  secret,
} from '../references.js';

const draft = (reference: DistributionConfig, origin: string) =>
  good(cloneDistribution(reference, { domain: 'www.example.com', origin, certificateArn: 'arn:new' }));

function warningsOf(
  reference: DistributionConfig,
  origin: string = newHosts.custom,
  told: ReadonlyMap<string, boolean | undefined> = new Map(),
) {
  const forwardsHost = new Map([['policy-1', false], ...told]);
  const cloned = draft(reference, origin);
  return [
    ...warnAboutReplacedOrigins(cloned, reference.Origins?.Items ?? []),
    ...warnAboutHostHeader(cloned, forwardsHost),
    ...warnAboutKeptOrigins(cloned),
  ];
}

const kindsOf = (...input: Parameters<typeof warningsOf>): WarningKind[] =>
  warningsOf(...input).map(({ kind }) => kind);
const sentencesOf = (kind: WarningKind, ...input: Parameters<typeof warningsOf>): string[] =>
  warningsOf(...input).flatMap((warning) => (warning.kind === kind ? [describeWarning(warning).sentence] : []));

describe('secret headers', () => {
  const withHeaders = customOrigin({ CustomHeaders: { Quantity: 2, Items: [header('X-One'), header('X-Two')] } });

  test('that the new host would be sent are named, without their values', () => {
    const reference = makeConfig({ origins: [withHeaders] });
    expect(sentencesOf('secret_header', reference)).toEqual([
      '`X-One`, `X-Two` (value hidden) will be sent to `new-origin.example.net`.',
    ]);
    expect(JSON.stringify(warningsOf(reference))).not.toContain(secret);
  });

  test('of origins that stay are no news', () => {
    const other = { ...withHeaders, Id: 'other', DomainName: 'other.example.com' };
    expect(kindsOf(makeConfig({ origins: [customOrigin(), other] }))).not.toContain('secret_header');
  });

  test('are told for every origin that is replaced', () => {
    const reference = makeConfig({ origins: [withHeaders, { ...withHeaders, Id: 'api' }] });
    expect(sentencesOf('secret_header', reference)).toHaveLength(2);
  });
});

describe('an origin access control', () => {
  const guarded = { OriginAccessControlId: 'E2OAC' };

  test.each<[OriginKind, RegExp]>([
    ['s3', /bucket policy/],
    ['lambda-url', /two permissions/],
    ['mediapackage-v2', /policy of the origin/],
    ['mediastore', /policy of the origin/],
  ])('that fits a new host of kind %s needs a grant', (kind, action) => {
    const reference = makeConfig({ origins: [originOf(kind, guarded)] });
    const warnings = warningsOf(reference, newHosts[kind]);
    const needed = warnings.filter((warning) => warning.kind === 'grant_needed');
    expect(needed.map((warning) => describeWarning(warning).action)).toEqual([expect.stringMatching(action)]);
    expect(warnings.map((warning) => warning.kind)).not.toContain('access_control_dropped');
  });

  test.each(originKinds.filter((kind) => kind !== 's3' && kind !== 'vpc').map((kind) => [kind]))(
    'of a bucket is left out for a host of kind %s, and said',
    (kind) => {
      const kinds = kindsOf(makeConfig({ origins: [originOf('s3', guarded)] }), newHosts[kind]);
      expect(kinds).toContain('access_control_dropped');
      expect(kinds).not.toContain('grant_needed');
    },
  );

  test('of an origin that stays needs a grant for the new distribution too', () => {
    const reference = makeConfig({ origins: [customOrigin(), bucketOrigin({ Id: 'assets', ...guarded })] });
    expect(sentencesOf('grant_needed', reference)).toEqual([
      `\`${oldHosts.s3}\` must grant access to the new distribution too.`,
    ]);
  });

  test('of the main origin needs a grant too when its host stays', () => {
    expect(kindsOf(makeConfig({ origins: [bucketOrigin(guarded)] }), oldHosts.s3)).toEqual(['grant_needed']);
  });

  test('as an identity is left out for another kind of host, and said', () => {
    const S3OriginConfig = { OriginAccessIdentity: 'origin-access-identity/cloudfront/E1' };
    const reference = makeConfig({ origins: [bucketOrigin({ S3OriginConfig })] });
    expect(kindsOf(reference)).toContain('access_control_dropped');
    expect(kindsOf(reference, newHosts.s3)).toEqual(['identity_grant_needed']);
  });
});

describe('the origin path', () => {
  const site = { OriginPath: '/site' };

  test.each<[WarningKind, OriginKind, OriginKind]>([
    ['origin_path_kept', 'custom', 'custom'],
    ['origin_path_kept', 's3', 's3'],
    ['origin_path_kept', 'api-gateway', 'api-gateway'],
    ['origin_path_dropped', 'custom', 's3'],
    ['origin_path_dropped', 's3-website', 's3'],
    ['stage_needed', 'custom', 'api-gateway'],
  ])('%s: from %s to %s', (kind, from, to) => {
    const kinds = kindsOf(makeConfig({ origins: [originOf(from, site)] }), newHosts[to]);
    expect(kinds.filter((one) => /path|stage/.test(one))).toEqual([kind]);
  });

  test('that is empty is not spoken of', () => {
    expect(kindsOf(makeConfig()).filter((one) => /path|stage/.test(one))).toEqual([]);
  });
});

describe('the protocol to the new host', () => {
  test.each<[OriginKind, OriginKind, RegExp | undefined]>([
    ['s3', 'custom', /https-only to `new-origin\.example\.net`/],
    ['custom', 's3-website', /http-only to `new-site/],
    ['vpc', 'custom', /https-only/],
    ['custom', 'custom', undefined],
    ['custom', 's3', undefined],
    ['custom', 'lambda-url', undefined],
  ])('from %s to %s', (from, to, sentence) => {
    const said = sentencesOf('origin_protocol', makeConfig({ origins: [originOf(from)] }), newHosts[to]);
    expect(said).toEqual(sentence ? [expect.stringMatching(sentence)] : []);
  });
});

describe('the viewer’s Host header', () => {
  const allViewer = '216adef6-5c7f-47e4-b989-5492eafa07d3';
  const exceptHost = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
  const policy = (OriginRequestPolicyId: string): Partial<DefaultCacheBehavior> => ({ OriginRequestPolicyId });
  const legacy = (...names: string[]): Partial<CacheBehavior> => ({
    CachePolicyId: '',
    ForwardedValues: {
      QueryString: false,
      Cookies: { Forward: 'none' },
      Headers: { Quantity: names.length, Items: names },
    },
  });
  const hostKinds = (kinds: readonly WarningKind[]) => kinds.filter((kind) => kind.startsWith('host_header'));

  test.each(originKinds.filter((kind) => kind !== 'vpc').map((kind) => [kind]))('sent to %s', (kind) => {
    const expected = ['s3', 'lambda-url', 'api-gateway', 'mediapackage-v2', 'mediastore'].includes(kind);
    const kinds = hostKinds(kindsOf(makeConfig({ main: policy(allViewer) }), newHosts[kind]));
    expect(kinds).toEqual(expected ? ['host_header_forwarded'] : []);
  });

  test.each<[string, Partial<DefaultCacheBehavior>, WarningKind[]]>([
    ['by AllViewer', policy(allViewer), ['host_header_forwarded']],
    ['by AllViewerAndCloudFrontHeaders', policy('33f36d7e-f396-46d9-90e0-52428a34d9dc'), ['host_header_forwarded']],
    ['by HostHeaderOnly', policy('bf0718e1-ba1e-49d1-88b1-f726733018ae'), ['host_header_forwarded']],
    ['not by AllViewerExceptHostHeader', policy(exceptHost), []],
    ['not by CORS-S3Origin', policy('88a5eaf4-2fd4-4709-b370-b4c650ea3fcf'), []],
    ['by a policy that AWS says sends it', policy('sends'), ['host_header_forwarded']],
    ['not by a policy that AWS says does not', policy('does-not'), []],
    ['perhaps by a policy that could not be read', policy('unread'), ['host_header_unknown']],
    ['not without a policy', {}, []],
    ['by a list with Host', legacy('Accept', 'hOsT'), ['host_header_forwarded']],
    ['by all headers', legacy('*'), ['host_header_forwarded']],
    ['not by a list without Host', legacy('Accept', 'X-Host'), []],
    ['not by a list that the cache policy overrules', { ...legacy('Host'), CachePolicyId: 'policy-1' }, []],
  ])('is sent %s', (_what, members, expected) => {
    const answers = new Map([
      ['sends', true],
      ['does-not', false],
      ['unread', undefined],
    ]);
    expect(hostKinds(kindsOf(makeConfig({ main: members }), newHosts['api-gateway'], answers))).toEqual(expected);
  });

  test.each<[string, Partial<DefaultCacheBehavior>, WarningKind[]]>([
    ['is not sent', {}, ['host_header_needed']],
    ['is not sent by AllViewerExceptHostHeader', policy(exceptHost), ['host_header_needed']],
    ['is sent', policy(allViewer), ['host_certificate_needed']],
    ['is perhaps sent', policy('unread'), ['host_header_unknown']],
  ])('%s to a custom domain of API Gateway', (_what, members, expected) => {
    const host = 'd-abcde12345.execute-api.eu-west-1.amazonaws.com';
    const kinds = kindsOf(makeConfig({ main: members }), host, new Map([['unread', undefined]]));
    expect(kinds.filter((kind) => kind.startsWith('host_'))).toEqual(expected);
  });

  test('is told for each behavior of the replaced origin, and for no other', () => {
    const reference = makeConfig({
      origins: [customOrigin(), bucketOrigin({ Id: 'assets' })],
      behaviors: [behavior('/api/*', 'main', policy(allViewer)), behavior('/static/*', 'assets', policy(allViewer))],
    });
    expect(sentencesOf('host_header_forwarded', reference, newHosts['api-gateway'])).toEqual([
      expect.stringMatching(/^`\/api\/\*` forwards/),
    ]);
  });

  test('is told for a default behavior that reaches the replaced origin through its group', () => {
    const reference = makeConfig({
      origins: [customOrigin(), bucketOrigin({ Id: 'assets' })],
      groups: [failoverGroup('pair', 'main', 'assets')],
      main: { TargetOriginId: 'pair', ...policy(allViewer) },
    });
    expect(sentencesOf('host_header_forwarded', reference, newHosts['api-gateway'])).toEqual([
      expect.stringMatching(/^The default behavior forwards/),
    ]);
  });

  test('is told for another behavior that reaches the replaced origin through a group', () => {
    const reference = makeConfig({
      origins: [customOrigin(), bucketOrigin({ Id: 'assets' })],
      groups: [failoverGroup('pair', 'main', 'assets')],
      behaviors: [behavior('/api/*', 'pair', policy(allViewer))],
    });
    expect(sentencesOf('host_header_forwarded', reference, newHosts['api-gateway'])).toEqual([
      expect.stringMatching(/^`\/api\/\*` forwards/),
    ]);
  });

  test('asks AWS once for each policy that this code does not know, where it matters', () => {
    const reference = makeConfig({
      main: policy('own-1'),
      behaviors: [
        behavior('/a/*', 'main', policy('own-2')),
        behavior('/b/*', 'main', policy('own-1')),
        behavior('/c/*', 'main', policy(allViewer)),
        behavior('/d/*', 'main'),
      ],
    });
    const unknown = { cache: ['policy-1'], request: ['own-1', 'own-2'] };
    expect(listUnknownHostPolicies(draft(reference, newHosts['lambda-url']))).toEqual(unknown);
    expect(listUnknownHostPolicies(draft(reference, newHosts.custom))).toEqual(unknown);
    const none = { cache: [], request: [] };
    expect(listUnknownHostPolicies(draft(reference, newHosts['s3-website']))).toEqual(none);
    expect(listUnknownHostPolicies(draft(reference, oldHosts.custom))).toEqual(none);
  });
});

describe('origins that stay where they are', () => {
  const assets = bucketOrigin({ Id: 'assets' });
  const host = `\`${oldHosts.s3}\``;

  test.each<[string, CacheBehavior[], string]>([
    ['with one path', [behavior('/static/*', 'assets')], `\`/static/*\` still goes to ${host}.`],
    ['with two', [behavior('/a', 'assets'), behavior('/b', 'assets')], `\`/a\`, \`/b\` still go to ${host}.`],
    ['that no behavior uses', [], `Origin \`assets\` still is ${host}.`],
  ])('%s are said', (_what, behaviors, sentence) => {
    expect(sentencesOf('other_origin_kept', makeConfig({ origins: [customOrigin(), assets], behaviors }))).toEqual([
      sentence,
    ]);
  });

  const group = failoverGroup('pair', 'main', 'assets');

  test('as the second of a group are said with the group', () => {
    const reference = makeConfig({
      origins: [customOrigin(), assets],
      groups: [group],
      main: { TargetOriginId: 'pair' },
    });
    expect(sentencesOf('failover_kept', reference)).toEqual([
      `On failover, the origin group \`pair\` still uses ${host}.`,
    ]);
  });

  test('as the second of a group are said with their own paths too', () => {
    const reference = makeConfig({
      origins: [customOrigin(), assets],
      groups: [group],
      main: { TargetOriginId: 'pair' },
      behaviors: [behavior('/static/*', 'assets')],
    });
    const said = warningsOf(reference).map((warning) => describeWarning(warning).sentence);
    expect(said).toContainEqual(expect.stringContaining('`/static/*`'));
  });

  test('as the first of a group serve its paths always, not on failover', () => {
    const backup = customOrigin({ Id: 'backup', DomainName: 'backup.example.com' });
    const reference = makeConfig({
      origins: [customOrigin(), assets, backup],
      groups: [failoverGroup('pair', 'assets', 'backup')],
      behaviors: [behavior('/static/*', 'pair')],
    });
    const said = warningsOf(reference)
      .map((warning) => describeWarning(warning).sentence)
      .filter((sentence) => sentence.includes(host));
    expect(said.join(' ')).not.toContain('On failover');
    expect(said).toContainEqual(expect.stringContaining('`/static/*`'));
  });

  test('are not spoken of when no host changes', () => {
    expect(kindsOf(makeConfig({ origins: [customOrigin(), assets] }), oldHosts.custom)).toEqual([]);
  });
});

describe('where the new host is', () => {
  const shield = (region: string) =>
    makeConfig({ origins: [customOrigin({ OriginShield: { Enabled: true, OriginShieldRegion: region } })] });

  test.each([
    ['elsewhere', 'us-east-1', ['origin_shield']],
    ['there', 'eu-west-1', []],
  ])('Origin Shield is spoken of when it is %s', (_what, region, expected) => {
    expect(kindsOf(shield(region), newHosts.s3)).toEqual(expected);
  });

  test('a shield that is off is no news', () => {
    expect(kindsOf(makeConfig({ origins: [customOrigin({ OriginShield: { Enabled: false } })] }))).toEqual([]);
  });
});

test('a VPC origin that stays a VPC origin loses nothing', () => {
  const inside = originOf('vpc', { Id: 'inside', DomainName: newHosts.vpc });
  const kinds = kindsOf(makeConfig({ origins: [originOf('vpc'), inside] }), newHosts.vpc);
  expect(kinds).not.toContain('vpc_origin_dropped');
});
