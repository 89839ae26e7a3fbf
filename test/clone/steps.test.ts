import type { Origin } from '@aws-sdk/client-cloudfront';
import { describeDnsRecord, listGrants, toConsoleAddress } from '../../src/clone/steps.js';
import { customOrigin, makeConfig, oldHosts, originOf } from './references.js';

const target = 'd444444abcdef8.cloudfront.net';
const arn = 'arn:aws:cloudfront::111122223333:distribution/E9NEW';

describe('the DNS record', () => {
  test.each([
    ['www.example.com', `www.example.com CNAME ${target}`],
    ['*.example.com', `*.example.com CNAME ${target}`],
    ['example.com', undefined],
  ])('of %s is a CNAME only below the top of a zone: %s', (domain, cname) => {
    expect(describeDnsRecord(domain, target, makeConfig()).cname).toBe(cname);
  });

  test.each([
    [true, 'A and AAAA'],
    [false, 'A'],
  ])('with IPv6 %s is an alias of %s in CloudFront’s zone', (IsIPV6Enabled, types) => {
    const { alias } = describeDnsRecord('www.example.com', target, makeConfig({ top: { IsIPV6Enabled } }));
    expect(alias).toBe(`www.example.com ${types} ALIAS ${target} (zone Z2FDTNDATAQYW2)`);
  });
});

describe('the grants', () => {
  const grantsOf = (...origins: Origin[]) => listGrants(makeConfig({ origins }), arn);
  const guarded = { OriginAccessControlId: 'E2OAC' };

  test('are none without an origin access control', () => {
    expect(grantsOf(customOrigin(), originOf('s3', { Id: 'b' }))).toEqual([]);
  });

  test('of a bucket name the bucket and the new distribution', () => {
    const [grant] = grantsOf(originOf('s3', guarded));
    expect(grant?.host).toBe(oldHosts.s3);
    expect(grant?.instruction).toMatch(/bucket policy.*kms:Decrypt/);
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
    expect(grant?.instruction).toMatch(place);
  });

  test('of another host name the distribution', () => {
    expect(grantsOf(customOrigin(guarded))).toEqual([
      { host: oldHosts.custom, instruction: expect.stringMatching(/\.|:$/), text: arn },
    ]);
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

test('the console address carries the ID, escaped', () => {
  expect(toConsoleAddress('E9NEW')).toMatch(/^https:\/\/[a-z0-9.-]+\.aws\.amazon\.com\/.*\/distributions\/E9NEW$/);
  expect(toConsoleAddress('a/b')).toMatch(/a%2Fb$/);
});
