// The CloudFront adapter's one write: what each answer of CreateDistributionWithTags means.
import { closeAwsClients, createAwsClients } from '../../src/aws/clients.js';
import { createDistributions } from '../../src/aws/cloudfront.js';
import type { CreateAnswer } from '../../src/clone/ports.js';
import '../support/test-bot.js';
import { cloudFrontError, distributionAnswer, onCreate, textOf, xmlAnswer } from '../support/aws-wire.js';
import { explain, tell } from '../support/refusals.js';
import { skipRetryDelays } from '../support/time.js';

skipRetryDelays();

const config = {
  CallerReference: 'cf-clone-T0CDN-C0CDN-1.2',
  Comment: 'www.example.com',
  Enabled: true,
  Aliases: { Quantity: 1, Items: ['www.example.com'] },
  Origins: { Quantity: 1, Items: [{ Id: 'main', DomainName: 'new.example.net' }] },
  DefaultCacheBehavior: { TargetOriginId: 'main', ViewerProtocolPolicy: 'https-only' as const },
};
const made = { id: 'ENEW000000001', config };

// A client for each test: what one learns about throttling would slow the next.
let clients: ReturnType<typeof createAwsClients>;
beforeEach(() => {
  clients = createAwsClients('us-east-1');
});
afterEach(() => closeAwsClients(clients));

const create = (): Promise<CreateAnswer> =>
  createDistributions(clients.cloudFront).create(config, [{ Key: 'team', Value: 'a b' }]);

function refusalOf(creation: CreateAnswer) {
  if (!('refusal' in creation)) throw new Error(`not refused: ${creation.kind}`);
  return tell(creation.refusal);
}

test('a created distribution comes back with its ID; configuration and tags went out in one call', async () => {
  const wire = onCreate(distributionAnswer(made, 201));

  expect(await create()).toMatchObject({ kind: 'created', distribution: { id: made.id, config } });

  const sent = wire.requests[0]?.body ?? '';
  expect(textOf(sent, 'CallerReference')).toBe(config.CallerReference);
  expect(textOf(sent, 'CNAME')).toBe('www.example.com');
  expect([textOf(sent, 'Key'), textOf(sent, 'Value')]).toEqual(['team', 'a b']);
});

test('a success without a body is not taken for a refusal: the distribution may exist', async () => {
  onCreate(xmlAnswer('Distribution', {}, 201));
  expect(await create()).toMatchObject({ kind: 'unknown', refusal: { outcome: 'unknown_result', created: 'unknown' } });
});

test('a CallerReference used before names the distribution that it made', async () => {
  const message =
    'The caller reference that you are using to create a distribution is associated with another distribution. Already exists: EOLD000000001';
  onCreate(cloudFrontError(409, 'DistributionAlreadyExists', message));
  expect(await create()).toEqual({ kind: 'exists', id: 'EOLD000000001' });
});

test('a CallerReference used before, without an ID in the message, leaves the result open', async () => {
  onCreate(cloudFrontError(409, 'DistributionAlreadyExists', 'The caller reference is used.'));
  expect(await create()).toMatchObject({ kind: 'unknown', refusal: { outcome: 'unknown_result' } });
});

const elsewhere = 'One or more of the CNAMEs you provided are already associated with a different resource.';
const pointing =
  'One or more aliases specified for the distribution includes an incorrectly configured DNS record that points to another CloudFront distribution. You must update the DNS record to correct the problem.';

test.each([
  ['held elsewhere', elsewhere, 'alias_in_use'],
  ['held by DNS', pointing, 'alias_dns_conflict'],
])('an alias %s is told in AWS’s words with its own next step', async (_name, message, outcome) => {
  onCreate(cloudFrontError(409, 'CNAMEAlreadyExists', message));
  const creation = await create();
  expect(creation).toMatchObject({ kind: 'alias-taken', refusal: { outcome, awsRequestId: 'aws-request-1' } });
  expect(refusalOf(creation).what).toContain(message.slice(0, 80));
});

const quotas = [
  'TooManyDistributions',
  'TooManyDistributionCNAMEs',
  'TooManyOrigins',
  'TooManyCacheBehaviors',
  'TooManyOriginGroupsPerDistribution',
  'TooManyCertificates',
  'TooManyDistributionsAssociatedToCachePolicy',
  'TooManyDistributionsAssociatedToOriginRequestPolicy',
  'TooManyDistributionsAssociatedToResponseHeadersPolicy',
  'TooManyDistributionsAssociatedToKeyGroup',
  'TooManyDistributionsAssociatedToFieldLevelEncryptionConfig',
  'TooManyDistributionsAssociatedToOriginAccessControl',
  'TooManyDistributionsWithFunctionAssociations',
  'TooManyDistributionsWithSingleFunctionARN',
  'TooManyDistributionsWithLambdaAssociations',
  'EntityLimitExceeded',
].map((code) => [code, 400, 'quota_exceeded'] as const);
const gone = [
  'NoSuchCachePolicy',
  'NoSuchOriginRequestPolicy',
  'NoSuchResponseHeadersPolicy',
  'NoSuchRealtimeLogConfig',
  'NoSuchFieldLevelEncryptionConfig',
  'NoSuchContinuousDeploymentPolicy',
  'TrustedKeyGroupDoesNotExist',
  'TrustedSignerDoesNotExist',
  'EntityNotFound',
].map((code) => [code, 404, 'shared_resource_gone'] as const);
const malformed = [
  'InvalidArgument',
  'InvalidOrigin',
  'InvalidDomainNameForOriginAccessControl',
  'InvalidOriginAccessControl',
  'IllegalOriginAccessConfiguration',
  'InvalidOriginReadTimeout',
  'InvalidOriginKeepaliveTimeout',
  'InvalidFunctionAssociation',
  'InvalidLambdaFunctionAssociation',
  'InvalidTTLOrder',
  'InvalidHeadersForS3Origin',
  'InvalidGeoRestrictionParameter',
  'InvalidDefaultRootObject',
  'InvalidMinimumProtocolVersion',
  'InvalidProtocolSettings',
  'InconsistentQuantities',
  'MissingBody',
].map((code) => [code, 400, 'rejected_by_aws'] as const);

test.each([
  ['InvalidViewerCertificate', 400, 'certificate_gone'],
  ['NoSuchOrigin', 404, 'rejected_by_aws'],
  ['InvalidOriginAccessIdentity', 400, 'shared_resource_gone'],
  ['InvalidWebACLId', 400, 'shared_resource_gone'],
  ['InvalidTagging', 400, 'invalid_tags'],
  ['AccessDenied', 403, 'access_denied'],
  // A log configuration of another account: no permission of the bot's role would help.
  ['RealtimeLogConfigOwnerMismatch', 401, 'rejected_by_aws'],
  ...quotas,
  ...gone,
  ...malformed,
] as const)(
  '%s (%i) refuses as %s, with AWS’s message, the request ID and a next step',
  async (code, status, outcome) => {
    onCreate(cloudFrontError(status, code, 'What AWS has to say.'));

    const creation = await create();

    expect(creation.kind).toBe('refused');
    const refusal = refusalOf(creation);
    expect(refusal).toMatchObject({ outcome, created: 'nothing', awsRequestId: 'aws-request-1' });
    expect(refusal.what).toContain('What AWS has to say.');
    expect(refusal.next).toMatch(/^[A-Z].*\.$/);
    expect(explain(refusal)).toContain('Nothing was created.');
  },
);

test('a code that nobody has heard of shows AWS’s message and request ID', async () => {
  onCreate(cloudFrontError(400, 'FluxCapacitorMissing', 'Install one.'));
  const said = explain(refusalOf(await create()));
  expect(said).toContain('FluxCapacitorMissing');
  expect(said).toContain('Install one.');
  expect(said).toContain('aws-request-1');
});

describe('a message that says more than its code', () => {
  const refusedWith = async (status: number, code: string, message: string) => {
    onCreate(cloudFrontError(status, code, message));
    return refusalOf(await create());
  };

  test('that the account is not verified is no missing permission', async () => {
    const message = 'Your account must be verified before you can add new CloudFront resources.';
    const refusal = await refusedWith(403, 'AccessDenied', message);
    expect(refusal.outcome).toBe('rejected_by_aws');
    expect(refusal.next).toMatch(/AWS Support/);
  });

  test('that a log bucket takes no ACLs asks for the two permissions and for ACLs', async () => {
    const message =
      'The S3 bucket that you specified for CloudFront logs does not enable ACL access: logs.s3.amazonaws.com';
    const refusal = await refusedWith(400, 'InvalidArgument', message);
    expect(refusal.outcome).toBe('access_denied');
    expect(refusal.next).toMatch(/s3:GetBucketAcl.*take ACLs/);
  });

  test('that a VPC origin does not exist may mean that it is not shared', async () => {
    const refusal = await refusedWith(404, 'EntityNotFound', 'The specified vpc origin does not exist.');
    expect(refusal.outcome).toBe('shared_resource_gone');
    expect(refusal.next).toMatch(/share/);
  });

  test.each([
    ['AccessDenied', 'Access denied.', /cloudfront:CreateDistribution and cloudfront:TagResource/],
    ['AccessDenied', 'User: bot is not authorized to perform: wafv2:GetWebACL on resource: x', /role wafv2:GetWebACL,/],
    ['ExpiredToken', 'The security token is expired.', /^(?!.*cloudfront:)/],
  ])('a denial by %s names the actions where a permission is missing', async (code, message, next) => {
    expect((await refusedWith(403, code, message)).next).toMatch(next);
  });
});

describe('a denial', () => {
  const denied = async (message: string) => {
    onCreate(cloudFrontError(403, 'AccessDenied', message));
    return refusalOf(await create());
  };

  test('about the log bucket asks for the two ACL permissions', async () => {
    const refusal = await denied(
      "You don't have permission to access the S3 bucket for CloudFront logs: logs.s3.amazonaws.com",
    );
    expect(refusal.next).toContain('s3:GetBucketAcl');
    expect(refusal.next).toContain('s3:PutBucketAcl');
  });

  test.each([
    'User: bot is not authorized to perform: cloudfront:CreateDistribution',
    'User: bot is not authorized to perform: cloudfront:TagResource',
    'User: bot is not authorized to perform: wafv2:GetWebACL on resource: arn:aws:wafv2:us-east-1:1:global/webacl/a/b',
  ])('%s does not speak of buckets', async (message) => {
    expect((await denied(message)).next).not.toContain('s3:');
  });
});

describe('an error that repeats the value of an origin header', () => {
  const secret = 'correct-horse-battery-staple';
  const withHeaders = {
    ...config,
    Origins: {
      Quantity: 1,
      Items: [
        {
          Id: 'main',
          DomainName: 'new.example.net',
          CustomHeaders: { Quantity: 1, Items: [{ HeaderName: 'X-Origin-Secret', HeaderValue: secret }] },
        },
      ],
    },
  };
  const said = `The header X-Origin-Secret: ${secret} is not allowed.`;

  test.each([
    ['a code that is explained', 400, 'InvalidOrigin', said, 1],
    ['a code that is not', 400, 'InvalidArgument', said, 1],
    ['a code that is the value', 400, secret, 'No.', 1],
    ['a quota', 400, 'TooManyOrigins', said, 1],
    ['something that is gone', 404, 'NoSuchCachePolicy', said, 1],
    ['a denial', 403, 'AccessDenied', said, 1],
    ['throttling', 400, 'Throttling', said, 4],
    ['a taken alias', 409, 'CNAMEAlreadyExists', said, 1],
    ['a DNS conflict', 409, 'CNAMEAlreadyExists', `DNS record. ${said}`, 1],
    ['a used CallerReference without an ID', 409, 'DistributionAlreadyExists', said, 1],
    ['a fault of AWS', 500, 'InternalError', said, 4],
    ['a value that is cut off', 400, 'InvalidArgument', `Bad value: ${secret.slice(0, 12)}…`, 1],
    ['a value that quoting would cut off', 400, 'InvalidArgument', `${'Bad. '.repeat(22)}${secret}`, 1],
    ['a value in XML within XML', 400, 'InvalidArgument', said.replaceAll('-', '&#45;'), 1],
  ])('does not pass it on: %s', async (_what, status, code, message, times) => {
    onCreate(cloudFrontError(status, code, message), { times });
    const creation = await createDistributions(clients.cloudFront).create(withHeaders, []);
    const shown = JSON.stringify(creation);
    expect(refusalOf(creation).what).toContain('(hidden)');
    for (const piece of ['correct-', 'horse', 'battery', 'staple']) expect(shown).not.toContain(piece);
    expect(creation).toMatchObject({ refusal: { awsRequestId: 'aws-request-1' } });
  });

  test('still names the distribution that the CallerReference made', async () => {
    onCreate(cloudFrontError(409, 'DistributionAlreadyExists', `${said} Already exists: EOLD000000001`));
    expect(await createDistributions(clients.cloudFront).create(withHeaders, [])).toEqual({
      kind: 'exists',
      id: 'EOLD000000001',
    });
  });

  test('does not write it anywhere either', async () => {
    const written: unknown[] = [];
    const spies = (['debug', 'info', 'log', 'warn', 'error', 'trace'] as const).map((name) =>
      jest.spyOn(console, name).mockImplementation((...words) => void written.push(...words)),
    );
    try {
      onCreate(cloudFrontError(400, 'InvalidArgument', said));
      await createDistributions(clients.cloudFront).create(withHeaders, []);
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    expect(written).toEqual([]);
  });
});

describe('answers that do not say whether it was done', () => {
  test('a success whose body broke off leaves the result open, and the SDK’s own words are left out', async () => {
    onCreate({ status: 201, body: '<Distribution><Id>ENEW000000001</Id><DistributionCon' });
    const creation = await create();
    expect(creation).toMatchObject({
      kind: 'unknown',
      refusal: { outcome: 'unknown_result', created: 'unknown' },
    });
    expect(refusalOf(creation).what).toContain('CloudFront’s answer cannot be read.');
    expect(refusalOf(creation).what).not.toMatch(/parse|deserial/i);
  });

  test.each([
    ['ServiceUnavailable', 503],
    ['InternalError', 500],
  ])('%s (%i) four times leaves the result open', async (code, status) => {
    const wire = onCreate(cloudFrontError(status, code, 'later'), { times: 4 });
    expect(await create()).toMatchObject({
      kind: 'unknown',
      refusal: { outcome: 'unknown_result', created: 'unknown' },
    });
    expect(wire.requests).toHaveLength(4);
  });

  test('a connection that breaks four times leaves the result open', async () => {
    onCreate('dropped', { times: 4 });
    expect(await create()).toMatchObject({ kind: 'unknown', refusal: { outcome: 'unknown_result' } });
  });

  test.each([
    ['a broken connection', 'dropped' as const],
    ['a 503', cloudFrontError(503, 'ServiceUnavailable', 'later')],
  ])('after %s the SDK asks again with the same CallerReference', async (_name, first) => {
    const wire = onCreate((_request, count) => (count === 1 ? first : distributionAnswer(made, 201)), { times: 2 });
    expect(await create()).toMatchObject({ kind: 'created', distribution: { id: made.id } });
    expect(wire.requests.map(({ body }) => textOf(body, 'CallerReference'))).toEqual([
      config.CallerReference,
      config.CallerReference,
    ]);
  });

  test('after a connection that broke too late, the second try finds what the first has made', async () => {
    const again = cloudFrontError(409, 'DistributionAlreadyExists', 'Already exists: ENEW000000001');
    onCreate((_request, count) => (count === 1 ? 'dropped' : again), { times: 2 });
    expect(await create()).toEqual({ kind: 'exists', id: 'ENEW000000001' });
  });
});

test('throttling comes as HTTP 400; it is tried again', async () => {
  const throttled = cloudFrontError(400, 'Throttling', 'Rate exceeded');
  onCreate((_request, count) => (count === 1 ? throttled : distributionAnswer(made, 201)), { times: 2 });
  expect(await create()).toMatchObject({ kind: 'created' });
});

test('throttling that does not end is a refusal that rules a distribution out', async () => {
  onCreate(cloudFrontError(400, 'Throttling', 'Rate exceeded'), { times: 4 });
  expect(await create()).toMatchObject({ kind: 'refused', refusal: { outcome: 'throttled', created: 'nothing' } });
});
