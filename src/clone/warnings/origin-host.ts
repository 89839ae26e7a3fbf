// Warnings about the new origin's host as it is now: whether it resolves, leads back to us, and shows a certificate that
// CloudFront will take.
import { coversName } from '../certificate.js';
import type { ClonedDistribution } from '../distribution.js';
import type { DistributionSummary, OriginFacts, ServerCertificate } from '../origin-facts.js';
import { quote } from '../outcome.js';
import { type Warning, warn } from './warning.js';

const dayMs = 86_400_000;
/** With fewer days left somebody should have renewed it by now. */
const minHealthyDays = 14;

/** The port where CloudFront will speak HTTPS to the new host; undefined where it will not, or where AWS sees to it. */
export function findHttpsPort(cloned: ClonedDistribution): number | undefined {
  const main = cloned.replaced.find(({ isMain }) => isMain);
  const origin = cloned.config.Origins?.Items?.find(({ Id }) => Id === main?.id);
  const custom = origin?.CustomOriginConfig;
  // With `match-viewer` CloudFront speaks HTTPS to whoever came by HTTPS.
  if (!custom || custom.OriginProtocolPolicy === 'http-only') return undefined;
  return custom.HTTPSPort ?? 443;
}

export interface OriginHostInput {
  readonly domain: string;
  readonly facts: OriginFacts;
  readonly reference: { readonly id: string; readonly domainName: string; readonly aliases: readonly string[] };
  readonly distributions: readonly Pick<DistributionSummary, 'id' | 'domainName' | 'aliases'>[];
  readonly now: Date;
}

export function warnAboutOriginHost(cloned: ClonedDistribution, input: OriginHostInput): Warning[] {
  const main = cloned.replaced.find(({ isMain }) => isMain);
  if (!main) return [];
  const loop = warnAboutLoop(input);
  if (loop.length > 0) return loop;
  const { facts, domain, now } = input;
  const host = quote(main.newHost);
  const isInVpc = main.newKind === 'vpc';
  if (facts.resolution === 'none' && !isInVpc) {
    const what = `${host} does not resolve: CloudFront will answer 502 until it does.`;
    return [warn('origin_unresolved', what, 'Check how it is written, or create its DNS record first.')];
  }
  if (facts.resolution === 'private' && !isInVpc) {
    const what = `${host} has no public address: CloudFront cannot reach it over the internet.`;
    return [warn('origin_not_public', what, 'Use a public host, or a reference with a VPC origin.')];
  }
  return facts.certificate ? warnAboutCertificate(main.newHost, domain, facts.certificate, now) : [];
}

/** A request that comes back to CloudFront under a name of ours would go round in a circle, or to another site. */
function warnAboutLoop({ domain, facts, reference, distributions }: OriginHostInput): Warning[] {
  const host = quote(facts.names[0] ?? '');
  if (facts.names.includes(domain)) {
    const what = `${host} is, or leads to, the domain of the clone itself: requests would go round in a circle.`;
    return [warn('origin_loop', what, 'Name the host that serves the content.')];
  }
  const own = [
    { ...reference, what: 'the reference' },
    ...distributions.map((one) => ({ ...one, what: 'distribution' })),
  ];
  for (const name of facts.names) {
    const holder = own.find(({ domainName, aliases }) => domainName === name || aliases.includes(name));
    if (!holder) continue;
    const who = holder.what === 'distribution' ? `our distribution ${quote(holder.id)}` : 'the reference itself';
    const what = `${host} is served by ${who}: the clone would fetch from CloudFront, not from an origin.`;
    return [warn('origin_loop', what, 'Name the host that serves the content.')];
  }
  return [];
}

/**
 * CloudFront answers 502 to a certificate that is out of date, is not trusted, or covers neither the origin's name nor
 * the Host that it forwards (Developer Guide, "Requirements for using SSL/TLS certificates with CloudFront").
 */
function warnAboutCertificate(newHost: string, domain: string, shown: ServerCertificate, now: Date): Warning[] {
  const host = quote(newHost);
  const renew = 'Renew it before requests come.';
  if (shown.validTo <= now) {
    return [warn('origin_certificate', `The certificate of ${host} expired on ${toDay(shown.validTo)}.`, renew)];
  }
  if (shown.validFrom > now) {
    return [
      warn('origin_certificate', `The certificate of ${host} is valid only from ${toDay(shown.validFrom)}.`, renew),
    ];
  }
  if (!shown.names.some((name) => coversName(name, newHost) || coversName(name, domain))) {
    const names = shown.names.slice(0, 3).map(quote).join(', ') || 'no name';
    const what = `The certificate of ${host} is for ${names}, not for this host: CloudFront will answer 502.`;
    return [warn('origin_certificate', what, 'Give the host a certificate for its own name.')];
  }
  if (!shown.isTrusted) {
    const what = `The certificate of ${host} is not from a public authority, or its chain is incomplete.`;
    return [warn('origin_certificate', what, 'CloudFront will answer 502; use a publicly trusted one with its chain.')];
  }
  const days = Math.floor((shown.validTo.getTime() - now.getTime()) / dayMs);
  if (days >= minHealthyDays) return [];
  return [warn('origin_certificate_expiring', `The certificate of ${host} has ${days} days left.`, renew)];
}

function toDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
