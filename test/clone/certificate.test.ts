import {
  type Certificate,
  chooseCertificate,
  coversName,
  daysLeft,
  describeKey,
  findCoveringName,
  findUnusableReason,
} from '../../src/clone/certificate.js';
import { normalizeHostname } from '../../src/clone/hostname.js';
import { describeChoice } from '../../src/messages/certificate-choice.js';
import { describeUnusable } from '../../src/messages/refusals/certificate.js';
import { good, makeCertificate, now, told } from './references.js';

const host = 'www.example.com';
const choose = (certificates: readonly Certificate[], domain = host, referenceArn?: string) =>
  chooseCertificate(domain, certificates, { now, ...(referenceArn ? { referenceArn } : {}) });

describe('a name on a certificate', () => {
  test.each([
    ['www.example.com', 'www.example.com', true],
    ['*.example.com', 'www.example.com', true],
    ['*.a.example.com', 'x.a.example.com', true],
    ['*.example.com', '*.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', 'a.b.example.com', false],
    ['*.example.com', 'wwwexample.com', false],
    ['*.example.com', '*.a.example.com', false],
    ['*.example.com', 'www.example.net', false],
    ['*.com', '*.example.com', false],
    ['www.example.com', '*.example.com', false],
    ['example.com', 'www.example.com', false],
    ['www.example.com', 'example.com', false],
    ['*.b.example.com', '*.example.com', false],
  ])('%s against %s: %s', (name, hostname, covers) => {
    expect(coversName(name, hostname)).toBe(covers);
  });

  test.each([
    ['in another case', 'WWW.EXAMPLE.COM', host],
    ['with a trailing dot', '*.example.com.', host],
    ['in Unicode', '*.b\u00fccher.example', 'www.xn--bcher-kva.example'],
  ])('covers when it is written %s, once normalized', (_what, written, hostname) => {
    expect(coversName(normalizeHostname(written), hostname)).toBe(true);
  });

  test('an exact one is said before a wildcard, wherever they stand', () => {
    const certificate = makeCertificate({ names: ['*.example.com', host] });
    expect(findCoveringName(certificate, host)).toBe(host);
    expect(findCoveringName(certificate, 'api.example.com')).toBe('*.example.com');
    expect(findCoveringName(certificate, 'example.com')).toBeUndefined();
  });

  test('counts wherever it stands among the alternative names', () => {
    const certificate = makeCertificate({ names: ['example.org', 'example.net', host] });
    expect(good(choose([certificate])).coveringName).toBe(host);
  });
});

describe('a certificate can be attached', () => {
  test.each([
    ['RSA_1024', 'RSA 1024'],
    ['RSA_2048', 'RSA 2048'],
    ['RSA_3072', 'RSA 3072'],
    ['RSA_4096', 'RSA 4096'],
    ['EC_prime256v1', 'ECDSA P-256'],
  ])('with the key type %s, said as %s', (keyAlgorithm, spoken) => {
    expect(good(choose([makeCertificate({ keyAlgorithm })])).coveringName).toBe('*.example.com');
    expect(describeKey(keyAlgorithm)).toBe(spoken);
  });

  test.each([
    ['without usages', []],
    ['meant for web servers', ['TLS_WEB_SERVER_AUTHENTICATION']],
    ['meant for both ends', ['TLS_WEB_CLIENT_AUTHENTICATION', 'TLS_WEB_SERVER_AUTHENTICATION']],
    ['imported with any usage', ['ANY']],
    ['imported with no usage told', ['NONE']],
  ])('%s', (_what, extendedKeyUsages) => {
    expect(findUnusableReason(makeCertificate({ extendedKeyUsages }), now)).toBeUndefined();
  });

  test.each([
    ['with a day left', { notAfter: new Date('2026-11-21T12:00:00Z') }],
    [
      'imported for 398 days',
      { type: 'IMPORTED', notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-02-03T00:00:00Z') },
    ],
    [
      'issued by Amazon for 395 days',
      { notBefore: new Date('2026-11-01T00:00:00Z'), notAfter: new Date('2027-12-01T00:00:00Z') },
    ],
  ])('%s', (_what, over) => {
    expect(findUnusableReason(makeCertificate(over), now)).toBeUndefined();
  });

  test('when its expiry is not told', () => {
    const { notAfter: _none, ...certificate } = makeCertificate();
    expect(findUnusableReason(certificate, now)).toBeUndefined();
  });
});

describe('a certificate cannot be attached', () => {
  test.each([
    ['with a P-384 key', { keyAlgorithm: 'EC_secp384r1' }, /key type EC_secp384r1/],
    ['with a P-521 key', { keyAlgorithm: 'EC_secp521r1' }, /key type EC_secp521r1/],
    ['from a private CA', { type: 'PRIVATE' }, /private CA/],
    ['that has expired', { notAfter: new Date('2026-11-19T00:00:00Z') }, /expired on 2026-11-19/],
    ['that expires this instant', { notAfter: now }, /expired on 2026-11-20/],
    ['with less than a day left', { notAfter: new Date('2026-11-21T11:59:59Z') }, /expires in less than a day/],
    [
      'that was imported for ten years',
      { type: 'IMPORTED', notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') },
      /more than 398 days/,
    ],
    [
      'that was imported for 399 days',
      { type: 'IMPORTED', notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-02-04T00:00:00Z') },
      /no public CA issued it/,
    ],
    ['that is not issued yet', { status: 'PENDING_VALIDATION' }, /status is PENDING_VALIDATION/],
    ['that was revoked', { status: 'REVOKED' }, /status is REVOKED/],
    ['for clients only', { extendedKeyUsages: ['TLS_WEB_CLIENT_AUTHENTICATION'] }, /not meant for web servers/],
  ])('%s, and the refusal says so', (_what, over, reason) => {
    const certificate = makeCertificate(over);
    const found = findUnusableReason(certificate, now);
    expect(found && describeUnusable(found)).toMatch(reason);
    const refusal = told(choose([certificate]));
    expect(refusal.outcome).toBe('no_certificate');
    expect(refusal.what).toMatch(reason);
    expect(refusal.what).toContain('`*.example.com` would cover it');
    expect(refusal.what).toContain(certificate.arn);
  });
});

describe('of several that cover, the winner is', () => {
  const date = (text: string): Date => new Date(`${text}T00:00:00Z`);
  const wild = makeCertificate({ arn: 'arn:wild', notAfter: date('2027-05-01') });
  const exact = makeCertificate({ arn: 'arn:exact', names: [host], notAfter: date('2027-01-01') });
  const later = makeCertificate({ arn: 'arn:later', notAfter: date('2027-06-01') });
  const imported = { ...wild, arn: 'arn:imported', type: 'IMPORTED' };
  const tenants = { ...wild, arn: 'arn:tenants', managedBy: 'CLOUDFRONT' };
  const twin = { ...wild, arn: 'arn:wild-2' };
  const soon = makeCertificate({ arn: 'arn:soon', names: [host], notAfter: date('2026-12-20') });
  const rsa = { ...wild, arn: 'arn:rsa', keyAlgorithm: 'RSA_2048' };
  const rsaLater = { ...rsa, arn: 'arn:rsa-later', notAfter: date('2027-06-01') };

  test.each([
    [
      'the reference’s own, before an exact name',
      [exact, wild],
      'arn:wild',
      'arn:wild',
      'the reference’s own, of 2 that cover',
    ],
    [
      'an exact name, before one that lasts longer',
      [later, exact],
      '',
      'arn:exact',
      'names the domain exactly, of 2 that cover',
    ],
    ['the latest to expire', [wild, later], '', 'arn:later', 'latest to expire, of 2 that cover'],
    ['one that ACM renews', [imported, wild], '', 'arn:wild', 'renewed by ACM itself, of 2 that cover'],
    ['the lowest ARN, where nothing else differs', [twin, wild], '', 'arn:wild', 'first by ARN, of 2 that cover'],
    [
      'a healthy one, before the reference’s own that names the domain exactly and expires within 30 days',
      [soon, wild],
      'arn:soon',
      'arn:wild',
      '30 days or more left, of 2 that cover',
    ],
    ['the only one, even when it expires within 30 days', [soon], '', 'arn:soon', 'the only one that covers'],
    [
      'one that ACM renews, before an imported one that lasts longer',
      [{ ...later, arn: 'arn:imported-later', type: 'IMPORTED' }, wild],
      '',
      'arn:wild',
      'renewed by ACM itself, of 2 that cover',
    ],
    [
      'an ordinary one, before one managed for tenants that lasts longer',
      [{ ...later, arn: 'arn:tenants-later', managedBy: 'CLOUDFRONT' }, wild],
      '',
      'arn:wild',
      'not managed for tenants, of 2 that cover',
    ],
    ['the only one', [wild], '', 'arn:wild', 'the only one that covers'],
    ['the reference’s own alone', [wild], 'arn:wild', 'arn:wild', 'the reference’s own'],
  ])('%s', (_what, certificates, referenceArn, arn, why) => {
    for (const order of [certificates, [...certificates].reverse()]) {
      const chosen = good(choose(order, host, referenceArn));
      expect(chosen.certificate.arn).toBe(arn);
      expect(describeChoice(chosen)).toBe(why);
      expect(chosen.others).toHaveLength(certificates.length - 1);
    }
  });

  test('one not managed for tenants, and the reason does not speak of ARNs', () => {
    const chosen = good(choose([{ ...tenants, arn: 'arn:a-tenants' }, wild]));
    expect(chosen.certificate.arn).toBe('arn:wild');
    expect(describeChoice(chosen)).not.toContain('ARN');
  });

  test('never called the latest to expire when one that lasts longer covers too', () => {
    const exactLater = { ...exact, arn: 'arn:exact-later', notAfter: date('2027-02-01') };
    const chosen = good(choose([exact, later, exactLater]));
    expect(chosen.certificate.arn).toBe('arn:exact-later');
    expect(describeChoice(chosen)).not.toBe('latest to expire, of 3 that cover');
  });

  test('not the reference’s own when that does not cover', () => {
    const own = makeCertificate({ arn: 'arn:own', names: ['ref.example.org'] });
    const chosen = good(choose([own, wild], host, 'arn:own'));
    expect(chosen.certificate.arn).toBe('arn:wild');
    expect(describeChoice(chosen)).toBe('the only one that covers');
  });

  test('not the reference’s own when that has expired', () => {
    const own = makeCertificate({ arn: 'arn:own', notAfter: date('2026-01-01') });
    expect(good(choose([own, wild], host, 'arn:own')).certificate.arn).toBe('arn:wild');
  });

  test('one of the same key family as the reference’s own, which does not cover', () => {
    const own = makeCertificate({ arn: 'arn:own', names: ['ref.example.org'], keyAlgorithm: 'RSA_4096' });
    const chosen = good(choose([own, later, rsa], host, 'arn:own'));
    expect(chosen.certificate.arn).toBe('arn:rsa');
    expect(describeChoice(chosen)).toBe('the key type of the reference’s own, of 2 that cover');
    expect(good(choose([own, later, rsa, rsaLater], host, 'arn:own')).certificate.arn).toBe('arn:rsa-later');
    expect(good(choose([later, rsa])).certificate.arn).toBe('arn:later');
  });

  test('followed by the others, best first', () => {
    expect(good(choose([imported, wild, exact, later])).others).toEqual(['arn:later', 'arn:wild', 'arn:imported']);
  });

  test('for a wildcard domain only one with the same wildcard', () => {
    const chosen = good(choose([exact, wild], '*.example.com'));
    expect(chosen.coveringName).toBe('*.example.com');
    expect(describeChoice(chosen)).toBe('the only one that covers');
  });
});

describe('when none covers, the nearest names are said', () => {
  test.each([
    ['a.b.example.com', ['*.example.com'], '`*.example.com` covers `a.example.com` but not `a.b.example.com`'],
    ['example.com', ['www.example.com'], '`www.example.com` is another name than `example.com`'],
    ['*.example.com', ['www.example.com'], '`www.example.com` is another name than `*.example.com`'],
    ['a.b.example.com', ['example.org', '*.example.com'], '`*.example.com` covers'],
    ['www.example.com', ['*.example.org'], 'No certificate has a similar name.'],
  ])('%s against %j', (hostname, names, sentence) => {
    const refusal = told(choose([makeCertificate({ names })], hostname));
    expect(refusal.outcome).toBe('no_certificate');
    expect(refusal.what).toContain(sentence);
    expect(refusal.next).toMatch(/us-east-1/);
  });

  test('at most three, the one with the most labels in common first', () => {
    const names = ['example.com', '*.example.com', 'other.example.com', 'x.b.example.com', 'www.example.net'];
    const { what } = told(choose([makeCertificate({ names })], 'a.b.example.com'));
    expect(what).toContain('Nearest: `x.b.example.com` is another name');
    expect(what.match(/; /g)).toHaveLength(2);
  });

  test('with no certificate at all', () => {
    expect(told(choose([])).what).toContain('No certificate has a similar name.');
  });
});

describe('the days left', () => {
  test.each([
    ['a day and a half', new Date(now.getTime() + 1.5 * 86_400_000), 1],
    ['an hour', new Date(now.getTime() + 3_600_000), 0],
    ['an hour ago', new Date(now.getTime() - 3_600_000), -1],
  ])('of %s', (_what, notAfter, expected) => {
    expect(daysLeft(makeCertificate({ notAfter }), now)).toBe(expected);
  });

  test('are not known where the expiry is not', () => {
    const { notAfter: _none, ...certificate } = makeCertificate();
    expect(daysLeft(certificate, now)).toBeUndefined();
  });
});
