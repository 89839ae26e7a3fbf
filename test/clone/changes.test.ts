import { compareFields, listChanges, listFields, maskedValue } from '../../src/clone/changes.js';
import { type CloneConfig, cloneDistribution } from '../../src/clone/distribution.js';
import { changeReasons } from '../../src/messages/changes.js';
import { behavior, bucketOrigin, customOrigin, good, header, makeConfig, newHosts, secret } from './references.js';

describe('listFields', () => {
  test('names list members by what people know them by, not by position', () => {
    const config = makeConfig({
      origins: [customOrigin({ CustomHeaders: { Quantity: 1, Items: [header('X-Key')] } })],
      behaviors: [
        behavior('/api/*', 'main', {
          LambdaFunctionAssociations: {
            Quantity: 1,
            Items: [{ EventType: 'viewer-request', LambdaFunctionARN: 'arn:fn:1' }],
          },
        }),
      ],
      top: { CustomErrorResponses: { Quantity: 1, Items: [{ ErrorCode: 404, ErrorCachingMinTTL: 5 }] } },
    });
    const fields = listFields(config);
    expect(fields.get('Origins[main].DomainName')).toBe('old-origin.example.com');
    expect(fields.get('CacheBehaviors[/api/*].TargetOriginId')).toBe('main');
    expect(fields.get('CacheBehaviors[/api/*].LambdaFunctionAssociations[viewer-request].LambdaFunctionARN')).toBe(
      'arn:fn:1',
    );
    expect(fields.get('CustomErrorResponses[404].ErrorCachingMinTTL')).toBe('5');
    expect(fields.get('Origins[main].CustomHeaders[X-Key].HeaderValue')).toBe(maskedValue);
  });

  test.each([
    ['an empty string', { A: '' }, []],
    ['null and undefined', { A: null, B: undefined }, []],
    ['an empty list with its quantity', { A: { Quantity: 0, Items: [] } }, []],
    [
      'false and zero',
      { A: false, B: 0 },
      [
        ['A', 'false'],
        ['B', '0'],
      ],
    ],
    ['a list of words, in any order', { A: { Quantity: 2, Items: ['b', 'a'] } }, [['A', 'a, b']]],
    [
      'members without a name, by position',
      { A: [{ X: 1 }, { X: 2 }] },
      [
        ['A[0].X', '1'],
        ['A[1].X', '2'],
      ],
    ],
    ['a date', { A: new Date(0) }, [['A', '1970-01-01T00:00:00.000Z']]],
    ['an unknown member', { Future: { Deep: true } }, [['Future.Deep', 'true']]],
  ])('%s', (_what, config, expected) => {
    expect([...listFields(config)]).toEqual(expected);
  });

  test('hides a header value at any depth, even in members of tomorrow', () => {
    const config = { Future: { Headers: [header('X-A')] }, Origins: { Items: [{ Id: 'a', More: [header('X-B')] }] } };
    expect([...listFields(config).values()].join()).not.toContain(secret);
  });
});

describe('compareFields', () => {
  test('tells what is there before, after and in both', () => {
    const before = new Map([
      ['Kept', '1'],
      ['Changed', '1'],
      ['Gone', '1'],
    ]);
    const after = new Map([
      ['New', '1'],
      ['Changed', '2'],
      ['Kept', '1'],
    ]);
    expect(compareFields(before, after)).toEqual([
      { path: 'Changed', before: '1', after: '2' },
      { path: 'Gone', before: '1', after: '' },
      { path: 'New', before: '', after: '1' },
    ]);
  });
});

describe('listChanges', () => {
  /** The changes with the words for their reasons. */
  const changesOf = (reference: CloneConfig, origin = newHosts.custom) => {
    const config = { CallerReference: 'x', ...reference };
    const wanted = { domain: 'www.example.com', origin, certificateArn: 'arn:new' };
    const changes = listChanges(reference, good(cloneDistribution(config, wanted)).config);
    return changes.map(({ reason, ...change }) => ({ ...change, why: changeReasons[reason] }));
  };
  const { CallerReference: _theirs, ...reference } = makeConfig({
    origins: [
      bucketOrigin({
        OriginPath: '/site',
        OriginAccessControlId: 'E2OAC',
        CustomHeaders: { Quantity: 1, Items: [header('X-Key')] },
      }),
    ],
    main: { MinTTL: 5, ForwardedValues: { QueryString: false, Cookies: { Forward: 'none' } } },
    top: {
      ContinuousDeploymentPolicyId: 'cd-1',
      AnycastIpListId: 'aip_1',
      ViewerCertificate: {
        IAMCertificateId: 'AS1',
        SSLSupportMethod: 'vip',
        MinimumProtocolVersion: 'TLSv1',
      },
    },
  });

  test.each([
    ['Aliases', 'ref.example.com', 'www.example.com', 'the clone answers only for this domain'],
    ['Comment', 'production site', 'www.example.com', 'names the clone'],
    ['Origins[main].DomainName', 'old-bucket.s3.eu-west-1.amazonaws.com', newHosts.custom, 'the new origin'],
    ['Origins[main].OriginPath', '/site', '', 'belonged to the old kind of host'],
    ['Origins[main].OriginAccessControlId', 'E2OAC', '', 'the access control depends on the kind of host'],
    ['Origins[main].CustomOriginConfig.OriginProtocolPolicy', '', 'https-only', 'depends on the kind of host'],
    ['ViewerCertificate.ACMCertificateArn', '', 'arn:new', 'the certificate that covers the domain'],
    ['ViewerCertificate.IAMCertificateId', 'AS1', '', 'built again for the ACM certificate'],
    ['ViewerCertificate.SSLSupportMethod', 'vip', 'sni-only', 'built again for the ACM certificate'],
    ['ViewerCertificate.MinimumProtocolVersion', 'TLSv1', 'TLSv1.2_2021', 'older protocols are not carried over'],
    ['ContinuousDeploymentPolicyId', 'cd-1', '', 'belongs to the reference and its staging distribution'],
    ['AnycastIpListId', 'aip_1', '', 'the clone does not join a static-IP list by itself'],
    ['DefaultCacheBehavior.MinTTL', '5', '', 'not allowed beside a cache policy'],
    ['DefaultCacheBehavior.ForwardedValues.QueryString', 'false', '', 'not allowed beside a cache policy'],
  ])('%s: %j becomes %j, because it %s', (path, before, after, why) => {
    expect(changesOf(reference)).toContainEqual({ path, before, after, why });
  });

  test('a client certificate that goes says why', () => {
    const OriginMtlsConfig = { ClientCertificateArn: 'arn:client' };
    const { CustomOriginConfig } = customOrigin();
    if (!CustomOriginConfig) throw new Error('no block');
    const origins = [customOrigin({ CustomOriginConfig: { ...CustomOriginConfig, OriginMtlsConfig } })];
    expect(changesOf(makeConfig({ origins }))).toContainEqual({
      path: 'Origins[main].CustomOriginConfig.OriginMtlsConfig.ClientCertificateArn',
      before: 'arn:client',
      after: '',
      why: 'the client certificate was meant for the old host',
    });
  });

  test('what is copied is not a change, a header least of all', () => {
    const paths = changesOf(reference).map(({ path }) => path);
    expect(paths).not.toContain('PriceClass');
    expect(paths.filter((path) => path.includes('CustomHeaders'))).toEqual([]);
  });

  test('every change has a reason of its own', () => {
    const whys = changesOf(reference).map(({ why }) => why);
    expect(whys).not.toContain('follows from the change of origin');
    expect(whys).not.toContain('');
  });
});

test('deprecated members that repeat the certificate are no changes to nothing', () => {
  const certificate = { ACMCertificateArn: 'arn:old', Certificate: 'arn:old', CertificateSource: 'acm' as const };
  const reference = makeConfig({ top: { ViewerCertificate: certificate } });
  const clone = makeConfig({ top: { ViewerCertificate: { ACMCertificateArn: 'arn:new' } } });
  expect(listChanges(reference, clone).map(({ path, after }) => [path, after])).toEqual([
    ['ViewerCertificate.ACMCertificateArn', 'arn:new'],
  ]);
});
