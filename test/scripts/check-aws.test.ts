// The check of a real account, tried on the fake: it finds where AWS differs, and creates nothing where it may not.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { managedCachePolicies } from '../../sandbox/fakes/aws/managed-policies.js';
import { hasProblem, renderReport } from '../../scripts/check-aws/report.js';
import { checkTag } from '../../scripts/check-aws/samples.js';
import { type AwsCheck, type Checked, checkedSeed, startAwsCheck } from '../support/aws-check.js';

jest.setTimeout(180_000);

let awsCheck: AwsCheck;

describe('in an account that answers like the fake', () => {
  let checked: Checked;
  beforeAll(async () => {
    awsCheck = await startAwsCheck();
    checked = await awsCheck.run();
  });
  afterAll(() => awsCheck.close());

  test('every answer is the same, and nothing is left', () => {
    expect(checked.ending).toBe('done');
    expect(checked.report.rows.filter(({ verdict }) => verdict === 'differs' || verdict === 'failed')).toEqual([]);
    expect(checked.report.rows.filter(({ verdict }) => verdict === 'same').length).toBeGreaterThan(40);
    expect(awsCheck.standing()).toEqual([]);
  });

  test.each([
    ['create', 'disabled reference', 'accepted'],
    ['clone', 'the reference is cloned', 'as planned (us)'],
    ['clone', 'the same request again', 'finds it (earlier)'],
    ['clone', 'its key for another domain', 'key_reused'],
    ['clone', 'its domain for another key', 'alias_in_use'],
    ['order', 'the same create again', 'DistributionAlreadyExists 409'],
    ['order', 'used CallerReference, alias of another', 'DistributionAlreadyExists 409'],
    ['order', 'new CallerReference, taken alias', 'CNAMEAlreadyExists 409'],
    ['order', 'new CallerReference, taken alias and an uncovered one', 'InvalidViewerCertificate 400'],
    ['refusal', 'S3 bucket, nothing forwarded', 'accepted'],
    ['refusal', 'S3 bucket, Host forwarded', 'InvalidHeadersForS3Origin 400'],
    ['refusal', 'S3 bucket, all headers forwarded', 'InvalidHeadersForS3Origin 400'],
    ['refusal', 'S3 bucket, cached by Host', 'InvalidHeadersForS3Origin 400'],
    ['refusal', 'gRPC to a host of your own', 'accepted'],
    ['refusal', 'gRPC to an S3 bucket', 'InvalidArgument 400'],
    ['refusal', 'gRPC to an S3 website', 'InvalidArgument 400'],
    ['refusal', 'gRPC to a Lambda function URL', 'InvalidArgument 400'],
    ['refusal', 'gRPC to API Gateway', 'InvalidArgument 400'],
    ['refusal', 'S3 bucket, Host sent to it without being cached by', 'accepted'],
    ['refusal', 'media-quality group of MediaPackage v2', 'accepted'],
    ['refusal', 'media-quality group with a plain host', 'InvalidArgument 400'],
    ['refusal', 'internal load balancer without a VPC origin', 'accepted'],
    ['conflict', 'alias of the clone, through the reference', 'names it, and hides a part of the ID'],
    ['conflict', 'name that the certificate does not cover', 'InvalidArgument 400'],
    ['delete', 'with an older ETag', 'PreconditionFailed 412'],
  ] as const)('%s: %s', (part, name, detail) => {
    expect(checked.find(part, name)).toMatchObject({ verdict: 'same', detail: expect.stringContaining(detail) });
  });

  test('each distribution was disabled, tagged, and deleted only once it was deployed', () => {
    const bodies = awsCheck.aws.calls.list('CreateDistributionWithTags').map(({ input }) => JSON.stringify(input));
    expect(bodies.length).toBeGreaterThan(30);
    for (const body of bodies) {
      expect(body).toContain(checkTag);
      expect(body).toMatch(/"Enabled":"?false/);
    }
    const deletes = awsCheck.aws.calls.list('DeleteDistribution');
    expect(deletes.map(({ status }) => status)).not.toContain(409);
    expect(deletes.filter(({ status }) => status === 204)).toHaveLength(10);
  });

  test('it makes the calls that docs/check-aws.md gives permissions for, and no others', () => {
    const page = readFileSync(join(__dirname, '..', '..', 'docs', 'check-aws.md'), 'utf8');
    const [policy = ''] = /\{\n {2}"Version"[\s\S]*?\n\}/.exec(page) ?? [];
    const documented = [...policy.matchAll(/"(?:acm|cloudfront|tag):(\w+)"/g)].map(([, action]) => action);
    // One call, two actions (Service Authorization Reference, "Actions defined by Amazon CloudFront").
    const actionsOf = (operation: string) =>
      operation === 'CreateDistributionWithTags' ? ['CreateDistribution', 'TagResource'] : [operation];
    const used = new Set(awsCheck.aws.calls.list().flatMap(({ operation }) => actionsOf(operation)));
    expect([...used].sort()).toEqual(documented.sort());
  });

  test('the lags and the time of a deployment are measured', () => {
    for (const name of ['reference → ListDistributions', 'clone → ListDomainConflicts', 'clone → GetResources']) {
      expect(checked.find('lag', name)).toMatchObject({ verdict: 'measured', detail: 'after 0 ms' });
    }
    expect(checked.find('lag', 'create → Deployed, the first that was seen')).toMatchObject({ verdict: 'measured' });
  });

  test('the report is a table', () => {
    const text = renderReport(checked.report);
    expect(text).toMatch(/^same {5}order {4}the same create again/m);
    expect(text).toMatch(/\d+ same, 0 differ, 0 failed, \d+ measured\n$/);
  });
});

describe('in another account', () => {
  beforeEach(async () => {
    awsCheck = await startAwsCheck();
  });
  afterEach(() => awsCheck.close());

  test('a create that AWS accepts and the fake refuses differs, and is deleted', async () => {
    const { store } = awsCheck.aws;
    for (const policy of managedCachePolicies) store.cachePolicies.set(policy.id, { ...policy, headers: [] });
    const checked = await awsCheck.run();
    expect(checked.find('refusal', 'S3 bucket, cached by Host')).toMatchObject({
      verdict: 'differs',
      detail: expect.stringMatching(/^AWS: accepted · fake: InvalidHeadersForS3Origin 400/),
    });
    expect(checked.report.rows.filter(({ verdict }) => verdict === 'differs')).toHaveLength(1);
    expect(hasProblem(checked.report)).toBe(true);
    expect(awsCheck.standing()).toEqual([]);
  });

  test('another order of the errors differs', async () => {
    awsCheck.aws.store.isAliasCheckedFirst = true;
    const checked = await awsCheck.run();
    const line = checked.find('order', 'used CallerReference, alias of another');
    expect(line).toMatchObject({ verdict: 'differs', detail: expect.stringContaining('AWS: CNAMEAlreadyExists 409') });
    expect(awsCheck.standing()).toEqual([]);
  });

  test('a list that lags is measured', async () => {
    awsCheck.aws.store.listLagSeconds = 5;
    const checked = await awsCheck.run();
    expect(checked.find('lag', 'reference → ListDistributions')?.detail).toBe('after 8000 ms');
    expect(hasProblem(checked.report)).toBe(false);
    expect(awsCheck.standing()).toEqual([]);
  });

  test('a call that the role may not make failed, and is no difference', async () => {
    awsCheck.aws.faults.set([{ operation: 'ListDomainConflicts', kind: 'refuse', times: 'always' }]);
    const checked = await awsCheck.run();
    const line = checked.find('conflict', 'free name, through the reference');
    expect(line).toMatchObject({ verdict: 'failed', detail: expect.stringContaining('AccessDenied') });
    expect(awsCheck.standing()).toEqual([]);
  });

  test.each([
    ['credentials of another account', { account: '210987654321' }, '210987654321', 'another account'],
    ['a domain without a certificate', { domain: 'example.org' }, 'certificate', 'covers'],
  ])('%s: nothing is created', async (_name, options, line, detail) => {
    const checked = await awsCheck.run(options);
    expect(checked.ending).toBe('impossible');
    expect(checked.find('account', line)).toMatchObject({ verdict: 'failed', detail: expect.stringContaining(detail) });
    expect(awsCheck.creates()).toBe(0);
  });

  test('an account without certificates proves nothing, so nothing is created or deleted', async () => {
    await awsCheck.close();
    awsCheck = await startAwsCheck({ ...checkedSeed, certificates: [] });
    expect((await awsCheck.run()).ending).toBe('impossible');
    expect(awsCheck.aws.calls.list().map(({ operation }) => operation)).toEqual(['ListCertificates']);
  });
});
