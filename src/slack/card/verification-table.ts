// What the clone and the reference answered, side by side, as rows of text.
import type { SiteCheck } from '../../clone/check-site.js';
import type { ServerCertificate } from '../../clone/origin-facts.js';
import { type NamedHeader, type ShownHeader, type SiteAnswer, shownHeaders } from '../../clone/site-answer.js';

export interface Row {
  readonly title: string;
  readonly clone: string;
  readonly reference: string;
}

export const absent = '—';

const titles: Readonly<Record<ShownHeader, string>> = {
  'content-type': 'Content type',
  'cache-control': 'Cache-Control',
  age: 'Age',
  'x-cache': 'X-Cache',
  server: 'Server',
  'strict-transport-security': 'Strict-Transport-Security',
  'x-content-type-options': 'X-Content-Type-Options',
  'x-frame-options': 'X-Frame-Options',
  'referrer-policy': 'Referrer-Policy',
};

const namedTitles: Readonly<Record<NamedHeader, string>> = {
  'content-security-policy': 'Content-Security-Policy',
  'permissions-policy': 'Permissions-Policy',
  'set-cookie': 'Set-Cookie',
};

/** Headers that are another at each request. */
const passing: readonly ShownHeader[] = ['age', 'x-cache'];

/** The rows of the table. `lasting` leaves out what is another at each request. */
export function listRows(
  { clone, reference }: Pick<SiteCheck, 'clone' | 'reference'>,
  which: 'all' | 'lasting' = 'all',
): Row[] {
  const row = (title: string, read: (answer: SiteAnswer) => string): Row => ({
    title,
    clone: read(clone),
    reference: read(reference.answer),
  });
  const headers = shownHeaders
    .filter((name) => which === 'all' || !passing.includes(name))
    .map((name) => row(titles[name], (answer) => readHeader(answer, name)));
  const names = Object.entries(namedTitles).map(([name, title]) =>
    row(title, (answer) => (answer.kind === 'response' && answer.present.some((one) => one === name) ? 'set' : absent)),
  );
  const optional = [...headers, ...names].filter((one) => one.clone !== absent || one.reference !== absent);
  return [
    row('Status', describeStatus),
    ...optional,
    row('Certificate', (answer) => nameCertificate(answer.certificate)),
    row('Certificate ends', ({ certificate }) => certificate?.validTo.toISOString().slice(0, 10) ?? absent),
  ];
}

/** "200", "301 to www.example.com" */
export function describeStatus(answer: SiteAnswer): string {
  if (answer.kind === 'failure') return 'no answer';
  return answer.redirectHost === undefined ? String(answer.status) : `${answer.status} to ${answer.redirectHost}`;
}

function readHeader(answer: SiteAnswer, name: ShownHeader): string {
  return (answer.kind === 'response' ? answer.headers[name] : undefined) ?? absent;
}

function nameCertificate(certificate: ServerCertificate | undefined): string {
  if (!certificate) return absent;
  const [first = 'no name', ...rest] = certificate.names;
  return rest.length === 0 ? first : `${first} and ${rest.length} more`;
}
