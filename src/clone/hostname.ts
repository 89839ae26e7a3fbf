// The grammar of host names as CloudFront and ACM take them.
import { isIP } from 'node:net';
import { toAscii } from './idna.js';
import { quote } from './visible-text.js';

export type ParsedHostname =
  | { readonly ok: true; readonly hostname: string }
  | { readonly ok: false; readonly problem: string };

/** Names that are in that form already; asking for it takes most of the time of a search among many certificates. */
const plainName = /^(?:\*\.)?(?:(?!xn--)[a-z0-9-]+\.)+(?!xn--)[a-z][a-z0-9-]*$/;

/** Lower case, one trailing dot off, IDN in punycode: the form in which names are compared. */
export function normalizeHostname(name: string): string {
  const bare = name.trim().toLowerCase().replace(/\.$/, '');
  if (plainName.test(bare)) return bare;
  const wildcard = bare.startsWith('*.');
  // Other characters than the dot can end a name, such as the ideographic full stop.
  const ascii = toAscii(wildcard ? bare.slice(2) : bare)?.replace(/\.$/, '');
  if (ascii === undefined) return bare;
  return wildcard ? `*.${ascii}` : ascii;
}

/** A name to try a domain with. A wildcard is tried by a name that nobody has a record of its own for. */
export function toProbeName(domain: string): string {
  return domain.startsWith('*.') ? `cf-clone-check.${domain.slice(2)}` : domain;
}

/**
 * Checks one typed host name. Rules: alternate domain names (Developer Guide, "CNAMEs and HTTPS") for a domain,
 * `Origin.DomainName` (no scheme, port, path, IP address or single label) for an origin.
 */
export function parseHostname(typed: string, role: 'domain' | 'origin'): ParsedHostname {
  const bad = (problem: string): ParsedHostname => ({ ok: false, problem });
  const shown = quote(typed);

  if (/^<[@#!]/.test(typed) || typed.startsWith('@') || typed.startsWith('#')) {
    return bad(`${shown} is a mention, not a host name. Give the ${role} as plain text, such as ${sample(role)}.`);
  }
  if (typed.startsWith('<')) {
    return bad(`${shown} is a link whose text and address differ. Give the ${role} as plain text.`);
  }
  // The address of a site names its host. A port or a path would be lost, so each is refused below.
  const bare = typed.replace(/^https?:\/\//i, '');
  const scheme = /^[a-z][a-z0-9+.-]*:\/\/(.*)$/i.exec(bare);
  if (scheme) {
    const host = (scheme[1] ?? '').split(/[/?#:]/)[0] ?? '';
    return bad(`${shown} has a scheme. Give the host name alone${host ? `: ${quote(host)}` : ''}.`);
  }
  if (bare.includes('@')) return bad(`${shown} is an address of a person. Give the host name alone.`);

  const host = bare.replace(/\/$/, '').replace(/\.$/, '').toLowerCase();
  const cut = host.search(/[/?#\\]/);
  if (cut >= 0) return bad(`${shown} has a path. Give the host name alone: ${quote(host.slice(0, cut))}.`);
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0 || /^\[.*\]/.test(host)) {
    return bad(`${shown} is an IP address; CloudFront wants a name. Give a host name that resolves to it.`);
  }
  const port = /^(.*):\d+$/.exec(host);
  if (port) return bad(`${shown} has a port. Give the host name alone: ${quote(port[1] ?? '')}.`);
  if (host.includes('*')) {
    if (role === 'origin') return bad(`${shown} has a wildcard; an origin is one host. Give its full name.`);
    if (!/^\*\.[^*]+$/.test(host)) {
      return bad(`In ${shown} the wildcard is not the whole first label. Write it as ${quote('*.example.com')}.`);
    }
  }
  return parseLabels(host, role, shown);
}

function parseLabels(host: string, role: 'domain' | 'origin', shown: string): ParsedHostname {
  const bad = (problem: string): ParsedHostname => ({ ok: false, problem });
  const wildcard = host.startsWith('*.');
  const plain = wildcard ? host.slice(2) : host;
  if (plain.split(/[.。．｡]/).some((label) => label === '')) {
    return bad(`${shown} has an empty label. Write it as ${sample(role)}.`);
  }
  // The rules of URLs drop tabs and line ends and decode %61: what was typed would not be what is created.
  const ascii = /[\s%]/.test(plain) ? '' : (toAscii(plain) ?? '');
  const labels = ascii.split('.');
  if (isIP(ascii) !== 0 || labels.every(isNumber)) return bad(`${shown} is an IP address; CloudFront wants a name.`);
  const long = labels.find((label) => label.length > 63);
  if (long) return bad(`${shown} has a label of ${long.length} characters; 63 is the most that DNS allows.`);
  const grammar = role === 'domain' ? /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/ : /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/;
  if (ascii === '' || !labels.every((label) => grammar.test(label))) {
    return bad(`${shown} is not a host name. Use letters, digits, hyphens and dots, such as ${sample(role)}.`);
  }
  if (labels.length < 2) return bad(`${shown} is a single word. Give the full name, such as ${sample(role)}.`);
  if (isNumber(labels.at(-1) ?? '')) return bad(`${shown} ends in a number; that is not a host name.`);
  const hostname = wildcard ? `*.${ascii}` : ascii;
  if (hostname.length > 253) return bad(`${shown} has ${hostname.length} characters; 253 is the most.`);
  return { ok: true, hostname };
}

/** As the parts of an IPv4 address may be written in a URL (URL standard, "ends in a number"). */
function isNumber(label: string): boolean {
  return /^(?:\d+|0x[\da-f]*)$/.test(label);
}

function sample(role: 'domain' | 'origin'): string {
  return quote(role === 'domain' ? 'www.example.com' : 'new-origin.example.net');
}
