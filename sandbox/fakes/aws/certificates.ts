// The certificates of the sample account: every reason why one is or is not the right one.

import type { CertificateSeed } from './seed.js';

type Draft = Omit<CertificateSeed, 'arn' | 'createdAt' | 'notBefore' | 'notAfter' | 'domainName'> & {
  /** Days from now; none for a certificate that was never issued. */
  readonly daysLeft?: number;
  /** 198, the validity of ACM's own, where none is given. */
  readonly validityDays?: number;
  readonly domainName?: string;
};

const drafts = {
  wildcard: { names: ['*.example.com', 'example.com'], daysLeft: 143 },
  exact: { names: ['www.example.com'], daysLeft: 170 },
  sanOnly: {
    domainName: 'cdn.example.net',
    names: ['cdn.example.net', 'shop.example.com', '*.shop.example.com'],
    daysLeft: 120,
  },
  ecdsa: { names: ['app.example.com', '*.app.example.com'], keyAlgorithm: 'EC_prime256v1', daysLeft: 98 },
  large: { names: ['*.secure.example.com'], keyAlgorithm: 'RSA_4096', daysLeft: 150 },
  expiring: { names: ['soon.example.com', '*.soon.example.com'], daysLeft: 5 },
  expired: { names: ['old.example.com'], daysLeft: -12 },
  pending: { names: ['pending.example.com'], status: 'PENDING_VALIDATION' },
  private: { names: ['internal.example.com', '*.internal.example.com'], type: 'PRIVATE', daysLeft: 300 },
  p384: { names: ['p384.example.com'], keyAlgorithm: 'EC_secp384r1', daysLeft: 160 },
  crowded: { names: numberedNames(120), daysLeft: 88 },
  otherZone: { names: ['*.example.org', 'example.org'], daysLeft: 60 },
  imported: { names: ['*.example.net'], type: 'IMPORTED', daysLeft: 25 },
  tenYears: { names: ['ten-years.example.com'], type: 'IMPORTED', daysLeft: 3_000, validityDays: 3_650 },
  selfSigned: {
    names: ['self-signed.example.com'],
    type: 'IMPORTED',
    daysLeft: 200,
    issuer: 'self-signed.example.com',
  },
} as const satisfies Record<string, Draft>;

export function certificateArn(name: keyof typeof drafts): string {
  return arnOf(Object.keys(drafts).indexOf(name));
}

export function createCertificateSeeds(now: Date): CertificateSeed[] {
  return Object.values<Draft>(drafts).map(({ daysLeft, validityDays = 198, domainName, ...rest }, index) => ({
    ...rest,
    arn: arnOf(index),
    domainName: domainName ?? rest.names[0] ?? '',
    createdAt: shift(now, (daysLeft ?? validityDays - 2) - validityDays),
    ...(daysLeft === undefined
      ? {}
      : { notBefore: shift(now, daysLeft - validityDays), notAfter: shift(now, daysLeft) }),
  }));
}

function arnOf(index: number): string {
  return `arn:aws:acm:us-east-1:123456789012:certificate/5a4d0b0c-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;
}

/** More names than a summary shows. */
function numberedNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `n${String(index + 1).padStart(3, '0')}.many.example.com`);
}

function shift(now: Date, days: number): string {
  return new Date(now.getTime() + days * 24 * 60 * 60 * 1000).toISOString();
}
