// Domains that no certificate of the account covers, and why CloudFront would not take a certificate.
import type { CertificateRefusals, UnusableReason } from '../../clone/refusals/certificate.js';
import { quote } from '../../clone/visible-text.js';
import type { DetailTexts } from './text.js';

export const certificateRefusalTexts: DetailTexts<CertificateRefusals> = {
  domain_not_covered: ({ hostname, unusable, near }) => {
    const covering = unusable.map(
      ({ coveringName, reason, arn }) =>
        `${quote(coveringName)} would cover it, but ${describeUnusable(reason)} (${arn})`,
    );
    const nearest = covering.length > 0 ? covering : near.map((name) => contrast(name, hostname));
    return {
      what: `No usable certificate in ACM (us-east-1) covers ${quote(hostname)}.`,
      also: nearest.length > 0 ? `Nearest: ${nearest.join('; ')}.` : 'No certificate has a similar name.',
    };
  },
};

/** Such as "it expired on 2026-11-01". */
export function describeUnusable(reason: UnusableReason): string {
  switch (reason.kind) {
    case 'expired':
      return `it expired on ${reason.notAfter.toISOString().slice(0, 10)}`;
    case 'expires_today':
      return `it expires in less than a day, on ${reason.notAfter.toISOString().slice(0, 16)}Z`;
    case 'status':
      return `its status is ${reason.status}`;
    case 'key_type':
      return `CloudFront does not take its key type ${reason.keyAlgorithm}`;
    case 'private_ca':
      return 'it is from a private CA, which CloudFront does not accept';
    case 'long_validity':
      return `it was imported and is valid for more than ${reason.maxDays} days, so no public CA issued it, and CloudFront takes no other`;
    case 'purpose':
      return 'it is not meant for web servers';
    default:
      return reason satisfies never;
  }
}

/** "`*.example.com` covers `a.example.com` but not `a.b.example.com`" */
function contrast(name: string, hostname: string): string {
  const first = hostname.startsWith('*.') ? 'www' : (hostname.split('.')[0] ?? 'www');
  const covered = name.startsWith('*.') ? `${first}.${name.slice(2)}` : name;
  return covered === name
    ? `${quote(name)} is another name than ${quote(hostname)}`
    : `${quote(name)} covers ${quote(covered)} but not ${quote(hostname)}`;
}
