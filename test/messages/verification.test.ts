// The findings of a verification in words: each names the fact and what helps.
import type { SiteFailureReason } from '../../src/clone/site-answer.js';
import type { Finding } from '../../src/clone/verification.js';
import { describeFinding } from '../../src/messages/verification.js';

const origin = { host: 'new.example.net', kind: 'custom', forwardsHost: false } as const;
const facts = { status: 403, origin, referenceToo: false };
const date = new Date('2027-01-02T00:00:00Z');

test.each<[Finding, RegExp]>([
  [{ ...facts, code: 'bucket_denies' }, /policy of the bucket `new\.example\.net` does not let the clone in/],
  [{ ...facts, code: 'bucket_denies', referenceToo: true }, /The reference answers the same.*set VERIFY_PATH/],
  [{ ...facts, code: 'origin_denies' }, /a secret header or by addresses/],
  [{ ...facts, code: 'origin_denies', origin: { ...origin, kind: 'lambda-url' } }, /permission of the function/],
  [{ ...facts, code: 'origin_denies', origin: { ...origin, kind: 'api-gateway' } }, /API Gateway does not know/],
  [{ ...facts, code: 'origin_denies', origin: { ...origin, kind: 's3-website' } }, /not public/],
  [{ ...facts, code: 'origin_denies', origin: { ...origin, kind: 'mediastore' } }, /does not name the clone/],
  [{ ...facts, code: 'edge_denies' }, /web ACL/],
  [{ ...facts, code: 'unauthorized', status: 401 }, /^401: .*login/],
  [{ ...facts, code: 'not_found', status: 410 }, /^410: .*nothing at this path/],
  [{ ...facts, code: 'origin_unusable', status: 502 }, /^502: .*certificate does not fit/],
  [{ ...facts, code: 'origin_silent', status: 504 }, /^504: .*security group/],
  [{ ...facts, code: 'service_unavailable', status: 503 }, /^503: .*function at the edge/],
  [{ ...facts, code: 'server_error', status: 500, origin: undefined }, /^500: the origin fails/],
  [{ ...facts, code: 'client_error', status: 405 }, /^405: /],
  [{ ...facts, code: 'redirect_loop', status: 301 }, /go in a circle/],
  [{ ...facts, code: 'error_page', status: 200 }, /custom error response hides it/],
  [
    { ...facts, code: 'redirect_elsewhere', status: 301, to: 'new.example.net', whose: 'origin' },
    /^301: the answer leads to `new\.example\.net`, the origin itself.*Host header is the likely cause.*Forward Host/,
  ],
  [
    {
      ...facts,
      code: 'redirect_elsewhere',
      to: 'x.example.org',
      whose: 'other',
      origin: { ...origin, forwardsHost: true },
    },
    /does not know this domain yet/,
  ],
  [{ ...facts, code: 'redirect_elsewhere', to: 'ref.example.com', whose: 'reference', origin: undefined }, /own\.$/],
  [{ code: 'certificate_wrong_name', names: [] }, /for no name/],
  [{ code: 'certificate_wrong_name', names: ['a', 'b', 'c', 'd', 'e', 'f'] }, /`e` and 1 more/],
  [{ code: 'certificate_out_of_date', validFrom: date, validTo: date }, /from 2027-01-02 to 2027-01-02/],
  [{ code: 'certificate_untrusted' }, /does not trust/],
  [{ code: 'same_as_reference', status: 404 }, /^404, as the reference answers/],
  [{ code: 'status_differs', clone: 301, reference: 200 }, /answers 301, the reference 200/],
  [{ code: 'content_type_differs' }, /content type/],
  [{ code: 'caching_differs' }, /cached/],
  [{ code: 'security_headers_missing', names: ['referrer-policy'] }, /`referrer-policy`.*response headers policy/],
  [{ code: 'security_headers_differ', names: ['referrer-policy'] }, /`referrer-policy`/],
  [{ code: 'reference_unavailable', reason: 'no_answer' }, /The reference gave no answer/],
])('%j', (finding, expected) => {
  const text = describeFinding(finding);
  expect(text).toMatch(expected);
  expect(text).toMatch(/\.$/);
  expect(text).not.toMatch(/undefined|\s\s/);
});

test.each<[SiteFailureReason, RegExp]>([
  ['dns_unavailable', /DNS could not be asked/],
  ['no_public_address', /no public address/],
  ['not_connected', /port 443/],
  ['no_handshake', /TLS handshake/],
  ['no_answer', /5 seconds/],
])('no answer because of %s', (reason, expected) => {
  expect(describeFinding({ code: 'unreachable', reason })).toMatch(expected);
});
