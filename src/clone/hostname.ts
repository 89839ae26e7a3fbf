// The grammar of host names as CloudFront and ACM take them.
import { isIP } from 'node:net';
import { toAscii } from './idna.js';
import type { HostnameProblem, HostRole } from './refusals/names.js';

export type ParsedHostname =
  | { readonly ok: true; readonly hostname: string }
  | { readonly ok: false; readonly problem: HostnameProblem };

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
export function parseHostname(typed: string, role: HostRole): ParsedHostname {
  if (/^<[@#!]/.test(typed) || typed.startsWith('@') || typed.startsWith('#')) {
    return bad({ kind: 'mention', facts: { typed, role } });
  }
  if (typed.startsWith('<')) return bad({ kind: 'link', facts: { typed, role } });
  // The address of a site names its host. A port or a path would be lost, so each is refused below.
  const bare = typed.replace(/^https?:\/\//i, '');
  const scheme = /^[a-z][a-z0-9+.-]*:\/\/(.*)$/i.exec(bare);
  if (scheme) return bad({ kind: 'scheme', facts: { typed, host: (scheme[1] ?? '').split(/[/?#:]/)[0] ?? '' } });
  if (bare.includes('@')) return bad({ kind: 'address_of_person', facts: { typed } });

  const host = bare.replace(/\/$/, '').replace(/\.$/, '').toLowerCase();
  const cut = host.search(/[/?#\\]/);
  if (cut >= 0) return bad({ kind: 'path', facts: { typed, host: host.slice(0, cut) } });
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0 || /^\[.*\]/.test(host)) {
    return bad({ kind: 'ip_address', facts: { typed } });
  }
  const port = /^(.*):\d+$/.exec(host);
  if (port) return bad({ kind: 'port', facts: { typed, host: port[1] ?? '' } });
  if (host.includes('*')) {
    if (role === 'origin') return bad({ kind: 'wildcard_origin', facts: { typed } });
    if (!/^\*\.[^*]+$/.test(host)) return bad({ kind: 'wildcard_within', facts: { typed } });
  }
  return parseLabels(host, role, typed);
}

/** `typed`: as the host was typed, for whoever is told what is wrong. */
function parseLabels(host: string, role: HostRole, typed: string): ParsedHostname {
  const wildcard = host.startsWith('*.');
  const plain = wildcard ? host.slice(2) : host;
  if (plain.split(/[.。．｡]/).some((label) => label === ''))
    return bad({ kind: 'empty_label', facts: { typed, role } });
  // The rules of URLs drop tabs and line ends and decode %61: what was typed would not be what is created.
  const ascii = /[\s%]/.test(plain) ? '' : (toAscii(plain) ?? '');
  const labels = ascii.split('.');
  if (isIP(ascii) !== 0 || labels.every(isNumber)) return bad({ kind: 'ip_address_as_name', facts: { typed } });
  const long = labels.find((label) => label.length > 63);
  if (long) return bad({ kind: 'long_label', facts: { typed, length: long.length } });
  const grammar = role === 'domain' ? /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/ : /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/;
  if (ascii === '' || !labels.every((label) => grammar.test(label))) {
    return bad({ kind: 'no_host_name', facts: { typed, role } });
  }
  if (labels.length < 2) return bad({ kind: 'single_word', facts: { typed, role } });
  if (isNumber(labels.at(-1) ?? '')) return bad({ kind: 'number_at_end', facts: { typed } });
  const hostname = wildcard ? `*.${ascii}` : ascii;
  if (hostname.length > 253) return bad({ kind: 'long_name', facts: { typed, length: hostname.length } });
  return { ok: true, hostname };
}

function bad(problem: HostnameProblem): ParsedHostname {
  return { ok: false, problem };
}

/** As the parts of an IPv4 address may be written in a URL (URL standard, "ends in a number"). */
function isNumber(label: string): boolean {
  return /^(?:\d+|0x[\da-f]*)$/.test(label);
}
