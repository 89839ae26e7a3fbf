// Warnings about the new origin's host as it is now: whether it resolves, leads back to us, and shows a certificate that
// CloudFront will take.
import { coversName } from '../certificate.js';
import type { ClonedDistribution } from '../distribution.js';
import type { DistributionSummary, OriginFacts, ServerCertificate } from '../origin-facts.js';
import type { FoundWarning } from './found-warning.js';

interface Host {
  readonly host: string;
}

export interface OriginHostFacts {
  origin_unresolved: Host;
  origin_not_public: Host;
  origin_loop: Host & OriginLoop;
  origin_certificate: Host & CertificateProblem;
  origin_certificate_expiring: Host & { readonly daysLeft: number };
}

/** To whom requests would come back. */
type OriginLoop =
  | { readonly servedBy: 'clone' | 'reference' }
  | { readonly servedBy: 'distribution'; readonly distributionId: string };

type CertificateProblem =
  | { readonly problem: 'expired'; readonly validTo: Date }
  | { readonly problem: 'not_yet_valid'; readonly validFrom: Date }
  | { readonly problem: 'other_names'; readonly names: readonly string[] }
  | { readonly problem: 'untrusted' };

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

export function warnAboutOriginHost(
  cloned: ClonedDistribution,
  input: OriginHostInput,
): FoundWarning<OriginHostFacts>[] {
  const main = cloned.replaced.find(({ isMain }) => isMain);
  if (!main) return [];
  const loop = findLoop(input);
  if (loop) return [{ kind: 'origin_loop', facts: { host: input.facts.names[0] ?? '', ...loop } }];
  const { facts, domain, now } = input;
  const host = main.newHost;
  const isInVpc = main.newKind === 'vpc';
  if (facts.resolution === 'none' && !isInVpc) return [{ kind: 'origin_unresolved', facts: { host } }];
  if (facts.resolution === 'private' && !isInVpc) return [{ kind: 'origin_not_public', facts: { host } }];
  return facts.certificate ? warnAboutCertificate(host, domain, facts.certificate, now) : [];
}

/** A request that comes back to CloudFront under a name of ours would go round in a circle, or to another site. */
function findLoop({ domain, facts, reference, distributions }: OriginHostInput): OriginLoop | undefined {
  if (facts.names.includes(domain)) return { servedBy: 'clone' };
  for (const name of facts.names) {
    const isServedBy = ({ domainName, aliases }: OriginHostInput['distributions'][number]) =>
      domainName === name || aliases.includes(name);
    if (isServedBy(reference)) return { servedBy: 'reference' };
    const distribution = distributions.find(isServedBy);
    if (distribution) return { servedBy: 'distribution', distributionId: distribution.id };
  }
  return undefined;
}

function warnAboutCertificate(
  host: string,
  domain: string,
  shown: ServerCertificate,
  now: Date,
): FoundWarning<OriginHostFacts>[] {
  const problem = findCertificateProblem(host, domain, shown, now);
  if (problem) return [{ kind: 'origin_certificate', facts: { host, ...problem } }];
  const daysLeft = Math.floor((shown.validTo.getTime() - now.getTime()) / dayMs);
  return daysLeft >= minHealthyDays ? [] : [{ kind: 'origin_certificate_expiring', facts: { host, daysLeft } }];
}

/**
 * CloudFront answers 502 to a certificate that is out of date, is not trusted, or covers neither the origin's name nor
 * the Host that it forwards (Developer Guide, "Requirements for using SSL/TLS certificates with CloudFront").
 */
function findCertificateProblem(
  host: string,
  domain: string,
  { names, validFrom, validTo, isTrusted }: ServerCertificate,
  now: Date,
): CertificateProblem | undefined {
  if (validTo <= now) return { problem: 'expired', validTo };
  if (validFrom > now) return { problem: 'not_yet_valid', validFrom };
  if (!names.some((name) => coversName(name, host) || coversName(name, domain))) {
    return { problem: 'other_names', names };
  }
  return isTrusted ? undefined : { problem: 'untrusted' };
}
