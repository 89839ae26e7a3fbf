// Origin access controls: read, list, create. API: GetOriginAccessControl, ListOriginAccessControls,
// CreateOriginAccessControl.

import { answerXml } from './cloudfront-answers.js';
import { parseRoot, readMaximum } from './cloudfront-distributions.js';
import { toElement } from './cloudfront-shapes.js';
import { textAt, xml } from './cloudfront-xml.js';
import { AwsError, invalidArgument } from './errors.js';
import { type AccessControl, accessControlSeedSchema } from './seed.js';
import { newId, type Store } from './store.js';
import type { Answer, AwsRequest } from './wire.js';

const etag = 'ETVPDKIKX0DER';
/** Developer Guide, "Quotas": origin access controls per account. */
const maxAccessControls = 100;

export function getOriginAccessControl(store: Store, _request: AwsRequest, id: string): Answer {
  const control = store.accessControls.get(id);
  if (control === undefined) {
    throw new AwsError('NoSuchOriginAccessControl', 404, 'The origin access control does not exist.');
  }
  return answerControl(control, 200);
}

export function listOriginAccessControls(store: Store, request: AwsRequest): Answer {
  const marker = request.query.get('Marker') ?? '';
  const maximum = readMaximum(request.query.get('MaxItems'));
  const all = [...store.accessControls.values()];
  const start = marker === '' ? 0 : all.findIndex(({ id }) => id === marker) + 1;
  if (marker !== '' && start === 0) throw invalidArgument('The parameter Marker is not valid.');
  const page = all.slice(start, start + maximum);
  const isTruncated = start + page.length < all.length;
  const last = page.at(-1);
  const items = page.map((control) =>
    toElement('OriginAccessControlSummary', { Id: control.id, ...configOf(control) }),
  );
  return answerXml(
    xml('OriginAccessControlList', [
      xml('Marker', marker),
      ...(isTruncated && last !== undefined ? [xml('NextMarker', last.id)] : []),
      xml('MaxItems', maximum),
      xml('IsTruncated', isTruncated),
      xml('Quantity', page.length),
      ...(items.length > 0 ? [xml('Items', items)] : []),
    ]),
  );
}

export function createOriginAccessControl(store: Store, request: AwsRequest): Answer {
  const config = parseRoot(request.body, 'OriginAccessControlConfig');
  const name = textAt(config, 'Name');
  // OriginAccessControlConfig: the name has at most 64 characters.
  if (name === '' || name.length > 64) throw invalidArgument('The parameter Name is not valid.');
  if (textAt(config, 'SigningProtocol') !== 'sigv4')
    throw invalidArgument('The parameter SigningProtocol is not valid.');
  const read = accessControlSeedSchema.safeParse({
    id: newId(),
    name,
    description: textAt(config, 'Description'),
    signingBehavior: textAt(config, 'SigningBehavior'),
    originType: textAt(config, 'OriginAccessControlOriginType'),
  });
  if (!read.success) throw invalidArgument('The parameter OriginAccessControlConfig is not valid.');
  if ([...store.accessControls.values()].some((control) => control.name === name)) {
    throw new AwsError(
      'OriginAccessControlAlreadyExists',
      409,
      'An origin access control with the specified parameters already exists.',
    );
  }
  if (store.accessControls.size >= maxAccessControls) {
    throw new AwsError(
      'TooManyOriginAccessControls',
      400,
      'The number of origin access controls in your Amazon Web Services account exceeds the maximum allowed.',
    );
  }
  store.accessControls.set(read.data.id, read.data);
  return answerControl(read.data, 201);
}

function answerControl(control: AccessControl, status: number): Answer {
  const body = { Id: control.id, OriginAccessControlConfig: configOf(control) };
  return answerXml(toElement('OriginAccessControl', body), { status, headers: { etag } });
}

function configOf(control: AccessControl) {
  return {
    Description: control.description,
    Name: control.name,
    SigningProtocol: 'sigv4',
    SigningBehavior: control.signingBehavior,
    OriginAccessControlOriginType: control.originType,
  };
}
