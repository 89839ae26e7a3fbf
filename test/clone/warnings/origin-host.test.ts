// What the look at a new origin means for the approver: a table of facts and the warning that follows.

import type { OriginFacts, ServerCertificate } from '../../../src/clone/origin-facts.js';
import { buildPlan, type PlanInput } from '../../../src/clone/plan.js';
import { describeWarning } from '../../../src/messages/describe-warning.js';
import { customOrigin, good, makeConfig, makeInput, newHosts, now, vpcOrigin } from '../references.js';

const plain = makeInput();
const days = (count: number): Date => new Date(now.getTime() + count * 86_400_000);
const facts = (change: Partial<OriginFacts> = {}): OriginFacts => ({
  resolution: 'public',
  names: [plain.origin],
  ...change,
});
const shown = (change: Partial<ServerCertificate> = {}): OriginFacts =>
  facts({
    certificate: { names: [plain.origin], validFrom: days(-30), validTo: days(60), isTrusted: true, ...change },
  });
const parent = plain.origin.slice(plain.origin.indexOf('.') + 1);

const warningsOf = (change: Partial<PlanInput>, input = plain) =>
  good(buildPlan({ ...input, ...change })).warnings.filter(({ kind }) => /^origin_(?:un|not|loop|cert)/.test(kind));

test.each<[string, Partial<PlanInput>]>([
  ['nobody looked', {}],
  ['it resolves', { originFacts: facts() }],
  ['DNS did not answer', { originFacts: facts({ resolution: 'unknown' }) }],
  ['the certificate is for it', { originFacts: shown() }],
  ['a wildcard covers it', { originFacts: shown({ names: [`*.${parent}`] }) }],
  [
    'the certificate is for the new domain, whose Host may be forwarded',
    { originFacts: shown({ names: [plain.domain] }) },
  ],
])('%s: no warning', (_, change) => {
  expect(warningsOf(change)).toEqual([]);
});

test.each<[string, Partial<PlanInput>, string, string]>([
  ['it does not resolve', { originFacts: facts({ resolution: 'none' }) }, 'origin_unresolved', 'does not resolve'],
  ['private addresses', { originFacts: facts({ resolution: 'private' }) }, 'origin_not_public', 'no public address'],
  ['the domain itself', { originFacts: facts({ names: [plain.origin, plain.domain] }) }, 'origin_loop', 'itself'],
  [
    'an alias of the reference',
    { originFacts: facts({ names: [plain.origin, plain.reference.config.Aliases?.Items?.[0] ?? ''] }) },
    'origin_loop',
    'the reference',
  ],
  [
    'the name that CloudFront gave the reference',
    { originFacts: facts({ names: [plain.origin, plain.reference.domainName] }) },
    'origin_loop',
    'the reference',
  ],
  [
    'another of our distributions',
    {
      originFacts: facts({ names: [plain.origin, 'd1.cloudfront.net'] }),
      distributions: [{ id: 'EOTHER', domainName: 'd1.cloudfront.net', aliases: [] }],
    },
    'origin_loop',
    'EOTHER',
  ],
  [
    'an expired certificate',
    { originFacts: shown({ validTo: days(-1) }) },
    'origin_certificate',
    'expired on 2026-11-19',
  ],
  ['a certificate of the future', { originFacts: shown({ validFrom: days(1) }) }, 'origin_certificate', 'only from'],
  ['another name', { originFacts: shown({ names: ['a.example.org'] }) }, 'origin_certificate', '`a.example.org`'],
  ['a wildcard of two labels', { originFacts: shown({ names: ['*.net'] }) }, 'origin_certificate', '`*.net`'],
  ['no name at all', { originFacts: shown({ names: [] }) }, 'origin_certificate', 'no name'],
  ['an unknown authority', { originFacts: shown({ isTrusted: false }) }, 'origin_certificate', 'public authority'],
  ['few days left', { originFacts: shown({ validTo: days(13.5) }) }, 'origin_certificate_expiring', '13 days'],
])('%s: one warning', (_, change, kind, part) => {
  const found = warningsOf(change);
  expect(found.map((warning) => warning.kind)).toEqual([kind]);
  expect(found.map((warning) => describeWarning(warning).sentence)).toEqual([expect.stringContaining(part)]);
});

test('what was seen of the origin does not change what was approved', () => {
  const { digest } = good(buildPlan(plain));
  for (const originFacts of [
    facts({ resolution: 'none' }),
    shown({ validTo: days(-1) }),
    shown({ validTo: days(3) }),
  ]) {
    expect(good(buildPlan({ ...plain, originFacts })).digest).toBe(digest);
  }
});

test('a host behind a VPC origin need not be public', () => {
  const input = makeInput(makeConfig({ origins: [vpcOrigin()] }), { origin: 'internal.example.net' });
  const plan = good(buildPlan({ ...input, originFacts: facts({ resolution: 'none', names: [input.origin] }) }));
  const isInVpc = plan.replaced.some(({ newKind }) => newKind === 'vpc');
  expect(plan.warnings.some(({ kind }) => kind === 'origin_unresolved')).toBe(!isInVpc);
});

test('CloudFront’s own hosts are looked at like any other', () => {
  const input = makeInput(makeConfig({ origins: [customOrigin()] }), { origin: newHosts.cloudfront });
  const names = [newHosts.cloudfront];
  const plan = good(buildPlan({ ...input, originFacts: { resolution: 'public', names } }));
  expect(plan.warnings.map(({ kind }) => kind)).toContain('origin_is_cloudfront');
});
