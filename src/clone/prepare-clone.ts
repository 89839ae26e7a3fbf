// Use case: a request becomes a plan or a refusal. Reads that do not depend on each other run at the same time, and none of
// them is a list of the account's distributions.
import type { Tag } from '@aws-sdk/client-cloudfront';
import { needsAccessControl } from './access-control.js';
import type { AliasHolder } from './alias-holders.js';
import { askConflicts, type Conflicts, listHolders, readIndexedHolders, toConflicts } from './alias-search.js';
import { type Certificate, chooseCertificate, expiresSoon, type Renewal } from './certificate.js';
import { type ClonedDistribution, cloneDistribution } from './distribution.js';
import { findByName, type NamePorts, readIndexed } from './find-distribution.js';
import { normalizeHostname } from './hostname.js';
import type { OriginFacts } from './origin-facts.js';
import { type OutsideReads, readOutside } from './outside-reads.js';
import type { OutsideMarks, OutsideStep } from './outside-settings.js';
import { buildPlan, type ClonePlan, type PlanInput } from './plan.js';
import type { Certificates, Distribution, DistributionIndex, Distributions, OriginCheck, Pause } from './ports.js';
import type { CloneRequest, ReferenceName } from './request.js';
import type { Result } from './result.js';
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
  /**
   * The create follows at once, and nobody decides in between. Whatever would take another round of calls is left to
   * CloudFront's answer to the create.
   */
  isUnattended?: boolean;
  /** What the card has shown of the settings outside the configuration, where the plan is made again for one. */
  shown?: OutsideMarks | undefined;
}) => Promise<Result<ClonePlan>>;

export interface PreparePorts {
  readonly distributions: Distributions;
  readonly certificates: Certificates;
  /** Advice about this account's distributions, and the way from a name to a distribution. */
  readonly index: DistributionIndex;
  /** Looks at the new origin, where somebody reads what it finds. */
  readonly originCheck?: OriginCheck | undefined;
  /** Reads what the reference has outside its configuration. */
  readonly outside?: { readonly reads: OutsideReads; readonly pause: Pause } | undefined;
}

/** What the bot does besides the create. */
export interface PreparedSteps {
  /** It creates an origin access control where none of the account fits. */
  readonly createsAccessControls?: boolean;
  /** What it creates for the clone of the settings outside the configuration. */
  readonly copies?: readonly OutsideStep[];
}

export function createPrepareClone(
  ports: PreparePorts,
  { createsAccessControls = false, copies = [] }: PreparedSteps = {},
): PrepareClone {
  const { distributions, certificates, originCheck, outside } = ports;
  return async ({ request, requestedBy, now, own, mayHoldAlias = false, isUnattended = false, shown }) => {
    const { domain, origin } = request;
    const reading = readReference(ports, request.reference);
    // What has to be asked about follows from the clone; the certificate does not matter for that.
    const drafting = reading.then((found) =>
      found.ok ? cloneDistribution(found.value.config, { domain, origin, certificateArn: '' }) : found,
    );
    const searching = certificates.list();
    const readingTags = readTagsEarly(distributions, request.reference);
    // A fault of it is met where the tags are wanted.
    readingTags.catch(() => undefined);
    const looking = originCheck?.look(
      origin,
      drafting.then((draft) => (draft.ok ? findHttpsPort(draft.value) : undefined)).catch(() => undefined),
    );
    const readingOutside = outside && readOutside(outside.reads, findTarget(), outside.pause);
    const [known, owned, indexedHolders, conflicts, renewal, facts] = await Promise.all([
      Promise.all([reading, drafting]).then(readRest),
      searching,
      readIndexedHolders(ports, domain, request.reference),
      searchConflicts(),
      Promise.all([reading, searching]).then(askRenewal),
      reading.then(readOriginFacts),
    ]);
    if (!known.ok) return known;
    if (!owned.ok) return owned;

    const found = await readingOutside?.settle({ isHurried: isUnattended });
    const { reference } = known.value;
    const { holders, refusal, control } = conflicts;
    const read = [reference, ...(control ? [control] : [])];
    return buildPlan({
      domain,
      origin,
      requestedBy,
      ...known.value,
      ...facts,
      certificates: owned.value,
      aliasHolders: read.flatMap((distribution) => listHolders(distribution, domain)).filter(isAnother),
      indexedHolders: indexedHolders.filter(isAnother),
      // AWS masks the IDs there; whoever holds exactly this domain may be the distribution itself.
      foreignHolders: own === undefined ? holders?.filter(isAnother) : holders?.filter(isWider),
      conflictsRefusal: refusal,
      renewal,
      createsAccessControls,
      outside: found && { found, shown, copies },
      now,
    });

    function isWider({ alias }: AliasHolder): boolean {
      return alias !== domain;
    }

    function isAnother(holder: AliasHolder): boolean {
      return holder.distributionId !== own && (!mayHoldAlias || isWider(holder));
    }

    async function searchConflicts(): Promise<Conflicts> {
      const { reference } = request;
      if (isUnattended && reference.by === 'id') {
        return toConflicts(await distributions.listDomainConflicts(domain, reference.id));
      }
      const [found, owned] = await Promise.all([reading, searching]);
      if (!found.ok || !owned.ok) return { holders: undefined };
      return askConflicts(ports, domain, { reference: found.value, owned: owned.value });
    }

    /** Where the ARN can be told from the ID, what is outside the configuration need not wait for the distribution. */
    async function findTarget(): Promise<Pick<Distribution, 'id' | 'arn'> | undefined> {
      const { reference } = request;
      const arn = reference.by === 'id' ? await distributions.guessArn(reference.id) : undefined;
      if (reference.by === 'id' && arn !== undefined) return { id: reference.id, arn };
      const found = await reading;
      return found.ok ? found.value : undefined;
    }

    /** What was seen of the new origin, and which of its names are those of our own distributions. */
    async function readOriginFacts(
      found: Result<Distribution>,
    ): Promise<Pick<PlanInput, 'originFacts' | 'distributions'>> {
      if (!looking || !found.ok) return {};
      const originFacts: OriginFacts = await looking;
      const candidates = originFacts.names.flatMap((name) => ports.index.find(name));
      const named = await readIndexed(ports, candidates, (name) => originFacts.names.includes(name));
      return {
        originFacts,
        distributions: named.map(({ id, domainName, config }) => ({
          id,
          domainName,
          aliases: (config.Aliases?.Items ?? []).map(normalizeHostname),
        })),
      };
    }

    /** What has to be asked about follows from the reference. */
    async function readRest([found, draft]: readonly [Result<Distribution>, Result<ClonedDistribution>]): Promise<
      Result<Pick<PlanInput, 'reference' | 'forwardsHost' | 'accessControls'>>
    > {
      if (!found.ok) return found;
      if (!draft.ok) return draft;
      const policies = listUnknownHostPolicies(draft.value);
      const [tags, accessControls, ...answers] = await Promise.all([
        readTags(found.value.arn),
        needsAccessControl(draft.value.config, draft.value.replaced) ? distributions.listAccessControls() : [],
        ...policies.cache.map(async (id) => [id, await distributions.cachesByHost(id)] as const),
        ...policies.request.map(async (id) => [id, await distributions.forwardsHost(id)] as const),
      ]);
      if (!tags.ok) return tags;
      const forwardsHost = new Map(answers);
      return { ok: true, value: { reference: { ...found.value, tags: tags.value }, forwardsHost, accessControls } };
    }

    async function readTags(arn: string): Promise<Result<readonly Tag[]>> {
      const early = await readingTags;
      return early?.arn === arn ? early.tags : distributions.readTags(arn);
    }

    /** Only the certificate that will be chosen, and only if it expires soon. */
    async function askRenewal([found, owned]: readonly [Result<Distribution>, Result<readonly Certificate[]>]): Promise<
      Renewal | undefined
    > {
      if (!found.ok || !owned.ok) return undefined;
      const referenceArn = found.value.config.ViewerCertificate?.ACMCertificateArn;
      const choice = chooseCertificate(domain, owned.value, { now, ...(referenceArn ? { referenceArn } : {}) });
      if (!choice.ok) return undefined;
      const { certificate } = choice.value;
      if (certificate.type !== 'AMAZON_ISSUED' || !expiresSoon(certificate, now)) return undefined;
      return certificates.readRenewal(certificate.arn);
    }
  };
}

/** AWS keeps tags apart, under the ARN. Where that can be told from the ID, they need not wait for the distribution. */
async function readTagsEarly(
  distributions: Pick<Distributions, 'guessArn' | 'readTags'>,
  reference: ReferenceName,
): Promise<{ readonly arn: string; readonly tags: Result<readonly Tag[]> } | undefined> {
  if (reference.by !== 'id') return undefined;
  const arn = await distributions.guessArn(reference.id);
  return arn === undefined ? undefined : { arn, tags: await distributions.readTags(arn) };
}

/** By its ID at once. A name leads through the index to one distribution, which is then read. */
function readReference(ports: NamePorts, reference: ReferenceName): Promise<Result<Distribution>> {
  switch (reference.by) {
    case 'id':
      return ports.distributions.read(reference.id);
    case 'domainName':
      return findByName(ports, reference.domainName);
    case 'alias':
      return findByName(ports, reference.alias);
    default:
      return reference satisfies never;
  }
}
