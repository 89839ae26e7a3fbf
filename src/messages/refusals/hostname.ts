// What is wrong with a typed host name.
import type { HostnameProblem, HostnameProblems, HostRole } from '../../clone/refusals/names.js';
import { quote } from '../../clone/visible-text.js';

const sentences: { readonly [Kind in keyof HostnameProblems]: (facts: HostnameProblems[Kind]) => string } = {
  mention: ({ typed, role }) =>
    `${quote(typed)} is a mention, not a host name. Give the ${role} as plain text, such as ${sample(role)}.`,
  link: ({ typed, role }) => `${quote(typed)} is a link whose text and address differ. Give the ${role} as plain text.`,
  scheme: ({ typed, host }) =>
    `${quote(typed)} has a scheme. Give the host name alone${host ? `: ${quote(host)}` : ''}.`,
  address_of_person: ({ typed }) => `${quote(typed)} is an e-mail address. Give the host name alone.`,
  path: ({ typed, host }) => `${quote(typed)} has a path. Give the host name alone: ${quote(host)}.`,
  ip_address: ({ typed }) =>
    `${quote(typed)} is an IP address; CloudFront wants a name. Give a host name that resolves to it.`,
  ip_address_as_name: ({ typed }) => `${quote(typed)} is an IP address; CloudFront wants a name.`,
  port: ({ typed, host }) => `${quote(typed)} has a port. Give the host name alone: ${quote(host)}.`,
  wildcard_origin: ({ typed }) => `${quote(typed)} has a wildcard; an origin is one host. Give its full name.`,
  wildcard_within: ({ typed }) =>
    `In ${quote(typed)} the wildcard is not the whole first label. Write it as ${quote('*.example.com')}.`,
  empty_label: ({ typed, role }) => `${quote(typed)} has an empty label. Write it as ${sample(role)}.`,
  long_label: ({ typed, length }) => `${quote(typed)} has a label of ${length} characters, but DNS allows at most 63.`,
  no_host_name: ({ typed, role }) =>
    `${quote(typed)} is not a host name. Use letters, digits, hyphens and dots, such as ${sample(role)}.`,
  single_word: ({ typed, role }) => `${quote(typed)} is a single word. Give the full name, such as ${sample(role)}.`,
  number_at_end: ({ typed }) => `${quote(typed)} ends in a number; that is not a host name.`,
  long_name: ({ typed, length }) => `${quote(typed)} has ${length} characters, but DNS allows at most 253.`,
};

/** Generic, so that the compiler pairs each kind with its own facts. */
function describe<Kind extends keyof HostnameProblems>(problem: {
  readonly kind: Kind;
  readonly facts: HostnameProblems[Kind];
}): string {
  return sentences[problem.kind](problem.facts);
}

export function describeHostnameProblem(problem: HostnameProblem): string {
  return describe(problem);
}

function sample(role: HostRole): string {
  return quote(role === 'domain' ? 'www.example.com' : 'new-origin.example.net');
}
