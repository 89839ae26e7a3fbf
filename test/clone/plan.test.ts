import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import { buildPlan, type ClonePlan, type PlanInput } from '../../src/clone/plan.js';
import { describeWarning } from '../../src/messages/describe-warning.js';
import {
  bucketOrigin,
  customOrigin,
  good,
  header,
  makeCertificate,
  makeConfig,
  makeInput,
  newHosts,
  now,
  oldHosts,
  referenceId,
  secret,
  told,
} from './references.js';

const plan = (input: PlanInput = makeInput()): ClonePlan => good(buildPlan(input));
const days = (count: number): Date => new Date(now.getTime() + count * 86_400_000);
const secretOrigin = (value = secret) =>
  customOrigin({ CustomHeaders: { Quantity: 1, Items: [header('X-Origin-Secret', value)] } });

describe('a plan', () => {
  test('says what was asked, of which reference, at which ETag', () => {
    expect(plan()).toMatchObject({
      domain: 'www.example.com',
      origin: newHosts.custom,
      requestedBy: 'ana (U012ABCDEF)',
      reference: { id: referenceId, etag: 'ETAG1', alias: 'ref.example.com', comment: 'production site' },
      certificate: { coveringName: '*.example.com', isReferencesOwn: true },
      replaced: [{ id: 'main', oldHost: oldHosts.custom, newHost: newHosts.custom, isMain: true }],
    });
  });

  test('names a reference without aliases by its own domain name', () => {
    const { reference } = plan(makeInput(makeConfig({ top: { Aliases: { Quantity: 0 } } })));
    expect(reference.alias).toBe('d333333abcdef8.cloudfront.net');
  });

  test('puts the certificate into the configuration', () => {
    const { config, certificate } = plan();
    expect(config.ViewerCertificate?.ACMCertificateArn).toBe(certificate.certificate.arn);
  });

  test('counts what changes, what is copied and what is left out', () => {
    const reference = makeConfig({ top: { AnycastIpListId: 'aip_1', ContinuousDeploymentPolicyId: 'cd-1' } });
    const { counts, changes } = plan(makeInput(reference));
    // Aliases, Comment and the host change; two members go; all other leaves of the reference are as they were.
    expect(changes.map(({ path }) => path).sort()).toEqual([
      'Aliases',
      'AnycastIpListId',
      'Comment',
      'ContinuousDeploymentPolicyId',
      'Origins[main].DomainName',
    ]);
    expect(counts).toEqual({ changed: 3, copied: 23, leftOut: 2 });
  });

  test('counts a field that is new as changed, and not against what is copied', () => {
    const withComment = plan().counts;
    const without = plan(makeInput(makeConfig({ top: { Comment: '' } }))).counts;
    expect(without).toEqual(withComment);
  });

  test('carries the tags of the reference and the record', () => {
    const input = makeInput();
    const tags = [{ Key: 'team', Value: 'web' }];
    expect(plan({ ...input, reference: { ...input.reference, tags } }).tags.map(({ Key }) => Key)).toEqual([
      'team',
      'cf-clone:reference',
      'cf-clone:requested-by',
    ]);
  });

  test('leaves its inputs as they were', () => {
    const input = makeInput(makeConfig({ origins: [secretOrigin(), bucketOrigin({ Id: 'assets' })] }));
    const before = structuredClone(input);
    plan(input);
    expect(input).toEqual(before);
  });
});

describe('a header value', () => {
  const other = customOrigin({
    Id: 'other',
    DomainName: 'other.example.com',
    CustomHeaders: { Quantity: 1, Items: [header('X-Other')] },
  });

  test.each(Object.entries(newHosts).filter(([kind]) => kind !== 'vpc'))(
    'is nowhere in a plan for %s but in the configuration',
    (_kind, origin) => {
      const { config, ...rest } = plan(makeInput(makeConfig({ origins: [secretOrigin(), other] }), { origin }));
      expect(JSON.stringify(config)).toContain(secret);
      expect(JSON.stringify(rest)).not.toContain(secret);
    },
  );

  test('is not in a refusal either', () => {
    const input = makeInput(makeConfig({ origins: [secretOrigin()], main: { TargetOriginId: 'gone' } }));
    expect(JSON.stringify(buildPlan(input))).not.toContain(secret);
  });
});

describe('the digest', () => {
  const base = makeConfig({ origins: [secretOrigin(), bucketOrigin({ Id: 'assets' })] });
  const input = makeInput(base);
  const digestOf = (over: Partial<PlanInput>): string => plan({ ...input, ...over }).digest;
  const withReference = (over: Partial<PlanInput['reference']>): string =>
    digestOf({ reference: { ...input.reference, ...over } });
  const withConfig = (config: DistributionConfig): string => withReference({ config });

  test('is 64 hexadecimal digits', () => {
    expect(plan(input).digest).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each<[string, string]>([
    ['nothing at all', digestOf({})],
    ['the time of day', digestOf({ now: days(1) })],
    ['days left that run down to a warning', digestOf({ now: new Date('2027-04-29T00:00:00Z') })],
    [
      'a renewed certificate under the same ARN',
      digestOf({ certificates: [makeCertificate({ notAfter: days(400) })] }),
    ],
    [
      'a runner-up among the certificates',
      digestOf({ certificates: [makeCertificate(), makeCertificate({ arn: 'arn:zzz', names: ['www.example.com'] })] }),
    ],
    ['a conflict check that failed', digestOf({ foreignHolders: undefined })],
    ['a reference that is still being deployed', withReference({ status: 'InProgress' })],
    [
      'a header value alone',
      withConfig(makeConfig({ origins: [secretOrigin('other-value'), bucketOrigin({ Id: 'assets' })] })),
    ],
    ['another CallerReference of the reference', withConfig({ ...base, CallerReference: 'another' })],
    ['members in another order', withConfig(Object.assign({ IsIPV6Enabled: true }, base))],
    ['an alias of somebody else', digestOf({ aliasHolders: [{ alias: 'a.example.org', distributionId: 'E1' }] })],
  ])('does not change with %s', (_what, changed) => {
    expect(changed).toBe(plan(input).digest);
  });

  test.each<[string, string]>([
    ['another domain', digestOf({ domain: 'api.example.com' })],
    ['another origin', digestOf({ origin: 'another.example.net' })],
    ['another requester', digestOf({ requestedBy: 'ben' })],
    ['another reference', withReference({ id: 'E9OTHER00' })],
    ['another ETag', withReference({ etag: 'ETAG2' })],
    ['another tag', withReference({ tags: [{ Key: 'team', Value: 'web' }] })],
    ['another certificate', digestOf({ certificates: [makeCertificate({ arn: 'arn:other' })] })],
    ['another covering name', digestOf({ certificates: [makeCertificate({ names: ['www.example.com'] })] })],
    ['a root object', withConfig({ ...base, DefaultRootObject: 'other.html' })],
    ['being disabled', withConfig({ ...base, Enabled: false })],
    ['a member of tomorrow', withConfig(Object.assign({ FutureMember: 1 }, base))],
    [
      'a header name',
      withConfig(
        makeConfig({
          origins: [
            customOrigin({ CustomHeaders: { Quantity: 1, Items: [header('X-New')] } }),
            bucketOrigin({ Id: 'assets' }),
          ],
        }),
      ),
    ],
    ['a header less', withConfig(makeConfig({ origins: [customOrigin(), bucketOrigin({ Id: 'assets' })] }))],
    [
      'the path of an origin',
      withConfig(makeConfig({ origins: [secretOrigin(), bucketOrigin({ Id: 'assets', OriginPath: '/x' })] })),
    ],
    ['a warning that matters', digestOf({ aliasHolders: [{ alias: '*.example.com', distributionId: 'E1' }] })],
  ])('changes with %s', (_what, changed) => {
    expect(changed).not.toBe(plan(input).digest);
  });
});

describe('there is no plan', () => {
  test.each<[string, Partial<PlanInput>, RegExp, string]>([
    [
      'when another distribution of this account has the alias',
      { aliasHolders: [{ alias: 'www.example.com', distributionId: 'E7HOLDER' }] },
      /`www\.example\.com` is an alias of `E7HOLDER` already, a distribution of this account\./,
      'E7HOLDER',
    ],
    [
      'when the reference itself has the alias',
      { aliasHolders: [{ alias: 'www.example.com', distributionId: referenceId }] },
      /the reference itself/,
      referenceId,
    ],
    [
      'when a distribution of another account has the alias',
      { foreignHolders: [{ alias: 'www.example.com', distributionId: '*******ABCDEF', account: '******112233' }] },
      /`\*{7}ABCDEF` in account `\*{6}112233`/,
      '*******ABCDEF',
    ],
    [
      'when a wildcard is held already',
      { domain: '*.example.com', aliasHolders: [{ alias: '*.example.com', distributionId: 'E7HOLDER' }] },
      /E7HOLDER/,
      'E7HOLDER',
    ],
  ])('%s', (_what, over, sentence, holder) => {
    const refusal = told(buildPlan(makeInput(makeConfig(), over)));
    expect(refusal).toMatchObject({ outcome: 'alias_in_use', holder });
    expect(refusal.what).toMatch(sentence);
  });

  test('without a certificate', () => {
    const refusal = told(buildPlan(makeInput(makeConfig(), { certificates: [] })));
    expect(refusal.outcome).toBe('no_certificate');
  });

  test.each<[string, PlanInput, string]>([
    ['a staging reference', makeInput(makeConfig({ top: { Staging: true } })), 'reference_staging'],
    [
      'a tenant-only reference',
      makeInput(makeConfig({ top: { ConnectionMode: 'tenant-only' } })),
      'reference_tenant_only',
    ],
    ['an unsupported host', makeInput(makeConfig(), { origin: newHosts.vpc }), 'origin_unsupported'],
  ])('for %s, and that is said before a missing certificate', (_what, input, outcome) => {
    expect(told(buildPlan({ ...input, certificates: [] })).outcome).toBe(outcome);
  });
});

describe('overlapping aliases', () => {
  const overlaps = (domain: string, ...aliases: string[]): string[] =>
    plan(
      makeInput(makeConfig(), {
        domain,
        certificates: [makeCertificate({ names: [domain] })],
        aliasHolders: aliases.map((alias, index) => ({ alias, distributionId: `E${index}` })),
      }),
    ).warnings.flatMap((warning) => (warning.kind === 'alias_overlap' ? [describeWarning(warning).sentence] : []));

  test.each([
    ['www.example.com', '*.example.com', 1],
    ['a.b.example.com', '*.example.com', 1],
    ['example.com', '*.example.com', 0],
    ['wwwexample.com', '*.example.com', 0],
    ['www.example.com', 'api.example.com', 0],
    ['*.example.com', 'www.example.com', 1],
    ['*.example.com', 'a.b.example.com', 1],
    ['*.b.example.com', '*.example.com', 1],
    ['*.example.com', '*.b.example.com', 1],
    ['*.example.com', 'example.com', 0],
  ])('%s beside %s: %i', (domain, alias, count) => {
    expect(overlaps(domain, alias)).toHaveLength(count);
  });

  test('with a wildcard say who serves the name now', () => {
    expect(overlaps('www.example.com', '*.example.com')).toEqual([
      expect.stringMatching(/^`\*\.example\.com` on `E0` serves this name now; the clone takes its traffic over/),
    ]);
  });

  test('below a wildcard are named, five at most', () => {
    const aliases = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}.example.com`);
    expect(overlaps('*.example.com', ...aliases)).toEqual([
      expect.stringMatching(/`a\.example\.com`.*`e\.example\.com` keep/),
    ]);
  });

  test('in other accounts count too', () => {
    const foreignHolders = [{ alias: '*.example.com', distributionId: '*****ABC', account: '*****123' }];
    const kinds = plan(makeInput(makeConfig(), { foreignHolders })).warnings.map(({ kind }) => kind);
    expect(kinds).toEqual(['alias_overlap']);
  });
});

describe('a certificate that is about to expire', () => {
  test.each([
    ['AMAZON_ISSUED', 29, true],
    ['AMAZON_ISSUED', 30, false],
    ['IMPORTED', 29, true],
    ['IMPORTED', 30, false],
  ])('of an %s certificate, %i: worth a warning %s', (type, count, warned) => {
    const certificates = [makeCertificate({ type, notAfter: days(count) })];
    const kinds = plan(makeInput(makeConfig(), { certificates })).warnings.map(({ kind }) => kind);
    expect(kinds.includes('certificate_expiring')).toBe(warned);
  });
});
