// ClonePlan: everything decided before anyone approves. Pure: the same inputs give the same plan and digest.
import type { DistributionConfig, Tag } from '@aws-sdk/client-cloudfront';
import {
  type AccessControl,
  attachAccessControls,
  attachByOrigin,
  type PlannedAccessControl,
} from './access-control.js';
import { type Certificate, type ChosenCertificate, chooseCertificate, type Renewal } from './certificate.js';
import { type Change, listChanges, listFields, maskedValue } from './changes.js';
import { digest } from './digest.js';
import { type CloneConfig, type ClonedDistribution, cloneDistribution, type ReplacedOrigin } from './distribution.js';
import type { DistributionSummary, OriginFacts } from './origin-facts.js';
import { quote, type Refusal, refuse } from './outcome.js';
import { planTags } from './tags.js';
import { refuseHostInCacheKey } from './unsupported-combinations.js';
import { warnAboutAccess } from './warnings/access.js';
import { warnAboutExpiry } from './warnings/certificate.js';
import { warnAboutErrorPages } from './warnings/error-pages.js';
import type { Finding } from './warnings/finding.js';
import { type OriginHostFacts, warnAboutOriginHost } from './warnings/origin-host.js';
import { warnAboutReplacedOrigins } from './warnings/origins.js';
import { warnAboutReference } from './warnings/reference.js';
import { warnAboutHostHeader, warnAboutKeptOrigins } from './warnings/routing.js';
import { warnAboutSharing } from './warnings/shared-resources.js';
import { passingKinds, sortWarnings, type Warning, warn } from './warnings/warning.js';

/** A distribution as AWS tells it, at one ETag. */
export interface Reference {
  readonly id: string;
  readonly arn: string;
  readonly etag: string;
  readonly domainName: string;
  readonly status: string;
  readonly config: DistributionConfig;
  readonly tags: readonly Tag[];
}

/** Who has an alias already: a distribution of this account, or what AWS tells of others (ListDomainConflicts). */
export interface AliasHolder {
  readonly alias: string;
  readonly distributionId: string;
  /** Masked account number where the holder is in another account. */
  readonly account?: string;
}

export interface PlanInput {
  readonly domain: string;
  readonly origin: string;
  /** Who asks, as written into the tags. */
  readonly requestedBy: string;
  readonly reference: Reference;
  readonly certificates: readonly Certificate[];
  readonly aliasHolders: readonly AliasHolder[];
  /** Undefined when AWS could not be asked about other accounts. */
  readonly foreignHolders: readonly AliasHolder[] | undefined;
  /** Policies that AWS was asked about: whether they send Host to the origin; undefined where it did not say. */
  readonly forwardsHost: ReadonlyMap<string, boolean | undefined>;
  /** The account's origin access controls; undefined where AWS did not say. Empty where no origin needs one. */
  readonly accessControls: readonly AccessControl[] | undefined;
  /** Whether the approval creates an access control where none fits. */
  readonly createsAccessControls: boolean;
  /** What ACM says about the renewal of the chosen certificate, asked only where it expires soon. */
  readonly renewal: Renewal | undefined;
  /** What was seen of the new origin; undefined where nobody looked. */
  readonly originFacts?: OriginFacts | undefined;
  /** The account's distributions, to tell whether the new origin is one of them. */
  readonly distributions?: readonly Pick<DistributionSummary, 'id' | 'domainName' | 'aliases'>[];
  readonly now: Date;
}

export interface ClonePlan {
  readonly ok: true;
  readonly domain: string;
  readonly origin: string;
  readonly requestedBy: string;
  readonly reference: { readonly id: string; readonly etag: string; readonly alias: string; readonly comment: string };
  readonly config: CloneConfig;
  readonly tags: readonly Tag[];
  readonly certificate: ChosenCertificate;
  readonly replaced: readonly ReplacedOrigin[];
  /** Access controls that have to be there before the create; the configuration names those that exist already. */
  readonly accessControls: readonly PlannedAccessControl[];
  readonly changes: readonly Change[];
  readonly counts: { readonly changed: number; readonly copied: number; readonly leftOut: number };
  readonly warnings: readonly Warning[];
  /** What the approver sees: two plans with the same digest create the same distribution. */
  readonly digest: string;
}

/** Decides the clone, or says why there can be none. */
export function buildPlan(input: PlanInput): ClonePlan | Refusal {
  const { domain, origin, reference, now } = input;
  const taken = explainTakenAlias(input);
  if (taken) return taken;
  const referenceArn = reference.config.ViewerCertificate?.ACMCertificateArn;
  const choice = chooseCertificate(domain, input.certificates, { now, ...(referenceArn ? { referenceArn } : {}) });
  // A reference that cannot be cloned is said first: no certificate would help.
  const certificateArn = choice.ok ? choice.chosen.certificate.arn : '';
  const draft = cloneDistribution(reference.config, { domain, origin, certificateArn });
  if (!draft.ok) return draft;
  const access = attachAccessControls(
    draft.config,
    draft.replaced,
    input.accessControls ?? [],
    // Without the list, one that fits may be there: nobody knows what to create.
    input.createsAccessControls && input.accessControls !== undefined,
  );
  const cloned = { ...draft, config: access.config };
  // The same before and after the bot has created its own access control, so that a repeated attempt is the same plan.
  const planned = new Map(access.planned.map(({ originId, name }) => [originId, name]));
  const approved = { ...draft, config: attachByOrigin(access.config, planned) };
  const refused = refuseHostInCacheKey(cloned.config, cloned.replaced, input.forwardsHost);
  if (refused) return refused;
  if (!choice.ok) return choice;

  const { CallerReference: _theirs, ...before } = reference.config;
  const fields = listFields(before);
  const changes = listChanges(before, cloned.config, fields);
  const leftOut = changes.filter(({ after }) => after === '').length;
  const { tags, leftOut: tagsLeftOut } = planTags(reference.tags, {
    domain,
    referenceId: reference.id,
    requestedBy: input.requestedBy,
  });
  const warnings = sortWarnings([
    ...warnAboutReplacedOrigins(approved, before.Origins?.Items ?? []),
    ...warnAboutOrigin(cloned, input),
    ...warnAboutHostHeader(cloned, input.forwardsHost),
    ...warnAboutAccess(access, cloned.replaced, input.accessControls !== undefined),
    ...warnAboutErrorPages(cloned),
    ...warnAboutKeptOrigins(cloned),
    ...warnAboutSharing(before),
    ...warnAboutOverlap(input),
    ...warnAboutReference(reference.status, tagsLeftOut),
    ...warnAboutExpiry(choice.chosen.certificate, input.renewal, now),
  ]);
  return {
    ok: true,
    domain,
    origin,
    requestedBy: input.requestedBy,
    reference: {
      id: reference.id,
      etag: reference.etag,
      alias: reference.config.Aliases?.Items?.[0] ?? reference.domainName,
      comment: reference.config.Comment ?? '',
    },
    config: cloned.config,
    tags,
    certificate: choice.chosen,
    replaced: cloned.replaced,
    accessControls: access.planned,
    changes,
    counts: {
      changed: changes.length - leftOut,
      copied: fields.size - changes.filter((change) => change.before !== '').length,
      leftOut,
    },
    warnings,
    digest: digest({
      domain,
      origin,
      reference: { id: reference.id, etag: reference.etag },
      config: hideHeaderValues(approved.config),
      tags,
      certificate: { arn: choice.chosen.certificate.arn, coveringName: choice.chosen.coveringName },
      warnings: warnings.map(({ kind }) => kind).filter((kind) => !passingKinds.has(kind)),
    }),
  };
}

/** The digest is public: header values stay out of it. Their changes move the reference's ETag, which is in it. */
function hideHeaderValues(config: CloneConfig): unknown {
  return {
    ...config,
    Origins: config.Origins?.Items?.map((origin) => ({
      ...origin,
      CustomHeaders: origin.CustomHeaders?.Items?.map(({ HeaderName }) => [HeaderName, maskedValue]),
    })),
  };
}

function explainTakenAlias({ domain, aliasHolders, foreignHolders, reference }: PlanInput): Refusal | undefined {
  const own = aliasHolders.find(({ alias }) => alias === domain);
  if (own) {
    const who = own.distributionId === reference.id ? 'the reference itself' : 'a distribution of this account';
    return refuse('alias_in_use', {
      what: `${quote(domain)} is an alias of ${quote(own.distributionId)} already, ${who}.`,
      holder: own.distributionId,
    });
  }
  const foreign = foreignHolders?.find(({ alias }) => alias === domain);
  if (!foreign) return undefined;
  return refuse('alias_in_use', {
    what: `${quote(domain)} is an alias of ${quote(foreign.distributionId)} in account ${quote(foreign.account ?? 'unknown')} already.`,
    holder: foreign.distributionId,
    ...(isInAnotherAccount(foreign, reference.arn) ? { isHolderForeign: true } : {}),
  });
}

/**
 * Whether the holder is certainly not in the account of this ARN. AWS hides the start of the account number
 * (ListDomainConflicts), so only a different end proves it.
 */
export function isInAnotherAccount({ account = '' }: AliasHolder, ownArn: string): boolean {
  const visible = /\d+$/.exec(account)?.[0];
  const own = ownArn.split(':')[4] ?? '';
  return visible !== undefined && own !== '' && !own.endsWith(visible);
}

/** The more specific alias wins, wherever DNS points (Developer Guide, "Overlapping alternate domain names"). */
function warnAboutOverlap({ domain, aliasHolders, foreignHolders }: PlanInput): Warning[] {
  const holders = [...aliasHolders, ...(foreignHolders ?? [])];
  const warnings: Warning[] = [];
  const wider = holders.find(({ alias }) => alias !== domain && matchesAlias(alias, domain));
  if (wider) {
    warnings.push(
      warn(
        'alias_overlap',
        `${quote(wider.alias)} on ${quote(wider.distributionId)} serves this name now; the clone takes its traffic over as soon as it is deployed, wherever DNS points.`,
        'Go on only when the new origin is ready.',
      ),
    );
  }
  const narrower = holders.filter(({ alias }) => alias !== domain && matchesAlias(domain, alias));
  if (narrower.length > 0) {
    const names = narrower.slice(0, 5).map(({ alias }) => quote(alias));
    warnings.push(
      warn('alias_overlap', `${names.join(', ')} keep their own distributions; the wildcard serves the rest.`),
    );
  }
  if (foreignHolders === undefined) {
    warnings.push(
      warn(
        'conflict_check_incomplete',
        'Whether another AWS account holds the domain could not be asked before creating.',
        'If one does, AWS refuses and nothing is created.',
      ),
    );
  }
  return warnings;
}

/** A wildcard alias stands for any number of labels, other than a certificate's. */
function matchesAlias(alias: string, name: string): boolean {
  return alias.startsWith('*.') && name !== alias && name.endsWith(alias.slice(1));
}

function warnAboutOrigin(
  cloned: ClonedDistribution,
  { domain, reference, now, ...input }: PlanInput,
): Finding<OriginHostFacts>[] {
  if (!input.originFacts) return [];
  const { id, domainName, config } = reference;
  return warnAboutOriginHost(cloned, {
    domain,
    facts: input.originFacts,
    reference: { id, domainName, aliases: config.Aliases?.Items ?? [] },
    distributions: input.distributions ?? [],
    now,
  });
}
