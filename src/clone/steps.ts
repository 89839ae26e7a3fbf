// What is left to do once the distribution exists: the DNS record. The grants are in grants.ts.
import { getDomain } from 'tldts';
import type { CloneConfig } from './distribution.js';

/** The record to create: an alias record of Route 53, or a CNAME at any DNS host. */
export interface DnsRecord {
  readonly name: string;
  /** The distribution's own name. */
  readonly target: string;
  /** The types of the alias records. */
  readonly types: readonly ('A' | 'AAAA')[];
  /** At the top of a zone a CNAME is impossible (RFC 1034, 3.6.2). */
  readonly isApex: boolean;
}

/**
 * `isZoneTop` is what DNS says: zones begin anywhere, because people delegate parts of theirs. The name below a public suffix
 * is the top of a zone even if DNS does not say so (yet), such as example.co.uk (https://publicsuffix.org).
 */
export function planDnsRecord(
  domain: string,
  { domainName, config }: { readonly domainName: string; readonly config: CloneConfig },
  isZoneTop: boolean,
): DnsRecord {
  return {
    name: domain,
    target: domainName,
    types: config.IsIPV6Enabled ? ['A', 'AAAA'] : ['A'],
    isApex: isZoneTop || getDomain(domain) === domain,
  };
}
