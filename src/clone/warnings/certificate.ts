// A warning about the chosen certificate: nobody has renewed it yet.
import { type Certificate, daysLeft, expiresSoon, type Renewal } from '../certificate.js';
import type { FoundWarning } from './found-warning.js';

export interface CertificateFacts {
  certificate_expiring: {
    readonly keyAlgorithm: string;
    readonly daysLeft: number | undefined;
  } & CertificateRenewal;
}

type CertificateRenewal =
  /** ACM renews only what it issued itself. */
  | { readonly renewedBy: 'people' }
  /** `renewal`: what ACM says about it; undefined where it says nothing. */
  | { readonly renewedBy: 'acm'; readonly renewal: Renewal | undefined };

/** ACM renews what it issued long before the last 30 days, so a certificate that gets there waits for somebody. */
export function warnAboutExpiry(
  certificate: Certificate,
  renewal: Renewal | undefined,
  now: Date,
): FoundWarning<CertificateFacts>[] {
  if (!expiresSoon(certificate, now)) return [];
  const { keyAlgorithm, type } = certificate;
  const facts = { keyAlgorithm, daysLeft: daysLeft(certificate, now) };
  return type === 'AMAZON_ISSUED'
    ? [{ kind: 'certificate_expiring', facts: { ...facts, renewedBy: 'acm', renewal } }]
    : [{ kind: 'certificate_expiring', facts: { ...facts, renewedBy: 'people' } }];
}
