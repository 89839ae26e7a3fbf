import type { DefaultCacheBehavior, DistributionConfig, ViewerCertificate } from '@aws-sdk/client-cloudfront';
import { warnAboutSharing } from '../../../src/clone/warnings/shared-resources.js';
import type { WarningKind } from '../../../src/clone/warnings/warning.js';
import { describeWarning } from '../../../src/messages/describe-warning.js';
import { behavior, makeConfig } from '../references.js';

const ofTop = (top: Partial<DistributionConfig>) => warnAboutSharing(makeConfig({ top }));
const ofMain = (main: Partial<DefaultCacheBehavior>) => warnAboutSharing(makeConfig({ main }));
const kinds = (warnings: ReturnType<typeof warnAboutSharing>): WarningKind[] => warnings.map(({ kind }) => kind);
const sentenceOf = (warning: ReturnType<typeof warnAboutSharing>[number]): string => describeWarning(warning).sentence;

test('a plain reference shares nothing worth a word', () => {
  expect(warnAboutSharing(makeConfig())).toEqual([]);
});

describe('what is shared is named', () => {
  const associate = (FunctionARN: string): Partial<DefaultCacheBehavior> => ({
    FunctionAssociations: { Quantity: 1, Items: [{ EventType: 'viewer-request', FunctionARN }] },
  });

  test.each<[string, ReturnType<typeof warnAboutSharing>, string]>([
    [
      'a web ACL',
      ofTop({ WebACLId: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/shop-acl/1234' }),
      '`shop-acl`',
    ],
    [
      'a classic web ACL',
      ofTop({ WebACLId: '473e64fd-f30b-4765-81a0-62ad96dd167a' }),
      '`473e64fd-f30b-4765-81a0-62ad96dd167a`',
    ],
    [
      'the place of the logs',
      ofTop({ Logging: { Enabled: true, IncludeCookies: false, Bucket: 'logs.s3.amazonaws.com', Prefix: 'ref/' } }),
      '`logs.s3.amazonaws.com/ref/`',
    ],
    ['a CloudFront function', ofMain(associate('arn:aws:cloudfront::111122223333:function/rewrite')), '`rewrite`'],
    [
      'a Lambda function with its version',
      ofMain({
        LambdaFunctionAssociations: {
          Quantity: 1,
          Items: [
            { EventType: 'origin-request', LambdaFunctionARN: 'arn:aws:lambda:us-east-1:111122223333:function:auth:7' },
          ],
        },
      }),
      '`auth:7`',
    ],
    ['a response headers policy', ofMain({ ResponseHeadersPolicyId: 'own-policy' }), '`own-policy`'],
    [
      'error pages',
      ofTop({
        CustomErrorResponses: {
          Quantity: 1,
          Items: [{ ErrorCode: 403, ResponsePagePath: '/no.html', ResponseCode: '403' }],
        },
      }),
      '`/no.html`',
    ],
    [
      'a list of countries',
      ofTop({ Restrictions: { GeoRestriction: { RestrictionType: 'blacklist', Quantity: 2, Items: ['XX', 'YY'] } } }),
      'blacklist of 2 countries',
    ],
    ['a list of static IPs', ofTop({ AnycastIpListId: 'aip_1' }), '`aip_1`'],
  ])('%s', (_what, warnings, name) => {
    expect(warnings.map(sentenceOf)).toEqual([expect.stringContaining(name)]);
  });

  test('once, however many behaviors use it', () => {
    const shared = {
      ...associate('arn:aws:cloudfront::111122223333:function/rewrite'),
      ResponseHeadersPolicyId: 'own',
    };
    const reference = makeConfig({ main: shared, behaviors: [behavior('/a/*', 'main', shared)] });
    expect(kinds(warnAboutSharing(reference))).toEqual(['edge_functions', 'response_headers']);
  });

  test('when another behavior than the default one uses it', () => {
    const signers = { Enabled: true, Quantity: 1, Items: ['self'] };
    const reference = makeConfig({ behaviors: [behavior('/a/*', 'main', { TrustedSigners: signers })] });
    expect(kinds(warnAboutSharing(reference))).toEqual(['shared_keys']);
  });
});

describe('no warning comes from', () => {
  test.each<[string, Partial<DistributionConfig>]>([
    ['an empty web ACL', { WebACLId: '' }],
    ['logging that is off', { Logging: { Enabled: false, IncludeCookies: true, Bucket: '', Prefix: '' } }],
    ['restrictions of no country', { Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } } }],
    [
      'error codes without a page',
      { CustomErrorResponses: { Quantity: 1, Items: [{ ErrorCode: 404, ResponsePagePath: '' }] } },
    ],
    ['empty IDs of what is left out', { ContinuousDeploymentPolicyId: '', AnycastIpListId: '' }],
  ])('%s', (_what, top) => {
    expect(ofTop(top)).toEqual([]);
  });

  test.each<[string, Partial<DefaultCacheBehavior>]>([
    ['AWS’s own response headers policies', { ResponseHeadersPolicyId: '67f7725c-6f97-4210-82d7-5512b31e9d03' }],
    [
      'empty lists of keys',
      { TrustedKeyGroups: { Enabled: false, Quantity: 0 }, TrustedSigners: { Enabled: false, Quantity: 0 } },
    ],
    [
      'empty lists of functions',
      { FunctionAssociations: { Quantity: 0 }, LambdaFunctionAssociations: { Quantity: 0 } },
    ],
    ['empty IDs', { FieldLevelEncryptionId: '', RealtimeLogConfigArn: '', ResponseHeadersPolicyId: '' }],
    ['gRPC that is off', { GrpcConfig: { Enabled: false } }],
  ])('%s', (_what, main) => {
    expect(ofMain(main)).toEqual([]);
  });
});

describe('the certificate of the reference', () => {
  test.each<[string, ViewerCertificate, WarningKind[]]>([
    ['with SNI and a modern protocol', { SSLSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1.2_2019' }, []],
    [
      'with SNI and an old protocol',
      { SSLSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1_2016' },
      ['protocol_raised'],
    ],
    [
      'with dedicated IPs',
      { SSLSupportMethod: 'vip', MinimumProtocolVersion: 'TLSv1' },
      ['dedicated_ip_dropped', 'protocol_raised'],
    ],
    [
      'with static IPs',
      { SSLSupportMethod: 'static-ip', MinimumProtocolVersion: 'TLSv1.2_2021' },
      ['dedicated_ip_dropped'],
    ],
    ['that is CloudFront’s own', { CloudFrontDefaultCertificate: true, MinimumProtocolVersion: 'TLSv1' }, []],
    [
      'that is CloudFront’s own, for which AWS echoes vip though there are no dedicated IPs',
      {
        CloudFrontDefaultCertificate: true,
        SSLSupportMethod: 'vip',
        MinimumProtocolVersion: 'TLSv1',
        CertificateSource: 'cloudfront',
      },
      [],
    ],
  ])('%s', (_what, ViewerCertificate, expected) => {
    expect(kinds(ofTop({ ViewerCertificate }))).toEqual(expected);
  });

  test('the old and the new protocol are said', () => {
    const warnings = ofTop({
      ViewerCertificate: { SSLSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1.1_2016' },
    });
    expect(warnings.map(sentenceOf)).toEqual(['The minimum protocol rises from TLSv1.1_2016 to TLSv1.2_2021.']);
  });
});
