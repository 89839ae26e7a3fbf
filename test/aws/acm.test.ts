// The ACM adapter: every certificate with all its names, whatever its key.
import { createCertificates } from '../../src/aws/acm.js';
import { closeAwsClients, createAwsClients } from '../../src/aws/clients.js';
import '../support/test-bot.js';
import { jsonAnswer, jsonError, onDescribeCertificate, onListCertificates } from '../support/aws-wire.js';
import { tell } from '../support/refusals.js';

const clients = createAwsClients('us-east-1');
const certificates = createCertificates(clients.acm);
afterAll(() => closeAwsClients(clients));

const arn = (name: string) => `arn:aws:acm:us-east-1:123456789012:certificate/${name}`;

function summary(name: string, changes: Record<string, unknown> = {}) {
  return {
    CertificateArn: arn(name),
    DomainName: 'www.example.com',
    SubjectAlternativeNameSummaries: ['www.example.com'],
    HasAdditionalSubjectAlternativeNames: false,
    Status: 'ISSUED',
    Type: 'AMAZON_ISSUED',
    KeyAlgorithm: 'RSA-2048',
    NotAfter: 1_800_000_000,
    ...changes,
  };
}

const page = (summaries: unknown[], NextToken?: string) =>
  jsonAnswer({ CertificateSummaryList: summaries, ...(NextToken ? { NextToken } : {}) });

async function list() {
  const listed = await certificates.list();
  if (!listed.ok) throw new Error(listed.outcome);
  return listed.value;
}

test('all key types are asked for by name: ACM hides most of them otherwise', async () => {
  const wire = onListCertificates(page([]));
  await list();
  const asked: { Includes?: { keyTypes?: string[] } } = JSON.parse(wire.requests[0]?.body ?? '{}');
  expect(asked.Includes?.keyTypes).toEqual(
    expect.arrayContaining(['RSA_1024', 'RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_prime256v1']),
  );
});

test('every page is read, an empty one in between too', async () => {
  const pages = [page([summary('a')], 'two'), page([], 'three'), page([summary('b')])];
  const wire = onListCertificates((_request, count) => pages[count - 1] ?? 'dropped', { times: 3 });
  expect((await list()).map((certificate) => certificate.arn)).toEqual([arn('a'), arn('b')]);
  expect(wire.requests.map(({ body }) => JSON.parse(body).NextToken)).toEqual([undefined, 'two', 'three']);
});

test.each([
  ['RSA-2048', 'RSA_2048'],
  ['EC-prime256v1', 'EC_prime256v1'],
  ['EC_prime256v1', 'EC_prime256v1'],
])('the key type %s reads %s', async (live, expected) => {
  onListCertificates(page([summary('a', { KeyAlgorithm: live })]));
  expect((await list())[0]?.keyAlgorithm).toBe(expected);
});

test('names come in lower case without a trailing dot; expiry, usages and owner come along', async () => {
  const changes = {
    SubjectAlternativeNameSummaries: ['*.Example.COM.', 'example.com'],
    ExtendedKeyUsages: ['TLS_WEB_SERVER_AUTHENTICATION'],
    ManagedBy: 'CLOUDFRONT',
  };
  onListCertificates(page([summary('a', changes)]));
  expect((await list())[0]).toEqual({
    arn: arn('a'),
    names: ['*.example.com', 'example.com'],
    keyAlgorithm: 'RSA_2048',
    status: 'ISSUED',
    type: 'AMAZON_ISSUED',
    notAfter: new Date(1_800_000_000_000),
    managedBy: 'CLOUDFRONT',
    extendedKeyUsages: ['TLS_WEB_SERVER_AUTHENTICATION'],
  });
});

test.each([
  ['cut at 100 names', { HasAdditionalSubjectAlternativeNames: true }],
  ['missing', { SubjectAlternativeNameSummaries: undefined, HasAdditionalSubjectAlternativeNames: undefined }],
])('a list of names that is %s is asked for whole', async (_name, changes) => {
  onListCertificates(page([summary('full', {}), summary('cut', changes)]));
  const wire = onDescribeCertificate(
    jsonAnswer({
      Certificate: { CertificateArn: arn('cut'), SubjectAlternativeNames: ['a.example.com', 'b.example.com'] },
    }),
  );
  expect((await list()).map(({ names }) => names)).toEqual([['www.example.com'], ['a.example.com', 'b.example.com']]);
  expect(JSON.parse(wire.requests[0]?.body ?? '{}')).toEqual({ CertificateArn: arn('cut') });
});

test('many lists are asked for, and each goes with its own certificate', async () => {
  const many = Array.from({ length: 12 }, (_, index) =>
    summary(`c${index}`, { HasAdditionalSubjectAlternativeNames: true }),
  );
  onListCertificates(page(many));
  onDescribeCertificate(
    ({ body }) => {
      const { CertificateArn } = JSON.parse(body);
      const name = `${String(CertificateArn).split('/')[1]}.example.com`;
      return jsonAnswer({ Certificate: { CertificateArn, SubjectAlternativeNames: [name] } });
    },
    { times: 12 },
  );
  expect((await list()).map(({ names }) => names[0])).toEqual(many.map((_, index) => `c${index}.example.com`));
});

describe('the names of a certificate with more than a summary shows', () => {
  const large = (changes: Record<string, unknown> = {}) =>
    page([summary('large', { HasAdditionalSubjectAlternativeNames: true, ImportedAt: 1_700_000_000, ...changes })]);
  const names = (...all: string[]) =>
    onDescribeCertificate(jsonAnswer({ Certificate: { CertificateArn: arn('large'), SubjectAlternativeNames: all } }));

  test('are asked for once', async () => {
    onListCertificates(large(), { times: 2 });
    names('once.example.com');
    expect((await list())[0]?.names).toEqual(['once.example.com']);
    expect((await list())[0]?.names).toEqual(['once.example.com']);
  });

  test.each([
    ['it was imported anew', { ImportedAt: 1_700_000_777 }],
    ['a name that is shown is another', { SubjectAlternativeNameSummaries: ['other.example.com'] }],
    ['its summary does not say since when it is what it is', { ImportedAt: undefined }],
  ])('are asked for again when %s', async (_when, changes) => {
    onListCertificates(large(changes));
    names('again.example.com');
    expect((await list())[0]?.names).toEqual(['again.example.com']);
  });

  test('are forgotten with the certificate', async () => {
    onListCertificates((_request, count) => (count === 2 ? page([]) : large()), { times: 3 });
    names('first.example.com');
    await list();
    await list();
    names('second.example.com');
    expect((await list())[0]?.names).toEqual(['second.example.com']);
  });
});

test('a certificate that was deleted since the list was read is left out', async () => {
  onListCertificates(page([summary('kept'), summary('gone', { HasAdditionalSubjectAlternativeNames: true })]));
  onDescribeCertificate(jsonError(400, 'ResourceNotFoundException', 'Could not find certificate'));
  expect((await list()).map((certificate) => certificate.arn)).toEqual([arn('kept')]);
});

test.each([
  ['the list', 'list' as const],
  ['a description', 'describe' as const],
])('a refusal of %s refuses the whole: a certificate left out would look like none', async (_name, where) => {
  const denied = jsonError(400, 'AccessDeniedException', 'not authorized to perform: acm:Something');
  onListCertificates(
    where === 'list' ? denied : page([summary('cut', { HasAdditionalSubjectAlternativeNames: true })]),
  );
  if (where === 'describe') onDescribeCertificate(denied);
  const listed = await certificates.list();
  expect(listed).toMatchObject({ ok: false, outcome: 'access_denied', created: 'nothing' });
  expect(!listed.ok && tell(listed).what).toContain('acm:Something');
});
