// ClonePlan: everything decided before anyone approves. Pure: the same inputs give the same plan and digest.
import type { DistributionConfig, Tag } from '@aws-sdk/client-cloudfront';
import {
  type AccessControl,
  attachAccessControls,
  attachByOrigin,
  type PlannedAccessControl,
} from './access-control.js';
import { type AliasHolder, explainTakenAlias } from './alias-holders.js';
import { type Certificate, type ChosenCertificate, chooseCertificate, type Renewal } from './certificate.js';
import { type Change, listChanges, listFields, maskedValue } from './changes.js';
import { digest } from './digest.js';
import { type CloneConfig, type ClonedDistribution, cloneDistribution, type ReplacedOrigin } from './distribution.js';
import type { DistributionSummary, OriginFacts } from './origin-facts.js';
import type { Refusal } from './outcome.js';
import { type OutsideFindings, type OutsideMarks, type OutsideStep, settleMarks, toMarks } from './outside-settings.js';
import type { Result } from './result.js';
import { planTags } from './tags.js';
import { refuseHostInCacheKey } from './unsupported-combinations.js';
import { warnAboutAccess } from './warnings/access.js';
import { warnAboutOverlap } from './warnings/alias-overlap.js';
import { warnAboutExpiry } from './warnings/certificate.js';
import { warnAboutErrorPages } from './warnings/error-pages.js';
import type { FoundWarning } from './warnings/found-warning.js';
import { type OriginHostFacts, warnAboutOriginHost } from './warnings/origin-host.js';
import { warnAboutReplacedOrigins } from './warnings/origins.js';
import { type OutsideSettingFacts, warnAboutOutsideSettings } from './warnings/outside-settings.js';
import { warnAboutReference } from './warnings/reference.js';
import { warnAboutHostHeader, warnAboutKeptOrigins } from './warnings/routing.js';
import { warnAboutSharing } from './warnings/shared-resources.js';
import { passingKinds, sortWarnings, type Warning } from './warnings/warning.js';

/** A distribution as AWS tells it, at one ETag. */
export interface Reference {
  readonly id: string;
  readonly arn: string;
  readonly etag: string;
  readonly domainName: string;
  readonly status: string;
  readonly config: DistributionConfig;
  /** When its configuration was last changed; undefined where AWS does not say. */
  readonly lastModifiedAt?: Date;
  readonly tags: readonly Tag[];
}

export interface PlanInput {
  readonly domain: string;
  readonly origin: string;
  /** Who asks, as written into the tags. */
  readonly requestedBy: string;
  readonly reference: Reference;
  readonly certificates: readonly Certificate[];
  /** Distributions of this account that were read: those that hold the domain, or a name that overlaps it. */
  readonly aliasHolders: readonly AliasHolder[];
  /** The same for those that only the index pointed to. */
  readonly indexedHolders?: readonly AliasHolder[];
  /** Who holds the domain or a name that overlaps it, as AWS says (ListDomainConflicts); undefined where it did not. */
  readonly foreignHolders: readonly AliasHolder[] | undefined;
  /** Why AWS did not say; undefined where no distribution could be asked through. */
  readonly conflictsRefusal?: Refusal | undefined;
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
  /** What the reference has outside its configuration; undefined where nobody looked. */
  readonly outside?: OutsideInput | undefined;
  readonly now: Date;
}

export interface OutsideInput {
  readonly found: OutsideFindings;
  /** What the card has shown, where the plan is made again for one. */
  readonly shown: OutsideMarks | undefined;
  /** What the bot creates for the clone after the create. */
  readonly copies: readonly OutsideStep[];
}

export interface ClonePlan {
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
  /** What is approved of the settings outside the configuration. A card keeps it. */
  readonly outside: OutsideMarks;
  /** What the approval creates of them for the clone. */
  readonly copies: readonly OutsideStep[];
  /** What the approver sees: two plans with the same digest create the same distribution. */
  readonly digest: string;
}

/** Decides the clone, or says why there can be none. */
export function buildPlan(input: PlanInput): Result<ClonePlan> {
  const { domain, origin, reference, now } = input;
  const taken = explainTakenAlias(input);
  if (taken) return taken;
  const referenceArn = reference.config.ViewerCertificate?.ACMCertificateArn;
  const choice = chooseCertificate(domain, input.certificates, { now, ...(referenceArn ? { referenceArn } : {}) });
  // A reference that cannot be cloned is said first: no certificate would help.
  const certificateArn = choice.ok ? choice.value.certificate.arn : '';
  const drafting = cloneDistribution(reference.config, { domain, origin, certificateArn });
  if (!drafting.ok) return drafting;
  const draft = drafting.value;
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
  const outside = input.outside ? settleMarks(toMarks(input.outside.found.settings), input.outside.shown) : {};
  const warnings = sortWarnings([
    ...warnAboutReplacedOrigins(approved, before.Origins?.Items ?? []),
    ...warnAboutOrigin(cloned, input),
    ...warnAboutHostHeader(cloned, input.forwardsHost),
    ...warnAboutAccess(access, cloned.replaced, input.accessControls !== undefined),
    ...warnAboutErrorPages(cloned),
    ...warnAboutKeptOrigins(cloned),
    ...warnAboutSharing(before),
    ...warnAboutOverlap(input),
    ...warnAboutOutside(input),
    ...warnAboutReference(reference.status, tagsLeftOut),
    ...warnAboutExpiry(choice.value.certificate, input.renewal, now),
  ]);
  const plan: ClonePlan = {
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
    certificate: choice.value,
    replaced: cloned.replaced,
    accessControls: access.planned,
    changes,
    counts: {
      changed: changes.length - leftOut,
      copied: fields.size - changes.filter((change) => change.before !== '').length,
      leftOut,
    },
    warnings,
    outside,
    copies: input.outside?.copies ?? [],
    digest: digest({
      domain,
      origin,
      reference: { id: reference.id, etag: reference.etag },
      config: hideHeaderValues(approved.config),
      tags,
      certificate: { arn: choice.value.certificate.arn, coveringName: choice.value.coveringName },
      warnings: warnings.map(({ kind }) => kind).filter((kind) => !passingKinds.has(kind)),
      ...digestOutside(outside, input.outside?.copies ?? []),
    }),
  };
  return { ok: true, value: plan };
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

function warnAboutOutside({ reference, outside }: PlanInput): FoundWarning<OutsideSettingFacts>[] {
  return outside ? warnAboutOutsideSettings(reference.config, outside.found, outside.copies) : [];
}

/** A plan without such settings and steps has the digest that it had before there were any. */
function digestOutside(outside: OutsideMarks, copies: readonly OutsideStep[]) {
  const marks = Object.entries(outside).filter(([, mark]) => mark !== '');
  return {
    ...(marks.length > 0 ? { outside: Object.fromEntries(marks) } : {}),
    ...(copies.length > 0 ? { copies: [...copies].sort() } : {}),
  };
}

function warnAboutOrigin(
  cloned: ClonedDistribution,
  { domain, reference, now, ...input }: PlanInput,
): FoundWarning<OriginHostFacts>[] {
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
