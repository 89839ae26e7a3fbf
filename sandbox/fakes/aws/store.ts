// Everything the fake holds: distributions, certificates, users, and what belongs to them.

import { randomInt } from 'node:crypto';
import type { AccountSeed } from '../../account-seed.js';
import { mergeMembers, toElement } from './cloudfront-shapes.js';
import { itemsOf, parseXml, renderXml, textAt, type XmlElement } from './cloudfront-xml.js';
import { managedCachePolicies, managedRequestPolicies } from './managed-policies.js';
import { OutsideState } from './outside-state.js';
import {
  type AccessControl,
  type ApiClient,
  accessControlSeedSchema,
  type CachePolicy,
  type Certificate,
  type CertificateChange,
  type CertificateSeed,
  type Conflict,
  cachePolicySeedSchema,
  certificateSeedSchema,
  conflictSeedSchema,
  type DistributionSeed,
  distributionSeedSchema,
  type RequestPolicy,
  requestPolicySeedSchema,
  type Tag,
  type User,
  type UserSeed,
  userPoolSeedSchema,
  userSeedSchema,
} from './seed.js';

export const accountId = '123456789012';

export interface StoredDistribution {
  readonly id: string;
  readonly arn: string;
  readonly domainName: string;
  /** The config exactly as it came in. */
  xml: string;
  config: XmlElement;
  etag: string;
  tags: readonly Tag[];
  lastModified: Date;
  deployedAt: Date;
  monitoring: boolean;
  /** When it was created through the API; seeds have always been there. */
  readonly createdAt: Date;
}

export interface UserPool {
  id: string;
  groups: string[];
  users: User[];
  apiClients: ApiClient[];
}

export interface StoreOptions {
  readonly seed: AccountSeed;
  readonly now: () => Date;
  readonly deploySeconds: number;
}

export class Store {
  readonly now: () => Date;
  readonly distributions = new Map<string, StoredDistribution>();
  readonly certificates = new Map<string, Certificate>();
  readonly accessControls = new Map<string, AccessControl>();
  readonly requestPolicies = new Map<string, RequestPolicy>();
  readonly cachePolicies = new Map<string, CachePolicy>();
  /** What distributions have outside their configuration. */
  readonly outside = new OutsideState();
  /** Caller references ever used: CloudFront does not promise that one is free again after a delete. */
  readonly callerReferences = new Map<string, string>();
  readonly pool: UserPool = { id: '', groups: [], users: [], apiClients: [] };
  conflicts: Conflict[] = [];
  deploySeconds: number;
  /**
   * Seconds until a list shows a new distribution. CloudFront documents no bound: "Eventual consistency" is what its lists
   * have, and the bot must not rest on them.
   */
  listLagSeconds = 0;
  /** The order in which CloudFront checks alias and CallerReference is not documented; the bot must do with both. */
  isAliasCheckedFirst = false;
  /** Cognito may answer a page without users that still has a token; this makes every first page so. */
  emptyFirstUserPage = false;
  readonly #options: StoreOptions;
  readonly #seededIds = new Set<string>();

  constructor(options: StoreOptions) {
    this.#options = options;
    this.now = options.now;
    this.deploySeconds = options.deploySeconds;
    this.reset();
  }

  /** Back to what it started with. */
  reset(): void {
    const { seed: initial, deploySeconds } = this.#options;
    this.deploySeconds = deploySeconds;
    this.emptyFirstUserPage = false;
    this.listLagSeconds = 0;
    this.isAliasCheckedFirst = false;
    for (const map of [this.distributions, this.certificates, this.accessControls]) map.clear();
    for (const map of [this.requestPolicies, this.cachePolicies]) map.clear();
    this.callerReferences.clear();
    this.#seededIds.clear();
    for (const policy of managedRequestPolicies) this.requestPolicies.set(policy.id, policy);
    for (const policy of managedCachePolicies) this.cachePolicies.set(policy.id, policy);
    for (const seed of initial.cachePolicies ?? []) this.cachePolicies.set(seed.id, cachePolicySeedSchema.parse(seed));
    for (const seed of initial.requestPolicies ?? []) {
      this.requestPolicies.set(seed.id, requestPolicySeedSchema.parse(seed));
    }
    for (const seed of initial.accessControls ?? [])
      this.accessControls.set(seed.id, accessControlSeedSchema.parse(seed));
    for (const seed of initial.certificates ?? []) this.addCertificate(seed);
    for (const seed of initial.distributions ?? []) this.seedDistribution(seed);
    this.outside.reset(initial.outside);
    this.conflicts = (initial.conflicts ?? []).map((seed) => conflictSeedSchema.parse(seed));
    const pool = userPoolSeedSchema.parse(initial.userPool ?? { id: 'us-east-1_sandbox01' });
    this.pool.id = pool.id;
    this.pool.groups = [...pool.groups];
    this.pool.users = pool.users;
    this.pool.apiClients = pool.apiClients;
  }

  /** Puts a distribution in as if it had been there for long; none of CloudFront's rules are asked. */
  seedDistribution(seed: DistributionSeed): StoredDistribution {
    const { id, config, xml, tags, status, lastModified, monitoring } = distributionSeedSchema.parse(seed);
    const source = xml ?? renderXml(toElement('DistributionConfig', config));
    const changedAt = lastModified === undefined ? monthBefore(this.now()) : new Date(lastModified);
    const deployedAt = status === 'Deployed' ? changedAt : this.#whenDeployed();
    const createdAt = changedAt;
    const seededId = id ?? newId();
    this.#seededIds.add(seededId);
    return this.#keep({
      id: seededId,
      xml: source,
      tags,
      lastModified: changedAt,
      deployedAt,
      monitoring,
      createdAt,
    });
  }

  /** Distributions that a create made, whatever their IDs look like. */
  created(): StoredDistribution[] {
    return [...this.distributions.values()].filter(({ id }) => !this.#seededIds.has(id));
  }

  addDistribution(source: string, tags: readonly Tag[]): StoredDistribution {
    const lastModified = this.now();
    const deployedAt = this.#whenDeployed();
    const createdAt = lastModified;
    return this.#keep({ id: newId(), xml: source, tags, lastModified, deployedAt, monitoring: false, createdAt });
  }

  /** The distributions that a list shows now. */
  listed(): StoredDistribution[] {
    const latest = this.now().getTime() - this.listLagSeconds * 1_000;
    return [...this.distributions.values()].filter(({ createdAt }) => createdAt.getTime() <= latest);
  }

  /** Every change gives a new ETag and starts a deployment. */
  changeConfig(distribution: StoredDistribution, source: string): void {
    distribution.xml = source;
    distribution.config = parseXml(source);
    distribution.etag = newId();
    distribution.lastModified = this.now();
    distribution.deployedAt = this.#whenDeployed();
  }

  mergeConfig(distribution: StoredDistribution, patch: { readonly [member: string]: unknown }): void {
    this.changeConfig(distribution, renderXml(mergeMembers(distribution.config, patch)));
  }

  addCertificate(seed: CertificateSeed): Certificate {
    const certificate = certificateSeedSchema.parse(seed);
    this.certificates.set(certificate.arn, certificate);
    return certificate;
  }

  changeCertificate({ arn, status, notAfter }: CertificateChange): Certificate | undefined {
    const certificate = this.certificates.get(arn);
    if (certificate === undefined) return undefined;
    if (status !== undefined) certificate.status = status;
    if (notAfter !== undefined) certificate.notAfter = notAfter;
    return certificate;
  }

  /** An issued certificate expires by itself when its time has come. */
  statusOfCertificate(certificate: Certificate): Certificate['status'] {
    const isPast = certificate.notAfter !== undefined && new Date(certificate.notAfter) <= this.now();
    return certificate.status === 'ISSUED' && isPast ? 'EXPIRED' : certificate.status;
  }

  usersOfCertificate(arn: string): StoredDistribution[] {
    return [...this.distributions.values()].filter((distribution) => namesOf(distribution).certificate === arn);
  }

  statusOf(distribution: StoredDistribution): 'InProgress' | 'Deployed' {
    return this.now() >= distribution.deployedAt ? 'Deployed' : 'InProgress';
  }

  putUser(seed: UserSeed): User {
    const user = userSeedSchema.parse(seed);
    this.removeUser(user.username);
    this.pool.users.push(user);
    return user;
  }

  removeUser(username: string): boolean {
    const index = this.pool.users.findIndex((user) => user.username === username);
    if (index >= 0) this.pool.users.splice(index, 1);
    return index >= 0;
  }

  changeMembership(username: string, group: string, isMember: boolean): User | undefined {
    const user = this.pool.users.find((candidate) => candidate.username === username);
    if (user === undefined) return undefined;
    const others = user.groups.filter((name) => name !== group);
    user.groups = isMember ? [...others, group] : others;
    if (isMember && !this.pool.groups.includes(group)) this.pool.groups.push(group);
    return user;
  }

  #whenDeployed(): Date {
    return new Date(this.now().getTime() + this.deploySeconds * 1000);
  }

  #keep(
    given: Pick<StoredDistribution, 'id' | 'xml' | 'tags' | 'lastModified' | 'deployedAt' | 'monitoring' | 'createdAt'>,
  ) {
    const config = parseXml(given.xml);
    const distribution: StoredDistribution = {
      ...given,
      arn: `arn:aws:cloudfront::${accountId}:distribution/${given.id}`,
      domainName: `d${randomText('abcdefghijklmnopqrstuvwxyz0123456789')}.cloudfront.net`,
      config,
      etag: newId(),
    };
    this.distributions.set(given.id, distribution);
    this.callerReferences.set(textAt(config, 'CallerReference'), given.id);
    return distribution;
  }
}

/** What each configuration names, read from it once: a large account is looked through at every create. */
const namesOfConfigs = new WeakMap<XmlElement, { readonly aliases: readonly string[]; readonly certificate: string }>();

function namesOf({ config }: StoredDistribution) {
  const known = namesOfConfigs.get(config);
  if (known) return known;
  const names = {
    aliases: itemsOf(config, 'Aliases').map((alias) => alias.text),
    certificate: textAt(config, 'ViewerCertificate', 'ACMCertificateArn'),
  };
  namesOfConfigs.set(config, names);
  return names;
}

export function aliasesOf(distribution: StoredDistribution): readonly string[] {
  return namesOf(distribution).aliases;
}

export function newId(): string {
  return `E${randomText('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}`;
}

function randomText(alphabet: string): string {
  return Array.from({ length: 13 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

function monthBefore(date: Date): Date {
  return new Date(date.getTime() - 30 * 24 * 60 * 60 * 1000);
}
