// The operations around a distribution: tags and domain conflicts.

import { answerNothing, answerXml, findDistribution } from './cloudfront-answers.js';
import { parseRoot, readMaximum, readTags } from './cloudfront-distributions.js';
import { checkTags } from './cloudfront-rules.js';
import { toElement } from './cloudfront-shapes.js';
import { childOf, textAt, xml } from './cloudfront-xml.js';
import { AwsError, invalidArgument } from './errors.js';
import { isCoveredBy, overlaps } from './hosts.js';
import type { Conflict } from './seed.js';
import { accountId, aliasesOf, type Store, type StoredDistribution } from './store.js';
import type { Answer, AwsRequest } from './wire.js';

export function listTagsForResource(store: Store, request: AwsRequest): Answer {
  const { tags } = findResource(store, request);
  return answerXml(toElement('Tags', { Items: tags }));
}

export function tagResource(store: Store, request: AwsRequest): Answer {
  const distribution = findResource(store, request);
  const given = readTags(parseRoot(request.body, 'Tags'));
  checkTags(given);
  const keys = new Set(given.map(({ Key }) => Key));
  const tags = [...distribution.tags.filter(({ Key }) => !keys.has(Key)), ...given];
  // A stack's tags are AWS's own: nobody may give them, and they do not count.
  checkTags(tags.filter(({ Key }) => !Key.toLowerCase().startsWith('aws:')));
  distribution.tags = tags;
  return answerNothing();
}

export function untagResource(store: Store, request: AwsRequest): Answer {
  const distribution = findResource(store, request);
  const root = parseRoot(request.body, 'TagKeys');
  const keys = new Set(childOf(root, 'Items')?.children.map((key) => key.text));
  distribution.tags = distribution.tags.filter(({ Key }) => !keys.has(Key));
  return answerNothing();
}

function findResource(store: Store, request: AwsRequest): StoredDistribution {
  const arn = request.query.get('Resource') ?? '';
  const id = /^arn:aws:cloudfront::\d{12}:distribution\/(\w+)$/.exec(arn)?.[1];
  if (id === undefined) throw invalidArgument('The parameter Resource is not a valid ARN.');
  const distribution = store.distributions.get(id);
  if (distribution === undefined || distribution.arn !== arn) {
    throw new AwsError('NoSuchResource', 404, 'A resource that was specified is not valid.');
  }
  return distribution;
}

/**
 * CloudFront only tells those who can prove, by a certificate in use, that the domain is theirs (API Reference,
 * ListDomainConflicts: DomainControlValidationResource). The answer comes in pages, by Marker and MaxItems. The API names no
 * most for MaxItems: a hundred, as in its other lists.
 */
export function listDomainConflicts(store: Store, request: AwsRequest): Answer {
  const root = parseRoot(request.body, 'ListDomainConflictsRequest');
  const domain = textAt(root, 'Domain');
  const controlId = textAt(root, 'DomainControlValidationResource', 'DistributionId');
  const control = store.distributions.get(controlId);
  if (control === undefined) throw new AwsError('EntityNotFound', 404, 'The entity was not found.');
  checkControl(store, control, domain);
  const found = conflictsOf(store, domain, controlId);
  const { page, next } = paginate(found, textAt(root, 'Marker'), readMaximum(textAt(root, 'MaxItems')));
  const conflicts = page.map(({ domain: name, resourceType, resourceId, accountId: account }) =>
    xml('DomainConflicts', [
      xml('Domain', name),
      xml('ResourceType', resourceType),
      xml('ResourceId', hideStart(resourceId)),
      xml('AccountId', hideStart(account)),
    ]),
  );
  return answerXml(
    xml('ListDomainConflictsResult', [
      xml('DomainConflicts', conflicts),
      ...(next === undefined ? [] : [xml('NextMarker', next)]),
    ]),
  );
}

export function listConflictingAliases(store: Store, request: AwsRequest): Answer {
  const alias = request.query.get('Alias') ?? '';
  const control = findDistribution(store, request.query.get('DistributionId') ?? '');
  checkControl(store, control, alias);
  const maximum = readMaximum(request.query.get('MaxItems'));
  const found = conflictsOf(store, alias, control.id).filter(({ resourceType }) => resourceType === 'distribution');
  const { page, next } = paginate(found, request.query.get('Marker') ?? '', maximum);
  const items = page.map(({ domain, resourceId, accountId: account }) =>
    xml('ConflictingAlias', [
      xml('Alias', domain),
      xml('DistributionId', hideStart(resourceId)),
      xml('AccountId', hideStart(account)),
    ]),
  );
  return answerXml(
    xml('ConflictingAliasesList', [
      ...(next === undefined ? [] : [xml('NextMarker', next)]),
      xml('MaxItems', maximum),
      xml('Quantity', items.length),
      xml('Items', items),
    ]),
  );
}

function checkControl(store: Store, control: StoredDistribution, domain: string): void {
  const certificate = store.certificates.get(textAt(control.config, 'ViewerCertificate', 'ACMCertificateArn'));
  if (certificate === undefined || !isCoveredBy(domain, certificate.names)) {
    throw invalidArgument('The domain is not covered by the certificate that is attached to the distribution.');
  }
}

function conflictsOf(store: Store, domain: string, controlId: string): Conflict[] {
  const here = [...store.distributions.values()]
    .filter(({ id }) => id !== controlId)
    .flatMap((distribution) =>
      aliasesOf(distribution).map((alias) => ({
        domain: alias,
        resourceType: 'distribution' as const,
        resourceId: distribution.id,
        accountId,
      })),
    );
  return [...here, ...store.conflicts].filter((conflict) => overlaps(conflict.domain, domain));
}

/**
 * Whoever owns the resource recognises it by its end; nobody else learns it (Developer Guide, "Find the conflicting
 * distribution": IDs are partially hidden). CloudFront does not say whether it leaves out the distribution that was asked
 * through: it does here, so that nobody relies on it.
 */
function hideStart(text: string): string {
  const hidden = Math.floor(text.length / 2);
  return '*'.repeat(hidden) + text.slice(hidden);
}

function paginate<T>(all: readonly T[], marker: string, maximum: number): { page: readonly T[]; next?: string } {
  const start = marker === '' ? 0 : Number(marker);
  if (!Number.isInteger(start) || start < 0) throw invalidArgument('The parameter Marker is not valid.');
  const end = start + maximum;
  return { page: all.slice(start, end), ...(end < all.length ? { next: String(end) } : {}) };
}
