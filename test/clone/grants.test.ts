import type { DistributionConfig, Method, Origin } from '@aws-sdk/client-cloudfront';
import { type Grant, listGrantKinds, listGrants } from '../../src/clone/grants.js';
import { describeGrant } from '../../src/messages/grants.js';
import { behavior, customOrigin, failoverGroup, makeConfig, oldHosts, originOf } from './references.js';

const arn = 'arn:aws:cloudfront::111122223333:distribution/E9NEW';

const instructionOf = (grant: Grant | undefined): string => (grant ? describeGrant(grant) : '');

describe('the grants', () => {
  const grantsOf = (...origins: Origin[]) => listGrants(makeConfig({ origins }), arn);
  const guarded = { OriginAccessControlId: 'E2OAC' };

  test('are none without an origin access control', () => {
    expect(grantsOf(customOrigin(), originOf('s3', { Id: 'b' }))).toEqual([]);
  });

  test('of a bucket name the bucket and the new distribution', () => {
    const [grant] = grantsOf(originOf('s3', guarded));
    expect(grant?.host).toBe(oldHosts.s3);
    expect(instructionOf(grant)).toMatch(/bucket policy.*kms:Decrypt/);
    expect(JSON.parse(grant?.text ?? '')).toEqual({
      Sid: 'AllowCloudFrontE9NEW',
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::old-bucket/*',
      Condition: { StringEquals: { 'AWS:SourceArn': arn } },
    });
  });

  test.each([
    ['bucket.s3.amazonaws.com', 'bucket'],
    ['bucket.s3-eu-west-1.amazonaws.com', 'bucket'],
    ['bucket.s3.dualstack.eu-west-1.amazonaws.com', 'bucket'],
    ['www.example.com.s3.eu-west-1.amazonaws.com', 'www.example.com'],
    ['cdn.s3.example.com.s3.eu-west-1.amazonaws.com', 'cdn.s3.example.com'],
  ])('of %s name the bucket %s', (DomainName, bucket) => {
    const [grant] = grantsOf(originOf('s3', { ...guarded, DomainName }));
    expect(JSON.parse(grant?.text ?? '')).toHaveProperty('Resource', `arn:aws:s3:::${bucket}/*`);
  });

  test('of a function URL are two permissions, in the function’s region', () => {
    const [grant] = grantsOf(originOf('lambda-url', guarded));
    const lines = (grant?.text ?? '').split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/--region eu-west-1 .*--action lambda:InvokeFunctionUrl .*--source-arn arn:.*E9NEW$/),
      expect.stringMatching(/--region eu-west-1 .*--action lambda:InvokeFunction .*--source-arn arn:.*E9NEW$/),
    ]);
    const ids = lines.map((line) => /--statement-id (\S+)/.exec(line)?.[1]);
    expect(new Set(ids).size).toBe(2);
  });

  test.each([
    ['mediapackage-v2', 'mediapackagev2:GetObject', /endpoint/],
    ['mediastore', 'mediastore:GetObject', /container/],
  ] as const)('of %s allow %s', (kind, action, place) => {
    const [grant] = grantsOf(originOf(kind, guarded));
    expect(JSON.parse(grant?.text ?? '')).toMatchObject({ Action: action, Condition: expect.anything() });
    expect(instructionOf(grant)).toMatch(place);
  });

  const methods = (...Items: Method[]) => ({ AllowedMethods: { Quantity: Items.length, Items } });
  const allSeven = methods('GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE');

  test.each<[string, DistributionConfig]>([
    ['the default behavior', makeConfig({ origins: [originOf('s3', guarded)], main: allSeven })],
    [
      'another behavior',
      makeConfig({ origins: [originOf('s3', guarded)], behaviors: [behavior('/up/*', 'main', methods('GET', 'PUT'))] }),
    ],
    [
      'a behavior with an origin group',
      makeConfig({
        origins: [originOf('s3', guarded), customOrigin({ Id: 'other', DomainName: 'other.example.com' })],
        groups: [failoverGroup('pair', 'other', 'main')],
        behaviors: [behavior('/up/*', 'pair', allSeven)],
      }),
    ],
  ])('of a bucket allow writing where %s allows PUT', (_what, config) => {
    const [grant] = listGrants(config, arn);
    expect(JSON.parse(grant?.text ?? '')).toHaveProperty('Action', ['s3:GetObject', 's3:PutObject']);
    expect(instructionOf(grant)).toMatch(/kms:Decrypt, kms:Encrypt, and kms:GenerateDataKey\*/);
    expect(instructionOf(grant)).toMatch(/Leave out s3:PutObject/);
  });

  test('of a bucket do not allow writing where PUT leads elsewhere', () => {
    const api = customOrigin({ Id: 'api', DomainName: 'api.example.com' });
    const config = makeConfig({
      origins: [originOf('s3', guarded), api],
      behaviors: [behavior('/api/*', 'api', allSeven)],
    });
    expect(JSON.parse(listGrants(config, arn)[0]?.text ?? '')).toHaveProperty('Action', 's3:GetObject');
  });

  test('of MediaPackage allow HEAD where a group compares media quality', () => {
    const origins = [
      originOf('mediapackage-v2', guarded),
      originOf('mediapackage-v2', { Id: 'second', DomainName: 'x' }),
    ];
    const media = failoverGroup('pair', 'second', 'main', { SelectionCriteria: 'media-quality-based' });
    const [grant] = listGrants(makeConfig({ origins, groups: [media] }), arn);
    expect(JSON.parse(grant?.text ?? '')).toHaveProperty('Action', [
      'mediapackagev2:GetObject',
      'mediapackagev2:GetHeadObject',
    ]);
  });

  test.each([
    [allSeven, true],
    [methods('GET', 'HEAD', 'OPTIONS'), false],
  ])('of a function URL say what clients send with a body: %j', (main, isSaid) => {
    const [grant] = listGrants(makeConfig({ origins: [originOf('lambda-url', guarded)], main }), arn);
    expect(/x-amz-content-sha256/.test(instructionOf(grant))).toBe(isSaid);
  });

  test('of another host name the distribution', () => {
    const grants = grantsOf(customOrigin(guarded));
    expect(grants).toEqual([{ kind: 'other', host: oldHosts.custom, text: arn }]);
    expect(instructionOf(grants[0])).toMatch(/:$/);
  });

  test('are counted by their kind, each kind once', () => {
    const kindsOf = (...origins: Origin[]) => listGrantKinds(makeConfig({ origins }));
    expect(kindsOf(customOrigin(), originOf('s3', { Id: 'b' }))).toEqual([]);
    expect(
      kindsOf(
        customOrigin(guarded),
        originOf('lambda-url', { ...guarded, Id: 'fn' }),
        originOf('s3', { ...guarded, Id: 'a' }),
        originOf('s3', { ...guarded, Id: 'b' }),
      ),
    ).toEqual(['s3', 'lambda-url', 'other']);
  });

  test('are said once for each host', () => {
    const hosts = grantsOf(
      originOf('s3', guarded),
      originOf('s3', { ...guarded, Id: 'again', OriginPath: '/x' }),
      originOf('lambda-url', { ...guarded, Id: 'fn' }),
    ).map(({ host }) => host);
    expect(hosts).toEqual([oldHosts.s3, oldHosts['lambda-url']]);
  });
});
