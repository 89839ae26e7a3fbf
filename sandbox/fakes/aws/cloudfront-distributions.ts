// The operations that read and change distributions.

import { answerDistribution, answerNothing, answerXml, findDistribution, summarize } from './cloudfront-answers.js';
import { checkConfig, checkTags } from './cloudfront-rules.js';
import { childOf, parseXml, sliceXml, textAt, type XmlElement, xml } from './cloudfront-xml.js';
import { AwsError, invalidArgument } from './errors.js';
import type { Tag } from './seed.js';
import type { Store, StoredDistribution } from './store.js';
import { type Answer, type AwsRequest, headerOf } from './wire.js';

export function getDistribution(store: Store, _request: AwsRequest, id: string): Answer {
  return answerDistribution(findDistribution(store, id), store);
}

export function getDistributionConfig(store: Store, _request: AwsRequest, id: string): Answer {
  const distribution = findDistribution(store, id);
  return answerXml(distribution.xml, { headers: { etag: distribution.etag } });
}

export function createDistribution(store: Store, request: AwsRequest): Answer {
  const config = parseRoot(request.body, 'DistributionConfig');
  checkConfig(config, store);
  const source = sliceXml(request.body, 'DistributionConfig');
  return answerDistribution(store.addDistribution(source, []), store, 201);
}

export function createDistributionWithTags(store: Store, request: AwsRequest): Answer {
  const root = parseRoot(request.body, 'DistributionConfigWithTags');
  const config = childOf(root, 'DistributionConfig');
  if (config === undefined) throw new AwsError('MissingBody', 400, 'This operation requires a body.');
  const tags = readTags(childOf(root, 'Tags'));
  checkTags(tags);
  checkConfig(config, store);
  const source = sliceXml(request.body, 'DistributionConfig');
  return answerDistribution(store.addDistribution(source, tags), store, 201);
}

export function updateDistribution(store: Store, request: AwsRequest, id: string): Answer {
  const distribution = findDistribution(store, id);
  const config = parseRoot(request.body, 'DistributionConfig');
  checkVersion(distribution, request);
  if (textAt(config, 'CallerReference') !== textAt(distribution.config, 'CallerReference')) {
    throw new AwsError('IllegalUpdate', 400, 'The update contains modifications that are not allowed.');
  }
  checkConfig(config, store, id);
  store.changeConfig(distribution, sliceXml(request.body, 'DistributionConfig'));
  return answerDistribution(distribution, store);
}

export function deleteDistribution(store: Store, request: AwsRequest, id: string): Answer {
  const distribution = findDistribution(store, id);
  checkVersion(distribution, request);
  const isEnabled = textAt(distribution.config, 'Enabled') === 'true';
  if (isEnabled || store.statusOf(distribution) !== 'Deployed') {
    throw new AwsError(
      'DistributionNotDisabled',
      409,
      'The distribution you are trying to delete has not been disabled.',
    );
  }
  if (isInUse(store, distribution)) {
    throw new AwsError('ResourceInUse', 409, 'Cannot delete this resource because it is in use.');
  }
  store.distributions.delete(id);
  return answerNothing();
}

/**
 * A distribution on a flat-rate plan cannot be deleted until the plan ends (Developer Guide, "Delete a distribution").
 * DeleteDistribution lists ResourceInUse, and no document says which code a plan or a continuous deployment policy gives.
 */
function isInUse(store: Store, { arn, config }: StoredDistribution): boolean {
  const isOnPlan = store.outside.plans.some(({ resourceArns }) => resourceArns.includes(arn));
  return isOnPlan || textAt(config, 'ContinuousDeploymentPolicyId') !== '';
}

export function listDistributions(store: Store, request: AwsRequest): Answer {
  const marker = request.query.get('Marker') ?? '';
  const all = store.listed();
  const maximum = readMaximum(request.query.get('MaxItems'));
  const start = marker === '' ? 0 : all.findIndex(({ id }) => id === marker) + 1;
  if (marker !== '' && start === 0) throw invalidArgument('The parameter Marker is not valid.');
  const page = all.slice(start, start + maximum);
  const isTruncated = start + page.length < all.length;
  const last = page.at(-1);
  return answerXml(
    xml('DistributionList', [
      xml('Marker', marker),
      ...(isTruncated && last !== undefined ? [xml('NextMarker', last.id)] : []),
      xml('MaxItems', maximum),
      xml('IsTruncated', isTruncated),
      xml('Quantity', page.length),
      ...(page.length > 0
        ? [
            xml(
              'Items',
              page.map((distribution) => summarize(distribution, store)),
            ),
          ]
        : []),
    ]),
  );
}

/** A hundred is both the default and the most. */
export function readMaximum(text: string | null): number {
  if (text === null || text === '') return 100;
  if (!/^\d+$/.test(text) || Number(text) === 0) throw invalidArgument('The parameter MaxItems is not valid.');
  return Math.min(Number(text), 100);
}

export function readTags(element: XmlElement | undefined): Tag[] {
  return (childOf(element, 'Items')?.children ?? []).map((tag) => ({
    Key: textAt(tag, 'Key'),
    Value: textAt(tag, 'Value'),
  }));
}

export function parseRoot(body: string, name: string): XmlElement {
  if (body.trim() === '') throw new AwsError('MissingBody', 400, 'This operation requires a body.');
  const root = parseXml(body);
  if (root.name !== name) {
    throw new AwsError('MalformedXML', 400, `The XML you provided must be a ${name} and is a ${root.name}.`);
  }
  return root;
}

function checkVersion(distribution: StoredDistribution, request: AwsRequest): void {
  const given = headerOf(request, 'if-match') ?? '';
  if (!/^E[A-Z0-9]{11,14}$/.test(given)) {
    throw new AwsError('InvalidIfMatchVersion', 400, 'The If-Match version is missing or not valid for the resource.');
  }
  if (given !== distribution.etag) {
    throw new AwsError(
      'PreconditionFailed',
      412,
      'The request failed because it did not meet the preconditions in one or more request-header fields.',
    );
  }
}
