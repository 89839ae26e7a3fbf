// Use case: a request becomes a plan or a refusal. Reads that do not depend on each other run at the same time.
import { needsAccessControl } from './access-control.js';
import { type Certificate, chooseCertificate, expiresSoon, findCoveringName, type Renewal } from './certificate.js';
import { cloneDistribution } from './distribution.js';
import type { DistributionSummary, OriginFacts } from './origin-facts.js';
import { quote, type Refusal, refuse } from './outcome.js';
import { type AliasHolder, buildPlan, type ClonePlan, type PlanInput } from './plan.js';
import type { Certificates, Distribution, Distributions, OriginCheck, Result } from './ports.js';
import type { CloneRequest, ReferenceName } from './request.js';
import { findHttpsPort } from './warnings/origin-host.js';
import { listUnknownHostPolicies } from './warnings/routing.js';

/** Reads what the plan needs from AWS, all of it afresh, and decides. Creates nothing. */
export type PrepareClone = (ask: {
  request: CloneRequest;
  requestedBy: string;
  now: Date;
  /** A distribution that this very request made earlier: that it has the alias is no reason to refuse. */
  own?: string;
  /** This very request may hold the alias already, unknown by which distribution: that is no reason to refuse. */
  mayHoldAlias?: boolean;
}) => Promise<ClonePlan | Refusal>;

export interface PreparePorts {
  readonly distributions: Distributions;
  readonly certificates: Certificates;
  /** Looks at the new origin, where somebody reads what it finds. */
  readonly originCheck?: OriginCheck | undefined;
}

/** `createsAccessControls`: the approval creates an origin access control where none of the account fits. */
export function createPrepareClone(
  ports: PreparePorts,
  { createsAccessControls = false }: { readonly createsAccessControls?: boolean } = {},
): PrepareClone {
  const { distributions, certificates, originCheck } = ports;
  return async ({ request, requestedBy, now, own, mayHoldAlias = false }) => {
    const { domain, origin } = request;
    const listing = distributions.list();
    const reading = readReference(distributions, request.reference, listing);
    const searching = certificates.list();
    const looking = originCheck?.look(
      origin,
      reading.then(readHttpsPort).catch(() => undefined),
    );
    const [known, list, owned, foreignHolders, renewal] = await Promise.all([
      reading.then(readRest),
      listing,
      searching,
      Promise.all([reading, searching]).then(askForeignHolders),
      Promise.all([reading, searching]).then(askRenewal),
    ]);
    if (!known.ok) return known;
    if (!list.ok) return list;
    if (!owned.ok) return owned;

    const originFacts: OriginFacts | undefined = await looking;
    return buildPlan({
      domain,
      origin,
      requestedBy,
      ...known.value,
      originFacts,
      distributions: list.value,
      certificates: owned.value,
      aliasHolders: listHolders(list.value.filter(({ id }) => id !== own)).filter(mayBeAnother),
      // AWS masks the IDs there; whoever holds exactly this domain is the distribution itself.
      foreignHolders: own === undefined ? foreignHolders?.filter(mayBeAnother) : foreignHolders?.filter(isWider),
      renewal,
      createsAccessControls,
      now,
    });

    function isWider({ alias }: AliasHolder): boolean {
      return alias !== domain;
    }

    function mayBeAnother(holder: AliasHolder): boolean {
      return !mayHoldAlias || isWider(holder);
    }

    function readHttpsPort(found: Result<Distribution>): number | undefined {
      if (!found.ok) return undefined;
      const draft = cloneDistribution(found.value.config, { domain, origin, certificateArn: '' });
      return draft.ok ? findHttpsPort(draft) : undefined;
    }

    /** What has to be asked about follows from the reference. */
    async function readRest(
      found: Result<Distribution>,
    ): Promise<Result<Pick<PlanInput, 'reference' | 'forwardsHost' | 'accessControls'>>> {
      if (!found.ok) return found;
      // Which policies these are follows from the clone; the certificate does not matter for that.
      const draft = cloneDistribution(found.value.config, { domain, origin, certificateArn: '' });
      if (!draft.ok) return draft;
      const policies = listUnknownHostPolicies(draft);
      const [tags, accessControls, ...answers] = await Promise.all([
        distributions.readTags(found.value.arn),
        needsAccessControl(draft.config, draft.replaced) ? distributions.listAccessControls() : [],
        ...policies.cache.map(async (id) => [id, await distributions.cachesByHost(id)] as const),
        ...policies.request.map(async (id) => [id, await distributions.forwardsHost(id)] as const),
      ]);
      if (!tags.ok) return tags;
      const forwardsHost = new Map(answers);
      return { ok: true, value: { reference: { ...found.value, tags: tags.value }, forwardsHost, accessControls } };
    }

    /** Only the certificate that will be chosen, and only if it expires soon. */
    async function askRenewal([found, owned]: readonly [Result<Distribution>, Result<readonly Certificate[]>]): Promise<
      Renewal | undefined
    > {
      if (!found.ok || !owned.ok) return undefined;
      const referenceArn = found.value.config.ViewerCertificate?.ACMCertificateArn;
      const choice = chooseCertificate(domain, owned.value, { now, ...(referenceArn ? { referenceArn } : {}) });
      if (!choice.ok) return undefined;
      const { certificate } = choice.chosen;
      if (certificate.type !== 'AMAZON_ISSUED' || !expiresSoon(certificate, now)) return undefined;
      return certificates.readRenewal(certificate.arn);
    }

    /** AWS tells of other accounts only through a distribution whose certificate covers the domain. */
    async function askForeignHolders([found, owned]: readonly [
      Result<Distribution>,
      Result<readonly Certificate[]>,
    ]): Promise<readonly AliasHolder[] | undefined> {
      if (!found.ok || !owned.ok) return undefined;
      const arn = found.value.config.ViewerCertificate?.ACMCertificateArn;
      const theirs = owned.value.find((certificate) => certificate.arn === arn);
      if (!theirs || !findCoveringName(theirs, domain)) return undefined;
      return distributions.listForeignHolders(domain, found.value.id);
    }
  };
}

async function readReference(
  distributions: Distributions,
  name: ReferenceName,
  listing: Promise<Result<readonly DistributionSummary[]>>,
): Promise<Result<Distribution>> {
  if (name.by === 'id') return distributions.read(name.id);
  const list = await listing;
  if (!list.ok) return list;
  const named = list.value.find(({ domainName }) => domainName === name.domainName);
  if (named) return distributions.read(named.id);
  return refuse('reference_not_found', {
    what: `No distribution of this account is called ${quote(name.domainName)}.`,
  });
}

function listHolders(list: readonly DistributionSummary[]): AliasHolder[] {
  return list.flatMap(({ id, aliases }) => aliases.map((alias) => ({ alias, distributionId: id })));
}
