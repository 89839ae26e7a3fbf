// What CloudFront refuses in a DistributionConfig, with its codes, statuses and wording.

import { checkBehaviorTargets, listBehaviors } from './behavior-rules.js';
import { checkViewerCertificate } from './certificate-rules.js';
import { childOf, itemsOf, textAt, type XmlElement } from './cloudfront-xml.js';
import { AwsError, invalidArgument } from './errors.js';
import { isAlias } from './hosts.js';
import { checkOrigins } from './origin-rules.js';
import type { Tag } from './seed.js';
import { aliasesOf, type Store } from './store.js';

/**
 * Throws the first thing that CloudFront would hold against the config. `ownId` is the distribution being updated;
 * without one a new distribution is checked.
 */
export function checkConfig(config: XmlElement, store: Store, ownId?: string): void {
  checkQuantities(config);
  checkRequired(config);
  if (store.isAliasCheckedFirst) checkAliasHolders(config, store, ownId);
  if (ownId === undefined) checkCallerReference(config, store);
  checkTexts(config);
  checkBehaviors(config);
  checkOrigins(config, store);
  checkTargets(config);
  checkBehaviorTargets(config, store);
  checkAliases(config);
  checkViewerCertificate(config, store);
  checkAliasHolders(config, store, ownId);
}

function checkQuantities(element: XmlElement): void {
  const quantity = childOf(element, 'Quantity');
  if (quantity !== undefined) {
    const actual = childOf(element, 'Items')?.children.length ?? 0;
    if (Number(quantity.text) !== actual) {
      throw new AwsError(
        'InconsistentQuantities',
        400,
        `The specified quantity of ${element.name} (${quantity.text}) does not match the actual quantity supplied (${actual}).`,
      );
    }
  }
  for (const child of element.children) checkQuantities(child);
}

function checkRequired(config: XmlElement): void {
  for (const name of ['CallerReference', 'Origins', 'DefaultCacheBehavior', 'Comment', 'Enabled']) {
    if (childOf(config, name) === undefined) throw invalidArgument(`The parameter ${name} is required.`);
  }
  if (itemsOf(config, 'Origins').length === 0) throw invalidArgument('The parameter Origins is too small.');
}

function checkCallerReference(config: XmlElement, store: Store): void {
  const reference = textAt(config, 'CallerReference');
  if (reference === '') throw invalidArgument('The parameter CallerReference is too small.');
  const holder = store.callerReferences.get(reference);
  if (holder === undefined) return;
  throw new AwsError(
    'DistributionAlreadyExists',
    409,
    `The caller reference that you are using to create a distribution is associated with another distribution. Already exists: ${holder}`,
  );
}

function checkTexts(config: XmlElement): void {
  if (textAt(config, 'Comment').length > 128) throw invalidArgument('The parameter Comment is too big.');
  const rootObject = textAt(config, 'DefaultRootObject');
  if (rootObject.startsWith('/') || rootObject.length > 255) {
    throw new AwsError('InvalidDefaultRootObject', 400, 'The parameter DefaultRootObject is not valid.');
  }
}

function checkBehaviors(config: XmlElement): void {
  for (const behavior of listBehaviors(config)) {
    const hasPolicy = textAt(behavior, 'CachePolicyId') !== '';
    const isLegacy = childOf(behavior, 'ForwardedValues') !== undefined;
    if (hasPolicy && isLegacy) {
      throw invalidArgument(
        'The parameter ForwardedValues cannot be used when a cache policy is associated to the cache behavior.',
      );
    }
    if (!hasPolicy && !isLegacy) throw invalidArgument('The parameter ForwardedValues is required.');
  }
}

/** Behaviors may name an origin or a group; group members only origins. */
function checkTargets(config: XmlElement): void {
  const origins = new Set(itemsOf(config, 'Origins').map((origin) => textAt(origin, 'Id')));
  const groups = itemsOf(config, 'OriginGroups');
  const targets = new Set([...origins, ...groups.map((group) => textAt(group, 'Id'))]);
  const members = groups.flatMap((group) => itemsOf(group, 'Members')).map((member) => textAt(member, 'OriginId'));
  const isDangling =
    listBehaviors(config).some((behavior) => !targets.has(textAt(behavior, 'TargetOriginId'))) ||
    members.some((member) => !origins.has(member));
  if (isDangling) {
    throw new AwsError('NoSuchOrigin', 404, 'One or more of your origins or origin groups do not exist.');
  }
  if (groups.some((group) => itemsOf(group, 'Members').length !== 2)) {
    throw invalidArgument('The parameter OriginGroup Members must contain exactly two origins.');
  }
}

function checkAliases(config: XmlElement): void {
  const aliases = itemsOf(config, 'Aliases').map((alias) => alias.text);
  if (aliases.length === 0) return;
  if (textAt(config, 'Staging') === 'true') {
    throw invalidArgument('The parameter Aliases cannot be used with a staging distribution.');
  }
  if (textAt(config, 'ConnectionMode') === 'tenant-only') {
    throw invalidArgument('The parameter Aliases cannot be used with a multi-tenant distribution.');
  }
  if (!aliases.every(isAlias) || new Set(aliases).size !== aliases.length) {
    throw invalidArgument('The parameter CNAME contains one or more parameters that are not valid.');
  }
  if (aliases.length > 100) {
    throw new AwsError('TooManyDistributionCNAMEs', 400, 'Your request contains more CNAMEs than are allowed.');
  }
}

/** Only the very same name collides: a wildcard and a name under it may live on two distributions. */
function checkAliasHolders(config: XmlElement, store: Store, ownId: string | undefined): void {
  const here = [...store.distributions.values()].filter(({ id }) => id !== ownId).flatMap(aliasesOf);
  const taken = new Set([...here, ...store.conflicts.map(({ domain }) => domain)]);
  if (!itemsOf(config, 'Aliases').some((alias) => taken.has(alias.text))) return;
  throw new AwsError(
    'CNAMEAlreadyExists',
    409,
    'One or more of the CNAMEs you provided are already associated with a different resource.',
  );
}

export function checkTags(tags: readonly Tag[]): void {
  const keys = new Set(tags.map(({ Key }) => Key));
  const isValid =
    tags.length <= 50 &&
    keys.size === tags.length &&
    tags.every(
      ({ Key, Value }) =>
        /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(Key) &&
        /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(Value) &&
        !Key.toLowerCase().startsWith('aws:'),
    );
  if (!isValid) throw new AwsError('InvalidTagging', 400, 'The tagging specified is not valid.');
}
