// Verifies a deployed clone: asks for one path through the clone and through its reference, compares the answers, and finds
// out whether the domain leads to the clone.
import type { CloneConfig } from './clone-config.js';
import { toProbeName } from './hostname.js';
import type { Distribution, Distributions, Dns, DnsAnswer, SiteFetch } from './ports.js';
import type { Result } from './result.js';
import type { SiteAnswer } from './site-answer.js';
import { type Verification, verify } from './verification.js';
import { findVerifiedOrigin } from './verified-origin.js';

/** A clone that is deployed. */
export interface ClonedSite {
  readonly domain: string;
  readonly distributionId: string;
  readonly distributionDomain: string;
  readonly referenceId: string;
}

export interface SiteCheck {
  /** What was asked for, through the distribution's own addresses. */
  readonly host: string;
  readonly path: string;
  readonly clone: SiteAnswer;
  readonly reference: { readonly host: string; readonly answer: SiteAnswer };
  readonly verification: Verification;
  readonly dns: DnsAnswer;
  /** The domain leads to the clone, and the clone answers as it should at the addresses where the domain leads. */
  readonly isServing: boolean;
  /** AWS has no such distribution any more. */
  readonly isGone: boolean;
}

export type CheckSite = (site: ClonedSite) => Promise<SiteCheck>;

export interface CheckSiteOptions {
  readonly distributions: Pick<Distributions, 'read'>;
  readonly siteFetch: SiteFetch;
  readonly dns: Pick<Dns, 'follow'>;
  readonly path: string;
  readonly now: () => Date;
}

export function createCheckSite({ distributions, siteFetch, dns, path, now }: CheckSiteOptions): CheckSite {
  return async ({ domain, distributionId, distributionDomain, referenceId }) => {
    const [own, reference] = await Promise.all([distributions.read(distributionId), distributions.read(referenceId)]);
    const host = toProbeName(domain);
    const [clone, referenceAnswer, dnsAnswer] = await Promise.all([
      siteFetch.fetch({ distributionDomain, host, path }),
      fetchReference(siteFetch, reference, path),
      dns.follow(domain, distributionDomain),
    ]);
    const origin = own.ok ? findVerifiedOrigin(own.value.config, path) : undefined;
    const judge = (answer: SiteAnswer) =>
      verify({ host, clone: answer, reference: referenceAnswer, origin, now: now() });
    const verification = judge(clone);
    const isLed = dnsAnswer.points === 'yes' && verification.isPassed;
    const named = isLed ? await siteFetch.fetch({ distributionDomain, realName: host, host, path }) : undefined;
    return {
      host,
      path,
      clone,
      reference: referenceAnswer,
      verification,
      dns: dnsAnswer,
      isServing: named !== undefined && judge(named).isPassed,
      isGone: !own.ok && own.outcome === 'reference_not_found',
    };
  };
}

async function fetchReference(
  siteFetch: SiteFetch,
  reference: Result<Distribution>,
  path: string,
): Promise<SiteCheck['reference']> {
  if (!reference.ok) return { host: '', answer: { kind: 'failure', reason: 'no_public_address' } };
  const { domainName, config } = reference.value;
  const host = nameOf(config, domainName);
  return { host, answer: await siteFetch.fetch({ distributionDomain: domainName, host, path }) };
}

/** The name under which viewers know the reference. */
function nameOf(config: CloneConfig, domainName: string): string {
  const alias = config.Aliases?.Items?.[0];
  return alias === undefined ? domainName : toProbeName(alias);
}
