// How CloudFront's answers look on the wire.

import { randomUUID } from 'node:crypto';
import { childOf, renderXml, type XmlElement, xml } from './cloudfront-xml.js';
import { AwsError } from './errors.js';
import { aliasesOf, type Store, type StoredDistribution } from './store.js';
import type { Answer } from './wire.js';

const namespace = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';

export function answerXml(
  root: XmlElement | string,
  options: { status?: number; headers?: Record<string, string> } = {},
): Answer {
  const body =
    typeof root === 'string' ? root : renderXml(root).replace(`<${root.name}>`, `<${root.name} xmlns="${namespace}">`);
  return {
    status: options.status ?? 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': randomUUID(), ...options.headers },
    body: `<?xml version="1.0"?>\n${body}`,
  };
}

export function answerNothing(): Answer {
  return { status: 204, headers: { 'x-amzn-requestid': randomUUID() }, body: '' };
}

export function answerError(error: AwsError, requestId: string): Answer {
  const details = xml('Error', [
    xml('Type', error.status < 500 ? 'Sender' : 'Receiver'),
    xml('Code', error.code),
    xml('Message', error.message),
  ]);
  return answerXml(xml('ErrorResponse', [details, xml('RequestId', requestId)]), {
    status: error.status,
    headers: { 'x-amzn-requestid': requestId },
  });
}

/** The config goes in as source text: what was sent comes back. */
export function answerDistribution(distribution: StoredDistribution, store: Store, status = 200): Answer {
  const head = [
    xml('Id', distribution.id),
    xml('ARN', distribution.arn),
    xml('Status', store.statusOf(distribution)),
    xml('LastModifiedTime', distribution.lastModified.toISOString()),
    xml('InProgressInvalidationBatches', 0),
    xml('DomainName', distribution.domainName),
    xml('ActiveTrustedSigners', [xml('Enabled', false), xml('Quantity', 0)]),
    xml('ActiveTrustedKeyGroups', [xml('Enabled', false), xml('Quantity', 0)]),
    recordalsOf(distribution),
  ];
  const body = `<Distribution xmlns="${namespace}">${head.map(renderXml).join('')}${distribution.xml}</Distribution>`;
  const location = `https://cloudfront.amazonaws.com/2020-05-31/distribution/${distribution.id}`;
  const headers = { etag: distribution.etag, ...(status === 201 ? { location } : {}) };
  return answerXml(body, { status, headers });
}

const summaryMembers = [
  'Aliases',
  'Origins',
  'OriginGroups',
  'DefaultCacheBehavior',
  'CacheBehaviors',
  'CustomErrorResponses',
  'Comment',
  'PriceClass',
  'Enabled',
  'ViewerCertificate',
  'Restrictions',
  'WebACLId',
  'HttpVersion',
  'IsIPV6Enabled',
  'Staging',
  'ConnectionMode',
  'AnycastIpListId',
  'ViewerMtlsConfig',
  'ConnectionFunctionAssociation',
];

/** A summary has no CallerReference, Logging or DefaultRootObject: callers must read the distribution for those. */
export function summarize(distribution: StoredDistribution, store: Store): XmlElement {
  const members = summaryMembers.flatMap((name) => childOf(distribution.config, name) ?? []);
  return xml('DistributionSummary', [
    xml('Id', distribution.id),
    xml('ARN', distribution.arn),
    xml('ETag', distribution.etag),
    xml('Status', store.statusOf(distribution)),
    xml('LastModifiedTime', distribution.lastModified.toISOString()),
    xml('DomainName', distribution.domainName),
    ...members,
    recordalsOf(distribution),
  ]);
}

function recordalsOf(distribution: StoredDistribution): XmlElement {
  const recordals = aliasesOf(distribution).map((alias) =>
    xml('AliasICPRecordal', [xml('CNAME', alias), xml('ICPRecordalStatus', 'APPROVED')]),
  );
  return xml('AliasICPRecordals', recordals);
}

export function findDistribution(store: Store, id: string): StoredDistribution {
  const distribution = store.distributions.get(id);
  if (distribution === undefined) {
    throw new AwsError('NoSuchDistribution', 404, 'The specified distribution does not exist.');
  }
  return distribution;
}
