// What CloudFront refuses in an origin: its host, its kind of config, its access control.

import { childOf, itemsOf, textAt, type XmlElement } from './cloudfront-xml.js';
import { AwsError, invalidArgument } from './errors.js';
import { originHostProblem, originKindOf } from './hosts.js';
import type { Store } from './store.js';

const configKinds = ['S3OriginConfig', 'CustomOriginConfig', 'VpcOriginConfig'];

export function checkOrigins(config: XmlElement, store: Store): void {
  for (const origin of itemsOf(config, 'Origins')) {
    checkHost(origin);
    checkKind(origin);
    checkAccess(origin, store);
  }
}

function checkHost(origin: XmlElement): void {
  const id = textAt(origin, 'Id');
  if (id === '') throw invalidArgument('The parameter originId is too small.');
  if (id.length > 128) throw invalidArgument('The parameter originId is too big.');
  const problem = originHostProblem(textAt(origin, 'DomainName'));
  if (problem !== undefined) throw invalidArgument(problem);
  const path = textAt(origin, 'OriginPath');
  if (path !== '' && (!path.startsWith('/') || path.endsWith('/'))) {
    throw invalidArgument('The parameter OriginPath must start with a slash and must not end with one.');
  }
}

function checkKind(origin: XmlElement): void {
  const given = configKinds.filter((name) => childOf(origin, name) !== undefined);
  if (given.length > 1) {
    throw new AwsError(
      'InvalidOrigin',
      400,
      'You must specify either a CustomOrigin or an S3Origin. You cannot specify both.',
    );
  }
  if (given.length === 0) {
    throw new AwsError('InvalidOrigin', 400, 'You must specify either a CustomOrigin or an S3Origin.');
  }
  if (given[0] === 'S3OriginConfig' && originKindOf(textAt(origin, 'DomainName')) !== 's3') {
    throw invalidArgument('The parameter Origin DomainName does not refer to a valid S3 bucket.');
  }
}

function checkAccess(origin: XmlElement, store: Store): void {
  const identity = textAt(origin, 'S3OriginConfig', 'OriginAccessIdentity');
  const controlId = textAt(origin, 'OriginAccessControlId');
  if (identity !== '' && controlId !== '') {
    throw new AwsError(
      'IllegalOriginAccessConfiguration',
      400,
      'An origin cannot contain both an origin access control (OAC) and an origin access identity (OAI).',
    );
  }
  if (identity !== '' && !/^origin-access-identity\/cloudfront\/[A-Z0-9]+$/.test(identity)) {
    throw new AwsError(
      'InvalidOriginAccessIdentity',
      400,
      'The origin access identity is not valid or does not exist.',
    );
  }
  if (controlId === '') return;
  const control = store.accessControls.get(controlId);
  if (control === undefined) {
    throw new AwsError('InvalidOriginAccessControl', 400, 'The origin access control is not valid.');
  }
  if (control.originType !== originKindOf(textAt(origin, 'DomainName'))) {
    throw new AwsError(
      'InvalidDomainNameForOriginAccessControl',
      400,
      'An origin access control is associated with an origin whose domain name is not supported.',
    );
  }
  // An S3 control signs only where CloudFront treats the origin as a bucket.
  if ((control.originType === 's3') !== (childOf(origin, 'S3OriginConfig') !== undefined)) {
    throw new AwsError('InvalidOriginAccessControl', 400, 'The origin access control is not valid.');
  }
}
