// What a verification makes of two answers.
import type { SiteAnswer, SiteResponse } from '../../src/clone/site-answer.js';
import { type Finding, verify } from '../../src/clone/verification.js';
import type { VerifiedOrigin } from '../../src/clone/verified-origin.js';

const now = new Date('2026-11-26T12:00:00Z');
const certificate = {
  names: ['*.example.com'],
  validFrom: new Date('2026-10-01T00:00:00Z'),
  validTo: new Date('2027-10-01T00:00:00Z'),
  isTrusted: true,
};
const ok: SiteResponse = {
  kind: 'response',
  status: 200,
  headers: { 'content-type': 'text/html', 'cache-control': 'max-age=60', 'x-cache': 'Miss from cloudfront' },
  present: [],
  isRedirectLoop: false,
  certificate,
  bodyBytes: 10,
  isBodyWhole: true,
};
const answer = (changes: Partial<SiteResponse> = {}): SiteResponse => ({ ...ok, ...changes });
const from = (server: string, status: number): SiteResponse =>
  answer({ status, headers: { ...ok.headers, server, 'x-cache': 'Error from cloudfront' } });
const custom: VerifiedOrigin = { host: 'new.example.net', kind: 'custom', forwardsHost: false };
const bucket: VerifiedOrigin = { host: 'b.s3.us-east-1.amazonaws.com', kind: 's3', forwardsHost: false };

interface Case {
  readonly clone: SiteAnswer;
  readonly reference?: SiteAnswer;
  readonly origin?: VerifiedOrigin;
}

const run = ({ clone, reference = ok, origin = custom }: Case) =>
  verify({
    host: 'www.example.com',
    clone,
    reference: { host: 'ref.example.com', answer: reference },
    origin,
    now,
  });

const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code);

test.each<[string, Case, boolean, Finding['code'][]]>([
  ['the same answer', { clone: ok }, true, []],
  ['no answer', { clone: { kind: 'failure', reason: 'no_handshake' } }, false, ['unreachable']],
  ['403 from S3', { clone: from('AmazonS3', 403), origin: bucket }, false, ['bucket_denies']],
  [
    '403 from S3 for both proves nothing',
    { clone: from('AmazonS3', 403), reference: from('AmazonS3', 403), origin: bucket },
    false,
    ['bucket_denies'],
  ],
  ['403 from CloudFront', { clone: from('CloudFront', 403) }, false, ['edge_denies']],
  ['403 from CloudFront in front of S3', { clone: from('CloudFront', 403), origin: bucket }, false, ['edge_denies']],
  ['403 from another server', { clone: from('nginx', 403) }, false, ['origin_denies']],
  ['403 from both', { clone: from('nginx', 403), reference: from('nginx', 403) }, true, ['same_as_reference']],
  ['401', { clone: answer({ status: 401 }) }, false, ['unauthorized']],
  ['401 of both', { clone: answer({ status: 401 }), reference: answer({ status: 401 }) }, true, ['same_as_reference']],
  ['404', { clone: answer({ status: 404 }) }, false, ['not_found']],
  ['410', { clone: answer({ status: 410 }) }, false, ['not_found']],
  ['404 of both', { clone: answer({ status: 404 }), reference: answer({ status: 404 }) }, true, ['same_as_reference']],
  ['405', { clone: answer({ status: 405 }) }, false, ['client_error']],
  ['502 from CloudFront', { clone: from('CloudFront', 502) }, false, ['origin_unusable']],
  ['502 from the origin', { clone: from('nginx', 502) }, false, ['server_error']],
  ['502 of both', { clone: from('CloudFront', 502), reference: from('CloudFront', 502) }, false, ['origin_unusable']],
  ['503', { clone: from('CloudFront', 503) }, false, ['service_unavailable']],
  ['504 from CloudFront', { clone: from('CloudFront', 504) }, false, ['origin_silent']],
  ['500', { clone: answer({ status: 500 }) }, false, ['server_error']],
  [
    'a redirect to another host',
    { clone: answer({ status: 301, redirectHost: 'else.example.net' }) },
    false,
    ['redirect_elsewhere'],
  ],
  [
    'the same redirect to a login',
    {
      clone: answer({ status: 302, redirectHost: 'login.example.com' }),
      reference: answer({ status: 302, redirectHost: 'login.example.com' }),
    },
    true,
    ['same_as_reference'],
  ],
  [
    'a redirect on the same host, where the reference answers',
    { clone: answer({ status: 302 }) },
    true,
    ['status_differs'],
  ],
  ['a redirect to itself', { clone: answer({ status: 301, isRedirectLoop: true }) }, false, ['redirect_loop']],
  [
    'an error that an error page hides',
    { clone: answer({ headers: { ...ok.headers, 'x-cache': 'Error from cloudfront' } }) },
    false,
    ['error_page'],
  ],
  [
    'an error page of both',
    {
      clone: answer({ headers: { ...ok.headers, 'x-cache': 'Error from cloudfront' } }),
      reference: answer({ headers: { ...ok.headers, 'x-cache': 'Error from cloudfront' } }),
    },
    true,
    ['same_as_reference'],
  ],
  [
    'a certificate for another name',
    { clone: answer({ certificate: { ...certificate, names: ['*.cloudfront.net'] } }) },
    false,
    ['certificate_wrong_name'],
  ],
  [
    'a certificate that expired',
    { clone: answer({ certificate: { ...certificate, validTo: now } }) },
    false,
    ['certificate_out_of_date'],
  ],
  [
    'a certificate that is not trusted',
    { clone: answer({ certificate: { ...certificate, isTrusted: false } }) },
    false,
    ['certificate_untrusted'],
  ],
  [
    'two problems',
    { clone: { ...from('CloudFront', 502), certificate: { ...certificate, isTrusted: false } } },
    false,
    ['certificate_untrusted', 'origin_unusable'],
  ],
  [
    'a reference that gives no answer',
    { clone: ok, reference: { kind: 'failure', reason: 'no_public_address' } },
    true,
    ['reference_unavailable'],
  ],
  ['a reference that fails', { clone: ok, reference: from('CloudFront', 502) }, true, ['status_differs']],
  [
    'other content',
    { clone: answer({ headers: { 'content-type': 'application/json', 'x-cache': 'Hit from cloudfront' } }) },
    true,
    ['content_type_differs', 'caching_differs'],
  ],
  [
    'fewer security headers',
    {
      clone: answer({ headers: { ...ok.headers, 'x-frame-options': 'DENY' } }),
      reference: answer({
        headers: { ...ok.headers, 'strict-transport-security': 'max-age=1', 'x-frame-options': 'SAMEORIGIN' },
        present: ['content-security-policy', 'set-cookie'],
      }),
    },
    true,
    ['security_headers_missing', 'security_headers_differ'],
  ],
])('%s', (_, given, isPassed, expected) => {
  const found = run(given);
  expect(found.isPassed).toBe(isPassed);
  expect(codes(found.findings)).toEqual(expected);
});

test.each([
  ['new.example.net', 'origin'],
  ['ref.example.com', 'reference'],
  ['www.example.org', 'other'],
])('a redirect to %s leads to the host of: %s', (redirectHost, whose) => {
  expect(run({ clone: answer({ status: 301, redirectHost }) }).findings).toMatchObject([{ to: redirectHost, whose }]);
});

test('the headers that are missing are named', () => {
  const reference = answer({
    headers: { ...ok.headers, 'strict-transport-security': 'max-age=1' },
    present: ['content-security-policy'],
  });
  expect(run({ clone: ok, reference }).findings).toEqual([
    { code: 'security_headers_missing', names: ['strict-transport-security', 'content-security-policy'] },
  ]);
});
