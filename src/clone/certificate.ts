// Which ACM certificate covers a name, which of several wins and why, and what comes nearest when none does.
import { type Refusal, refuse } from './outcome.js';
import type { UnusableReason } from './refusals/certificate.js';
import type { Result } from './result.js';

/** A certificate as this subject needs it; names are lower case, punycode, without a trailing dot. */
export interface Certificate {
  readonly arn: string;
  /** Subject alternative names, the domain name among them: coverage is judged on these alone. */
  readonly names: readonly string[];
  /** ACM's spelling with underscores, such as `RSA_2048` or `EC_prime256v1`. */
  readonly keyAlgorithm: string;
  readonly status: string;
  readonly type: string;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly managedBy?: string;
  readonly extendedKeyUsages: readonly string[];
  /** Whether a resource uses it; undefined where ACM does not say. */
  readonly isInUse?: boolean;
}

/** What ACM says about the renewal of a certificate that it issued itself (RenewalSummary). */
export interface Renewal {
  /** RenewalStatus, such as `PENDING_VALIDATION` or `FAILED`. */
  readonly status: string;
  /** Names whose validation is missing, each with the DNS record that ACM looks for. */
  readonly pending: readonly { readonly name: string; readonly record?: string }[];
}

export interface ChosenCertificate {
  readonly certificate: Certificate;
  /** The name on the certificate that covers the alias. */
  readonly coveringName: string;
  readonly isReferencesOwn: boolean;
  /** What sets this one apart from the others; empty where only the ARN does, or where there are no others. */
  readonly reasons: readonly CertificateReason[];
  /** ARNs of the others that would have done, best first. */
  readonly others: readonly string[];
}

/** What one certificate has before another, the first that matters first. */
export type CertificateReason =
  | 'healthy'
  | 'not_for_tenants'
  | 'references_own'
  | 'exact_name'
  | 'amazon_issued'
  | 'key_family'
  | 'latest_to_expire';

/** Key types that CloudFront takes (Developer Guide, "Requirements for using SSL/TLS certificates"). */
const attachableKeys: Record<string, string> = {
  RSA_1024: 'RSA 1024',
  RSA_2048: 'RSA 2048',
  RSA_3072: 'RSA 3072',
  RSA_4096: 'RSA 4096',
  EC_prime256v1: 'ECDSA P-256',
};

/** The key type as people say it. */
export function describeKey(keyAlgorithm: string): string {
  return attachableKeys[keyAlgorithm] ?? keyAlgorithm;
}

/**
 * Whether one name of a certificate covers a host name: equal, or a wildcard that stands for exactly one label.
 * A wildcard alias is covered by the same wildcard alone.
 */
export function coversName(certificateName: string, hostname: string): boolean {
  if (certificateName === hostname) return true;
  if (!certificateName.startsWith('*.') || hostname.startsWith('*.')) return false;
  const dot = hostname.indexOf('.');
  return dot > 0 && hostname.slice(dot + 1) === certificateName.slice(2);
}

/** The name that covers, an exact one before a wildcard. */
export function findCoveringName(certificate: Certificate, hostname: string): string | undefined {
  return certificate.names.find((name) => name === hostname) ?? certificate.names.find((n) => coversName(n, hostname));
}

const dayMs = 86_400_000;
/** With less than this a certificate may expire while the clone is still being deployed. */
const minRemainingMs = dayMs;
/** From this many days on, nobody has to think about the renewal. */
export const healthyDays = 30;
/** No public authority issues for longer (CA/Browser Forum, Baseline Requirements 6.3.2, since 2020-09-01). */
const maxPublicValidityDays = 398;

/** Whole days until the certificate expires. */
export function daysLeft(certificate: Certificate, now: Date): number | undefined {
  if (!certificate.notAfter) return undefined;
  return Math.floor((certificate.notAfter.getTime() - now.getTime()) / dayMs);
}

/** Whether the certificate is about to expire: ACM renews its own long before, and an imported one needs somebody. */
export function expiresSoon(certificate: Certificate, now: Date): boolean {
  return (daysLeft(certificate, now) ?? healthyDays) < healthyDays;
}

/** Why CloudFront would not take the certificate today, or undefined when it would. */
export function findUnusableReason(certificate: Certificate, now: Date): UnusableReason | undefined {
  const { notAfter, status, keyAlgorithm } = certificate;
  if (notAfter && notAfter <= now) return { kind: 'expired', notAfter };
  if (notAfter && notAfter.getTime() - now.getTime() < minRemainingMs) return { kind: 'expires_today', notAfter };
  if (status !== 'ISSUED') return { kind: 'status', status };
  if (!(keyAlgorithm in attachableKeys)) return { kind: 'key_type', keyAlgorithm };
  if (certificate.type === 'PRIVATE') return { kind: 'private_ca' };
  if (certificate.type === 'IMPORTED' && validityDays(certificate) > maxPublicValidityDays) {
    return { kind: 'long_validity', maxDays: maxPublicValidityDays };
  }
  const usages = certificate.extendedKeyUsages;
  const servesWeb = ['TLS_WEB_SERVER_AUTHENTICATION', 'ANY', 'NONE'];
  return usages.length > 0 && !usages.some((usage) => servesWeb.includes(usage)) ? { kind: 'purpose' } : undefined;
}

/** Days from the first to the last moment; 0 where ACM does not say both. */
function validityDays({ notBefore, notAfter }: Certificate): number {
  return notBefore && notAfter ? (notAfter.getTime() - notBefore.getTime()) / dayMs : 0;
}

/** RSA or elliptic curve: very old viewers connect with RSA alone. */
function keyFamily(certificate: Certificate | undefined): string | undefined {
  return certificate?.keyAlgorithm.split('_')[0];
}

/**
 * The certificate for the alias. Preference: 30 days or more left, not managed for tenants, the reference's own, an exact
 * name over a wildcard, Amazon-issued over imported, the key family of the reference's own, the latest to expire, the
 * lowest ARN.
 */
export function chooseCertificate(
  hostname: string,
  certificates: readonly Certificate[],
  context: { now: Date; referenceArn?: string },
): Result<ChosenCertificate> {
  const usable = certificates.flatMap((certificate) => {
    const coveringName = findCoveringName(certificate, hostname);
    return coveringName && !findUnusableReason(certificate, context.now) ? [{ certificate, coveringName }] : [];
  });
  type Candidate = (typeof usable)[number];
  const own = certificates.find(({ arn }) => arn === context.referenceArn);
  const ranks: readonly (readonly [CertificateReason, (candidate: Candidate) => number])[] = [
    ['healthy', ({ certificate }) => (expiresSoon(certificate, context.now) ? 1 : 0)],
    ['not_for_tenants', ({ certificate }) => (certificate.managedBy ? 1 : 0)],
    ['references_own', ({ certificate }) => (certificate.arn === context.referenceArn ? 0 : 1)],
    ['exact_name', ({ coveringName }) => (coveringName.startsWith('*.') && !hostname.startsWith('*.') ? 1 : 0)],
    ['amazon_issued', ({ certificate }) => (certificate.type === 'AMAZON_ISSUED' ? 0 : 1)],
    ['key_family', ({ certificate }) => (own === undefined || keyFamily(certificate) === keyFamily(own) ? 0 : 1)],
    ['latest_to_expire', ({ certificate }) => -(certificate.notAfter?.getTime() ?? 0)],
  ];
  const ordered = [...usable].sort((a, b) => {
    for (const [, rank] of ranks) {
      const difference = rank(a) - rank(b);
      if (difference !== 0) return difference;
    }
    return a.certificate.arn < b.certificate.arn ? -1 : 1;
  });
  const [winner, second] = ordered;
  if (!winner) return refuseUncovered(hostname, certificates, context.now);
  const decided = second === undefined ? -1 : ranks.findIndex(([, rank]) => rank(winner) !== rank(second));
  // What set the winner apart from any other, up to what set it apart from the second.
  const reasons = ranks.flatMap(([reason, rank], index) =>
    index <= decided && ordered.some((other) => rank(other) !== rank(winner)) ? [reason] : [],
  );
  return {
    ok: true,
    value: {
      ...winner,
      isReferencesOwn: winner.certificate.arn === context.referenceArn,
      reasons,
      others: ordered.slice(1).map(({ certificate }) => certificate.arn),
    },
  };
}

function refuseUncovered(hostname: string, certificates: readonly Certificate[], now: Date): Refusal {
  const unusable = certificates.flatMap((certificate) => {
    const coveringName = findCoveringName(certificate, hostname);
    const reason = findUnusableReason(certificate, now);
    return coveringName && reason ? [{ coveringName, arn: certificate.arn, reason }] : [];
  });
  const near = unusable.length > 0 ? [] : nearestNames(hostname, certificates);
  const facts = { hostname, unusable: unusable.slice(0, maxNearest), near };
  return refuse('no_certificate', { details: [{ kind: 'domain_not_covered', facts }] });
}

/** How many certificates or names are told that come near. */
const maxNearest = 3;

/** Up to three names that share the most labels with the host name, counted from the right and at least two. */
function nearestNames(hostname: string, certificates: readonly Certificate[]): string[] {
  const labels = (name: string) => name.replace(/^\*\./, '').split('.').reverse();
  const wanted = labels(hostname);
  const names = [...new Set(certificates.flatMap(({ names }) => names))];
  return names
    .map((name) => {
      const own = labels(name);
      const differs = own.findIndex((label, index) => label !== wanted[index]);
      return {
        name,
        shared: differs < 0 ? own.length : differs,
        distance: Math.abs(own.length + (name.startsWith('*.') ? 1 : 0) - wanted.length),
      };
    })
    .filter(({ shared }) => shared >= 2)
    .sort((a, b) => b.shared - a.shared || a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, maxNearest)
    .map(({ name }) => name);
}
