// Why a certificate was chosen, for people in Slack and API clients alike.
import { type CertificateReason, type ChosenCertificate, healthyDays } from '../clone/certificate.js';

const reasonWords: Readonly<Record<CertificateReason, string>> = {
  healthy: `${healthyDays} days or more left`,
  not_for_tenants: 'not managed for tenants',
  references_own: 'the reference’s own',
  exact_name: 'names the domain exactly',
  amazon_issued: 'renewed by ACM itself',
  key_family: 'the key type of the reference’s own',
  latest_to_expire: 'latest to expire',
};

/** Such as "the reference’s own" or "latest to expire, of 3 that cover". */
export function describeChoice({ isReferencesOwn, reasons, others }: ChosenCertificate): string {
  const count = others.length + 1;
  const rest = count > 1 ? `, of ${count} that cover` : '';
  if (isReferencesOwn) return `${reasonWords.references_own}${rest}`;
  if (count === 1) return 'the only one that covers';
  const words = reasons.map((reason) => reasonWords[reason]);
  return `${words.length > 0 ? words.join(' and ') : 'first by ARN'}${rest}`;
}
