// The fakes of ACM and Cognito by the real SDK: filters, pages, and who is found.

import {
  ACMClient,
  DescribeCertificateCommand,
  ListCertificatesCommand,
  type ListCertificatesCommandInput,
  paginateListCertificates,
  RequestCertificateCommand,
} from '@aws-sdk/client-acm';
import {
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
  type ListUsersCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { createAccountSeed } from '../../../../sandbox/account-seed.js';
import { certificateArn } from '../../../../sandbox/fakes/aws/certificates.js';
import { type FakeAws, startAws } from '../../../../sandbox/fakes/aws/server.js';

const clock = new Date('2026-11-23T12:00:00Z');
const UserPoolId = 'us-east-1_cfclone01';
const everyKey: NonNullable<ListCertificatesCommandInput['Includes']> = {
  keyTypes: ['RSA_1024', 'RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_prime256v1', 'EC_secp384r1', 'EC_secp521r1'],
};
let aws: FakeAws;
let acm: ACMClient;
let cognito: CognitoIdentityProviderClient;

beforeAll(async () => {
  aws = await startAws({ now: () => clock, seed: createAccountSeed(clock) });
  const options = {
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  acm = new ACMClient(options);
  cognito = new CognitoIdentityProviderClient(options);
});

beforeEach(() => aws.store.reset());

afterAll(async () => {
  acm.destroy();
  cognito.destroy();
  await aws.close();
});

async function listCertificates(input: ListCertificatesCommandInput) {
  const { CertificateSummaryList = [] } = await acm.send(new ListCertificatesCommand(input));
  return CertificateSummaryList;
}

async function listUsers(input: Partial<ListUsersCommandInput>) {
  const { Users = [] } = await cognito.send(new ListUsersCommand({ UserPoolId, ...input }));
  return Users.map(({ Username }) => Username);
}

test('hides every key type but the two oldest unless asked', async () => {
  const keysOf = async (input: ListCertificatesCommandInput) =>
    new Set((await listCertificates(input)).map(({ KeyAlgorithm }) => KeyAlgorithm));
  expect(await keysOf({})).toEqual(new Set(['RSA-2048']));
  expect(await keysOf({ Includes: everyKey })).toEqual(
    new Set(['RSA-2048', 'RSA-4096', 'EC-prime256v1', 'EC-secp384r1']),
  );
});

test('gives summaries with dates, use and the first hundred names', async () => {
  const certificates = await listCertificates({ Includes: everyKey, CertificateStatuses: ['ISSUED'] });
  expect(certificates.every(({ Status }) => Status === 'ISSUED')).toBe(true);
  expect(certificates[0]).toMatchObject({
    CertificateArn: certificateArn('wildcard'),
    DomainName: '*.example.com',
    SubjectAlternativeNameSummaries: ['*.example.com', 'example.com'],
    HasAdditionalSubjectAlternativeNames: false,
    Type: 'AMAZON_ISSUED',
    InUse: true,
    RenewalEligibility: 'ELIGIBLE',
    NotAfter: new Date('2027-04-15T12:00:00Z'),
  });
  const crowded = certificates.find(({ HasAdditionalSubjectAlternativeNames }) => HasAdditionalSubjectAlternativeNames);
  expect(crowded?.SubjectAlternativeNameSummaries).toHaveLength(100);
  const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn: crowded?.CertificateArn }));
  expect(Certificate?.SubjectAlternativeNames).toHaveLength(120);
});

test('says who uses a certificate', async () => {
  const CertificateArn = certificateArn('wildcard');
  const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
  expect(Certificate?.InUseBy).toContain('arn:aws:cloudfront::123456789012:distribution/EREFERENCE0001');
  await expect(
    acm.send(new DescribeCertificateCommand({ CertificateArn: `${CertificateArn}0` })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('pages certificates, and an issued one expires by itself', async () => {
  const sizes = [];
  for await (const page of paginateListCertificates({ client: acm, pageSize: 5 }, { Includes: everyKey })) {
    sizes.push(page.CertificateSummaryList?.length);
  }
  expect(sizes).toEqual([5, 5, 5]);
  expect((await listCertificates({ CertificateStatuses: ['EXPIRED'] })).map(({ DomainName }) => DomainName)).toEqual([
    'old.example.com',
  ]);
  await expect(listCertificates({ NextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidArgsException' });
  await expect(listCertificates({ MaxItems: 1001 })).rejects.toMatchObject({ name: 'ValidationException' });
});

test('names an ACM operation that it does not have', async () => {
  await expect(acm.send(new RequestCertificateCommand({ DomainName: 'x.example.com' }))).rejects.toThrow(
    /RequestCertificate is not part/,
  );
});

test.each([
  ['email = "ana@example.com"', ['ana']],
  ['email="ANA@Example.com"', ['ana']],
  ['email = "twin@example.com"', ['twin-one', 'twin-two']],
  ['email ^= "un"', ['unverified']],
  ['username = "bo"', ['bo']],
  ['username = "BO"', []],
  ['status = "Disabled"', []],
  ['cognito:user_status = "confirmed"', expect.arrayContaining(['dev'])],
  ['sub = "7c0e5d1a-0000-4000-8000-000000000003"', ['dev']],
  ['email = "\\"quoted\\"@example.com"', ['quoted']],
  ['', expect.arrayContaining(['ana', 'stranger'])],
])('finds users by %s', async (Filter, expected) => {
  aws.store.putUser({ username: 'quoted', attributes: { email: '"quoted"@example.com' } });
  expect(await listUsers({ Filter })).toEqual(expected);
});

test.each([
  ['email = ana@example.com', 'Error while parsing filter.'],
  ['email = "a"b"', 'Error while parsing filter.'],
  ['email = "a" or email = "b"', 'Error while parsing filter.'],
  ['email ~ "a"', 'Error while parsing filter.'],
  ['custom:team = "a"', 'Invalid search attribute: custom:team'],
  [`email = "${'a'.repeat(260)}"`, 'validation error'],
])('refuses the filter %s', async (Filter, words) => {
  await expect(listUsers({ Filter })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining(words),
  });
});

test('pages users, the first page empty where that is asked for', async () => {
  aws.store.emptyFirstUserPage = true;
  const names = [];
  const sizes = [];
  let PaginationToken: string | undefined;
  do {
    const page = await cognito.send(new ListUsersCommand({ UserPoolId, Limit: 5, PaginationToken }));
    sizes.push(page.Users?.length);
    names.push(...(page.Users ?? []));
    PaginationToken = page.PaginationToken;
  } while (PaginationToken !== undefined);
  expect(sizes).toEqual([0, 5, 3]);
  expect(new Set(names.map(({ Username }) => Username)).size).toBe(8);
  await expect(listUsers({ Limit: 61 })).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('shows a user with attributes and state', async () => {
  const { Users } = await cognito.send(
    new ListUsersCommand({ UserPoolId, Filter: 'email = "unverified@example.com"' }),
  );
  expect(Users?.[0]).toMatchObject({ Enabled: true, UserStatus: 'CONFIRMED', UserCreateDate: expect.any(Date) });
  expect(Users?.[0]?.Attributes).toContainEqual({ Name: 'email_verified', Value: 'false' });
});

test('lists the groups of a user, in pages', async () => {
  const list = (Username: string, rest: object = {}) =>
    cognito.send(new AdminListGroupsForUserCommand({ UserPoolId, Username, ...rest }));
  const first = await list('ana', { Limit: 1 });
  const second = await list('ana', { Limit: 1, NextToken: first.NextToken });
  expect([first, second].map(({ Groups }) => Groups?.[0]?.GroupName)).toEqual(['cdn-operators', 'cdn-approvers']);
  expect(second.NextToken).toBeUndefined();
  await expect(list('nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  await expect(list('ana', { UserPoolId: 'us-east-1_other' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});
