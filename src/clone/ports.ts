// What the use cases need from outside, as small interfaces. Adapters answer refusals as values and never throw for
// what AWS may say; a throw is a fault of the bot.
import type { DistributionConfig, Tag } from '@aws-sdk/client-cloudfront';
import type { AccessControl, AccessControlType } from './access-control.js';
import type { AliasHolder } from './alias-holders.js';
import type { Certificate, Renewal } from './certificate.js';
import type { DistributionSummary, OriginFacts } from './origin-facts.js';
import type { Refusal } from './outcome.js';
import type { Reference } from './plan.js';
import type { Result } from './result.js';
import type { CloneEntry } from './search.js';
import type { SiteAnswer, SiteRequest } from './site-answer.js';

/** A distribution without its tags, which AWS keeps apart. */
export type Distribution = Omit<Reference, 'tags'>;

/** A distribution that was created as a clone. */
export interface CreatedClone {
  readonly distribution: Distribution;
  /** `earlier`: an attempt of somebody else created it, or an attempt whose answer was lost. */
  readonly madeBy: 'us' | 'earlier';
  /** The ID that AWS gave the request of the create, where this process got the answer. */
  readonly awsRequestId?: string;
}

/** What AWS answered to a create. */
export type CreateAnswer =
  | { readonly kind: 'created'; readonly distribution: Distribution; readonly awsRequestId?: string }
  /** The CallerReference was used before, for this distribution. */
  | { readonly kind: 'exists'; readonly id: string }
  /** Somebody holds the alias; perhaps our own lost answer. */
  | { readonly kind: 'alias-taken'; readonly refusal: Refusal }
  /** No answer, or one that does not say whether it was done. */
  | { readonly kind: 'unknown'; readonly refusal: Refusal }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface Distributions {
  read(id: string): Promise<Result<Distribution>>;
  readTags(arn: string): Promise<Result<readonly Tag[]>>;
  /** The ARN that a distribution of this account would have; undefined before the account's number is known. */
  guessArn(id: string): Promise<string | undefined>;
  /**
   * Every distribution of the account, all pages. That takes seconds in a large account, so only a search for a create
   * whose result is unknown waits for it.
   */
  list(): Promise<Result<readonly DistributionSummary[]>>;
  /** At most 100 distributions, and where the next page begins. */
  listPage(marker?: string): Promise<Result<DistributionPage>>;
  /**
   * Who holds the domain, or a name that overlaps it, in any account: ListDomainConflicts, all pages. AWS answers only
   * through a distribution of this account whose certificate covers the domain.
   */
  listDomainConflicts(domain: string, controlDistributionId: string): Promise<Result<readonly AliasHolder[]>>;
  /** Whether an origin request policy sends the viewer's Host to the origin; undefined when AWS does not say. */
  forwardsHost(policyId: string): Promise<boolean | undefined>;
  /** Whether a cache policy has the viewer's Host in its cache key; undefined when AWS does not say. */
  cachesByHost(policyId: string): Promise<boolean | undefined>;
  /** Every origin access control of the account, all pages; undefined when AWS does not say. */
  listAccessControls(): Promise<readonly AccessControl[] | undefined>;
  /** Creates an access control that always signs, or finds the one of this name; its ID. */
  createAccessControl(name: string, type: AccessControlType): Promise<Result<string>>;
  create(config: DistributionConfig, tags: readonly Tag[]): Promise<CreateAnswer>;
  /** Adds tags to a distribution, or gives them new values. */
  tag(arn: string, tags: readonly Tag[]): Promise<Result<undefined>>;
}

export interface DistributionPage {
  readonly summaries: readonly DistributionSummary[];
  /** Undefined on the last page. */
  readonly nextMarker?: string;
}

/**
 * What the account's distributions were called some minutes ago. No decision rests on it: before anybody is told what it
 * says, that one distribution is read.
 */
export interface DistributionIndex {
  /** `absent`: this process keeps no index. `incomplete`: a name that is not here may be in the account all the same. */
  readonly state: 'absent' | 'incomplete' | 'complete';
  /** The distributions that have this alias or this domain name of their own. */
  find(name: string): readonly DistributionSummary[];
  search(isWanted: (summary: DistributionSummary) => boolean): readonly DistributionSummary[];
  get(id: string): DistributionSummary | undefined;
  /** A distribution that this process just created. Lists show it later. */
  add(created: Distribution): void;
}

/** For a process that reads nothing in the background. */
export const absentIndex: DistributionIndex = {
  state: 'absent',
  find: () => [],
  search: () => [],
  get: () => undefined,
  add: () => undefined,
};

export interface Certificates {
  /** Every certificate of us-east-1 with all key types and all its names. */
  list(): Promise<Result<readonly Certificate[]>>;
  /** What ACM says about the renewal of a certificate; undefined when it says nothing. */
  readRenewal(arn: string): Promise<Renewal | undefined>;
  /** The IDs of the account's distributions that use the certificate; none where ACM does not say. */
  listUsers(arn: string): Promise<readonly string[]>;
}

export interface Directory {
  /** The groups of the one enabled, verified user with this e-mail address; any doubt is a refusal. */
  listGroups(email: string): Promise<Result<{ readonly username: string; readonly groups: readonly string[] }>>;
}

export interface TaggedClones {
  /** Every distribution of the account that was cloned by this bot, by its tags, as the account's list shows it now. */
  list(): Promise<Result<readonly CloneEntry[]>>;
  /** The same without the account's list. Tags do not say the domain, the origin, and the state: `find` may know them. */
  listByTags(find: (id: string) => DistributionSummary | undefined): Promise<Result<readonly CloneEntry[]>>;
}

export interface DnsAnswer {
  readonly points: 'yes' | 'no' | 'unknown';
  /** Where the name leads now: a name or an address; undefined where there is no record. */
  readonly found: string | undefined;
}

export interface Dns {
  /** Whether the domain leads to the distribution's own name. */
  follow(domain: string, distributionDomain: string): Promise<DnsAnswer>;
  /** Whether a zone begins at exactly this name, as far as DNS says within a short time. It never throws. */
  isZoneTop(domain: string): Promise<boolean>;
}

export interface OriginCheck {
  /** Looks for a short time and never throws. It shakes hands only once the port is known; undefined means without HTTPS. */
  look(host: string, httpsPort: Promise<number | undefined>): Promise<OriginFacts>;
}

export interface SiteFetch {
  /** Fetches one path over HTTPS as a viewer would, for a few seconds. It follows no redirect and never throws. */
  fetch(request: SiteRequest): Promise<SiteAnswer>;
}

/** Waits; injected so that tests need not. */
export type Pause = (milliseconds: number) => Promise<void>;
